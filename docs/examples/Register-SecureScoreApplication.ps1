<#
.SYNOPSIS
    Registers an application that may read what SecureScore judges, and nothing else unless it is asked for.
.DESCRIPTION
    Creates an application in Microsoft Entra ID with exactly the permissions of docs/permissions.md. With a certificate it is for runbooks: the
    application gets application permissions and, for Exchange, Purview and Teams, the role Global Reader. Without one it is for people who sign in:
    it gets delegated permissions and the redirect address of a sign-in on this machine.

    Needs the module Microsoft.Graph.Authentication and a sign-in that may register applications and consent:
    Connect-MgGraph -Scopes Application.ReadWrite.All, AppRoleAssignment.ReadWrite.All, DelegatedPermissionGrant.ReadWrite.All, RoleManagement.ReadWrite.Directory
.PARAMETER DisplayName
    The name of the application.
.PARAMETER CertificatePath
    A file with the public certificate (.cer) with which the application will sign in. Without it people sign in.
.PARAMETER SkipRole
    Does not assign the role Global Reader. Exchange, Purview and Teams are then left out, unless the application gets a role in another way.
.PARAMETER Publish
    Adds the permission to publish decisions (Set-ControlStatus -Publish), which changes the state of controls in Microsoft Secure Score.
.PARAMETER Remediate
    Adds the permissions to change the tenant (Invoke-ScoreRemediation) and to send mail (Send-ControlNotification). In Exchange, Purview and Teams the
    application also needs a role that may change settings, such as Exchange Administrator: give it that yourself.
.EXAMPLE
    ./Register-SecureScoreApplication.ps1 -CertificatePath ./SecureScore.cer -WhatIf

    Shows what would be done.
.EXAMPLE
    ./Register-SecureScoreApplication.ps1

    Registers an application for people, and returns its client id.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
[OutputType([pscustomobject])]
param(
    [ValidateNotNullOrEmpty()]
    [string] $DisplayName = 'SecureScore',

    [ValidateNotNullOrEmpty()]
    [string] $CertificatePath,

    [switch] $SkipRole,

    [switch] $Publish,

    [switch] $Remediate
)

$ErrorActionPreference = 'Stop'

# Ids of permissions are looked up by name: each tenant publishes them in the service principal of the API.
$permissions = @(
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'Organization.Read.All'; Delegated = 'Organization.Read.All' }
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'Domain.Read.All'; Delegated = 'Domain.Read.All' }
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'User.Read.All'; Delegated = 'User.Read.All' }
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'GroupMember.Read.All'; Delegated = 'GroupMember.Read.All' }
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'AuditLog.Read.All'; Delegated = 'AuditLog.Read.All' }
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'RoleManagement.Read.Directory'; Delegated = 'RoleManagement.Read.Directory' }
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'RoleEligibilitySchedule.Read.Directory'; Delegated = 'RoleEligibilitySchedule.Read.Directory' }
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'RoleAssignmentSchedule.Read.Directory'; Delegated = 'RoleAssignmentSchedule.Read.Directory' }
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'Policy.Read.All'; Delegated = 'Policy.Read.All' }
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'Policy.Read.PermissionGrant'; Delegated = 'Policy.Read.PermissionGrant' }
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'GroupSettings.Read.All'; Delegated = 'GroupSettings.Read.All' }
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'OnPremDirectorySynchronization.Read.All'; Delegated = 'OnPremDirectorySynchronization.Read.All' }
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'SharePointTenantSettings.Read.All'; Delegated = 'SharePointTenantSettings.Read.All' }
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'OrgSettings-AppsAndServices.Read.All'; Delegated = 'OrgSettings-AppsAndServices.Read.All' }
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'OrgSettings-Forms.Read.All'; Delegated = 'OrgSettings-Forms.Read.All' }
    @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'SecurityEvents.Read.All'; Delegated = 'SecurityEvents.Read.All' }
    @{ Api = '00000002-0000-0ff1-ce00-000000000000'; Application = 'Exchange.ManageAsApp'; Delegated = 'Exchange.Manage' }
    @{ Api = '48ac35b8-9aa8-4d74-927d-1f4a14a0b239'; Application = 'application_access'; Delegated = 'user_impersonation' }
)
if ($Publish) {
    $permissions += @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'SecurityEvents.ReadWrite.All'; Delegated = 'SecurityEvents.ReadWrite.All' }
}

if ($Remediate) {
    $permissions += @(
        @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'Policy.ReadWrite.ConditionalAccess'; Delegated = 'Policy.ReadWrite.ConditionalAccess' }
        @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'Application.Read.All'; Delegated = 'Application.Read.All' }
        @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'Policy.ReadWrite.SecurityDefaults'; Delegated = 'Policy.ReadWrite.SecurityDefaults' }
        @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'Policy.ReadWrite.Authorization'; Delegated = 'Policy.ReadWrite.Authorization' }
        @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'Policy.ReadWrite.ConsentRequest'; Delegated = 'Policy.ReadWrite.ConsentRequest' }
        @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'Policy.ReadWrite.AuthenticationMethod'; Delegated = 'Policy.ReadWrite.AuthenticationMethod' }
        @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'Policy.ReadWrite.ApplicationConfiguration'; Delegated = 'Policy.ReadWrite.ApplicationConfiguration' }
        @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'Domain.ReadWrite.All'; Delegated = 'Domain.ReadWrite.All' }
        @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'GroupSettings.ReadWrite.All'; Delegated = 'GroupSettings.ReadWrite.All' }
        @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'Group.ReadWrite.All'; Delegated = 'Group.ReadWrite.All' }
        @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'SharePointTenantSettings.ReadWrite.All'; Delegated = 'SharePointTenantSettings.ReadWrite.All' }
        @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'OrgSettings-AppsAndServices.ReadWrite.All'; Delegated = 'OrgSettings-AppsAndServices.ReadWrite.All' }
        @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'OrgSettings-Forms.ReadWrite.All'; Delegated = 'OrgSettings-Forms.ReadWrite.All' }
        @{ Api = '00000003-0000-0000-c000-000000000000'; Application = 'Mail.Send'; Delegated = 'Mail.Send' }
    )
}

$globalReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451'
$isForPeople = -not $CertificatePath

function Invoke-Graph {
    param([string] $Method, [string] $Path, [hashtable] $Body)

    $request = @{ Method = $Method; Uri = "/v1.0/$Path"; OutputType = 'PSObject' }
    if ($Body) {
        $request.Body = ConvertTo-Json $Body -Depth 10
        $request.ContentType = 'application/json'
    }

    Invoke-MgGraphRequest @request
}

# A service principal that was just created is known everywhere only after some seconds.
function Add-ToPrincipal {
    param([string] $Path, [hashtable] $Body)

    foreach ($attempt in 1..6) {
        try {
            return Invoke-Graph -Method POST -Path $Path -Body $Body
        }
        catch {
            if ($attempt -eq 6 -or "$_ $($_.ErrorDetails)" -notmatch 'NotFound|does not exist|Not a valid reference') {
                throw
            }
        }

        Start-Sleep -Seconds 5
    }
}

$found = foreach ($api in $permissions | Group-Object { $_.Api }) {
    $principal = (Invoke-Graph -Method GET -Path "servicePrincipals?`$filter=appId eq '$($api.Name)'").value
    if (-not $principal) {
        Write-Warning "The tenant has no service principal of $($api.Name): its permissions are left out ($($api.Group.Application -join ', '))."
        continue
    }

    foreach ($permission in $api.Group) {
        $published = if ($isForPeople) {
            $principal.oauth2PermissionScopes | Where-Object value -EQ $permission.Delegated
        }
        else {
            $principal.appRoles | Where-Object value -EQ $permission.Application
        }

        if ($published) {
            [pscustomobject]@{ Api = $api.Name; Principal = $principal.id; Name = $published.value; Id = $published.id }
        }
        else {
            Write-Warning "$($principal.displayName) does not publish $($permission.Application) here: it is left out."
        }
    }
}

if (-not $PSCmdlet.ShouldProcess($DisplayName, "Register an application and consent to $(@($found).Count) permissions$($Publish ? ', one of them to publish decisions' : '')$($Remediate ? ', some of them to change the tenant' : '')")) {
    return
}

$application = @{
    displayName            = $DisplayName
    signInAudience         = 'AzureADMyOrg'
    requiredResourceAccess = @($found | Group-Object Api | ForEach-Object {
            @{
                resourceAppId  = $_.Name
                resourceAccess = @($_.Group | ForEach-Object { @{ id = $_.Id; type = $(if ($isForPeople) { 'Scope' } else { 'Role' }) } })
            }
        })
}
if ($isForPeople) {
    $application.isFallbackPublicClient = $true
    $application.publicClient = @{ redirectUris = @('http://localhost') }
}
else {
    $file = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($CertificatePath)
    $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($file)
    $application.keyCredentials = @(@{
            type  = 'AsymmetricX509Cert'
            usage = 'Verify'
            key   = [Convert]::ToBase64String($certificate.RawData)
        })
}

$registered = Invoke-Graph -Method POST -Path 'applications' -Body $application
$principal = Invoke-Graph -Method POST -Path 'servicePrincipals' -Body @{ appId = $registered.appId }

if ($isForPeople) {
    foreach ($api in $found | Group-Object Principal) {
        $null = Add-ToPrincipal -Path 'oauth2PermissionGrants' -Body @{
            clientId = $principal.id; consentType = 'AllPrincipals'; resourceId = $api.Name; scope = $api.Group.Name -join ' '
        }
    }
}
else {
    foreach ($permission in $found) {
        $null = Add-ToPrincipal -Path "servicePrincipals/$($principal.id)/appRoleAssignments" -Body @{
            principalId = $principal.id; resourceId = $permission.Principal; appRoleId = $permission.Id
        }
    }

    if (-not $SkipRole) {
        $null = Add-ToPrincipal -Path 'roleManagement/directory/roleAssignments' -Body @{
            principalId = $principal.id; roleDefinitionId = $globalReader; directoryScopeId = '/'
        }
    }
}

[pscustomobject]@{
    DisplayName = $DisplayName
    ClientId    = $registered.appId
    TenantId    = (Get-MgContext).TenantId
}

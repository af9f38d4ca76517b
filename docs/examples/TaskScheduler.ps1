<#
.SYNOPSIS
    A scheduled task that appends a tenant's open controls to a CSV file.
.DESCRIPTION
    Signs in as an application with a certificate in the store of the account that runs the task; Register-SecureScoreApplication.ps1 registers one.
    In Task Scheduler the action is:
    pwsh.exe -NoProfile -NonInteractive -File TaskScheduler.ps1 -TenantId contoso.onmicrosoft.com -ClientId <id> -CertificateThumbprint <thumbprint> -Path C:\Scores\open.csv
.PARAMETER TenantId
    The tenant: its directory id or one of its domains.
.PARAMETER ClientId
    The client id of the application.
.PARAMETER CertificateThumbprint
    The thumbprint of the application's certificate.
.PARAMETER Path
    The CSV file that rows are appended to.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $TenantId,

    [Parameter(Mandatory)]
    [string] $ClientId,

    [Parameter(Mandatory)]
    [string] $CertificateThumbprint,

    [Parameter(Mandatory)]
    [string] $Path
)

$ErrorActionPreference = 'Stop'
Import-Module SecureScore

Connect-SecureScore -TenantId $TenantId -ClientId $ClientId -CertificateThumbprint $CertificateThumbprint
try {
    $day = Get-Date -Format 'yyyy-MM-dd'
    Get-ScoreControl |
        Where-Object Outcome -NE 'Completed' |
        Select-Object @{ Name = 'Day'; Expression = { $day } }, Id, Title, Points, MaxPoints, AffectedCount |
        Export-Csv -LiteralPath $Path -Append
}
finally {
    Disconnect-SecureScore
}

BeforeAll {
    $module = $env:SECURESCORE_MODULE ?? (Resolve-Path "$PSScriptRoot/../SecureScore.psd1").Path
    Import-Module $module
    $secret = 'pl41n-s3cret'

    function Get-Failure([scriptblock] $Script) {
        try { & $Script } catch { return $_ }
        throw 'There was no error.'
    }

    function Complete([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches }
}

AfterAll {
    Disconnect-SecureScore
}

Describe 'Signing in' {
    It 'asks nobody in a session that nobody can answer' -ForEach @(
        @{ script = { Connect-SecureScore -ErrorAction Stop } }
        @{ script = { Connect-SecureScore -TenantId contoso.com -ErrorAction Stop } }
        @{ script = { Connect-SecureScore -DeviceCode -ErrorAction Stop } }
    ) {
        # The suite itself runs with -NonInteractive.
        if ([Environment]::GetCommandLineArgs() -notcontains '-NonInteractive') { Set-ItResult -Skipped -Because 'somebody may be there'; return }
        $failure = Get-Failure $script
        $failure.FullyQualifiedErrorId | Should -BeLike 'InteractionRequired,*'
        $failure.CategoryInfo.Category | Should -Be 'InvalidOperation'
    }

    It 'takes no secret in plain text as <parameter>, and does not repeat it' -ForEach @(
        @{ parameter = 'ClientSecret'; script = { Connect-SecureScore -TenantId t -ClientId c -ClientSecret $secret } }
        @{ parameter = 'CertificatePassword'; script = { Connect-SecureScore -TenantId t -ClientId c -CertificatePath x.pfx -CertificatePassword $secret } }
        @{ parameter = 'AccessToken'; script = { Connect-SecureScore -AccessToken $secret } }
        @{ parameter = 'AccessToken in a table'; script = { Connect-SecureScore -AccessToken @{ Graph = $secret } } }
    ) {
        $failure = Get-Failure $script
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
        "$($failure | Out-String) $($failure.Exception) $($failure | Format-List * -Force | Out-String)" | Should -Not -Match $secret
        $failure.ToString() | Should -Match 'AsSecureString'
    }

    It 'finds the service of a token by the object that holds it' {
        $token = [System.Net.NetworkCredential]::new('', $secret).SecurePassword
        $failure = Get-Failure { Connect-SecureScore -AccessToken ([pscustomobject]@{ Token = $token; ResourceUrl = 'https://management.azure.com/' }) -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AccessTokenNotRecognised,*'
        $failure.ToString() | Should -Match 'management.azure.com'
    }

    It 'wants whole sets of parameters: <line>' -ForEach @(
        @{ line = 'Connect-SecureScore -Demo -Cloud China' }
        @{ line = 'Connect-SecureScore ./path -TenantId t' }
        @{ line = 'Connect-SecureScore -AzureCli -ClientId c' }
        @{ line = 'Connect-SecureScore -ManagedIdentity -TenantId t' }
        @{ line = 'Connect-SecureScore -DeviceCode -ClientSecret (ConvertTo-SecureString x -AsPlainText -Force)' }
    ) {
        (Get-Failure ([scriptblock]::Create($line))).FullyQualifiedErrorId | Should -Match '^(AmbiguousParameterSet|PositionalParameterNotFound),'
    }

    It 'knows the names that other modules use: <alias>' -ForEach @(
        @{ alias = 'AppId'; name = 'ClientId' }, @{ alias = 'ApplicationId'; name = 'ClientId' }, @{ alias = 'Tenant'; name = 'TenantId' }
        @{ alias = 'Credential'; name = 'ClientSecretCredential' }, @{ alias = 'Identity'; name = 'ManagedIdentity' }
        @{ alias = 'UseDeviceCode'; name = 'DeviceCode' }, @{ alias = 'Environment'; name = 'Cloud' }
    ) {
        (Get-Command Connect-SecureScore).Parameters[$name].Aliases | Should -Contain $alias
    }

    It 'takes a switch for the choice that it names, whatever it says' {
        Connect-SecureScore -Demo:$false
        (Get-SecureScoreContext).Source | Should -Be 'Demo'
    }

    It 'does not take a folder of snapshots for one' {
        (Get-Failure { Connect-SecureScore (Join-Path (Split-Path $module) samples) -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'SnapshotEmpty,*'
    }

    It 'still opens a snapshot by its path alone' {
        Connect-SecureScore (Join-Path (Split-Path $module) samples/contoso-2022)
        (Get-SecureScoreContext).Source | Should -Be 'Snapshot'
    }

    It 'completes <line>' -ForEach @(
        @{ line = 'Connect-SecureScore -Cloud Gcc'; expected = 'GccHigh' }
        @{ line = 'Connect-SecureScore -Service Te'; expected = 'Teams' }
        @{ line = 'Connect-SecureScore -ManagedId'; expected = '-ManagedIdentity' }
        @{ line = 'Export-SecureScoreSnapshot x -IncludeResource directoryA'; expected = "'graph/directoryAudits'" }
    ) {
        (Complete $line)[0].CompletionText | Should -Be $expected
    }
}

Describe 'A snapshot that is connected to' {
    BeforeEach { Connect-SecureScore -Snapshot (Join-Path (Split-Path $module) samples/contoso) }

    It 'is compared with the published score, another snapshot and averages' {
        (Compare-SecureScore).LikelyReason | Should -Contain 'EvidenceMissing'
        (Compare-SecureScore -ReferenceSnapshot (Join-Path (Split-Path $module) samples/contoso-2022)).Change | Should -Contain 'Added'
        (Compare-SecureScore -Average).Basis | Should -Be 'AllTenants', 'TotalSeats'
        Compare-SecureScore | Out-String -Width 120 | Should -Match 'Likely reason'
        Compare-SecureScore -Average | Out-String | Should -Match 'All tenants +54\.70%'
    }

    It 'is exported, and gives the same score' {
        $zip = Join-Path $TestDrive 'copy.snapshot.zip'
        Export-SecureScoreSnapshot $zip -WhatIf
        $zip | Should -Not -Exist
        Export-SecureScoreSnapshot $zip -PassThru -WarningAction SilentlyContinue | ForEach-Object FullName | Should -Be $zip
        (Get-SecureScore -Snapshot $zip).Score | Should -Be (Get-SecureScore).Score
        (Get-Failure { Export-SecureScoreSnapshot $zip -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'SnapshotExists,*'
    }

    It 'cannot be used once it is disconnected' {
        $context = Get-SecureScoreContext
        $context | Disconnect-SecureScore
        (Get-Failure { Get-SecureScore -Context $context -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'Disconnected,*'
        (Get-Failure { Get-SecureScore -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }
}

Describe 'A tenant that grants less than everything' {
    BeforeAll {
        Connect-SecureScore -Demo
        $shown = 'Id', 'Points', 'MaxPoints', 'Outcome', 'Reason', 'Source', 'CompliantCount', 'TotalCount', 'AffectedCount', 'Licensed', 'Rank'
        $lost = Test-SecureScoreAccess | Where-Object { $_.Kind -eq 'Permission' -and $_.Granted -eq $false }
    }

    It 'says what is missing and what it takes away' {
        $lost.Name | Should -Be 'OrgSettings-Forms.Read.All'
        $lost.Controls | Should -Be 'forms_phishing_protection'
        $lost.Detail | Should -Match 'admin consent'
        Test-SecureScoreAccess | Out-String -Width 80 | Should -Match 'RoleEligibilitySchedule\.Read\.Directory '
    }

    It 'is judged for the rest, and warns once' {
        $null = Get-SecureScore -Refresh -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -Match 'OrgSettings-Forms\.Read\.All'
        (Get-ScoreControl -Id $lost.Controls).Source | Should -Be 'Published'
        Get-SecureScore -WarningVariable again | Out-Null
        $again | Should -BeNullOrEmpty
    }

    It 'is exported without telling whose it is, and the copy is judged the same' {
        $zip = Join-Path $TestDrive 'anonymous.snapshot.zip'
        $expected = Get-ScoreControl -All | Select-Object $shown
        Export-SecureScoreSnapshot $zip -Anonymize -WarningAction SilentlyContinue
        Connect-SecureScore -Snapshot $zip

        Compare-Object $expected (Get-ScoreControl -All | Select-Object $shown) -Property $shown | Should -BeNullOrEmpty
        (Get-SecureScoreContext).TenantName | Should -Not -Match 'Contoso'
    }

    It 'is not exported by the name of a control that there is not' {
        Connect-SecureScore -Demo
        (Get-Failure { Export-SecureScoreSnapshot (Join-Path $TestDrive none) -Id AdminMFA* -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ControlNotFound,*'
        Join-Path $TestDrive none | Should -Not -Exist
    }
}

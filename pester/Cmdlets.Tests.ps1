BeforeAll {
    $module = $env:SECURESCORE_MODULE ?? (Resolve-Path "$PSScriptRoot/../SecureScore.psd1").Path
    Import-Module $module
    $contoso = Join-Path (Split-Path $module) 'samples/contoso-2022'

    function Get-ErrorId([scriptblock] $Script) {
        try { & $Script -ErrorAction Stop } catch { return $_.FullyQualifiedErrorId.Split(',')[0] }
        throw 'There was no error.'
    }

    function New-Tenant([string] $Name, [hashtable] $Files) {
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))
        @{ schema = 1; displayName = $Name; tenantId = $Name; resources = @{} } | ConvertTo-Json | Set-Content (Join-Path $folder manifest.json)
        foreach ($file in $Files.Keys) {
            $path = Join-Path $folder $file
            [void](New-Item -ItemType Directory -Force (Split-Path $path))
            Set-Content -LiteralPath $path $Files[$file]
        }
        $folder.FullName
    }

    function New-TenantWithGroups([string] $Name, [int] $Count) {
        New-Tenant $Name @{
            'graph/groups.jsonl' = 1..$Count | ForEach-Object { "{`"id`":`"$_`",`"groupTypes`":[`"Unified`"],`"visibility`":`"Public`",`"displayName`":`"$Name $_`"}" }
        }
    }
}

AfterAll {
    Disconnect-SecureScore
}

Describe 'Connecting' {
    It 'opens the demo tenant' {
        Connect-SecureScore -Demo
        (Get-SecureScoreContext).Source | Should -Be 'Demo'
        (Get-SecureScoreContext).TenantName | Should -Be 'Contoso'
        (Get-SecureScoreContext).Edition | Should -Be '2026-09'
    }

    It 'shows in the demo tenant what can be judged' {
        Connect-SecureScore -Demo
        $controls = Get-ScoreControl -All
        @($controls | Where-Object Source -in Evidence, Published).Count | Should -BeGreaterOrEqual 85
        @($controls | Where-Object Source -eq Evidence).Count | Should -BeGreaterOrEqual 70
        $sum = ($controls | Measure-Object Points -Sum).Sum
        [math]::Abs($sum - (Get-SecureScore).Score) | Should -BeLessThan 1e-9
        (Get-ScoreControl ss_dns_dmarc | Format-Table | Out-String) | Should -Not -Match '0/0'
    }

    It 'returns nothing unless asked' {
        Connect-SecureScore $contoso | Should -BeNullOrEmpty
        Connect-SecureScore $contoso -PassThru | Should -BeOfType 'SecureScore.PowerShell.SecureScoreContext'
    }

    It 'finds <form>' -ForEach @(
        @{ form = 'a relative path'; find = { Push-Location (Split-Path $contoso); './contoso-2022' } }
        @{ form = 'a path of a drive'; find = { [void](New-PSDrive -Name Samples -PSProvider FileSystem -Root (Split-Path $contoso) -Scope Global); Push-Location /; 'Samples:/contoso-2022' } }
        @{ form = 'a path with a wildcard'; find = { Push-Location /; Join-Path (Split-Path $contoso) 'contoso-20*' } }
    ) {
        $path = & $find
        try {
            (Connect-SecureScore -Snapshot $path -PassThru).TenantName | Should -Be 'Contoso'
            (Get-SecureScore -Snapshot $path).TenantName | Should -Be 'Contoso'
        }
        finally {
            Pop-Location
            Remove-PSDrive Samples -Scope Global -ErrorAction Ignore
        }
    }

    It 'takes a name with brackets literally, by parameter or from the pipeline' {
        $folder = Join-Path $TestDrive 'a [b] c'
        Copy-Item -Recurse -LiteralPath $contoso $folder
        (Connect-SecureScore -LiteralPath $folder -PassThru).Path | Should -Be $folder
        (Get-Item -LiteralPath $folder | Connect-SecureScore -PassThru).Path | Should -Be $folder
        (Get-SecureScore -LiteralPath $folder).TenantName | Should -Be 'Contoso'
    }

    It 'finds the home folder' {
        Get-ErrorId { Connect-SecureScore '~/no-such-snapshot' } | Should -Be 'SnapshotNotFound'
        try { Connect-SecureScore '~/no-such-snapshot' } catch { $_.TargetObject | Should -BeLike "$HOME*" }
    }

    It 'leaves nobody connected when it fails' {
        Connect-SecureScore -Demo
        Get-ErrorId { Connect-SecureScore (Join-Path $TestDrive 'nothing') } | Should -Be 'SnapshotNotFound'
        Get-ErrorId { Get-SecureScore } | Should -Be 'NotConnected'
    }

    It 'leaves nobody connected when the path is <what>' -ForEach @(@{ what = 'null'; path = $null }, @{ what = 'empty'; path = '' }) {
        Connect-SecureScore -Demo
        Get-ErrorId { Connect-SecureScore $path } | Should -Be 'SnapshotNotFound'
        Get-ErrorId { Get-SecureScore } | Should -Be 'NotConnected'
    }
}

Describe 'Errors' {
    BeforeEach { Connect-SecureScore -Demo }

    It '<id>' -ForEach @(
        @{ id = 'PathNotFileSystem'; script = { Connect-SecureScore Env:PATH }; category = 'InvalidArgument' }
        @{ id = 'PathNotFileSystem'; script = { Get-SecureScore -LiteralPath Env:PATH }; category = 'InvalidArgument' }
        @{ id = 'DriveNotFound'; script = { Get-SecureScore -Snapshot nosuchdrive:/x }; category = 'ObjectNotFound' }
        @{ id = 'PathAmbiguous'; script = { Get-SecureScore -Snapshot (Join-Path $contoso '*') }; category = 'InvalidArgument' }
        @{ id = 'SnapshotNotFound'; script = { Get-SecureScore -Snapshot (Join-Path $TestDrive 'x*') }; category = 'ObjectNotFound' }
        @{ id = 'EditionNotFound'; script = { Get-SecureScore -Edition 1999-01 }; category = 'ObjectNotFound' }
        @{ id = 'ControlNotFound'; script = { Get-ScoreControl AdminMFA }; category = 'ObjectNotFound' }
        @{ id = 'ControlNotFound'; script = { Get-ScoreEvidence AdminMFA }; category = 'ObjectNotFound' }
        @{ id = 'CategoryNotFound'; script = { Get-ScoreControl -Category Identty }; category = 'ObjectNotFound' }
        @{ id = 'ProductNotFound'; script = { Get-ScoreControl -Product Teams }; category = 'ObjectNotFound' }
        @{ id = 'ThreatNotFound'; script = { Get-ScoreThreat Nothing }; category = 'ObjectNotFound' }
        @{ id = 'ControlNotFound'; script = { Get-ScoreControl 'a[' }; category = 'ObjectNotFound' }
        @{ id = 'ThreatNotFound'; script = { Get-ScoreThreat '[' }; category = 'ObjectNotFound' }
        @{ id = 'ParameterArgumentValidationError'; script = { Get-ScoreControl -Outcome $null }; category = 'InvalidData' }
        @{ id = 'ParameterArgumentValidationError'; script = { Get-ScoreControl -Status $null }; category = 'InvalidData' }
        @{ id = 'NotConnected'; script = { Disconnect-SecureScore; Get-ScoreControl }; category = 'ConnectionError' }
    ) {
        $ErrorActionPreference = 'Stop'
        $caught = try { & $script } catch { $_ }
        $caught.FullyQualifiedErrorId.Split(',')[0] | Should -Be $id
        $caught.CategoryInfo.Category | Should -Be $category
        $caught.ToString() | Should -Not -BeNullOrEmpty
    }

    It 'of one item do not end the others' {
        $found = Get-ScoreControl nothing, PWAgePolicyNew -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.Id | Should -Be 'PWAgePolicyNew'
        $failures.Count | Should -Be 1
    }

    It 'show no escape sequence that came from outside' {
        $ids = [pscustomobject]@{ Id = "x`e[2J`u{202e}y" }
        $ids | Get-ScoreEvidence -ErrorVariable failure -ErrorAction SilentlyContinue
        ($failure[0] | Out-String) -replace '\e\[[0-9;]*m' | Should -Not -Match '[\x00-\x08\x0b-\x1f\u202e]'
        $failure[0].TargetObject | Should -Be "x`e[2J`u{202e}y"
    }
}

Describe 'The pipeline' {
    BeforeAll { Connect-SecureScore -Demo }

    It 'goes from controls to evidence to a file and back' {
        $csv = Join-Path $TestDrive 'evidence.csv'
        Get-ScoreControl | Where-Object { $_.Points -lt $_.MaxPoints } | Get-ScoreEvidence | Export-Csv $csv
        $rows = Import-Csv $csv
        $rows.Count | Should -BeGreaterThan 2
        $rows[0].PSObject.Properties.Name | Should -Be 'ControlId', 'Kind', 'Id', 'UserPrincipalName', 'Identity', 'DisplayName', 'Setting', 'Actual', 'Expected', 'Reason', 'Policy'
    }

    It 'finds controls again by the rows of a file' {
        $csv = Join-Path $TestDrive 'controls.csv'
        Get-ScoreControl -Outcome Failed, Partial | Export-Csv $csv
        $direct = Get-ScoreControl -Outcome Failed, Partial | Get-ScoreEvidence
        Import-Csv $csv | Get-ScoreEvidence | Should -Be $direct
        Import-Csv $csv | Get-ScoreControl | ForEach-Object Id | Should -Be (Import-Csv $csv).Id
    }

    It 'takes controls that went through Select-Object, another process or JSON by their ids' {
        $control = Get-ScoreControl meeting_autoadmitusers_v1
        $direct = $control | Get-ScoreEvidence
        $control | Select-Object * | Get-ScoreEvidence | Should -Be $direct
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($control)) | Get-ScoreEvidence | Should -Be $direct
        $control | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Get-ScoreEvidence | Should -Be $direct
    }

    It 'judges the snapshot that is named, whatever the session is connected to' {
        $fabrikam = New-TenantWithGroups Fabrikam 2
        (Get-SecureScore -Snapshot $fabrikam).TenantName | Should -Be 'Fabrikam'
        [pscustomobject]@{ Id = '*' } | Get-ScoreEvidence -Snapshot $fabrikam | ForEach-Object DisplayName | Should -Be 'Fabrikam 1', 'Fabrikam 2'
    }

    It 'takes ids, snapshots and connections' {
        ('OneAdmin', 'RoleOverlap' | Get-ScoreControl).Id | Sort-Object | Should -Be 'OneAdmin', 'RoleOverlap'
        (Get-ScoreControl OneAdmin | Get-ScoreControl).Id | Should -Be 'OneAdmin'
        (Get-Item $contoso | Get-SecureScore -Edition 2022-05).Controls.Count | Should -Be 18
        (Get-Item $contoso | Get-ScoreControl -Id OneAdmin).Id | Should -Be 'OneAdmin'

        $tenants = 'One', 'Two' | ForEach-Object { Connect-SecureScore (New-TenantWithGroups $_ 3) -PassThru }
        ($tenants | Get-SecureScore).TenantName | Should -Be 'One', 'Two'
        @($tenants | Get-ScoreControl -Id aad_managed_approved_public_groups_only | Get-ScoreEvidence).DisplayName |
            Should -Be 'One 1', 'One 2', 'One 3', 'Two 1', 'Two 2', 'Two 3'
    }

    It 'goes on after a snapshot that cannot be read' {
        $scores = Get-Item $PSCommandPath, $contoso | Get-SecureScore -ErrorAction SilentlyContinue -ErrorVariable failures
        $scores.TenantName | Should -Be 'Contoso'
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'SnapshotNotRecognised,*'
    }

    It 'lists all evidence of a tenant without ids, and none for null' {
        (Get-ScoreEvidence | Group-Object ControlId).Count | Should -BeGreaterThan 2
        @() | Get-ScoreEvidence | Should -BeNullOrEmpty
        Get-ErrorId { $null | Get-ScoreEvidence -ErrorAction Stop } | Should -Be 'InputObjectNotBound'
    }

    It 'stops reading when it has enough' {
        $tenant = New-TenantWithGroups Fabrikam 50
        $control = Get-ScoreControl -Snapshot $tenant -Outcome Failed | Select-Object -First 1
        Add-Content (Join-Path $tenant 'graph/groups.jsonl') '{ not json'

        $control | Get-ScoreEvidence -ErrorVariable failure -ErrorAction SilentlyContinue | Select-Object -First 1 | ForEach-Object DisplayName | Should -Be 'Fabrikam 1'
        $failure | Should -BeNullOrEmpty
        $control | Get-ScoreEvidence -ErrorVariable failure -ErrorAction SilentlyContinue | Should -HaveCount 50
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'EvidenceUnavailable,*'
    }

    It 'carries evidence by the names that other modules bind' {
        $evidence = [SecureScore.Engine.Scoring.ScoreEvidence]@{ Kind = 'User'; Id = 'abc' }
        $evidence.UserId | Should -Be 'abc'
        $evidence.ObjectId | Should -Be 'abc'
    }

    It 'ends at once when it is stopped' {
        $shell = [powershell]::Create().AddScript("Import-Module '$module'; Connect-SecureScore -Demo; Get-ScoreEvidence | ForEach-Object { 'one'; Start-Sleep -Seconds 3600 }")
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
        while ($output.Count -eq 0 -and -not $running.IsCompleted) { Start-Sleep -Milliseconds 20 }
        $shell.Stop()
        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $output.Count | Should -Be 1
        $shell.Dispose()
    }
}

Describe 'Connections of several runspaces' {
    It 'stay apart when they work side by side' {
        $tenants = 1..4 | ForEach-Object { New-TenantWithGroups "Tenant$_" $_ }
        $answers = $tenants | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:module
            Connect-SecureScore -Snapshot $_
            1..5 | ForEach-Object { [pscustomobject]@{ Tenant = (Get-SecureScore).TenantName; Evidence = @(Get-ScoreEvidence).Count } }
        }
        $answers | Group-Object Tenant, Evidence | ForEach-Object Name | Sort-Object | Should -Be 'Tenant1, 1', 'Tenant2, 2', 'Tenant3, 3', 'Tenant4, 4'
        $answers | Should -HaveCount 20
    }

    It 'are not handed on to the next piece of work' {
        $answers = 1..3 | ForEach-Object -ThrottleLimit 1 -Parallel {
            Import-Module $using:module
            $before = try { (Get-SecureScoreContext).TenantName } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            Connect-SecureScore -Demo
            $before
        }
        $answers | Should -Be 'NotConnected', 'NotConnected', 'NotConnected'
    }

    It 'stay apart when each signs in for itself, what they remember too' {
        $answers = 1..2 | ForEach-Object -ThrottleLimit 2 -Parallel {
            Import-Module $using:module
            Connect-SecureScore -Demo
            Set-ControlTag AdminMFAV2 -Add "tag$_"
            1..3 | ForEach-Object { "$((Get-ScoreControl AdminMFAV2).Tags) $((Get-SecureScore -WarningAction Ignore).Controls.Count -gt 400)" }
            Disconnect-SecureScore
        }
        $answers | Sort-Object | Should -Be 'tag1 True', 'tag1 True', 'tag1 True', 'tag2 True', 'tag2 True', 'tag2 True'
    }

    It 'can be handed over as a context' {
        $context = Connect-SecureScore -Demo -PassThru
        $answers = 1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:module
            @(Get-ScoreControl -Context $using:context | Get-ScoreEvidence).Count
        }
        $answers | Sort-Object -Unique | Should -HaveCount 1
    }
}

Describe 'Completion' {
    BeforeAll {
        Connect-SecureScore $contoso -Edition 2022-05
        function Complete([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches }
    }

    It 'of <line>' -ForEach @(
        @{ line = 'Get-ScoreControl meeting_auto'; expected = 'meeting_autoadmitusers_v1' }
        @{ line = 'Get-ScoreControl -Id OneAdmin, Role'; expected = 'RoleOverlap' }
        @{ line = 'Get-ScoreEvidence lockbox'; expected = 'CustomerLockBoxEnabled' }
        @{ line = 'Get-ScoreControl -Category id'; expected = 'Identity' }
        @{ line = 'Get-ScoreControl -Product azure'; expected = "'Azure Active Directory'" }
        @{ line = "Get-ScoreControl -Product 'azure"; expected = "'Azure Active Directory'" }
        @{ line = 'Get-ScoreControl -Threat account'; expected = "'Account Breach'" }
        @{ line = 'Get-ScoreThreat account'; expected = "'Account Breach'" }
        @{ line = 'Get-ScoreControl -Outcome Fai'; expected = 'Failed' }
        @{ line = 'Get-ScoreControl -MaxCost L'; expected = 'Low' }
        @{ line = 'Connect-SecureScore -Demo -Edition 2022'; expected = '2022-05' }
    ) {
        (Complete $line)[0].CompletionText | Should -Be $expected
    }

    It 'shows the title of a control beside its id' {
        (Complete 'Get-ScoreControl PWAge').ToolTip | Should -Be 'Do not expire passwords'
    }

    It 'goes by the edition on the line' {
        (Complete 'Get-ScoreControl -Edition 2026-09 -Id ').Count | Should -BeGreaterThan 100
        (Complete 'Get-ScoreControl -Edition 1066-10 -Id ').Count | Should -BeGreaterThan 100
        (Complete 'Get-ScoreControl -Id ').Count | Should -Be 18
    }
}

Describe 'Export under <culture>' -ForEach @{ culture = 'nl-BE' }, @{ culture = 'tr-TR' }, @{ culture = 'en-US' } {
    BeforeAll {
        $before = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = $culture
        Connect-SecureScore -Demo
    }

    AfterAll { [cultureinfo]::CurrentCulture = $before }

    It 'writes the columns of a control in their order, with lists that can be read' {
        $rows = Get-ScoreControl -All | ConvertTo-Csv | ConvertFrom-Csv
        $rows[0].PSObject.Properties.Name -join ', ' | Should -Be (@(
                'Rank, Id, Title, Category, Product, ScoreImpact, Points, MaxPoints, MeasuredPoints, Outcome, Reason, Status, Regressed, Licensed, CompliantCount, TotalCount'
                'AffectedCount, ImplementationStatus, Explanation, Findings, Source, AsOf, UserImpact, ImplementationCost, Tier, ActionType, Threats, Prerequisites, NextSteps'
                'ActionUrl, Note, Owner, Expires, Tags, PublishedState') -join ', ')
        ($rows | Where-Object Id -EQ IntegratedApps).Threats | Should -Be 'Data Exfiltration; Data Spillage'
    }

    It 'writes JSON that reads back the same' {
        $controls = Get-ScoreControl
        $read = $controls | ConvertTo-Json -Depth 4 -WarningAction Stop | ConvertFrom-Json
        for ($index = 0; $index -lt $controls.Count; $index++) {
            $read[$index].Id | Should -Be $controls[$index].Id
            [math]::Round([decimal]$read[$index].ScoreImpact, 10) | Should -Be ([math]::Round([decimal]$controls[$index].ScoreImpact, 10))
            @($read[$index].Threats) | Should -Be @($controls[$index].Threats)
        }
    }

    It 'finds ids whatever letters the culture thinks equal' {
        (Get-ScoreControl INTEGRATEDAPPS, integratedapps, Integrated*).Id | Should -Be 'IntegratedApps'
    }
}

Describe 'Constrained language' {
    It 'runs every cmdlet and every view' {
        $script = @"
`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
Import-Module '$module'
Connect-SecureScore -Demo -PassThru | Format-List | Out-String
Get-SecureScoreContext | Format-Table | Out-String
Get-SecureScore | Out-String
Get-ScoreControl | Out-String -Width 200
Get-ScoreControl -Top 1 | Format-List | Out-String
Get-ScoreControl -Top 1 | Get-ScoreEvidence | Out-String
Get-ScoreThreat | Out-String
TabExpansion2 'Get-ScoreControl OneA' 20 | ForEach-Object { `$_.CompletionMatches[0].CompletionText }
Disconnect-SecureScore
`$Error.Count
"@
        # A shell that is fed line by line sets the keyboard of some terminals around each line.
        $answer = @($script | pwsh -NoLogo -NoProfile -NonInteractive -Command -) -replace '\e\[\?1[hl]' -ne ''
        $answer[-1] | Should -Be '0'
        $answer[-2] | Should -Be 'OneAdmin'
        ($answer -join "`n") | Should -Match 'Phishing-resistant MFA strength'
    }
}

BeforeAll {
    $module = $env:SECURESCORE_MODULE ?? (Resolve-Path "$PSScriptRoot/../SecureScore.psd1").Path
    Import-Module $module
    $demo = Join-Path (Split-Path $module) 'samples/contoso'
    $culture = [cultureinfo]::CurrentCulture
    $userStore = $env:SECURESCORE_STORE
    $env:SECURESCORE_STORE = Join-Path $TestDrive 'of-the-user.db'

    function Get-ErrorId([scriptblock] $Script) {
        try { & $Script -ErrorAction Stop } catch { return $_.FullyQualifiedErrorId.Split(',')[0] }
        throw 'There was no error.'
    }

    # The demo tenant at another date, with the policy for high sign-in risk on or off.
    function New-Snapshot([string] $Date, [bool] $Protected) {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        Copy-Item -Recurse $demo $folder
        $manifest = Join-Path $folder manifest.json
        $json = Get-Content -Raw $manifest | ConvertFrom-Json -AsHashtable -DateKind String
        $json.collectedAt = "${Date}T06:00:00+00:00"
        $json | ConvertTo-Json -Depth 9 | Set-Content $manifest
        $path = Join-Path $folder graph/conditionalAccessPolicies.json
        $policies = Get-Content -Raw $path | ConvertFrom-Json -AsHashtable -DateKind String
        ($policies | Where-Object displayName -EQ 'CA004 MFA for high sign-in risk').state = $Protected ? 'enabled' : 'disabled'
        ConvertTo-Json $policies -Depth 20 | Set-Content $path
        $folder
    }

    function New-Store { Join-Path $TestDrive "$([guid]::NewGuid()).db" }
}

AfterAll {
    Disconnect-SecureScore
    [cultureinfo]::CurrentCulture = $culture
    $env:SECURESCORE_STORE = $userStore
}

Describe 'The story of a tenant' {
    It 'is told from the first judgement over loss and recovery to decisions and their end' {
        $store = New-Store
        $imported = @(
            New-Snapshot 2026-09-01 $true
            New-Snapshot 2026-09-05 $false
        ) | Import-SecureScoreSnapshot -Store $store -PassThru
        $imported.Count | Should -Be 2
        $imported[1].Score | Should -BeLessThan $imported[0].Score

        # Regressed: seen on a later snapshot that is no better.
        Connect-SecureScore -Snapshot (New-Snapshot 2026-09-06 $false) -Store $store
        (Get-ScoreControl SigninRiskPolicy).Regressed | Should -BeTrue
        (Get-ScoreControl SigninRiskPolicy | Out-String) | Should -Match 'Regressed'
        @(Get-SecureScoreHistory).Count | Should -Be 5 -Because 'a snapshot is judged and not recorded'

        # Recovered.
        Connect-SecureScore -Demo -Store $store
        Get-SecureScore | Out-String | Should -Match '\+\d+\.\d\d points since 2026-09-05'
        (Get-ScoreControl SigninRiskPolicy).Regressed | Should -BeFalse

        # Decided, and ended.
        Set-ControlStatus UserRiskPolicy -Status ThirdParty -Note 'Our identity provider' -Expires (Get-Date).AddSeconds(3)
        $asserted = Get-SecureScore
        $asserted.AssertedPoints | Should -BeGreaterThan 0
        (Get-ScoreControl UserRiskPolicy).Status | Should -Be 'ThirdParty'
        while ((Get-ScoreControl UserRiskPolicy).Status -ne 'ToAddress') { Start-Sleep -Milliseconds 200 }
        (Get-SecureScore).AssertedPoints | Should -Be 0
        (Get-ScoreControl UserRiskPolicy | Out-String) | Should -Match 'Decision ended'

        $events = Get-SecureScoreEvent -Id SigninRiskPolicy
        $events.Cause | Should -Be 'FirstJudgement', 'Configuration', 'Configuration'
        $events[1].Activity | Should -Match '^\d+\.\d\d points regressed for .* because '
        $events[2].Change | Should -Be (-$events[1].Change)
        $events.AttributedTo | Select-Object -Unique | Should -Be 'System'

        $events = Get-SecureScoreEvent -Id UserRiskPolicy -Cause Decision
        $events.Count | Should -Be 2
        $events[0].Activity | Should -Be "+7.00 points score change because $($events[0].Title) has been marked as resolved through third party"
        $events[0].AttributedTo | Should -Be ([Environment]::UserName)
        $events[1].Activity | Should -Match '^-7.00 points score change because the decision to mark .* as resolved through third party has ended$'
        $events[1].AttributedTo | Should -Be 'System'

        # The sum of all changes is the score, and a store is read without a connection too.
        $score = Get-SecureScore
        Disconnect-SecureScore
        $sum = [decimal]0
        Get-SecureScoreEvent -Store $store | ForEach-Object { $sum += $_.Change }
        [math]::Abs($sum - $score.Score) | Should -BeLessThan 0.000001
    }

    It 'is shown as the portal shows it' {
        Connect-SecureScore -Demo
        [void](Get-SecureScore)
        $header = (Get-SecureScoreEvent -Id AdminMFAV2 | Format-Table | Out-String -Width 200) -split '\r?\n' | Where-Object { $_ } | Select-Object -First 1
        $header | Should -Match 'Date +Activity +Resulting points +Category +Attributed to'
    }

    It 'has a list for everything' {
        Connect-SecureScore -Demo -Store (New-Store)
        [void](Get-SecureScore)
        $shown = (Get-SecureScoreHistory | Format-List | Out-String) +
            (Get-SecureScoreHistory -Trend Comparison | Format-List | Out-String) +
            (Import-SecureScoreSnapshot $demo -PassThru | Format-List | Out-String) +
            (Set-SecureScoreZone -Comparison 'Sister' -Percentage 50 -PassThru | Format-List | Out-String) +
            (Get-SecureScoreEvent -Id UserRiskPolicy | Format-List | Out-String)
        $shown | Should -Match 'Sister'
        $shown | Should -Match ([regex]::Escape('This action has become relevant (score -0 points)'))
        $shown | Should -Not -Match 'Shown'
    }

    It 'exports flat rows' {
        Connect-SecureScore -Demo
        [void](Get-SecureScore)
        (Get-SecureScoreEvent | ConvertTo-Csv -NoTypeInformation)[0] | Should -Be '"Date","ControlId","Title","Activity","Change","Points","MaxPoints","Category","Cause","AttributedTo"'
        (Get-SecureScoreHistory | ConvertTo-Csv)[0] | Should -Be '"Date","Period","Name","Score","MaxScore","Percentage","Change","Coverage","CollectedAt","Edition"'
    }
}

Describe 'The store' {
    It 'of the demo tenant is gone with the connection unless one is named' {
        Connect-SecureScore -Demo
        Set-ControlStatus UserRiskPolicy -Status Planned
        (Get-ScoreControl UserRiskPolicy).Status | Should -Be 'Planned'
        Connect-SecureScore -Demo
        (Get-ScoreControl UserRiskPolicy).Status | Should -Be 'ToAddress'
        $env:SECURESCORE_STORE | Should -Not -Exist

        $store = New-Store
        Connect-SecureScore -Demo -Store $store
        Set-ControlStatus UserRiskPolicy -Status Planned
        Connect-SecureScore -Demo -Store $store
        (Get-ScoreControl UserRiskPolicy).Status | Should -Be 'Planned'
    }

    It 'that the environment names is the one without a parameter' {
        $before = $env:SECURESCORE_STORE
        try {
            $env:SECURESCORE_STORE = New-Store
            Disconnect-SecureScore
            Import-SecureScoreSnapshot $demo
            $env:SECURESCORE_STORE | Should -Exist
            Disconnect-SecureScore
            @(Get-SecureScoreHistory).Count | Should -Be 1
        }
        finally { $env:SECURESCORE_STORE = $before }
    }

    It 'is a path of the shell' {
        Push-Location $TestDrive
        try {
            Import-SecureScoreSnapshot $demo -Store ./here.db
            Join-Path $TestDrive here.db | Should -Exist
        }
        finally { Pop-Location }
    }

    It 'that is <what> gives one warning and the judgement goes on' -ForEach @(
        @{ what = 'damaged'; id = 'StoreDamaged'; make = { param($path) Set-Content $path ('no database ' * 1000) } }
        @{ what = 'a folder'; id = 'Store'; make = { param($path) [void](New-Item -ItemType Directory $path) } }
        @{ what = 'in a folder that is a file'; id = 'Store'; make = { param($path) Set-Content (Split-Path $path) '' }; below = $true }
    ) {
        $store = $below ? (Join-Path (New-Store) 'history.db') : (New-Store)
        & $make $store
        Connect-SecureScore -Demo -Store $store

        $score = Get-SecureScore -WarningVariable warnings -WarningAction SilentlyContinue

        $score.Score | Should -BeGreaterThan 0
        $told = @($warnings | Where-Object { "$_" -match '\(Store\w+\)$' })
        $told.Count | Should -Be 1
        "$told" | Should -Match "\($id\w*\)$"
        Get-ErrorId { Set-ControlStatus UserRiskPolicy -Status Planned -WarningAction SilentlyContinue -ErrorAction Stop } | Should -Match "^$id"
    }

    It 'with a wrong connection string never shows its password' {
        Connect-SecureScore -Demo -Store 'Host=127.0.0.1;Port=1;Database=x;Username=u;Password=s3cret-word;Timeout=1'
        $shown = Get-SecureScore *>&1 | Out-String
        $shown | Should -Match '\(Store\w+\)'
        $shown | Should -Not -Match 's3cret-word'
    }
}

Describe 'Decisions in a spreadsheet, in the culture <_>' -ForEach 'nl-BE', 'en-US', 'tr-TR' {
    BeforeAll {
        [cultureinfo]::CurrentCulture = $_
        Connect-SecureScore -Demo
        Set-ControlStatus UserRiskPolicy -Status RiskAccepted -Note "line 1`nline 2; `"quoted`"" -Owner 'anna' -Expires '2030-12-05'
        $csv = Join-Path $TestDrive "$_.csv"
    }

    AfterAll { [cultureinfo]::CurrentCulture = $culture }

    It 'come back as they were' {
        Get-ScoreControl -All | Export-Csv $csv
        Import-Csv $csv | Set-ControlStatus -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        "$warnings" | Should -Match '^0 decided, '
        (Get-ScoreControl UserRiskPolicy).Expires.LocalDateTime | Should -Be ([datetime]'2030-12-05')
    }

    It 'are what was changed' {
        Get-ScoreControl -All | Export-Csv $csv -UseCulture
        $rows = Import-Csv $csv -UseCulture
        $row = $rows | Where-Object Id -EQ aad_password_protection
        $row.Status = 'Planned'
        $row.Expires = ([datetime]'2031-02-01').ToString('d')
        $decided = $rows | Set-ControlStatus -PassThru
        $decided.Id | Should -Be 'aad_password_protection'
        $decided.Expires.LocalDateTime | Should -Be ([datetime]'2031-02-01')
    }

    It 'are refused by row number where a column is missing, and the others taken' {
        Get-ErrorId { [pscustomobject]@{ Name = 'x'; Status = 'Planned' } | Set-ControlStatus -ErrorAction Stop } | Should -Be 'DecisionRowInvalid'
        $rows = [pscustomobject]@{ Id = 'aad_third_party_apps'; Status = 'Planned' }, [pscustomobject]@{ Id = 'aad_third_party_apps'; State = 'Planned' }
        $rows | Set-ControlStatus -ErrorVariable errors -ErrorAction SilentlyContinue
        "$errors" | Should -Match 'Row 2 '
        (Get-ScoreControl aad_third_party_apps).Status | Should -Be 'Planned'
    }
}

Describe 'Rows as a spreadsheet leaves them' {
    BeforeAll { Connect-SecureScore -Demo }

    It 'may be empty, in another order, with other columns, and none at all' {
        $rows = "Notes;id;STATUS;note`n;;;`nx;UserRiskPolicy;risk accepted;`"a; b`"`n;;; `n" | ConvertFrom-Csv -Delimiter ';'
        $rows | Set-ControlStatus -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -BeNullOrEmpty
        $control = Get-ScoreControl UserRiskPolicy
        $control.Status | Should -Be 'RiskAccepted'
        $control.Note | Should -Be 'a; b'
        @() | Set-ControlStatus -Status Planned -ErrorAction Stop
        Get-ErrorId { Set-ControlStatus -Status Planned -ErrorAction Stop } | Should -Be 'DecisionRowInvalid'
    }
}

Describe 'Decisions that cannot be taken' {
    BeforeAll { Connect-SecureScore -Demo }

    It '<why>' -ForEach @(
        @{ why = 'Completed'; id = 'StatusNotAllowed'; parameters = @{ Status = 'Completed' } }
        @{ why = 'an end in the past'; id = 'ExpiryInPast'; parameters = @{ Status = 'Planned'; Expires = '2020-01-01' } }
        @{ why = 'an end that is no date'; id = 'DecisionRowInvalid'; parameters = @{ Status = 'Planned'; Expires = 'soon' } }
        @{ why = 'a note of a megabyte'; id = 'DecisionTextInvalid'; parameters = @{ Status = 'Planned'; Note = 'a' * 1MB } }
        @{ why = 'a note with control characters'; id = 'DecisionTextInvalid'; parameters = @{ Status = 'Planned'; Note = "a$([char]27)[31m" } }
    ) {
        Get-ErrorId { Set-ControlStatus UserRiskPolicy @parameters -ErrorAction Stop } | Should -Be $id
        (Get-ScoreControl UserRiskPolicy).Status | Should -Be 'ToAddress'
    }

    It 'more than one that weakens, where nobody can be asked' {
        $script = "Import-Module '$module'; Connect-SecureScore -Demo; try { Set-ControlStatus UserRiskPolicy, aad_third_party_apps -Status RiskAccepted -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }; (Get-ScoreControl UserRiskPolicy).Status"
        $shown = pwsh -NoProfile -NonInteractive -Command $script
        $shown[0] | Should -Match '^ConfirmationNeeded'
        $shown[1] | Should -Be 'ToAddress'
    }

    It 'anything with -WhatIf' {
        Set-ControlStatus UserRiskPolicy, aad_third_party_apps -Status RiskAccepted -WhatIf
        (Get-ScoreControl UserRiskPolicy).Status | Should -Be 'ToAddress'
    }
}

Describe 'Tags' {
    It 'filter, group and stay beside decisions' {
        Connect-SecureScore -Demo
        Get-ScoreControl -Top 3 | Set-ControlTag -Add 'Q4', 'board'
        'AdminMFAV2' | Set-ControlTag -Add 'Q4'
        @(Get-ScoreControl -Tag q4).Count | Should -BeIn 3, 4
        Get-ScoreControl -Tag b* | Set-ControlTag -Replace 'later'
        (Get-ScoreControl -Tag later | Group-Object Tags).Name | Should -Be 'later'
        Get-ErrorId { Get-ScoreControl -Tag board -ErrorAction Stop } | Should -Be 'TagNotFound'
    }
}

Describe 'Completion' {
    It 'offers the statuses that can be decided' {
        $line = 'Set-ControlStatus AdminMFAV2 -Status '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'AlternateMitigation', 'Planned', 'RiskAccepted', 'ThirdParty', 'ToAddress'
    }
}

Describe 'Publishing a decision' {
    It 'is shown by both sides at once, and told where they differ' {
        Connect-SecureScore -Demo
        (Get-ScoreControl AdminMFAV2).PublishedState | Should -BeNullOrEmpty

        Set-ControlStatus AdminMFAV2 -Status RiskAccepted -Note 'Keys are ordered' -Owner 'anna@contoso.com' -Publish -WhatIf
        (Get-ScoreControl AdminMFAV2).Status | Should -Be 'ToAddress'

        $control = Set-ControlStatus AdminMFAV2 -Status RiskAccepted -Note 'Keys are ordered' -Owner 'anna@contoso.com' -Publish -PassThru
        $control.Status | Should -Be 'RiskAccepted'
        $control.PublishedState | Should -Match '^Ignored on 2026-\d\d-\d\d, assigned to anna@contoso.com: Keys are ordered$'
        $control = Get-ScoreControl AdminMFAV2
        $control.PublishedState | Should -Match '^Ignored'
        $control.Findings.Id | Should -Not -Contain 'PublishedStateDiffers'
        $control | Format-List | Out-String | Should -Match 'In the portal\s*: Ignored on'

        Set-ControlStatus AdminMFAV2 -Status ThirdParty
        $control = Get-ScoreControl AdminMFAV2
        $control.Findings.Id | Should -Contain 'PublishedStateDiffers'
        $control | Set-ControlStatus -Publish
        (Get-ScoreControl AdminMFAV2).PublishedState | Should -Match '^ThirdParty'

        Set-ControlStatus AdminMFAV2 -Status Planned -Publish -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -Match 'no state for Planned'
        Set-ControlStatus AdminMFAV2 -Status ToAddress -Publish
        (Get-ScoreControl AdminMFAV2).PublishedState | Should -BeNullOrEmpty
    }

    It 'needs a tenant behind the evidence' {
        Connect-SecureScore -Snapshot $demo -Store (New-Store)
        Get-ErrorId { Set-ControlStatus AdminMFAV2 -Status RiskAccepted -Publish -ErrorAction Stop } | Should -Be 'NotSignedIn'
        (Get-ScoreControl AdminMFAV2).Status | Should -Be 'ToAddress'
    }
}

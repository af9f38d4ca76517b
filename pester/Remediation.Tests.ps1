BeforeAll {
    $module = $env:SECURESCORE_MODULE ?? (Resolve-Path "$PSScriptRoot/../SecureScore.psd1").Path
    Import-Module $module
    $audit = 'mip_search_auditlog'
    $apps = 'aad_third_party_apps'

    # What is written to a host can only be seen from another process.
    function Invoke-Session([string] $Script, [string[]] $Arguments = @()) {
        & (Get-Process -Id $PID).Path -NoProfile @Arguments -Command "Import-Module '$module'; Connect-SecureScore -Demo -WarningAction SilentlyContinue; $Script" 2>&1 | Out-String
    }

    function Get-ErrorId([scriptblock] $Script) {
        try { & $Script } catch { return $_.FullyQualifiedErrorId.Split(',')[0] }
        throw 'There was no error.'
    }
}

AfterAll {
    Disconnect-SecureScore
}

Describe 'A change of the tenant' {
    BeforeEach { Connect-SecureScore -Demo -WarningAction SilentlyContinue }

    It 'is said by -WhatIf, and not made' {
        $shown = Invoke-Session "Invoke-ScoreRemediation $audit -WhatIf | Out-Null; (Get-ScoreRemediation -Journal | Measure-Object).Count"

        $shown | Should -Match "What if: $audit \(.*\), \+3.00 points"
        $shown | Should -Match '(?m)^  AdminAuditLogConfig \[.*\]: UnifiedAuditLogIngestionEnabled from False to True\r?$'
        $shown.TrimEnd() | Should -Match '(?m)^0$'
    }

    It 'is not made where $WhatIfPreference is set' {
        $WhatIfPreference = $true
        (Invoke-ScoreRemediation $audit).Outcome | Should -Be 'Planned'
        $WhatIfPreference = $false
        @(Get-ScoreRemediation -Journal).Count | Should -Be 0
    }

    It 'shows in the score, is known to the journal, and is taken back' {
        $before = (Get-SecureScore -WarningAction SilentlyContinue).Score
        $result = Get-ScoreControl $audit | Invoke-ScoreRemediation -WarningAction SilentlyContinue
        $result.Outcome | Should -Be 'Applied'
        (Get-SecureScore).Score - $before | Should -Be ($result.PointsAfter - $result.PointsBefore)
        (Invoke-ScoreRemediation $audit).Outcome | Should -Be 'AlreadyDone'

        $entry = Get-ScoreRemediation -Journal
        $entry | Should -BeOfType SecureScore.Engine.Remediation.JournalEntry
        $entry.EntryId | Should -Be $result.EntryId

        $undone = $entry | Undo-ScoreRemediation -WarningVariable warnings -WarningAction SilentlyContinue
        $undone.UndoOf | Should -Be $result.EntryId
        "$warnings" | Should -Match 'turns audit recording off'
        (Get-SecureScore).Score | Should -Be $before
    }

    It 'takes back a trusted location with the policy that leaves it out, whether the policy was there or not' {
        $values = @{ For = 'Administrators'; WarningAction = 'SilentlyContinue'; Confirm = $false }
        $made = New-MfaPolicy @values -ExcludeUser emergency1@contoso.onmicrosoft.com -TrustedLocation 203.0.113.0/24
        ($made | Undo-ScoreRemediation -WarningAction SilentlyContinue -Confirm:$false).Outcome | Should -Be 'Applied'

        New-MfaPolicy @values -ExcludeUser emergency1@contoso.onmicrosoft.com
        $trusting = New-MfaPolicy @values -TrustedLocation 203.0.113.0/24
        $undone = $trusting | Undo-ScoreRemediation -WarningAction SilentlyContinue -Confirm:$false
        $undone.Outcome | Should -Be 'Applied'
        "$($undone.Changes)" | Should -Match 'isTrusted from True to False'
        "$($undone.Changes)" | Should -Match 'trusted addresses\] is removed'
    }

    It 'of which nothing was written is passed over by Undo-ScoreRemediation' {
        $done = Invoke-ScoreRemediation $audit -WarningAction SilentlyContinue
        @() | Undo-ScoreRemediation | Should -BeNullOrEmpty
        Invoke-ScoreRemediation $audit | Undo-ScoreRemediation -ErrorAction Stop | Should -BeNullOrEmpty
        (Get-ScoreRemediation -Journal).State | Should -Be 'Applied'
        ($done | Undo-ScoreRemediation -WarningAction SilentlyContinue).Outcome | Should -Be 'Applied'
    }

    It 'is a readable row of a file' {
        $csv = Join-Path $TestDrive plan.csv
        Get-ScoreControl $audit, scid_2000 | Invoke-ScoreRemediation -WhatIf | Export-Csv $csv
        $rows = Import-Csv $csv
        ($rows | Where-Object ControlId -EQ $audit).Changes | Should -Match 'UnifiedAuditLogIngestionEnabled from False to True'
        ($rows | Where-Object ControlId -EQ scid_2000).Steps | Should -Match '; '
        (Invoke-ScoreRemediation $audit -WhatIf | ConvertTo-Json | ConvertFrom-Json).Changes | Should -HaveCount 1
    }

    It 'fits a screen of 120 columns' {
        $shown = @(
            Get-ScoreRemediation -Risk A, B
            Invoke-ScoreRemediation $audit -WarningAction SilentlyContinue
            Get-ScoreRemediation -Journal
        )
        foreach ($type in $shown | Group-Object { $_.GetType().Name }) {
            $text = $type.Group | Out-String -Width 120
            $text | Should -Not -Match 'Shown'
            $text | Should -Not -Match '\.\.\.\s*$'
        }
    }

    It 'of a control comes from what Get-ScoreRemediation lists' {
        (Get-ScoreRemediation $audit | Invoke-ScoreRemediation -WhatIf).ControlId | Should -Be $audit
    }

    It 'can be completed by control and by journal entry' {
        [void](Invoke-ScoreRemediation $audit -WarningAction SilentlyContinue)
        (TabExpansion2 'Invoke-ScoreRemediation -Id mip_search').CompletionMatches.CompletionText | Should -Contain $audit
        (TabExpansion2 'Undo-ScoreRemediation -EntryId ').CompletionMatches.CompletionText | Should -Be (Get-ScoreRemediation -Journal).EntryId
    }
}

Describe 'A change that users notice' {
    It 'is refused where nobody can be asked, whatever $ConfirmPreference says, and nothing else is written' {
        $shown = Invoke-Session "`$ConfirmPreference = 'None'; try { Invoke-ScoreRemediation $audit, $apps -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }; (Get-ScoreRemediation -Journal | Measure-Object).Count" -NonInteractive

        $shown | Should -Match '(?m)^ConfirmationRequired,'
        $shown.TrimEnd() | Should -Match '(?m)^0$'
    }

    It 'is made with <_> where nobody can be asked' -ForEach '-Force', '-Confirm:$false' {
        Invoke-Session "(Invoke-ScoreRemediation $apps $_ -WarningAction SilentlyContinue).Outcome" -NonInteractive | Should -Match 'Applied'
    }
}

Describe 'A value' {
    It 'that is no value of the control is refused by name' {
        Connect-SecureScore -Demo -WarningAction SilentlyContinue
        Get-ErrorId { Invoke-ScoreRemediation $audit -Value @{ Nothing = 1 } -ErrorAction Stop } | Should -Be 'RemediationValueInvalid'
    }
}

Describe 'A policy for multifactor authentication' {
    BeforeEach {
        Connect-SecureScore -Demo -WarningAction SilentlyContinue
        $out = @{ ExcludeUser = 'emergency1@contoso.onmicrosoft.com'; WarningAction = 'SilentlyContinue' }
    }

    It 'lists who is ready, in a row of a file each' {
        $people = New-MfaPolicy AllUsers @out -ListReadiness
        ($people | Group-Object IsRegistered).Name | Should -Be 'False', 'True'
        ($people | Where-Object UserPrincipalName -Like 'adm.karin*' | ConvertTo-Csv | ConvertFrom-Csv).Methods | Should -Match 'fido2; '
        @(Get-ScoreRemediation -Journal).Count | Should -Be 0
    }

    It 'is made for a stage, then for all, and put in force' {
        (New-MfaPolicy AllUsers @out -Group 'sg-Office staff' -Force).Outcome | Should -Be 'Applied'
        "$((New-MfaPolicy AllUsers @out -Force).Changes)" | Should -Match 'includeUsers'
        (New-MfaPolicy Administrators @out -Force -Enforce).PointsAfter | Should -BeGreaterThan 0
        (New-MfaPolicy Administrators @out -Force -Enforce).Outcome | Should -Be 'AlreadyDone'
    }

    It 'of your own is put in force' {
        (New-MfaPolicy AllUsers -Policy 'CA003 MFA for everyone' -Force -WarningAction SilentlyContinue).Changes | Should -Match "to 'enabled'$"
    }

    It 'is read at a glance in 80 columns when it is made' {
        $text = New-MfaPolicy Administrators @out -Force | Out-String -Width 80
        ($text.Trim() -split '\r?\n').Count | Should -BeLessOrEqual 7
        ($text -replace '\s') | Should -Match 'iscreat'
        $text | Should -Not -Match 'excludeUsers'
    }
}

Describe 'A mail to the people whom a control concerns' {
    BeforeEach {
        Connect-SecureScore -Demo -WarningAction SilentlyContinue
        $mail = @{ Id = 'MFARegistrationV2'; From = 'chloe.dubreuil@contoso.com' }
    }

    It 'is sent once, and who was told can be listed' {
        $sent = @(Send-ControlNotification @mail -Force | Where-Object Outcome -EQ Sent)
        $sent.Count | Should -BeGreaterThan 1
        @(Send-ControlNotification @mail -Force | Where-Object Outcome -EQ Sent).Count | Should -Be 0
        $told = Get-ScoreRemediation -Notification
        $told | Should -BeOfType SecureScore.Engine.Ports.SentNotification
        $told.Recipient | Sort-Object | Should -Be ($sent.Recipient | Sort-Object)
        (Get-ScoreRemediation -Notification -Last 1 | Out-String -Width 80) -replace '\s' | Should -Match 'MFARegistrationV2'
    }

    It 'goes to nobody with -WhatIf, and to those whom Get-ScoreEvidence lists' {
        @(Send-ControlNotification @mail -WhatIf | Where-Object Outcome -EQ Planned).Count | Should -BeGreaterThan 1
        @(Get-ScoreRemediation -Notification).Count | Should -Be 0
        $planned = Get-ScoreEvidence MFARegistrationV2 | Send-ControlNotification -From $mail.From -WhatIf
        $planned.ControlId | Sort-Object -Unique | Should -Be 'MFARegistrationV2'
    }

    It 'goes to nobody above the limit, from no mailbox, or without a sender' {
        Get-ErrorId { Send-ControlNotification @mail -Force -Limit 1 -ErrorAction Stop } | Should -Be 'NotificationLimitExceeded'
        Get-ErrorId { Send-ControlNotification MFARegistrationV2 -Force -ErrorAction Stop } | Should -Be 'NotificationSenderMissing'
        @(Send-ControlNotification MFARegistrationV2 -From nobody@contoso.com -Force -ErrorAction SilentlyContinue -ErrorVariable failures | Where-Object Outcome -EQ Failed).Count | Should -BeGreaterThan 1
        @($failures | Where-Object FullyQualifiedErrorId -Like 'NotificationSenderMissing,*').Count | Should -Be 1
        @(Get-ScoreRemediation -Notification).Count | Should -Be 0
    }

    It 'is refused where nobody can be asked' {
        Invoke-Session "try { Send-ControlNotification MFARegistrationV2 -From $($mail.From) -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }; @(Get-ScoreRemediation -Notification).Count" -NonInteractive |
            Should -Match '(?s)ConfirmationRequired,.*\n0\s*$'
    }
}

Describe 'Security defaults' {
    BeforeEach { Connect-SecureScore -Demo -WarningAction SilentlyContinue }

    It 'are not turned on beside policies in force, and say that they are off' {
        Get-ErrorId { Enable-SecurityDefault -ErrorAction Stop } | Should -Be 'RemediationNotPossible'
        $off = Disable-SecurityDefault
        $off.Outcome | Should -Be 'AlreadyDone'
        $off | Out-String -Width 120 | Should -Match 'off already'
    }
}

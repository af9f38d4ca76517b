BeforeAll {
    $module = $env:SECURESCORE_MODULE ?? (Resolve-Path "$PSScriptRoot/../SecureScore.psd1").Path
    Import-Module $module
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'

    # Colours, a cleared screen, right-to-left override, a C1 control, a bell and a line break.
    $hostile = "x`e[31m`e[2J`u{202e}`u{0085}`a`r`ny"
    $shown = 'x[31m[2J'
    $forbidden = '[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]'

    $tenant = Join-Path $TestDrive 'hostile'
    [void](New-Item -ItemType Directory (Join-Path $tenant graph))
    @{
        schema    = 1
        tenantId  = $hostile
        displayName = $hostile
        resources = @{ 'graph/users' = @{ status = 'Denied'; error = $hostile; permission = $hostile } }
    } | ConvertTo-Json -Depth 4 | Set-Content (Join-Path $tenant manifest.json)
    @{ id = $hostile; groupTypes = @('Unified'); visibility = 'Public'; displayName = $hostile } | ConvertTo-Json -Compress |
        Set-Content (Join-Path $tenant graph/groups.jsonl)
    ConvertTo-Json -Depth 5 -InputObject @(@{
            currentScore  = 1
            maxScore      = 2
            controlScores = @(@{ controlName = $hostile; controlCategory = $hostile; score = 1; scoreInPercentage = 50 })
        }) | Set-Content (Join-Path $tenant graph/secureScores.json)

    $context = Connect-SecureScore -Snapshot $tenant -PassThru
    $score = Get-SecureScore
    $controls = Get-ScoreControl -All
    $evidence = Get-ScoreEvidence
    $result = [SecureScore.Engine.Scoring.ControlResult]@{ Id = $hostile; Title = $hostile; Category = $hostile; Product = $hostile; Note = $hostile; Explanation = $hostile }
    $finding = [SecureScore.Engine.Scoring.Finding]::new($shown, $hostile)
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
    Disconnect-SecureScore
}

Describe 'Text of a tenant' {
    It 'stays unaltered in objects' {
        $context.TenantName | Should -BeExactly $hostile
        $score.TenantName | Should -BeExactly $hostile
        $controls.Id | Should -Contain $hostile
        $evidence[0].DisplayName | Should -BeExactly $hostile
    }

    It 'is cleaned in <name> by <view>' -ForEach @(
        foreach ($name in 'context', 'score', 'controls', 'evidence', 'result') {
            foreach ($view in 'Out-String', 'Format-Table', 'Format-List', 'Format-Wide') { @{ name = $name; view = $view } }
        }
        @{ name = 'finding'; view = 'Out-String' }
        @{ name = 'finding'; view = 'Format-List' }
    ) {
        $text = (Get-Variable $name -ValueOnly) | & $view | Out-String -Width 400
        $text | Should -Not -Match $forbidden
        if ($name -ne 'score' -or $view -ne 'Format-Wide') { $text | Should -Match ([regex]::Escape($shown)) }
    }

    It 'is cleaned in <name>, which an object holds, by <view>' -ForEach @(
        foreach ($view in 'Out-String', 'Format-Table', 'Format-List') {
            @{ name = 'resources'; view = $view; get = { $context.Resources } }
            @{ name = 'categories'; view = $view; get = { $score.Categories } }
            @{ name = 'coverage gaps'; view = $view; get = { $score.CoverageGaps } }
        }
    ) {
        & $get | & $view | Out-String -Width 400 | Should -Not -Match $forbidden
    }

    It 'is cleaned where objects of several types come out of one pipeline' {
        $text = & { $finding; $context; $score; $controls; $evidence; $result; $context.Resources; $score.Categories; $finding } | Out-String -Width 400
        $text | Should -Not -Match $forbidden
        $text | Should -Match ([regex]::Escape($shown))
    }
}

Describe 'Hidden properties' {
    It 'are in no list of all properties, no CSV file and no JSON' {
        foreach ($object in $context, $score, $controls[0], $evidence[0], $result) {
            $object | Format-List * | Out-String | Should -Not -CMatch 'Shown[A-Z]'
            $object | ConvertTo-Csv | Should -Not -CMatch 'Shown[A-Z]'
            $object | ConvertTo-Json -Depth 5 | Should -Not -CMatch 'Shown[A-Z]'
            $object | Select-Object * | Get-Member | ForEach-Object Name | Should -Not -CMatch 'Shown[A-Z]'
        }
    }
}

Describe 'The table of controls' {
    BeforeAll { Connect-SecureScore -Demo }

    It 'says whose controls they are and how many it hides' {
        $all = Get-ScoreControl -Edition 2026-09 -All
        $listed = Get-ScoreControl -Edition 2026-09
        $text = $listed | Out-String -Width 200
        $text | Should -Match 'Contoso: .* points \(.*%\), edition 2026-09'
        $text | Should -Match "$($all.Count - $listed.Count) hidden \(.*no public data.*\); -All lists them"
        $all | Out-String -Width 200 | Should -Not -Match 'hidden'
    }

    It 'shows ids and titles in full in <width> columns' -ForEach @{ width = 80 }, @{ width = 120 } {
        $controls = Get-ScoreControl -Edition 2026-09
        $lines = ($controls | Out-String -Width $width) -split '\r?\n'
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $width
        $lines.Trim() | Should -Contain 'aad_admin_accounts_separate_unassigned_cloud_only'
        $text = ($lines -join '') -replace '\s'
        foreach ($control in $controls) { $text | Should -Match ([regex]::Escape("$($control.Title)$($control.Id)" -replace '\s')) }
    }

    It 'tells outcome and status in one, in Microsoft''s words' {
        $text = Get-ScoreControl -Snapshot (Join-Path (Split-Path $module) samples/contoso-2022) -All | Out-String -Width 120
        foreach ($state in 'To address', 'Partial', 'Completed', 'Not licensed', 'No public data') { $text | Should -Match " $state +" }
    }

    It 'has one caption a tenant' {
        $other = Join-Path $TestDrive 'other'
        Copy-Item -Recurse (Join-Path (Split-Path $module) samples/contoso-2022) $other
        (Get-Content (Join-Path $other manifest.json) -Raw) -replace '"Contoso"', '"Fabrikam"' | Set-Content (Join-Path $other manifest.json)
        $text = & { Get-ScoreControl -Top 2; Get-ScoreControl -Top 2 -Snapshot $other -Edition 2022-05 } | Out-String -Width 200
        [regex]::Matches($text, '(?m)^(Contoso|Fabrikam): ').Value | Should -Be 'Contoso: ', 'Fabrikam: '
    }

    It 'shows the same figures under every culture' {
        $before = [cultureinfo]::CurrentCulture
        try {
            $texts = foreach ($culture in '', 'nl-BE', 'tr-TR', 'ar-SA') {
                [cultureinfo]::CurrentCulture = $culture
                & { Get-ScoreControl; Get-ScoreControl -Top 1 | Format-List; Get-SecureScore | Format-List; Get-SecureScore | Format-Table } | Out-String -Width 200
            }
            $texts | Sort-Object -Unique | Should -HaveCount 1
            $texts[0] | Should -Match '\+\d+\.\d\d%'
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }
    }
}

Describe 'The score' {
    BeforeAll { Connect-SecureScore -Demo }

    It 'comes with a bar of twenty characters, for itself and for each category' {
        $text = Get-SecureScore | Out-String -Width 200
        $text | Should -Match 'Score +: [\d.]+/[\d.]+  \d+\.\d\d%  [█░]{20}'
        $text | Should -Match 'Apps +[\d.]+/[\d.]+ +\d+\.\d\d%  [█░]{20}'
    }

    It 'is coloured where $PSStyle allows it and nowhere else' {
        $PSStyle.OutputRendering = 'Ansi'
        try { Get-SecureScore | Out-String -Width 200 | Should -Match '\e\[3[123]m█' } finally { $PSStyle.OutputRendering = 'PlainText' }
        Get-SecureScore | Out-String -Width 200 | Should -Not -Match '\e'
    }

    It 'has no colour under NO_COLOR' {
        $before = $env:NO_COLOR
        $env:NO_COLOR = '1'
        try {
            $text = "Import-Module '$module'; Connect-SecureScore -Demo; Get-SecureScore; Get-ScoreControl" | pwsh -NoLogo -NoProfile -NonInteractive -Command - | Out-String
        }
        finally {
            $env:NO_COLOR = $before
        }

        $text | Should -Match '█'
        $text | Should -Not -Match '\e'
    }
}

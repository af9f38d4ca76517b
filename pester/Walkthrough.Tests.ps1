# Replays docs/walkthrough.md: all its commands in one session, each of which must print what stands below it.
# With SECURESCORE_UPDATE_WALKTHROUGH=1 the page is written anew from what they print.

BeforeAll {
    $module = (Resolve-Path ($env:SECURESCORE_MODULE ?? "$PSScriptRoot/../SecureScore.psd1")).Path
    $page = (Resolve-Path "$PSScriptRoot/../docs/walkthrough.md").Path
    $pattern = '(?ms)^```powershell\r?\n(?<code>.*?)^```\r?\n(?:\r?\n```text\r?\n(?<output>.*?)^```\r?\n)?'
    $marker = [char]0x241E

    # A session of its own: what -WhatIf says is written by the host, which no stream of this one has.
    function Invoke-Page([string[]] $Code) {
        $script = Join-Path $TestDrive walkthrough.ps1
        $lines = @(
            '$PSStyle.OutputRendering = "PlainText"; $ProgressPreference = "SilentlyContinue"'
            "Import-Module '$module'"
            foreach ($block in $Code) { "'$marker'"; ". { $block } *>&1 | Out-String -Stream -Width 110 | ForEach-Object TrimEnd" }
        )
        Set-Content -LiteralPath $script -Value $lines
        $output = (& (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $script) -join "`n"
        @($output.Split($marker) | Select-Object -Skip 1 | ForEach-Object { $_.Trim("`r", "`n") })
    }

    # Lines break where the window ends.
    function Get-Words([string] $Text) { ($Text -split '\s+' | Where-Object { $_ }) -join ' ' }

    $text = Get-Content -Raw -LiteralPath $page
    $blocks = @([regex]::Matches($text, $pattern))
    $printed = Invoke-Page ($blocks | ForEach-Object { $_.Groups['code'].Value })
}

Describe 'The walkthrough' {
    It 'prints what it says' {
        $blocks.Count | Should -BeGreaterThan 5
        $printed.Count | Should -Be $blocks.Count
        if ($env:SECURESCORE_UPDATE_WALKTHROUGH) {
            $script:next = 0
            $new = [regex]::Replace($text, $pattern, {
                param($block)
                $output = $printed[$script:next++]
                '```powershell' + "`n" + $block.Groups['code'].Value + '```' + "`n" + ($output ? "`n" + '```text' + "`n$output`n" + '```' + "`n" : '')
            })
            Set-Content -NoNewline -LiteralPath $page -Value $new
            return
        }

        for ($i = 0; $i -lt $blocks.Count; $i++) {
            Get-Words $printed[$i] | Should -Be (Get-Words $blocks[$i].Groups['output'].Value) -Because $blocks[$i].Groups['code'].Value
        }
    }
}

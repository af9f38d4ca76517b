BeforeDiscovery {
    $module = $env:SECURESCORE_MODULE ?? "$PSScriptRoot/../SecureScore.psd1"
    $cmdlets = (Import-PowerShellDataFile $module).CmdletsToExport
}

BeforeAll {
    $module = $env:SECURESCORE_MODULE ?? "$PSScriptRoot/../SecureScore.psd1"
    Import-Module $module -Force
}

Describe 'The manifest' {
    It 'is valid' {
        (Test-ModuleManifest $module -WarningAction Stop).Name | Should -Be 'SecureScore'
    }

    It 'names every cmdlet that the assembly has, and no other' {
        $manifest = Import-PowerShellDataFile $module
        $assembly = Import-Module (Join-Path (Split-Path $module) $manifest.RootModule) -PassThru -Prefix Whole
        $assembly.ExportedCmdlets.Keys | ForEach-Object { $_ -replace '-Whole', '-' } | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        Remove-Module $assembly
    }

    It 'names files that are there' {
        $manifest = Import-PowerShellDataFile $module
        foreach ($file in @($manifest.RootModule; $manifest.RequiredAssemblies; $manifest.FormatsToProcess; $manifest.TypesToProcess)) {
            Join-Path (Split-Path $module) $file | Should -Exist
        }
    }
}

Describe '<_>' -ForEach $cmdlets {
    It 'has an approved verb and a type for what it returns' {
        $cmdlet = Get-Command $_ -Module SecureScore
        $cmdlet.Verb | Should -BeIn (Get-Verb).Verb
        if ($cmdlet.Verb -eq 'Get') { $cmdlet.OutputType | Should -Not -BeNullOrEmpty }
    }
}

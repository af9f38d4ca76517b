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
        $attributes = (Get-Module SecureScore).ImplementingAssembly.GetTypes() | ForEach-Object {
            [Reflection.CustomAttributeExtensions]::GetCustomAttribute($_, [System.Management.Automation.CmdletAttribute])
        }
        $attributes | Where-Object { $_ } | ForEach-Object { "$($_.VerbName)-$($_.NounName)" } | Sort-Object |
            Should -Be ((Import-PowerShellDataFile $module).CmdletsToExport | Sort-Object)
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

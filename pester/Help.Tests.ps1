BeforeDiscovery {
    $module = $env:SECURESCORE_MODULE ?? "$PSScriptRoot/../SecureScore.psd1"
    Import-Module $module
    $common = [System.Management.Automation.Internal.CommonParameters].GetProperties().Name + [System.Management.Automation.Internal.ShouldProcessParameters].GetProperties().Name
    $cmdlets = (Import-PowerShellDataFile $module).CmdletsToExport
    $parameters = foreach ($cmdlet in $cmdlets) {
        (Get-Command $cmdlet -Module SecureScore).Parameters.Keys | Where-Object { $_ -notin $common } | ForEach-Object { @{ cmdlet = $cmdlet; parameter = $_ } }
    }

    $signIn = '(?<!Dis)Connect-SecureScore( *$| -(TenantId|ClientId|ManagedIdentity|AccessToken|DeviceCode|Azure))'
    $examples = foreach ($cmdlet in $cmdlets) {
        (Get-Help $cmdlet -Examples).examples.example | ForEach-Object { @{ cmdlet = $cmdlet; title = $_.title; code = $_.code } }
    }
}

BeforeAll {
    $module = (Resolve-Path ($env:SECURESCORE_MODULE ?? "$PSScriptRoot/../SecureScore.psd1")).Path
    Import-Module $module
}

AfterAll {
    Disconnect-SecureScore
}

Describe 'The help of <_>' -ForEach $cmdlets {
    BeforeAll { $help = Get-Help $_ -Full }

    It 'says what the cmdlet does, with at least one example' {
        # Help that PowerShell makes up itself has the syntax for a synopsis.
        $help.Synopsis | Should -Not -Match "^\s*$_"
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.description.Text | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterOrEqual 1
    }

    It 'has no parameter that the cmdlet lacks' {
        $known = (Get-Command $_ -Module SecureScore).Parameters.Keys
        foreach ($parameter in $help.parameters.parameter) { $parameter.name | Should -BeIn $known }
    }

    It 'is found in every culture' {
        $cmdlet = $_
        $before = [cultureinfo]::CurrentUICulture
        try {
            foreach ($culture in '', 'nl-BE', 'tr-TR', 'ar-SA', 'zh-CN') {
                [cultureinfo]::CurrentUICulture = $culture
                (Get-Help $cmdlet).Synopsis | Should -Be $help.Synopsis -Because "the culture is '$culture'"
            }
        }
        finally {
            [cultureinfo]::CurrentUICulture = $before
        }
    }
}

Describe 'The help of <cmdlet> -<parameter>' -ForEach $parameters {
    BeforeAll { $help = Get-Help $cmdlet -Parameter $parameter }

    It 'explains it' {
        $help.description.Text | Should -Not -BeNullOrEmpty
    }

    It 'names the values that the parameter takes and no others' {
        $attributes = (Get-Command $cmdlet -Module SecureScore).Parameters[$parameter]
        $element = $attributes.ParameterType.IsArray ? $attributes.ParameterType.GetElementType() : $attributes.ParameterType
        $enumeration = [Nullable]::GetUnderlyingType($element) ?? $element
        $allowed = $attributes.Attributes | Where-Object { $_ -is [ValidateSet] } | ForEach-Object ValidValues
        if (-not $allowed -and $enumeration.IsEnum) { $allowed = [enum]::GetNames($enumeration) }
        if (-not $allowed) { return }

        $syntax = (Get-Help $cmdlet).syntax.syntaxItem | ForEach-Object { $_.parameter } | Where-Object name -EQ $parameter
        foreach ($item in $syntax) {
            $shown = $item.parameterValueGroup ? $item.parameterValueGroup.parameterValue : $null
            if ($attributes.ParameterType.IsArray) { $shown | Should -BeNullOrEmpty } else { $shown | Should -Be $allowed }
        }

        if ($attributes.ParameterType.IsArray) {
            $item.parameterValue | Should -Be "$($element.Name)[]"
            $help.description.Text | Should -Contain "Values: $($allowed -join ', ')."
        }
    }
}

# What needs a tenant of one's own is not run; its commands and parameters must be there.
Describe 'The example of <cmdlet>: <title>' -ForEach ($examples | Where-Object code -Match $signIn) {
    It 'names commands and parameters that there are' {
        $failures = $null
        $script = [Management.Automation.Language.Parser]::ParseInput($code, [ref]$null, [ref]$failures)
        $failures | Should -BeNullOrEmpty
        foreach ($command in $script.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true) | Where-Object { $_.GetCommandName() -like '*SecureScore*' }) {
            $bound = [Management.Automation.Language.StaticParameterBinder]::BindCommand($command)
            $bound.BindingExceptions.Values | Should -BeNullOrEmpty
        }
    }
}

Describe 'The example of <cmdlet>: <title>' -ForEach ($examples | Where-Object code -NotMatch $signIn) {
    BeforeAll {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        Copy-Item -Recurse (Join-Path (Split-Path $module) samples) $folder
        Push-Location $folder
        Disconnect-SecureScore
    }

    AfterAll { Pop-Location }

    It 'runs, and shows something unless it ends a session or writes a file' {
        $ErrorActionPreference = 'Stop'
        $shown = & ([scriptblock]::Create($code)) *>&1 | Out-String
        if ($code -notmatch 'Disconnect-|-WhatIf|Export-Csv[^\n]*$|^Connect-SecureScore -Snapshot[^\n]*$') { $shown.Trim() | Should -Not -BeNullOrEmpty }
    }
}

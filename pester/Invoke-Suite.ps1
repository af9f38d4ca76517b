#Requires -Version 7.4

# Runs every *.Tests.ps1 beside it against one copy of the module. The exit code is not 0 when a test fails, and when there is none to run.

[CmdletBinding()]
param(
    # The manifest of the module under test. The tests find it in $env:SECURESCORE_MODULE.
    [Parameter(Mandatory)]
    [string] $Module
)

$ErrorActionPreference = 'Stop'

$pester = Get-Module -ListAvailable -Name Pester | Where-Object { $_.Version.Major -eq 5 } | Sort-Object Version -Descending | Select-Object -First 1
if (-not $pester) {
    'Pester suite skipped: no Pester 5 module found'
    exit 0
}

Import-Module $pester.Path
$env:SECURESCORE_MODULE = (Resolve-Path -LiteralPath $Module).ProviderPath

# Whoever runs the tests may have decisions of their own.
$env:SECURESCORE_STORE = Join-Path ([IO.Path]::GetTempPath()) "securescore-$([guid]::NewGuid())" history.db

$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.RenderMode = 'Plaintext'
$configuration.Output.CIFormat = 'None'

$run = Invoke-Pester -Configuration $configuration
if ($run.TotalCount -eq 0) {
    'Pester suite failed: there is no test to run'
}

exit [int]($run.Result -ne 'Passed' -or $run.TotalCount -eq 0)

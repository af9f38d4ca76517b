#Requires -Version 7.4

<#
.SYNOPSIS
Builds, tests, shows or packages SecureScore.

.DESCRIPTION
Build    leaves an importable module at the root of the repository: Import-Module ./SecureScore.psd1
Test     runs all tests, with the Pester suite
Demo     judges the built-in demo tenant
Package  makes out/SecureScore/<version>/ and out/SecureScore.<version>.zip

.EXAMPLE
./build.ps1 Package
#>
[CmdletBinding()]
param(
    # What to do.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Package')]
    [string] $Task = 'Build'
)

$arguments = switch ($Task) {
    'Build' { 'build' }
    'Test' { 'test' }
    'Demo' { 'run', '--project', 'src/SecureScore.Cli' }
    'Package' { 'build', 'src/SecureScore.PowerShell', '--configuration', 'Release', '--target:Package' }
}

Push-Location $PSScriptRoot
try {
    dotnet @arguments
}
finally {
    Pop-Location
}

exit $LASTEXITCODE

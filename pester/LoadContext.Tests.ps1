# Each test starts a shell of its own: what a process has loaded stays loaded. docs/load-context.md says what is held here.

BeforeAll {
    $module = $env:SECURESCORE_MODULE ?? (Resolve-Path "$PSScriptRoot/../SecureScore.psd1").Path

    # What the shells have in common; the packages of the module are used the way its own cmdlets use them.
    $common = @'
$ErrorActionPreference = 'Stop'
function Use-Package {
    $loader = (Get-Module SecureScore).ImplementingAssembly.GetType('SecureScore.PowerShell.Loading.CompositionLoader', $true)
    $root = $loader.GetProperty('Root').GetValue($null)
    $output = [IO.MemoryStream]::new()
    $root.Reports.WriteRecords[SecureScore.Engine.Scoring.ControlResult]($output, 'Csv', [SecureScore.Engine.Scoring.ControlResult[]] @())
    $output.Length
}
function Get-LoadedAssembly([string] $Name) {
    [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -like $Name } | ForEach-Object {
        [pscustomobject]@{
            Name    = $_.GetName().Name
            Version = $_.GetName().Version.ToString()
            Context = [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name
        }
    }
}
'@

    # Runs a script in a new shell; the script finds $module and $argument, and answers with one object.
    function Invoke-Shell([string] $Script, [string] $Argument) {
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
        Set-Content $file @"
param([string] `$module, [string] `$argument)
$common
`$(& {
$Script
}) | ConvertTo-Json -Depth 4 -Compress
"@
        $answer = pwsh -NoLogo -NoProfile -NonInteractive -File $file -module $module -argument $Argument 2>&1
        if ($LASTEXITCODE -ne 0) { throw ($answer -join [Environment]::NewLine) }
        $answer | ConvertFrom-Json
    }

    $own = [Reflection.AssemblyName]::GetAssemblyName((Join-Path (Split-Path $module) 'bin/dependencies/CsvHelper.dll'))
    $ownVersion = $own.Version.ToString()

    # The same name and key as the package has, as if another module had brought it along.
    Add-Type -AssemblyName Microsoft.CodeAnalysis.CSharp
    function New-ForeignCopy([string] $Version) {
        $source = "[assembly: System.Reflection.AssemblyVersion(`"$Version`")] namespace CsvHelper { public class CsvWriter { } }"
        $options = [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary').WithPublicSign($true).
            WithCryptoPublicKey([Collections.Immutable.ImmutableArray]::Create[byte]($own.GetPublicKey()))
        $compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create(
            'CsvHelper',
            [Microsoft.CodeAnalysis.SyntaxTree[]] @([Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText($source)),
            [Microsoft.CodeAnalysis.MetadataReference[]] @([Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location)),
            $options)
        $path = Join-Path (New-Item -ItemType Directory (Join-Path $TestDrive $Version)) 'CsvHelper.dll'
        $file = [IO.File]::Create($path)
        try { $result = $compilation.Emit($file) } finally { $file.Dispose() }
        if (-not $result.Success) { throw ($result.Diagnostics -join [Environment]::NewLine) }
        $path
    }

    $foreign = @{ '1.0.0.0' = New-ForeignCopy '1.0.0.0'; '99.0.0.0' = New-ForeignCopy '99.0.0.0' }
}

Describe 'Importing' {
    It 'makes the types of the engine known by name' {
        Invoke-Shell 'Import-Module $module; [SecureScore.Engine.Scoring.ControlResult].FullName' |
            Should -Be 'SecureScore.Engine.Scoring.ControlResult'
    }

    It 'loads two assemblies into the default context and no more' {
        $loaded = Invoke-Shell @'
$before = Get-LoadedAssembly *
Import-Module $module
Get-LoadedAssembly * | Where-Object Name -notin $before.Name
'@
        $loaded | Where-Object Name -NotLike 'System.*' | ForEach-Object Name | Sort-Object |
            Should -Be 'SecureScore.Engine', 'SecureScore.PowerShell'
        $loaded.Context | Sort-Object -Unique | Should -Be 'Default'
    }

    It 'works again after the module was removed' {
        Invoke-Shell @'
Import-Module $module
$first = Use-Package
Remove-Module SecureScore
Import-Module $module
(Use-Package) -eq $first
'@ | Should -BeTrue
    }

    It 'works in constrained language mode' {
        $answer = Invoke-Shell @'
$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
Import-Module $module
Connect-SecureScore -Demo
# Gaps in the evidence are no part of the answer.
$WarningPreference = 'Ignore'
@((Get-SecureScore).Controls.Count, (Get-ScoreControl -All | Select-Object -First 1).Id)
'@
        [int]$answer[0] | Should -BeGreaterThan 400
        $answer[1] | Should -Not -BeNullOrEmpty
    }
}

Describe 'A foreign CsvHelper <version> loaded <when> the module used its own' -ForEach @(
    @{ version = '1.0.0.0'; when = 'before' }
    @{ version = '1.0.0.0'; when = 'after' }
    @{ version = '99.0.0.0'; when = 'before' }
    @{ version = '99.0.0.0'; when = 'after' }
) {
    BeforeAll {
        $use = '$length = Use-Package'
        $load = '[void][Reflection.Assembly]::LoadFrom($argument)'
        $steps = $when -eq 'before' ? @($load; 'Import-Module $module'; $use) : @('Import-Module $module'; $use; $load)
        $answer = Invoke-Shell -Argument $foreign[$version] @"
$($steps -join "`n")
@{ Length = `$length; Again = Use-Package; Copies = @(Get-LoadedAssembly CsvHelper) }
"@
    }

    It 'stays in the default context' {
        ($answer.Copies | Where-Object Context -EQ 'Default').Version | Should -Be $version
    }

    It 'does not disturb the module' {
        $answer.Length | Should -BeGreaterThan 0
        $answer.Again | Should -Be $answer.Length
        ($answer.Copies | Where-Object Context -EQ 'SecureScore').Version | Should -Be $ownVersion
    }
}

Describe 'Signing in' {
    It 'uses the libraries of the module, in its own context' {
        $answer = Invoke-Shell @'
Import-Module $module
$loader = (Get-Module SecureScore).ImplementingAssembly.GetType('SecureScore.PowerShell.Loading.CompositionLoader', $true)
# Nobody is asked and nothing is sent: the sign-in was stopped before it begins.
$observer = Invoke-Expression @"
class Observer : SecureScore.Engine.Ports.ITenantObserver {
    [void] ShowSignInMessage([string] `$message) { }
    [void] RequestEnded([SecureScore.Engine.Ports.ServiceRequest] `$request) { }
    [void] ReportProgress([SecureScore.Engine.Ports.CollectionProgress] `$progress) { }
    [void] Warn([string] `$message) { }
}
[Observer]::new()
"@
$request = [SecureScore.Engine.Tenants.SignInRequest]::new()
$request.GetType().GetProperty('Method').SetValue($request, [SecureScore.Engine.Tenants.ClientSecretSignIn]::new((ConvertTo-SecureString 'x' -AsPlainText -Force)))
$request.GetType().GetProperty('TenantId').SetValue($request, 'contoso.com')
$request.GetType().GetProperty('ClientId').SetValue($request, [guid]::Empty.ToString())
$stopped = [Threading.CancellationToken]::new($true)
try {
    [void]$loader.GetProperty('Root').GetValue($null).Tenants.ConnectAsync($request, $observer, $stopped).GetAwaiter().GetResult()
} catch { $failure = $_.Exception.GetBaseException().GetType().Name }
@{ Failure = $failure; Copies = @(Get-LoadedAssembly Azure.Core) }
'@
        $answer.Copies.Context | Should -Be 'SecureScore'
        $answer.Failure | Should -Be 'TaskCanceledException'
    }
}

Describe 'Changing a tenant' {
    It 'loads Microsoft Graph with the first write to it, and not before' {
        $answer = Invoke-Shell @'
function Get-Graph { Get-LoadedAssembly Microsoft.Graph*; Get-LoadedAssembly Microsoft.Kiota* }
Import-Module $module
Connect-SecureScore -Demo
$WarningPreference = 'Ignore'
[void](Get-SecureScore)
$before = @(Get-Graph)
[void](Invoke-ScoreRemediation ss_create_tenants -Confirm:$false)
@{ Before = $before; After = @(Get-Graph) }
'@
        $answer.Before | Should -BeNullOrEmpty
        $answer.After.Name | Should -Contain 'Microsoft.Graph'
        $answer.After.Context | Sort-Object -Unique | Should -Be 'SecureScore'
    }
}

Describe 'Runspaces of one process' {
    It 'share one composition root, also when they ask at once' {
        $answer = Invoke-Shell @'
$common = ${function:Use-Package}.ToString()
$lengths = 1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
    Import-Module $using:module
    & ([scriptblock]::Create($using:common))
}
@{ Lengths = @($lengths); Contexts = @([Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -eq 'SecureScore').Count }
'@
        $answer.Lengths | Should -HaveCount 4
        $answer.Lengths | Sort-Object -Unique | Should -HaveCount 1
        $answer.Contexts | Should -Be 1
    }
}

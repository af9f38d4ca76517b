@{
    RootModule           = 'bin/SecureScore.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '67ae98c0-164a-4c05-8191-4e73010fff2f'
    Author               = 'SecureScore contributors'
    CompanyName          = 'SecureScore contributors'
    Copyright            = '(c) SecureScore contributors. MIT licence.'
    Description          = 'Judges a Microsoft 365 tenant the way Microsoft Secure Score does: the same controls and points, at once, with what and who fails.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')

    # Lets a script name the types of the engine right after import.
    RequiredAssemblies   = @('bin/SecureScore.Engine.dll', 'bin/SecureScore.PowerShell.dll')
    FormatsToProcess     = @('formats/SecureScore.Format.ps1xml')
    TypesToProcess       = @('formats/SecureScore.Types.ps1xml')

    CmdletsToExport      = @(
        'Compare-SecureScore'
        'Connect-SecureScore'
        'Disable-SecurityDefault'
        'Disconnect-SecureScore'
        'Enable-AuditRecording'
        'Enable-SecurityDefault'
        'Export-SecureScoreSnapshot'
        'Get-ScoreControl'
        'Get-ScoreEvidence'
        'Get-ScoreRemediation'
        'Get-ScoreThreat'
        'Get-SecureScore'
        'Get-SecureScoreContext'
        'Get-SecureScoreEvent'
        'Get-SecureScoreHistory'
        'Import-SecureScoreSnapshot'
        'Invoke-ScoreRemediation'
        'New-MfaPolicy'
        'Send-ControlNotification'
        'Set-ControlStatus'
        'Set-ControlTag'
        'Set-SecureScoreZone'
        'Test-SecureScoreAccess'
        'Undo-ScoreRemediation'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()

    PrivateData          = @{
        PSData = @{
            Tags = @('Microsoft365', 'SecureScore', 'Security', 'Compliance', 'EntraID', 'Exchange', 'Teams', 'SharePoint', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
        }
    }
}

<#
.SYNOPSIS
    A runbook of Azure Automation that writes down a tenant's Secure Score.
.DESCRIPTION
    Signs in as the managed identity of the Automation account, so no secret is kept anywhere. Give that identity the application permissions of
    docs/permissions.md and the role Global Reader. The module SecureScore has to be imported into the account's PowerShell 7.4 runtime.
.PARAMETER ClientId
    The client id of a user-assigned managed identity. Without it the system-assigned one signs in.
#>
[CmdletBinding()]
param(
    [string] $ClientId
)

$ErrorActionPreference = 'Stop'
Import-Module SecureScore

$identity = @{}
if ($ClientId) {
    $identity.ClientId = $ClientId
}

Connect-SecureScore -ManagedIdentity @identity
try {
    Get-SecureScore
    Get-ScoreControl | Where-Object Outcome -NE 'Completed' | Select-Object -First 10 Id, Title, Points, MaxPoints
}
finally {
    Disconnect-SecureScore
}

using System.Management.Automation;

namespace SecureScore.PowerShell.Commands;

/// <summary>Ends the connection of this session. Without one it does nothing.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "SecureScore")]
public sealed class DisconnectSecureScoreCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => Connections.Remove();
}

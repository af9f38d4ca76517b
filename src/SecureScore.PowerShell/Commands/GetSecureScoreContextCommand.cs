using System.Management.Automation;

namespace SecureScore.PowerShell.Commands;

/// <summary>Shows the tenant that this session is connected to, and where its evidence comes from.</summary>
[Cmdlet(VerbsCommon.Get, "SecureScoreContext")]
[OutputType(typeof(SecureScoreContext))]
public sealed class GetSecureScoreContextCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Connections.Find(SessionState) is { } context)
            WriteObject(context);
        else
            ThrowTerminatingError(Errors.NotConnected());
    }
}

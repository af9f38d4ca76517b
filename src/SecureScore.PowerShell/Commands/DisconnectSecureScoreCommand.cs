using System.Management.Automation;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Ends the connection of this session: forgets its tokens and removes what was collected. Without a connection it does nothing.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "SecureScore")]
public sealed class DisconnectSecureScoreCommand : AsyncCommand
{
    private SecureScoreContext? _context;

    /// <summary>The connection to end instead of that of this session: what Connect-SecureScore -PassThru returned.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public SecureScoreContext? Context { get; set; }

    private protected override void PrepareRecord()
    {
        var connected = Connections.Find(SessionState);
        _context = Context ?? connected;
        if (Context is null || ReferenceEquals(Context, connected))
            Connections.Remove();
    }

    private protected override Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation) =>
        _context?.EndAsync() ?? Task.CompletedTask;
}

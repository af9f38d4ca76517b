using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Opens the evidence of a tenant for the other cmdlets of this session.</summary>
[Cmdlet(VerbsCommunications.Connect, "SecureScore", DefaultParameterSetName = SnapshotSet)]
[OutputType(typeof(SecureScoreContext))]
public sealed class ConnectSecureScoreCommand : AsyncCommand
{
    private const string DemoSet = "Demo";
    private const string SnapshotSet = "Snapshot";
    private const string LiteralPathSet = "LiteralPath";

    private string _path = "";
    private SecureScoreContext? _context;

    /// <summary>Connects to the demo tenant that comes with the module.</summary>
    [Parameter(ParameterSetName = DemoSet, Mandatory = true)]
    public SwitchParameter Demo { get; set; }

    /// <summary>The snapshot to open: a folder or a zip file. Wildcards may name one snapshot.</summary>
    // Nothing at all is an error too, but one that leaves nobody connected; the shell would refuse it before the former tenant is let go.
    [Parameter(ParameterSetName = SnapshotSet, Mandatory = true, Position = 0)]
    [AllowNull]
    [AllowEmptyString]
    [SupportsWildcards]
    public string? Snapshot { get; set; }

    /// <summary>The snapshot to open, written exactly as it is named: no character is a wildcard.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>The edition of the control catalogue that cmdlets judge by unless they name another, for example 2022-05. Without it the newest.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EditionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Edition { get; set; }

    /// <summary>Leaves out the points that Microsoft published, in all that is judged by this connection: only what the evidence shows counts.</summary>
    [Parameter]
    public SwitchParameter EvidenceOnly { get; set; }

    /// <summary>Returns the connection, for the parameter Context of the other cmdlets.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Whoever fails to connect to a tenant must not go on with the one before.
        Connections.Remove();
    }

    private protected override void PrepareRecord() => _path = ParameterSetName switch
    {
        // The module's root is the folder above the one that this assembly lies in.
        DemoSet => DemoTenant.Locate(Path.Join(Path.GetDirectoryName(GetType().Assembly.Location), "..")),
        SnapshotSet when string.IsNullOrEmpty(Snapshot) => "",
        SnapshotSet => SnapshotPath.Resolve(this, Snapshot),
        _ => SnapshotPath.ResolveLiteral(this, LiteralPath!),
    };

    private protected override async Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        _context = SecureScoreContext.Open(_path, Demo ? ContextSource.Demo : ContextSource.Snapshot, Edition, EvidenceOnly);
        if (PassThru)
            await pipeline.WriteObjectAsync(_context).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_context is not null)
            Connections.Set(SessionState, _context);
    }
}

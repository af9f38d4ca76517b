using System.Management.Automation;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>A cmdlet that judges a tenant: the connected one, one that a context holds, or a snapshot.</summary>
public abstract class TenantCommand : AsyncCommand
{
    private protected const string ConnectedSet = "Connected";
    private protected const string SnapshotSet = "Snapshot";
    private protected const string LiteralPathSet = "LiteralPath";

    private SecureScoreContext? _context;
    private string? _path;

    /// <summary>The tenant to use instead of the connected one: what Connect-SecureScore -PassThru returned.</summary>
    [Parameter(ParameterSetName = ConnectedSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public virtual SecureScoreContext? Context { get; set; }

    /// <summary>A snapshot folder or zip file to judge without connecting. Wildcards may name one snapshot.</summary>
    [Parameter(ParameterSetName = SnapshotSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Snapshot { get; set; }

    /// <summary>A snapshot folder or zip file to judge without connecting, written exactly as it is named: no character is a wildcard.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public virtual string? LiteralPath { get; set; }

    /// <summary>The edition of the control catalogue to judge by, for example 2026-09. Without it, that of the connection, or the newest.</summary>
    [Parameter(ParameterSetName = ConnectedSet)]
    [Parameter(ParameterSetName = SnapshotSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ArgumentCompleter(typeof(EditionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Edition { get; set; }

    /// <summary>Leaves out the points that Microsoft published: only what the evidence shows counts.</summary>
    [Parameter(ParameterSetName = ConnectedSet)]
    [Parameter(ParameterSetName = SnapshotSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter EvidenceOnly { get; set; }

    /// <summary>Whether the cmdlet has work to do without a tenant.</summary>
    private protected virtual bool WorksUnconnected => false;

    /// <summary>Whether there is a tenant to judge.</summary>
    private protected bool HasTenant => _context is not null || _path is not null;

    /// <inheritdoc/>
    protected override void BeginProcessing() => ControlCatalog.Preload();

    private protected override void PrepareRecord()
    {
        // Paths and connections belong to the runspace: they are looked up on its own thread.
        _path = Snapshot is not null ? SnapshotPath.Resolve(this, Snapshot)
            : LiteralPath is not null ? SnapshotPath.ResolveLiteral(this, LiteralPath)
            : null;
        _context = Context ?? (_path is null ? Connections.Find(SessionState) : null);
        if (!HasTenant && !WorksUnconnected)
            ThrowTerminatingError(Errors.NotConnected());
    }

    /// <summary>The edition to judge by: the one that is named, or that of the tenant's context, or the default.</summary>
    private protected ControlCatalog Catalog() => ControlCatalog.Get(Edition ?? _context?.Edition ?? ControlCatalog.Default.Edition);

    private protected async Task<SecureScoreResult> JudgeAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        // The snapshot first: meanwhile the catalogue is read.
        _context ??= SecureScoreContext.Open(_path!, ContextSource.Snapshot, Edition, EvidenceOnly);
        var catalog = Catalog();
        bool evidenceOnly = MyInvocation.BoundParameters.ContainsKey(nameof(EvidenceOnly)) ? EvidenceOnly : _context.EvidenceOnly;

        // A task of its own: a judgement does not give way before it has ended.
        var judgement = Task.Run(() => _context.JudgeAsync(catalog, evidenceOnly, cancellation), CancellationToken.None);
        return await pipeline.WithProgressAsync(
            "Judging the tenant", $"{_context.TenantName ?? _context.Path}, edition {catalog.Edition}", judgement, cancellation).ConfigureAwait(false);
    }
}

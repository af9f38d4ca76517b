using System.Management.Automation;
using SecureScore.Engine.Catalog;
using SecureScore.PowerShell.Completion;

namespace SecureScore.PowerShell.Commands;

/// <summary>A cmdlet that judges a tenant: the connected one, one that a context holds, or a snapshot.</summary>
public abstract class TenantCommand : JudgingCommand
{
    private protected const string ConnectedSet = "Connected";
    private protected const string SnapshotSet = "Snapshot";
    private protected const string LiteralPathSet = "LiteralPath";

    private string? _path;
    private ConnectionStore? _memory;

    /// <summary>The tenant to use instead of the connected one: what Connect-SecureScore -PassThru returned.</summary>
    [Parameter(ParameterSetName = ConnectedSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public override SecureScoreContext? Context { get; set; }

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
    public override string? Edition { get; set; }

    /// <summary>Leaves out the points that Microsoft published: only what the evidence shows counts.</summary>
    [Parameter(ParameterSetName = ConnectedSet)]
    [Parameter(ParameterSetName = SnapshotSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter EvidenceOnly { get; set; }

    /// <summary>Asks the services of the connected tenant again for what this needs, instead of using what was collected before.</summary>
    [Parameter(ParameterSetName = ConnectedSet)]
    public SwitchParameter Refresh { get; set; }

    /// <summary>The store whose decisions count for the snapshot: a file or a PostgreSQL connection string. Without it, the one that SECURESCORE_STORE names,
    /// else the user's own.</summary>
    [Parameter(ParameterSetName = SnapshotSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    public string? Store { get; set; }

    private protected override bool HasTenant => _path is not null || base.HasTenant;

    private protected override bool? WantsEvidenceOnly => MyInvocation.BoundParameters.ContainsKey(nameof(EvidenceOnly)) ? EvidenceOnly : null;

    private protected override bool WantsRefresh => Refresh;

    private protected override ConnectionStore? ConnectionStore => base.ConnectionStore ?? _memory;

    private protected override SecureScoreContext? FindContext()
    {
        // Paths belong to the runspace as well.
        _path = Snapshot is not null ? SnapshotPath.Resolve(this, Snapshot)
            : LiteralPath is not null ? SnapshotPath.ResolveLiteral(this, LiteralPath)
            : null;
        _memory = _path is null ? null : new ConnectionStore(Stores, StoreParameter.Resolve(this, Store));
        return Context ?? (_path is null ? base.FindContext() : null);
    }

    private protected override SecureScoreContext OpenContext() =>
        SecureScoreContext.Open(_path!, Edition is null ? ControlCatalog.Default : ControlCatalog.Get(Edition), EvidenceOnly, _memory);
}

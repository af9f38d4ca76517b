using System.Management.Automation;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Evidence.Anonymizing;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Formatting;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Collects the evidence of a tenant into a snapshot: a folder, or a zip file, that can be judged anywhere and at any time.</summary>
/// <remarks>A snapshot holds personal data. Only the user who runs the export can read it. What stood at the path before stays whole until the export is complete.</remarks>
[Cmdlet(VerbsData.Export, "SecureScoreSnapshot", DefaultParameterSetName = ConnectedSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileSystemInfo))]
public sealed class ExportSecureScoreSnapshotCommand : AsyncCommand
{
    private const string ConnectedSet = "Connected";
    private const string SnapshotSet = "Snapshot";

    private SecureScoreContext? _context;
    private string _path = "";
    private string? _source;

    /// <summary>The folder to write, or the zip file where the name ends in .zip. No character is a wildcard.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [Alias("LiteralPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The tenant to export instead of the connected one: what Connect-SecureScore -PassThru returned.</summary>
    [Parameter(ParameterSetName = ConnectedSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public SecureScoreContext? Context { get; set; }

    /// <summary>A snapshot to copy, for example to anonymize it. Wildcards may name one snapshot.</summary>
    [Parameter(ParameterSetName = SnapshotSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Snapshot { get; set; }

    /// <summary>Ids of controls: only what judging these takes is exported. Without it, everything but large logs.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ControlIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Names of resources to export besides, such as large logs that are left out otherwise, for example graph/signIns.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] IncludeResource { get; set; } = [];

    /// <summary>Goes on with an export to the same path that was interrupted, and does not ask again for what it has.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Replaces the names of people, groups, policies, domains and the tenant, descriptions, addresses, numbers and ids, the same one always by the same,
    /// under a random key that is not kept. The judgement stays the same.</summary>
    [Parameter]
    public SwitchParameter Anonymize { get; set; }

    /// <summary>Replaces a snapshot that is at the path already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the folder or file that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void PrepareRecord()
    {
        if (Resume && Anonymize)
            ThrowTerminatingError(Errors.ParametersConflict(nameof(Resume), nameof(Anonymize)));

        _source = Snapshot is null ? null : SnapshotPath.Resolve(this, Snapshot);
        _context = Context ?? (_source is null ? Connections.Find(SessionState) : null);
        if (_context is null && _source is null)
            ThrowTerminatingError(Errors.NotConnected());

        _path = SnapshotPath.ResolveLiteral(this, Path);
        if (!Force && (File.Exists(_path) || (Directory.Exists(_path) && Directory.EnumerateFileSystemEntries(_path).Any())))
            ThrowTerminatingError(Errors.SnapshotExists(_path));
    }

    private protected override async Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var context = _context ?? SecureScoreContext.Open(_source!, ControlCatalog.Default, evidenceOnly: false);
        context.ThrowIfEnded();
        CheckNames(context);
        string tenant = context.TenantName ?? context.TenantId ?? "a tenant";
        if (!await pipeline.ShouldProcessAsync(_path, $"Export the evidence of {tenant}{(Anonymize ? ", anonymized" : "")}").ConfigureAwait(false))
            return;

        var (exported, resources) = await ExportAsync(pipeline, context, tenant, cancellation).ConfigureAwait(false);
        if (ServiceText.Missing(exported, resources) is { } missing)
            await pipeline.WriteWarningAsync(missing).ConfigureAwait(false);
        if (PassThru)
            await pipeline.WriteObjectAsync(Directory.Exists(_path) ? new DirectoryInfo(_path) : new FileInfo(_path)).ConfigureAwait(false);
    }

    private async Task<(TenantSnapshot Exported, IReadOnlyCollection<string> Resources)> ExportAsync(
        PipelineWriter pipeline, SecureScoreContext context, string tenant, CancellationToken cancellation)
    {
        using var observer = pipeline.Observe($"Exporting the evidence of {tenant}");
        var resources = Wanted(context);
        if (Anonymize)
        {
            // What is not anonymized never comes near the path.
            var (evidence, _) = await context.CollectAsync(resources, refresh: false, observer, cancellation).ConfigureAwait(false);
            SnapshotAnonymizer.Write(evidence, _path, resources, cancellation);
            return (TenantSnapshot.Open(_path), resources);
        }

        using var target = WorkingSnapshot.ForExport(_path, Resume);
        if (context.Live is { } live)
        {
            await live.CollectIntoAsync(target, resources, observer, cancellation).ConfigureAwait(false);
        }
        else
        {
            context.Evidence!.CopyTo(target, resources, cancellation);
        }

        target.Publish();
        return (TenantSnapshot.Open(_path), resources);
    }

    // Else a slip of the pen would export nearly nothing, and say that all is well.
    private void CheckNames(SecureScoreContext context)
    {
        var catalog = ControlCatalog.Get(context.Edition);
        if (Array.Find(Id, id => catalog.Find(id) is null) is { } unknown)
            throw new ControlNotFoundException(unknown, catalog.Edition, catalog.Controls.Select(control => control.Id));

        string[] resources = [.. ResourceDefinitions.All.Select(resource => resource.Name).Union(context.Resources.Select(resource => resource.Name), StringComparer.OrdinalIgnoreCase)];
        if (Array.Find(IncludeResource, name => !resources.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } missing)
            throw NameNotFoundException.Resource(missing, resources);
    }

    private IReadOnlyCollection<string> Wanted(SecureScoreContext context)
    {
        // What a snapshot has was wanted once.
        var wanted = Id.Length > 0 ? CollectionPlan.For(ControlCatalog.Get(context.Edition), Id)
            : context.Live is null ? [.. context.Resources.Select(resource => resource.Name)]
            : CollectionPlan.Everything();
        return [.. wanted.Union(IncludeResource, StringComparer.OrdinalIgnoreCase)];
    }
}

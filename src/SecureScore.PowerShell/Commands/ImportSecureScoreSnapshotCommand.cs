using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.History;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Judges snapshots and adds them to the history, each at its own collection date.</summary>
/// <remarks>A snapshot is judged by the decisions that were in force at its date.</remarks>
[Cmdlet(VerbsData.Import, "SecureScoreSnapshot", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(RecordedScore))]
public sealed class ImportSecureScoreSnapshotCommand : StoreCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<string> _paths = [];

    /// <summary>Snapshots: folders or zip files. Wildcards may name several.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [NotConverted(typeof(string))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Snapshots, written exactly as they are named: no character is a wildcard.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Returns what was recorded of each snapshot.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void PrepareRecord()
    {
        base.PrepareRecord();
        _paths.Clear();
        _paths.AddRange(ParameterSetName == LiteralPathSet
            ? LiteralPath.Select(path => SnapshotPath.ResolveLiteral(this, path))
            : Path.SelectMany(path => SnapshotPath.ResolveAll(this, path)));
    }

    private protected override async Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        foreach (string path in _paths)
        {
            try
            {
                await ImportAsync(pipeline, path, cancellation).ConfigureAwait(false);
            }
            catch (SecureScoreException exception) when (!cancellation.IsCancellationRequested)
            {
                await pipeline.WriteErrorAsync(Errors.From(exception)).ConfigureAwait(false);
            }
        }
    }

    private async Task ImportAsync(PipelineWriter pipeline, string path, CancellationToken cancellation)
    {
        var catalog = Catalog();
        var snapshot = TenantSnapshot.Open(path);
        if (!await pipeline.ShouldProcessAsync(path, $"Add to the history of {snapshot.Manifest.DisplayName ?? snapshot.Manifest.TenantId ?? "the tenant"} in {Memory}").ConfigureAwait(false))
            return;

        var importing = Task.Run(
            () => Memory.UseAsync(store => TenantMemory.ImportAsync(store, snapshot, catalog, Clock, cancellation), cancellation), CancellationToken.None);
        var (score, isNew) = await pipeline.WithProgressAsync("Judging snapshots", path, importing, cancellation).ConfigureAwait(false);

        // What regressed is told by the history.
        Connected?.ForgetJudged();
        if (!isNew)
            await pipeline.WriteVerboseAsync($"{path} is in the history already.").ConfigureAwait(false);
        if (PassThru)
            await pipeline.WriteObjectAsync(score).ConfigureAwait(false);
    }
}

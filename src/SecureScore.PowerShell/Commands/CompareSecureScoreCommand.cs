using System.Management.Automation;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Comparing;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Compares the judgement of a tenant with Microsoft's published score, with another tenant or date, or with the averages of other tenants.</summary>
[Cmdlet(VerbsData.Compare, "SecureScore", DefaultParameterSetName = ConnectedSet)]
[OutputType(typeof(PublishedComparison), typeof(ControlChange), typeof(AverageComparison))]
public sealed class CompareSecureScoreCommand : TenantCommand
{
    private string? _reference;

    /// <summary>A snapshot folder or zip file to compare with, such as one of last month. Wildcards may name one snapshot.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? ReferenceSnapshot { get; set; }

    /// <summary>A tenant to compare with: what Connect-SecureScore -PassThru returned.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureScoreContext? ReferenceContext { get; set; }

    /// <summary>Compares with the averages that Microsoft publishes: of all tenants, of those of the same size and, where there is one, of the same industry.</summary>
    [Parameter]
    public SwitchParameter Average { get; set; }

    /// <summary>Lists controls too that are the same in both.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    private protected override void PrepareRecord()
    {
        string[] references =
        [
            .. new[] { nameof(ReferenceSnapshot), nameof(ReferenceContext), nameof(Average) }.Where(MyInvocation.BoundParameters.ContainsKey),
        ];
        if (references.Length > 1)
            ThrowTerminatingError(Errors.ParametersConflict(references[0], references[1]));

        base.PrepareRecord();
        _reference = ReferenceSnapshot is null ? null : SnapshotPath.Resolve(this, ReferenceSnapshot);
    }

    private protected override async Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        foreach (object comparison in await CompareAsync(pipeline, cancellation).ConfigureAwait(false))
            await pipeline.WriteObjectAsync(comparison).ConfigureAwait(false);
    }

    private async Task<IEnumerable<object>> CompareAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var reference = ReferenceContext ?? (_reference is null ? null : SecureScoreContext.Open(_reference, ControlCatalog.Default, EvidenceOnly, ConnectionStore));
        if (reference is not null)
        {
            var (judged, _) = await JudgeAsync(pipeline, evidenceOnly: null, cancellation).ConfigureAwait(false);
            var (former, _) = await JudgeAsync(pipeline, reference, ControlCatalog.Get(judged.Edition), evidenceOnly: null, cancellation).ConfigureAwait(false);
            return ScoreComparison.WithReference(former, judged).Where(change => IncludeEqual || change.Change != ChangeKind.Same);
        }

        if (Average)
        {
            var (judged, evidence) = await JudgeAsync(pipeline, evidenceOnly: null, cancellation).ConfigureAwait(false);
            var averages = ScoreComparison.WithAverages(judged, evidence, cancellation);
            if (averages.Count == 0)
                await pipeline.WriteWarningAsync("Microsoft publishes no averages beside the tenant's score at present.").ConfigureAwait(false);
            return averages;
        }

        // Published points would be compared with themselves.
        var (own, snapshot) = await JudgeAsync(pipeline, evidenceOnly: true, cancellation).ConfigureAwait(false);
        return ScoreComparison.WithPublished(own, snapshot, ControlCatalog.Get(own.Edition), cancellation)
            .Where(comparison => IncludeEqual || comparison.LikelyReason != DifferenceReason.Same);
    }
}

using System.Management.Automation;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Formatting;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Judges a tenant and returns its score.</summary>
[Cmdlet(VerbsCommon.Get, "SecureScore", DefaultParameterSetName = ConnectedSet)]
[OutputType(typeof(SecureScoreResult))]
public sealed class GetSecureScoreCommand : TenantCommand
{
    // Finer than any service dates its evidence, coarser than any store keeps it.
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    /// <summary>Keeps the judgement out of the history.</summary>
    [Parameter]
    public SwitchParameter NoRecord { get; set; }

    private protected override bool Records => !NoRecord;

    private protected override async Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var result = await JudgeAsync(pipeline, cancellation).ConfigureAwait(false);
        if (await AskMemoryAsync(pipeline, store => StandingAsync(store, result, Catalog(), cancellation), cancellation).ConfigureAwait(false) is { } standing)
            SecureScoreResultView.Note(result, standing);
        await pipeline.WriteObjectAsync(result).ConfigureAwait(false);
    }

    private static async Task<ScoreStanding?> StandingAsync(
        IScoreStore store, SecureScoreResult result, ControlCatalog catalog, CancellationToken cancellation)
    {
        if (result.TenantId is not { } tenantId || result.CollectedAt is not { } collectedAt)
            return null;

        var zones = await store.ReadZonesAsync(tenantId, cancellation).ConfigureAwait(false);
        if (collectedAt - DateTimeOffset.MinValue < s_moment)
            return new ScoreStanding(zones?.Of(result.Percentage), null);

        var before = await store.FindLatestAsync(tenantId, RecordedScore.SeriesOf(catalog), collectedAt - s_moment, cancellation).ConfigureAwait(false);
        return new ScoreStanding(zones?.Of(result.Percentage), before?.Score);
    }
}

using SecureScore.Engine.Catalog;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.History;

/// <summary>A judgement as the history keeps it.</summary>
/// <param name="Score">The whole.</param>
/// <param name="Controls">Every control, by id.</param>
public sealed record RecordedJudgement(RecordedScore Score, IReadOnlyList<RecordedControl> Controls)
{
    /// <summary>Takes down a judgement. It should be a full one: with Microsoft's published points, so that it compares with the others.</summary>
    /// <param name="result">The judged tenant.</param>
    /// <param name="recordedAt">Now.</param>
    /// <exception cref="SecureScoreException">The snapshot does not say which tenant it is of, or when it was collected.</exception>
    public static RecordedJudgement From(SecureScoreResult result, DateTimeOffset recordedAt)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (string.IsNullOrEmpty(result.TenantId) || result.CollectedAt is not { } collectedAt)
        {
            throw new SecureScoreException(
                ErrorIds.JudgementNotRecordable,
                "The judgement is not recorded: the snapshot does not say which tenant it is of or when it was collected. Collect it anew.");
        }

        var catalog = ControlCatalog.Get(result.Edition);
        RecordedControl[] controls =
        [
            .. result.Controls.Select(control => RecordedControl.From(control, catalog.Find(control.Id)?.Shape == PointsShape.Share))
                .OrderBy(control => control.Id, StringComparer.Ordinal),
        ];
        return new RecordedJudgement(
            new RecordedScore
            {
                TenantId = result.TenantId,
                TenantName = result.TenantName,
                Series = RecordedScore.SeriesOf(catalog),
                Edition = catalog.Edition,
                RuleVersion = RuleVersion.Of(catalog.Edition),
                CollectedAt = collectedAt.ToUniversalTime(),
                RecordedAt = recordedAt.ToUniversalTime(),
                Score = controls.Sum(control => control.ScoredPoints),
                MaxScore = controls.Sum(control => control.ScoredMaxPoints),
                AssertedPoints = RecordedPoints.Round(result.AssertedPoints),
                PlannedScore = RecordedPoints.Round(result.PlannedScore),
                AchievableScore = RecordedPoints.Round(result.AchievableScore),
                CurrentLicenceScore = RecordedPoints.Round(result.CurrentLicenceScore),
                Coverage = RecordedPoints.Round(result.Coverage),
            },
            controls);
    }
}

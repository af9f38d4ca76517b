using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;

namespace SecureScore.Reporting;

/// <summary>The columns of each record: its properties, in their order.</summary>
internal static class CsvColumns
{
    /// <summary>Totals only: the controls are a table of their own.</summary>
    public static IReadOnlyList<CsvColumn<SecureScoreResult>> Score { get; } =
    [
        new(nameof(SecureScoreResult.TenantId), score => score.TenantId),
        new(nameof(SecureScoreResult.TenantName), score => score.TenantName),
        new(nameof(SecureScoreResult.Edition), score => score.Edition),
        new(nameof(SecureScoreResult.CollectedAt), score => score.CollectedAt),
        new(nameof(SecureScoreResult.Score), score => score.Score),
        new(nameof(SecureScoreResult.MaxScore), score => score.MaxScore),
        new(nameof(SecureScoreResult.Percentage), score => score.Percentage),
        new(nameof(SecureScoreResult.Categories), score => score.Categories),
        new(nameof(SecureScoreResult.Products), score => score.Products),
        new(nameof(SecureScoreResult.AssertedPoints), score => score.AssertedPoints),
        new(nameof(SecureScoreResult.PlannedScore), score => score.PlannedScore),
        new(nameof(SecureScoreResult.AchievableScore), score => score.AchievableScore),
        new(nameof(SecureScoreResult.CurrentLicenceScore), score => score.CurrentLicenceScore),
        new(nameof(SecureScoreResult.Coverage), score => score.Coverage),
        new(nameof(SecureScoreResult.CoverageGaps), score => score.CoverageGaps),
        new(nameof(SecureScoreResult.Published), score => score.Published),
    ];

    public static IReadOnlyList<CsvColumn<ControlResult>> Controls { get; } =
    [
        new(nameof(ControlResult.Rank), control => control.Rank),
        new(nameof(ControlResult.Id), control => control.Id),
        new(nameof(ControlResult.Title), control => control.Title),
        new(nameof(ControlResult.Category), control => control.Category),
        new(nameof(ControlResult.Product), control => control.Product),
        new(nameof(ControlResult.ScoreImpact), control => control.ScoreImpact),
        new(nameof(ControlResult.Points), control => control.Points),
        new(nameof(ControlResult.MaxPoints), control => control.MaxPoints),
        new(nameof(ControlResult.MeasuredPoints), control => control.MeasuredPoints),
        new(nameof(ControlResult.Outcome), control => control.Outcome),
        new(nameof(ControlResult.Reason), control => control.Reason),
        new(nameof(ControlResult.Status), control => control.Status),
        new(nameof(ControlResult.Regressed), control => control.Regressed),
        new(nameof(ControlResult.Licensed), control => control.Licensed),
        new(nameof(ControlResult.CompliantCount), control => control.CompliantCount),
        new(nameof(ControlResult.TotalCount), control => control.TotalCount),
        new(nameof(ControlResult.AffectedCount), control => control.AffectedCount),
        new(nameof(ControlResult.ImplementationStatus), control => control.ImplementationStatus),
        new(nameof(ControlResult.Explanation), control => control.Explanation),
        new(nameof(ControlResult.Findings), control => control.Findings),
        new(nameof(ControlResult.Source), control => control.Source),
        new(nameof(ControlResult.AsOf), control => control.AsOf),
        new(nameof(ControlResult.UserImpact), control => control.UserImpact),
        new(nameof(ControlResult.ImplementationCost), control => control.ImplementationCost),
        new(nameof(ControlResult.Tier), control => control.Tier),
        new(nameof(ControlResult.ActionType), control => control.ActionType),
        new(nameof(ControlResult.Threats), control => control.Threats),
        new(nameof(ControlResult.Prerequisites), control => control.Prerequisites),
        new(nameof(ControlResult.NextSteps), control => control.NextSteps),
        new(nameof(ControlResult.ActionUrl), control => control.ActionUrl),
        new(nameof(ControlResult.Note), control => control.Note),
        new(nameof(ControlResult.Owner), control => control.Owner),
        new(nameof(ControlResult.Expires), control => control.Expires),
        new(nameof(ControlResult.Tags), control => control.Tags),
        new(nameof(ControlResult.PublishedState), control => control.PublishedState),
    ];

    public static IReadOnlyList<CsvColumn<ScoreEvidence>> Evidence { get; } =
    [
        new(nameof(ScoreEvidence.ControlId), item => item.ControlId),
        new(nameof(ScoreEvidence.Kind), item => item.Kind),
        new(nameof(ScoreEvidence.Id), item => item.Id),
        new(nameof(ScoreEvidence.UserPrincipalName), item => item.UserPrincipalName),
        new(nameof(ScoreEvidence.Identity), item => item.Identity),
        new(nameof(ScoreEvidence.DisplayName), item => item.DisplayName),
        new(nameof(ScoreEvidence.Setting), item => item.Setting),
        new(nameof(ScoreEvidence.Actual), item => item.Actual),
        new(nameof(ScoreEvidence.Expected), item => item.Expected),
        new(nameof(ScoreEvidence.Reason), item => item.Reason),
        new(nameof(ScoreEvidence.Policy), item => item.Policy),
    ];

    public static IReadOnlyList<CsvColumn<HistoryPoint>> History { get; } =
    [
        new(nameof(HistoryPoint.Date), point => point.Date),
        new(nameof(HistoryPoint.Period), point => point.Period),
        new(nameof(HistoryPoint.Name), point => point.Name),
        new(nameof(HistoryPoint.Score), point => point.Score),
        new(nameof(HistoryPoint.MaxScore), point => point.MaxScore),
        new(nameof(HistoryPoint.Percentage), point => point.Percentage),
        new(nameof(HistoryPoint.Change), point => point.Change),
        new(nameof(HistoryPoint.Coverage), point => point.Coverage),
        new(nameof(HistoryPoint.CollectedAt), point => point.CollectedAt),
        new(nameof(HistoryPoint.Edition), point => point.Edition),
    ];

    public static IReadOnlyList<CsvColumn<PublishedScorePoint>> Published { get; } =
    [
        new(nameof(PublishedScorePoint.Date), point => point.Date),
        new(nameof(PublishedScorePoint.Score), point => point.Score),
        new(nameof(PublishedScorePoint.MaxScore), point => point.MaxScore),
        new(nameof(PublishedScorePoint.Percentage), point => point.Percentage),
        new(nameof(PublishedScorePoint.AllTenants), point => point.AllTenants),
        new(nameof(PublishedScorePoint.SimilarSize), point => point.SimilarSize),
    ];

    public static IReadOnlyList<CsvColumn<RecordedScore>> Judgements { get; } =
    [
        new(nameof(RecordedScore.TenantId), score => score.TenantId),
        new(nameof(RecordedScore.TenantName), score => score.TenantName),
        new(nameof(RecordedScore.Series), score => score.Series),
        new(nameof(RecordedScore.Edition), score => score.Edition),
        new(nameof(RecordedScore.RuleVersion), score => score.RuleVersion),
        new(nameof(RecordedScore.CollectedAt), score => score.CollectedAt),
        new(nameof(RecordedScore.RecordedAt), score => score.RecordedAt),
        new(nameof(RecordedScore.Score), score => score.Score),
        new(nameof(RecordedScore.MaxScore), score => score.MaxScore),
        new(nameof(RecordedScore.Percentage), score => score.Percentage),
        new(nameof(RecordedScore.AssertedPoints), score => score.AssertedPoints),
        new(nameof(RecordedScore.PlannedScore), score => score.PlannedScore),
        new(nameof(RecordedScore.AchievableScore), score => score.AchievableScore),
        new(nameof(RecordedScore.CurrentLicenceScore), score => score.CurrentLicenceScore),
        new(nameof(RecordedScore.Coverage), score => score.Coverage),
    ];

    public static IReadOnlyList<CsvColumn<ScoreEvent>> Events { get; } =
    [
        new(nameof(ScoreEvent.Date), item => item.Date),
        new(nameof(ScoreEvent.ControlId), item => item.ControlId),
        new(nameof(ScoreEvent.Title), item => item.Title),
        new(nameof(ScoreEvent.Activity), item => item.Activity),
        new(nameof(ScoreEvent.Change), item => item.Change),
        new(nameof(ScoreEvent.Points), item => item.Points),
        new(nameof(ScoreEvent.MaxPoints), item => item.MaxPoints),
        new(nameof(ScoreEvent.Category), item => item.Category),
        new(nameof(ScoreEvent.Cause), item => item.Cause),
        new(nameof(ScoreEvent.AttributedTo), item => item.AttributedTo),
    ];

    /// <summary>Without the evidence of the time, which is a record of its own.</summary>
    public static IReadOnlyList<CsvColumn<DecisionEntry>> Decisions { get; } =
    [
        new(nameof(DecisionEntry.TenantId), decision => decision.TenantId),
        new(nameof(DecisionEntry.ControlId), decision => decision.ControlId),
        new(nameof(DecisionEntry.Status), decision => decision.Status),
        new(nameof(DecisionEntry.Note), decision => decision.Note),
        new(nameof(DecisionEntry.Owner), decision => decision.Owner),
        new(nameof(DecisionEntry.Expires), decision => decision.Expires),
        new(nameof(DecisionEntry.DecidedAt), decision => decision.DecidedAt),
        new(nameof(DecisionEntry.DecidedBy), decision => decision.DecidedBy),
    ];

    // After the columns: fields are set in the order in which they stand here.
    private static readonly object[] s_all = [Controls, Evidence, History, Published, Judgements, Events, Decisions];

    /// <summary>The columns of a type of records.</summary>
    /// <exception cref="NotSupportedException">There is no report of such records.</exception>
    public static IReadOnlyList<CsvColumn<T>> Of<T>() =>
        s_all.OfType<IReadOnlyList<CsvColumn<T>>>().FirstOrDefault() ?? throw new NotSupportedException($"There is no report of {typeof(T).Name} records.");
}

using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.History;

/// <summary>Judgements made of what a test says and nothing else.</summary>
internal static class MadeJudgement
{
    public static DateTimeOffset FirstDay { get; } = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);

    public static RecordedJudgement Of(int day, params IReadOnlyList<RecordedControl> controls) => Of(FirstDay.AddDays(day), controls);

    public static RecordedJudgement Of(DateTimeOffset collectedAt, IReadOnlyList<RecordedControl> controls) => new(
        new RecordedScore
        {
            TenantId = "tenant",
            Edition = "2026-09",
            RuleVersion = "1",
            CollectedAt = collectedAt,
            RecordedAt = collectedAt.AddHours(1),
            Score = controls.Sum(control => control.ScoredPoints),
            MaxScore = controls.Sum(control => control.ScoredMaxPoints),
            Coverage = 90,
        },
        controls);

    public static RecordedJudgement WithRules(this RecordedJudgement judgement, string version) =>
        judgement with { Score = judgement.Score with { RuleVersion = version } };

    /// <summary>A control that pays in proportion: five points for all of its users.</summary>
    public static RecordedControl Share(long compliant, long total) => new()
    {
        Id = "MFA",
        Title = "Ask everybody twice",
        Category = "Identity",
        Product = "Microsoft Entra ID",
        IsShare = true,
        Points = RecordedPoints.Round(5m * compliant / total),
        MeasuredPoints = RecordedPoints.Round(5m * compliant / total),
        MaxPoints = 5,
        CompliantCount = compliant,
        TotalCount = total,
        AffectedCount = total - compliant,
        Outcome = compliant == total ? ControlOutcome.Completed : compliant == 0 ? ControlOutcome.Failed : ControlOutcome.Partial,
        Status = compliant == total ? ControlStatus.Completed : ControlStatus.ToAddress,
        Source = ResultSource.Evidence,
        Licensed = true,
    };

    /// <summary>A control that pays all or nothing.</summary>
    public static RecordedControl Switch(bool isOn) => Share(isOn ? 1 : 0, 1) with { Id = "Lockbox", Title = "Lock the box", IsShare = false, Category = "Apps", Product = "Exchange Online" };

    public static RecordedControl Missing(this RecordedControl control, NotEvaluatedReason reason) => control with
    {
        Points = null,
        MeasuredPoints = null,
        CompliantCount = null,
        TotalCount = null,
        AffectedCount = null,
        Outcome = ControlOutcome.NotEvaluated,
        Reason = reason,
        Source = null,
        Licensed = reason == NotEvaluatedReason.NotLicensed ? false : control.Licensed,
        Status = control.Status == ControlStatus.Completed ? ControlStatus.ToAddress : control.Status,
    };

    public static RecordedControl Decided(this RecordedControl control, ControlStatus status) => DecisionRules.IsAsserted(status)
        ? control with { Status = status, Points = control.MaxPoints, Source = ResultSource.Asserted }
        : control with { Status = status };

    public static RecordedControl Published(this RecordedControl control, decimal points) => control with
    {
        Points = points,
        MeasuredPoints = null,
        CompliantCount = null,
        TotalCount = null,
        AffectedCount = null,
        Source = ResultSource.Published,
        Outcome = points == control.MaxPoints ? ControlOutcome.Completed : points == 0 ? ControlOutcome.Failed : ControlOutcome.Partial,
    };

    public static DecisionEntry Decision(string control, ControlStatus status, DateTimeOffset at) => new()
    {
        TenantId = "tenant",
        ControlId = control,
        Status = status,
        DecidedAt = at,
        DecidedBy = "ann@contoso.com",
    };
}

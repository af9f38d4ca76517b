using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;

namespace SecureScore.Reporting.Tests;

/// <summary>A judged tenant in which every kind of value occurs.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset s_moment = new(2022, 5, 8, 8, 0, 0, TimeSpan.FromHours(2));

    public static ControlResult Open { get; } = new()
    {
        Rank = 1,
        Id = "SelfServicePasswordReset",
        Title = "Enable self-service password reset",
        Category = "Identity",
        Product = "Microsoft Entra ID",
        ScoreImpact = 100m / 66,
        Points = 2m / 35,
        MaxPoints = 1,
        MeasuredPoints = 2m / 35,
        Outcome = ControlOutcome.Partial,
        Licensed = true,
        CompliantCount = 2,
        TotalCount = 35,
        AffectedCount = 33,
        ImplementationStatus = "You have 2 of 35 users <enabled> & \"registered\".",
        Findings = new DisplayList<Finding>([new Finding("First", "one"), new Finding("Second", "=two")]),
        Source = ResultSource.Evidence,
        AsOf = new DateTimeOffset(2022, 5, 8, 2, 0, 0, TimeSpan.FromHours(2)),
        UserImpact = EffortLevel.Moderate,
        Tier = ControlTier.DefenseInDepth,
        Threats = new DisplayList<string>(["Account Breach", "Password Cracking"]),
    };

    public static ControlResult Unjudged { get; } = new()
    {
        Rank = 2,
        Id = "AnotherControl",
        Title = "Une règle – non évaluée",
        Category = "Apps",
        Product = "Exchange Online",
        Outcome = ControlOutcome.NotEvaluated,
        Reason = NotEvaluatedReason.NoPublicApi,
        Status = ControlStatus.Planned,
    };

    public static SecureScoreResult Score { get; } = new()
    {
        TenantName = "Contoso",
        Edition = "2022-05",
        CollectedAt = new DateTimeOffset(2022, 5, 8, 0, 0, 0, TimeSpan.Zero),
        Score = 14 + (2m / 35),
        MaxScore = 66,
        Percentage = 100 * (14 + (2m / 35)) / 66,
        Categories = new DisplayList<ScoreGroup>([new ScoreGroup("Identity", 9 + (2m / 35), 51, 17.75m), new ScoreGroup("Apps", 5, 15, null)]),
        CoverageGaps = new DisplayList<CoverageGap>([new CoverageGap(NotEvaluatedReason.NoPublicApi, 1, new DisplayList<string>(["AnotherControl"]))]),
        Published = new PublishedScore(14, 66, null),
        Controls = new DisplayList<ControlResult>([Open, Unjudged]),
    };

    public static HistoryPoint Day { get; } = new()
    {
        Date = new DateOnly(2022, 5, 8),
        Period = "2022-05-08",
        Score = 16.5m,
        MaxScore = 66,
        Change = -1.5m,
        Coverage = 95.5m,
        CollectedAt = s_moment,
        Edition = "2022-05",
    };

    public static PublishedScorePoint PublishedDay { get; } =
        new(new DateTimeOffset(2022, 5, 8, 0, 0, 0, TimeSpan.FromHours(2)), 16.5m, 66) { AllTenants = 30.5m };

    public static RecordedScore Recorded { get; } = new()
    {
        TenantId = "a",
        TenantName = "Contoso",
        Edition = "2022-05",
        RuleVersion = "1/2",
        CollectedAt = s_moment,
        RecordedAt = s_moment,
        Score = 16.5m,
        MaxScore = 66,
        Coverage = 95.5m,
    };

    public static ScoreEvent Lost { get; } = new()
    {
        Date = s_moment,
        ControlId = "SelfServicePasswordReset",
        Title = "=Enable, now",
        Activity = "-0.06 points",
        Change = -0.06m,
        Points = 0.06m,
        MaxPoints = 1,
        Category = "Identity",
        Cause = EventCause.People,
    };

    public static DecisionEntry Decision { get; } = new()
    {
        TenantId = "a",
        ControlId = "SelfServicePasswordReset",
        Status = ControlStatus.RiskAccepted,
        Note = "=why",
        Owner = "@me",
        Expires = new DateTimeOffset(2023, 1, 31, 0, 0, 0, TimeSpan.Zero),
        DecidedAt = s_moment,
        DecidedBy = "admin@contoso.com",
        Evidence = DecisionEvidence.Of(Open),
    };
}

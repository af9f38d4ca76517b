using SecureScore.Engine.Catalog;
using SecureScore.Engine.Comparing;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Comparing;

/// <summary>A judgement beside Microsoft's score, another judgement, and the averages.</summary>
public class ScoreComparisonTests
{
    private const string Lockbox = "CustomerLockBoxEnabled";
    private const string Evidence = "2026-09-01T08:00:00Z";
    private const string Score = "2026-08-31T00:00:00Z";

    [Fact]
    public void Without_a_published_score_there_is_nothing_to_compare_with()
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, Setting(true));
        using var empty = new TestTenant().With(Resources.SecureScores);

        Should.Throw<EvidenceUnavailableException>(() => Compare(tenant)).State.Status.ShouldBe(ResourceStatus.Skipped);
        Should.Throw<EvidenceUnavailableException>(() => Compare(empty)).Message.ShouldContain("published no score");
    }

    [Theory]
    [InlineData(true, 1, 100, Score, DifferenceReason.Same)]
    [InlineData(true, 0, 0, Score, DifferenceReason.Lag)]
    [InlineData(false, 1, 100, Score, DifferenceReason.Lag)]
    [InlineData(true, 0, 0, "2026-08-28T00:00:00Z", DifferenceReason.StaleProviderData)]
    [InlineData(true, 0, 0, "no date", DifferenceReason.StaleProviderData)]
    [InlineData(true, 1, 100, "2026-08-28T00:00:00Z", DifferenceReason.Same)]
    [InlineData(true, 1, 50, Score, DifferenceReason.Same)]
    [InlineData(true, 3, 30, Score, DifferenceReason.RuleDiffers)]
    public void The_dates_and_the_maximum_explain_a_difference(bool on, double points, double percentage, string lastSynced, DifferenceReason expected)
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, Setting(on))
            .With(Resources.SecureScores, Published(Score, Control(Lockbox, points, percentage, lastSynced), Control("Other", 1, 100, Score)));

        var comparison = Compare(tenant).Single(candidate => candidate.ControlId == Lockbox);

        comparison.LikelyReason.ShouldBe(expected);
        comparison.Points.ShouldBe(on ? 1 : 0);
        comparison.PublishedPoints.ShouldBe((decimal)points);
        comparison.Difference.ShouldBe((on ? 1 : 0) - (decimal)points);
        comparison.PublishedDate.ShouldBe(DateTimeOffset.Parse(Score, System.Globalization.CultureInfo.InvariantCulture));
        comparison.AsOf.ShouldBe(DateTimeOffset.Parse(Evidence, System.Globalization.CultureInfo.InvariantCulture));
        comparison.Explanation.ShouldEndWith(".");
    }

    [Fact]
    public void Evidence_that_is_older_than_the_score_explains_a_difference()
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, Setting(true))
            .With(Resources.SecureScores, Published("2026-09-02T00:00:00Z", Control(Lockbox, 0, 0, "2026-09-02T00:00:00Z")));

        Compare(tenant).Single(comparison => comparison.ControlId == Lockbox).LikelyReason.ShouldBe(DifferenceReason.EvidenceOlder);
    }

    [Fact]
    public void Points_that_only_one_of_both_has_are_told()
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, Setting(true))
            .With(Resources.SecureScores, Published(Score, Control("PasswordHashSync", 5, 100, Score), Control("Brand_new", 2, 50, Score)));

        var comparisons = Compare(tenant);

        comparisons.Select(comparison => (comparison.ControlId, comparison.LikelyReason, comparison.Difference)).ShouldBe(
            [
                ("PasswordHashSync", DifferenceReason.EvidenceMissing, null),
                (Lockbox, DifferenceReason.NotPublished, null),
                ("Brand_new", DifferenceReason.NotInCatalogue, null),
            ],
            ignoreOrder: true);
        comparisons.Single(comparison => comparison.ControlId == "Brand_new").MaxPoints.ShouldBe(4);
    }

    [Fact]
    public void The_largest_difference_comes_first_and_what_is_the_same_last()
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, Setting(true))
            .With(Resources.SecureScores, Published(Score, Control(Lockbox, 1, 100, Score), Control("PasswordHashSync", 1, 20, Score), Control("New", 9, 100, Score)));

        Compare(tenant).Select(comparison => comparison.ControlId).ShouldBe(["New", "PasswordHashSync", Lockbox]);
    }

    [Fact]
    public void Two_judgements_tell_what_became_of_each_control()
    {
        using var before = new TestTenant().With(Resources.OrganizationConfig, Setting(false))
            .With(Resources.SecureScores, Published(Score, Control("Gone", 1, 100, Score)));
        using var after = new TestTenant().With(Resources.OrganizationConfig, Setting(true)).With(Resources.Groups);

        var changes = ScoreComparison.WithReference(Judge(before, evidenceOnly: false), Judge(after, evidenceOnly: false));

        var lockbox = changes[0];
        lockbox.ControlId.ShouldBe(Lockbox);
        lockbox.Change.ShouldBe(ChangeKind.Improved);
        lockbox.Difference.ShouldBe(1);
        lockbox.ReferenceOutcome.ShouldBe(ControlOutcome.Failed);
        lockbox.Outcome.ShouldBe(ControlOutcome.Completed);
        Kind("Gone").ShouldBe(ChangeKind.Removed);
        Kind("aad_managed_approved_public_groups_only").ShouldBe(ChangeKind.NowJudged);
        Kind("PasswordHashSync").ShouldBe(ChangeKind.Same);

        var back = ScoreComparison.WithReference(Judge(after, evidenceOnly: false), Judge(before, evidenceOnly: false));
        back[0].Change.ShouldBe(ChangeKind.Worsened);
        back.Single(change => change.ControlId == "Gone").Change.ShouldBe(ChangeKind.Added);
        back.Single(change => change.ControlId == "aad_managed_approved_public_groups_only").Change.ShouldBe(ChangeKind.NoLongerJudged);

        ChangeKind Kind(string id) => changes.Single(change => change.ControlId == id).Change;
    }

    [Fact]
    public void Averages_are_percentages_and_those_that_are_none_are_left_out()
    {
        using var tenant = new TestTenant().With(Resources.SecureScores, new
        {
            createdDateTime = Score,
            currentScore = 120,
            maxScore = 240,
            averageComparativeScores = new object[]
            {
                new { basis = "AllTenants", averageScore = 54.7 },
                new { basis = "TotalSeats", averageScore = "51.3", SeatSizeRangeLowerValue = "101", SeatSizeRangeUpperValue = 300 },
                new { basis = "IndustryTypes", averageScore = -1 },
                new { averageScore = 20 },
            },
        });
        var judged = Judge(tenant, evidenceOnly: true) with { Percentage = 60 };

        var averages = ScoreComparison.WithAverages(judged, tenant.Open());

        averages.Select(average => (average.Basis, average.Group, average.Average, average.Difference, average.PublishedPercentage)).ShouldBe(
        [
            ("AllTenants", "All tenants", 54.7m, 5.3m, 50m),
            ("TotalSeats", "Tenants with 101 to 300 seats", 51.3m, 8.7m, 50m),
        ]);
    }

    private static IReadOnlyList<PublishedComparison> Compare(TestTenant tenant) =>
        ScoreComparison.WithPublished(Judge(tenant, evidenceOnly: true), tenant.Open(), ControlCatalog.Default);

    private static SecureScoreResult Judge(TestTenant tenant, bool evidenceOnly) =>
        SecureScoreEvaluator.Judge(tenant.Open(), ControlCatalog.Default, new JudgeOptions { EvidenceOnly = evidenceOnly });

    private static object Setting(bool on) => new { CustomerLockBoxEnabled = on };

    private static object Published(string date, params object[] controls) =>
        new { createdDateTime = date, currentScore = 1, maxScore = 2, controlScores = controls };

    private static object Control(string id, double points, double percentage, string lastSynced) =>
        new { controlName = id, score = points, scoreInPercentage = percentage, controlCategory = "Apps", lastSynced };
}

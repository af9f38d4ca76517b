using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Scoring;

/// <summary>How controls add up.</summary>
public class ScoreSummaryTests
{
    [Fact]
    public void Sums_take_in_licensed_controls_whose_points_and_maximum_are_known()
    {
        var result = Summarise(
            Control("a", 4, 10),
            Control("unknown licence", 1, 5) with { Licensed = null },
            Control("unlicensed", 3, 3) with { Licensed = false },
            Control("unknown maximum", null, null) with { Outcome = ControlOutcome.Completed },
            Control("published without maximum", 2, null),
            NotEvaluated("no evidence", NotEvaluatedReason.NotCollected, 7));

        result.Score.ShouldBe(5);
        result.MaxScore.ShouldBe(15);
        result.Percentage.ShouldBe(100m * 5 / 15);
        Impact(result, "a").ShouldBe(100m * 10 / 15);
        Impact(result, "unlicensed").ShouldBeNull();
        Impact(result, "unknown maximum").ShouldBeNull();
        Impact(result, "no evidence").ShouldBeNull();
        result.AchievableScore.ShouldBe(15);
    }

    [Fact]
    public void Nothing_to_divide_by_is_unknown_and_not_zero()
    {
        var result = Summarise();

        result.Score.ShouldBe(0);
        result.Percentage.ShouldBeNull();
        result.Coverage.ShouldBeNull();
        result.CurrentLicenceScore.ShouldBeNull();
        result.Categories.ShouldBeEmpty();
    }

    [Fact]
    public void Categories_and_products_add_up_to_the_whole()
    {
        var result = Summarise(
            Control("a", 4, 10),
            Control("b", 1, 5),
            Control("c", 2, 20) with { Category = "Apps", Product = "Microsoft Teams" },
            NotEvaluated("d", NotEvaluatedReason.NotCollected, 9) with { Category = "Data" });

        result.Categories.ShouldBe([new ScoreGroup("Apps", 2, 20, 10), new ScoreGroup("Identity", 5, 15, 100m * 5 / 15)]);
        result.Products.ShouldBe([new ScoreGroup("Microsoft Teams", 2, 20, 10), new ScoreGroup("Microsoft Entra ID", 5, 15, 100m * 5 / 15)]);
    }

    [Fact]
    public void Coverage_counts_judged_controls_among_those_that_apply()
    {
        var result = Summarise(
            Control("judged", 4, 10),
            Control("without points", null, null) with { Outcome = ControlOutcome.Failed },
            NotEvaluated("z", NotEvaluatedReason.NotCollected, 1),
            NotEvaluated("y", NotEvaluatedReason.NotCollected, 1),
            NotEvaluated("x", NotEvaluatedReason.PermissionMissing, 1),
            NotEvaluated("hybrid", NotEvaluatedReason.NotApplicable, 1),
            NotEvaluated("unlicensed", NotEvaluatedReason.NotLicensed, 1) with { Licensed = false });

        result.Coverage.ShouldBe(40);
        result.CoverageGaps.Select(gap => (gap.Reason, gap.Count, gap.Ids.ToString())).ShouldBe(
        [
            (NotEvaluatedReason.PermissionMissing, 1, "x"),
            (NotEvaluatedReason.NotCollected, 2, "y; z"),
        ]);
    }

    [Fact]
    public void Controls_without_credit_are_in_no_sum_and_no_coverage()
    {
        ControlResult[] scored =
        [
            Control("a", 4, 10),
            Control("b", 1, 5) with { Status = ControlStatus.Planned },
            NotEvaluated("c", NotEvaluatedReason.NotCollected, 9),
        ];
        ControlResult[] others =
        [
            Control("open", 0, 0) with { Outcome = ControlOutcome.Failed, Product = "Exchange Online", Status = ControlStatus.Planned },
            Control("partial", 0, 0) with { Outcome = ControlOutcome.Partial },
            Control("done", 0, 0),
            Control("asserted", 0, 0) with { Outcome = ControlOutcome.Failed, Source = ResultSource.Asserted },
            NotEvaluated("unseen", NotEvaluatedReason.PermissionMissing, 0),
        ];

        var with = Summarise([.. scored, .. others]);
        var without = Summarise(scored);

        (with with { Controls = without.Controls }).ToString().ShouldBe(without.ToString());
        others.ShouldAllBe(control => Impact(with, control.Id) == 0);
        with.Controls.Select(control => control.Id).ShouldBe(["a", "b", "open", "partial", "asserted", "done", "c", "unseen"]);
    }

    [Fact]
    public void Views_answer_what_if()
    {
        var result = Summarise(
            Control("open", 4, 10),
            Control("planned", 1, 5) with { Status = ControlStatus.Planned },
            Control("accepted", 1, 3) with { Status = ControlStatus.RiskAccepted },
            Control("asserted", 8, 8) with { Status = ControlStatus.ThirdParty, Source = ResultSource.Asserted, MeasuredPoints = 2 },
            Control("asserted unseen", 6, 6) with { Status = ControlStatus.AlternateMitigation, Source = ResultSource.Asserted, MeasuredPoints = null },
            NotEvaluated("planned unseen", NotEvaluatedReason.NotCollected, 9) with { Status = ControlStatus.Planned },
            Control("unlicensed", 0, 7) with { Licensed = false });

        result.Score.ShouldBe(20);
        result.AssertedPoints.ShouldBe(12);
        result.PlannedScore.ShouldBe(24);
        result.AchievableScore.ShouldBe(30);
    }

    [Fact]
    public void The_current_licence_score_compares_with_all_controls_of_owned_products()
    {
        using var tenant = new TestTenant().With(
            Resources.SubscribedSkus,
            """{"skuPartNumber":"X","capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"EXCHANGE_S_ENTERPRISE","provisioningStatus":"Success"}]}""");

        var result = Summarise(
            tenant.Evidence().Licences,
            Control("owned", 0, 6) with { Product = "Exchange Online" },
            NotEvaluated("owned, unseen", NotEvaluatedReason.NotCollected, 2) with { Product = "Exchange Online" },
            NotEvaluated("lockbox", NotEvaluatedReason.NotLicensed, 2) with { Product = "Exchange Online", Licensed = false },
            NotEvaluated("teams", NotEvaluatedReason.NotLicensed, 50) with { Product = "Microsoft Teams", Licensed = false });

        result.CurrentLicenceScore.ShouldBe(80);
    }

    [Fact]
    public void Without_known_licences_there_is_no_current_licence_score() =>
        Summarise(Control("a", 4, 10) with { Licensed = null }).CurrentLicenceScore.ShouldBeNull();

    [Fact]
    public void What_wins_most_comes_first_then_what_is_done_then_what_nobody_judged()
    {
        ControlResult[] ordered =
        [
            Control("most left", 0, 10),
            Control("as much left of less", 0, 9),
            Control("left of a larger maximum", 4, 12),
            Control("left of a smaller maximum", 0, 8),
            Control("first in the edition", 0, 1) with { CatalogRank = 1, UserImpact = EffortLevel.High },
            Control("second in the edition", 0, 1) with { CatalogRank = 2 },
            Control("low impact", 0, 1) with { UserImpact = EffortLevel.Low, ImplementationCost = EffortLevel.High },
            Control("moderate impact, low cost", 0, 1) with { UserImpact = EffortLevel.Moderate, ImplementationCost = EffortLevel.Low },
            Control("moderate impact, high cost", 0, 1) with { UserImpact = EffortLevel.Moderate, ImplementationCost = EffortLevel.High },
            Control("moderate impact, unknown cost", 0, 1) with { UserImpact = EffortLevel.Moderate },
            Control("B", 0, 1),
            Control("a", 0, 1),
            Control("unknown maximum", null, null) with { Outcome = ControlOutcome.Failed },
            Control("completed, worth more", 10, 10),
            Control("asserted", 9, 9) with { Outcome = ControlOutcome.NotEvaluated, Reason = NotEvaluatedReason.NotCollected, Source = ResultSource.Asserted },
            Control("completed, worth less", 2, 2),
            NotEvaluated("unseen, worth more", NotEvaluatedReason.NotCollected, 10),
            NotEvaluated("unseen, worth less", NotEvaluatedReason.NoPublicApi, 5),
        ];

        var result = Summarise([.. ordered.Reverse()]);

        result.Controls.Select(control => control.Id).ShouldBe(ordered.Select(control => control.Id));
        result.Controls.Select(control => control.Rank).ShouldBe(Enumerable.Range(1, ordered.Length));
    }

    [Theory]
    [InlineData("nl-BE")]
    [InlineData("tr-TR")]
    public void Texts_are_the_same_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            new ScoreGroup("Identity", 12.5m, 40, 31.25m).ToString().ShouldBe("Identity 12.5/40");
            new PublishedScore(14.06m, 66, new DateTimeOffset(2022, 5, 7, 0, 0, 0, TimeSpan.Zero)).ToString().ShouldBe("14.06/66 on 2022-05-07");
            Summarise(Control("info", 0, 1), Control("INFO2", 0, 1)).Controls[0].Id.ShouldBe("INFO2");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static decimal? Impact(SecureScoreResult result, string id) => result.Controls.Single(control => control.Id == id).ScoreImpact;

    private static SecureScoreResult Summarise(params ControlResult[] controls) => Summarise(licences: null, controls);

    private static SecureScoreResult Summarise(Licences? licences, params ControlResult[] controls) => ScoreSummary.Create(
        new SnapshotManifest(), ControlCatalog.Parse(new EditionFile("test", "Test", [])), licences, published: null, controls);

    private static ControlResult Control(string id, decimal? points, decimal? maximum) => new()
    {
        Id = id,
        Title = id,
        Category = "Identity",
        Product = "Microsoft Entra ID",
        Licensed = true,
        Points = points,
        MeasuredPoints = points,
        MaxPoints = maximum,
        Outcome = points == maximum ? ControlOutcome.Completed : points == 0 ? ControlOutcome.Failed : ControlOutcome.Partial,
        Source = ResultSource.Evidence,
    };

    private static ControlResult NotEvaluated(string id, NotEvaluatedReason reason, decimal maximum) => Control(id, null, maximum) with
    {
        Outcome = ControlOutcome.NotEvaluated,
        Reason = reason,
        Source = null,
    };
}

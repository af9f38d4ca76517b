using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.History;

public sealed class RecordedJudgementTests
{
    [Fact]
    public void A_judgement_is_taken_down_as_it_is_in_exact_sums()
    {
        var result = SecureScoreEvaluator.Judge(Repository.OpenSample(), ControlCatalog.Get("2022-05"));

        var recorded = RecordedJudgement.From(result, MadeJudgement.FirstDay);

        recorded.Score.Series.ShouldBe("2022-05");
        recorded.Score.CollectedAt.ShouldBe(result.CollectedAt!.Value);
        recorded.Score.Score.ShouldBe(14.0571428571m);
        recorded.Score.MaxScore.ShouldBe(66);
        recorded.Score.Score.ShouldBe(recorded.Controls.Sum(control => control.ScoredPoints));
        recorded.Score.Coverage.ShouldBe(100);
        recorded.Score.RuleVersion.ShouldBe(RuleVersion.Of("2022-05"));
        recorded.Controls.Select(control => control.Id).ShouldBe(result.Controls.Select(control => control.Id).Order(StringComparer.Ordinal));
        recorded.Controls.Count(control => control.IsShare).ShouldBeGreaterThan(3);
    }

    [Fact]
    public void The_default_edition_goes_on_with_the_current_series()
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, new { CustomerLockBoxEnabled = true });

        var result = SecureScoreEvaluator.Judge(tenant.Open(), ControlCatalog.Default);

        RecordedJudgement.From(result, MadeJudgement.FirstDay).Score.Series.ShouldBe(RecordedScore.CurrentSeries);
    }

    [Fact]
    public void What_has_no_tenant_or_no_date_has_no_place_in_a_history()
    {
        var result = new SecureScoreResult { Edition = "2026-09", TenantId = "tenant", CollectedAt = MadeJudgement.FirstDay };

        RecordedJudgement.From(result, MadeJudgement.FirstDay).Controls.ShouldBeEmpty();
        SecureScoreResult[] incomplete = [result with { TenantId = null }, result with { CollectedAt = null }];
        foreach (var one in incomplete)
            Should.Throw<SecureScoreException>(() => RecordedJudgement.From(one, MadeJudgement.FirstDay)).ErrorId.ShouldBe(ErrorIds.JudgementNotRecordable);
    }

    [Fact]
    public void Rules_have_the_name_of_the_version_and_the_edition()
    {
        RuleVersion.Of("2026-09").ShouldMatch(@"^\d+\.\d+\.\d+\S*/[0-9A-F]{8}$");
        (RuleVersion.Of("2026-09") == RuleVersion.Of("2022-05")).ShouldBeFalse();
    }

    [Fact]
    public void Published_days_are_read_with_their_gaps_and_without_what_is_damaged()
    {
        using var tenant = new TestTenant().With(
            Resources.SecureScores,
            Day("2026-09-03", 30, 50.5m),
            Day("2026-09-01", 10, -1),
            Day("2026-09-03", 99, 1),
            new { currentScore = 5, maxScore = 10 },
            new { createdDateTime = "2026-09-02T00:00:00Z", currentScore = -1, maxScore = 10 });

        var points = PublishedHistory.Read(tenant.Open());

        points.Select(point => (point.Date.Day, point.Score, point.AllTenants)).ShouldBe([(1, 10m, null), (3, 30m, 50.5m)]);
        points[1].Percentage.ShouldBe(30);
    }

    [Fact]
    public void Without_a_published_score_there_are_no_days()
    {
        using var without = new TestTenant();
        using var damaged = new TestTenant().WithText(Resources.SecureScores, "[{]");

        PublishedHistory.Read(without.Open()).ShouldBeEmpty();
        PublishedHistory.Read(damaged.Open()).ShouldBeEmpty();
    }

    /// <summary>Score, coverage, what is asked for of each, the coverage recorded last.</summary>
    public static TheoryData<decimal?, decimal?, decimal?, decimal?, decimal?, GateVerdict> Gates { get; } = new()
    {
        { 60m, 90m, 60m, null, 90m, GateVerdict.Passed },
        { 59.99m, 90m, 60m, null, 90m, GateVerdict.ScoreTooLow },
        { 80m, 89.9m, 60m, null, 90m, GateVerdict.CoverageTooLow },
        { 10m, 89.9m, 60m, null, 90m, GateVerdict.CoverageTooLow },
        { 80m, 89.9m, 60m, 80m, 90m, GateVerdict.Passed },
        { 80m, 70m, 60m, 80m, null, GateVerdict.CoverageTooLow },
        { 80m, 70m, 60m, null, null, GateVerdict.Passed },
        { 80m, null, 60m, null, 10m, GateVerdict.CoverageTooLow },
        { null, 90m, 0m, null, null, GateVerdict.ScoreTooLow },
        { null, 90m, null, null, null, GateVerdict.Passed },
    };

    [Theory]
    [MemberData(nameof(Gates))]
    public void A_pipeline_passes_by_score_and_by_coverage(
        decimal? score, decimal? coverage, decimal? least, decimal? leastCoverage, decimal? lastCoverage, GateVerdict verdict)
    {
        var gate = ScoreGate.Check(Judged(score, coverage), least, leastCoverage, Last(lastCoverage));

        gate.Verdict.ShouldBe(verdict);
        gate.Message.ShouldEndWith(".");
    }

    [Fact]
    public void Coverage_that_was_rounded_when_it_was_recorded_is_no_loss() =>
        ScoreGate.Check(Judged(50, 200m / 3), null, null, Last(RecordedPoints.Round(200m / 3))).Verdict.ShouldBe(GateVerdict.Passed);

    [Fact]
    public void Coverage_without_the_published_points_does_not_compare() =>
        ScoreGate.Check(Judged(50, 40), null, null, Last(90), isEvidenceOnly: true).Verdict.ShouldBe(GateVerdict.Passed);

    [Theory]
    [InlineData(NotEvaluatedReason.PermissionMissing, GateVerdict.CoverageTooLow)]
    [InlineData(NotEvaluatedReason.NotConnected, GateVerdict.CoverageTooLow)]
    [InlineData(NotEvaluatedReason.SourceFailed, GateVerdict.CoverageTooLow)]
    [InlineData(NotEvaluatedReason.NotCollected, GateVerdict.CoverageTooLow)]
    [InlineData(NotEvaluatedReason.NotLicensed, GateVerdict.Passed)]
    [InlineData(NotEvaluatedReason.NotApplicable, GateVerdict.Passed)]
    [InlineData(NotEvaluatedReason.NoPublicApi, GateVerdict.Passed)]
    public void What_was_judged_by_evidence_must_be_so_still_unless_it_is_due_to_the_licence_or_the_catalogue(NotEvaluatedReason reason, GateVerdict verdict)
    {
        var result = Judged(100, 90, Now("MFA", reason), Now("Lockbox", null));

        foreach (var then in new[] { MadeJudgement.Share(1, 2), MadeJudgement.Share(1, 2).Decided(ControlStatus.ThirdParty) })
        {
            ScoreGate.Check(result, 60, null, Last(90, then, MadeJudgement.Switch(true))).Verdict.ShouldBe(verdict);
            ScoreGate.Check(result, 60, null, Last(90, then), isEvidenceOnly: true).Verdict.ShouldBe(verdict);
            ScoreGate.Check(result, 60, 90, Last(90, then)).Verdict.ShouldBe(GateVerdict.Passed);
        }
    }

    [Fact]
    public void What_was_not_judged_by_evidence_before_loses_none()
    {
        var result = Judged(100, 90, Now("MFA", NotEvaluatedReason.PermissionMissing));
        RecordedControl[] before =
        [
            MadeJudgement.Share(1, 2).Published(3),
            MadeJudgement.Share(1, 2).Published(3).Decided(ControlStatus.AlternateMitigation),
            MadeJudgement.Share(1, 2).Missing(NotEvaluatedReason.NotConnected),
            MadeJudgement.Share(1, 2) with { Id = "Gone" },
        ];

        foreach (var then in before)
            ScoreGate.Check(result, 60, null, Last(90, then)).Verdict.ShouldBe(GateVerdict.Passed);
    }

    [Fact]
    public void Some_of_what_lost_its_evidence_is_named_with_the_reason()
    {
        string[] ids = ["A", "B", "C", "D", "E"];
        var last = Last(90, [.. ids.Select(id => MadeJudgement.Share(1, 2) with { Id = id })]);

        ScoreGate.Check(Judged(100, 90, Now("a", NotEvaluatedReason.NotConnected)), null, null, last).Message
            .ShouldBe("1 control can no longer be judged by evidence, as it was when recorded last: a (Not connected).");
        ScoreGate.Check(Judged(100, 90, [.. ids.Select(id => Now(id, NotEvaluatedReason.PermissionMissing))]), null, null, last).Message.ShouldBe(
            "5 controls can no longer be judged by evidence, as they were when recorded last: A (No permission), B (No permission), C (No permission) and 2 more.");
    }

    private static SecureScoreResult Judged(decimal? percentage, decimal? coverage, params IReadOnlyList<ControlResult> controls) => new()
    {
        Edition = "2026-09",
        Percentage = percentage,
        Coverage = coverage,
        Controls = new DisplayList<ControlResult>(controls),
    };

    // Microsoft's published points stand in for the evidence: the control counts as judged.
    private static ControlResult Now(string id, NotEvaluatedReason? missing) => new()
    {
        Id = id,
        Title = id,
        Category = "Identity",
        Product = "Microsoft Entra ID",
        Points = 5,
        Outcome = ControlOutcome.Completed,
        Source = missing is null ? ResultSource.Evidence : ResultSource.Published,
        Verdict = missing is { } reason ? Verdict.NotEvaluated(reason, "Missing.") : Verdict.Counted(1, 1, ""),
    };

    private static RecordedJudgement? Last(decimal? coverage, params IReadOnlyList<RecordedControl> controls)
    {
        var judgement = MadeJudgement.Of(0, controls);
        return coverage is null ? null : judgement with { Score = judgement.Score with { Coverage = coverage } };
    }

    [Theory]
    [InlineData(0, 100, true)]
    [InlineData(50, 50, false)]
    [InlineData(60, 50, false)]
    [InlineData(-1, 50, false)]
    [InlineData(50, 101, false)]
    public void Zones_are_percentages_in_rising_order(int okay, int good, bool valid)
    {
        if (valid)
            ScoreZones.Create(okay, good).ShouldBe(new ScoreZones(okay, good));
        else
            Should.Throw<SecureScoreException>(() => ScoreZones.Create(okay, good)).ErrorId.ShouldBe(ErrorIds.ZoneInvalid);
    }

    [Fact]
    public void A_zone_holds_its_lower_end()
    {
        var zones = new ScoreZones(40, 70);

        new decimal?[] { null, 0, 39.99m, 40, 69.99m, 70, 100 }.Select(zones.Of).ShouldBe(
            [null, ScoreZone.Bad, ScoreZone.Bad, ScoreZone.Okay, ScoreZone.Okay, ScoreZone.Good, ScoreZone.Good]);
    }

    [Theory]
    [InlineData("", 50)]
    [InlineData("a\u0000b", 50)]
    [InlineData("Sister", 101)]
    [InlineData("Sister", -1)]
    public void A_comparison_needs_a_name_and_a_percentage(string name, int percentage) =>
        Should.Throw<SecureScoreException>(() => CustomComparison.Create(name, percentage)).ErrorId.ShouldBe(ErrorIds.ZoneInvalid);

    [Theory]
    [InlineData("history.db", StoreKind.File)]
    [InlineData("/var/lib/scores.db", StoreKind.File)]
    [InlineData("./a=b.db", StoreKind.File)]
    [InlineData("Host=db;Database=scores", StoreKind.Server)]
    [InlineData(" host = db", StoreKind.Server)]
    [InlineData("postgresql://db/scores", StoreKind.Server)]
    [InlineData("db;password=secret", StoreKind.Server)]
    public void A_location_is_a_path_or_a_connection_string_that_is_never_shown(string text, StoreKind kind)
    {
        var location = StoreLocation.Parse(text);

        location.Kind.ShouldBe(kind);
        location.ToString().ShouldBe(kind == StoreKind.File ? Path.GetFullPath(text) : "PostgreSQL");
    }

    private static object Day(string date, int score, decimal average) => new
    {
        createdDateTime = date + "T00:00:00Z",
        currentScore = score,
        maxScore = 100,
        averageComparativeScores = new[] { new { basis = "AllTenants", averageScore = average } },
    };
}

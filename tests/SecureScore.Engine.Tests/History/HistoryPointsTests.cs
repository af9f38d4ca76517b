using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;

namespace SecureScore.Engine.Tests.History;

public sealed class HistoryPointsTests
{
    private static readonly RecordedControl s_share = MadeJudgement.Share(10, 50);

    [Fact]
    public void An_empty_history_has_no_points() =>
        HistoryPoints.Of(new ScoreHistory(null, []), HistoryPeriod.Day, HistorySubject.Score).ShouldBeEmpty();

    [Fact]
    public void The_last_judgement_of_a_day_counts_and_a_day_without_one_is_a_gap()
    {
        var history = ScoreHistory.Of(null, [At("2026-09-01T08:00Z", 10), At("2026-09-01T22:59Z", 20), At("2026-09-04T00:00Z", 5)]);

        var points = HistoryPoints.Of(history, HistoryPeriod.Day, HistorySubject.Score);

        points.Select(point => (point.Period, point.Score, point.MaxScore, point.Change)).ShouldBe(
        [
            ("2026-09-01", 2m, 5m, null),
            ("2026-09-02", null, null, null),
            ("2026-09-03", null, null, null),
            ("2026-09-04", 0.5m, 5m, -1.5m),
        ]);
        points.Select(point => point.Percentage).ShouldBe([40m, null, null, 10m]);
        points.Select(point => point.Coverage).ShouldBe([90m, null, null, 90m]);
    }

    [Theory]
    [InlineData("2024-12-29T12:00Z", HistoryPeriod.Week, "2024-W52", "2024-12-23")]
    [InlineData("2024-12-30T00:00Z", HistoryPeriod.Week, "2025-W01", "2024-12-30")]
    [InlineData("2027-01-03T23:59Z", HistoryPeriod.Week, "2026-W53", "2026-12-28")]
    [InlineData("2026-02-28T23:59Z", HistoryPeriod.Month, "2026-02", "2026-02-01")]
    [InlineData("2026-03-01T00:30+02:00", HistoryPeriod.Month, "2026-02", "2026-02-01")]
    [InlineData("2026-03-01T00:30+02:00", HistoryPeriod.Day, "2026-02-28", "2026-02-28")]
    public void A_period_follows_the_calendar_in_UTC(string moment, HistoryPeriod period, string name, string begin)
    {
        var point = HistoryPoints.Of(ScoreHistory.Of(null, [At(moment, 10)]), period, HistorySubject.Score).ShouldHaveSingleItem();

        point.Period.ShouldBe(name);
        point.Date.ShouldBe(DateOnly.Parse(begin, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(HistoryPeriod.Day, "9999-12-30T00:00Z", "9999-12-31T22:00Z", 2)]
    [InlineData(HistoryPeriod.Day, "0001-01-01T00:00Z", "0001-01-03T00:00Z", 3)]
    [InlineData(HistoryPeriod.Week, "9999-12-19T00:00Z", "9999-12-31T22:00Z", 3)]
    [InlineData(HistoryPeriod.Month, "9999-10-31T00:00Z", "9999-12-31T22:00Z", 3)]
    public void The_calendar_has_a_first_and_a_last_period(HistoryPeriod period, string first, string last, int count)
    {
        HistoryPoints.Of(ScoreHistory.Of(null, [At(first, 10), At(last, 20)]), period, HistorySubject.Score).Count.ShouldBe(count);
        HistoryPoints.Of([new(At(first, 1).Score.CollectedAt, 1, 2), new(At(last, 1).Score.CollectedAt, 1, 2)], period).Count.ShouldBe(count);
    }

    [Theory]
    [InlineData(HistorySubject.Category, "Apps", "Identity")]
    [InlineData(HistorySubject.Product, "Exchange Online", "Microsoft Entra ID")]
    [InlineData(HistorySubject.Control, "Lockbox", "MFA")]
    public void Each_name_has_its_points_and_is_empty_while_it_is_in_no_sum(HistorySubject subject, string apps, string identity)
    {
        var on = MadeJudgement.Switch(true);
        var history = ScoreHistory.Of(
            MadeJudgement.Of(0, s_share), [MadeJudgement.Of(1, s_share, on), MadeJudgement.Of(2, on), MadeJudgement.Of(4, s_share)]);

        var points = HistoryPoints.Of(history, HistoryPeriod.Day, subject);

        points.Where(point => point.Name == apps).Select(point => point.Score).ShouldBe([5m, 5m, null, null]);
        points.Where(point => point.Name == identity).Select(point => point.Score).ShouldBe([1m, null, null, 1m]);
        points.Count.ShouldBe(8);
    }

    [Fact]
    public void Trends_tell_gains_losses_and_what_was_accepted()
    {
        var history = ScoreHistory.Of(
            MadeJudgement.Of(0, s_share),
            [
                MadeJudgement.Of(1, MadeJudgement.Share(5, 50), MadeJudgement.Switch(true)),
                MadeJudgement.Of(2, MadeJudgement.Share(5, 50).Decided(ControlStatus.RiskAccepted), MadeJudgement.Switch(true)),
                MadeJudgement.Of(3, MadeJudgement.Share(5, 50)),
            ]);
        var events = ScoreEvents.Of(history, []).ToArray();

        ScoreTrends.ScoreChanges(events, HistoryPeriod.Day).Where(point => point.Date == new DateOnly(2026, 9, 2)).Select(point => (point.Name, point.Value))
            .ShouldBe([("Gained", 5m), ("Lost", -0.5m), ("Net", 4.5m)]);
        ScoreTrends.Regression(events, HistoryPeriod.Month).ShouldBe([new TrendPoint(new DateOnly(2026, 9, 1), ScoreTrend.Regression, "Regressed", 0.5m)]);
        ScoreTrends.RiskAcceptance(history, HistoryPeriod.Day).Select(point => (point.Name, point.Value))
            .ShouldBe([("Controls", 0m), ("Points", 0m), ("Controls", 1m), ("Points", 4.5m), ("Controls", 0m), ("Points", 0m)]);
    }

    [Fact]
    public void A_comparison_has_every_line_on_every_day_that_one_has()
    {
        var history = ScoreHistory.Of(null, [MadeJudgement.Of(0, s_share)]);
        var published = new PublishedScorePoint(MadeJudgement.FirstDay.AddDays(1), 3, 10) { AllTenants = 54.7m };

        var points = ScoreTrends.Comparison(history, [published], [new CustomComparison("Sister", 50)], HistoryPeriod.Day);

        points.Select(point => (point.Date.Day, point.Name, point.Value)).ShouldBe(
        [
            (1, "Score", 20m), (1, "Published by Microsoft", null), (1, "All tenants", null), (1, "Tenants of similar size", null), (1, "Sister", 50m),
            (2, "Score", null), (2, "Published by Microsoft", 30m), (2, "All tenants", 54.7m), (2, "Tenants of similar size", null), (2, "Sister", 50m),
        ]);
    }

    [Fact]
    public void What_Microsoft_published_has_the_last_day_of_each_period_and_gaps_between()
    {
        PublishedScorePoint Day(int day, decimal points) => new(new DateTimeOffset(2026, 9, day, 23, 0, 0, TimeSpan.Zero), points, 50);

        var days = HistoryPoints.Of([Day(1, 10), Day(3, 12)], HistoryPeriod.Day);
        days.Select(point => point.Score).ShouldBe([10, null, 12]);
        days.Select(point => point.Change).ShouldBe([null, null, 2]);
        days[2].Percentage.ShouldBe(24);

        HistoryPoints.Of([Day(1, 10), Day(3, 12), Day(20, 11)], HistoryPeriod.Month).ShouldHaveSingleItem().Score.ShouldBe(11);
        HistoryPoints.Of(Array.Empty<PublishedScorePoint>(), HistoryPeriod.Week).ShouldBeEmpty();
    }

    private static RecordedJudgement At(string moment, int compliant) =>
        MadeJudgement.Of(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture), [MadeJudgement.Share(compliant, 50)]);
}

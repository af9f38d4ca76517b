using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.History;

public sealed class RegressionTests
{
    private static readonly RecordedControl s_none = MadeJudgement.Share(0, 50);
    private static readonly RecordedControl s_some = MadeJudgement.Share(10, 50);
    private static readonly RecordedControl s_most = MadeJudgement.Share(40, 50);

    [Fact]
    public void Without_a_history_nothing_is_known() => Regressed(s_some).ShouldBeNull();

    [Fact]
    public void What_only_rose_has_not_regressed() => Regressed(s_most, s_none, s_some).ShouldBe(false);

    [Fact]
    public void What_fell_and_did_not_recover_has_regressed() => Regressed(s_some, s_none, s_most, s_none).ShouldBe(true);

    [Fact]
    public void What_recovered_has_not_regressed() => Regressed(s_most, s_most, s_none).ShouldBe(false);

    [Fact]
    public void A_third_that_was_rounded_when_it_was_recorded_is_no_loss() =>
        Regressed(MadeJudgement.Share(2, 3) with { Points = 10m / 3, MeasuredPoints = 10m / 3 }, MadeJudgement.Share(2, 3)).ShouldBe(false);

    [Fact]
    public void A_smaller_weight_is_no_loss() =>
        Regressed(s_most with { MaxPoints = 1, Points = 0.8m, MeasuredPoints = 0.8m }, s_most).ShouldBe(false);

    [Fact]
    public void An_assertion_that_ended_is_no_loss() => Regressed(s_some, s_some.Decided(ControlStatus.ThirdParty)).ShouldBe(false);

    [Fact]
    public void An_assertion_does_not_hide_a_loss() => Regressed(s_some.Decided(ControlStatus.ThirdParty), s_most).ShouldBe(true);

    [Fact]
    public void Without_evidence_nothing_is_known() => Regressed(s_some.Missing(NotEvaluatedReason.PermissionMissing), s_most).ShouldBeNull();

    [Fact]
    public void Missing_evidence_in_between_is_no_recovery() => Regressed(s_some, s_most, s_some.Missing(NotEvaluatedReason.NotConnected)).ShouldBe(true);

    [Fact]
    public void A_judgement_of_the_sample_after_itself_has_regressed_nowhere()
    {
        var result = SecureScoreEvaluator.Judge(Repository.OpenSample(), ControlCatalog.Get("2022-05"));
        var recorded = RecordedJudgement.From(result, MadeJudgement.FirstDay);

        var marked = Regression.Mark(result, ScoreHistory.Of(recorded, []));

        marked.Controls.ShouldAllBe(control => control.Regressed == false);
    }

    private static bool? Regressed(RecordedControl now, params RecordedControl[] before)
    {
        var result = new SecureScoreResult
        {
            Edition = "2026-09",
            Controls = new DisplayList<ControlResult>(
            [
                new ControlResult
                {
                    Id = now.Id,
                    Title = now.Title,
                    Category = now.Category,
                    Product = now.Product,
                    Points = now.Points,
                    MaxPoints = now.MaxPoints,
                    MeasuredPoints = now.MeasuredPoints,
                    Source = now.Source,
                },
            ]),
        };
        return Regression.Mark(result, ScoreHistory.Of(null, before.Select((control, day) => MadeJudgement.Of(day, control)))).Controls.Single().Regressed;
    }
}

using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.History;

public sealed class ScoreEventsTests
{
    private const string Ann = "ann@contoso.com";

    private static readonly RecordedControl s_share = MadeJudgement.Share(10, 50);
    private static readonly RecordedControl s_on = MadeJudgement.Switch(true);
    private static readonly RecordedControl s_off = MadeJudgement.Switch(false);

    [Fact]
    public void A_day_on_which_nothing_changed_has_no_event() => Between(s_share, s_share).ShouldBeEmpty();

    [Fact]
    public void An_empty_history_has_no_event() => ScoreEvents.Of(new ScoreHistory(null, []), []).ShouldBeEmpty();

    public static TheoryData<string, object?, object?, string, EventCause> Changes { get; } = new()
    {
        { "fewer comply", s_share, MadeJudgement.Share(5, 50), "0.50 points regressed for Ask everybody twice because 5 more users are affected", EventCause.Configuration },
        { "one fewer complies", s_share, MadeJudgement.Share(9, 50), "0.10 points regressed for Ask everybody twice because 1 more user is affected", EventCause.Configuration },
        { "more comply", s_share, MadeJudgement.Share(11, 50), "+0.10 points score change because Ask everybody twice affects 1 fewer user", EventCause.Configuration },
        { "all comply", s_share, MadeJudgement.Share(50, 50), "+4.00 points score change because Ask everybody twice has been completed", EventCause.Configuration },
        { "users came", s_share, MadeJudgement.Share(10, 100), "0.50 points regressed for Ask everybody twice because 50 more users are affected", EventCause.People },
        { "compliant users left", s_share, MadeJudgement.Share(5, 45), "0.44 points regressed for Ask everybody twice because it counts 45 users instead of 50", EventCause.People },
        { "compliant users came", s_share, MadeJudgement.Share(60, 100), "+2.00 points score change because Ask everybody twice counts 100 users instead of 50", EventCause.People },
        { "switched off", s_on, s_off, "5.00 points regressed for Lock the box because 1 more item is affected", EventCause.Configuration },
        { "switched on", s_off, s_on, "+5.00 points score change because Lock the box has been completed", EventCause.Configuration },
        { "no points lost", s_off with { AffectedCount = 1 }, s_off with { AffectedCount = 3, TotalCount = 3 }, "0.00 points regressed for Lock the box because 2 more items are affected", EventCause.Configuration },
        { "worth more", s_on, s_on with { MaxPoints = 8, Points = 8, MeasuredPoints = 8 }, "+3.00 points score change because Lock the box is worth 8 points instead of 5", EventCause.Catalogue },
        { "worth less", s_on, s_on with { MaxPoints = 3, Points = 3, MeasuredPoints = 3 }, "-2.00 points score change because Lock the box is worth 3 points instead of 5", EventCause.Catalogue },
        { "came", null, s_on, "+5.00 points score change because Lock the box has become relevant", EventCause.Catalogue },
        { "came without points", null, s_off, "+0.00 points score change because Lock the box has become relevant", EventCause.Catalogue },
        { "went", s_on, null, "-5.00 points score change because Lock the box is no longer relevant", EventCause.Catalogue },
        { "licence ended", s_on, s_on.Missing(NotEvaluatedReason.NotLicensed), "-5.00 points score change because Lock the box is no longer relevant", EventCause.Licence },
        { "licence bought", s_on.Missing(NotEvaluatedReason.NotLicensed), s_on, "+5.00 points score change because Lock the box has become relevant", EventCause.Licence },
        { "permission lost", s_on, s_on.Missing(NotEvaluatedReason.PermissionMissing), "-5.00 points score change because Lock the box can no longer be judged (No permission)", EventCause.EvidenceLost },
        { "permission back", s_on.Missing(NotEvaluatedReason.SourceFailed), s_on, "+5.00 points score change because Lock the box has become relevant", EventCause.EvidenceRegained },
        { "no longer hybrid", s_on, s_on.Missing(NotEvaluatedReason.NotApplicable), "-5.00 points score change because Lock the box is no longer relevant", EventCause.Configuration },
        { "published instead", s_share, s_share.Published(2), "+1.00 points score change because Ask everybody twice is now judged by Microsoft's published score", EventCause.EvidenceLost },
        { "evidence instead", s_share.Published(2), s_share, "1.00 points regressed for Ask everybody twice because 40 more users are affected", EventCause.EvidenceRegained },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_changed_is_told_with_its_cause(string what, object? before, object? after, string activity, EventCause cause)
    {
        what.ShouldNotBeEmpty();

        var one = Between((RecordedControl?)before, (RecordedControl?)after).ShouldHaveSingleItem();

        one.Cause.ShouldBe(cause);
        one.AttributedTo.ShouldBe("System");
        one.Change.ShouldBe((((RecordedControl?)after)?.ScoredPoints ?? 0) - (((RecordedControl?)before)?.ScoredPoints ?? 0));
        one.Activity.ShouldBe(activity);
    }

    [Fact]
    public void Points_that_change_when_the_rules_do_come_from_the_catalogue()
    {
        var history = ScoreHistory.Of(MadeJudgement.Of(0, s_share), [MadeJudgement.Of(1, MadeJudgement.Share(5, 50)).WithRules("2")]);

        var one = ScoreEvents.Of(history, []).ShouldHaveSingleItem();

        one.Cause.ShouldBe(EventCause.Catalogue);
        one.Activity.ShouldBe("-0.50 points score change because Ask everybody twice is judged by new rules");
    }

    [Theory]
    [InlineData(ControlStatus.ThirdParty, 4, "+4.00 points score change because Ask everybody twice has been marked as resolved through third party")]
    [InlineData(ControlStatus.AlternateMitigation, 4, "+4.00 points score change because Ask everybody twice has been marked as resolved through alternate mitigation")]
    [InlineData(ControlStatus.RiskAccepted, 0, "0.00 points score change because Ask everybody twice has been marked as risk accepted")]
    [InlineData(ControlStatus.Planned, 0, "0.00 points score change because Ask everybody twice has been marked as planned")]
    public void A_decision_is_told_with_who_took_it_and_when(ControlStatus status, int change, string activity)
    {
        var at = MadeJudgement.FirstDay.AddHours(5);

        var one = Between(s_share, s_share.Decided(status), MadeJudgement.Decision("mfa", status, at)).ShouldHaveSingleItem();

        one.Activity.ShouldBe(activity);
        one.Change.ShouldBe(change);
        one.Cause.ShouldBe(EventCause.Decision);
        one.AttributedTo.ShouldBe(Ann);
        one.Date.ShouldBe(at);
    }

    [Fact]
    public void A_decision_that_was_taken_back_is_told()
    {
        var one = Between(
            s_share.Decided(ControlStatus.ThirdParty), s_share, MadeJudgement.Decision("MFA", ControlStatus.ToAddress, MadeJudgement.FirstDay.AddHours(1))).ShouldHaveSingleItem();

        one.Activity.ShouldBe("-4.00 points score change because Ask everybody twice is to be addressed again");
        one.AttributedTo.ShouldBe(Ann);
    }

    [Fact]
    public void A_decision_that_ended_falls_back_by_itself()
    {
        var ends = MadeJudgement.FirstDay.AddHours(20);
        var decision = MadeJudgement.Decision("MFA", ControlStatus.ThirdParty, MadeJudgement.FirstDay.AddDays(-9)) with { Expires = ends };

        var one = Between(s_share.Decided(ControlStatus.ThirdParty), s_share, decision).ShouldHaveSingleItem();

        one.Activity.ShouldBe("-4.00 points score change because the decision to mark Ask everybody twice as resolved through third party has ended");
        one.AttributedTo.ShouldBe("System");
        one.Cause.ShouldBe(EventCause.Decision);
        one.Date.ShouldBe(ends);
    }

    [Fact]
    public void A_decision_that_nobody_is_known_to_have_taken_is_the_systems_at_the_date_of_the_judgement()
    {
        var one = Between(s_share, s_share.Decided(ControlStatus.ThirdParty)).ShouldHaveSingleItem();

        one.AttributedTo.ShouldBe("System");
        one.Date.ShouldBe(MadeJudgement.FirstDay.AddDays(1));
    }

    [Fact]
    public void A_snapshot_that_is_added_later_has_the_decisions_of_its_own_time()
    {
        var decided = MadeJudgement.FirstDay.AddHours(3);
        DecisionEntry[] decisions =
        [
            MadeJudgement.Decision("MFA", ControlStatus.ThirdParty, decided) with { Expires = MadeJudgement.FirstDay.AddHours(30) },
            MadeJudgement.Decision("MFA", ControlStatus.ThirdParty, MadeJudgement.FirstDay.AddDays(5)) with { DecidedBy = "bob@contoso.com" },
            MadeJudgement.Decision("MFA", ControlStatus.ToAddress, MadeJudgement.FirstDay.AddDays(9)) with { DecidedBy = "bob@contoso.com" },
        ];
        RecordedJudgement[] judgements =
        [
            MadeJudgement.Of(0, s_share),
            MadeJudgement.Of(1, s_share.Decided(ControlStatus.ThirdParty)),
            MadeJudgement.Of(2, s_share),
        ];
        var added = judgements.Select(judgement => judgement with { Score = judgement.Score with { RecordedAt = MadeJudgement.FirstDay.AddDays(20) } });

        var events = ScoreEvents.Of(ScoreHistory.Of(null, added), decisions).Where(one => one.Cause == EventCause.Decision);

        events.Select(one => (one.Date, one.AttributedTo, one.Activity.EndsWith("has ended", StringComparison.Ordinal))).ShouldBe(
            [(decided, Ann, false), (MadeJudgement.FirstDay.AddHours(30), "System", true)]);
    }

    [Fact]
    public void A_decision_counts_for_evidence_that_was_collected_before_it()
    {
        var collected = MadeJudgement.FirstDay;
        DecisionEntry[] decisions =
        [
            MadeJudgement.Decision("MFA", ControlStatus.ThirdParty, collected.AddDays(-1)),
            MadeJudgement.Decision("MFA", ControlStatus.RiskAccepted, collected.AddHours(2)) with { DecidedBy = "bob@contoso.com" },
            MadeJudgement.Decision("MFA", ControlStatus.ThirdParty, collected.AddHours(4)) with { DecidedBy = "carl@contoso.com" },
        ];
        RecordedJudgement Again(ControlStatus status, int hours)
        {
            var judgement = MadeJudgement.Of(0, s_share.Decided(status));
            return judgement with { Score = judgement.Score with { RecordedAt = collected.AddHours(hours) } };
        }

        var history = ScoreHistory.Of(Again(ControlStatus.ThirdParty, 1), [Again(ControlStatus.RiskAccepted, 3), Again(ControlStatus.ThirdParty, 5)]);

        ScoreEvents.Of(history, decisions).Select(one => one.AttributedTo).ShouldBe(["bob@contoso.com", "carl@contoso.com"]);
    }

    [Fact]
    public void A_controls_own_page_tells_the_same_of_this_action()
    {
        var end = MadeJudgement.FirstDay.AddHours(20);
        var decision = MadeJudgement.Decision("MFA", ControlStatus.ThirdParty, MadeJudgement.FirstDay.AddDays(-9)) with { Expires = end };

        OnItsPage(s_share, MadeJudgement.Share(5, 50)).ShouldBe("This action has regressed because 5 more users are affected (score -0.5 points)");
        OnItsPage(s_off, s_on).ShouldBe("This action has been completed (score +5 points)");
        OnItsPage(s_share, s_share.Decided(ControlStatus.Planned)).ShouldBe("This action has been marked as planned (score 0 points)");
        OnItsPage(s_share.Decided(ControlStatus.ThirdParty), s_share, decision)
            .ShouldBe("This action is no longer marked as resolved through third party because the decision has ended (score -4 points)");
    }

    private static string OnItsPage(RecordedControl before, RecordedControl after, params DecisionEntry[] decisions) =>
        Between(before, after, decisions).ShouldHaveSingleItem().OnItsPage();

    [Fact]
    public void Evidence_and_decision_on_one_day_are_two_events_that_add_up()
    {
        var events = Between(s_share, MadeJudgement.Share(5, 50).Decided(ControlStatus.ThirdParty), MadeJudgement.Decision("MFA", ControlStatus.ThirdParty, MadeJudgement.FirstDay.AddHours(1)));

        events.Select(one => (one.Cause, one.Change, one.AttributedTo)).ShouldBe(
            [(EventCause.Configuration, -0.5m, "System"), (EventCause.Decision, 4.5m, Ann)]);
    }

    [Fact]
    public void An_assertion_over_published_points_is_one_decision()
    {
        var published = s_share.Published(2);

        var one = Between(published, published.Decided(ControlStatus.ThirdParty)).ShouldHaveSingleItem();

        one.Change.ShouldBe(3);
        one.Cause.ShouldBe(EventCause.Decision);
    }

    [Fact]
    public void Evidence_that_is_lost_beneath_an_assertion_changes_nothing() =>
        Between(s_share.Decided(ControlStatus.ThirdParty), s_share.Missing(NotEvaluatedReason.NotConnected).Decided(ControlStatus.ThirdParty)).ShouldBeEmpty();

    [Fact]
    public void What_was_planned_and_is_done_is_no_decision()
    {
        var one = Between(s_off.Decided(ControlStatus.Planned), s_on).ShouldHaveSingleItem();

        one.Cause.ShouldBe(EventCause.Configuration);
        one.Change.ShouldBe(5);
    }

    /// <summary>Histories in which anything may happen: controls come and go, lose licence and evidence, count other people, weigh otherwise,
    /// are decided upon; points are odd fractions.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Between_any_two_days_the_changes_add_up_to_the_change_of_the_score(int seed)
    {
        var random = new RandomHistory(seed);
        var judgements = random.Judgements(60, controls: 12);
        var events = ScoreEvents.Of(ScoreHistory.Of(null, judgements), random.Decisions).ToArray();

        events.Length.ShouldBeGreaterThan(100);
        for (int from = 0; from < judgements.Count; from++)
        {
            for (int to = from + 1; to < judgements.Count; to++)
            {
                var (first, last) = (judgements[from].Score, judgements[to].Score);
                events.Where(one => one.Date > first.CollectedAt && one.Date <= last.CollectedAt).Sum(one => one.Change).ShouldBe(last.Score - first.Score);
            }
        }

        events.Where(one => one.Date <= judgements[0].Score.CollectedAt).Sum(one => one.Change).ShouldBe(judgements[0].Score.Score);
        events.Select(one => one.Cause).Distinct().Count().ShouldBe(Enum.GetValues<EventCause>().Length);
        events.ShouldAllBe(one => one.Cause == EventCause.Decision || one.AttributedTo == ScoreEvent.System);
    }

    [Fact]
    public void A_part_of_a_history_has_the_events_of_the_whole_for_its_days()
    {
        var random = new RandomHistory(9);
        var judgements = random.Judgements(30, controls: 12);
        var all = ScoreEvents.Of(ScoreHistory.Of(null, judgements), random.Decisions).Where(one => one.Date > judgements[9].Score.CollectedAt);

        ScoreEvents.Of(ScoreHistory.Of(judgements[9], judgements.Skip(10)), random.Decisions).ShouldBe(all);
    }

    private static IReadOnlyList<ScoreEvent> Between(RecordedControl? before, RecordedControl? after, params DecisionEntry[] decisions)
    {
        var start = MadeJudgement.Of(0, before is null ? [] : [before]);
        return [.. ScoreEvents.Of(ScoreHistory.Of(start, [MadeJudgement.Of(1, after is null ? [] : [after])]), decisions)];
    }

    private sealed class RandomHistory(int seed)
    {
#pragma warning disable CA5394 // The same histories each time.
        private readonly Random _random = new(seed);

        public List<DecisionEntry> Decisions { get; } = [];

        public IReadOnlyList<RecordedJudgement> Judgements(int days, int controls)
        {
            var states = Enumerable.Range(0, controls).Select(number => (RecordedControl?)Any(number)).ToArray();
            return
            [
                .. Enumerable.Range(0, days).Select(day =>
                {
                    for (int number = 0; number < controls; number++)
                        states[number] = Next(states[number], number, day);
                    return MadeJudgement.Of(day, [.. states.OfType<RecordedControl>()]).WithRules(day < days / 2 ? "1" : "2");
                }),
            ];
        }

        private RecordedControl Any(int number)
        {
            long total = _random.Next(1, 40);
            return MadeJudgement.Share(_random.NextInt64(0, total + 1), total) with { Id = $"control{number}", IsShare = number % 2 == 0 };
        }

        private RecordedControl? Next(RecordedControl? control, int number, int day) => _random.Next(14) switch
        {
            0 => null,
            1 => Any(number).Missing((NotEvaluatedReason)_random.Next(7)),
            2 => Any(number).Published(_random.Next(0, 501) / 100m),
            3 => Decide(control ?? Any(number), (ControlStatus)_random.Next(5), day),
            4 => Decide(Any(number), (ControlStatus)_random.Next(5), day),
            5 => Any(number) with { MaxPoints = 7 },
            6 => Any(number) with { MaxPoints = null, Points = null, MeasuredPoints = null },
            7 or 8 => Any(number),
            _ => control,
        };

        // A decision may be told of or not, and may be dated wrongly.
        private RecordedControl Decide(RecordedControl control, ControlStatus status, int day)
        {
            if (control.Status == ControlStatus.Completed)
                return control;

            if (_random.Next(3) > 0)
                Decisions.Add(MadeJudgement.Decision(control.Id, status, MadeJudgement.FirstDay.AddDays(day - _random.Next(3)).AddHours(_random.Next(-30, 2))));
            var undecided = control.Source == ResultSource.Asserted
                ? control with { Points = control.MeasuredPoints, Source = control.MeasuredPoints is null ? null : ResultSource.Evidence }
                : control;
            return undecided.Decided(status);
        }
#pragma warning restore CA5394
    }
}

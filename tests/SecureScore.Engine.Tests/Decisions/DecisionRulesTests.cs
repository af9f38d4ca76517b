using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Decisions;

public sealed class DecisionRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 9, 13, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_decision_remembers_who_when_and_what_the_evidence_was()
    {
        var entry = Decide(ControlStatus.RiskAccepted, note: "Line\nbreak\tand tab", owner: "bob", expires: s_now.AddDays(1));

        entry.ShouldBe(new DecisionEntry
        {
            TenantId = "tenant",
            ControlId = "AdminMFAV2",
            Status = ControlStatus.RiskAccepted,
            Note = "Line\nbreak\tand tab",
            Owner = "bob",
            Expires = s_now.AddDays(1),
            DecidedAt = s_now,
            DecidedBy = "ann",
            Evidence = new DecisionEvidence { Outcome = ControlOutcome.Partial, Points = 2, MaxPoints = 10, CompliantCount = 2, TotalCount = 10, AffectedCount = 8 },
        });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public void An_empty_note_is_none(string? note) => Decide(ControlStatus.Planned, note: note).Note.ShouldBeNull();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-5_000_000)]
    public void A_decision_cannot_end_before_it_begins(int minutes) =>
        Should.Throw<SecureScoreException>(() => Decide(ControlStatus.Planned, expires: s_now.AddMinutes(minutes))).ErrorId.ShouldBe(ErrorIds.ExpiryInPast);

    [Theory]
    [InlineData("bell \u0007")]
    [InlineData("null \0")]
    [InlineData("escape \u001b[2J")]
    [InlineData("C1 \u009b")]
    public void Control_characters_are_refused(string text)
    {
        Should.Throw<SecureScoreException>(() => Decide(ControlStatus.Planned, note: text)).ErrorId.ShouldBe(ErrorIds.DecisionTextInvalid);
        var failure = Should.Throw<SecureScoreException>(() => Decide(ControlStatus.Planned, owner: text));
        failure.Message.ShouldContain("U+");
        DisplayText.Clean(failure.Message).ShouldBe(failure.Message);
    }

    [Theory]
    [InlineData(DecisionRules.MostNoteCharacters, true)]
    [InlineData(DecisionRules.MostNoteCharacters + 1, false)]
    [InlineData(1_048_576, false)]
    public void A_note_has_an_end(int length, bool fits)
    {
        string note = new('n', length);
        if (fits)
            Decide(ControlStatus.Planned, note: note).Note.ShouldBe(note);
        else
            Should.Throw<SecureScoreException>(() => Decide(ControlStatus.Planned, note: note)).Message.Length.ShouldBeLessThan(200);
    }

    // No attribute can hold these.
    [Fact]
    public void Half_a_pair_of_surrogates_is_refused()
    {
        foreach (string text in (string[])["half \ud83d", "\ude00 half", "\ude00\ud83d"])
            Should.Throw<SecureScoreException>(() => Decide(ControlStatus.Planned, note: text)).ErrorId.ShouldBe(ErrorIds.DecisionTextInvalid);
    }

    [Fact]
    public void A_pair_of_surrogates_is_a_character() => Decide(ControlStatus.Planned, note: "😀").Note.ShouldBe("😀");

    [Fact]
    public void An_unknown_control_is_told_with_the_nearest_names() =>
        Should.Throw<ControlNotFoundException>(() => DecisionRules.Decide(Tenant(Control()), "AdminMFA", ControlStatus.Planned, null, null, null, "ann", new Clock()))
            .Message.ShouldContain("AdminMFAV2");

    [Fact]
    public void Nobody_completes_a_control() => ShouldRefuse(Control(), ControlStatus.Completed, "only evidence");

    [Fact]
    public void A_status_that_there_is_not_is_refused() => ShouldRefuse(Control(), (ControlStatus)42, "no such status");

    [Fact]
    public void What_is_completed_needs_no_decision() => ShouldRefuse(Control() with { Status = ControlStatus.Completed, Outcome = ControlOutcome.Completed }, ControlStatus.RiskAccepted, "completed");

    [Theory]
    [InlineData(NotEvaluatedReason.NotLicensed, false)]
    [InlineData(NotEvaluatedReason.NotApplicable, true)]
    public void What_the_tenant_cannot_have_needs_no_decision(NotEvaluatedReason reason, bool licensed) => ShouldRefuse(
        Control() with { Outcome = ControlOutcome.NotEvaluated, Reason = reason, Licensed = licensed, Points = null }, ControlStatus.ThirdParty, licensed ? "apply" : "licence");

    [Fact]
    public void What_could_not_be_judged_can_be_decided() => DecisionRules.Decide(
        Tenant(Control() with { Outcome = ControlOutcome.NotEvaluated, Reason = NotEvaluatedReason.NoPublicApi, Points = null }),
        "adminmfav2", ControlStatus.ThirdParty, null, null, null, "ann", new Clock()).ControlId.ShouldBe("AdminMFAV2");

    [Theory]
    [InlineData(ControlStatus.ToAddress, ControlStatus.ThirdParty, true)]
    [InlineData(ControlStatus.ToAddress, ControlStatus.RiskAccepted, true)]
    [InlineData(ControlStatus.Planned, ControlStatus.AlternateMitigation, true)]
    [InlineData(ControlStatus.RiskAccepted, ControlStatus.ThirdParty, true)]
    [InlineData(ControlStatus.ThirdParty, ControlStatus.RiskAccepted, false)]
    [InlineData(ControlStatus.ThirdParty, ControlStatus.AlternateMitigation, false)]
    [InlineData(ControlStatus.RiskAccepted, ControlStatus.RiskAccepted, false)]
    [InlineData(ControlStatus.ToAddress, ControlStatus.Planned, false)]
    [InlineData(ControlStatus.Planned, ControlStatus.ToAddress, false)]
    [InlineData(ControlStatus.RiskAccepted, ControlStatus.ToAddress, false)]
    public void What_adds_points_by_word_or_hides_work_weakens(ControlStatus from, ControlStatus to, bool weakens) =>
        DecisionRules.Weakens(from, to).ShouldBe(weakens);

    [Fact]
    public void A_decision_that_says_the_same_is_unchanged()
    {
        var control = Control() with { Status = ControlStatus.Planned, Note = "why" };

        DecisionRules.IsUnchanged(control, ControlStatus.Planned, "why", "", null).ShouldBeTrue();
        DecisionRules.IsUnchanged(control, ControlStatus.ToAddress, "why", null, null).ShouldBeFalse();
        DecisionRules.IsUnchanged(control, ControlStatus.Planned, "Why", null, null).ShouldBeFalse();
        DecisionRules.IsUnchanged(control, ControlStatus.Planned, "why", "bob", null).ShouldBeFalse();
        DecisionRules.IsUnchanged(control, ControlStatus.Planned, "why", null, s_now).ShouldBeFalse();
    }

    [Theory]
    [InlineData(8L, 2, ControlOutcome.Partial, null)]
    [InlineData(9L, 2, ControlOutcome.Partial, "9 affected instead of 8")]
    [InlineData(7L, 3, ControlOutcome.Partial, null)]
    [InlineData(8L, 1, ControlOutcome.Partial, "1 of 10 points instead of 2 of 10")]
    [InlineData(null, 2, ControlOutcome.Failed, "Failed instead of Partial")]
    [InlineData(null, null, ControlOutcome.NotEvaluated, null)]
    public void Evidence_gets_worse_by_count_by_points_or_by_outcome(long? affected, int? points, ControlOutcome outcome, string? worse) =>
        new DecisionEvidence { Outcome = outcome, AffectedCount = affected, Points = points, MaxPoints = 10 }
            .WorseThan(DecisionEvidence.Of(Control())).ShouldBe(worse);

    [Fact]
    public void A_smaller_weight_alone_is_not_worse() =>
        new DecisionEvidence { Outcome = ControlOutcome.Partial, Points = 1, MaxPoints = 5 }.WorseThan(DecisionEvidence.Of(Control())).ShouldBeNull();

    [Fact]
    public void The_evidence_beneath_an_assertion_is_what_was_measured() =>
        DecisionEvidence.Of(Control() with { Points = 10, MeasuredPoints = 2, Source = ResultSource.Asserted }).Points.ShouldBe(2);

    [Fact]
    public void Decisions_in_force_have_their_tags_and_tags_alone_are_to_address()
    {
        var entry = Decide(ControlStatus.Planned);

        var decisions = ControlDecision.InForce([entry], [new ControlTag("adminmfav2", "Q3"), new ControlTag("OneAdmin", "Board")]);

        decisions.Select(decision => (decision.ControlId, decision.Status, string.Join(',', decision.Tags)))
            .ShouldBe([("AdminMFAV2", ControlStatus.Planned, "Q3"), ("OneAdmin", ControlStatus.ToAddress, "Board")]);
        decisions[0].Evidence.ShouldBe(entry.Evidence);
        decisions[0].DecidedAt.ShouldBe(s_now);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("line\nbreak")]
    [InlineData("bell\u0007")]
    public void A_tag_is_a_word_or_some(string tag) =>
        Should.Throw<SecureScoreException>(() => ControlTag.Change("OneAdmin", [], [tag], [])).ErrorId.ShouldBe(ErrorIds.TagInvalid);

    [Fact]
    public void Tags_have_an_end()
    {
        var many = Enumerable.Range(0, ControlTag.MostTags).Select(number => $"tag{number}").ToArray();

        ControlTag.Change("OneAdmin", many, ["TAG7"], []).Count.ShouldBe(ControlTag.MostTags);
        ControlTag.Change("OneAdmin", many, ["new"], ["Tag7"]).Count.ShouldBe(ControlTag.MostTags);
        Should.Throw<SecureScoreException>(() => ControlTag.Change("OneAdmin", many, ["new"], [])).ErrorId.ShouldBe(ErrorIds.TagInvalid);
        Should.Throw<SecureScoreException>(() => ControlTag.Change("OneAdmin", [], [new string('t', ControlTag.MostCharacters + 1)], []));
    }

    [Theory]
    [InlineData(ControlStatus.ToAddress, "Default")]
    [InlineData(ControlStatus.RiskAccepted, "Ignored")]
    [InlineData(ControlStatus.ThirdParty, "ThirdParty")]
    [InlineData(ControlStatus.AlternateMitigation, "Reviewed")]
    public void Microsofts_states_stand_for_our_statuses_both_ways(ControlStatus status, string state)
    {
        MicrosoftState.Of(status).ShouldBe(state);
        MicrosoftState.StatusOf(state).ShouldBe(status);
        MicrosoftState.StatusOf(state.ToUpperInvariant()).ShouldBe(status);
        MicrosoftState.RefusalOf("AdminMFAV2", status).ShouldBeNull();
        MicrosoftState.RefusalOf("SCID_2010", status)!.ShouldContain("Defender");
    }

    [Fact]
    public void What_Microsoft_has_no_word_for_is_kept_here()
    {
        MicrosoftState.RefusalOf("AdminMFAV2", ControlStatus.Planned)!.ShouldContain("kept here only");
        MicrosoftState.StatusOf("AlternateMitigation").ShouldBe(ControlStatus.AlternateMitigation);
        MicrosoftState.StatusOf("somethingNew").ShouldBeNull();
        MicrosoftState.StatusOf(null).ShouldBeNull();
    }

    private static void ShouldRefuse(ControlResult control, ControlStatus status, string reason)
    {
        var failure = Should.Throw<SecureScoreException>(() => DecisionRules.Decide(Tenant(control), control.Id, status, null, null, null, "ann", new Clock()));
        failure.ErrorId.ShouldBe(ErrorIds.StatusNotAllowed);
        failure.Message.ShouldContain(reason);
    }

    private static DecisionEntry Decide(ControlStatus status, string? note = null, string? owner = null, DateTimeOffset? expires = null) =>
        DecisionRules.Decide(Tenant(Control()), "AdminMFAV2", status, note, owner, expires, "ann", new Clock());

    private static SecureScoreResult Tenant(ControlResult control) =>
        new() { Edition = "2026-09", TenantId = "tenant", Controls = new DisplayList<ControlResult>([control]) };

    private static ControlResult Control() => new()
    {
        Id = "AdminMFAV2",
        Title = "Require MFA for administrative roles",
        Category = "Identity",
        Product = "Microsoft Entra ID",
        Points = 2,
        MaxPoints = 10,
        MeasuredPoints = 2,
        CompliantCount = 2,
        TotalCount = 10,
        AffectedCount = 8,
        Outcome = ControlOutcome.Partial,
        Source = ResultSource.Evidence,
    };

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => s_now;
    }
}

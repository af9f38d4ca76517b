using SecureScore.Engine.Decisions;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Decisions;

public class PublishedControlStateTests
{
    private const string Lockbox = "CustomerLockBoxEnabled";

    [Fact]
    public void The_latest_entry_of_a_history_counts_and_one_without_a_date_comes_first()
    {
        var old = new PublishedControlState("Ignored") { UpdatedAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        var late = new PublishedControlState("ThirdParty") { UpdatedAt = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero) };
        var undated = new PublishedControlState("Reviewed");

        PublishedControlState.CurrentOf([]).Status.ShouldBe(ControlStatus.ToAddress);
        PublishedControlState.CurrentOf([late, old, undated]).ShouldBe(late);
        PublishedControlState.CurrentOf([undated, undated with { State = "Default" }]).State.ShouldBe("Default");
        PublishedControlState.CurrentOf([late, late with { State = "Ignored" }]).State.ShouldBe("Ignored");
    }

    [Fact]
    public void It_reads_as_one_line_with_what_is_known()
    {
        var state = new PublishedControlState("Ignored") { UpdatedBy = "ann@contoso.com", UpdatedAt = new(2026, 9, 1, 23, 0, 0, TimeSpan.Zero), Comment = "note" };

        state.ToString().ShouldBe("Ignored by ann@contoso.com on 2026-09-01: note");
        (state with { UpdatedBy = "", UpdatedAt = null, AssignedTo = "bob", Comment = null }).ToString().ShouldBe("Ignored, assigned to bob");
    }

    [Fact]
    public void A_note_is_cut_where_no_character_is_cut_in_two()
    {
        string comment = PublishedControlState.Of(ControlStatus.RiskAccepted, "x" + string.Concat(Enumerable.Repeat("😀", 5_000)), null)!.Comment!;

        comment.Length.ShouldBeLessThanOrEqualTo(PublishedControlState.MostCommentCharacters);
        comment.ShouldEndWith("😀…");
    }

    [Theory]
    [InlineData(ControlStatus.Planned)]
    [InlineData(ControlStatus.Completed)]
    public void A_status_that_Microsoft_lacks_has_no_state(ControlStatus status) => PublishedControlState.Of(status, null, null).ShouldBeNull();

    [Fact]
    public void The_same_is_the_same_whatever_the_case_the_line_ends_and_who_said_it()
    {
        var ours = PublishedControlState.Of(ControlStatus.AlternateMitigation, "a\nb", "")!;

        ours.SaysSameAs(new PublishedControlState("alternateMitigation") { Comment = "a\r\nb ", AssignedTo = "", UpdatedBy = "ann" }).ShouldBeTrue();
        ours.SaysSameAs(ours with { Comment = "c" }).ShouldBeFalse();
        ours.SaysSameAs(ours with { AssignedTo = "ann" }).ShouldBeFalse();
        ours.SaysSameAs(ours with { State = "Ignored" }).ShouldBeFalse();
        new PublishedControlState("New").HasSameStateAs(new PublishedControlState("Newer")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, "Default", false)]
    [InlineData(null, "ignored", true)]
    [InlineData(ControlStatus.RiskAccepted, "ignored", false)]
    [InlineData(ControlStatus.RiskAccepted, "ThirdParty", true)]
    [InlineData(ControlStatus.RiskAccepted, "Default", true)]
    [InlineData(ControlStatus.Planned, "default", false)]
    [InlineData(ControlStatus.Planned, "Ignored", true)]
    [InlineData(ControlStatus.AlternateMitigation, "alternateMitigation", false)]
    [InlineData(ControlStatus.RiskAccepted, "SomethingNew", false)]
    public void A_control_shows_what_the_portal_says_and_whether_it_differs(ControlStatus? ours, string theirs, bool differs)
    {
        using var tenant = TenantWith($$"""[{"state":"{{theirs}}","updatedBy":"ann@contoso.com","updatedDateTime":"2026-09-01T10:00:00Z","comment":"note"}]""");

        var control = Judge(tenant, ours);

        control.PublishedState.ShouldBe(theirs.Equals("Default", StringComparison.OrdinalIgnoreCase) ? null : theirs + " by ann@contoso.com on 2026-09-01: note");
        control.Findings.Any(finding => finding.Id == SecureScoreEvaluator.PublishedStateDiffers).ShouldBe(differs);
        control.Status.ShouldBe(ours ?? ControlStatus.ToAddress);
    }

    [Fact]
    public void About_what_is_done_nothing_differs()
    {
        using var tenant = TenantWith("""[{"state":"Ignored"}]""", isOn: true);

        var control = Judge(tenant, ControlStatus.ThirdParty);

        control.PublishedState.ShouldBe("Ignored");
        control.Findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("5")]
    [InlineData("[5]")]
    [InlineData("[{}]")]
    [InlineData("""[{"state":["Ignored"]}]""")]
    [InlineData("""[{"state":"Ignored","updatedDateTime":"yesterday"}]""")]
    public void Damage_in_a_history_costs_nothing_but_itself(string updates)
    {
        using var tenant = TenantWith(updates);

        var control = Judge(tenant, ControlStatus.RiskAccepted);

        control.PublishedState.ShouldBeNull();
        control.Findings.ShouldBeEmpty();
        control.Outcome.ShouldBe(ControlOutcome.Failed);
    }

    private static TestTenant TenantWith(string updates, bool isOn = false) => new TestTenant()
        .With(Resources.OrganizationConfig, new { CustomerLockBoxEnabled = isOn })
        .With(Resources.SecureScoreControlProfiles, $$"""{"id":"{{Lockbox.ToLowerInvariant()}}","controlStateUpdates":{{updates}}}""");

    private static ControlResult Judge(TestTenant tenant, ControlStatus? decided) => tenant.Judge(
        Lockbox, options: decided is { } status ? new JudgeOptions { Decisions = [new ControlDecision(Lockbox, status)] } : null);
}

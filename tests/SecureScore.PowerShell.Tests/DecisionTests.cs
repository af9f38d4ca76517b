using System.Globalization;
using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Commands;
using SecureScore.PowerShell.Tests.Running;

namespace SecureScore.PowerShell.Tests;

/// <summary>Decisions and tags, over a tenant that somebody is signed in to.</summary>
public sealed class DecisionTests : IDisposable
{
    private const string Open = "AdminMFAV2";
    private const string AlsoOpen = "UserRiskPolicy";
    private const string Tenant = "a6f318f2-a647-3bda-afb1-447d47e85270";
    private static readonly string[] s_two = ["Q4", "board"];
    private static readonly DateTimeOffset s_now = new(2029, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private readonly RunspaceScope _runspace = new();
    private readonly TestStores _stores = new();
    private readonly FakeTenants _tenants = new();
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;

    public void Dispose()
    {
        CultureInfo.CurrentCulture = _culture;
        _stores.Dispose();
        _runspace.Dispose();
    }

    [Fact]
    public void Completed_cannot_be_decided_nor_can_anything_about_a_completed_control()
    {
        Connect();
        string completed = Controls(("Status", ControlStatus.Completed)).First().Id;

        foreach (var run in new[] { Decide(("Id", Open), ("Status", ControlStatus.Completed)), Decide(("Id", completed), ("Status", ControlStatus.Planned)) })
        {
            var error = run.Errors.Single();
            error.FullyQualifiedErrorId.ShouldBe("StatusNotAllowed");
            error.CategoryInfo.Category.ShouldBe(ErrorCategory.InvalidArgument);
        }

        Stored().ShouldBeEmpty();
    }

    [Fact]
    public void Who_names_no_control_or_no_status_is_told()
    {
        Connect();

        Decide(("Status", ControlStatus.Planned)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("DecisionRowInvalid");
        Decide(("Id", Open)).Errors.Single().ErrorDetails!.Message.ShouldContain("-Status");
    }

    [Fact]
    public void An_unknown_id_is_told_with_its_nearest_names_and_the_others_are_decided()
    {
        Connect();

        var run = Decide(("Id", new[] { "AdminMFAV1", Open }), ("Status", ControlStatus.Planned));

        run.Errors.Single().FullyQualifiedErrorId.ShouldBe("ControlNotFound");
        run.Errors.Single().ErrorDetails!.Message.ShouldContain(Open);
        Stored().Single().ControlId.ShouldBe(Open);
    }

    [Fact]
    public void A_decision_is_stored_with_everything_that_was_said_and_shown_from_then_on()
    {
        Connect();
        decimal before = Score().Score;

        var run = Decide(
            ("Id", Open.ToLowerInvariant()), ("Status", ControlStatus.ThirdParty), ("Note", "line 1\nline 2"), ("Owner", "anna@contoso.com"),
            ("Expires", "2030-12-31"), ("PassThru", true));

        var stored = Stored().Single();
        stored.ControlId.ShouldBe(Open);
        stored.DecidedBy.ShouldBe("admin@contoso.com");
        stored.DecidedAt.ShouldBe(s_now);
        stored.Evidence.ShouldNotBeNull();
        var control = (ControlResult)run.Output.Single();
        (control.Status, control.Note, control.Owner).ShouldBe((ControlStatus.ThirdParty, "line 1\nline 2", "anna@contoso.com"));
        control.Expires!.Value.LocalDateTime.ShouldBe(new DateTime(2030, 12, 31));
        Control(Open).ShouldBe(control);
        Score().Score.ShouldBe(before + control.Points!.Value - (control.MeasuredPoints ?? 0), 0.000_001m);
    }

    [Fact]
    public void A_decision_counts_for_every_connection_with_the_store_and_for_snapshots_of_the_tenant()
    {
        Connect();
        Decide(("Id", Open), ("Status", ControlStatus.Planned));
        Connect();
        Control(Open).Status.ShouldBe(ControlStatus.Planned);

        CmdletRun.Of<ConnectSecureScoreCommand>(("Snapshot", Samples.Demo), ("Store", _stores.File)).Invoke();
        Control(Open).Status.ShouldBe(ControlStatus.Planned);
        ((SecureScoreResult)CmdletRun.Of<GetSecureScoreCommand>(("Snapshot", Samples.Demo), ("Store", _stores.File)).Invoke().Output.Single())
            .GetControl(Open).Status.ShouldBe(ControlStatus.Planned);
        ((SecureScoreResult)CmdletRun.Of<GetSecureScoreCommand>(("Snapshot", Samples.Demo)).Invoke().Output.Single())
            .GetControl(Open).Status.ShouldBe(ControlStatus.ToAddress);
    }

    [Fact]
    public void A_new_decision_replaces_the_one_before_as_a_whole_and_both_are_kept()
    {
        Connect();
        Decide(("Id", Open), ("Status", ControlStatus.Planned), ("Note", "first"), ("Owner", "anna"));

        Decide(("Id", Open), ("Status", ControlStatus.RiskAccepted));

        Control(Open).Note.ShouldBeNull();
        Stored().Select(entry => entry.Status).ShouldBe([ControlStatus.Planned, ControlStatus.RiskAccepted]);
    }

    [Fact]
    public void Rows_that_are_unchanged_or_completed_are_skipped_and_counted()
    {
        Connect();
        Decide(("Id", Open), ("Status", ControlStatus.Planned), ("Note", "n"), ("Expires", "2030-05-06 07:08:09"));
        int stored = Stored().Count;
        var controls = Controls(("All", true)).Cast<object>().ToArray();

        var run = Pipe([], controls);

        run.Errors.ShouldBeEmpty();
        run.Warnings.Single().ShouldStartWith("0 decided, ");
        Stored().Count.ShouldBe(stored);
    }

    [Fact]
    public void Rows_bring_their_values_and_parameters_override_them()
    {
        Connect();

        var run = Pipe(
            [("Owner", "bob")],
            new { Id = Open, Status = "Risk accepted", Note = "why", Owner = "anna", Expires = "" },
            new { Id = AlsoOpen, Status = "planned", Note = "", Owner = "", Expires = "2031-01-01" });

        run.Errors.ShouldBeEmpty();
        run.Verbose[^1].ShouldStartWith("2 decided, 0 unchanged");
        var (one, other) = (Stored()[0], Stored()[1]);
        (one.Status, one.Note, one.Owner, one.Expires).ShouldBe((ControlStatus.RiskAccepted, "why", "bob", null));
        (other.Status, other.Note, other.Owner).ShouldBe((ControlStatus.Planned, null, "bob"));
    }

    [Fact]
    public void Ids_come_down_the_pipeline_as_text()
    {
        Connect();

        Pipe([("Status", ControlStatus.Planned)], Open, AlsoOpen).Errors.ShouldBeEmpty();

        Stored().Count.ShouldBe(2);
    }

    [Fact]
    public void A_row_that_cannot_be_read_is_told_by_its_number_and_the_others_are_stored()
    {
        Connect();

        var run = Pipe(
            [],
            new { Id = Open, Status = "Planned" },
            new { Id = AlsoOpen, Status = "Whatever" },
            new { Id = AlsoOpen, State = "Planned" },
            new { Id = AlsoOpen, Status = "Planned", Expires = "soon" },
            new { Control = AlsoOpen, Status = "Planned" },
            new { Control = AlsoOpen, Status = "Planned" });

        run.Errors.Select(error => error.FullyQualifiedErrorId).Distinct(StringComparer.Ordinal).ShouldBe(["DecisionRowInvalid"]);
        string[] messages = [.. run.Errors.Select(error => error.ErrorDetails!.Message)];
        messages.Select(message => message[..5]).ShouldBe(["Row 5", "Row 2", "Row 3", "Row 4"]);
        messages[1].ShouldContain("'Whatever'");
        Stored().Single().ControlId.ShouldBe(Open);
        run.Verbose[^1].ShouldContain("5 refused");
    }

    [Theory]
    [InlineData("2030-12-05", "nl-BE", 12, 5)]
    [InlineData("2030-12-05T00:00:00", "en-US", 12, 5)]
    [InlineData("5/12/2030 0:00:00", "nl-BE", 12, 5)]
    [InlineData("12/5/2030", "en-US", 12, 5)]
    [InlineData("5.12.2030", "de-DE", 12, 5)]
    [InlineData("2030-12-05", "tr-TR", 12, 5)]
    public void An_end_is_an_iso_date_or_one_as_the_culture_writes_it(string text, string culture, int month, int day)
    {
        Connect();
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        Decide(("Id", Open), ("Status", ControlStatus.Planned), ("Expires", text)).Errors.ShouldBeEmpty();

        Stored().Single().Expires!.Value.LocalDateTime.ShouldBe(new DateTime(2030, month, day));
    }

    [Fact]
    public void An_end_may_be_a_date_or_none_but_nothing_else_and_not_past()
    {
        Connect();
        object[] ends = [new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(7), new PSObject(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero))];
        foreach (object end in ends)
        {
            Decide(("Id", Open), ("Status", ControlStatus.Planned), ("Expires", end), ("Note", end.GetType().Name)).Errors.ShouldBeEmpty();
            Stored()[^1].Expires.ShouldBe(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
        }

        Decide(("Id", Open), ("Status", ControlStatus.Planned), ("Expires", "")).Errors.ShouldBeEmpty();
        Stored()[^1].Expires.ShouldBeNull();
        Decide(("Id", Open), ("Status", ControlStatus.Planned), ("Expires", 5)).Errors.Single().FullyQualifiedErrorId.ShouldBe("DecisionRowInvalid");
        Decide(("Id", Open), ("Status", ControlStatus.Planned), ("Expires", "2020-01-01")).Errors.Single().FullyQualifiedErrorId.ShouldBe("ExpiryInPast");
    }

    [Fact]
    public void A_decision_that_ends_while_the_tenant_is_connected_counts_no_longer()
    {
        Connect();
        Decide(("Id", Open), ("Status", ControlStatus.RiskAccepted), ("Expires", s_now.AddSeconds(1)));
        Control(Open).Status.ShouldBe(ControlStatus.RiskAccepted);

        var later = CmdletRun.Of(new GetScoreControlCommand { Clock = new FixedClock(s_now.AddSeconds(2)) }, ("Id", Open)).Invoke();

        var control = (ControlResult)later.Output.Single();
        control.Status.ShouldBe(ControlStatus.ToAddress);
        control.Findings.ShouldContain(finding => finding.Id == SecureScoreEvaluator.DecisionExpired);
        Formatting.ControlResultView.State(new PSObject(control)).ShouldContain("Decision ended");
    }

    [Fact]
    public void Weakening_several_controls_asks_first()
    {
        Connect();
        var ids = ("Id", (object)new[] { Open, AlsoOpen });
        var accept = ("Status", (object)ControlStatus.RiskAccepted);

        var refused = Decide(ids, accept);
        refused.Questions.Single().ShouldStartWith("2 controls would look better by your word alone (2 RiskAccepted)");
        Stored().ShouldBeEmpty();

        Decide(("Id", Open), accept).Questions.ShouldBeEmpty();
        Decide(ids, ("Status", ControlStatus.Planned)).Questions.ShouldBeEmpty();
        Decide(ids, accept, ("Force", true)).Questions.ShouldBeEmpty();
        Stored().Count.ShouldBe(5);
    }

    [Fact]
    public void Weakening_several_controls_where_nobody_can_be_asked_is_refused()
    {
        Connect();

        var run = Decide(new Interaction { Arguments = ["pwsh", "-NonInteractive"] }, ("Id", new[] { Open, AlsoOpen }), ("Status", ControlStatus.ThirdParty));

        run.TerminatingError!.FullyQualifiedErrorId.ShouldBe("ConfirmationNeeded");
        run.TerminatingError.CategoryInfo.Category.ShouldBe(ErrorCategory.InvalidOperation);
        Stored().ShouldBeEmpty();
    }

    [Fact]
    public void What_if_stores_nothing_and_asks_nothing()
    {
        Connect();
        var run = CmdletRun.Of(
            new SetControlStatusCommand { Interaction = _ => new Interaction(), Clock = new FixedClock(s_now) },
            ("Id", new[] { Open, AlsoOpen }), ("Status", ControlStatus.ThirdParty)).Invoke();

        run.Questions.ShouldBeEmpty();
        run.ShouldProcessCalls.Count.ShouldBe(2);
        run.ShouldProcessCalls[0].Target.ShouldStartWith($"{Open} (");
        run.ShouldProcessCalls[0].Action.ShouldBe("Set status ToAddress to ThirdParty");
        Stored().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1_000_000, 'a')]
    [InlineData(3, '\u0007')]
    [InlineData(3, '\u001b')]
    public void A_note_that_no_screen_can_show_is_refused(int length, char character)
    {
        Connect();

        var run = Decide(("Id", Open), ("Status", ControlStatus.Planned), ("Note", new string(character, length)));

        run.Errors.Single().FullyQualifiedErrorId.ShouldBe("DecisionTextInvalid");
        run.Errors.Single().ErrorDetails!.Message.Length.ShouldBeLessThan(300);
        Stored().ShouldBeEmpty();
    }

    [Fact]
    public void A_store_that_fails_never_stops_a_judgement_and_is_told_once()
    {
        var context = Connect();
        Judge();
        _stores.Failure = new SecureScoreException(ErrorIds.StoreDamaged, "The store is damaged.");
        File.WriteAllText(_stores.File, "damaged");

        var run = CmdletRun.Of(new GetSecureScoreCommand()).Invoke(("Context", context), ("Context", context));

        run.Output.Count.ShouldBe(2);
        run.Warnings.Single().ShouldBe("Judged without decisions and history: The store is damaged. (StoreDamaged)");
        Decide(("Id", Open), ("Status", ControlStatus.Planned)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("StoreDamaged");
        _stores.Failure = null;
        File.Delete(_stores.File);
        Decide(("Id", Open), ("Status", ControlStatus.Planned)).TerminatingError.ShouldBeNull();
        Control(Open).Status.ShouldBe(ControlStatus.Planned);
    }

    [Fact]
    public void Without_a_store_to_write_a_judgement_says_that_it_is_not_recorded()
    {
        Connect();
        Judge();
        _stores.Failure = new SecureScoreException(ErrorIds.StoreReadOnly, "The store cannot be written.");

        CmdletRun.Of<GetSecureScoreCommand>().Invoke().Warnings.Single().ShouldBe("The judgement is not recorded: The store cannot be written. (StoreReadOnly)");
        CmdletRun.Of<GetSecureScoreCommand>(("NoRecord", true)).Invoke().Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Tags_are_added_removed_and_replaced_and_controls_listed_by_them()
    {
        Connect();

        Tag(("Id", new[] { Open, AlsoOpen }), ("Add", s_two), ("PassThru", true)).Output.Cast<ControlResult>()
            .ShouldAllBe(control => control.Tags.ToString() == "Q4; board");
        Tag(("Id", AlsoOpen), ("Remove", "BOARD")).Errors.ShouldBeEmpty();
        Controls(("Tag", "b*")).Single().Id.ShouldBe(Open);
        Controls(("Tag", "q4")).Count().ShouldBe(2);
        Tag(("Id", Open), ("Replace", "later")).Errors.ShouldBeEmpty();
        Control(Open).Tags.ToString().ShouldBe("later");
        Tag(("Id", Open), ("Replace", Array.Empty<string>())).Errors.ShouldBeEmpty();
        Control(Open).Tags.ShouldBeEmpty();

        var unknown = CmdletRun.Of<GetScoreControlCommand>(("Tag", "Q5")).Invoke();
        unknown.Errors.Single().FullyQualifiedErrorId.ShouldBe("TagNotFound");
        unknown.Errors.Single().ErrorDetails!.Message.ShouldContain("Q4");
    }

    [Fact]
    public void Tags_that_cannot_be_set_are_told_and_the_other_controls_get_theirs()
    {
        Connect();

        Tag(("Id", Open)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("TagInvalid");
        Tag(("Id", Open), ("Add", "a"), ("Replace", "b")).TerminatingError!.FullyQualifiedErrorId.ShouldBe("TagInvalid");
        Tag(("Id", Open), ("Add", "a\u0007")).Errors.Single().FullyQualifiedErrorId.ShouldBe("TagInvalid");
        var run = Tag(("Id", new[] { "nope", Open }), ("Add", "a"));
        run.Errors.Single().FullyQualifiedErrorId.ShouldBe("ControlNotFound");
        Control(Open).Tags.ToString().ShouldBe("a");
    }

    [Fact]
    public void Tags_and_a_decision_stand_beside_each_other()
    {
        Connect();
        Tag(("Id", Open), ("Add", "a"));

        Decide(("Id", Open), ("Status", ControlStatus.Planned));

        (Control(Open).Status, Control(Open).Tags.ToString()).ShouldBe((ControlStatus.Planned, "a"));
    }

    [Fact]
    public void Without_services_to_tell_nothing_is_stored_either()
    {
        CmdletRun.Of<ConnectSecureScoreCommand>(("Snapshot", Samples.Demo), ("Store", _stores.File)).Invoke();

        Decide(("Id", Open), ("Status", ControlStatus.RiskAccepted), ("Publish", true)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotSignedIn");

        Stored().ShouldBeEmpty();
    }

    [Fact]
    public void What_is_only_looked_at_is_not_published()
    {
        Connect();
        var run = CmdletRun.Of(
            new SetControlStatusCommand { Interaction = _ => new Interaction(), Clock = new FixedClock(s_now) },
            ("Id", Open), ("Status", ControlStatus.RiskAccepted), ("Publish", true)).Invoke();

        run.ShouldProcessCalls.Single().Action.ShouldContain("publish it to Microsoft");
        Connection.Published.ShouldBeEmpty();
    }

    [Fact]
    public void A_published_decision_is_told_with_its_words_and_shown_by_both_at_once()
    {
        Connect();
        Control(Open).PublishedState.ShouldBeNull();

        var run = Decide(
            ("Id", Open), ("Status", ControlStatus.RiskAccepted), ("Note", "Keys are ordered"), ("Owner", "anna"), ("Publish", true), ("PassThru", true));

        Connection.Published.Single().ShouldBe((Open, new PublishedControlState("Ignored") { Comment = "Keys are ordered", AssignedTo = "anna" }));
        var control = (ControlResult)run.Output.Single();
        (control.Status, control.PublishedState).ShouldBe((ControlStatus.RiskAccepted, "Ignored, assigned to anna: Keys are ordered"));
        control.Findings.ShouldNotContain(finding => finding.Id == SecureScoreEvaluator.PublishedStateDiffers);
        Control(Open).ShouldBe(control);
    }

    [Fact]
    public void A_decision_that_is_stored_already_is_published_where_Microsoft_shows_another()
    {
        Connect();
        Decide(("Id", new[] { Open, AlsoOpen }), ("Status", ControlStatus.RiskAccepted), ("Force", true));
        Control(Open).Findings.ShouldContain(finding => finding.Id == SecureScoreEvaluator.PublishedStateDiffers);

        var run = Pipe([("Publish", true)], Control(Open));

        run.Errors.ShouldBeEmpty();
        run.Warnings.ShouldBeEmpty();
        Connection.Published.Single().ControlId.ShouldBe(Open);
        Stored().Count.ShouldBe(2);
        Control(Open).Findings.ShouldNotContain(finding => finding.Id == SecureScoreEvaluator.PublishedStateDiffers);
        Pipe([("Publish", true)], Control(Open));
        Connection.Published.Count.ShouldBe(1);
    }

    [Fact]
    public void What_Microsoft_has_no_state_for_is_kept_here_and_said_so()
    {
        Connect();

        var run = Decide(("Id", Open), ("Status", ControlStatus.Planned), ("Publish", true));

        run.Errors.ShouldBeEmpty();
        run.Warnings.Single().ShouldContain("no state for Planned");
        Connection.Published.ShouldBeEmpty();
        Stored().Single().Status.ShouldBe(ControlStatus.Planned);
    }

    [Fact]
    public void A_control_that_cannot_be_published_is_an_error_of_its_own_and_stays_decided()
    {
        Connect();
        Connection.OnPublish = id =>
        {
            if (id == Open)
                throw new SecureScoreException(ErrorIds.PublishDenied, "Refused.") { Target = id };
        };

        var run = Decide(("Id", new[] { Open, AlsoOpen }), ("Status", ControlStatus.RiskAccepted), ("Publish", true), ("Force", true));

        var error = run.Errors.Single();
        error.FullyQualifiedErrorId.ShouldBe("PublishDenied");
        error.CategoryInfo.Category.ShouldBe(ErrorCategory.PermissionDenied);
        error.ErrorDetails!.Message.ShouldContain("kept in the store");
        Connection.Published.Single().ControlId.ShouldBe(AlsoOpen);
        Stored().Count.ShouldBe(2);
    }

    [Fact]
    public void Without_a_token_to_write_with_nothing_more_is_tried()
    {
        Connect();
        int tried = 0;
        Connection.OnPublish = _ =>
        {
            tried++;
            throw new SecureScoreException(ErrorIds.ConsentMissing, "No consent.");
        };

        var run = Decide(("Id", new[] { Open, AlsoOpen }), ("Status", ControlStatus.RiskAccepted), ("Publish", true), ("Force", true));

        run.Errors.Single().ErrorDetails!.Message.ShouldContain("1 more");
        tried.ShouldBe(1);
        Stored().Count.ShouldBe(2);
    }

    private FakeConnection Connection => _tenants.Connections.Last();

    private SecureScoreContext Connect() => (SecureScoreContext)CmdletRun.Of(
        new ConnectSecureScoreCommand { Connector = () => _tenants, Interaction = _ => new Interaction() }, ("Store", _stores.File), ("PassThru", true))
        .Invoke().Output.Single();

    private static CmdletRun Decide(params (string Name, object Value)[] parameters) => Decide(new Interaction(), parameters);

    private static CmdletRun Decide(Interaction interaction, params (string Name, object Value)[] parameters) => Approved(CmdletRun.Of(
        new SetControlStatusCommand { Interaction = _ => interaction, Clock = new FixedClock(s_now) }, parameters)).Invoke();

    private static CmdletRun Pipe((string Name, object Value)[] parameters, params object[] rows) => Approved(CmdletRun.Of(
        new SetControlStatusCommand { Interaction = _ => new Interaction(), Clock = new FixedClock(s_now) }, parameters))
        .Invoke([.. rows.Select(row => ("InputObject", (object)new PSObject(row)))]);

    private static CmdletRun Tag(params (string Name, object Value)[] parameters) => Approved(CmdletRun.Of<SetControlTagCommand>(parameters)).Invoke();

    private static CmdletRun Approved(CmdletRun run)
    {
        run.ShouldProcessAnswer = true;
        return run;
    }

    // What is missing of the evidence is told by the first judgement.
    private static void Judge() => CmdletRun.Of<GetSecureScoreCommand>(("NoRecord", true)).Invoke();

    private static SecureScoreResult Score() => (SecureScoreResult)CmdletRun.Of<GetSecureScoreCommand>().Invoke().Output.Single();

    private static IEnumerable<ControlResult> Controls(params (string Name, object Value)[] parameters) =>
        CmdletRun.Of<GetScoreControlCommand>(parameters).Invoke().Output.Cast<ControlResult>();

    private static ControlResult Control(string id) => Controls(("Id", id)).Single();

    private IReadOnlyList<DecisionEntry> Stored() => File.Exists(_stores.File) ? _stores.Use(store => store.ReadDecisionsAsync(Tenant, null, CancellationToken.None)) : [];
}

using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Tests.Remediation;

public sealed class RemediationRunnerTests : RunnerTest
{
    private static readonly SettingsChange s_auditing = Switch(MadeTenant.Organization, null, "AuditDisabled", SettingValue.Of(true), SettingValue.Of(false));

    [Fact]
    public async Task A_plan_is_made_in_its_order_and_told_line_by_line()
    {
        var run = await Runner.ApplyAsync(DefaultsToPolicy, None);

        (run.Outcome, run.EntryId, run.Failure, run.LookAgainAt).ShouldBe((RemediationOutcome.Applied, Entry.EntryId, null, null));
        run.Notes.ShouldBeEmpty();
        Journal.Events.ShouldBe(
        [
            JournalEvent.Begun, JournalEvent.Written, JournalEvent.Written, JournalEvent.Written, JournalEvent.Pending, JournalEvent.Applied,
        ]);
        (Entry.State, string.Join(',', Entry.Made), Entry.IsIntact).ShouldBe((JournalState.Applied, "0,1,2", true));
        Tenant.Find(MadeTenant.SecurityDefaults, null)!["isEnabled"].AsFlag().ShouldBe(false);
        Tenant.Find(MadeTenant.Policies, "created-1")!["state"].AsText().ShouldBe("enabled");
        ((ObjectCreation)Entry.Changes[0]).Identity.ShouldBe("created-1");
        ((ObjectCreation)Entry.Changes[0]).Namesakes.ShouldBe(["own"]);
        ((SettingsChange)Entry.Changes[2]).Identity.ShouldBe("created-1");
    }

    [Fact]
    public async Task Nothing_is_written_before_the_journal_has_what_was_there()
    {
        Tenant.OnWrite = (_, change) =>
        {
            var told = Journal.Entries.ShouldHaveSingleItem().Changes;
            told.ShouldContain(known => known.Resource == change.Resource && known.GetType() == change.GetType());
            return WriteFailure.None;
        };

        await Runner.ApplyAsync(DefaultsToPolicy, None);

        Tenant.Writes.ShouldBe(3);
    }

    [Fact]
    public async Task What_could_not_be_taken_back_is_not_made()
    {
        var error = await FailureAsync(MadePlans.Of(new SettingsChange("graph/users", "eve", [new("accountEnabled", SettingValue.Of(true), SettingValue.Of(false))])));

        error.ErrorId.ShouldBe(ErrorIds.RemediationNotPossible);
        (Tenant.Writes, Journal.Records.Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_plan_without_changes_touches_nothing()
    {
        var run = await Runner.ApplyAsync(MadePlans.Of(), None);

        (run.Outcome, run.EntryId).ShouldBe((RemediationOutcome.AlreadyDone, null));
        Journal.Records.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_plan_a_second_time_changes_nothing()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","AuditDisabled":true}""");
        await Runner.ApplyAsync(MadePlans.Of(s_auditing), None);
        await Runner.ApplyAsync(DefaultsToPolicy, None);
        string after = Tenant.ToJson();

        (await FailureAsync(MadePlans.Of(s_auditing))).Message.ShouldContain("AuditDisabled is False, not True");
        (await FailureAsync(DefaultsToPolicy)).Message.ShouldContain("there is one called 'MFA' already");

        (Tenant.ToJson(), Tenant.Writes).ShouldBe((after, 4));
    }

    [Theory]
    [InlineData("""{"id":"org"}""")]
    [InlineData("""{"id":"org","AuditDisabled":"maybe"}""")]
    public async Task What_changed_since_the_plan_is_shown_and_left_alone(string present)
    {
        Tenant.With(MadeTenant.Organization, present);
        string before = Tenant.ToJson();

        (await FailureAsync(MadePlans.Of(s_auditing))).ErrorId.ShouldBe(ErrorIds.RemediationConflict);

        (Tenant.ToJson(), Tenant.Writes, Journal.Records.Count).ShouldBe((before, 0, 0));
    }

    [Fact]
    public async Task What_is_gone_since_the_plan_is_a_conflict()
    {
        (await FailureAsync(MadePlans.Of(s_auditing))).Message.ShouldContain("is not there any more");
        (await FailureAsync(MadePlans.Of(new ObjectRemoval(MadeTenant.Policies, "gone", SettingValue.Group())))).Message.ShouldContain("is not there any more");
        Journal.Records.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_shows_no_control_characters_and_no_endless_value()
    {
        Tenant.With(MadeTenant.Organization, $$"""{"id":"org","AuditDisabled":"\u001b[2K{{new string('x', 5000)}}"}""");

        var failure = await FailureAsync(MadePlans.Of(s_auditing));

        failure.Message.ShouldNotContain("\u001b");
        failure.Message.Length.ShouldBeLessThan(600);
    }

    [Fact]
    public async Task The_journal_has_what_was_read_not_what_the_evidence_had()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","Senders":["b","a"],"AuditDisabled":true}""");

        await Runner.ApplyAsync(
            MadePlans.Of(
                Switch(MadeTenant.Organization, null, "Senders", SettingValue.Of(["a", "b"]), SettingValue.ListOf()),
                Switch(MadeTenant.Organization, null, "AuditDisabled", SettingValue.Of("True"), SettingValue.Of(false))),
            None);

        Entry.Changes.Cast<SettingsChange>().Select(change => change.Settings[0].Former).ShouldBe([SettingValue.Of(["b", "a"]), SettingValue.Of(true)]);
    }

    [Fact]
    public async Task What_others_write_between_the_look_and_the_journal_is_not_overwritten()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","AuditDisabled":true}""");
        Journal.OnAppend = draft =>
        {
            if (draft.Event == JournalEvent.Begun)
                Tenant.Make(Switch(MadeTenant.Organization, null, "AuditDisabled", SettingValue.Nothing, SettingValue.Of("theirs")));
        };

        var run = await Runner.ApplyAsync(MadePlans.Of(s_auditing), None);

        (run.Outcome, run.Failure!.ErrorId).ShouldBe((RemediationOutcome.RolledBack, ErrorIds.RemediationConflict));
        Tenant.Writes.ShouldBe(0);
        (Entry.State, Entry.CanBeUndone).ShouldBe((JournalState.Failed, false));
    }

    [Fact]
    public async Task Of_two_runs_that_create_the_same_at_once_one_creates()
    {
        var plan = MadePlans.Of(MadePlans.FromDefaultsToPolicy().Draft.Changes[0]).Beside("own");
        bool isFirst = true;
        Journal.OnAppend = draft =>
        {
            if (draft.Event == JournalEvent.Begun && isFirst)
            {
                isFirst = false;
                Runner.ApplyAsync(plan, None).GetAwaiter().GetResult().Outcome.ShouldBe(RemediationOutcome.Applied);
            }
        };

        var run = await Runner.ApplyAsync(plan, None);

        run.Failure!.Message.ShouldContain("called 'MFA' already");
        Tenant.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_that_meets_another_one_at_work_writes_nothing()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","AuditDisabled":true}""");
        SecureScoreException? busy = null;
        Tenant.OnWrite = (number, _) =>
        {
            if (number == 1)
                busy = Should.Throw<SecureScoreException>(() => Runner.ApplyAsync(MadePlans.Of(s_auditing), None).GetAwaiter().GetResult());
            return WriteFailure.None;
        };

        (await Runner.ApplyAsync(MadePlans.Of(s_auditing), None)).Outcome.ShouldBe(RemediationOutcome.Applied);

        busy!.ErrorId.ShouldBe(ErrorIds.RemediationBusy);
        Tenant.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task Who_is_to_be_left_out_must_be_there()
    {
        var plan = DefaultsToPolicy with { Draft = DefaultsToPolicy.Draft with { MustExist = [("graph/users", "break-glass")] } };

        (await FailureAsync(plan)).ErrorId.ShouldBe(ErrorIds.RemediationObjectMissing);

        Journal.Records.ShouldBeEmpty();
        Tenant.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_ends_it_before_the_first_change_has_changed_nothing()
    {
        using var source = new CancellationTokenSource();
        int reads = 0;
        Tenant.OnRead = _ =>
        {
            if (++reads == 2)
                source.Cancel();
        };

        await Should.ThrowAsync<OperationCanceledException>(() => Runner.ApplyAsync(DefaultsToPolicy, source.Token));

        (Tenant.Writes, Journal.Records.Count).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whoever_ends_it_between_two_changes_ends_the_reading_back_only(int write)
    {
        using var source = new CancellationTokenSource();
        Tenant.OnWrite = (number, _) =>
        {
            if (number == write)
                source.Cancel();
            return WriteFailure.None;
        };

        var run = await Runner.ApplyAsync(DefaultsToPolicy, source.Token);

        run.Outcome.ShouldBe(RemediationOutcome.Pending);
        run.LookAgainAt.ShouldBe(Clock.GetUtcNow().AddMinutes(5));
        (Tenant.Writes, Entry.State, string.Join(',', Entry.Made)).ShouldBe((3, JournalState.Pending, "0,1,2"));
    }

    [Fact]
    public async Task Whoever_ends_it_while_it_reads_back_keeps_nobody_off()
    {
        using var source = new CancellationTokenSource();
        Tenant.With(MadeTenant.Organization, """{"id":"org","AuditDisabled":true}""");
        Tenant.Written = _ =>
        {
            Tenant.OnRead = _ => source.Cancel();
            Tenant.Written = _ => { };
        };

        (await Runner.ApplyAsync(MadePlans.Of(s_auditing), source.Token)).Outcome.ShouldBe(RemediationOutcome.Applied);

        Tenant.OnRead = _ => { };
        (await Runner.ApplyAsync(MadePlans.Of((SettingsChange)s_auditing.Inverse()), None)).Outcome.ShouldBe(RemediationOutcome.Applied);
    }

    public static TheoryData<int, WriteFailure> Failures
    {
        get
        {
            var data = new TheoryData<int, WriteFailure>();
            foreach (var failure in Enum.GetValues<WriteFailure>().Where(failure => failure != WriteFailure.None))
            {
                for (int write = 1; write <= 3; write++)
                    data.Add(write, failure);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task When_a_step_fails_the_tenant_is_as_before(int write, WriteFailure failure)
    {
        string before = Tenant.ToJson();
        Tenant.OnWrite = (number, _) => number == write ? failure : WriteFailure.None;

        var run = await Runner.ApplyAsync(DefaultsToPolicy, None);

        Tenant.ToJson().ShouldBe(before);
        run.Failure!.ErrorId.ShouldBe(failure == WriteFailure.Refused ? ErrorIds.RemediationRefused : ErrorIds.RemediationUncertain);

        // Whether the policy will show one day is not certain, and is said.
        bool isOpen = write == 1 && failure == WriteFailure.UncertainAndNotDone;
        run.Outcome.ShouldBe(isOpen ? RemediationOutcome.Failed : RemediationOutcome.RolledBack);
        (Entry.State, Entry.CanBeUndone).ShouldBe((JournalState.Failed, isOpen));
        if (isOpen)
            run.Notes.ShouldHaveSingleItem().ShouldContain("MFA could not be taken back");
        else
            run.Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_shows_after_it_was_given_up_is_found_by_undo()
    {
        string before = Tenant.ToJson();
        Tenant.IsLate = true;
        Tenant.OnWrite = (_, _) => WriteFailure.UncertainAndDone;
        (await Runner.ApplyAsync(DefaultsToPolicy, None)).Outcome.ShouldBe(RemediationOutcome.Failed);
        Clock.Elapsed.ShouldBe(TimeSpan.FromSeconds(30));

        Tenant.IsLate = false;
        Tenant.OnWrite = (_, _) => WriteFailure.None;
        (await UndoAsync()).Outcome.ShouldBe(RemediationOutcome.Applied);

        Tenant.ToJson().ShouldBe(before);
    }

    [Theory]
    [InlineData(WriteFailure.Refused)]
    [InlineData(WriteFailure.UncertainAndNotDone)]
    [InlineData(WriteFailure.UncertainAndDone)]
    public async Task What_cannot_be_taken_back_is_named_and_left_to_undo(WriteFailure second)
    {
        string before = Tenant.ToJson();

        // The last change fails, and so does the first taking back.
        Tenant.OnWrite = (number, _) => number == 3 ? WriteFailure.Refused : number == 4 ? second : WriteFailure.None;

        var run = await Runner.ApplyAsync(DefaultsToPolicy, None);

        run.Outcome.ShouldBe(RemediationOutcome.Failed);
        run.Notes.ShouldHaveSingleItem().ShouldStartWith($"{MadeTenant.SecurityDefaults} could not be taken back");
        Entry.Detail!.ShouldContain("Left over: ");
        string.Join(',', Entry.Made).ShouldBe("1");

        await UndoAsync();
        Tenant.ToJson().ShouldBe(before);
    }

    [Fact]
    public async Task What_stays_for_good_is_named()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","IsDehydrated":true,"AuditDisabled":true}""");
        Tenant.OnWrite = (number, _) => number == 2 ? WriteFailure.Refused : WriteFailure.None;

        var run = await Runner.ApplyAsync(
            MadePlans.Of(Switch(MadeTenant.Organization, null, "IsDehydrated", SettingValue.Of(true), SettingValue.Of(false)) with { Permanent = "no way back" }, s_auditing), None);

        (run.Outcome, Tenant.Writes).ShouldBe((RemediationOutcome.Failed, 2));
        run.Notes.ShouldHaveSingleItem().ShouldContain("stays: no way back");
        (await PlanUndoAsync()).Draft.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_object_that_had_to_be_made_again_is_known_by_its_new_identity()
    {
        Tenant.With(MadeTenant.Locations, """{"displayName":"Office","id":"office","isTrusted":true}""");
        Tenant.OnWrite = (number, _) => number == 3 ? WriteFailure.Refused : WriteFailure.None;

        var run = await Runner.ApplyAsync(
            MadePlans.Of(
                Switch(MadeTenant.Locations, "office", "isTrusted", SettingValue.Of(true), SettingValue.Of(false)),
                new ObjectRemoval(MadeTenant.Locations, "office", SettingValue.Group(("displayName", SettingValue.Of("Office")), ("isTrusted", SettingValue.Of(false)))),
                Switch(MadeTenant.SecurityDefaults, null, "isEnabled", SettingValue.Of(true), SettingValue.Of(false))),
            None);

        run.Outcome.ShouldBe(RemediationOutcome.RolledBack);
        Tenant.Find(MadeTenant.Locations, null)!["isTrusted"].AsFlag().ShouldBe(true);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_lets_nothing_be_changed()
    {
        Journal.OnAppend = _ => throw MemoryJournal.Full();

        (await FailureAsync(DefaultsToPolicy)).ErrorId.ShouldBe(ErrorIds.StoreFull);

        Tenant.Writes.ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_the_journal_cannot_be_told_is_taken_back(int line)
    {
        string before = Tenant.ToJson();
        int lines = 0;
        Journal.OnAppend = _ =>
        {
            if (lines++ >= line)
                throw MemoryJournal.Full();
        };

        var run = await Runner.ApplyAsync(DefaultsToPolicy, None);

        (run.Outcome, run.Failure!.ErrorId).ShouldBe((RemediationOutcome.RolledBack, ErrorIds.StoreFull));
        run.Notes.ShouldHaveSingleItem().ShouldContain(Entry.EntryId);
        Tenant.ToJson().ShouldBe(before);

        // The entry does not tell how it ended. Taking it back finds that nothing is left, and writes once more what may only show late.
        Entry.State.ShouldBe(JournalState.Interrupted);
        Journal.OnAppend = _ => { };
        (await UndoAsync()).Outcome.ShouldBe(line < 3 ? RemediationOutcome.AlreadyDone : RemediationOutcome.Applied);
        Tenant.ToJson().ShouldBe(before);
        Journal.Entries.Select(entry => entry.State).ShouldBe([JournalState.Undone, JournalState.Applied]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_neither_the_journal_nor_the_service_lets_be_taken_back_is_restored_later(int line)
    {
        string before = Tenant.ToJson();
        int lines = 0;
        Journal.OnAppend = _ =>
        {
            if (lines++ >= line)
                throw MemoryJournal.Full();
        };
        Tenant.OnWrite = (number, _) => number > line ? WriteFailure.Refused : WriteFailure.None;

        var run = await Runner.ApplyAsync(DefaultsToPolicy, None);

        (run.Outcome, run.EntryId, Entry.State).ShouldBe((RemediationOutcome.Failed, Entry.EntryId, JournalState.Interrupted));
        (Tenant.ToJson() == before).ShouldBeFalse();
        Journal.OnAppend = _ => { };
        Tenant.OnWrite = (_, _) => WriteFailure.None;
        (await UndoAsync()).Outcome.ShouldBe(RemediationOutcome.Applied);
        Tenant.ToJson().ShouldBe(before);
    }

    [Fact]
    public async Task What_was_written_counts_though_the_journal_does_not_tell_how_it_ended()
    {
        string before = Tenant.ToJson();
        Journal.OnAppend = draft =>
        {
            if (draft.Event is JournalEvent.Pending or JournalEvent.Applied)
                throw MemoryJournal.Full();
        };

        var run = await Runner.ApplyAsync(DefaultsToPolicy, None);

        (run.Outcome, run.Failure).ShouldBe((RemediationOutcome.Applied, null));
        run.Notes.ShouldHaveSingleItem().ShouldContain("no space left");
        Journal.OnAppend = _ => { };
        await UndoAsync();
        Tenant.ToJson().ShouldBe(before);
    }

    [Fact]
    public async Task What_shows_late_is_waited_for()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","AuditDisabled":true}""");
        int reads = 0;
        Tenant.IsLate = true;
        Tenant.Written = _ => Tenant.OnRead = _ => Tenant.IsLate = ++reads < 4;

        (await Runner.ApplyAsync(MadePlans.Of(s_auditing), None)).Outcome.ShouldBe(RemediationOutcome.Applied);

        // 1 + 2 + 4 seconds, and the fourth look shows it.
        (reads, Clock.Elapsed).ShouldBe((4, TimeSpan.FromSeconds(7)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(30, 30)]
    [InlineData(60, 60)]
    [InlineData(59, 30)]
    public async Task Patience_ends(int patience, int waited)
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","AuditDisabled":true}""");
        Tenant.IsLate = true;
        var runner = new RemediationRunner(Tenant, Journal, new SilentObserver(), Clock, "ada") { Patience = TimeSpan.FromSeconds(patience) };
        var plan = MadePlans.Of(s_auditing);

        var run = await runner.ApplyAsync(plan with { Draft = plan.Draft with { ShowsWithin = TimeSpan.FromHours(1) } }, None);

        (run.Outcome, Entry.State, Clock.Elapsed).ShouldBe((RemediationOutcome.Pending, JournalState.Pending, TimeSpan.FromSeconds(waited)));
        run.LookAgainAt.ShouldBe(Clock.GetUtcNow().AddHours(1));
        run.Notes.ShouldHaveSingleItem().ShouldContain($"{MadeTenant.Organization}: AuditDisabled is True, not False");
        run.Notes[0].ShouldBe(Entry.Detail);
    }

    [Fact]
    public async Task What_shows_as_something_else_is_a_mismatch()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","AuditDisabled":true}""");
        Tenant.Written = _ =>
        {
            Tenant.Written = _ => { };
            Tenant.Make(Switch(MadeTenant.Organization, null, "AuditDisabled", SettingValue.Nothing, SettingValue.Of("theirs")));
        };

        var run = await Runner.ApplyAsync(MadePlans.Of(s_auditing), None);

        (run.Outcome, Entry.State, run.LookAgainAt).ShouldBe((RemediationOutcome.Mismatch, JournalState.Mismatch, null));
        run.Notes[0].ShouldContain("theirs");
    }

    [Fact]
    public async Task A_plan_that_shows_nothing_of_itself_yet_is_pending()
    {
        Tenant.IsLate = true;

        var run = await Runner.ApplyAsync(DefaultsToPolicy, None);

        run.Outcome.ShouldBe(RemediationOutcome.Pending);
        run.Notes.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_read_that_fails_after_the_writing_takes_nothing_back()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","AuditDisabled":true}""");
        Tenant.Written = _ => Tenant.OnRead = _ => throw new SecureScoreException(ErrorIds.RemediationFailed, "The service is away.");

        var run = await Runner.ApplyAsync(MadePlans.Of(s_auditing), None);

        run.Outcome.ShouldBe(RemediationOutcome.Pending);
        run.Notes.ShouldHaveSingleItem().ShouldBe("The service is away.");
        Tenant.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task The_journal_holds_messages_and_no_causes()
    {
        Tenant.OnWrite = (number, _) => number == 2
            ? throw new SecureScoreException(ErrorIds.RemediationDenied, "Denied.\u001b[2K", new InvalidOperationException("Bearer hunter2"))
            : WriteFailure.None;

        await Runner.ApplyAsync(DefaultsToPolicy, None);

        Entry.Detail.ShouldBe("Denied.[2K");
        Journal.Records.ShouldAllBe(record => !record.ToString().Contains("hunter2", StringComparison.Ordinal));
    }

    private Task<SecureScoreException> FailureAsync(RemediationPlan plan) => Should.ThrowAsync<SecureScoreException>(() => Runner.ApplyAsync(plan, None));
}

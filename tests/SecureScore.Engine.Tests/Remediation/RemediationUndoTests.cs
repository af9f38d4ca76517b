using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Tests.Remediation;

public sealed class RemediationUndoTests : RunnerTest
{
    private static readonly SettingsChange s_auditing = Switch(MadeTenant.Organization, null, "AuditDisabled", SettingValue.Of(true), SettingValue.Of(false));

    [Fact]
    public async Task The_way_back_is_the_way_in_the_other_direction()
    {
        string before = Tenant.ToJson();
        await Runner.ApplyAsync(DefaultsToPolicy, None);

        var plan = await PlanUndoAsync();

        plan.Draft.Changes.Select(change => change.GetType()).ShouldBe([typeof(SettingsChange), typeof(SettingsChange), typeof(ObjectRemoval)]);
        plan.Draft.Warnings.ShouldBe(["Taking it back is less safe."]);
        (plan.UndoOf, plan.TenantId).ShouldBe((Entry.EntryId, MadePlans.TenantId));

        // The service refuses security defaults beside a policy in force: the order is the only one that works.
        var run = await Runner.ApplyAsync(plan, None);
        (run.Outcome, run.Notes.Count).ShouldBe((RemediationOutcome.Applied, 0));
        Tenant.ToJson().ShouldBe(before);
        Journal.Entries.Select(entry => (entry.State, entry.UndoneBy)).ShouldBe([(JournalState.Undone, run.EntryId), (JournalState.Applied, null)]);
    }

    [Fact]
    public async Task Taking_back_the_taking_back_makes_it_again_and_so_on()
    {
        string before = Tenant.ToJson();
        await Runner.ApplyAsync(DefaultsToPolicy, None);
        for (int round = 1; round <= 3; round++)
        {
            (await UndoAsync()).Outcome.ShouldBe(RemediationOutcome.Applied);
            Tenant.ToJson().ShouldBe(before);

            (await UndoAsync()).Outcome.ShouldBe(RemediationOutcome.Applied);
            Tenant.Find(MadeTenant.SecurityDefaults, null)!["isEnabled"].AsFlag().ShouldBe(false);
            var policy = Tenant.Find(MadeTenant.Policies, $"created-{round + 1}")!;
            policy["state"].AsText().ShouldBe("enabled");
            policy["conditions.users.excludeUsers"].AsTexts().ShouldBe(["b", "a"]);
        }

        Journal.Entries.Count(entry => entry.State == JournalState.Undone).ShouldBe(6);
        Journal.Entries.ShouldAllBe(entry => entry.IsIntact);
    }

    [Fact]
    public async Task What_was_taken_back_is_not_taken_back_again()
    {
        await Runner.ApplyAsync(DefaultsToPolicy, None);
        await UndoAsync();

        var failure = await FailureOfUndoAsync(Journal.Entries[0], force: true);

        failure.ErrorId.ShouldBe(ErrorIds.UndoNotPossible);
        failure.Message.ShouldContain(Journal.Entries[1].EntryId);
    }

    [Fact]
    public async Task A_list_comes_back_in_the_order_in_which_it_was()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","Number":1e400,"Senders":["b","a"],"Text":"True"}""");
        string before = Tenant.ToJson();
        await Runner.ApplyAsync(
            MadePlans.Of(new SettingsChange(MadeTenant.Organization, null,
            [
                new("Senders", SettingValue.Of(["a", "b"]), SettingValue.Of(["c"])),
                new("Text", SettingValue.Of(true), SettingValue.Of(false)),
                new("Number", Tenant.Find(MadeTenant.Organization, null)!["Number"], SettingValue.Of(1)),
                new("New", SettingValue.Nothing, SettingValue.Of("x")),
            ])),
            None);

        await UndoAsync();

        Tenant.ToJson().ShouldBe(before);
    }

    [Fact]
    public async Task A_change_of_the_order_alone_is_taken_back_too()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","Senders":["b","a"]}""");
        string before = Tenant.ToJson();
        await Runner.ApplyAsync(MadePlans.Of(Switch(MadeTenant.Organization, null, "Senders", SettingValue.Of(["b", "a"]), SettingValue.Of(["a", "b"]))), None);

        await UndoAsync();

        Tenant.ToJson().ShouldBe(before);
    }

    [Fact]
    public async Task Several_changes_of_one_setting_go_back_to_the_first()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","Level":1}""");
        string before = Tenant.ToJson();
        await Runner.ApplyAsync(
            MadePlans.Of(
                Switch(MadeTenant.Organization, null, "Level", SettingValue.Of(1), SettingValue.Of(2)),
                Switch(MadeTenant.Organization, null, "Level", SettingValue.Of(2), SettingValue.Of(3))),
            None);
        Entry.State.ShouldBe(JournalState.Applied);

        (await UndoAsync()).Outcome.ShouldBe(RemediationOutcome.Applied);

        Tenant.ToJson().ShouldBe(before);
    }

    [Fact]
    public async Task What_somebody_changed_since_is_shown_and_overwritten_only_by_force()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","AuditDisabled":true}""");
        string before = Tenant.ToJson();
        await Runner.ApplyAsync(MadePlans.Of(s_auditing), None);
        Tenant.Make(Switch(MadeTenant.Organization, null, "AuditDisabled", SettingValue.Nothing, SettingValue.Of("theirs\u001b")));
        string theirs = Tenant.ToJson();

        var failure = await FailureOfUndoAsync();

        failure.ErrorId.ShouldBe(ErrorIds.UndoConflict);
        failure.Message.ShouldContain("AuditDisabled is theirs, not False");
        Tenant.ToJson().ShouldBe(theirs);

        (await PlanUndoAsync(force: true)).Draft.Warnings[^1].ShouldContain("theirs");
        await UndoAsync(force: true);
        Tenant.ToJson().ShouldBe(before);

        // What was overwritten stands in the journal, and comes back with an undo of the undo.
        await UndoAsync();
        Tenant.ToJson().ShouldBe(theirs);
    }

    [Fact]
    public async Task What_somebody_changed_after_the_plan_to_undo_is_a_conflict_too()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","AuditDisabled":true}""");
        await Runner.ApplyAsync(MadePlans.Of(s_auditing), None);
        var plan = await PlanUndoAsync(force: true);
        Tenant.Make(Switch(MadeTenant.Organization, null, "AuditDisabled", SettingValue.Nothing, SettingValue.Of("theirs")));

        (await Should.ThrowAsync<SecureScoreException>(() => Runner.ApplyAsync(plan, None))).ErrorId.ShouldBe(ErrorIds.RemediationConflict);
    }

    [Fact]
    public async Task What_somebody_took_back_by_hand_needs_no_writing()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","AuditDisabled":true}""");
        await Runner.ApplyAsync(MadePlans.Of(s_auditing), None);
        Tenant.Make(s_auditing.Inverse());

        (await UndoAsync()).Outcome.ShouldBe(RemediationOutcome.AlreadyDone);

        (Tenant.Writes, Journal.Entries[0].State, Journal.Entries[1].CanBeUndone).ShouldBe((1, JournalState.Undone, false));
    }

    [Fact]
    public async Task What_the_service_does_not_show_yet_is_not_taken_for_taken_back()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","AuditDisabled":true}""");
        string before = Tenant.ToJson();
        Tenant.IsLate = true;
        await Runner.ApplyAsync(MadePlans.Of(s_auditing), None);

        (await FailureOfUndoAsync()).Message.ShouldContain("AuditDisabled is still True, which the service may show for a while");

        await UndoAsync(force: true);
        Tenant.IsLate = false;
        Tenant.ToJson().ShouldBe(before);
    }

    [Fact]
    public async Task A_policy_that_does_not_show_yet_is_not_taken_for_removed()
    {
        Tenant.IsLate = true;
        await Runner.ApplyAsync(MadePlans.Of(DefaultsToPolicy.Draft.Changes[0]), None);

        (await FailureOfUndoAsync()).Message.ShouldContain("MFA does not show, or not yet");
    }

    [Fact]
    public async Task A_policy_that_somebody_changed_is_removed_only_by_force_and_comes_back_as_it_was()
    {
        await Runner.ApplyAsync(MadePlans.Of(DefaultsToPolicy.Draft.Changes[0]), None);
        Tenant.Make(Switch(MadeTenant.Policies, "created-1", "conditions.users.excludeUsers", SettingValue.Nothing, SettingValue.Of(["c"])));

        (await FailureOfUndoAsync()).Message.ShouldContain("MFA is not as it was made");

        await UndoAsync(force: true);
        Tenant.Find(MadeTenant.Policies, "created-1").ShouldBeNull();
        await UndoAsync();
        Tenant.Find(MadeTenant.Policies, "created-2")!["conditions.users.excludeUsers"].AsTexts().ShouldBe(["c"]);
    }

    [Fact]
    public async Task A_policy_that_somebody_removed_needs_no_removing()
    {
        await Runner.ApplyAsync(DefaultsToPolicy, None);
        Tenant.Make(new ObjectRemoval(MadeTenant.Policies, "created-1", SettingValue.Group()));

        (await UndoAsync()).Outcome.ShouldBe(RemediationOutcome.Applied);

        Tenant.Find(MadeTenant.SecurityDefaults, null)!["isEnabled"].AsFlag().ShouldBe(true);
    }

    [Fact]
    public async Task What_was_removed_comes_back_unless_it_has_come_back()
    {
        Tenant.With(MadeTenant.Locations, """{"id":"office","displayName":"Office","ranges":["10.0.0.0/8","b"]}""");
        var removal = new ObjectRemoval(MadeTenant.Locations, "office", SettingValue.Group(
            ("displayName", SettingValue.Of("Office")), ("ranges", SettingValue.Of(["b", "10.0.0.0/8"]))));
        await Runner.ApplyAsync(MadePlans.Of(removal), None);
        var entry = Entry;

        (await PlanUndoAsync(entry)).Draft.Changes.ShouldHaveSingleItem();
        Tenant.With(MadeTenant.Locations, """{"id":"namesake","displayName":"Office"}""");
        await UndoAsync(entry);
        Tenant.Find(MadeTenant.Locations, "created-1")!["ranges"].AsTexts().ShouldBe(["10.0.0.0/8", "b"]);

        await Runner.ApplyAsync(MadePlans.Of(removal with { Identity = "created-1" }), None);
        entry = Entry;
        Tenant.With(MadeTenant.Locations, """{"id":"again","displayName":"Office","ranges":["b","10.0.0.0/8"]}""");
        (await UndoAsync(entry)).Outcome.ShouldBe(RemediationOutcome.AlreadyDone);

        Tenant.With(MadeTenant.Locations, """{"id":"twice","displayName":"Office","ranges":["b","10.0.0.0/8"]}""");
        (await FailureOfUndoAsync(entry with { State = JournalState.Applied })).Message.ShouldContain("several called 'Office' again");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_object_that_was_created_unseen_is_found_by_its_name(int namesakes)
    {
        Interrupt(DefaultsToPolicy, afterWrite: 1);
        for (int other = 0; other < namesakes; other++)
            Tenant.With(MadeTenant.Policies, $$"""{"id":"other{{other}}","displayName":"MFA","state":"disabled"}""");

        await UndoAsync();

        Tenant.Find(MadeTenant.Policies, "created-1").ShouldBeNull();
        Tenant.Find(MadeTenant.Policies, "own").ShouldNotBeNull();
        for (int other = 0; other < namesakes; other++)
            Tenant.Find(MadeTenant.Policies, $"other{other}").ShouldNotBeNull();
        Journal.Entries[0].State.ShouldBe(JournalState.Undone);
    }

    [Fact]
    public async Task Of_several_that_may_be_it_none_is_removed()
    {
        Interrupt(DefaultsToPolicy, afterWrite: 1);
        Tenant.Make(DefaultsToPolicy.Draft.Changes[0]);
        string before = Tenant.ToJson();

        (await FailureOfUndoAsync(force: true)).ErrorId.ShouldBe(ErrorIds.UndoNotPossible);

        Tenant.ToJson().ShouldBe(before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_run_that_was_ended_after_a_write_is_taken_back(int afterWrite)
    {
        string before = Tenant.ToJson();
        Interrupt(DefaultsToPolicy, afterWrite);

        var plan = await PlanUndoAsync();
        plan.Draft.Warnings[1].ShouldContain("make sure that it is not at it still");
        plan.Draft.Changes.Count.ShouldBe(afterWrite);
        await Runner.ApplyAsync(plan, None);

        Tenant.ToJson().ShouldBe(before);
    }

    [Fact]
    public async Task The_entry_of_another_tenant_is_refused_even_by_force()
    {
        await Runner.ApplyAsync(DefaultsToPolicy, None);

        (await Should.ThrowAsync<SecureScoreException>(() => Runner.PlanUndoAsync(Entry, MadePlans.Control, Guid.Empty.ToString(), true, None)))
            .ErrorId.ShouldBe(ErrorIds.UndoOtherTenant);
        (await Runner.PlanUndoAsync(Entry, MadePlans.Control, MadePlans.TenantId.ToUpperInvariant(), false, None)).IsDone.ShouldBeFalse();
    }

    [Fact]
    public async Task A_broken_chain_takes_force_and_an_unreadable_line_is_never_believed()
    {
        await Runner.ApplyAsync(DefaultsToPolicy, None);

        (await FailureOfUndoAsync(Entry with { IsIntact = false })).ErrorId.ShouldBe(ErrorIds.JournalBroken);
        (await PlanUndoAsync(Entry with { IsIntact = false }, force: true)).Draft.Warnings.ShouldContain(warning => warning.StartsWith("The journal is not as it was written", StringComparison.Ordinal));
        (await FailureOfUndoAsync(Entry with { IsReadable = false }, force: true)).ErrorId.ShouldBe(ErrorIds.JournalBroken);
    }

    [Fact]
    public async Task A_change_that_the_remediation_never_makes_is_not_believed_even_by_force()
    {
        await Runner.ApplyAsync(DefaultsToPolicy, None);
        var forged = Entry with { Changes = [.. Entry.Changes, Switch("graph/users", "ada", "accountEnabled", SettingValue.Of(true), SettingValue.Of(false))] };

        (await FailureOfUndoAsync(forged, force: true)).ErrorId.ShouldBe(ErrorIds.JournalBroken);
    }

    [Fact]
    public async Task The_entry_of_a_remediation_that_nobody_knows_is_refused()
    {
        await Runner.ApplyAsync(DefaultsToPolicy, None);

        (await FailureOfUndoAsync(Entry with { RemediationId = "Later" }, force: true)).ErrorId.ShouldBe(ErrorIds.UndoNotPossible);
    }

    [Fact]
    public async Task What_stays_for_good_is_said_and_the_rest_taken_back()
    {
        Tenant.With(MadeTenant.Organization, """{"id":"org","AuditDisabled":true,"IsDehydrated":true}""");
        await Runner.ApplyAsync(
            MadePlans.Of(Switch(MadeTenant.Organization, null, "IsDehydrated", SettingValue.Of(true), SettingValue.Of(false)) with { Permanent = "no way back" }, s_auditing), None);

        var plan = await PlanUndoAsync();

        plan.Draft.Warnings.ShouldContain(warning => warning == "no way back");
        plan.Draft.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>().Settings.ShouldBe(((SettingsChange)s_auditing.Inverse()).Settings);
    }

    /// <summary>A run whose process ends right after a write, before the journal is told of it. After none, it ends with the first line.</summary>
    private void Interrupt(RemediationPlan plan, int afterWrite)
    {
        Journal.OnAppend = draft =>
        {
            if (draft.Event == JournalEvent.Begun && afterWrite == 0)
                Tenant.OnRead = _ => throw new ProcessEndedException();
            if (draft.Event == JournalEvent.Written && draft.Step == afterWrite - 1)
                throw new ProcessEndedException();
        };
        try
        {
            Runner.ApplyAsync(plan, None).GetAwaiter().GetResult();
        }
        catch (ProcessEndedException)
        {
        }

        Journal.OnAppend = _ => { };
        Tenant.OnRead = _ => { };
        Entry.State.ShouldBe(JournalState.Interrupted);
    }

#pragma warning disable CA1032, CA1064 // Nobody but the test throws and catches it.
    private sealed class ProcessEndedException : Exception;
#pragma warning restore CA1032, CA1064
}

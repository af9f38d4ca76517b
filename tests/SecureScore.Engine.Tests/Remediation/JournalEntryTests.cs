using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Tests.Remediation;

public sealed class JournalEntryTests
{
    private static readonly DateTimeOffset s_now = new(2026, 9, 14, 6, 0, 0, TimeSpan.Zero);

    private readonly List<JournalRecord> _records = [];

    [Fact]
    public void Lines_are_folded_by_entry_whatever_lies_between()
    {
        Add("a", JournalEvent.Begun, changes: [Switch("x"), Switch("y")]);
        Add("b", JournalEvent.Begun, changes: [Switch("z")]);
        Add("A", JournalEvent.Written, 0);
        Add("b", JournalEvent.Written, 0);
        Add("a", JournalEvent.Written, 1);
        Add("b", JournalEvent.Applied);
        Add("a", JournalEvent.RolledBack, 1);
        Add("a", JournalEvent.Failed, detail: "why");

        var entries = JournalEntry.Of(_records);

        entries.Select(entry => (entry.EntryId, entry.State, string.Join(',', entry.Made), entry.Detail, entry.IsIntact, entry.CanBeUndone)).ShouldBe(
            [("a", JournalState.Failed, "0", "why", true, true), ("b", JournalState.Applied, "0", null, true, true)]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void A_step_that_there_is_not_is_passed_over(int step)
    {
        Add("a", JournalEvent.Begun, changes: [Switch("x")]);
        Add("a", JournalEvent.Written, step);
        Add("a", JournalEvent.RolledBack, step);

        JournalEntry.Of(_records).ShouldHaveSingleItem().Made.ShouldBeEmpty();
    }

    [Fact]
    public void Lines_without_a_beginning_are_no_entry()
    {
        Add("a", JournalEvent.Written, 0);
        Add("a", JournalEvent.Applied);

        JournalEntry.Of(_records).ShouldBeEmpty();
        JournalEntry.Of([]).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_created_is_known_to_the_changes_after_it_even_if_they_were_not_told_of()
    {
        var creation = new ObjectCreation("graph/x", SettingValue.Group());
        Add("a", JournalEvent.Begun, changes: [creation, new SettingsChange("graph/x", CreatedIdentity.Of(0), [])]);
        Add("a", JournalEvent.Written, 0, [creation with { Identity = "it" }]);

        ((SettingsChange)JournalEntry.Of(_records)[0].Changes[1]).Identity.ShouldBe("it");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    public void From_a_changed_line_on_nothing_is_intact(int changed)
    {
        for (int entry = 0; entry < 3; entry++)
        {
            Add($"e{entry}", JournalEvent.Begun, changes: [Switch("x")]);
            Add($"e{entry}", JournalEvent.Applied);
        }

        _records[changed] = _records[changed] with { Draft = _records[changed].Draft with { By = "mallory" } };

        JournalEntry.Of(_records).Select(entry => entry.IsIntact).ShouldBe([.. Enumerable.Range(0, 3).Select(entry => (entry * 2) + 1 < changed)]);
    }

    public static TheoryData<string, Func<JournalRecord, JournalRecord>> Forgeries { get; } = new()
    {
        { "tenant", record => record with { Draft = record.Draft with { TenantId = "other" } } },
        { "entry", record => record with { Draft = record.Draft with { EntryId = "b" } } },
        { "event", record => record with { Draft = record.Draft with { Event = JournalEvent.Failed } } },
        { "control", record => record with { Draft = record.Draft with { ControlId = "b" } } },
        { "remediation", record => record with { Draft = record.Draft with { RemediationId = "b" } } },
        { "moment", record => record with { Draft = record.Draft with { At = record.Draft.At.AddTicks(1) } } },
        { "author", record => record with { Draft = record.Draft with { By = "b" } } },
        { "undo", record => record with { Draft = record.Draft with { UndoOf = "b" } } },
        { "former value", record => record with { Draft = record.Draft with { Changes = [Switch("x", former: true)] } } },
        { "step", record => record with { Draft = record.Draft with { Step = 0 } } },
        { "detail", record => record with { Draft = record.Draft with { Detail = "" } } },
        { "number", record => record with { Sequence = 2 } },
        { "link", record => record with { PreviousHash = "0" } },
        { "hash", record => record with { Hash = "0" } },
        { "unreadable", record => record with { IsReadable = false } },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void Every_field_of_a_line_is_held(string what, Func<JournalRecord, JournalRecord> forge)
    {
        Add("a", JournalEvent.Begun, changes: [Switch("x")]);
        _records[0].Follows(null).ShouldBeTrue();

        forge(_records[0]).Follows(null).ShouldBeFalse(what);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_line_that_is_taken_out_or_put_elsewhere_shows(int index)
    {
        Add("a", JournalEvent.Begun, changes: [Switch("x")]);
        Add("a", JournalEvent.Written, 0);
        Add("b", JournalEvent.Begun, changes: [Switch("x")]);
        var taken = _records[index];
        _records.RemoveAt(index);
        JournalEntry.Of(_records)[^1].IsIntact.ShouldBeFalse();

        _records.Add(taken);
        JournalEntry.Of(_records)[^1].IsIntact.ShouldBeFalse();
    }

    [Fact]
    public void Fields_do_not_run_into_each_other()
    {
        var one = JournalRecord.Append(Draft("a", JournalEvent.Begun) with { ControlId = "ab", RemediationId = "c" }, null);
        var other = JournalRecord.Append(Draft("a", JournalEvent.Begun) with { ControlId = "a", RemediationId = "bc" }, null);

        (one.Hash == other.Hash).ShouldBeFalse();
    }

    [Fact]
    public void An_entry_with_a_line_that_cannot_be_read_is_shown_and_never_taken_back()
    {
        Add("a", JournalEvent.Begun, changes: [Switch("x")]);
        Add("b", JournalEvent.Begun, changes: [Switch("y")]);
        _records[0] = _records[0] with { IsReadable = false, Draft = _records[0].Draft with { Changes = [] } };

        JournalEntry.Of(_records).Select(entry => (entry.EntryId, entry.IsReadable, entry.CanBeUndone)).ShouldBe([("a", false, false), ("b", true, true)]);
    }

    [Fact]
    public void What_was_taken_back_and_made_again_is_an_entry_of_its_own()
    {
        Entry("a");
        Entry("b", undoOf: "A");
        Entry("c", undoOf: "b");

        JournalEntry.Of(_records).Select(entry => (entry.EntryId, entry.State, entry.UndoneBy)).ShouldBe(
            [("a", JournalState.Undone, "b"), ("b", JournalState.Undone, "c"), ("c", JournalState.Applied, null)]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(JournalEvent.Failed)]
    [InlineData(JournalEvent.Mismatch)]
    public void A_taking_back_that_did_not_come_through_leaves_the_entry_as_it_was_until_the_next_one(JournalEvent? end)
    {
        Entry("a");
        Entry("b", undoOf: "a", end: end);
        JournalEntry.Of(_records)[0].State.ShouldBe(JournalState.Applied);

        Entry("c", undoOf: "a");

        JournalEntry.Of(_records).Select(entry => (entry.EntryId, entry.State, entry.UndoneBy)).ShouldBe(
            [("a", JournalState.Undone, "c"), ("b", JournalState.Undone, "c"), ("c", JournalState.Applied, null)]);
    }

    [Fact]
    public void What_stays_for_good_is_nothing_to_take_back()
    {
        Add("a", JournalEvent.Begun, changes: [Switch("x") with { Permanent = "for good" }]);
        Add("a", JournalEvent.Written, 0);
        Add("a", JournalEvent.Applied);

        JournalEntry.Of(_records)[0].CanBeUndone.ShouldBeFalse();
    }

    [Theory]
    [InlineData(9.9, "x", null, true)]
    [InlineData(10, "x", null, false)]
    [InlineData(9.9, "y", null, false)]
    [InlineData(9.9, "X", null, true)]
    [InlineData(9.9, "x", "a", false)]
    [InlineData(9.9, "x", "A", false)]
    [InlineData(9.9, "x", "other", true)]
    public void A_run_that_did_not_end_keeps_others_off_its_objects_for_ten_minutes(double minutes, string identity, string? undoOf, bool isBusy)
    {
        Add("a", JournalEvent.Begun, changes: [Switch("x")]);

        ShouldBeBusy(Draft("n", JournalEvent.Begun) with { At = s_now.AddMinutes(minutes), UndoOf = undoOf, Changes = [Switch(identity)] }, isBusy);
    }

    [Theory]
    [InlineData(JournalEvent.Applied)]
    [InlineData(JournalEvent.Pending)]
    [InlineData(JournalEvent.Mismatch)]
    [InlineData(JournalEvent.Failed)]
    public void A_run_that_ended_keeps_nobody_off(JournalEvent end)
    {
        Entry("a", end: end);

        ShouldBeBusy(Draft("n", JournalEvent.Begun) with { Changes = [Switch("x")] }, false);
    }

    [Fact]
    public void A_taking_back_that_was_ended_can_go_on_at_once()
    {
        Entry("a");
        Entry("b", undoOf: "a", end: null);

        ShouldBeBusy(Draft("n", JournalEvent.Begun) with { UndoOf = "a", Changes = [Switch("x")] }, false);
        ShouldBeBusy(Draft("n", JournalEvent.Begun) with { Changes = [Switch("x")] }, true);
    }

    [Fact]
    public void Who_cannot_read_what_another_run_is_at_waits()
    {
        Add("a", JournalEvent.Begun, changes: [Switch("x")]);
        _records[0] = _records[0] with { IsReadable = false, Draft = _records[0].Draft with { Changes = [] } };

        ShouldBeBusy(Draft("n", JournalEvent.Begun) with { Changes = [Switch("y")] }, true);
    }

    [Theory]
    [InlineData("MFA", true)]
    [InlineData("Other", false)]
    public void Two_runs_that_create_wait_for_each_other_only_if_the_name_is_the_same(string name, bool isBusy)
    {
        TenantChange[] Creating(string displayName) =>
            [new ObjectCreation("graph/x", SettingValue.Group(("displayName", SettingValue.Of(displayName)))), new SettingsChange("graph/x", CreatedIdentity.Of(0), [])];
        Add("a", JournalEvent.Begun, changes: Creating("MFA"));

        ShouldBeBusy(Draft("n", JournalEvent.Begun) with { Changes = Creating(name) }, isBusy);
    }

    [Theory]
    [InlineData(9, 18, true)]
    [InlineData(9, 19, false)]
    [InlineData(-15, 0, false)]
    public void A_long_run_is_busy_until_nothing_was_heard_of_it_for_a_while(int lastLine, int now, bool isBusy)
    {
        Add("a", JournalEvent.Begun, changes: [Switch("x"), Switch("x")]);
        var begun = _records[0].Draft.At;
        _records[0] = JournalRecord.Append(_records[0].Draft with { At = begun.AddMinutes(Math.Min(0, lastLine) * -1) }, null);
        if (lastLine > 0)
            _records.Add(JournalRecord.Append(Draft("a", JournalEvent.Written) with { Step = 0, At = begun.AddMinutes(lastLine) }, _records[0]));

        // A clock that was a quarter of an hour ahead keeps nobody off either.
        ShouldBeBusy(Draft("n", JournalEvent.Begun) with { Changes = [Switch("x")], At = begun.AddMinutes(now) }, isBusy);
    }

    private void ShouldBeBusy(JournalDraft draft, bool isBusy)
    {
        if (isBusy)
            Should.Throw<SecureScoreException>(() => JournalRules.Check(_records, draft)).ErrorId.ShouldBe(ErrorIds.RemediationBusy);
        else
            JournalRules.Check(_records, draft);
    }

    private void Entry(string id, string? undoOf = null, JournalEvent? end = JournalEvent.Applied)
    {
        Add(id, JournalEvent.Begun, changes: [Switch("x")], undoOf: undoOf);
        Add(id, JournalEvent.Written, 0, undoOf: undoOf);
        if (end is { } last)
            Add(id, last, undoOf: undoOf);
    }

    private void Add(string id, JournalEvent happened, int? step = null, IReadOnlyList<TenantChange>? changes = null, string? detail = null, string? undoOf = null) =>
        _records.Add(JournalRecord.Append(
            Draft(id, happened) with { Step = step, Changes = changes ?? [], Detail = detail, UndoOf = undoOf }, _records.LastOrDefault()));

    private static JournalDraft Draft(string id, JournalEvent happened) => new()
    {
        TenantId = MadePlans.TenantId,
        EntryId = id,
        Event = happened,
        ControlId = "MadeControl",
        RemediationId = "Made",
        At = s_now,
        By = "ada@contoso.com",
    };

    private static SettingsChange Switch(string identity, bool former = false) => new("graph/x", identity, [new("a", SettingValue.Of(former), SettingValue.Of(true))]);
}

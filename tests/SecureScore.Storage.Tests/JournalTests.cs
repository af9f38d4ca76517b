using System.Security.Cryptography;
using System.Text;
using SecureScore.Engine;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;

namespace SecureScore.Storage.Tests;

public sealed class JournalTests(PostgresServer server) : StoreTest(server)
{
    private static readonly DateTimeOffset s_now = new(2026, 9, 14, 6, 0, 0, TimeSpan.Zero);

    private static readonly SettingValue s_odd = SettingValue.Parse(Encoding.UTF8.GetBytes(
        """{"@odata.type":"#x","a":1,"A":[1e400,-0.1,"\u0000\u202e\ud83d\ude00'; DROP TABLE journal; --",null,{}]}"""));

    [Theory, OnSqlite, OnPostgres]
    public async Task Lines_come_out_as_they_went_in(StoreKind kind)
    {
        var location = NewLocation(kind);
        var drafts = new[]
        {
            Draft("a", JournalEvent.Begun) with
            {
                Changes =
                [
                    new SettingsChange("graph/x", "i", [new("b", s_odd, SettingValue.Nothing)]) { Label = "l", Permanent = "p" },
                    new ObjectCreation("graph/x", (SettingGroup)s_odd) { Namesakes = ["n"] },
                    new ObjectRemoval("graph/x", "i", SettingValue.Group(("long", SettingValue.Of(new string('é', 300_000))))),
                ],
                UndoOf = "z",
            },
            Draft("a", JournalEvent.Written) with { Step = 0, At = s_now.AddTicks(1) },
            Draft("a", JournalEvent.Failed) with { Detail = "why 'not' \ud83d\ude00", TenantId = Tenant.ToUpperInvariant() },
        };
        var store = await OpenAsync(location);
        var written = new List<JournalRecord>();
        foreach (var draft in drafts)
            written.Add(await store.AppendJournalAsync(draft, None));

        var read = await (await OpenAsync(location)).ReadJournalAsync(Tenant.ToUpperInvariant(), None);

        read.Select(record => (record.Sequence, record.Hash, record.PreviousHash)).ShouldBe(written.Select(record => (record.Sequence, record.Hash, record.PreviousHash)));
        for (int index = 0; index < drafts.Length; index++)
        {
            read[index].Follows(index == 0 ? null : read[index - 1]).ShouldBeTrue();
            TenantChangeText.Write(read[index].Draft.Changes).ShouldBe(TenantChangeText.Write(drafts[index].Changes));
            (read[index].Draft with { Changes = [] }).ShouldBe(drafts[index] with { Changes = [] });
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tenants_have_journals_of_their_own(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        (await store.ReadJournalAsync(Tenant, None)).ShouldBeEmpty();

        foreach (string tenant in new[] { Tenant, OtherTenant })
            (await store.AppendJournalAsync(Draft("a", JournalEvent.Begun) with { TenantId = tenant, Changes = [Switch("x")] }, None)).Sequence.ShouldBe(1);

        (await store.ReadJournalAsync(Tenant, None)).ShouldHaveSingleItem().Draft.TenantId.ShouldBe(Tenant);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_is_at_something_keeps_others_off(StoreKind kind)
    {
        var location = NewLocation(kind);
        var store = await OpenAsync(location);
        var other = await OpenAsync(location);
        await store.AppendJournalAsync(Begin("old"), None);
        await store.AppendJournalAsync(Begin("a") with { At = s_now.AddMinutes(20) }, None);

        (await Should.ThrowAsync<SecureScoreException>(() => other.AppendJournalAsync(Begin("b") with { At = s_now.AddMinutes(29) }, None)))
            .ErrorId.ShouldBe(ErrorIds.RemediationBusy);
        await other.AppendJournalAsync(Begin("b", "y") with { At = s_now.AddMinutes(29) }, None);
        await other.AppendJournalAsync(Begin("c") with { At = s_now.AddMinutes(29), UndoOf = "a" }, None);
        await other.AppendJournalAsync(Draft("c", JournalEvent.Applied) with { At = s_now.AddMinutes(29), UndoOf = "a" }, None);
        await other.AppendJournalAsync(Begin("d") with { At = s_now.AddMinutes(29) }, None);
        (await Should.ThrowAsync<SecureScoreException>(() => store.AppendJournalAsync(Begin("e") with { At = s_now.AddMinutes(30) }, None)))
            .ErrorId.ShouldBe(ErrorIds.RemediationBusy);
        await store.AppendJournalAsync(Begin("e") with { At = s_now.AddMinutes(39) }, None);

        JournalEntry.Of(await store.ReadJournalAsync(Tenant, None)).Select(entry => entry.EntryId).ShouldBe(["old", "a", "b", "c", "d", "e"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_that_write_at_once_write_one_chain(StoreKind kind)
    {
        var location = NewLocation(kind);
        IScoreStore[] stores = [await OpenAsync(location), await OpenAsync(location)];

        await Task.WhenAll(stores.Select((store, number) => Task.Run(async () =>
        {
            for (int line = 0; line < 25; line++)
                await store.AppendJournalAsync(Draft($"{number}", JournalEvent.Written) with { Step = line }, None);
        })));

        var records = await stores[0].ReadJournalAsync(Tenant, None);
        records.Select(record => record.Sequence).ShouldBe(Enumerable.Range(1, 50).Select(number => (long)number));
        for (int index = 0; index < records.Count; index++)
            records[index].Follows(index == 0 ? null : records[index - 1]).ShouldBeTrue();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_two_that_begin_the_same_at_once_one_begins(StoreKind kind)
    {
        var location = NewLocation(kind);
        IScoreStore[] stores = [await OpenAsync(location), await OpenAsync(location)];

        bool[] begun = await Task.WhenAll(stores.Select((store, number) => Task.Run(async () =>
        {
            try
            {
                await store.AppendJournalAsync(Begin($"{number}"), None);
                return true;
            }
            catch (SecureScoreException exception) when (exception.ErrorId == ErrorIds.RemediationBusy)
            {
                return false;
            }
        })));

        begun.Count(one => one).ShouldBe(1);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_line_that_cannot_be_read_costs_its_own_entry_only(StoreKind kind)
    {
        foreach (string damage in new[] { "changes = 'nonsense'", "changes = '[5]'", "event = 'Nonsense'", "event = '0'", "at = -1", "step = -5", "step = 99999999999" })
        {
            var location = NewLocation(kind);
            var store = await OpenAsync(location);
            foreach (string entry in new[] { "a", "b", "c" })
            {
                await store.AppendJournalAsync(Begin(entry, entry), None);
                await store.AppendJournalAsync(Draft(entry, JournalEvent.Applied), None);
            }

            await ChangeAsync(location, $"UPDATE journal SET {damage} WHERE sequence = 3");
            await store.AppendJournalAsync(Draft("d", JournalEvent.Written), None);

            var records = await store.ReadJournalAsync(Tenant, None);
            JournalEntry.Of(records).Select(entry => (entry.EntryId, entry.IsReadable, entry.IsIntact))
                .ShouldBe([("a", true, true), ("b", false, false), ("c", true, false)], damage);
            records[^1].Follows(records[^2]).ShouldBeTrue(damage);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_former_value_that_somebody_changed_shows(StoreKind kind)
    {
        var location = NewLocation(kind);
        var store = await OpenAsync(location);
        await store.AppendJournalAsync(Begin("a"), None);
        await ChangeAsync(location, "UPDATE journal SET changes = replace(changes, '\"former\":false', '\"former\":true')");

        JournalEntry.Of(await store.ReadJournalAsync(Tenant, None)).ShouldHaveSingleItem().IsIntact.ShouldBeFalse();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_was_told_is_kept_by_tenant_and_control(StoreKind kind)
    {
        var location = NewLocation(kind);
        var store = await OpenAsync(location);
        SentNotification[] sent =
        [
            new("Two", "o'neil@contoso.com", "Register \ud83d\ude00", s_now.AddTicks(3), "ada"),
            new("one", "b@contoso.com", "", s_now, "ada"),
            new("ONE", "a@contoso.com", "Again", s_now.AddDays(-1), "bob"),
        ];
        await store.AddNotificationsAsync(Tenant, [], None);
        await store.AddNotificationsAsync(Tenant, sent, None);
        await store.AddNotificationsAsync(OtherTenant, [sent[0]], None);

        var again = await OpenAsync(location);

        (await again.ReadNotificationsAsync(Tenant.ToUpperInvariant(), null, None)).ShouldBe(sent);
        (await again.ReadNotificationsAsync(Tenant, "One", None)).ShouldBe(sent[1..]);
        (await again.ReadNotificationsAsync(OtherTenant, "one", None)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_store_of_the_first_version_keeps_what_it_has_and_gets_a_journal(StoreKind kind)
    {
        var location = NewLocation(kind);
        if (kind == StoreKind.File)
            await File.WriteAllBytesAsync(location.Value, []);
        string first = Migrations.Scripts[0]
            .Replace("{id}", kind == StoreKind.File ? "integer PRIMARY KEY AUTOINCREMENT" : "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY", StringComparison.Ordinal)
            .Replace("{clustered}", kind == StoreKind.File ? " WITHOUT ROWID" : "", StringComparison.Ordinal);
        await ChangeAsync(
            location,
            $"""
            CREATE TABLE securescore_schema (version bigint NOT NULL);
            INSERT INTO securescore_schema (version) VALUES (1);
            {first}
            INSERT INTO tenant (tenant_key, tenant_id, name) VALUES ('{Tenant.ToUpperInvariant()}', '{Tenant}', 'Contoso');
            INSERT INTO decision (tenant, control_key, control_id, status, note, decided_at, decided_by) VALUES (1, 'ONE', 'one', 2, 'kept', 5, 'ada');
            """);

        var store = await OpenAsync(location);

        var decision = (await store.ReadDecisionsAsync(Tenant, null, None)).ShouldHaveSingleItem();
        (decision.ControlId, decision.Note, decision.DecidedBy).ShouldBe(("one", "kept", "ada"));
        await store.AppendJournalAsync(Begin("a"), None);
        await store.AddNotificationsAsync(Tenant, [new("one", "a@contoso.com", "s", s_now, "ada")], None);
        var again = await OpenAsync(location);
        (await again.ReadJournalAsync(Tenant, None)).Count.ShouldBe(1);
        (await again.ReadTenantsAsync(None)).ShouldHaveSingleItem().TenantName.ShouldBe("Contoso");
    }

    /// <summary>Stores of it are out there: what they were made by must stay as it is.</summary>
    [Fact]
    public void The_first_script_never_changes() =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Migrations.Scripts[0].ReplaceLineEndings("\n"))))
            .ShouldBe("5653CD85377AEF0B08A46E258D9BCB8595141FB993C923A86EDD3D2BB0DF17FC");

    private static JournalDraft Begin(string entry, string identity = "x") => Draft(entry, JournalEvent.Begun) with { Changes = [Switch(identity)] };

    private static SettingsChange Switch(string identity) => new("graph/x", identity, [new("a", SettingValue.Of(false), SettingValue.Of(true))]);

    private static JournalDraft Draft(string entry, JournalEvent happened) => new()
    {
        TenantId = Tenant,
        EntryId = entry,
        Event = happened,
        ControlId = "one",
        RemediationId = "Made",
        At = s_now,
        By = "ada@contoso.com",
    };
}

using SecureScore.Engine.History;
using SecureScore.Engine.Ports;

namespace SecureScore.Storage.Tests;

public sealed class HistoryTests(PostgresServer server) : StoreTest(server)
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_new_store_knows_nothing(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);

        (await store.ReadTenantsAsync(None)).ShouldBeEmpty();
        (await store.FindLatestAsync(Tenant, RecordedScore.CurrentSeries, null, None)).ShouldBeNull();
        var history = await store.ReadHistoryAsync(new HistoryQuery(Tenant), None);
        history.Start.ShouldBeNull();
        history.Steps.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_recorded_is_read_again_unchanged(StoreKind kind)
    {
        var location = NewLocation(kind);
        var made = Made();
        await using (var store = await new ScoreStores().OpenAsync(location, None))
        {
            for (int day = 0; day < 40; day++)
                (await store.RecordAsync(made.Day(day), None)).ShouldBeTrue();
        }

        var again = await OpenAsync(location);

        var judgements = await AllAsync(again);
        judgements.Count.ShouldBe(40);
        for (int day = 0; day < 40; day++)
            ShouldBeSame(judgements[day], made.Day(day));
        ShouldBeSame(await again.FindLatestAsync(Tenant, RecordedScore.CurrentSeries, null, None), made.Day(39));
        ShouldBeSame(await again.FindLatestAsync(Tenant, RecordedScore.CurrentSeries, MadeDate(17), None), made.Day(17));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Judgements_that_come_in_any_order_make_the_same_history(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        var made = Made();
        int[] days = [.. Enumerable.Range(0, 30)];
#pragma warning disable CA5394 // The same order each time.
        new Random(7).Shuffle(days);
#pragma warning restore CA5394
        foreach (int day in days)
            (await store.RecordAsync(made.Day(day), None)).ShouldBeTrue();

        var judgements = await AllAsync(store);

        judgements.Count.ShouldBe(30);
        for (int day = 0; day < 30; day++)
            ShouldBeSame(judgements[day], made.Day(day));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_older_judgement_leaves_the_ones_after_it_as_they_are(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        var made = Made();
        await store.RecordAsync(made.Day(0), None);
        await store.RecordAsync(made.Day(20), None);

        await store.RecordAsync(made.Day(10), None);

        ShouldBeSame(await store.FindLatestAsync(Tenant, RecordedScore.CurrentSeries, null, None), made.Day(20));
        ShouldBeSame(await store.FindLatestAsync(Tenant, RecordedScore.CurrentSeries, MadeDate(19), None), made.Day(10));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_judgement_twice_is_there_once(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        var judgement = Made().Day(0);
        await store.RecordAsync(judgement, None);

        bool added = await store.RecordAsync(judgement with { Score = judgement.Score with { RecordedAt = judgement.Score.RecordedAt.AddDays(1) } }, None);

        added.ShouldBeFalse();
        (await AllAsync(store)).Count.ShouldBe(1);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_evidence_judged_differently_is_there_twice_and_the_last_counts(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        var made = Made();
        var first = made.Day(3);
        var second = made.Day(5) with { Score = made.Day(5).Score with { CollectedAt = first.Score.CollectedAt, RecordedAt = first.Score.RecordedAt.AddDays(-9) } };
        await store.RecordAsync(first, None);
        (await store.RecordAsync(second, None)).ShouldBeTrue();
        (await store.RecordAsync(second, None)).ShouldBeFalse();
        (await store.RecordAsync(first, None)).ShouldBeTrue();
        (await store.RecordAsync(second, None)).ShouldBeTrue();

        var all = await AllAsync(store);

        all.Count.ShouldBe(4);
        ShouldBeSame(all[^1], second);
        ShouldBeSame(await store.FindLatestAsync(Tenant, RecordedScore.CurrentSeries, null, None), second);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_part_of_the_history_begins_with_the_judgement_before_it(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        var made = Made();
        for (int day = 0; day < 10; day++)
            await store.RecordAsync(made.Day(day), None);

        var history = await store.ReadHistoryAsync(new HistoryQuery(Tenant) { From = MadeDate(4), To = MadeDate(6) }, None);

        ShouldBeSame(history.Start, made.Day(3));
        var expected = ScoreHistory.Of(made.Day(3), [made.Day(4), made.Day(5), made.Day(6)]);
        history.Steps.Select(step => step.Score).ShouldBe(expected.Steps.Select(step => step.Score));
        for (int index = 0; index < 3; index++)
            history.Steps[index].Changes.ShouldBe(expected.Steps[index].Changes);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_control_alone_can_be_read_whatever_the_case_of_its_id(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        var made = Made();
        for (int day = 0; day < 30; day++)
            await store.RecordAsync(made.Day(day), None);

        var history = await store.ReadHistoryAsync(new HistoryQuery(Tenant.ToUpperInvariant()) { From = MadeDate(1), ControlId = "CONTROL_009" }, None);

        history.Start!.Controls.Select(control => control.Id).ShouldBe(["control_009"]);
        history.Steps.Count.ShouldBe(29);
        var changes = history.Steps.SelectMany(step => step.Changes).ToArray();
        changes.ShouldNotBeEmpty();
        changes.ShouldAllBe(change => change.ControlId == "control_009");
        changes.ShouldContain(change => change.After == null);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Totals_can_be_read_without_the_controls(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        var made = Made();
        await store.RecordAsync(made.Day(0), None);
        await store.RecordAsync(made.Day(1), None);

        var history = await store.ReadHistoryAsync(new HistoryQuery(Tenant) { From = MadeDate(1), WithControls = false }, None);

        history.Start!.Controls.ShouldBeEmpty();
        history.Steps.Single().Score.ShouldBe(made.Day(1).Score);
        history.Steps.Single().Changes.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tenants_and_series_stay_apart(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        var other = Made(tenant: OtherTenant);
        var old = Made().Day(2);
        await store.RecordAsync(Made().Day(0), None);
        await store.RecordAsync(other.Day(1) with { Score = other.Day(1).Score with { TenantName = "Other" } }, None);
        await store.RecordAsync(old with { Score = old.Score with { Series = "2018", Edition = "2018" } }, None);

        ShouldBeSame((await AllAsync(store)).Single(), Made().Day(0));
        (await store.FindLatestAsync(Tenant, "2018", null, None))!.Score.Edition.ShouldBe("2018");
        (await store.ReadTenantsAsync(None)).ShouldBe(
        [
            new StoredTenant(Tenant, "Made up", MadeDate(2)),
            new StoredTenant(OtherTenant, "Other", MadeDate(1)),
        ]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Moments_keep_their_last_tick_and_lose_their_offset(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        var moment = new DateTimeOffset(2024, 3, 31, 2, 30, 0, TimeSpan.FromHours(2)).AddTicks(1);
        var judgement = Made().Day(0);
        await store.RecordAsync(judgement with { Score = judgement.Score with { CollectedAt = moment } }, None);

        var read = (await AllAsync(store)).Single().Score.CollectedAt;

        read.ShouldBe(moment);
        read.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Writers_that_meet_all_get_through(StoreKind kind)
    {
        var location = NewLocation(kind);
        await OpenAsync(location);
        var made = Made();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            await using var store = await new ScoreStores(patienceSeconds: 60).OpenAsync(location, None);
            for (int day = writer; day < 24; day += 4)
            {
                await store.RecordAsync(made.Day(day), None);
                await store.AddDecisionsAsync(made.Decisions(day), None);
            }
        })));

        var all = await AllAsync(await OpenAsync(location));
        all.Count.ShouldBe(24);
        for (int day = 0; day < 24; day++)
            ShouldBeSame(all[day], made.Day(day));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Stores_that_are_made_at_the_same_time_are_one(StoreKind kind)
    {
        var location = NewLocation(kind);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            await using var store = await new ScoreStores(patienceSeconds: 60).OpenAsync(location, None);
            await store.RecordAsync(Made().Day(writer), None);
        })));

        (await AllAsync(await OpenAsync(location))).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_store_in_memory_is_empty_each_time()
    {
        var store = await OpenAsync(StoreLocation.Memory);
        await store.RecordAsync(Made().Day(0), None);

        ShouldBeSame((await AllAsync(store)).Single(), Made().Day(0));
        (await (await OpenAsync(StoreLocation.Memory)).ReadTenantsAsync(None)).ShouldBeEmpty();
    }

    private static DateTimeOffset MadeDate(int day) => Writer.MadeHistory.Begin.AddDays(day);
}

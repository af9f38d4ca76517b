using SecureScore.Engine;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;

namespace SecureScore.Storage.Tests;

public sealed class DecisionTests(PostgresServer server) : StoreTest(server)
{
    private static readonly DateTimeOffset s_noon = new(2026, 9, 13, 12, 0, 0, TimeSpan.Zero);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_decision_is_read_as_it_was_taken(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        var full = Decision("AdminMFAV2", ControlStatus.ThirdParty) with
        {
            Note = "Two\nlines, a tab\t and 'quotes' — naïve 😀",
            Owner = "ann@contoso.com",
            Expires = s_noon.AddDays(30),
            Evidence = new DecisionEvidence { Outcome = ControlOutcome.Partial, Points = 1.0571428571m, MaxPoints = 10, CompliantCount = 2, TotalCount = 35, AffectedCount = 33 },
        };
        var bare = Decision("OneAdmin", ControlStatus.Planned);
        await store.AddDecisionsAsync([full, bare], None);

        (await store.ReadCurrentDecisionsAsync(Tenant, None)).ShouldBe([full, bare]);
        (await store.ReadDecisionsAsync(Tenant, "ADMINMFAV2", None)).ShouldBe([full]);
        (await store.ReadCurrentDecisionsAsync(OtherTenant, None)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_last_decision_counts_and_all_are_remembered_even_when_the_clock_went_back(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        var first = Decision("OneAdmin", ControlStatus.Planned);
        var second = Decision("oneadmin", ControlStatus.RiskAccepted) with { DecidedAt = s_noon.AddHours(-3), DecidedBy = "bob@contoso.com" };
        await store.AddDecisionsAsync([first], None);
        await store.AddDecisionsAsync([second], None);

        (await store.ReadCurrentDecisionsAsync(Tenant, None)).ShouldBe([second]);
        (await store.ReadDecisionsAsync(Tenant, null, None)).ShouldBe([first, second]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_people_who_decide_at_once_are_both_remembered(StoreKind kind)
    {
        var location = NewLocation(kind);
        var one = await OpenAsync(location);
        var other = await OpenAsync(location);

        await Task.WhenAll(
            Task.Run(() => one.AddDecisionsAsync([Decision("OneAdmin", ControlStatus.Planned)], None)),
            Task.Run(() => other.AddDecisionsAsync([Decision("OneAdmin", ControlStatus.RiskAccepted)], None)));

        var all = await one.ReadDecisionsAsync(Tenant, "OneAdmin", None);
        all.Count.ShouldBe(2);
        (await other.ReadCurrentDecisionsAsync(Tenant, None)).ShouldBe([all[1]]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Decisions_that_cannot_all_be_added_are_not_added_at_all(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        var good = Enumerable.Range(0, 250).Select(number => Decision($"control{number}", ControlStatus.Planned));

        await Should.ThrowAsync<SecureScoreException>(() => store.AddDecisionsAsync([.. good, Decision("last", ControlStatus.Planned) with { DecidedBy = null! }], None));

        (await store.ReadDecisionsAsync(Tenant, null, None)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tags_are_added_removed_and_replaced_whatever_their_case(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        (await store.ChangeTagsAsync(Tenant, "OneAdmin", ["Q3", "Board ", "q3"], [], None)).ShouldBe(["Q3", "Board"]);
        (await store.ChangeTagsAsync(Tenant, "ONEADMIN", ["board", "Ünï"], ["Q3", "absent"], None)).ShouldBe(["Board", "Ünï"]);
        await store.ChangeTagsAsync(OtherTenant, "OneAdmin", ["theirs"], [], None);

        (await store.ReadTagsAsync(Tenant, None)).Select(tag => tag.Tag).ShouldBe(["Board", "Ünï"]);
        (await store.ChangeTagsAsync(Tenant, "OneAdmin", ["new", "BOARD"], null, None)).ShouldBe(["new", "BOARD"]);
        (await store.ChangeTagsAsync(Tenant, "OneAdmin", [], null, None)).ShouldBeEmpty();
        (await store.ReadTagsAsync(Tenant, None)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tags_that_are_refused_leave_the_others_as_they_were(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        await store.ChangeTagsAsync(Tenant, "OneAdmin", ["kept"], [], None);

        (await Should.ThrowAsync<SecureScoreException>(() => store.ChangeTagsAsync(Tenant, "OneAdmin", ["fine", "b\u0007d"], null, None)))
            .ErrorId.ShouldBe(ErrorIds.TagInvalid);

        (await store.ReadTagsAsync(Tenant, None)).ShouldBe([new ControlTag("OneAdmin", "kept")]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Published_days_are_kept_once_and_the_newest_word_counts(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        var days = Enumerable.Range(0, 90).Where(day => day != 40)
            .Select(day => new PublishedScorePoint(s_noon.AddDays(day), 300.18m + day, 518) { AllTenants = 54.7m }).ToArray();
        await store.AddPublishedAsync(Tenant, days, None);
        var corrected = new PublishedScorePoint(s_noon, 1, 2) { SimilarSize = 51.3m };
        await store.AddPublishedAsync(Tenant, [days[0], corrected], None);

        (await store.ReadPublishedAsync(Tenant, null, null, None)).ShouldBe([corrected, .. days[1..]]);
        (await store.ReadPublishedAsync(Tenant, s_noon.AddDays(88), s_noon.AddDays(88), None)).ShouldBe([days[^2]]);
        (await store.ReadPublishedAsync(OtherTenant, null, null, None)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Zones_and_comparisons_are_set_replaced_and_taken_away(StoreKind kind)
    {
        var store = await NewStoreAsync(kind);
        (await store.ReadZonesAsync(Tenant, None)).ShouldBeNull();
        await store.SetZonesAsync(Tenant, new ScoreZones(30, 70), None);
        await store.SetZonesAsync(Tenant, new ScoreZones(33.3m, 66.6m), None);
        await store.SetComparisonAsync(Tenant, new CustomComparison("Sister", 50), None);
        await store.SetComparisonAsync(Tenant, new CustomComparison("SISTER", 61.5m), None);
        await store.SetComparisonAsync(Tenant, new CustomComparison("Goal", 80), None);

        (await store.ReadZonesAsync(Tenant, None)).ShouldBe(new ScoreZones(33.3m, 66.6m));
        (await store.ReadZonesAsync(OtherTenant, None)).ShouldBeNull();
        (await store.ReadComparisonsAsync(Tenant, None)).ShouldBe([new CustomComparison("Goal", 80), new CustomComparison("SISTER", 61.5m)]);

        await store.SetZonesAsync(Tenant, null, None);
        await store.RemoveComparisonAsync(Tenant, "sister", None);
        await store.RemoveComparisonAsync(Tenant, "absent", None);
        (await store.ReadZonesAsync(Tenant, None)).ShouldBeNull();
        (await store.ReadComparisonsAsync(Tenant, None)).ShouldBe([new CustomComparison("Goal", 80)]);
    }

    private static DecisionEntry Decision(string control, ControlStatus status) => new()
    {
        TenantId = Tenant,
        ControlId = control,
        Status = status,
        DecidedAt = s_noon,
        DecidedBy = "ann@contoso.com",
    };
}

using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Commands;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Formatting;
using SecureScore.PowerShell.Tests.Running;

namespace SecureScore.PowerShell.Tests;

/// <summary>What is recorded, and what the cmdlets tell of it.</summary>
public sealed class HistoryTests : IDisposable
{
    private const string Open = "AdminMFAV2";
    private const string Tenant = "a6f318f2-a647-3bda-afb1-447d47e85270";

    private readonly RunspaceScope _runspace = new();
    private readonly TestStores _stores = new();
    private readonly FakeTenants _tenants = new();

    public void Dispose()
    {
        _stores.Dispose();
        _runspace.Dispose();
    }

    [Fact]
    public void A_full_judgement_of_a_connected_tenant_is_recorded_once_with_what_Microsoft_published()
    {
        Connect();
        var score = Score();
        Score();
        CmdletRun.Of<GetScoreControlCommand>().Invoke();

        var recorded = Steps().Single().Score;
        recorded.CollectedAt.ShouldBe(score.CollectedAt!.Value);
        recorded.Score.ShouldBe(score.Score, 0.000_001m);
        _stores.Use(store => store.ReadPublishedAsync(Tenant, null, null, CancellationToken.None)).ShouldNotBeEmpty();
    }

    [Fact]
    public void What_is_partial_or_by_evidence_only_or_asked_to_be_left_out_is_not_recorded()
    {
        Connect();
        CmdletRun.Of<GetScoreControlCommand>(("Id", Open)).Invoke().Errors.ShouldBeEmpty();
        CmdletRun.Of<GetSecureScoreCommand>(("NoRecord", true)).Invoke();
        CmdletRun.Of<GetScoreControlCommand>(("NoRecord", true)).Invoke();
        CmdletRun.Of<GetSecureScoreCommand>(("EvidenceOnly", true)).Invoke();
        CmdletRun.Of<GetScoreThreatCommand>().Invoke();
        CmdletRun.Of<ConnectSecureScoreCommand>(("Snapshot", Samples.Demo), ("Store", _stores.File)).Invoke();
        Score();

        File.Exists(_stores.File).ShouldBeFalse();
    }

    [Fact]
    public void A_decision_is_an_event_attributed_to_who_took_it()
    {
        Connect();
        Score();
        Decide(Open, ControlStatus.ThirdParty);
        Score();

        var told = Events(("Id", Open), ("Cause", EventCause.Decision)).Single();
        told.AttributedTo.ShouldBe("admin@contoso.com");
        told.Activity.ShouldContain("has been marked as resolved through third party");
        told.Change.ShouldBeGreaterThan(0);
        Events(("AttributedTo", "admin*")).Single().ShouldBe(told);
        Events(("Category", "nothing")).ShouldBeEmpty();
        Events(("From", told.Date.AddDays(1))).ShouldBeEmpty();
        Events(("To", new DateTimeOffset(told.Date.UtcDateTime.Date, TimeSpan.Zero))).ShouldNotBeEmpty("a date without a time is the whole day");
    }

    [Fact]
    public void The_sum_of_the_events_is_the_change_of_the_score()
    {
        Connect();
        Score();
        Decide(Open, ControlStatus.AlternateMitigation);
        var score = Score();

        Events().Sum(one => one.Change).ShouldBe(score.Score, 0.000_001m);
    }

    [Fact]
    public void A_control_that_was_better_has_regressed_until_its_evidence_is_as_good_again()
    {
        Connect();
        RecordBetter(days: 10, Open);

        var control = Control(Open);

        control.Regressed.ShouldBe(true);
        ControlResultView.State(new PSObject(control)).ShouldContain("\nRegressed".Replace("\n", "", StringComparison.Ordinal));
        Control("BlockLegacyAuthentication").Regressed.ShouldBe(false);
    }

    [Fact]
    public void The_view_of_the_score_tells_the_band_and_the_change_since_the_judgement_before()
    {
        Connect();
        View(Score()).ShouldNotContain("since");
        RecordBetter(days: 10, Open);
        Zone(("Okay", 1m), ("Good", 2m));

        View(Score()).ShouldMatch(@"\nGood, -\d+\.\d\d points since \d{4}-");
    }

    [Fact]
    public void A_tenant_of_which_nothing_is_stored_is_told_what_to_do()
    {
        CmdletRun.Of<GetSecureScoreHistoryCommand>(("Store", _stores.File)).Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe("StoreNotFound");
        Connect();
        CmdletRun.Of<GetSecureScoreEventCommand>().Invoke().TerminatingError!.ErrorDetails!.Message.ShouldContain("Get-SecureScore");
        File.Exists(_stores.File).ShouldBeFalse("reading makes no store");

        Decide(Open, ControlStatus.Planned);
        var run = CmdletRun.Of<GetSecureScoreHistoryCommand>().Invoke();
        run.Output.ShouldBeEmpty();
        run.Warnings.Single().ShouldContain("Import-SecureScoreSnapshot");
    }

    [Fact]
    public void Without_a_connection_the_only_tenant_of_the_store_is_meant_or_the_one_that_is_named()
    {
        Import(Samples.Demo).Errors.ShouldBeEmpty();
        History(("Store", _stores.File)).Count.ShouldBe(1);
        Import(Samples.Contoso).Errors.ShouldBeEmpty();

        var error = CmdletRun.Of<GetSecureScoreHistoryCommand>(("Store", _stores.File)).Invoke().TerminatingError!;
        error.FullyQualifiedErrorId.ShouldBe("TenantNotRecorded");
        error.ErrorDetails!.Message.ShouldContain(Tenant);
        History(("Store", _stores.File), ("TenantId", Tenant.ToUpperInvariant())).Count.ShouldBe(1);
        CmdletRun.Of<GetSecureScoreHistoryCommand>(("Store", _stores.File), ("TenantId", "nobody")).Invoke()
            .TerminatingError!.FullyQualifiedErrorId.ShouldBe("TenantNotRecorded");
    }

    [Fact]
    public void The_history_has_a_line_for_each_name_and_a_gap_for_each_missing_period()
    {
        Connect();
        RecordBetter(days: 2, Open);
        var score = Score();

        var days = History();
        days.Select(point => point.Score is null).ShouldBe([false, true, false]);
        days[2].Change!.Value.ShouldBeLessThan(0);
        days[2].Score!.Value.ShouldBe(score.Score, 0.000_001m);
        History(("By", HistoryPeriod.Month)).Last().Period.ShouldBe(score.CollectedAt!.Value.UtcDateTime.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture));
        History(("Control", Open)).Select(point => point.Name).ShouldBe([Open, Open, Open]);
        History(("Category", "i*")).Select(point => point.Name).Distinct(StringComparer.Ordinal).ShouldBe(["Identity"]);
        History(("Product", "*")).Select(point => point.Name).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(3);
        History(("To", DateTimeOffset.MaxValue)).Count.ShouldBe(3);
        History(("From", score.CollectedAt.Value.AddDays(-1))).Single().Change.ShouldBeNull();
        History(("Published", true)).ShouldAllBe(point => point.MaxScore == null || point.MaxScore > 0);
    }

    [Fact]
    public void A_name_that_the_history_does_not_have_is_told()
    {
        Connect();
        Score();

        CmdletRun.Of<GetSecureScoreHistoryCommand>(("Control", "AdminMFAV1")).Invoke().Errors.Single().ErrorDetails!.Message.ShouldContain(Open);
        CmdletRun.Of<GetSecureScoreHistoryCommand>(("Category", "Identities")).Invoke().Errors.Single().FullyQualifiedErrorId.ShouldBe("CategoryNotFound");
        CmdletRun.Of<GetSecureScoreEventCommand>(("Category", "Identities")).Invoke().Errors.Single().FullyQualifiedErrorId.ShouldBe("CategoryNotFound");
        CmdletRun.Of<GetSecureScoreEventCommand>(("Id", "AdminMFAV3")).Invoke().Errors.Single().Exception.Message.ShouldContain("Did you mean AdminMFAV2?");
        CmdletRun.Of<GetSecureScoreEventCommand>(("Id", "Nothing*")).Invoke().Errors.ShouldBeEmpty();
        CmdletRun.Of<GetSecureScoreHistoryCommand>(("Product", "Excel")).Invoke().Errors.Single().FullyQualifiedErrorId.ShouldBe("ProductNotFound");
    }

    [Theory]
    [InlineData(ScoreTrend.ScoreChanges, "Net")]
    [InlineData(ScoreTrend.Regression, "Regressed")]
    [InlineData(ScoreTrend.RiskAcceptance, "Controls")]
    [InlineData(ScoreTrend.Comparison, "Sister company")]
    public void Trends_are_rows_that_plot(ScoreTrend trend, string line)
    {
        Connect();
        RecordBetter(days: 2, Open);
        Zone(("Comparison", "Sister company"), ("Percentage", 55m));
        Decide(Open, ControlStatus.RiskAccepted);
        Score();

        var points = CmdletRun.Of<GetSecureScoreHistoryCommand>(("Trend", trend)).Invoke().Output.Cast<TrendPoint>().ToArray();

        points.ShouldContain(point => point.Name == line && point.Value != null && point.Value != 0);
        points.ShouldAllBe(point => point.Trend == trend);
    }

    [Fact]
    public void Bands_and_comparisons_are_set_taken_away_and_refused()
    {
        Connect();

        Zone(("Okay", 40m), ("Good", 70m), ("PassThru", true)).Output.Single().ShouldBe(new ScoreZones(40, 70));
        Zone(("Okay", 70m), ("Good", 40m)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("ZoneInvalid");
        Zone(("Comparison", "x"), ("Percentage", 101m)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("ZoneInvalid");
        Zone(("Comparison", "x"), ("Percentage", 50m), ("PassThru", true)).Output.Single().ShouldBe(new CustomComparison("x", 50));
        Zone(("Comparison", "X"), ("Remove", true)).TerminatingError.ShouldBeNull();
        Zone(("Remove", true)).TerminatingError.ShouldBeNull();
        CmdletRun.Of<SetSecureScoreZoneCommand>(("Okay", 1m), ("Good", 2m)).Invoke().ShouldProcessCalls.Single().Target.ShouldBe("Contoso");

        _stores.Use(store => store.ReadZonesAsync(Tenant, CancellationToken.None)).ShouldBeNull();
        _stores.Use(store => store.ReadComparisonsAsync(Tenant, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public void Snapshots_are_recorded_at_their_own_date_once_and_those_that_cannot_be_are_told()
    {
        using var undated = new TemporarySnapshot("""{"schema":1,"tenantId":"t","resources":{}}""", ("graph/users.jsonl", ""));

        var run = Import(Samples.Demo, undated.Location, Path.Join(undated.Location, "nothing"), Samples.Demo);

        run.Errors.Select(error => error.FullyQualifiedErrorId).ShouldBe(["JudgementNotRecordable", "SnapshotNotFound"]);
        run.Output.Cast<RecordedScore>().Count().ShouldBe(2);
        run.Verbose.Single().ShouldContain("already");
        Steps().Single().Score.CollectedAt.ShouldBe(((RecordedScore)run.Output[0]).CollectedAt);
        CmdletRun.Of<ImportSecureScoreSnapshotCommand>(("Path", Samples.Contoso), ("Store", _stores.File)).Invoke().ShouldProcessCalls.Single().Target.ShouldBe(Samples.Contoso);
        _stores.Use(store => store.ReadTenantsAsync(CancellationToken.None)).Count.ShouldBe(1);
    }

    [Fact]
    public void A_snapshot_of_the_first_day_of_the_calendar_is_a_snapshot()
    {
        using var snapshot = new TemporarySnapshot($$$"""{"schema":1,"tenantId":"{{{Tenant}}}","collectedAt":"0001-01-01T00:00:00Z","resources":{}}""", ("graph/users.jsonl", ""));
        Import(snapshot.Location).Errors.ShouldBeEmpty();

        var run = CmdletRun.Of<GetSecureScoreCommand>(("Snapshot", snapshot.Location), ("Store", _stores.File)).Invoke();

        run.Output.ShouldHaveSingleItem();
        run.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_snapshot_is_judged_by_the_decisions_of_its_time()
    {
        var collectedAt = new DateTimeOffset(2026, 9, 13, 6, 40, 0, TimeSpan.Zero);
        DecisionEntry Entry(ControlStatus status, TimeSpan after) => new()
        {
            TenantId = Tenant, ControlId = Open, Status = status, DecidedAt = Collected() + after, DecidedBy = "anna",
        };
        DateTimeOffset Collected() => Engine.Evidence.TenantSnapshot.Open(Samples.Demo).Manifest.CollectedAt ?? collectedAt;
        _stores.Use(async store =>
        {
            await store.AddDecisionsAsync([Entry(ControlStatus.ThirdParty, TimeSpan.FromDays(-2)), Entry(ControlStatus.Planned, TimeSpan.FromDays(1))], CancellationToken.None);
            return true;
        });

        Import(Samples.Demo);

        _stores.Use(store => store.FindLatestAsync(Tenant, RecordedScore.CurrentSeries, null, CancellationToken.None))!
            .Controls.Single(control => control.Id == Open).Status.ShouldBe(ControlStatus.ThirdParty);
    }

    [Fact]
    public void A_store_that_fails_is_an_error_of_what_needs_it()
    {
        Connect();
        Score();
        _stores.Failure = new SecureScoreException(ErrorIds.StoreLocked, "The store is locked.");

        foreach (var run in new[] { CmdletRun.Of<GetSecureScoreHistoryCommand>().Invoke(), CmdletRun.Of<GetSecureScoreEventCommand>().Invoke(), Zone(("Remove", true)) })
        {
            run.TerminatingError!.FullyQualifiedErrorId.ShouldBe("StoreLocked");
            run.TerminatingError.CategoryInfo.Category.ShouldBe(ErrorCategory.ResourceBusy);
        }
    }

    [Fact]
    public void A_connection_string_with_a_password_shows_it_nowhere()
    {
        _stores.Failure = new SecureScoreException(ErrorIds.StoreUnreachable, "The server does not answer.");
        var run = CmdletRun.Of<GetSecureScoreHistoryCommand>(("Store", "Host=db;Password=s3cret")).Invoke();
        run.TerminatingError!.ErrorDetails!.Message.ShouldNotContain("s3cret");

        CmdletRun.Of<ImportSecureScoreSnapshotCommand>(("Path", Samples.Demo), ("Store", "Host=db;Password=s3cret")).Invoke()
            .ShouldProcessCalls.Single().Action.ShouldBe("Add to the history of Contoso in PostgreSQL");
    }

    [Fact]
    public void What_a_temporary_store_remembers_ends_with_the_connection()
    {
        var memory = ConnectionStore.Temporary(() => _stores);
        memory.Exists.ShouldBeFalse();
        var context = SecureScoreContext.Open(Samples.Demo, ControlCatalog.Default, evidenceOnly: false, memory);
        var run = CmdletRun.Of(new SetControlStatusCommand { Interaction = _ => new Interaction() }, ("Context", context), ("Id", Open), ("Status", ControlStatus.Planned));
        run.ShouldProcessAnswer = true;
        run.Invoke().Errors.ShouldBeEmpty();
        ((ControlResult)CmdletRun.Of<GetScoreControlCommand>(("Context", context), ("Id", Open)).Invoke().Output.Single()).Status.ShouldBe(ControlStatus.Planned);
        _stores.Opened.ShouldBe(1);

        CmdletRun.Of<DisconnectSecureScoreCommand>(("Context", context)).Invoke();

        memory.Exists.ShouldBeFalse();
        File.Exists(_stores.File).ShouldBeFalse();
    }

    [Fact]
    public void Statuses_that_can_be_decided_and_tenants_of_a_store_complete()
    {
        new DecisionCompleter().CompleteArgument("", "", "", null!, new System.Collections.Hashtable())
            .Select(result => result.CompletionText).ShouldBe(["AlternateMitigation", "Planned", "RiskAccepted", "ThirdParty", "ToAddress"]);

        Import(Samples.Demo);
        var completer = new StoredTenantCompleter { Stores = () => _stores };
        completer.CompleteArgument("", "", "conto", null!, new System.Collections.Hashtable { ["Store"] = _stores.File }).Single().CompletionText.ShouldBe(Tenant);
        completer.CompleteArgument("", "", "", null!, new System.Collections.Hashtable { ["Store"] = _stores.File + ".not" }).ShouldBeEmpty();
        _stores.Failure = new SecureScoreException(ErrorIds.StoreDamaged, "The store is damaged.");
        completer.CompleteArgument("", "", "", null!, new System.Collections.Hashtable { ["Store"] = _stores.File }).ShouldBeEmpty();
    }

    private void Connect() => CmdletRun.Of(
        new ConnectSecureScoreCommand { Connector = () => _tenants, Interaction = _ => new Interaction() }, ("Store", _stores.File)).Invoke().TerminatingError.ShouldBeNull();

    private static SecureScoreResult Score() => (SecureScoreResult)CmdletRun.Of<GetSecureScoreCommand>().Invoke().Output.Single();

    private static ControlResult Control(string id) => (ControlResult)CmdletRun.Of<GetScoreControlCommand>(("Id", id)).Invoke().Output.Single();

    private static string View(SecureScoreResult result) => SecureScoreResultView.Headline(new PSObject(result));

    private static List<HistoryPoint> History(params (string Name, object Value)[] parameters) =>
        [.. CmdletRun.Of<GetSecureScoreHistoryCommand>(parameters).Invoke().Output.Cast<HistoryPoint>()];

    private static List<ScoreEvent> Events(params (string Name, object Value)[] parameters) =>
        [.. CmdletRun.Of<GetSecureScoreEventCommand>(parameters).Invoke().Output.Cast<ScoreEvent>()];

    private static CmdletRun Zone(params (string Name, object Value)[] parameters) => Approved(CmdletRun.Of<SetSecureScoreZoneCommand>(parameters)).Invoke();

    private CmdletRun Import(params string[] paths) =>
        Approved(CmdletRun.Of<ImportSecureScoreSnapshotCommand>(("Path", paths), ("Store", _stores.File), ("PassThru", true))).Invoke();

    private static void Decide(string id, ControlStatus status) => Approved(CmdletRun.Of(
        new SetControlStatusCommand { Interaction = _ => new Interaction() }, ("Id", id), ("Status", status))).Invoke().Errors.ShouldBeEmpty();

    private static CmdletRun Approved(CmdletRun run)
    {
        run.ShouldProcessAnswer = true;
        return run;
    }

    private IReadOnlyList<HistoryStep> Steps() => _stores.Use(store => store.ReadHistoryAsync(new HistoryQuery(Tenant), CancellationToken.None)).Steps;

    /// <summary>Records that the tenant had all points of a control some days before.</summary>
    private void RecordBetter(int days, string id)
    {
        var result = CmdletRun.Of<GetSecureScoreCommand>(("NoRecord", true)).Invoke().Output.Cast<SecureScoreResult>().Single();
        var better = result with
        {
            CollectedAt = result.CollectedAt!.Value.AddDays(-days),
            Controls = new DisplayList<ControlResult>(result.Controls.Select(control => control.Id == id
                ? control with { Points = control.MaxPoints, MeasuredPoints = control.MaxPoints, Outcome = ControlOutcome.Completed, Status = ControlStatus.Completed }
                : control)),
        };
        _stores.Use(store => store.RecordAsync(RecordedJudgement.From(better, DateTimeOffset.UnixEpoch), CancellationToken.None));
    }
}

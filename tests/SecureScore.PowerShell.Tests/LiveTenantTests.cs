using System.Management.Automation;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Commands;
using SecureScore.PowerShell.Tests.Running;

namespace SecureScore.PowerShell.Tests;

/// <summary>The cmdlets over a tenant that is asked as needed.</summary>
public sealed class LiveTenantTests : IDisposable
{
    private const string Dmarc = "ss_dns_dmarc";
    private const string AdminMfa = "AdminMFAV2";

    private readonly RunspaceScope _runspace = new();
    private readonly FakeTenants _tenants = new();
    private readonly List<SecureScoreContext> _contexts = [];

    private FakeConnection Connection => _tenants.Connections[^1];

    public void Dispose()
    {
        foreach (var context in _contexts)
            CmdletRun.Of<DisconnectSecureScoreCommand>(("Context", context)).Invoke();
        _runspace.Dispose();
    }

    [Fact]
    public void Judging_collects_by_itself_and_gives_what_the_same_snapshot_gives()
    {
        Connect();

        var live = Score();

        var expected = Score(("Snapshot", Samples.Demo));
        live.Score.ShouldBe(expected.Score);
        live.Controls.Select(control => (control.Id, control.Points, control.Outcome, control.Reason)).ShouldBe(
            expected.Controls.Select(control => (control.Id, control.Points, control.Outcome, control.Reason)));
        live.TenantName.ShouldBe("Contoso");
    }

    [Fact]
    public void What_is_there_is_not_asked_for_again_and_judged_once()
    {
        Connect();

        Score().ShouldBeSameAs(Score());
        Score(("EvidenceOnly", true)).ShouldNotBeSameAs(Score());

        Connection.Collections.Count.ShouldBe(1);
    }

    [Fact]
    public void One_control_collects_only_what_it_needs_and_the_next_what_is_still_missing()
    {
        Connect();

        Control(Dmarc).Single().Source.ShouldBe(ResultSource.Evidence);
        Has(Connection.Collections.Single(), Resources.DnsRecords).ShouldBeTrue();
        Has(Connection.Collections.Single(), Resources.Users).ShouldBeFalse();

        Control(AdminMfa).Single().Source.ShouldBe(ResultSource.Evidence);
        Has(Connection.Collections[1], Resources.UserRegistrationDetails).ShouldBeTrue();
        Has(Connection.Collections[1], Resources.DnsRecords).ShouldBeFalse();

        Score().Score.ShouldBe(Score(("Snapshot", Samples.Demo)).Score);
        Connection.Collections.Count.ShouldBe(3);

        // The rules that are collected only now name groups too, whose members the second collection could not know of.
        Connection.Collections[2].Intersect(Connection.Collections[0].Concat(Connection.Collections[1]), StringComparer.Ordinal).ShouldBe([Resources.GroupMembers]);
    }

    [Fact]
    public void A_list_of_few_controls_is_not_headed_by_a_score_that_is_none()
    {
        Connect();

        Caption(Control(Dmarc).Single()).ShouldBe("Contoso: only what these controls need was collected, edition 2026-09");
        Score();
        Caption(Control(Dmarc).Single()).ShouldContain(" points (");
    }

    [Fact]
    public void Wildcards_and_categories_say_what_is_needed_too()
    {
        Connect();

        CmdletRun.Of<GetScoreControlCommand>(("Id", "ss_dns_*")).Invoke().Output.ShouldNotBeEmpty();
        CmdletRun.Of<GetScoreEvidenceCommand>(("Id", Dmarc)).Invoke().TerminatingError.ShouldBeNull();

        Connection.Collections.Count.ShouldBe(1);
        Has(Connection.Collections.Single(), Resources.Users).ShouldBeFalse();
    }

    [Fact]
    public void Refresh_asks_again_for_what_is_needed_and_for_nothing_else()
    {
        Connect();
        var before = Score();

        Control(Dmarc, ("Refresh", true)).Single().Source.ShouldBe(ResultSource.Evidence);

        Connection.Collections.Count.ShouldBe(2);
        Has(Connection.Collections[1], Resources.DnsRecords).ShouldBeTrue();
        Has(Connection.Collections[1], Resources.Users).ShouldBeFalse();
        Score().ShouldNotBeSameAs(before);
        Score().Score.ShouldBe(before.Score);
        Connection.Collections.Count.ShouldBe(2);
    }

    [Fact]
    public void Evidence_of_what_was_judged_before_a_refresh_can_still_be_read()
    {
        Connect();
        var before = Score().GetControl(AdminMfa);
        int count = before.ReadEvidence().Count();
        Score(("Refresh", true));
        GC.Collect();
        GC.WaitForPendingFinalizers();

        before.ReadEvidence().Count().ShouldBe(count);
        count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Several_objects_of_a_pipeline_are_refreshed_together()
    {
        Connect();

        CmdletRun.Of<GetScoreControlCommand>(("Refresh", true)).Invoke(("Id", AdminMfa), ("Id", AdminMfa), ("Id", Dmarc)).Errors.ShouldBeEmpty();

        Connection.Collections.Count.ShouldBe(2);
        Connection.Collections[0].Intersect(Connection.Collections[1], StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void A_refresh_that_fails_leaves_what_was_there()
    {
        Connect();
        var before = Score();
        Connection.OnResource = (_, _, _) => throw new Engine.SecureScoreException("SnapshotNotWritten", "The disk is full.");

        CmdletRun.Of<GetSecureScoreCommand>(("Refresh", true)).Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe("SnapshotNotWritten");

        Connection.OnResource = (_, _, _) => Task.CompletedTask;
        Score().ShouldBeSameAs(before);
    }

    [Fact]
    public void A_snapshot_is_not_asked_again_and_says_so()
    {
        CmdletRun.Of<ConnectSecureScoreCommand>(("Snapshot", Samples.Demo)).Invoke();

        CmdletRun.Of<GetSecureScoreCommand>(("Refresh", true)).Invoke().Warnings.Single().ShouldContain("snapshot");
    }

    [Fact]
    public void A_collection_that_was_stopped_goes_on_where_it_was()
    {
        Connect();
        var run = CmdletRun.Of<GetSecureScoreCommand>();
        int asked = 0;
        Connection.OnResource = async (_, _, cancellation) =>
        {
            if (++asked < 4)
                return;
            _ = Task.Run(run.Stop, CancellationToken.None);
            await Task.Delay(Timeout.Infinite, cancellation);
        };
        Should.Throw<PipelineStoppedException>(() => run.Invoke());

        var askedAgain = new List<string>();
        Connection.OnResource = (resource, _, _) =>
        {
            askedAgain.Add(resource);
            return Task.CompletedTask;
        };

        Score().Score.ShouldBe(Score(("Snapshot", Samples.Demo)).Score);
        Has(askedAgain, Connection.Collections[0].First()).ShouldBeFalse();
        askedAgain.Count.ShouldBe(Connection.Collections[0].Count - 3);
    }

    [Fact]
    public void One_warning_tells_what_could_not_be_read_and_what_that_hides()
    {
        Connect();
        foreach (string resource in new[] { Resources.DnsRecords, Resources.OrganizationConfig, Resources.Users })
            Connection.States[resource] = new ResourceState(resource, ResourceStatus.NotConnected);
        Connection.States[Resources.GroupSettings] = new ResourceState(Resources.GroupSettings, ResourceStatus.Denied) { Permission = "GroupSettings.Read.All" };
        Connection.States[Resources.AuthorizationPolicy] = new ResourceState(Resources.AuthorizationPolicy, ResourceStatus.Failed) { Error = "503\u001b[31m Unavailable." };

        var run = CmdletRun.Of<GetSecureScoreCommand>().Invoke();

        string warning = run.Warnings.Single();
        warning.ShouldStartWith("Not connected: Dns, Exchange, Graph. Not permitted: ");
        warning.ShouldContain("graph/groupSettings (needs GroupSettings.Read.All)");
        warning.ShouldContain("graph/authorizationPolicy (503[31m Unavailable)");
        warning.ShouldMatch(@"This hides the evidence of \d+ controls: \d+ not judged, \d+ with Microsoft's published points only\.");
        CmdletRun.Of<GetSecureScoreCommand>().Invoke().Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void What_hides_nothing_that_was_asked_for_is_no_warning()
    {
        Connect();
        Connection.States[Resources.Users] = new ResourceState(Resources.Users, ResourceStatus.Denied);

        CmdletRun.Of<GetScoreControlCommand>(("Id", Dmarc)).Invoke().Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Each_request_is_one_verbose_line()
    {
        Connect();

        var run = CmdletRun.Of<GetScoreControlCommand>(("Id", Dmarc)).Invoke();

        run.Verbose.Count.ShouldBe(Connection.Collections.Single().Count);
        Has(run.Verbose, "GET graph.microsoft.com /v1.0/graph/organization 200 123 ms").ShouldBeTrue();
    }

    [Fact]
    public void What_is_reported_late_or_after_the_end_harms_nobody()
    {
        Connect();
        Engine.Ports.ITenantObserver? kept = null;
        Connection.OnResource = (_, observer, _) =>
        {
            kept = observer;
            return Task.CompletedTask;
        };
        Score();

        kept!.Warn("too late");
        kept.RequestEnded(new Engine.Ports.ServiceRequest("GET", "host", "/", null, TimeSpan.Zero));
        kept.ReportProgress(new Engine.Ports.CollectionProgress(Engine.Tenants.TenantService.Graph, "graph/users", 1, 2, 1, 2));
    }

    [Fact]
    public void A_collection_that_takes_long_shows_each_service_below_one_bar_and_takes_all_away()
    {
        Connect();
        using var drawn = new ManualResetEventSlim();
        var run = CmdletRun.Of(new GetSecureScoreCommand { Clock = new ElapsedClock() });
        run.OnProgress = drawn.Set;
        Connection.OnResource = (_, observer, cancellation) => Task.Run(
            () =>
            {
                observer.ReportProgress(new Engine.Ports.CollectionProgress(Engine.Tenants.TenantService.Exchange, "exchange/Get-Mailbox", 1200, 3184, 3, 12));
                drawn.Wait(cancellation);
            },
            cancellation);

        run.Invoke();

        var first = run.ProgressRecords[0];
        first.Activity.ShouldBe("Collecting the evidence of Contoso");
        run.ProgressRecords.ShouldContain(record => record.ParentActivityId == 0 && record.StatusDescription == "exchange/Get-Mailbox: 1,200 of 3,184 rows" && record.PercentComplete == 37);
        foreach (var record in run.ProgressRecords.GroupBy(record => record.ActivityId))
            record.Last().RecordType.ShouldBe(ProgressRecordType.Completed);
    }

    [Fact]
    public async Task Runspaces_that_share_a_context_collect_one_after_the_other_and_once()
    {
        var context = Connect();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(index => Task.Run(() =>
        {
            using var runspace = new RunspaceScope();
            CmdletRun.Of<GetScoreControlCommand>(("Context", context), ("Id", index % 2 == 0 ? Dmarc : AdminMfa)).Invoke().Output.Count.ShouldBe(1);
        })));

        Connection.Collections.Count.ShouldBe(2);
        Connection.Collections[0].Intersect(Connection.Collections[1], StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_tenants_side_by_side_stay_apart()
    {
        SecureScoreContext[] contexts = [Connect(), Connect()];
        _tenants.Connections[1].States[Resources.Users] = new ResourceState(Resources.Users, ResourceStatus.Denied);

        var scores = await Task.WhenAll(contexts.Select(context => Task.Run(() =>
        {
            using var runspace = new RunspaceScope();
            return Score(("Context", context));
        })));

        scores[0].Score.ShouldBe(Score(("Snapshot", Samples.Demo)).Score);
        scores[1].Score.ShouldNotBe(scores[0].Score);
    }

    [Fact]
    public void Disconnecting_forgets_the_tokens_and_the_evidence()
    {
        var context = Connect();
        var control = Score().GetControl(AdminMfa);
        string folder = context.Evidence!.Location;
        Directory.Exists(folder).ShouldBeTrue();

        CmdletRun.Of<DisconnectSecureScoreCommand>().Invoke().Errors.ShouldBeEmpty();

        Connection.IsDisposed.ShouldBeTrue();
        Directory.Exists(folder).ShouldBeFalse();
        foreach (var run in new[] { CmdletRun.Of<GetSecureScoreCommand>(("Context", context)), CmdletRun.Of<GetScoreControlCommand>(("Context", context)) })
        {
            run.Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe("Disconnected");
            run.TerminatingError!.CategoryInfo.Category.ShouldBe(ErrorCategory.ConnectionError);
        }

        CmdletRun.Of<GetSecureScoreCommand>().Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotConnected");
        CmdletRun.Of<GetScoreEvidenceCommand>().Invoke(("InputObject", control)).Errors.Single().FullyQualifiedErrorId.ShouldBe("EvidenceUnavailable");
        CmdletRun.Of<DisconnectSecureScoreCommand>(("Context", context)).Invoke().Errors.ShouldBeEmpty();
    }

    [Fact]
    public void Disconnecting_another_context_leaves_the_connection_of_the_session()
    {
        var other = Connect();
        Connect();

        CmdletRun.Of<DisconnectSecureScoreCommand>().Invoke(("Context", other));

        _tenants.Connections[0].IsDisposed.ShouldBeTrue();
        Score().ShouldNotBeNull();
    }

    [Fact]
    public void Disconnecting_ends_a_collection_that_is_under_way()
    {
        var context = Connect();
        Connection.OnResource = async (_, _, cancellation) =>
        {
            _ = Task.Run(() => CmdletRun.Of<DisconnectSecureScoreCommand>(("Context", context)).Invoke(), CancellationToken.None);
            await Task.Delay(Timeout.Infinite, cancellation);
        };

        CmdletRun.Of<GetSecureScoreCommand>(("Context", context)).Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe("Disconnected");
    }

    private static bool Has(IEnumerable<string> resources, string resource) => resources.Contains(resource, StringComparer.Ordinal);

    private SecureScoreContext Connect()
    {
        var run = CmdletRun.Of(new ConnectSecureScoreCommand { Connector = () => _tenants, Interaction = _ => new Interaction() }, ("PassThru", true)).Invoke();
        _contexts.Add((SecureScoreContext)run.Output.Single());
        return _contexts[^1];
    }

    private static SecureScoreResult Score(params (string Name, object Value)[] parameters) =>
        (SecureScoreResult)CmdletRun.Of<GetSecureScoreCommand>(parameters).Invoke().Output.Single();

    private static ControlResult[] Control(string id, params (string Name, object Value)[] parameters) =>
        [.. CmdletRun.Of<GetScoreControlCommand>([("Id", id), .. parameters]).Invoke().Output.Cast<ControlResult>()];

    private static string Caption(ControlResult control) => Formatting.ControlResultView.Caption(new PSObject(control));
}

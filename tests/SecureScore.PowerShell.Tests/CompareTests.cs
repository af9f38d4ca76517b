using System.Management.Automation;
using SecureScore.Engine.Comparing;
using SecureScore.Engine.Tenants;
using SecureScore.PowerShell.Commands;
using SecureScore.PowerShell.Tests.Running;

namespace SecureScore.PowerShell.Tests;

/// <summary>Compare-SecureScore and Test-SecureScoreAccess.</summary>
public sealed class CompareTests : IDisposable
{
    private readonly RunspaceScope _runspace = new();
    private readonly FakeTenants _tenants = new();

    public void Dispose()
    {
        CmdletRun.Of<DisconnectSecureScoreCommand>().Invoke();
        _runspace.Dispose();
    }

    [Fact]
    public void A_live_tenant_is_compared_with_the_published_score_by_its_evidence()
    {
        Connect();

        var differing = Compare<PublishedComparison>();
        var all = Compare<PublishedComparison>(("IncludeEqual", true));

        differing.ShouldAllBe(comparison => comparison.LikelyReason != DifferenceReason.Same);
        differing.ShouldContain(comparison => comparison.LikelyReason == DifferenceReason.EvidenceMissing);
        all.Count(comparison => comparison.LikelyReason == DifferenceReason.Same).ShouldBeGreaterThan(50);
        all.Length.ShouldBeGreaterThan(differing.Length);
        _tenants.Connections.Single().Collections.Count.ShouldBe(1);
    }

    [Fact]
    public void Two_snapshots_are_compared_by_one_edition()
    {
        var byPath = Compare<ControlChange>(("Snapshot", Samples.Demo), ("ReferenceSnapshot", Samples.Contoso));

        byPath.ShouldNotBeEmpty();
        byPath.ShouldAllBe(change => change.Change != ChangeKind.Same);

        CmdletRun.Of<ConnectSecureScoreCommand>(("Snapshot", Samples.Contoso), ("Edition", "2022-05")).Invoke();
        var reference = CmdletRun.Of<GetSecureScoreContextCommand>().Invoke().Output.Single();
        Compare<ControlChange>(("Snapshot", Samples.Demo), ("ReferenceContext", reference)).Select(change => (change.ControlId, change.Change))
            .ShouldBe(byPath.Select(change => (change.ControlId, change.Change)));
        Compare<ControlChange>(("ReferenceSnapshot", Samples.Contoso)).ShouldBeEmpty();
    }

    [Fact]
    public void Averages_stand_beside_the_score()
    {
        var averages = Compare<AverageComparison>(("Snapshot", Samples.Demo), ("Average", true));

        averages.Select(average => (average.Group, average.Average)).ShouldBe([("All tenants", 54.7m), ("Tenants with 101 to 300 seats", 51.3m)]);
        averages.ShouldAllBe(average => average.Difference != null);
    }

    [Fact]
    public void One_reference_is_enough()
    {
        var run = CmdletRun.Of<CompareSecureScoreCommand>(("Snapshot", Samples.Demo), ("ReferenceSnapshot", Samples.Contoso), ("Average", true)).Invoke();

        run.TerminatingError!.FullyQualifiedErrorId.ShouldBe("ParametersConflict");
        run.TerminatingError.CategoryInfo.Category.ShouldBe(ErrorCategory.InvalidArgument);
    }

    [Fact]
    public void A_published_score_that_could_not_be_read_is_an_error()
    {
        using var snapshot = new TemporarySnapshot("""{"schema":1,"resources":{}}""", ("graph/organization.json", "{}"));

        CmdletRun.Of<CompareSecureScoreCommand>(("Snapshot", snapshot.Location)).Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe("EvidenceUnavailable");
    }

    [Fact]
    public void Access_is_told_row_by_row_with_what_is_lost()
    {
        Connect();
        _tenants.Connections.Single().Access =
        [
            new ServiceAccess(TenantService.Graph, true) { Permissions = ["User.Read.All"], DirectoryRoles = ["f2ef992c-3afb-46b9-b7cf-a126ee74c451"] },
            new ServiceAccess(TenantService.Dns, true),
        ];

        var rows = CmdletRun.Of<TestSecureScoreAccessCommand>().Invoke().Output.Cast<AccessRequirement>().ToArray();

        Granted("User.Read.All").ShouldBe(true);
        Granted("Policy.Read.All").ShouldBe(false);
        Granted("Exchange").ShouldBe(false);
        Granted("Read Microsoft Secure Score").ShouldBe(true);
        Granted("Change Microsoft Secure Score").ShouldBe(false);
        Granted("SecurityEvents.ReadWrite.All").ShouldBe(false);
        rows.Single(row => row.Name == "Policy.Read.All").Controls.ShouldNotBeEmpty();

        bool? Granted(string name) => rows.Single(row => row.Name == name).Granted;
    }

    [Fact]
    public void An_application_is_asked_for_no_role_of_the_portal()
    {
        Connect();
        var connection = _tenants.Connections.Single();
        connection.Session = connection.Session with { Account = null };
        connection.Access = [new ServiceAccess(TenantService.Graph, true) { Permissions = ["SecurityEvents.ReadWrite.All"], DirectoryRoles = [] }];

        var rows = CmdletRun.Of<TestSecureScoreAccessCommand>().Invoke().Output.Cast<AccessRequirement>().ToArray();

        rows.Single(row => row.Name == "SecurityEvents.ReadWrite.All").Granted.ShouldBe(true);
        rows.ShouldNotContain(row => row.Name.EndsWith("Microsoft Secure Score", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_services_there_is_no_access_to_test()
    {
        CmdletRun.Of<TestSecureScoreAccessCommand>().Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotConnected");
        CmdletRun.Of<ConnectSecureScoreCommand>(("Snapshot", Samples.Demo)).Invoke();
        CmdletRun.Of<TestSecureScoreAccessCommand>().Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotSignedIn");
        Connect();
        var context = CmdletRun.Of<GetSecureScoreContextCommand>().Invoke().Output.Single();
        CmdletRun.Of<DisconnectSecureScoreCommand>().Invoke();
        CmdletRun.Of<TestSecureScoreAccessCommand>(("Context", context)).Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe("Disconnected");
    }

    private void Connect() =>
        CmdletRun.Of(new ConnectSecureScoreCommand { Connector = () => _tenants, Interaction = _ => new Interaction() }).Invoke();

    private static T[] Compare<T>(params (string Name, object Value)[] parameters) =>
        [.. CmdletRun.Of<CompareSecureScoreCommand>(parameters).Invoke().Output.Cast<T>()];
}

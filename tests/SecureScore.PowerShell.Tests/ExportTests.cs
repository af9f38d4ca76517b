using System.Management.Automation;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Commands;
using SecureScore.PowerShell.Tests.Running;

namespace SecureScore.PowerShell.Tests;

/// <summary>Snapshots that Export-SecureScoreSnapshot writes.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly RunspaceScope _runspace = new();
    private readonly FakeTenants _tenants = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("securescore-export-").FullName;

    private string Target => Path.Join(_folder, "contoso");

    private FakeConnection Connection => _tenants.Connections[^1];

    public void Dispose()
    {
        CmdletRun.Of<DisconnectSecureScoreCommand>().Invoke();
        _runspace.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Without_a_tenant_there_is_nothing_to_export() =>
        Export(("Path", Target)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotConnected");

    [Theory]
    [InlineData("contoso")]
    [InlineData("contoso.snapshot.zip")]
    public void A_connected_tenant_is_collected_and_gives_the_same_score(string name)
    {
        Connect();

        var run = Export(("Path", Path.Join(_folder, name)), ("PassThru", true));

        ((FileSystemInfo)run.Output.Single()).FullName.ShouldBe(Path.Join(_folder, name));
        run.Warnings.Single().ShouldContain("compliance/Get-PolicyConfig");
        Score(Path.Join(_folder, name)).ShouldBe(Score(Samples.Demo));
        Directory.EnumerateFileSystemEntries(_folder).Count().ShouldBe(1, "nothing else is left");
    }

    [Fact]
    public void What_if_collects_and_writes_nothing()
    {
        Connect();

        var run = Run(answer: false, ("Path", Target));

        run.ShouldProcessCalls.ShouldBe([(Target, "Export the evidence of Contoso")]);
        Connection.Collections.ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_there_is_replaced_only_by_force()
    {
        Connect();
        Export(("Path", Target)).TerminatingError.ShouldBeNull();

        var refused = Export(("Path", Target));
        refused.TerminatingError!.FullyQualifiedErrorId.ShouldBe("SnapshotExists");
        refused.TerminatingError.CategoryInfo.Category.ShouldBe(ErrorCategory.ResourceExists);

        Export(("Path", Target), ("Force", true)).TerminatingError.ShouldBeNull();
    }

    [Fact]
    public void Not_even_force_replaces_what_is_no_snapshot()
    {
        Connect();
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Join(Target, "thesis.txt"), "years of work");

        Export(("Path", Target), ("Force", true)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("SnapshotNotReplaced");

        File.ReadAllText(Path.Join(Target, "thesis.txt")).ShouldBe("years of work");
        Connection.Collections.ShouldBeEmpty();
    }

    [Fact]
    public void What_the_session_has_is_not_asked_for_again()
    {
        Connect();
        CmdletRun.Of<GetScoreControlCommand>(("Id", "AdminMFAV2")).Invoke();
        var asked = new List<string>();
        Connection.OnResource = (resource, _, _) =>
        {
            asked.Add(resource);
            return Task.CompletedTask;
        };

        Export(("Path", Target));

        // The rules of mail name groups too, which the collection for one control could not know of.
        asked.Intersect(Connection.Collections[0], StringComparer.Ordinal).ShouldBe([Resources.GroupMembers]);
        Score(Target).ShouldBe(Score(Samples.Demo));
    }

    [Fact]
    public void An_interrupted_export_goes_on_where_it_was()
    {
        Connect();
        var run = CmdletRun.Of<ExportSecureScoreSnapshotCommand>(("Path", Target));
        run.ShouldProcessAnswer = true;
        int asked = 0;
        Connection.OnResource = async (_, _, cancellation) =>
        {
            if (++asked < 6)
                return;
            _ = Task.Run(run.Stop, CancellationToken.None);
            await Task.Delay(Timeout.Infinite, cancellation);
        };
        Should.Throw<PipelineStoppedException>(() => run.Invoke());
        Directory.Exists(Target).ShouldBeFalse();

        int askedAgain = 0;
        Connection.OnResource = (_, _, _) =>
        {
            askedAgain++;
            return Task.CompletedTask;
        };
        Export(("Path", Target), ("Resume", true)).TerminatingError.ShouldBeNull();

        askedAgain.ShouldBe(Connection.Collections[^1].Count - 5);
        Score(Target).ShouldBe(Score(Samples.Demo));
    }

    [Fact]
    public void Some_controls_export_only_what_they_take_and_named_resources_besides()
    {
        Connect();

        Export(("Path", Target), ("Id", "ss_dns_dmarc"), ("IncludeResource", "graph/signIns"));

        var exported = TenantSnapshot.Open(Target);
        exported.StateOf(Resources.DnsRecords).Status.ShouldBe(ResourceStatus.Collected);
        exported.StateOf(Resources.Users).Status.ShouldBe(ResourceStatus.Skipped);
        Connection.Collections.Single().Contains("graph/signIns", StringComparer.Ordinal).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Id", "AdminMFA*", "ControlNotFound")]
    [InlineData("Id", "AdminMFAV1", "ControlNotFound")]
    [InlineData("IncludeResource", "graph/signins", null)]
    [InlineData("IncludeResource", "graph/sign", "ResourceNotFound")]
    public void A_name_that_nothing_has_is_an_error_and_exports_nothing(string parameter, string name, string? error)
    {
        Connect();

        Export(("Path", Target), (parameter, name)).TerminatingError?.FullyQualifiedErrorId.ShouldBe(error);

        Directory.Exists(Target).ShouldBe(error is null);
    }

    [Fact]
    public void A_snapshot_is_copied_from_the_connection_or_by_its_path()
    {
        var run = CmdletRun.Of<ExportSecureScoreSnapshotCommand>(("Path", Target), ("Snapshot", Samples.Demo));
        run.ShouldProcessAnswer = true;
        run.Invoke().TerminatingError.ShouldBeNull();
        CmdletRun.Of<ConnectSecureScoreCommand>(("Snapshot", Samples.Demo)).Invoke();
        Export(("Path", Target + ".zip")).TerminatingError.ShouldBeNull();

        Score(Target).ShouldBe(Score(Samples.Demo));
        Score(Target + ".zip").ShouldBe(Score(Samples.Demo));
        TenantSnapshot.Open(Target).Resources.Select(state => (state.Name, state.Status)).ShouldBe(
            TenantSnapshot.Open(Samples.Demo).Resources.Select(state => (state.Name, state.Status)));
    }

    [Fact]
    public void Anonymized_evidence_is_all_that_comes_to_the_path()
    {
        Connect();

        var run = Export(("Path", Target), ("Anonymize", true));

        run.TerminatingError.ShouldBeNull();
        run.ShouldProcessCalls.Single().Action.ShouldBe("Export the evidence of Contoso, anonymized");
        TenantSnapshot.Open(Target).Manifest.DisplayName.ShouldNotBeNull().ShouldNotContain("Contoso");
        foreach (string file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
            File.ReadAllText(file).ShouldNotContain("contoso", Case.Insensitive, file);
        Export(("Path", Target), ("Anonymize", true), ("Resume", true)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("ParametersConflict");
    }

    private void Connect() =>
        CmdletRun.Of(new ConnectSecureScoreCommand { Connector = () => _tenants, Interaction = _ => new Interaction() }).Invoke();

    private static CmdletRun Export(params (string Name, object Value)[] parameters) => Run(answer: true, parameters);

    private static CmdletRun Run(bool answer, params (string Name, object Value)[] parameters)
    {
        var run = CmdletRun.Of<ExportSecureScoreSnapshotCommand>(parameters);
        run.ShouldProcessAnswer = answer;
        return run.Invoke();
    }

    private static decimal Score(string snapshot) =>
        ((SecureScoreResult)CmdletRun.Of<GetSecureScoreCommand>(("Snapshot", snapshot)).Invoke().Output.Single()).Score;
}

using System.Management.Automation;
using System.Management.Automation.Runspaces;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Commands;
using SecureScore.PowerShell.Tests.Running;

namespace SecureScore.PowerShell.Tests;

/// <summary>The cmdlets over the sample tenant.</summary>
public sealed class CmdletTests : IDisposable
{
    private const string Edition = "2022-05";

    private readonly RunspaceScope _runspace = new();

    public void Dispose() => _runspace.Dispose();

    [Fact]
    public void Whoever_is_not_connected_is_told_so()
    {
        CmdletRun[] runs =
        [
            CmdletRun.Of<GetSecureScoreCommand>().Invoke(),
            CmdletRun.Of<GetScoreControlCommand>().Invoke(),
            CmdletRun.Of<GetScoreEvidenceCommand>().Invoke(),
            CmdletRun.Of<GetSecureScoreContextCommand>().Invoke(),
        ];

        foreach (var run in runs)
        {
            run.TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotConnected");
            run.TerminatingError.CategoryInfo.Category.ShouldBe(ErrorCategory.ConnectionError);
        }
    }

    [Fact]
    public void Connecting_returns_nothing_unless_asked_and_the_context_tells_where_the_evidence_is_from()
    {
        Connect().Output.ShouldBeEmpty();

        var context = (SecureScoreContext)CmdletRun.Of<GetSecureScoreContextCommand>().Invoke().Output.Single();

        context.TenantName.ShouldBe("Contoso");
        context.Source.ShouldBe(ContextSource.Snapshot);
        context.Path.ShouldBe(Samples.Contoso);
        context.Edition.ShouldBe(Edition);
        context.CollectedAt.ShouldBe(new DateTimeOffset(2022, 5, 8, 6, 40, 0, TimeSpan.Zero));
        context.ResourceCounts.Sum(count => count.Count).ShouldBe(context.Resources.Count);
        context.ResourceCounts.ToString().ShouldStartWith("Collected ");
    }

    [Fact]
    public void Disconnecting_ends_the_connection_and_does_no_harm_without_one()
    {
        CmdletRun.Of<DisconnectSecureScoreCommand>().Invoke().Errors.ShouldBeEmpty();
        Connect();

        CmdletRun.Of<DisconnectSecureScoreCommand>().Invoke();

        CmdletRun.Of<GetSecureScoreCommand>().Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotConnected");
    }

    [Fact]
    public void A_connection_belongs_to_its_runspace()
    {
        var other = RunspaceFactory.CreateRunspace();
        Connect();

        using (new RunspaceScope(other))
        {
            CmdletRun.Of<GetSecureScoreContextCommand>().Invoke().TerminatingError.ShouldNotBeNull();
        }
    }

    [Fact]
    public void A_runspace_that_was_reset_is_not_connected_to_the_tenant_of_the_work_before()
    {
        Connect();

        Runspace.DefaultRunspace!.ResetRunspaceState();

        CmdletRun.Of<GetSecureScoreCommand>().Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotConnected");
    }

    [Fact]
    public void A_failed_connection_does_not_leave_the_one_before()
    {
        Connect();

        var failed = CmdletRun.Of<ConnectSecureScoreCommand>(("Snapshot", "/no/such/snapshot")).Invoke();

        failed.TerminatingError!.FullyQualifiedErrorId.ShouldBe("SnapshotNotFound");
        failed.TerminatingError.CategoryInfo.Category.ShouldBe(ErrorCategory.ObjectNotFound);
        CmdletRun.Of<GetSecureScoreContextCommand>().Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotConnected");
    }

    [Theory]
    [InlineData("Snapshot", "Env:HOME", "PathNotFileSystem")]
    [InlineData("LiteralPath", "Env:HOME", "PathNotFileSystem")]
    [InlineData("LiteralPath", "/no/such/*", "SnapshotNotFound")]
    [InlineData("Snapshot", "/no/such/*", "SnapshotNotFound")]
    public void A_path_that_names_no_snapshot_is_refused_by_connecting_and_by_judging(string parameter, string path, string expected)
    {
        CmdletRun.Of<ConnectSecureScoreCommand>((parameter, path)).Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe(expected);
        CmdletRun.Of<GetSecureScoreCommand>((parameter, path)).Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe(expected);
        CmdletRun.Of<GetScoreEvidenceCommand>((parameter, path)).Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe(expected);
    }

    [Fact]
    public void Wildcards_must_name_one_snapshot()
    {
        Connect(("Snapshot", Samples.Contoso[..^2] + "*"), ("PassThru", true)).Output.Count.ShouldBe(1);

        CmdletRun.Of<ConnectSecureScoreCommand>(("Snapshot", Path.Join(Samples.RepositoryRoot, "s*"))).Invoke()
            .TerminatingError!.FullyQualifiedErrorId.ShouldBe("PathAmbiguous");
    }

    [Fact]
    public void An_unknown_edition_is_refused()
    {
        CmdletRun.Of<ConnectSecureScoreCommand>(("Snapshot", Samples.Contoso), ("Edition", "1999-01")).Invoke()
            .TerminatingError!.FullyQualifiedErrorId.ShouldBe("EditionNotFound");
        Connect();
        CmdletRun.Of<GetScoreThreatCommand>(("Edition", "1999-01")).Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe("EditionNotFound");
    }

    [Fact]
    public void The_score_comes_from_the_connection_a_context_or_a_snapshot()
    {
        var context = (SecureScoreContext)Connect(("Snapshot", Samples.Contoso), ("Edition", Edition), ("PassThru", true)).Output.Single();
        var connected = Score();

        Score(("Context", context)).ShouldBeSameAs(connected);
        Score(("Snapshot", Samples.Contoso), ("Edition", Edition)).Score.ShouldBe(connected.Score);
        Score(("Snapshot", Samples.Contoso)).Edition.ShouldBe(ControlCatalog.Default.Edition);
        Score(("Edition", "2026-09")).Edition.ShouldBe("2026-09");
        connected.Edition.ShouldBe(Edition);
    }

    [Fact]
    public void Judging_happens_once_for_each_edition_and_way_of_judging()
    {
        Connect();

        Score().ShouldBeSameAs(Score());
        Score(("EvidenceOnly", true)).ShouldNotBeSameAs(Score());
        Score(("EvidenceOnly", true)).ShouldBeSameAs(Score(("EvidenceOnly", true)));
    }

    [Fact]
    public void The_connection_says_whether_published_points_count_and_a_cmdlet_may_say_otherwise()
    {
        Connect(("Snapshot", Samples.Contoso), ("Edition", Edition), ("EvidenceOnly", true));

        Published(Score()).ShouldBeFalse();
        Published(Score(("EvidenceOnly", false))).ShouldBeTrue();

        static bool Published(SecureScoreResult result) => result.Controls.Any(control => control.Source == ResultSource.Published);
    }

    [Fact]
    public void Controls_come_in_rank_order_without_touching_the_pipeline_otherwise()
    {
        Connect();

        var run = CmdletRun.Of<GetScoreControlCommand>(("Top", 3)).Invoke();

        run.Output.Cast<ControlResult>().Select(control => control.Rank).ShouldBe([1, 2, 3]);
        run.Errors.ShouldBeEmpty();
        run.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Id", "IntegratedAps", "ControlNotFound", "IntegratedApps")]
    [InlineData("Id", "PWAgePolicyNew[", "ControlNotFound", "PWAgePolicyNew")]
    [InlineData("Category", "Identty", "CategoryNotFound", "Identity")]
    [InlineData("Product", "Microsoft Teems", "ProductNotFound", "Microsoft Teams")]
    [InlineData("Threat", "Account Breech", "ThreatNotFound", "Account Breach")]
    public void A_name_that_nothing_has_is_an_error_with_the_nearest_name_and_the_rest_goes_on(string parameter, string name, string id, string nearest)
    {
        Connect();
        string known = parameter == "Id" ? "PWAgePolicyNew" : "*";

        var run = CmdletRun.Of<GetScoreControlCommand>((parameter, new[] { name, known })).Invoke();

        run.Errors.Single().FullyQualifiedErrorId.ShouldBe(id);
        run.Errors.Single().TargetObject.ShouldBe(name);
        run.Errors.Single().ErrorDetails!.Message.ShouldContain(nearest);
        run.Output.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_list_that_hides_all_it_found_says_so()
    {
        Connect(("Snapshot", Samples.Contoso), ("Edition", "2026-09"));

        var run = CmdletRun.Of<GetScoreControlCommand>(("Id", "AATP_*")).Invoke();

        run.Output.ShouldBeEmpty();
        run.Warnings.Single().ShouldContain("-All");
    }

    [Fact]
    public void Controls_of_unknown_cost_are_left_out_with_a_count()
    {
        Connect(("Snapshot", Samples.Contoso), ("Edition", "2026-09"));

        var run = CmdletRun.Of<GetScoreControlCommand>(("MaxCost", EffortLevel.Low), ("All", true)).Invoke();

        run.Output.Cast<ControlResult>().ShouldAllBe(control => control.ImplementationCost == EffortLevel.Low);
        run.Warnings.Single().ShouldContain("unknown");
    }

    [Fact]
    public void Evidence_comes_from_controls_ids_or_the_whole_tenant()
    {
        Connect();
        var control = CmdletRun.Of<GetScoreControlCommand>(("Id", "meeting_autoadmitusers_v1")).Invoke().Output.Single();

        var byControl = CmdletRun.Of<GetScoreEvidenceCommand>().Invoke(("InputObject", (ControlResult)control)).Output;
        var byId = CmdletRun.Of<GetScoreEvidenceCommand>().Invoke(("Id", "MEETING_autoadmitusers_v1")).Output;
        var everything = CmdletRun.Of<GetScoreEvidenceCommand>().Invoke().Output.Cast<ScoreEvidence>().ToArray();

        byControl.ShouldNotBeEmpty();
        byId.ShouldBe(byControl);
        everything.ShouldContain((ScoreEvidence)byControl[0]);
        everything.Select(evidence => evidence.ControlId).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(2);
    }

    [Fact]
    public void Controls_without_evidence_say_why_in_one_warning()
    {
        Connect(("Snapshot", Samples.Demo), ("EvidenceOnly", true));

        Evidence().Warnings.Single().ShouldBe(
            "forms_phishing_protection was not judged: graph/adminForms could not be read: 403 Forbidden: Insufficient privileges to complete the operation. "
            + "Missing permission: OrgSettings-Forms.Read.All. [PermissionMissing] mip_purviewlabelconsent was not judged: compliance/Get-PolicyConfig cannot be used: "
            + "500 Internal Server Error: The server encountered an error while it ran Get-PolicyConfig (request 6d1f5c0e). [SourceFailed]");
        Evidence(("Id", "forms_phishing_protection")).Warnings.Single().ShouldStartWith("forms_phishing_protection was not judged: ");
        Evidence(("Id", "scid_2021"), ("EvidenceOnly", false)).Warnings.Single().ShouldStartWith("The points of scid_2021 are Microsoft's");
    }

    [Fact]
    public void Many_controls_without_evidence_are_counted_in_one_warning() =>
        CmdletRun.Of<GetScoreEvidenceCommand>(("Snapshot", Samples.Demo)).Invoke().Warnings.Single().ShouldBe(
            "22 controls have no evidence to list: 1 source failed (mip_purviewlabelconsent), 21 with Microsoft's published points only "
            + "(11770.MDA_GitHub_OutsideCollabInvitation, AATP_ADCSCertificateTemplateEnrolementSuppliesSubject, AATP_DefenderForIdentityIsNotInstalled, ...). "
            + "Get-ScoreControl tells why of each.");

    [Fact]
    public void What_nobody_can_read_is_passed_over_unless_it_was_asked_for()
    {
        Connect(("Snapshot", Samples.Demo), ("EvidenceOnly", true));
        var controls = Score().Controls.Where(control => control.Reason == NotEvaluatedReason.NoPublicApi).Take(2).ToArray();

        Evidence(("InputObject", controls)).Warnings.ShouldBeEmpty();
        Evidence(("InputObject", controls[..1])).Warnings.Single().ShouldEndWith("[NoPublicApi]");
        Evidence(("Id", controls.Select(control => control.Id.ToUpperInvariant()).ToArray())).Warnings.Single().Split("[NoPublicApi]").Length.ShouldBe(3);
        Evidence(("Id", "OneAdmin")).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Evidence_of_a_control_needs_no_connection_and_that_of_an_id_does()
    {
        var control = Score(("Snapshot", Samples.Contoso), ("Edition", Edition)).Controls.First(candidate => candidate.ReadEvidence().Any());

        CmdletRun.Of<GetScoreEvidenceCommand>().Invoke(("InputObject", control)).Output.ShouldNotBeEmpty();
        CmdletRun.Of<GetScoreEvidenceCommand>().Invoke(("Id", control.Id)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotConnected");
    }

    [Fact]
    public void An_unknown_id_is_an_error_and_the_next_one_goes_on()
    {
        Connect();

        var run = CmdletRun.Of<GetScoreEvidenceCommand>().Invoke(("Id", "no_such_control"), ("Id", "IntegratedApps"));

        run.Errors.Single().FullyQualifiedErrorId.ShouldBe("ControlNotFound");
        run.Output.ShouldNotBeEmpty();
    }

    [Fact]
    public void Evidence_stops_with_the_pipeline()
    {
        Connect();
        var run = CmdletRun.Of<GetScoreEvidenceCommand>();
        run.OnOutput = _ => throw new PipelineStoppedException();

        Should.Throw<PipelineStoppedException>(() => run.Invoke());

        // What was judged stays good for whoever asks next.
        CmdletRun.Of<GetScoreEvidenceCommand>().Invoke().Output.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_judgement_that_was_stopped_is_not_kept()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        var context = SecureScoreContext.Open(Samples.Contoso, ControlCatalog.Get(Edition), evidenceOnly: false);

        Should.Throw<OperationCanceledException>(() => context.JudgeAsync(context.Evidence!, ControlCatalog.Get(Edition), false, stopped.Token));

        context.FindJudged(Edition).ShouldBeNull();
        Score(("Context", context)).Controls.Count.ShouldBe(18);
    }

    [Fact]
    public async Task One_context_serves_several_runspaces_at_once()
    {
        var context = SecureScoreContext.Open(Samples.Contoso, ControlCatalog.Get(Edition), evidenceOnly: false);

        var scores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            using var runspace = new RunspaceScope();
            var score = Score(("Context", context));
            return (score, Evidence: score.Controls.Sum(control => control.ReadEvidence().Count()));
        })));

        scores.ShouldAllBe(score => ReferenceEquals(score.score, scores[0].score) && score.Evidence == scores[0].Evidence);
    }

    [Fact]
    public void Evidence_that_became_unreadable_is_an_error_of_its_control_alone()
    {
        using var snapshot = new TemporarySnapshot(
            """{"schema":1,"displayName":"Fabrikam","resources":{}}""",
            ("graph/groups.jsonl", """{"id":"1","groupTypes":["Unified"],"visibility":"Public","displayName":"open"}"""));
        var score = Score(("Snapshot", snapshot.Location));
        var controls = score.Controls.Where(control => control.AffectedCount > 0).ToArray();
        File.WriteAllText(Path.Join(snapshot.Location, "graph/groups.jsonl"), "{ no json");

        var run = CmdletRun.Of<GetScoreEvidenceCommand>().Invoke(("InputObject", controls));

        controls.ShouldNotBeEmpty();
        run.Errors.Count.ShouldBe(controls.Length);
        run.Errors[0].FullyQualifiedErrorId.ShouldBe("EvidenceUnavailable");
    }

    [Fact]
    public void Threats_are_explained_without_a_tenant_and_weighed_with_one()
    {
        var explained = CmdletRun.Of<GetScoreThreatCommand>().Invoke().Output.Cast<ScoreThreat>().ToArray();
        explained.Length.ShouldBe(ControlCatalog.Threats.Count);
        explained.ShouldAllBe(threat => threat.PointsLeft == null && threat.ControlCount > 0);

        Connect();
        var weighed = CmdletRun.Of<GetScoreThreatCommand>(("Name", "data*")).Invoke().Output.Cast<ScoreThreat>().ToArray();
        weighed.ShouldNotBeEmpty();
        weighed.ShouldAllBe(threat => threat.Name.StartsWith("Data", StringComparison.Ordinal) && threat.PointsLeft != null);

        CmdletRun.Of<GetScoreThreatCommand>(("Name", "nothing")).Invoke().Errors.Single().FullyQualifiedErrorId.ShouldBe("ThreatNotFound");
    }

    [Fact]
    public void A_tenant_name_that_could_drive_the_terminal_is_cleaned_in_errors_and_kept_in_objects()
    {
        using var snapshot = new TemporarySnapshot("""{"schema":1,"displayName":"Fab\u001b[31mrikam","resources":{}}""", ("graph/organization.json", "{}"));

        Score(("Snapshot", snapshot.Location)).TenantName.ShouldBe("Fab\u001b[31mrikam");
    }

    private static CmdletRun Connect(params (string Name, object Value)[] parameters) =>
        CmdletRun.Of<ConnectSecureScoreCommand>(parameters.Length > 0 ? parameters : [("Snapshot", Samples.Contoso), ("Edition", Edition)]).Invoke();

    private static CmdletRun Evidence(params (string Name, object Value)[] parameters) =>
        CmdletRun.Of<GetScoreEvidenceCommand>(parameters).Invoke();

    private static SecureScoreResult Score(params (string Name, object Value)[] parameters) =>
        (SecureScoreResult)CmdletRun.Of<GetSecureScoreCommand>(parameters).Invoke().Output.Single();
}

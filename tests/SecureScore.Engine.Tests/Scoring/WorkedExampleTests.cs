using System.Text.Json.Nodes;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Scoring;

/// <summary>The sample tenant as Microsoft showed it in May 2022: 18 controls, 14.06 of 66 points, 21.3 percent.</summary>
public sealed class WorkedExampleTests : IDisposable
{
    private readonly string _copy = Directory.CreateTempSubdirectory("securescore-sample-").FullName;

    /// <summary>Rank, control, maximum, points with two decimals, impact with two decimals.</summary>
    public static TheoryData<int, string, int, decimal, decimal> Rows { get; } = new()
    {
        { 1, "AdminMFAV2", 10, 0m, 15.15m },
        { 2, "MFARegistrationV2", 9, 0m, 13.64m },
        { 3, "BlockLegacyAuthentication", 8, 0m, 12.12m },
        { 4, "UserRiskPolicy", 7, 0m, 10.61m },
        { 5, "SigninRiskPolicy", 7, 0m, 10.61m },
        { 6, "IntegratedApps", 4, 0m, 6.06m },
        { 7, "meeting_designatedpresenter_v1", 2, 0m, 3.03m },
        { 8, "meeting_autoadmitusers_v1", 2, 1m, 3.03m },
        { 9, "CustomerLockBoxEnabled", 1, 0m, 1.52m },
        { 10, "meeting_restrictanonymousjoin_v1", 1, 0m, 1.52m },
        { 11, "RoleOverlap", 1, 0m, 1.52m },
        { 12, "SelfServicePasswordReset", 1, 0.06m, 1.52m },
        { 13, "PWAgePolicyNew", 8, 8m, 12.12m },
        { 14, "TLSDeprecation", 1, 1m, 1.52m },
        { 15, "OneAdmin", 1, 1m, 1.52m },
        { 16, "meeting_pstnusersbypasslobby_v1", 1, 1m, 1.52m },
        { 17, "meeting_externalrequestcontrol_v1", 1, 1m, 1.52m },
        { 18, "meeting_anonymousstartmeeting_v1", 1, 1m, 1.52m },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_control_has_the_rank_points_impact_and_status_of_that_day(int rank, string id, int maximum, decimal points, decimal impact)
    {
        var control = Judge(Repository.OpenSample()).Controls[rank - 1];

        control.Id.ShouldBe(id);
        control.Rank.ShouldBe(rank);
        control.MaxPoints.ShouldBe(maximum);
        Math.Round(control.Points!.Value, 2).ShouldBe(points);
        Math.Round(control.ScoreImpact!.Value, 2).ShouldBe(impact);
        control.Status.ShouldBe(rank <= 12 ? ControlStatus.ToAddress : ControlStatus.Completed);
        control.Source.ShouldBe(id == "TLSDeprecation" ? ResultSource.Published : ResultSource.Evidence);
        control.Licensed.ShouldBe(true);
        control.Category.ShouldBe(rank is 7 or 8 or 9 or 10 or 14 or >= 16 ? "Apps" : "Identity");
    }

    [Fact]
    public void The_score_is_unrounded_and_covers_every_control()
    {
        var result = Judge(Repository.OpenSample());

        result.Score.ShouldBe(14 + (2m / 35));
        result.MaxScore.ShouldBe(66);
        Math.Round(result.Percentage!.Value, 1).ShouldBe(21.3m);
        result.Controls.Count.ShouldBe(18);
        result.Coverage.ShouldBe(100);
        result.CoverageGaps.ShouldBeEmpty();
        result.TenantName.ShouldBe("Contoso");
        result.Published!.Score.ShouldBe(14.06m);
    }

    [Theory]
    [InlineData("AdminMFAV2", 0L, 7L)]
    [InlineData("MFARegistrationV2", 0L, 35L)]
    [InlineData("BlockLegacyAuthentication", 0L, 35L)]
    [InlineData("SelfServicePasswordReset", 2L, 35L)]
    [InlineData("OneAdmin", 7L, null)]
    [InlineData("RoleOverlap", 0L, null)]
    [InlineData("meeting_autoadmitusers_v1", 1L, 2L)]
    public void The_counts_are_those_of_the_tenant(string id, long compliant, long? total)
    {
        var control = Judge(Repository.OpenSample()).Controls.Single(control => control.Id == id);

        control.CompliantCount.ShouldBe(compliant);
        control.TotalCount.ShouldBe(total);
        control.AffectedCount.ShouldBe(total - compliant);
    }

    [Fact]
    public void Everyone_who_costs_points_is_named()
    {
        var result = Judge(Repository.OpenSample());

        result.Controls.Single(control => control.Id == "SelfServicePasswordReset").ReadEvidence().Count().ShouldBe(33);
        result.Controls.Single(control => control.Id == "AdminMFAV2").ReadEvidence().Count().ShouldBe(7);
        result.Controls.Where(control => control.Status == ControlStatus.Completed).SelectMany(control => control.ReadEvidence()).ShouldBeEmpty();
        result.Controls.SelectMany(control => control.ReadEvidence()).ShouldAllBe(item => item.ControlId.Length > 0);
    }

    [Fact]
    public void Security_defaults_give_the_full_points_of_three_controls()
    {
        var result = Judge(Change(Resources.SecurityDefaults + ".json", policy => policy["isEnabled"] = true));

        result.Score.ShouldBe(14 + (2m / 35) + 27);
        result.Controls.Where(control => control.Id is "AdminMFAV2" or "MFARegistrationV2" or "BlockLegacyAuthentication")
            .ShouldAllBe(control => control.Status == ControlStatus.Completed);
    }

    [Fact]
    public void One_more_user_with_password_reset_adds_its_share_of_the_point()
    {
        Repository.CopySample(_copy);
        string file = Path.Combine(_copy, Resources.UserRegistrationDetails + ".jsonl");
        string[] lines = File.ReadAllLines(file);
        int first = Array.FindIndex(lines, line => line.Contains("\"isSsprEnabled\":false", StringComparison.Ordinal));
        lines[first] = lines[first].Replace("\"isSsprEnabled\":false", "\"isSsprEnabled\":true", StringComparison.Ordinal);
        File.WriteAllLines(file, lines);

        Judge(TenantSnapshot.Open(_copy)).Score.ShouldBe(14 + (3m / 35));
    }

    [Fact]
    public void One_unreadable_resource_takes_out_only_the_controls_that_need_it()
    {
        Repository.CopySample(_copy);
        File.WriteAllText(Path.Combine(_copy, Resources.TeamsMeetingPolicy + ".json"), """[{"Identity":"Global",""");

        var result = Judge(TenantSnapshot.Open(_copy));

        var lost = result.Controls.Where(control => control.Outcome == ControlOutcome.NotEvaluated).ToArray();
        lost.Select(control => control.Id).ShouldBe(
            [.. result.Controls.Select(control => control.Id).Where(id => id.StartsWith("meeting_", StringComparison.Ordinal))], ignoreOrder: true);
        lost.ShouldAllBe(control => control.Reason == NotEvaluatedReason.SourceFailed
            && control.Points == null && control.Explanation!.Contains(Resources.TeamsMeetingPolicy, StringComparison.Ordinal));
        result.Score.ShouldBe(10 + (2m / 35));
        result.MaxScore.ShouldBe(58);
        result.CoverageGaps.Single().Count.ShouldBe(6);
    }

    [Fact]
    public void Todays_edition_judges_the_tenant_too()
    {
        var result = SecureScoreEvaluator.Judge(Repository.OpenSample(), ControlCatalog.Default);

        result.Controls.Count.ShouldBe(472);
        var judged = result.Controls.Where(control => control.Source == ResultSource.Evidence).ToArray();
        judged.Length.ShouldBeGreaterThan(20);
        judged.ShouldAllBe(control => !string.IsNullOrEmpty(control.ImplementationStatus) && !string.IsNullOrEmpty(control.Explanation));
        result.Controls.Single(control => control.Id == "meeting_autoadmitusers_v1").Outcome.ShouldBe(ControlOutcome.Failed);
        result.Controls.Single(control => control.Id == "PasswordHashSync").Reason.ShouldBe(NotEvaluatedReason.NotApplicable);
        result.Controls.Single(control => control.Id == "TLSDeprecation").Source.ShouldBe(ResultSource.Published);
        // The properties allowedToCreateTenants and RejectDirectSend are younger than the tenant's evidence.
        result.Controls.Where(control => control.Reason == NotEvaluatedReason.SourceFailed).Select(control => control.Id)
            .ShouldBe(["ss_create_tenants", "ss_directsend"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("2022-05")]
    [InlineData("2026-09")]
    public void Controls_without_credit_change_no_figure(string edition)
    {
        var catalog = ControlCatalog.Get(edition);
        var unscored = ControlCatalog.Default.Controls.Where(control => control.IsNotScored).ToArray();
        var scored = catalog.Controls.Where(control => !control.IsNotScored).ToArray();

        var with = SecureScoreEvaluator.Judge(Repository.OpenSample(), Like(catalog, [.. scored, .. unscored]));
        var without = SecureScoreEvaluator.Judge(Repository.OpenSample(), Like(catalog, scored));

        unscored.ShouldNotBeEmpty();
        with.Controls.Count.ShouldBe(without.Controls.Count + unscored.Length);
        (with with { Controls = without.Controls }).ToString().ShouldBe(without.ToString());
        with.Controls.Where(control => control.MaxPoints != 0).Select(control => (control.Id, control.Points, control.ScoreImpact))
            .ShouldBe(without.Controls.Select(control => (control.Id, control.Points, control.ScoreImpact)));
    }

    public void Dispose() => Directory.Delete(_copy, recursive: true);

    private static ControlCatalog Like(ControlCatalog catalog, IReadOnlyList<ControlDefinition> controls) => ControlCatalog.Parse(
        new EditionFile(catalog.Edition, catalog.Title, controls) { TenantProfilesApply = catalog.TenantProfilesApply });

    private static SecureScoreResult Judge(TenantSnapshot snapshot) => SecureScoreEvaluator.Judge(snapshot, ControlCatalog.Get("2022-05"));

    private TenantSnapshot Change(string file, Action<JsonNode> change)
    {
        Repository.CopySample(_copy);
        string path = Path.Combine(_copy, file);
        var node = JsonNode.Parse(File.ReadAllText(path))!;
        change(node);
        File.WriteAllText(path, node.ToJsonString());
        return TenantSnapshot.Open(_copy);
    }
}

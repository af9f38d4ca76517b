using System.Text.Json;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;
using SecureScore.Engine.Tests.Evidence;

namespace SecureScore.Engine.Tests.Scoring;

/// <summary>How one control comes to its points: evidence, licence, published score, decision.</summary>
public class JudgementTests
{
    private const string Lockbox = "CustomerLockBoxEnabled";
    private const string HashSync = "PasswordHashSync";
    private const string On = """{"CustomerLockBoxEnabled":true}""";
    private const string Off = """{"CustomerLockBoxEnabled":false}""";
    private const string LockboxSku = """
        {"skuPartNumber":"E5","capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"LOCKBOX_ENTERPRISE","provisioningStatus":"Success"}]}
        """;

    private static readonly DateTimeOffset s_today = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(PointsShape.Binary, null, 1, 3, "Failed", 0)]
    [InlineData(PointsShape.Binary, null, 3, 3, "Completed", 10)]
    [InlineData(PointsShape.Share, null, 0, 3, "Failed", 0)]
    [InlineData(PointsShape.Share, null, 1, 4, "Partial", 2.5)]
    [InlineData(PointsShape.Share, null, 3, 3, "Completed", 10)]
    [InlineData(PointsShape.AtLeast, 2, 1, 3, "Failed", 0)]
    [InlineData(PointsShape.AtLeast, 2, 2, 3, "Completed", 10)]
    public void The_shape_turns_counts_into_points(PointsShape shape, int? atLeast, int never, int total, string outcome, double points)
    {
        using var tenant = new TestTenant().With(Resources.Domains, [.. Enumerable.Range(0, total).Select(index => (object)new
        {
            id = $"domain{index}.com",
            isVerified = true,
            isRoot = true,
            passwordValidityPeriodInDays = index < never ? int.MaxValue : 90,
        })]);

        var control = tenant.Judge("PWAgePolicyNew", TestTenant.Definition("PWAgePolicyNew", shape, atLeast));

        control.Outcome.ToString().ShouldBe(outcome);
        control.Points.ShouldBe((decimal)points);
        control.MeasuredPoints.ShouldBe((decimal)points);
        control.Source.ShouldBe(ResultSource.Evidence);
        control.CompliantCount.ShouldBe(never);
        control.TotalCount.ShouldBe(total);
        control.AffectedCount.ShouldBe(total - never);
        control.Status.ShouldBe(outcome == "Completed" ? ControlStatus.Completed : ControlStatus.ToAddress);
    }

    [Fact]
    public void Nothing_to_comply_with_is_complete()
    {
        using var tenant = new TestTenant().With(Resources.Groups);

        tenant.Judge("aad_managed_approved_public_groups_only").Outcome.ShouldBe(ControlOutcome.Completed);
    }

    [Fact]
    public void Shares_stay_unrounded()
    {
        using var tenant = new TestTenant().With(Resources.Groups, Group("Private"), Group("Public"), Group("Public"));

        tenant.Judge("aad_managed_approved_public_groups_only").Points.ShouldBe(10m / 3);
    }

    [Theory]
    [InlineData(ResourceStatus.Denied, NotEvaluatedReason.PermissionMissing)]
    [InlineData(ResourceStatus.NotLicensed, NotEvaluatedReason.NotLicensed)]
    [InlineData(ResourceStatus.NotConnected, NotEvaluatedReason.NotConnected)]
    [InlineData(ResourceStatus.Failed, NotEvaluatedReason.SourceFailed)]
    [InlineData(ResourceStatus.Skipped, NotEvaluatedReason.NotCollected)]
    public void Missing_evidence_is_neither_a_failure_nor_a_pass(ResourceStatus status, NotEvaluatedReason reason)
    {
        using var tenant = new TestTenant().WithState(Resources.OrganizationConfig, status, "403 Forbidden", "Exchange.ManageAsApp");

        var control = tenant.Judge(Lockbox);

        control.Outcome.ShouldBe(ControlOutcome.NotEvaluated);
        control.Reason.ShouldBe(reason);
        control.Points.ShouldBeNull();
        control.MeasuredPoints.ShouldBeNull();
        control.CompliantCount.ShouldBeNull();
        control.Source.ShouldBeNull();
        control.AsOf.ShouldBeNull();
        control.MaxPoints.ShouldBe(10);
        control.Explanation!.ShouldContain(Resources.OrganizationConfig);
        control.ReadEvidence().ShouldBeEmpty();
    }

    [Fact]
    public void A_control_that_only_Microsoft_can_see_says_so()
    {
        using var tenant = new TestTenant();

        tenant.Judge("aad_linkedin_connection_disables", TestTenant.Definition("aad_linkedin_connection_disables", PointsShape.Published))
            .Reason.ShouldBe(NotEvaluatedReason.NoPublicApi);
    }

    [Fact]
    public void A_control_without_a_rule_yet_is_not_said_to_be_unreadable()
    {
        using var tenant = new TestTenant();

        tenant.Judge("mdo_safedocuments").Reason.ShouldBe(NotEvaluatedReason.NotCollected);
    }

    [Theory]
    [InlineData("Collected", "2026-08-02T00:00:00Z", "Collected", "2026-08-03T00:00:00Z", 2)]
    [InlineData("Collected", "2026-08-04T00:00:00Z", "Collected", "2026-08-03T00:00:00Z", 3)]
    [InlineData("Collected", "2026-08-31T00:00:00Z", "Collected", null, 30)]
    [InlineData("Collected", "2026-08-04T00:00:00Z", "Denied", "2026-08-03T00:00:00Z", 4)]
    public void A_result_is_as_old_as_the_oldest_evidence_that_is_there(string first, string? firstDate, string second, string? secondDate, int day)
    {
        using var folder = new SampleFolder()
            .With("graph/authorizationPolicy.json", """{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":[]}}""")
            .With("graph/permissionGrantPolicies.json", "[]")
            .With("manifest.json", JsonSerializer.Serialize(new
            {
                schema = 1,
                collectedAt = "2026-08-30T00:00:00Z",
                resources = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    [Resources.AuthorizationPolicy] = new { status = first, collectedAt = firstDate },
                    [Resources.PermissionGrantPolicies] = new { status = second, collectedAt = secondDate },
                },
            }));

        var control = SecureScoreEvaluator.Judge(folder.Open(), Edition(TestTenant.Definition("IntegratedApps"))).Controls.Single();

        control.AsOf.ShouldBe(new DateTimeOffset(2026, 8, day, 0, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("LOCKBOX_ENTERPRISE", "Enabled", "Success", true)]
    [InlineData("lockbox_enterprise", "Warning", "PendingActivation", true)]
    [InlineData("LOCKBOX_ENTERPRISE", "Suspended", "Success", false)]
    [InlineData("LOCKBOX_ENTERPRISE", "Enabled", "Disabled", false)]
    [InlineData("LOCKBOX_ENTERPRISE", "LockedOut", "Success", false)]
    [InlineData("LOCKBOX_ENTERPRISE", "Deleted", "Success", false)]
    [InlineData("LOCKBOX_ENTERPRISE", "Frozen", "Success", null)]
    [InlineData("LOCKBOX_ENTERPRISE", "Enabled", "Resting", null)]
    [InlineData("LOCKBOX_ENTERPRISE", "Frozen", "Disabled", false)]
    [InlineData("EXCHANGE_S_FOUNDATION", "Frozen", "Success", false)]
    [InlineData("EXCHANGE_S_FOUNDATION", "Enabled", "Success", false)]
    public void The_licence_gate_decides_whether_a_control_counts(string plan, string sku, string provisioning, bool? licensed)
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, On).With(
            Resources.SubscribedSkus,
            $$$"""{"skuPartNumber":"X","capabilityStatus":"{{{sku}}}","servicePlans":[{"servicePlanName":"{{{plan}}}","provisioningStatus":"{{{provisioning}}}"}]}""");

        var control = tenant.Judge(Lockbox, TestTenant.Definition(Lockbox, licence: "Lockbox"));

        control.Licensed.ShouldBe(licensed);
        control.Reason.ShouldBe(licensed == false ? NotEvaluatedReason.NotLicensed : null);
        control.Points.ShouldBe(licensed == false ? null : 10);
        control.Prerequisites.ShouldHaveSingleItem().ShouldContain("Lockbox");
    }

    [Fact]
    public void Licences_of_agents_license_nobody()
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, On)
            .With(Resources.SubscribedSkus, LockboxSku.Replace("\"E5\"", "\"AGENT_365_E5\"", StringComparison.Ordinal));

        tenant.Judge(Lockbox, TestTenant.Definition(Lockbox, licence: "Lockbox")).Licensed.ShouldBe(false);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"capabilityStatus":{}}""")]
    [InlineData("""{"skuPartNumber":"E5","capabilityStatus":"Enabled"}""")]
    [InlineData("""{"skuPartNumber":"E5","capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"LOCKBOX_ENTERPRISE"}]}""")]
    [InlineData("""{"skuPartNumber":"E5","servicePlans":[]}""")]
    public void Unknown_licences_are_told_and_judged_as_licensed(string? unreadable)
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, On);
        if (unreadable is not null)
            tenant.With(Resources.SubscribedSkus, unreadable);

        var control = tenant.Judge(Lockbox, TestTenant.Definition(Lockbox, licence: "Lockbox"));

        control.Licensed.ShouldBeNull();
        control.Points.ShouldBe(10);
    }

    [Theory]
    [InlineData(true, null, true, null)]
    [InlineData(false, null, false, NotEvaluatedReason.NotLicensed)]
    [InlineData(null, null, null, NotEvaluatedReason.PermissionMissing)]
    [InlineData(null, "enabled", false, NotEvaluatedReason.NotLicensed)]
    public void Security_defaults_need_no_licence(bool? defaults, string? policy, bool? licensed, NotEvaluatedReason? reason)
    {
        using var tenant = TestTenant.WithAda().With(Resources.SubscribedSkus);
        if (defaults is { } on)
            tenant.SecurityDefaults(on);
        else
            tenant.WithState(Resources.SecurityDefaults, ResourceStatus.Denied, "403 Forbidden.", "Policy.Read.All");
        if (policy is not null)
            tenant.Policy("Devices", state: policy);

        var control = tenant.Judge("AdminMFAV2", TestTenant.Definition("AdminMFAV2", licence: "EntraP1"));

        control.Licensed.ShouldBe(licensed);
        control.Reason.ShouldBe(reason);
        control.Explanation!.ShouldNotContain("..");
    }

    [Theory]
    [InlineData(5, 50, "The points of CustomerLockBoxEnabled are Microsoft's published score, which does not tell who or what costs the rest.")]
    [InlineData(10, 100, null)]
    public void Published_points_that_are_not_full_explain_why_there_is_no_evidence(double points, double percentage, string? expected)
    {
        using var tenant = new TestTenant().With(Resources.SecureScores, Published(Lockbox, points, percentage));

        tenant.Judge(Lockbox).ExplainMissingEvidence().ShouldBe(expected);
    }

    [Fact]
    public void Only_a_control_that_was_not_judged_explains_why_it_has_no_evidence()
    {
        using var judged = new TestTenant().With(Resources.OrganizationConfig, Off);
        using var nothing = new TestTenant().With(Resources.Users);

        judged.Judge(Lockbox).ExplainMissingEvidence().ShouldBeNull();
        nothing.Judge(Lockbox).ExplainMissingEvidence().ShouldBe(
            "CustomerLockBoxEnabled was not judged: exchange/Get-OrganizationConfig was not collected. [NotCollected]");
    }

    [Fact]
    public void Published_points_fill_in_for_missing_evidence_and_say_so()
    {
        using var tenant = new TestTenant().With(Resources.SecureScores, Published(Lockbox, 10, 100));

        var control = tenant.Judge(Lockbox);

        control.Points.ShouldBe(10);
        control.MeasuredPoints.ShouldBeNull();
        control.Outcome.ShouldBe(ControlOutcome.Completed);
        control.Status.ShouldBe(ControlStatus.Completed);
        control.Source.ShouldBe(ResultSource.Published);
        control.AsOf.ShouldBe(new DateTimeOffset(2026, 8, 30, 0, 0, 0, TimeSpan.Zero));
        control.Explanation!.ShouldContain("2026-08-30");
        control.Reason.ShouldBeNull();
    }

    [Theory]
    [InlineData(0, 0, ControlOutcome.Failed, 0)]
    [InlineData(2.5, 25, ControlOutcome.Partial, 2.5)]
    [InlineData(10, 100, ControlOutcome.Completed, 10)]
    [InlineData(12, 100, ControlOutcome.Completed, 10)]
    public void Published_points_never_exceed_the_maximum(double points, double percentage, ControlOutcome outcome, double expected)
    {
        using var tenant = new TestTenant().With(Resources.SecureScores, Published(Lockbox, points, percentage));

        var control = tenant.Judge(Lockbox);

        control.Outcome.ShouldBe(outcome);
        control.Points.ShouldBe((decimal)expected);
    }

    [Fact]
    public void Evidence_only_leaves_the_published_score_out()
    {
        using var tenant = new TestTenant().With(Resources.SecureScores, Published(Lockbox, 10, 100), Published("Retired", 5, 100));
        var options = new JudgeOptions { EvidenceOnly = true };

        tenant.Judge(Lockbox, options: options).Outcome.ShouldBe(ControlOutcome.NotEvaluated);
        Judge(tenant, Edition(TestTenant.Definition(Lockbox)), options).Controls.Count.ShouldBe(1);
    }

    [Fact]
    public void Evidence_goes_before_the_published_score()
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, Off).With(Resources.SecureScores, Published(Lockbox, 10, 100));

        var control = tenant.Judge(Lockbox);

        control.Points.ShouldBe(0);
        control.Source.ShouldBe(ResultSource.Evidence);
    }

    [Fact]
    public void A_published_instance_takes_the_place_of_no_control_that_is_judged()
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, Off).With(Resources.SecureScores, Published("1." + Lockbox, 10, 100));

        var control = Judge(tenant, Edition(TestTenant.Definition(Lockbox))).Controls.ShouldHaveSingleItem();

        control.Id.ShouldBe(Lockbox);
        control.Points.ShouldBe(0);
    }

    [Fact]
    public void Published_points_stand_in_where_only_reading_needs_a_licence()
    {
        using var tenant = new TestTenant().WithState(Resources.OrganizationConfig, ResourceStatus.NotLicensed)
            .With(Resources.SecureScores, Published(Lockbox, 10, 100));

        tenant.Judge(Lockbox).Source.ShouldBe(ResultSource.Published);
    }

    [Fact]
    public void Published_points_do_not_replace_a_licence_or_a_meaning()
    {
        using var tenant = new TestTenant().WithObject(Resources.Organization, "{}").With(Resources.SubscribedSkus)
            .With(Resources.SecureScores, Published(Lockbox, 10, 100)).With(Resources.OrganizationConfig, On);
        using var cloud = new TestTenant().WithObject(Resources.Organization, "{}").With(Resources.SecureScores, Published(HashSync, 10, 100));

        tenant.Judge(Lockbox, TestTenant.Definition(Lockbox, licence: "Lockbox")).Reason.ShouldBe(NotEvaluatedReason.NotLicensed);
        cloud.Judge(HashSync).Reason.ShouldBe(NotEvaluatedReason.NotApplicable);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("[{\"controlScores\":[{\"controlName\":\"CustomerLockBoxEnabled\",\"score\":-1}]}]")]
    [InlineData("[{\"controlScores\":[{\"controlName\":\"CustomerLockBoxEnabled\",\"score\":\"much\"}]}]")]
    [InlineData("[{\"controlScores\":")]
    public void A_published_score_that_tells_nothing_changes_nothing(string scores)
    {
        using var tenant = new TestTenant().WithText(Resources.SecureScores, scores);

        tenant.Judge(Lockbox).Outcome.ShouldBe(ControlOutcome.NotEvaluated);
    }

    [Theory]
    [InlineData(7e28, 100, null, null)]
    [InlineData(1001, 100, null, null)]
    [InlineData(5, 1e-20, 5, null)]
    [InlineData(5, 0.05, 5, null)]
    [InlineData(5, 50, 5, 10)]
    [InlineData(0, 0, 0, null)]
    public void Published_points_beyond_belief_are_not_taken_and_stop_nothing(double points, double percentage, int? expected, int? maximum)
    {
        using var tenant = new TestTenant().With(Resources.SecureScores, Published("NewControl", points, percentage));

        var added = Judge(tenant, Edition(TestTenant.Definition(Lockbox))).Controls.SingleOrDefault(control => control.Id == "NewControl");

        (added?.Points).ShouldBe(expected);
        (added?.MaxPoints).ShouldBe(maximum);
    }

    [Theory]
    [InlineData(4.33, 48.08, 9)]
    [InlineData(5.25, 75, 7)]
    [InlineData(2.5, 100, 2.5)]
    public void A_maximum_is_implied_by_points_and_percentage_whatever_their_rounding(double points, double percentage, double expected)
    {
        using var tenant = new TestTenant().With(Resources.SecureScores, Published("NewControl", points, percentage));

        var added = Judge(tenant, Edition(TestTenant.Definition(Lockbox))).Controls.Single(control => control.Id == "NewControl");

        added.MaxPoints.ShouldBe((decimal)expected);
    }

    [Theory]
    [InlineData(7e28)]
    [InlineData(1e27)]
    [InlineData(1001)]
    public void A_maximum_beyond_belief_in_a_profile_is_not_taken(double maximum)
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, On)
            .With(Resources.SecureScoreControlProfiles, new { id = Lockbox, maxScore = maximum });
        var catalog = ControlCatalog.Parse(new EditionFile("test", "Test", [TestTenant.Definition(Lockbox)]) { TenantProfilesApply = true });

        SecureScoreEvaluator.Judge(tenant.Open(), catalog).MaxScore.ShouldBe(10);
    }

    [Fact]
    public void The_newest_published_score_counts()
    {
        using var tenant = new TestTenant().With(Resources.SecureScores, Published(Lockbox, 10, 100), Published(Lockbox, 0, 0));

        tenant.Judge(Lockbox).Points.ShouldBe(10);
    }

    [Theory]
    [InlineData("mdo_zapspam")]
    [InlineData("12.MDA_GitHub_SAML")]
    [InlineData("scid_2021")]
    public void A_published_control_of_today_is_no_control_of_an_edition_of_the_past(string control)
    {
        using var tenant = new TestTenant().With(Resources.SecureScores, Published(control, 2, 50));

        SecureScoreEvaluator.Judge(tenant.Open(), ControlCatalog.Get("2018")).Controls.ShouldNotContain(judged => judged.Id == control);
        SecureScoreEvaluator.Judge(tenant.Open(), ControlCatalog.Default).Controls.ShouldContain(judged => judged.Id == control);
    }

    [Fact]
    public void A_published_control_that_the_catalogue_lacks_is_added()
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, On)
            .With(Resources.SecureScores, Published("NewControl", 2, 50))
            .With(Resources.SecureScoreControlProfiles, """{"id":"newcontrol","title":"Do the new thing","service":"EXO","controlCategory":"Data","actionUrl":"https://example.com/"}""");

        var result = Judge(tenant, Edition(TestTenant.Definition(Lockbox)));

        var added = result.Controls.Single(control => control.Id == "NewControl");
        added.Title.ShouldBe("Do the new thing");
        added.Category.ShouldBe("Data");
        added.Product.ShouldBe("EXO");
        added.Points.ShouldBe(2);
        added.MaxPoints.ShouldBe(4);
        added.Outcome.ShouldBe(ControlOutcome.Partial);
        added.Source.ShouldBe(ResultSource.Published);
        added.Explanation!.ShouldContain("does not hold this control");
        result.MaxScore.ShouldBe(14);
    }

    [Theory]
    [InlineData("11770.MDA_GitHub_MFA;11771.MDA_GitHub_MFA", "11770.MDA_GitHub_MFA;11771.MDA_GitHub_MFA")]
    [InlineData("MDA_GitHub_MFA;11770.mda_github_mfa", "11770.mda_github_mfa;MDA_GitHub_MFA")]
    [InlineData("mda_github_mfa", "MDA_GitHub_MFA")]
    [InlineData("", "MDA_GitHub_MFA")]
    [InlineData("v1.MDA_GitHub_MFA", "MDA_GitHub_MFA;v1.MDA_GitHub_MFA")]
    public void Each_instance_of_an_app_is_a_control_of_its_own(string published, string expected)
    {
        using var tenant = new TestTenant().With(Resources.SecureScores, new
        {
            createdDateTime = "2026-08-30T00:00:00Z",
            controlScores = published.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(id => new { controlName = id, score = 1.0 }),
        });

        var result = Judge(tenant, Edition(TestTenant.Definition("MDA_GitHub_MFA", PointsShape.Published)));

        string.Join(';', result.Controls.Select(control => control.Id).Order(StringComparer.OrdinalIgnoreCase)).ShouldBe(expected);
        result.Controls.Where(control => control.Id.EndsWith("mfa", StringComparison.OrdinalIgnoreCase) && control.Id[0] == '1')
            .ShouldAllBe(control => control.Title == "MDA_GitHub_MFA" && control.MaxPoints == 10 && control.Points == 1);
    }

    [Theory]
    [InlineData(true, 10, 6, 6)]
    [InlineData(true, null, 6, 6)]
    [InlineData(false, 10, 6, 10)]
    [InlineData(false, null, 6, null)]
    [InlineData(true, 10, 0, 10)]
    [InlineData(true, null, null, null)]
    public void A_tenants_own_profile_fills_and_overrides_points_where_the_edition_lets_it(bool applies, int? edition, int? profile, int? expected)
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, On)
            .With(Resources.SecureScoreControlProfiles, new { id = Lockbox.ToUpperInvariant(), maxScore = profile });
        var catalog = ControlCatalog.Parse(new EditionFile("test", "Test", [TestTenant.Definition(Lockbox) with { MaxPoints = edition }])
        {
            TenantProfilesApply = applies,
        });

        var result = Judge(tenant, catalog);

        var control = result.Controls.Single();
        control.MaxPoints.ShouldBe(expected);
        control.Points.ShouldBe(expected);
        control.Outcome.ShouldBe(ControlOutcome.Completed);
        result.MaxScore.ShouldBe(expected ?? 0);
    }

    [Fact]
    public void An_unknown_maximum_is_concluded_from_published_points()
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, Off).With(Resources.SecureScores, Published(Lockbox, 2.5, 50));

        var control = tenant.Judge(Lockbox, TestTenant.Definition(Lockbox) with { MaxPoints = null });

        control.MaxPoints.ShouldBe(5);
        control.Points.ShouldBe(0);
        control.Source.ShouldBe(ResultSource.Evidence);
    }

    [Theory]
    [InlineData(ControlStatus.ToAddress, 0, ResultSource.Evidence)]
    [InlineData(ControlStatus.Planned, 0, ResultSource.Evidence)]
    [InlineData(ControlStatus.RiskAccepted, 0, ResultSource.Evidence)]
    [InlineData(ControlStatus.ThirdParty, 10, ResultSource.Asserted)]
    [InlineData(ControlStatus.AlternateMitigation, 10, ResultSource.Asserted)]
    public void A_decision_changes_status_and_maybe_points_but_never_what_was_measured(ControlStatus status, int points, ResultSource source)
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, Off);
        var decision = new ControlDecision(Lockbox.ToLowerInvariant(), status)
        {
            Note = "why", Owner = "mira@contoso.com", Expires = s_today.AddDays(1), Tags = ["audit", "2026"],
        };

        var control = tenant.Judge(Lockbox, options: Options(decision));

        control.Status.ShouldBe(status);
        control.Points.ShouldBe(points);
        control.MeasuredPoints.ShouldBe(0);
        control.Source.ShouldBe(source);
        control.Outcome.ShouldBe(ControlOutcome.Failed);
        control.Note.ShouldBe("why");
        control.Owner.ShouldBe("mira@contoso.com");
        control.Expires.ShouldBe(s_today.AddDays(1));
        control.Tags.ShouldBe(["audit", "2026"]);
        control.Findings.ShouldBeEmpty();
        control.ReadEvidence().ShouldHaveSingleItem();
    }

    [Fact]
    public void Asserted_points_count_without_any_evidence()
    {
        using var tenant = new TestTenant();

        var control = tenant.Judge(Lockbox, options: Options(new ControlDecision(Lockbox, ControlStatus.ThirdParty)));

        control.Points.ShouldBe(10);
        control.MeasuredPoints.ShouldBeNull();
        control.Source.ShouldBe(ResultSource.Asserted);
        control.Outcome.ShouldBe(ControlOutcome.NotEvaluated);
        control.Reason.ShouldBe(NotEvaluatedReason.NotCollected);
    }

    [Theory]
    [InlineData(ControlStatus.RiskAccepted)]
    [InlineData(ControlStatus.ThirdParty)]
    public void What_is_done_is_completed_whatever_was_decided(ControlStatus decided)
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, On);

        var control = tenant.Judge(Lockbox, options: Options(new ControlDecision(Lockbox, decided) { Note = "why" }));

        control.Status.ShouldBe(ControlStatus.Completed);
        control.Source.ShouldBe(ResultSource.Evidence);
        control.Note.ShouldBe("why");
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void An_expired_decision_falls_back_and_says_so(int seconds, bool expired)
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, Off);
        var decision = new ControlDecision(Lockbox, ControlStatus.ThirdParty) { Expires = s_today.AddSeconds(seconds) };

        var control = tenant.Judge(Lockbox, options: Options(decision));

        control.Status.ShouldBe(expired ? ControlStatus.ToAddress : ControlStatus.ThirdParty);
        control.Points.ShouldBe(expired ? 0 : 10);
        control.Findings.Select(finding => finding.Id).ShouldBe(expired ? ["DecisionExpired"] : []);
        if (expired)
            control.Findings[0].Message.ShouldContain("2026-09-01");
    }

    [Theory]
    [InlineData(1, ControlStatus.RiskAccepted, false)]
    [InlineData(0, ControlStatus.RiskAccepted, true)]
    [InlineData(0, ControlStatus.ThirdParty, true)]
    [InlineData(0, ControlStatus.ToAddress, false)]
    public void A_decision_whose_evidence_got_worse_needs_another_look(int affectedThen, ControlStatus status, bool outdated)
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, Off);
        var decision = new ControlDecision(Lockbox, status)
        {
            DecidedAt = s_today.AddDays(-30),
            Evidence = new DecisionEvidence { Outcome = ControlOutcome.Failed, AffectedCount = affectedThen, Points = 0, MaxPoints = 10 },
        };

        var control = tenant.Judge(Lockbox, options: Options(decision));

        control.Status.ShouldBe(status);
        control.Findings.Select(finding => finding.Id).ShouldBe(outdated ? ["DecisionOutdated"] : []);
        if (outdated)
            control.Findings[0].Message.ShouldBe($"Since {status} was decided on 2026-08-02 it got worse: 1 affected instead of 0. Decide anew.");
    }

    [Theory]
    [InlineData(false, ControlOutcome.Failed)]
    [InlineData(true, ControlOutcome.Completed)]
    public void A_control_without_credit_is_judged_and_no_published_list_gives_it_points(bool isOn, ControlOutcome outcome)
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, isOn ? On : Off)
            .With(Resources.SecureScores, Published(Lockbox, 5, 50))
            .With(Resources.SecureScoreControlProfiles, new { id = Lockbox, title = Lockbox, maxScore = 8, controlCategory = "Apps" });
        var definition = TestTenant.Definition(Lockbox) with { MaxPoints = 0 };

        var result = SecureScoreEvaluator.Judge(
            tenant.Open(), ControlCatalog.Parse(new EditionFile("test", "Test", [definition]) { TenantProfilesApply = true }));

        var control = result.Controls.ShouldHaveSingleItem();
        control.MaxPoints.ShouldBe(0);
        control.Points.ShouldBe(0);
        control.ScoreImpact.ShouldBe(0);
        control.Outcome.ShouldBe(outcome);
        control.Source.ShouldBe(ResultSource.Evidence);
        result.MaxScore.ShouldBe(0);
        result.Coverage.ShouldBeNull();
    }

    [Theory]
    [InlineData("ss_new_one")]
    [InlineData("11770.ss_new_one")]
    public void A_control_without_credit_that_cannot_be_judged_takes_no_published_points(string published)
    {
        using var tenant = new TestTenant().With(Resources.SecureScores, Published(published, 5, 50));

        var result = Judge(tenant, Edition(TestTenant.Definition("ss_new_one") with { MaxPoints = 0 }));

        var control = result.Controls.ShouldHaveSingleItem();
        control.Id.ShouldBe("ss_new_one");
        control.Points.ShouldBeNull();
        control.Reason.ShouldBe(NotEvaluatedReason.NotCollected);
        result.CoverageGaps.ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_can_decide_that_a_control_is_completed() =>
        Should.Throw<ArgumentException>(() => new ControlDecision(Lockbox, ControlStatus.Completed));

    [Fact]
    public void A_cancelled_judgement_ends()
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, On);

        Should.Throw<OperationCanceledException>(() => SecureScoreEvaluator.Judge(
            tenant.Open(), Edition(TestTenant.Definition(Lockbox)), cancellation: new CancellationToken(canceled: true)));
    }

    private static ControlCatalog Edition(params ControlDefinition[] controls) =>
        ControlCatalog.Parse(new EditionFile("test", "Test", controls));

    private static SecureScoreResult Judge(TestTenant tenant, ControlCatalog catalog, JudgeOptions? options = null) =>
        SecureScoreEvaluator.Judge(tenant.Open(), catalog, options);

    private static JudgeOptions Options(ControlDecision decision) => new() { Decisions = [decision], Clock = new StoppedClock(s_today) };

    private static object Group(string visibility) => new { id = TestTenant.Id(visibility), displayName = "Launch", groupTypes = new[] { "Unified" }, visibility };

    private static object Published(string id, double points, double percentage) => new
    {
        createdDateTime = "2026-08-30T00:00:00Z",
        currentScore = points,
        maxScore = 10,
        controlScores = new[] { new { controlName = id, score = points, scoreInPercentage = percentage, controlCategory = "Apps" } },
    };

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

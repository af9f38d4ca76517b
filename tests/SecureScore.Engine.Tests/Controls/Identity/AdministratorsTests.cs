using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class AdministratorsTests
{
    private static readonly ControlDefinition s_oneAdmin = TestTenant.Definition("OneAdmin", PointsShape.AtLeast, 2);
    private static readonly ControlDefinition s_roleOverlap = TestTenant.Definition("RoleOverlap", PointsShape.AtLeast, 1);

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(1, 2, false)]
    [InlineData(3, 4, false)]
    [InlineData(4, 5, true)]
    public void Global_administrators_are_counted_and_too_many_are_a_finding(int more, int count, bool isFinding)
    {
        using var tenant = TestTenant.WithAda().People(more);
        for (int number = 1; number <= more; number++)
            tenant.Role($"user{number}");
        var verdict = tenant.Evaluate("OneAdmin", s_oneAdmin);
        verdict.CompliantCount.ShouldBe(count);
        verdict.TotalCount.ShouldBeNull();
        verdict.Findings.Any(finding => finding.Id == "TooManyGlobalAdministrators").ShouldBe(isFinding);
    }

    [Fact]
    public void Eligible_and_grouped_global_administrators_count_and_disabled_ones_do_not()
    {
        using var tenant = TestTenant.WithAda().Eligibility()
            .Person("ben").Role("ben", eligible: true)
            .Person("cem").Group("admins", "cem").Role("admins", kind: "group")
            .Person("off", enabled: false).Role("off")
            .Role("app", kind: "servicePrincipal");
        tenant.Evaluate("OneAdmin", s_oneAdmin).CompliantCount.ShouldBe(3);
    }

    [Theory]
    [InlineData(false, false, "")]
    [InlineData(true, false, "PermanentGlobalAdministrators")]
    [InlineData(true, true, "")]
    public void Whoever_need_not_activate_the_role_where_others_must_is_a_finding(bool othersMust, bool adaMust, string finding)
    {
        using var tenant = TestTenant.WithAda().Eligibility().Person("ben").Role("ben", eligible: othersMust);
        if (adaMust)
            tenant.Role("ada", eligible: true);
        tenant.Evaluate("OneAdmin", s_oneAdmin).ShouldHaveFound(finding);
    }

    [Fact]
    public void A_role_is_known_by_its_template()
    {
        using var tenant = TestTenant.WithAda().Person("ben").Role("ben", TestTenant.Id("definition"))
            .With(Resources.RoleDefinitions, new { id = TestTenant.Id("definition"), templateId = TestTenant.GlobalAdministrator, displayName = "Global Administrator" });
        tenant.Evaluate("OneAdmin", s_oneAdmin).CompliantCount.ShouldBe(2);
    }

    [Theory]
    [InlineData(1, NotEvaluatedReason.NotCollected)]
    [InlineData(2, null)]
    public void Unknown_members_matter_only_below_what_is_asked(int known, NotEvaluatedReason? reason)
    {
        using var tenant = TestTenant.WithAda().People(2).Group("admins").Role("admins", kind: "group");
        if (known == 2)
            tenant.Role("user1");
        var verdict = tenant.Evaluate("OneAdmin", s_oneAdmin);
        verdict.Reason.ShouldBe(reason);
        verdict.Explanation.ShouldContain("'admins'");
    }

    [Theory]
    [InlineData(TestTenant.UserAdministrator, false, 1)]
    [InlineData(TestTenant.UserAdministrator, true, 1)]
    [InlineData(TestTenant.ReportsReader, false, 0)]
    [InlineData(TestTenant.GlobalAdministrator, false, 0)]
    public void A_lesser_administrator_is_no_global_one(string role, bool eligible, int count)
    {
        using var tenant = TestTenant.WithAda().Role("ada", TestTenant.UserAdministrator).Eligibility().Person("ben").Role("ben", role, eligible);
        var verdict = tenant.Evaluate("RoleOverlap", s_roleOverlap);
        verdict.CompliantCount.ShouldBe(count);
        verdict.TotalCount.ShouldBeNull();
    }

    [Theory]
    [InlineData(ResourceStatus.NotLicensed, 1, true)]
    [InlineData(ResourceStatus.Denied, 1, false)]
    [InlineData(ResourceStatus.Skipped, 1, false)]
    [InlineData(ResourceStatus.Denied, 2, true)]
    [InlineData(ResourceStatus.Skipped, 2, true)]
    public void Eligible_global_administrators_that_are_unknown_matter_only_below_what_is_asked(ResourceStatus status, int active, bool isJudged)
    {
        using var tenant = TestTenant.WithAda().People(2).WithState(Resources.RoleEligibilityScheduleInstances, status);
        if (active == 2)
            tenant.Role("user1");
        if (isJudged)
            tenant.Evaluate("OneAdmin", s_oneAdmin).CompliantCount.ShouldBe(active);
        else
            Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate("OneAdmin", s_oneAdmin)).State.Status.ShouldBe(status);
    }

    [Fact]
    public void A_lesser_administrator_who_may_be_a_global_one_is_open()
    {
        using var tenant = TestTenant.WithAda().Person("ben").Role("ben", TestTenant.UserAdministrator).Without(Resources.RoleEligibilityScheduleInstances);
        Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate("RoleOverlap", s_roleOverlap))
            .State.Name.ShouldBe(Resources.RoleEligibilityScheduleInstances);
    }

    [Fact]
    public void Without_lesser_administrators_the_global_ones_are_the_evidence()
    {
        using var tenant = TestTenant.WithAda().Person("ben");
        tenant.Evaluate("RoleOverlap", s_roleOverlap).Items!().ShouldHaveSingleItem().UserPrincipalName.ShouldBe("ada@contoso.com");
    }

    [Theory]
    [InlineData("OneAdmin")]
    [InlineData("RoleOverlap")]
    [InlineData("aad_admin_accounts_separate_unassigned_cloud_only")]
    public void Without_role_assignments_nothing_is_judged(string control)
    {
        using var tenant = TestTenant.WithAda().WithState(Resources.RoleAssignments, ResourceStatus.Denied, "403", "RoleManagement.Read.Directory");
        Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate(control)).Message.ShouldContain("RoleManagement.Read.Directory");
    }

    [Theory]
    [InlineData(false, null, 1)]
    [InlineData(true, null, 0)]
    [InlineData(false, "EXCHANGE_S_ENTERPRISE", 0)]
    [InlineData(false, "SHAREPOINTENTERPRISE", 0)]
    [InlineData(false, "TEAMS1", 0)]
    [InlineData(false, "OFFICESUBSCRIPTION", 0)]
    [InlineData(false, "EXCHANGE_B_STANDARD", 0)]
    [InlineData(false, "EXCHANGE_L_STANDARD", 0)]
    [InlineData(false, "ONEDRIVE_BASIC", 0)]
    [InlineData(false, "YAMMER_ENTERPRISE", 0)]
    [InlineData(false, "VIVAENGAGE_CORE", 0)]
    [InlineData(false, "MCOSTANDARD", 0)]
    [InlineData(false, "OFFICEMOBILE_SUBSCRIPTION", 0)]
    [InlineData(false, "office_business", 0)]
    [InlineData(false, "EXCHANGE_S_FOUNDATION", 1)]
    [InlineData(false, "EXCHANGE_S_FOUNDATION_GOV", 1)]
    [InlineData(false, "SHAREPOINTSTORAGE", 1)]
    [InlineData(false, "INTUNE_A", 1)]
    [InlineData(false, "AAD_PREMIUM_P2", 1)]
    public void An_administrator_has_an_account_in_the_cloud_without_apps(bool synced, string? plan, int compliant)
    {
        using var tenant = TestTenant.WithoutPeople().Person("ada", synced: synced, licences: plan is null ? [] : ["sku"]).Role("ada")
            .Person("ben", synced: true, licences: ["sku"])
            .With(Resources.SubscribedSkus, Sku("sku", plan ?? "none"));
        var verdict = tenant.Evaluate("aad_admin_accounts_separate_unassigned_cloud_only");
        verdict.CompliantCount.ShouldBe(compliant);
        verdict.TotalCount.ShouldBe(1);
    }

    [Fact]
    public void A_plan_that_is_switched_off_for_the_user_gives_no_app()
    {
        using var tenant = TestTenant.WithoutPeople()
            .With(Resources.Users, new
            {
                id = TestTenant.Id("ada"),
                accountEnabled = true,
                assignedLicenses = new[] { new { skuId = TestTenant.Id("sku"), disabledPlans = new[] { TestTenant.Id("TEAMS1").ToUpperInvariant() } } },
            })
            .Role("ada")
            .With(Resources.SubscribedSkus, Sku("sku", "TEAMS1"));
        tenant.Evaluate("aad_admin_accounts_separate_unassigned_cloud_only").CompliantCount.ShouldBe(1);
    }

    [Fact]
    public void An_unknown_licence_is_not_guessed()
    {
        using var tenant = TestTenant.WithoutPeople().Person("ada", licences: ["other"]).Role("ada").With(Resources.SubscribedSkus, Sku("sku", "TEAMS1"));
        var verdict = tenant.Evaluate("aad_admin_accounts_separate_unassigned_cloud_only");
        verdict.Reason.ShouldBe(NotEvaluatedReason.NotCollected);
        verdict.Explanation.ShouldContain(TestTenant.Id("other"));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Licences_that_were_not_collected_matter_only_where_someone_has_one(bool hasLicence, bool isJudged)
    {
        using var tenant = TestTenant.WithoutPeople().Person("ada", licences: hasLicence ? ["sku"] : []).Role("ada");
        if (isJudged)
            tenant.Evaluate("aad_admin_accounts_separate_unassigned_cloud_only").CompliantCount.ShouldBe(1);
        else
            Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate("aad_admin_accounts_separate_unassigned_cloud_only")).State.Name.ShouldBe(Resources.SubscribedSkus);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"servicePlans\":null")]
    [InlineData(",\"servicePlans\":[{\"servicePlanId\":\"1\"}]")]
    public void A_licence_that_does_not_tell_its_plans_is_not_without_apps(string plans)
    {
        using var tenant = TestTenant.WithoutPeople().Person("ada", licences: ["sku"]).Role("ada")
            .With(Resources.SubscribedSkus, $$"""{"skuId":"{{TestTenant.Id("sku")}}","capabilityStatus":"Enabled"{{plans}}}""");
        Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate("aad_admin_accounts_separate_unassigned_cloud_only"))
            .State.Name.ShouldBe(Resources.SubscribedSkus);
    }

    [Fact]
    public void Rows_that_do_not_tell_licences_are_not_believed()
    {
        using var tenant = TestTenant.WithoutPeople().With(Resources.Users, new { id = TestTenant.Id("ada"), accountEnabled = true }).Role("ada");
        Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate("aad_admin_accounts_separate_unassigned_cloud_only"))
            .Message.ShouldContain("assignedLicenses");
    }

    private static object Sku(string name, string plan) => new
    {
        skuId = TestTenant.Id(name),
        skuPartNumber = name,
        capabilityStatus = "Enabled",
        servicePlans = new[] { new { servicePlanId = TestTenant.Id(plan), servicePlanName = plan, provisioningStatus = "Success" } },
    };
}

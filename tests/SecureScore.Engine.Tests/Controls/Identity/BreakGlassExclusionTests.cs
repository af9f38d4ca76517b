using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class BreakGlassExclusionTests
{
    private const string ControlId = "ss_ca_breakglass_excluded";
    private const string AllButEve = """ "includeUsers":["All"],"excludeUsers":["{eve}"] """;
    private const string AllButStaff = """ "includeUsers":["All"],"excludeGroups":["{emergency}"] """;
    private const string All = """ "includeUsers":["All"] """;
    private const string Administrators = $$""" "includeRoles":["{{TestTenant.GlobalAdministrator}}"] """;

    [Fact]
    public void A_tenant_without_such_an_account_fails_and_says_so()
    {
        using var tenant = TestTenant.WithAda().Policy("MFA");

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(0, 1);
        verdict.ShouldHaveFound("NoBreakGlassAccount");
        verdict.ShouldExplainItself();
    }

    /// <summary>The people of two policies and whether eve complies; null where nobody is found.</summary>
    [Theory]
    [InlineData(AllButEve, AllButEve, true)]
    [InlineData(AllButEve, AllButStaff, true)]
    [InlineData(AllButStaff, AllButStaff, true)]
    [InlineData(AllButEve, All, false)]
    [InlineData(AllButEve, Administrators, false)]
    [InlineData(AllButEve, Administrators + """, "excludeUsers":["{eve}"] """, true)]
    [InlineData(AllButEve, $$""" "includeUsers":["All"],"excludeRoles":["{{TestTenant.GlobalAdministrator}}"] """, true)]
    [InlineData($$""" "includeUsers":["All"],"excludeRoles":["{{TestTenant.GlobalAdministrator}}"] """, All, null)]
    [InlineData(AllButEve, $$""" "includeRoles":["{{TestTenant.UserAdministrator}}"] """, true)]
    [InlineData(AllButEve, """ "includeGroups":["{emergency}"] """, true)]
    [InlineData(AllButEve, """ "includeUsers":["All"],"excludeUsers":["All"] """, true)]
    [InlineData(All, All, null)]
    public void Every_policy_that_could_lock_the_account_out_excludes_it(string first, string second, bool? complies)
    {
        using var tenant = Tenant().Policy("First", first).Policy("Second", second);

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(complies == true ? 1 : 0, 1);
        verdict.ShouldHaveFound(complies is null ? "NoBreakGlassAccount" : "OneBreakGlassAccount");
        verdict.ShouldExplainItself();
        if (complies == false)
            verdict.Items!().ShouldHaveSingleItem().Policy.ShouldBe("Second");
    }

    [Theory]
    [InlineData("null", "enabled", 1)]
    [InlineData("""{"operator":"OR","builtInControls":["mfa"]}""", "enabledForReportingButNotEnforced", 1)]
    [InlineData("""{"operator":"OR","builtInControls":["mfa"]}""", "disabled", 1)]
    [InlineData("""{"operator":"OR","builtInControls":["mfa"]}""", "enabled", 0)]
    [InlineData("""{"operator":"OR","builtInControls":["block"]}""", "enabled", 0)]
    [InlineData("""{"operator":"OR","builtInControls":["palmReader"]}""", "enabled", 0)]
    public void A_policy_that_keeps_nobody_out_does_not_matter(string grants, string state, int compliant)
    {
        using var tenant = Tenant().Policy("First", AllButEve).Policy("Second", grants: grants, state: state);

        tenant.Evaluate(ControlId).ShouldHaveCounted(compliant, 1);
    }

    [Theory]
    [InlineData("break-glass 1", true)]
    [InlineData("BreakGlass", true)]
    [InlineData("Emergency Access Account", true)]
    [InlineData("emergency_admin2", true)]
    [InlineData("Glass, Ira", false)]
    public void A_name_tells_the_account_where_no_policy_does(string name, bool isFound)
    {
        using var tenant = TestTenant.WithAda().Person("eve", displayName: name).Role("eve");

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(isFound ? 1 : 0, 1);
        verdict.ShouldHaveFound(isFound ? "OneBreakGlassAccount" : "NoBreakGlassAccount");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Only_active_and_enabled_global_administrators_count(bool enabled, bool eligible)
    {
        using var tenant = TestTenant.WithAda().Eligibility().Person("breakglass", enabled: enabled).Role("breakglass", eligible: eligible)
            .Person("breakglass2").Role("breakglass2", TestTenant.UserAdministrator);

        tenant.Evaluate(ControlId).ShouldHaveFound("NoBreakGlassAccount");
    }

    [Fact]
    public void Two_accounts_are_as_recommended_and_each_is_judged()
    {
        using var tenant = TestTenant.WithAda().Person("breakglass1").Role("breakglass1").Person("breakglass2").Role("breakglass2")
            .Policy("MFA", """ "includeUsers":["All"],"excludeUsers":["{breakglass1}"] """);

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(1, 2);
        verdict.ShouldHaveFound("");
        verdict.Items!().ShouldHaveSingleItem().UserPrincipalName.ShouldBe("breakglass2@contoso.com");
    }

    [Fact]
    public void Eligible_roles_do_not_matter()
    {
        using var tenant = Tenant().Policy("MFA", AllButEve).WithState(Resources.RoleEligibilityScheduleInstances, ResourceStatus.Denied);

        tenant.Evaluate(ControlId).ShouldHaveCounted(1, 1);
    }

    [Fact]
    public void A_group_whose_members_are_unknown_leaves_the_accounts_open()
    {
        using var tenant = TestTenant.WithAda().Group("unknown").Policy("MFA", """ "includeUsers":["All"],"excludeGroups":["{unknown}"] """);

        var verdict = tenant.Evaluate(ControlId);

        verdict.Reason.ShouldBe(NotEvaluatedReason.NotCollected);
        verdict.Explanation.ShouldContain("'unknown'");
    }

    [Fact]
    public void A_policy_of_unknown_state_may_lock_out()
    {
        using var tenant = Tenant().Policy("MFA", AllButEve).Policy("Odd", state: "halfway");

        var verdict = tenant.Evaluate(ControlId);

        verdict.Reason.ShouldBe(NotEvaluatedReason.SourceFailed);
        verdict.Explanation.ShouldContain("'halfway'");
    }

    [Fact]
    public void A_policy_of_unknown_state_alone_makes_nobody_an_emergency_account()
    {
        using var tenant = Tenant().Policy("Odd", AllButEve, state: "halfway");

        var verdict = tenant.Evaluate(ControlId);

        verdict.Reason.ShouldBe(NotEvaluatedReason.SourceFailed);
        verdict.Explanation.ShouldContain("'halfway'");
    }

    private static TestTenant Tenant() => TestTenant.WithAda().Person("eve").Role("eve").Group("emergency", "eve");
}

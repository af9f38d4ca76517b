using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class UserConsentTests
{
    private const string ControlId = "IntegratedApps";

    [Theory]
    [InlineData("[]", 1, "")]
    [InlineData("""["ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team"]""", 1, "")]
    [InlineData("""["ManagePermissionGrantsForSelf.microsoft-user-default-low"]""", 1, "LimitedUserConsent")]
    [InlineData("""["managePermissionGrantsForSelf.Microsoft-User-Default-LOW"]""", 1, "LimitedUserConsent")]
    [InlineData("""["ManagePermissionGrantsForSelf.microsoft-user-default-recommended"]""", 1, "ConsentManagedByMicrosoft")]
    [InlineData("""["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]""", 0, "")]
    [InlineData("""["managepermissiongrantsforself.MICROSOFT-user-default-legacy"]""", 0, "")]
    [InlineData("""["ManagePermissionGrantsForSelf.microsoft-user-default-low","ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]""", 0, "")]
    [InlineData("\"ManagePermissionGrantsForSelf.microsoft-user-default-legacy\"", 0, "")]
    public void What_users_may_consent_to_decides(string assigned, int compliant, string findings)
    {
        using var tenant = Tenant(assigned);

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(compliant, 1);
        verdict.ShouldHaveFound(findings);
        verdict.ShouldExplainItself();
    }

    [Theory]
    [InlineData("[]", 1)]
    [InlineData("""[{"clientApplicationsFromVerifiedPublisherOnly":true,"permissionClassification":"all"}]""", 1)]
    [InlineData("""[{"clientApplicationsFromVerifiedPublisherOnly":false,"permissionClassification":"Low"}]""", 1)]
    [InlineData("""[{"clientApplicationsFromVerifiedPublisherOnly":"true"},{"permissionClassification":"low"}]""", 1)]
    [InlineData("""[{"clientApplicationsFromVerifiedPublisherOnly":true},{"permissionClassification":"medium"}]""", 0)]
    [InlineData("""[{"clientApplicationsFromVerifiedPublisherOnly":null,"permissionClassification":null}]""", 0)]
    [InlineData("[{}]", 0)]
    public void A_policy_of_the_tenant_own_must_be_limited_in_every_condition(string includes, int compliant)
    {
        using var tenant = Tenant("""["ManagePermissionGrantsForSelf.Our-Policy"]""")
            .With(Resources.PermissionGrantPolicies, """{"id":"another","includes":[{}]}""", $$$"""{"id":"our-policy","includes":{{{includes}}}}""");

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(compliant, 1);
        verdict.ShouldHaveFound(compliant == 1 ? "LimitedUserConsent" : "");
        verdict.ShouldExplainItself();
    }

    [Fact]
    public void Consent_to_risky_apps_is_a_finding()
    {
        using var tenant = new TestTenant().WithObject(
            Resources.AuthorizationPolicy, """{"allowUserConsentForRiskyApps":true,"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":[]}}""");

        tenant.Evaluate(ControlId).ShouldHaveFound("RiskyAppConsent");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"defaultUserRolePermissions":null}""")]
    [InlineData("""{"defaultUserRolePermissions":{}}""")]
    [InlineData("""{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":null}}""")]
    [InlineData("""{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":{}}}""")]
    [InlineData("""{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":[null]}}""")]
    public void A_policy_that_cannot_be_read_decides_nothing(string policy)
    {
        using var tenant = new TestTenant().WithObject(Resources.AuthorizationPolicy, policy);

        tenant.ShouldNotEvaluate(ControlId, Resources.AuthorizationPolicy);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"id":"another","includes":[]}""")]
    [InlineData("""{"id":"our-policy"}""")]
    [InlineData("""{"id":"our-policy","includes":[{"clientApplicationsFromVerifiedPublisherOnly":"maybe"}]}""")]
    public void A_policy_whose_conditions_are_unknown_decides_nothing(string? policy)
    {
        using var tenant = Tenant("""["ManagePermissionGrantsForSelf.our-policy"]""");
        if (policy is not null)
            tenant.With(Resources.PermissionGrantPolicies, policy);

        tenant.ShouldNotEvaluate(ControlId, Resources.PermissionGrantPolicies);
    }

    private static TestTenant Tenant(string assigned) => new TestTenant().WithObject(
        Resources.AuthorizationPolicy, $$$"""{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":{{{assigned}}}}}""");
}

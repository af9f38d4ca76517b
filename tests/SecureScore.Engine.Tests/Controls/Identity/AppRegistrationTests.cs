using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class AppRegistrationTests
{
    [Theory]
    [InlineData("false", 1)]
    [InlineData("\"False\"", 1)]
    [InlineData("true", 0)]
    [InlineData("\"true\"", 0)]
    public void Users_who_may_register_apps_cost_the_points(string allowed, int compliant)
    {
        using var tenant = Tenant($$$"""{"defaultUserRolePermissions":{"allowedToCreateApps":{{{allowed}}}}}""");

        var verdict = tenant.Evaluate("aad_third_party_apps");

        verdict.ShouldHaveCounted(compliant, 1);
        verdict.ShouldExplainItself();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"defaultUserRolePermissions":null}""")]
    [InlineData("""{"defaultUserRolePermissions":{}}""")]
    [InlineData("""{"defaultUserRolePermissions":[]}""")]
    [InlineData("""{"defaultUserRolePermissions":{"allowedToCreateApps":null}}""")]
    [InlineData("""{"defaultUserRolePermissions":{"allowedToCreateApps":"no"}}""")]
    public void A_policy_that_cannot_be_read_decides_nothing(string policy)
    {
        using var tenant = Tenant(policy);

        tenant.ShouldNotEvaluate("aad_third_party_apps", Resources.AuthorizationPolicy);
    }

    private static TestTenant Tenant(string policy) => new TestTenant().WithObject(Resources.AuthorizationPolicy, policy);
}

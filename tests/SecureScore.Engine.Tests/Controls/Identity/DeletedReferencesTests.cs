using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class DeletedReferencesTests
{
    private const string ControlId = "ss_ca_deleted_refs";

    [Theory]
    [InlineData(""" "includeUsers":["All"],"excludeUsers":["GuestsOrExternalUsers"] """, "")]
    [InlineData(""" "includeUsers":["None"] """, "")]
    [InlineData(""" "includeUsers":["{ada}"],"excludeGroups":["{staff}"],"includeRoles":["fe930be7-5e62-47db-91af-98c3a49a38b1"] """, "")]
    [InlineData(""" "includeUsers":["{gone}"] """, "conditions.users.includeUsers")]
    [InlineData(""" "includeUsers":["All"],"excludeUsers":["{gone}"] """, "conditions.users.excludeUsers")]
    [InlineData(""" "includeGroups":["{gone}"] """, "conditions.users.includeGroups")]
    [InlineData(""" "includeUsers":["All"],"excludeGroups":["{gone}","{staff}"] """, "conditions.users.excludeGroups")]
    [InlineData(""" "includeRoles":["{gone}"] """, "conditions.users.includeRoles")]
    [InlineData(""" "includeUsers":["All"],"excludeRoles":["{gone}"] """, "conditions.users.excludeRoles")]
    public void Each_name_must_lead_somewhere(string users, string setting)
    {
        using var tenant = Tenant().Policy("MFA", users);

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(setting.Length == 0 ? 1 : 0, 1);
        verdict.ShouldExplainItself();
        if (setting.Length > 0)
        {
            var item = verdict.Items!().ShouldHaveSingleItem();
            item.Setting.ShouldBe(setting);
            item.Actual.ShouldBe(TestTenant.Id("gone"));
            item.Policy.ShouldBe("MFA");
        }
    }

    [Theory]
    [InlineData("enabled", 0, 1)]
    [InlineData("enabledForReportingButNotEnforced", 0, 1)]
    [InlineData("disabled", 0, 0)]
    public void A_policy_that_is_off_does_not_matter(string state, int compliant, int total)
    {
        using var tenant = Tenant().Policy("MFA", """ "includeUsers":["{gone}","{goner}"] """, state: state);

        tenant.Evaluate(ControlId).ShouldHaveCounted(compliant, total);
    }

    [Theory]
    [InlineData(""" "includeUsers":["All"] """, Resources.Users)]
    [InlineData(""" "includeUsers":["{ada}"] """, Resources.Groups)]
    [InlineData(""" "includeGroups":["{staff}"] """, Resources.RoleDefinitions)]
    public void What_no_policy_names_need_not_be_known(string users, string resource)
    {
        using var tenant = Tenant().Policy("MFA", users).WithState(resource, ResourceStatus.Denied);

        tenant.Evaluate(ControlId).ShouldHaveCounted(1, 1);
    }

    [Theory]
    [InlineData(""" "includeUsers":["{ada}"] """, Resources.Users)]
    [InlineData(""" "includeGroups":["{staff}"] """, Resources.Groups)]
    [InlineData(""" "includeRoles":["fe930be7-5e62-47db-91af-98c3a49a38b1"] """, Resources.RoleDefinitions)]
    public void What_cannot_be_looked_up_is_not_deleted(string users, string resource)
    {
        using var tenant = Tenant().Policy("MFA", users).WithState(resource, ResourceStatus.Denied);

        tenant.ShouldNotEvaluate(ControlId, resource);
    }

    [Theory]
    [InlineData(""" "includeUsers":["{ada}"] """, Resources.Users)]
    [InlineData(""" "includeRoles":["fe930be7-5e62-47db-91af-98c3a49a38b1"] """, Resources.RoleDefinitions)]
    public void A_list_that_is_empty_in_no_tenant_is_not_believed(string users, string resource)
    {
        using var tenant = new TestTenant().With(resource).Policy("MFA", users);

        tenant.ShouldNotEvaluate(ControlId, resource);
    }

    [Fact]
    public void Without_policies_nothing_is_named()
    {
        using var tenant = Tenant();

        tenant.Evaluate(ControlId).ShouldHaveCounted(0, 0);
    }

    private static TestTenant Tenant() => TestTenant.WithAda().Group("staff", "ada").With(
        Resources.RoleDefinitions, new { id = TestTenant.UserAdministrator, templateId = TestTenant.UserAdministrator, displayName = "User Administrator" });
}

using System.Text.RegularExpressions;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Identity;

/// <summary>Sentences about one user, one policy, one administrator.</summary>
public partial class NumberOfOneTests
{
    [Theory]
    [InlineData("AdminMFAV2", "1 of 4 has registered")]
    [InlineData("AdminMFAV2", "1 guest holds an administrative role and counts.")]
    [InlineData("AdminMFAV2", "1 user holds a role only within")]
    [InlineData("AdminMFAV2", "excludes 1 user who counts.")]
    [InlineData("AdminMFAV2", "1 more policy counts.")]
    [InlineData("ss_pim_permanent_ga", "1 Global Administrator holds the role permanently; 1 emergency access account does not count.")]
    [InlineData("ss_ca_deleted_refs", "1 reference leads nowhere")]
    [InlineData("ss_ca_deleted_refs", "1 of 13 Conditional Access policies names something")]
    [InlineData("aad_admin_accounts_separate_unassigned_cloud_only", "1 comes from Active Directory; 1 has a licence")]
    public void One_takes_a_verb_of_its_own(string controlId, string words)
    {
        using var tenant = Tenant();

        var verdict = tenant.Evaluate(controlId);

        string[] sentences = [verdict.ImplementationStatus, verdict.Explanation, .. verdict.Findings.Select(finding => finding.Message)];
        string.Join(" ", sentences).ShouldContain(words);
        sentences.ShouldAllBe(sentence => !OneTogetherWithMany().IsMatch(sentence));
    }

    [Fact]
    public void One_who_need_not_activate_the_role_is_told()
    {
        using var tenant = TestTenant.WithAda().Eligibility().Person("ben").Role("ben", eligible: true);

        tenant.Evaluate("OneAdmin").Findings.ShouldHaveSingleItem().Message
            .ShouldBe("1 Global Administrator holds the role without having to activate it, as 1 must.");
    }

    [GeneratedRegex(@"\b1 (of \d+ )?([\w-]+ ){0,4}(hold|have|count|come|lead|name)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OneTogetherWithMany();

    private static TestTenant Tenant()
    {
        const string Sku = "E5";
        var tenant = TestTenant.WithoutPeople().Eligibility()
            .Person("ada", registered: false, synced: true).Role("ada").Role("eve").Person("eve", displayName: "Break-glass", licences: [Sku])
            .Person("ben", registered: false).Role("ben", eligible: true)
            .Person("gus", type: "Guest", registered: false).Role("gus", TestTenant.UserAdministrator, scope: "/administrativeUnits/1")
            .With(Resources.RoleAssignmentScheduleInstances, Instance("ada"), Instance("eve"))
            .With(Resources.SubscribedSkus, $$"""
                {
                  "skuId": "{{TestTenant.Id(Sku)}}", "skuPartNumber": "E5", "capabilityStatus": "Enabled",
                  "servicePlans": [{ "servicePlanId": "{{TestTenant.Id("mail")}}", "servicePlanName": "EXCHANGE_S_ENTERPRISE", "provisioningStatus": "Success" }]
                }
                """)
            .Policy("MFA", """ "includeUsers":["All"],"excludeUsers":["{eve}"] """)
            .Policy("Gone", """ "includeUsers":["{gone}"] """, state: "enabledForReportingButNotEnforced");
        for (int number = 1; number <= 11; number++)
            tenant.Policy($"More {number}", """ "includeUsers":["All"],"excludeUsers":["{eve}"] """, state: number == 11 ? "enabledForReportingButNotEnforced" : "enabled");
        return tenant;
    }

    private static string Instance(string name) =>
        $$"""{"principalId":"{{TestTenant.Id(name)}}","roleDefinitionId":"{{TestTenant.GlobalAdministrator}}","assignmentType":"Assigned"}""";
}

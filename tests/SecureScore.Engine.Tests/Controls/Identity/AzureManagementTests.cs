using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class AzureManagementTests
{
    private const string Control = "aad_limited_administrative_roles";
    private const string Block = """{"operator":"OR","builtInControls":["block"]}""";
    private const string Azure = """ "includeApplications":["797f4846-ba00-4fd7-ba43-dac1f8f63013"] """;
    private const string Administrators = """ "excludeRoles":["62e90394-69f5-4237-9190-012177145e10"] """;
    private const string Everyone = """ "includeUsers":["All"] """;

    [Theory]
    [InlineData(Everyone + "," + Administrators, true)]
    [InlineData(Everyone, true)]
    [InlineData(""" "includeGroups":["{staff}"] """, false)]
    [InlineData(Everyone + """ ,"excludeRoles":["4a5d8f65-41da-4de4-8968-e035b65339cf"] """, false)]
    [InlineData(Everyone + """ ,"excludeUsers":["{ada}"] """, true)]
    [InlineData(Everyone + """ ,"excludeUsers":["{ben}"] """, false)]
    [InlineData(Everyone + """ ,"excludeUsers":["{gone}"] """, true)]
    [InlineData(Everyone + """ ,"excludeUsers":["{off}"] """, true)]
    [InlineData(Everyone + """ ,"excludeUsers":["All"] """, false)]
    [InlineData(Everyone + """ ,"excludeUsers":["GuestsOrExternalUsers"] """, false)]
    [InlineData(Everyone + """ ,"excludeGroups":["{admins}"] """, true)]
    [InlineData(Everyone + """ ,"excludeGroups":["{staff}"] """, false)]
    [InlineData(Everyone + """ ,"excludeGroups":["{unknown}"] """, null)]
    public void Everyone_but_administrators_must_be_blocked(string users, bool? compliant)
    {
        using var tenant = Tenant().Policy("Azure", users, Block, Azure);
        var verdict = tenant.Evaluate(Control);
        verdict.Reason.ShouldBe(compliant is null ? NotEvaluatedReason.NotCollected : null);
        verdict.CompliantCount.ShouldBe(compliant == true ? 1 : 0);
    }

    [Theory]
    [InlineData(Azure, Block, """ "clientAppTypes":["all"] """, "enabled", true)]
    [InlineData(""" "includeApplications":["All"] """, Block, """ "clientAppTypes":["all"] """, "enabled", true)]
    [InlineData(""" "includeApplications":["All"],"excludeApplications":["797f4846-ba00-4fd7-ba43-dac1f8f63013"] """, Block, """ "clientAppTypes":["all"] """, "enabled", false)]
    [InlineData(""" "includeApplications":["Office365"] """, Block, """ "clientAppTypes":["all"] """, "enabled", false)]
    [InlineData(Azure, """{"operator":"OR","builtInControls":["mfa"]}""", """ "clientAppTypes":["all"] """, "enabled", false)]
    [InlineData(Azure, Block, """ "clientAppTypes":["other"] """, "enabled", false)]
    [InlineData(Azure, Block, """ "signInRiskLevels":["high"] """, "enabled", false)]
    [InlineData(Azure, Block, """ "clientAppTypes":["all"] """, "disabled", false)]
    [InlineData(Azure, Block, """ "clientAppTypes":["all"] """, "enabledForReportingButNotEnforced", false)]
    public void The_policy_must_block_Azure_management_always(string applications, string grants, string conditions, string state, bool compliant)
    {
        using var tenant = Tenant().Policy("Azure", Everyone + "," + Administrators, grants, applications, conditions, state: state);
        tenant.Evaluate(Control).CompliantCount.ShouldBe(compliant ? 1 : 0);
    }

    [Fact]
    public void A_policy_about_other_apps_is_left_unsaid()
    {
        using var tenant = Tenant().Policy("Other", Everyone + """ ,"excludeUsers":["{gone}"] """, Block, """ "includeApplications":["Office365"] """);
        var verdict = tenant.Evaluate(Control);
        verdict.Explanation.ShouldBe("No policy that is switched on or only reports is about this.");
        verdict.Findings.ShouldBeEmpty();
        verdict.Items.ShouldBeNull();
    }

    [Fact]
    public void A_policy_that_excludes_nobody_is_told()
    {
        using var tenant = Tenant().Policy("Azure", Everyone, Block, Azure);
        tenant.Evaluate(Control).Findings.ShouldHaveSingleItem().Id.ShouldBe("BlocksAdministrators");
    }

    [Fact]
    public void Roles_alone_need_no_evidence_of_people()
    {
        using var tenant = Tenant().Policy("Azure", Everyone + "," + Administrators, Block, Azure).Without(Resources.Users).Without(Resources.RoleAssignments);
        tenant.Evaluate(Control).CompliantCount.ShouldBe(1);
    }

    [Fact]
    public void Excluded_people_need_it()
    {
        using var tenant = Tenant().Policy("Azure", Everyone + """ ,"excludeUsers":["{ada}"] """, Block, Azure)
            .WithState(Resources.RoleAssignments, ResourceStatus.Denied);
        Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate(Control)).State.Name.ShouldBe(Resources.RoleAssignments);
    }

    private static TestTenant Tenant() => TestTenant.WithAda().Person("ben").Person("off", enabled: false)
        .Group("admins", "ada").Group("staff", "ada", "ben").Group("unknown");
}

namespace SecureScore.Engine.Tests.Controls.Identity;

public class LegacyAuthenticationTests
{
    private const string Control = "BlockLegacyAuthentication";
    private const string Block = """{"operator":"OR","builtInControls":["block"]}""";
    private const string Both = """ "clientAppTypes":["exchangeActiveSync","other"] """;

    [Theory]
    [InlineData("""["exchangeActiveSync","other"]""", 3)]
    [InlineData("""["ExchangeActiveSync","Other","browser"]""", 3)]
    [InlineData("""["all"]""", 3)]
    [InlineData("""["exchangeActiveSync"]""", 0)]
    [InlineData("""["other"]""", 0)]
    [InlineData("""["browser","mobileAppsAndDesktopClients"]""", 0)]
    public void A_policy_must_block_both_kinds_of_client(string types, int covered)
    {
        using var tenant = Tenant().Policy("Block", grants: Block, conditions: $$""" "clientAppTypes":{{types}} """);
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(covered);
        verdict.TotalCount.ShouldBe(3);
    }

    [Fact]
    public void Two_policies_cover_whom_both_reach()
    {
        using var tenant = Tenant()
            .Policy("ActiveSync", """ "includeUsers":["{ada}","{ben}"] """, Block, conditions: """ "clientAppTypes":["exchangeActiveSync"] """)
            .Policy("Others", """ "includeUsers":["{ben}","{cem}"] """, Block, conditions: """ "clientAppTypes":["other"] """);
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(1);
        verdict.Explanation.ShouldBe(
            "Policy 'ActiveSync' blocks Exchange ActiveSync alone for 2 of 3 users. Policy 'Others' blocks the other legacy clients alone for 2 of 3 users.");
        verdict.Items!().Select(item => item.DisplayName).ShouldBe(["ada", "cem"]);
    }

    [Theory]
    [InlineData("""{"operator":"OR","builtInControls":["mfa"]}""", Both, """ "includeApplications":["All"] """, "enabled")]
    [InlineData(Block, Both, """ "includeApplications":["00000002-0000-0ff1-ce00-000000000000"] """, "enabled")]
    [InlineData(Block, Both, """ "includeApplications":["All"] """, "disabled")]
    [InlineData(Block, Both, """ "includeApplications":["All"] """, "enabledForReportingButNotEnforced")]
    [InlineData(Block, Both + """ ,"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]} """, """ "includeApplications":["All"] """, "enabled")]
    [InlineData(Block, Both + """ ,"userRiskLevels":["high"] """, """ "includeApplications":["All"] """, "enabled")]
    public void Less_than_a_block_everywhere_does_not_count(string grants, string conditions, string applications, string state)
    {
        using var tenant = Tenant().Policy("Block", grants: grants, applications: applications, conditions: conditions, state: state);
        tenant.Evaluate(Control).CompliantCount.ShouldBe(0);
    }

    [Fact]
    public void A_report_only_policy_tells_what_it_would_earn()
    {
        using var tenant = Tenant()
            .Policy("Soon", """ "includeUsers":["All"],"excludeUsers":["{ada}"] """, Block, conditions: Both, state: "enabledForReportingButNotEnforced");
        tenant.Evaluate(Control).Explanation.ShouldBe(
            "No enabled policy blocks legacy authentication for all apps. Report-only policies earn nothing: in force, 'Soon' would make it 2 of 3.");
    }

    private static TestTenant Tenant() => TestTenant.WithAda().Person("ben").Person("cem").Person("gus", type: "Guest");
}

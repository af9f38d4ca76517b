using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Purview;

public class DlpControlTests
{
    private const string Any = "dlp_datalossprevention";
    private const string Teams = "mip_DLP_policies_Teams";
    private const string TeamsLocation = """ "TeamsLocation":["All"] """;

    /// <summary>Policies, compliant of one for any workload with its findings, the same for Teams.</summary>
    public static TheoryData<string[], int, string, int, string> Cases { get; } = new()
    {
        { [], 0, "", 0, "" },
        { [Policy()], 1, "", 1, "" },
        { [Policy(mode: "enable", enabled: "\"True\"")], 1, "", 1, "" },
        { [Policy(mode: "TestWithNotifications")], 1, "NoneEnforced", 1, "NoneEnforced" },
        { [Policy(mode: "TestWithoutNotifications")], 1, "NoneEnforced", 1, "NoneEnforced" },
        { [Policy(mode: "Disable")], 1, "NoneEnforced", 1, "NoneEnforced" },
        { [Policy(enabled: "false")], 1, "NoneEnforced", 1, "NoneEnforced" },
        { [Policy(enabled: "\"False\"")], 1, "NoneEnforced", 1, "NoneEnforced" },
        { [Policy(mode: "PendingDeletion")], 0, "", 0, "" },
        { [Policy(mode: "Simulate")], 1, "UnknownValue,NoneEnforced", 1, "UnknownValue,NoneEnforced" },
        { [Policy(enabled: "false"), Policy(location: """ "TeamsLocation":[],"Workload":"Exchange" """)], 1, "", 1, "NoneEnforced" },
        { [Policy(location: """ "TeamsLocation":[],"Workload":"Exchange, SharePoint" """)], 1, "", 0, "" },
        { [Policy(location: """ "TeamsLocation":null """)], 1, "", 0, "" },
        { [Policy(location: """ "TeamsLocation":[{"Name":"All","DisplayName":"All"}] """)], 1, "", 1, "" },
        { [Policy(location: """ "TeamsLocation":{"DisplayName":"Sales"} """)], 1, "", 1, "" },
        { [Policy(location: """ "TeamsLocation":"All" """)], 1, "", 1, "" },
        // Without their details the locations are not told, but the workloads are.
        { [Policy(location: """ "TeamsLocation":[],"Workload":"Exchange, Teams" """)], 1, "", 1, "" },
        { [Policy(location: """ "Workload":"exchange,teams" """)], 1, "", 1, "" },
        { [Policy(location: """ "Workload":["Exchange","Teams"] """)], 1, "", 1, "" },
        { [Policy(location: """ "Workload":"TeamsPremium" """)], 1, "", 0, "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_policy_counts_and_one_that_enforces_is_wanted(string[] policies, int any, string anyFindings, int teams, string teamsFindings)
    {
        using var tenant = new TestTenant().With(Resources.DlpCompliancePolicy, [.. policies]);

        var forAny = tenant.Evaluate(Any);
        var forTeams = tenant.Evaluate(Teams);

        forAny.ShouldHaveCounted(any, 1);
        forAny.ShouldHaveFound(anyFindings);
        forAny.ShouldExplainItself();
        forTeams.ShouldHaveCounted(teams, 1);
        forTeams.ShouldHaveFound(teamsFindings);
        forTeams.ShouldExplainItself();
    }

    [Theory]
    [InlineData("""{"Name":"Cards","Enabled":true,"TeamsLocation":["All"]}""")]
    [InlineData("""{"Name":"Cards","Mode":"Enable","TeamsLocation":["All"]}""")]
    [InlineData("""{"Name":"Cards","Mode":"Enable","Enabled":"yes","TeamsLocation":["All"]}""")]
    [InlineData("""{"Mode":"Enable","Enabled":true,"TeamsLocation":["All"]}""")]
    [InlineData("""{"Name":"Cards","Mode":["Enable"],"Enabled":true,"TeamsLocation":["All"]}""")]
    [InlineData("""{"Name":"Cards","Mode":"Enable","Enabled":true}""")]
    [InlineData("""{"Name":"Cards","Mode":"Enable","Enabled":true,"TeamsLocation":[[]]}""")]
    [InlineData("""{"Name":"Cards","Mode":"Enable","Enabled":true,"TeamsLocation":[],"Workload":16}""")]
    public void A_policy_that_cannot_be_read_decides_nothing(string policy)
    {
        using var tenant = new TestTenant().With(Resources.DlpCompliancePolicy, policy);

        tenant.ShouldNotEvaluate(Teams, Resources.DlpCompliancePolicy);
    }

    private static string Policy(string mode = "Enable", string enabled = "true", string location = TeamsLocation) =>
        $$"""{"Name":"Cards","Mode":"{{mode}}","Enabled":{{enabled}},{{location}}}""";
}

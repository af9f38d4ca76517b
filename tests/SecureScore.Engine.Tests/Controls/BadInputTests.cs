using System.Globalization;
using System.Text.Json.Nodes;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls;

/// <summary>Whatever a property holds, a judgement ends in verdicts: each property of the evidence in turn holds something odd.</summary>
public class BadInputTests
{
    private static readonly string[] s_odd = ["null", "[]", "{}", "\"x\"", "7", "[null]", "[{}]"];

    public static TheoryData<string> ResourcesToSpoil { get; } =
    [
        Resources.SignIns, Resources.DirectoryAudits, Resources.AuthorizationPolicy, Resources.ConditionalAccessPolicies,
        Resources.RoleAssignmentScheduleInstances, Resources.RoleEligibilityScheduleInstances, Resources.RoleAssignments, Resources.RoleDefinitions,
    ];

    private static ControlCatalog Judged { get; } = ControlCatalog.Parse(new EditionFile("test", "Test",
    [
        .. ControlCatalog.Get("2018").Controls,
        .. ControlCatalog.Default.Controls.Where(control => control.Product == "Microsoft Entra ID").Select(control => control with { Licence = null }),
    ]));

    [Theory]
    [MemberData(nameof(ResourcesToSpoil))]
    public void Each_ends_in_a_verdict(string resource)
    {
        using var whole = Tenant();
        var row = JsonNode.Parse(File.ReadLines(Path.Combine(whole.Open().Location, resource + ".jsonl")).Last())!.AsObject();
        string[][] paths = [.. PathsOf(row)];
        paths.ShouldNotBeEmpty();
        foreach (string[] path in paths)
        {
            foreach (string odd in s_odd)
            {
                var spoilt = row.DeepClone();
                JsonNode holder = path.SkipLast(1).Aggregate(spoilt, (node, name) => node is JsonArray array ? array[int.Parse(name, CultureInfo.InvariantCulture)]! : node[name]!);
                if (holder is JsonArray list)
                    list[int.Parse(path[^1], CultureInfo.InvariantCulture)] = JsonNode.Parse(odd);
                else
                    holder[path[^1]] = JsonNode.Parse(odd);

                using var tenant = Tenant().With(resource, spoilt);
                if (resource == Resources.AuthorizationPolicy)
                    tenant.Without(resource).With(resource, spoilt);
                var result = SecureScoreEvaluator.Judge(tenant.Open(), Judged);
                foreach (var control in result.Controls)
                {
                    control.Explanation.ShouldNotBeNullOrWhiteSpace(control.Id);
                    control.ReadEvidence().Count().ShouldBeGreaterThanOrEqualTo(0);
                }
            }
        }
    }

    private static IEnumerable<string[]> PathsOf(JsonNode? node) => node switch
    {
        JsonObject properties => properties.SelectMany(property => Below(property.Key, property.Value)),
        JsonArray items => items.SelectMany((item, index) => Below(index.ToString(CultureInfo.InvariantCulture), item)),
        _ => [],
    };

    private static IEnumerable<string[]> Below(string name, JsonNode? value) => PathsOf(value).Select(path => (string[])[name, .. path]).Prepend([name]);

    private static TestTenant Tenant() => TestTenant.WithAda().Eligibility()
        .SignIn("old", "2026-07-01T00:00:00Z").SignIn("ada", risks: ["unlikelyTravel"])
        .Audit("Add user", "old", "2026-07-01T00:00:00Z").Audit("Add member to role", "ada", role: TestTenant.UserAdministrator)
        .With(Resources.AuthorizationPolicy, """
            {"guestUserRoleId":"10dae51f-b6af-4016-8d66-8c2a99b929b3","allowInvitesFrom":"none",
             "defaultUserRolePermissions":{"allowedToCreateTenants":false,"allowedToCreateApps":false,"permissionGrantPoliciesAssigned":["x"]}}
            """)
        .With(Resources.RoleDefinitions, new { id = TestTenant.GlobalAdministrator, templateId = TestTenant.GlobalAdministrator, displayName = "Global Administrator" })
        .Role("ada", TestTenant.UserAdministrator, eligible: true)
        .With(Resources.RoleAssignmentScheduleInstances, new
        {
            principalId = TestTenant.Id("ada"),
            roleDefinitionId = TestTenant.GlobalAdministrator,
            directoryScopeId = "/",
            assignmentType = "Assigned",
            endDateTime = (string?)null,
        })
        .Policy(
            "Codes",
            """ "includeUsers":["All"],"excludeGroups":["{ada}"] """,
            """{"operator":"OR","builtInControls":["block"],"authenticationStrength":{"id":"x"}}""",
            conditions: """ "clientAppTypes":["all"],"authenticationFlows":{"transferMethods":"deviceCodeFlow"},"times":null """,
            session: """{"signInFrequency":{"isEnabled":true,"type":"hours","value":4,"authenticationType":"secondaryAuthentication"}}""");
}

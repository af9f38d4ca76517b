using System.Text.Json;
using System.Text.Json.Nodes;
using SecureScore.Engine.Evidence;

namespace SecureScore.Emulator.Tests.Writing;

public sealed class ConditionalAccessWriteTests : IDisposable
{
    private const string Policies = "/v1.0/identity/conditionalAccess/policies";
    private const string Locations = "/v1.0/identity/conditionalAccess/namedLocations";
    private const string Deleted = "/v1.0/identity/conditionalAccess/deletedItems/policies";
    private const string Defaults = "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy";

    private const string Administrators = Policies + "/a3eb1ece-6589-84ae-1701-9178a881fce8";
    private const string Sessions = Policies + "/c01c84be-0f3e-d362-3504-e1b9045caa46";
    private const string Person = "e06fc6bd-e4ca-6b4b-6f8d-468e5af1c1ee";
    private const string Group = "31ac49f5-3ab1-475f-eedf-769f1063f984";
    private const string Offices = "bd349a4f-742c-2532-d32c-473261ecb460";
    private const string Nobody = "11111111-0000-4000-8000-000000000001";

    private const string Whole = """
        {"displayName":"MFA","state":"enabledForReportingButNotEnforced",
         "conditions":{"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"]}},
         "grantControls":{"operator":"OR","builtInControls":["mfa"]}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("emulator").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_created_policy_has_everything_that_a_policy_has()
    {
        var clock = new ManualClock();
        using var demo = Demo.ToWrite(new EmulatorOptions { Clock = clock });

        var answer = await demo.PostAsync(Policies, Whole);

        answer.Status.ShouldBe(201);
        var policy = (await demo.GetAsync($"{Policies}/{Id(answer)}")).Json;
        policy.GetProperty("createdDateTime").GetString().ShouldBe("2026-09-14T08:00:00.0000000Z");
        policy.GetProperty("modifiedDateTime").ValueKind.ShouldBe(JsonValueKind.Null);
        policy.GetProperty("sessionControls").ValueKind.ShouldBe(JsonValueKind.Null);
        policy.GetProperty("conditions").GetProperty("users").GetProperty("excludeGroups").GetArrayLength().ShouldBe(0);
        policy.GetProperty("conditions").GetProperty("locations").ValueKind.ShouldBe(JsonValueKind.Null);
        var existing = (await demo.GetAsync(Administrators)).Json;
        policy.EnumerateObject().Select(property => property.Name).ShouldBe(existing.EnumerateObject().Select(property => property.Name));
        policy.GetProperty("conditions").EnumerateObject().Select(property => property.Name)
            .ShouldBe(existing.GetProperty("conditions").EnumerateObject().Select(property => property.Name));
        (await demo.GetAsync(Policies)).Rows.Count.ShouldBe(11);
    }

    [Theory]
    [InlineData("displayName", "null", 400)]
    [InlineData("displayName", "\"\"", 400)]
    [InlineData("state", "\"on\"", 400)]
    [InlineData("state", "\"disabled\"", 201)]
    [InlineData("state", "\"enabled\"", 201)]
    [InlineData("id", "\"11111111-0000-4000-8000-000000000001\"", 400)]
    [InlineData("createdDateTime", "\"2026-01-01T00:00:00Z\"", 400)]
    [InlineData("stat", "\"enabled\"", 400)]
    [InlineData("conditions", "null", 400)]
    [InlineData("grantControls", "null", 400)]
    [InlineData("grantControls", """{"operator":"OR","builtInControls":[]}""", 400)]
    [InlineData("grantControls", """{"builtInControls":["mfa"]}""", 400)]
    [InlineData("grantControls", """{"operator":"OR","builtInControls":["magic"]}""", 400)]
    [InlineData("grantControls", """{"operator":"OR","builtInControls":["block","mfa"]}""", 400)]
    [InlineData("grantControls", """{"operator":"OR","builtInControls":["block"]}""", 201)]
    [InlineData("grantControls", """{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}}""", 201)]
    [InlineData("grantControls", """{"operator":"OR","authenticationStrength":{"id":"00000000-0000-0000-0000-000000000009"}}""", 400)]
    [InlineData("grantControls", """{"operator":"AND","builtInControls":["mfa","passwordChange"]}""", 400)]
    [InlineData("sessionControls", """{"signInFrequency":{"isEnabled":true,"type":"hours","value":4,"frequencyInterval":"timeBased"}}""", 201)]
    [InlineData("sessionControls", """{"signInFrequency":{"isEnabled":true,"type":"weeks","value":4}}""", 400)]
    [InlineData("sessionControls", """{"signInFrequency":{"isEnabled":true,"frequencyInterval":"everyTime"}}""", 201)]
    [InlineData("sessionControls", """{"signInFrequency":{"isEnabled":true,"type":"hours","value":4,"frequencyInterval":"everyTime"}}""", 400)]
    [InlineData("sessionControls", """{"signInFrequency":{"isEnabled":true,"frequencyInterval":"timeBased"}}""", 400)]
    [InlineData("sessionControls", """{"persistentBrowser":{"isEnabled":true,"mode":"never"}}""", 201)]
    [InlineData("sessionControls", """{"persistentBrowser":{"isEnabled":true}}""", 400)]
    [InlineData("conditions.clientAppTypes", "[]", 400)]
    [InlineData("conditions.clientAppTypes", """["exchangeActiveSync","other"]""", 201)]
    [InlineData("conditions.clientAppTypes", """["fax"]""", 400)]
    [InlineData("conditions.userRiskLevels", """["high"]""", 201)]
    [InlineData("conditions.userRiskLevels", "null", 400)]
    [InlineData("conditions.applications", """{"includeApplications":[]}""", 400)]
    [InlineData("conditions.applications", """{"includeApplications":["797f4846-ba00-4fd7-ba43-dac1f8f63013"]}""", 201)]
    [InlineData("conditions.applications", """{"includeApplications":["Everything"]}""", 400)]
    [InlineData("conditions.users", "{}", 400)]
    [InlineData("conditions.users", """{"includeUsers":null}""", 400)]
    [InlineData("conditions.users", """{"includeUsers":["All"],"excludeUsers":null}""", 400)]
    [InlineData("conditions.users", """{"includeUsers":["everybody"]}""", 400)]
    [InlineData("conditions.users", "{\"includeUsers\":[\"All\"],\"excludeUsers\":[\"" + Person + "\"]}", 201)]
    [InlineData("conditions.users", "{\"includeUsers\":[\"All\"],\"excludeUsers\":[\"" + Nobody + "\"]}", 400)]
    [InlineData("conditions.users", "{\"includeUsers\":[\"All\"],\"excludeGroups\":[\"" + Group + "\"]}", 201)]
    [InlineData("conditions.users", "{\"includeUsers\":[\"All\"],\"excludeGroups\":[\"" + Person + "\"]}", 400)]
    [InlineData("conditions.users", """{"includeUsers":["All"],"excludeRoles":["d29b2b05-8046-44ba-8758-1e26182fcf32"]}""", 201)]
    [InlineData("conditions.users", "{\"includeRoles\":[\"" + Nobody + "\"]}", 400)]
    [InlineData("conditions.users", """{"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"b2bCollaborationGuest,internalGuest","externalTenants":{"@odata.type":"#microsoft.graph.conditionalAccessAllExternalTenants","membershipKind":"all"}}}""", 201)]
    [InlineData("conditions.users", """{"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"everybody"}}""", 400)]
    [InlineData("conditions.locations", "{\"includeLocations\":[\"All\"],\"excludeLocations\":[\"AllTrusted\",\"" + Offices + "\"]}", 201)]
    [InlineData("conditions.locations", "{\"includeLocations\":[],\"excludeLocations\":[\"" + Offices + "\"]}", 400)]
    [InlineData("conditions.users", "{\"includeUsers\":[\"All\",\"" + Person + "\"]}", 400)]
    [InlineData("conditions.applications", """{"includeApplications":["All","797f4846-ba00-4fd7-ba43-dac1f8f63013"]}""", 400)]
    [InlineData("conditions.locations", "{\"includeLocations\":[\"" + Nobody + "\"]}", 400)]
    public async Task A_policy_is_taken_or_refused(string path, string value, int status)
    {
        using var demo = Demo.ToWrite();

        var answer = await demo.PostAsync(Policies, With(Whole, path, value));

        answer.Status.ShouldBe(status, answer.Text);
        (await demo.GetAsync(Policies)).Rows.Count.ShouldBe(status == 201 ? 11 : 10);
    }

    [Theory]
    [InlineData("""["high"]""", """{"includeApplications":["All"]}""", """["mfa","passwordChange"]""", "AND", 201)]
    [InlineData("[]", """{"includeApplications":["All"]}""", """["mfa","passwordChange"]""", "AND", 400)]
    [InlineData("""["high"]""", """{"includeApplications":["Office365"]}""", """["mfa","passwordChange"]""", "AND", 400)]
    [InlineData("""["high"]""", """{"includeApplications":["All"],"excludeApplications":["Office365"]}""", """["mfa","passwordChange"]""", "AND", 400)]
    [InlineData("""["high"]""", """{"includeApplications":["All"]}""", """["passwordChange"]""", "AND", 400)]
    [InlineData("""["high"]""", """{"includeApplications":["All"]}""", """["mfa","passwordChange"]""", "OR", 400)]
    [InlineData("""["high"]""", """{"includeApplications":["All"]}""", """["mfa","passwordChange","compliantDevice"]""", "AND", 400)]
    public async Task A_new_password_goes_with_risk_MFA_and_all_applications(string risks, string applications, string controls, string join, int status)
    {
        using var demo = Demo.ToWrite();
        string body = With(With(Whole, "conditions.userRiskLevels", risks), "conditions.applications", applications);

        var answer = await demo.PostAsync(Policies, With(body, "grantControls", $$"""{"operator":"{{join}}","builtInControls":{{controls}}}"""));

        answer.Status.ShouldBe(status, answer.Text);
    }

    [Fact]
    public async Task A_strength_is_named_by_its_id_and_told_whole()
    {
        using var demo = Demo.ToWrite();

        var answer = await demo.PostAsync(Policies, With(Whole, "grantControls", """{"operator":"OR","authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}}"""));

        var strength = answer.Json.GetProperty("grantControls").GetProperty("authenticationStrength");
        strength.GetProperty("displayName").GetString().ShouldBe("Phishing-resistant MFA");
        strength.GetProperty("allowedCombinations").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task A_policy_is_merged_and_its_lists_are_replaced()
    {
        var clock = new ManualClock();
        using var demo = Demo.ToWrite(new EmulatorOptions { Clock = clock });

        (await demo.PatchAsync(Sessions, """{"sessionControls":{"signInFrequency":{"value":4}},"conditions":{"users":{"includeRoles":["62e90394-69f5-4237-9190-012177145e10"]}}}""")).Status.ShouldBe(204);

        var policy = (await demo.GetAsync(Sessions)).Json;
        policy.GetProperty("modifiedDateTime").GetString().ShouldBe("2026-09-14T08:00:00.0000000Z");
        policy.GetProperty("createdDateTime").GetString().ShouldBe("2025-05-02T06:00:00Z");
        policy.GetProperty("sessionControls").GetProperty("signInFrequency").GetProperty("value").GetInt32().ShouldBe(4);
        policy.GetProperty("sessionControls").GetProperty("signInFrequency").GetProperty("type").GetString().ShouldBe("hours");
        policy.GetProperty("sessionControls").GetProperty("persistentBrowser").GetProperty("mode").GetString().ShouldBe("never");
        policy.GetProperty("conditions").GetProperty("users").GetProperty("includeRoles").GetArrayLength().ShouldBe(1);
        policy.GetProperty("conditions").GetProperty("clientAppTypes").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_policy_that_is_changed_back_differs_in_the_time_of_its_change_only()
    {
        using var demo = Demo.ToWrite();
        var former = JsonNode.Parse((await demo.GetAsync(Sessions)).Text)!.AsObject();

        await demo.PatchAsync(Sessions, """{"state":"disabled","conditions":{"locations":{"includeLocations":["All"]}},"sessionControls":null}""");
        await demo.PatchAsync(Sessions, $$"""{"state":"enabled","conditions":{"locations":null},"sessionControls":{{former["sessionControls"]!.ToJsonString()}}}""");

        var latter = JsonNode.Parse((await demo.GetAsync(Sessions)).Text)!.AsObject();
        latter["modifiedDateTime"]!.GetValue<string>().ShouldNotBeEmpty();
        latter["modifiedDateTime"] = former["modifiedDateTime"]?.DeepClone();
        WithoutNulls(latter).ShouldBe(WithoutNulls(former));
    }

    [Fact]
    public async Task A_group_that_is_gone_does_not_hinder_a_change_of_its_policy()
    {
        using var demo = Demo.ToWrite();
        var policies = (await demo.GetAsync(Policies)).Rows;

        foreach (var policy in policies)
        {
            string users = policy.GetProperty("conditions").GetProperty("users").GetRawText();
            var answer = await demo.PatchAsync($"{Policies}/{policy.GetProperty("id").GetString()}", "{\"state\":\"disabled\",\"conditions\":{\"users\":" + users + "}}");
            answer.Status.ShouldBe(204, answer.Text);
        }
    }

    [Fact]
    public async Task No_policy_is_enabled_while_security_defaults_are_on()
    {
        using var demo = await WithSecurityDefaultsAsync();

        var enabled = await demo.PostAsync(Policies, With(Whole, "state", "\"enabled\""));
        var reporting = await demo.PostAsync(Policies, Whole);
        var promoted = await demo.PatchAsync($"{Policies}/{Id(reporting)}", """{"state":"enabled"}""");
        await demo.PatchAsync(Defaults, """{"isEnabled":false}""");
        var afterwards = await demo.PatchAsync($"{Policies}/{Id(reporting)}", """{"state":"enabled"}""");

        enabled.Status.ShouldBe(400);
        enabled.ErrorMessage.ShouldBe("Security Defaults is enabled in the tenant. You must disable Security defaults before enabling a Conditional Access policy.");
        reporting.Status.ShouldBe(201);
        promoted.Status.ShouldBe(400);
        afterwards.Status.ShouldBe(204);
    }

    [Theory]
    [InlineData("enabled", 400)]
    [InlineData("enabledForReportingButNotEnforced", 204)]
    [InlineData("disabled", 204)]
    public async Task Security_defaults_are_not_enabled_beside_an_enabled_policy(string state, int status)
    {
        using var demo = await WithSecurityDefaultsAsync();
        await demo.PatchAsync(Defaults, """{"isEnabled":false}""");
        await demo.PostAsync(Policies, With(Whole, "state", $"\"{state}\""));

        (await demo.PatchAsync(Defaults, """{"isEnabled":true}""")).Status.ShouldBe(status);

        (await demo.GetAsync(Defaults)).Json.GetProperty("isEnabled").GetBoolean().ShouldBe(status == 204);
    }

    [Theory]
    [InlineData("""{"isEnabled":null}""")]
    [InlineData("""{"isEnabled":"true"}""")]
    [InlineData("""{"displayName":"Mine"}""")]
    public async Task Security_defaults_are_on_or_off(string body)
    {
        using var demo = Demo.ToWrite();

        (await demo.PatchAsync(Defaults, body)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_deleted_policy_can_be_restored_until_it_is_deleted_again()
    {
        using var demo = Demo.ToWrite();
        string former = (await demo.GetAsync(Policies)).Rows[^1].GetRawText();
        string id = JsonNode.Parse(former)!["id"]!.GetValue<string>();

        (await demo.GetAsync(Deleted)).Rows.ShouldBeEmpty();
        (await demo.SendAsync("DELETE", $"{Policies}/{id}", content: null)).Status.ShouldBe(204);
        (await demo.GetAsync($"{Policies}/{id}")).Status.ShouldBe(404);
        (await demo.GetAsync($"{Deleted}/{id}")).Json.GetProperty("deletedDateTime").ValueKind.ShouldBe(JsonValueKind.String);
        (await demo.PostAsync($"{Deleted}/{id}/restore", "{}")).Status.ShouldBe(200);
        (await demo.GetAsync(Policies)).Rows[^1].GetRawText().ShouldBe(former);
        (await demo.GetAsync(Deleted)).Rows.ShouldBeEmpty();
        (await demo.SendAsync("DELETE", $"{Policies}/{id}", content: null)).Status.ShouldBe(204);
        (await demo.SendAsync("DELETE", $"{Deleted}/{id}", content: null)).Status.ShouldBe(204);
        (await demo.PostAsync($"{Deleted}/{id}/restore", "{}")).Status.ShouldBe(404);
        (await demo.PatchAsync($"{Deleted}/{id}", "{}")).Status.ShouldBe(405);
    }

    [Theory]
    [InlineData("""{"@odata.type":"#microsoft.graph.ipNamedLocation","displayName":"Home","isTrusted":false,"ipRanges":[{"@odata.type":"#microsoft.graph.iPv4CidrRange","cidrAddress":"198.51.100.7/32"},{"@odata.type":"#microsoft.graph.iPv6CidrRange","cidrAddress":"2001:db8::/32"}]}""", 201)]
    [InlineData("""{"@odata.type":"#microsoft.graph.countryNamedLocation","displayName":"Home","countriesAndRegions":["BE"],"includeUnknownCountriesAndRegions":false}""", 201)]
    [InlineData("""{"displayName":"Home","isTrusted":false,"ipRanges":[{"@odata.type":"#microsoft.graph.iPv4CidrRange","cidrAddress":"198.51.100.7/32"}]}""", 400)]
    [InlineData("""{"@odata.type":"#microsoft.graph.otherNamedLocation","displayName":"Home"}""", 400)]
    [InlineData("""{"@odata.type":"#microsoft.graph.ipNamedLocation","displayName":"Home","ipRanges":[]}""", 400)]
    [InlineData("""{"@odata.type":"#microsoft.graph.ipNamedLocation","displayName":"Home","ipRanges":[{"cidrAddress":"198.51.100.7/32"}]}""", 400)]
    [InlineData("""{"@odata.type":"#microsoft.graph.ipNamedLocation","displayName":"Home","ipRanges":[{"@odata.type":"#microsoft.graph.iPv4CidrRange","cidrAddress":"198.51.100.7"}]}""", 400)]
    [InlineData("""{"@odata.type":"#microsoft.graph.ipNamedLocation","displayName":"Home","ipRanges":[{"@odata.type":"#microsoft.graph.iPv4CidrRange","cidrAddress":"198.51.100.0/4"}]}""", 400)]
    [InlineData("""{"@odata.type":"#microsoft.graph.ipNamedLocation","displayName":"Home","countriesAndRegions":["BE"]}""", 400)]
    [InlineData("""{"@odata.type":"#microsoft.graph.countryNamedLocation","displayName":"Home","countriesAndRegions":[]}""", 400)]
    [InlineData("""{"@odata.type":"#microsoft.graph.countryNamedLocation","countriesAndRegions":["BE"]}""", 400)]
    public async Task A_location_is_taken_or_refused(string body, int status)
    {
        using var demo = Demo.ToWrite();

        var answer = await demo.PostAsync(Locations, body);

        answer.Status.ShouldBe(status, answer.Text);
        (await demo.GetAsync(Locations)).Rows.Count.ShouldBe(status == 201 ? 3 : 2);
    }

    [Fact]
    public async Task A_location_that_is_trusted_or_named_by_a_policy_stays()
    {
        using var demo = Demo.ToWrite();
        const string Countries = Locations + "/83f5ac8d-2d09-6deb-f677-17d0ffe4bed2";
        const string Office = Locations + "/" + Offices;

        (await demo.SendAsync("DELETE", Countries, content: null)).Status.ShouldBe(400);
        (await demo.SendAsync("DELETE", Office, content: null)).Status.ShouldBe(400);
        (await demo.PatchAsync(Office, """{"@odata.type":"#microsoft.graph.ipNamedLocation","isTrusted":false}""")).Status.ShouldBe(204);
        (await demo.PatchAsync(Office, """{"@odata.type":"#microsoft.graph.countryNamedLocation","countriesAndRegions":["BE"]}""")).Status.ShouldBe(400);
        (await demo.SendAsync("DELETE", Office, content: null)).Status.ShouldBe(204);
    }

    [Fact]
    public async Task A_location_can_be_too_new_for_a_policy()
    {
        using var demo = Demo.ToWrite(new EmulatorOptions { NewLocationsFailOnce = true });
        var location = await demo.PostAsync(Locations, """{"@odata.type":"#microsoft.graph.countryNamedLocation","displayName":"Home","countriesAndRegions":["BE"]}""");
        string body = With(Whole, "conditions.locations", $$"""{"includeLocations":["{{Id(location)}}"]}""");

        var early = await demo.PostAsync(Policies, body);
        var late = await demo.PostAsync(Policies, body);

        early.Status.ShouldBe(400);
        early.ErrorMessage.ShouldStartWith("1040: ");
        late.Status.ShouldBe(201);
    }

    [Theory]
    [InlineData("eec0eb4f-6444-4f95-aba0-50c24d67f998", "[]", 201)]
    [InlineData("eec0eb4f-6444-4f95-aba0-50c24d67f998", """["high"]""", 201)]
    [InlineData("41781fb2-bc02-4b7c-bd55-b576c07bb09d", "[]", 201)]
    [InlineData("41781fb2-bc02-4b7c-bd55-b576c07bb09d", """["high"]""", 403)]
    [InlineData("9aaf7827-d63c-4b61-89c3-182f06f82e5c", "[]", 403)]
    public async Task Policies_take_P1_and_risk_takes_P2(string plan, string risks, int status)
    {
        string graph = Directory.CreateDirectory(Path.Join(_folder, "graph")).FullName;
        await File.WriteAllTextAsync(Path.Join(_folder, "manifest.json"), """{"schema":1}""");
        await File.WriteAllTextAsync(Path.Join(graph, "conditionalAccessPolicies.json"), "[]");
        await File.WriteAllTextAsync(Path.Join(graph, "subscribedSkus.json"), $$"""[{"skuId":"{{Nobody}}","capabilityStatus":"Enabled","servicePlans":[{"servicePlanId":"{{plan}}","provisioningStatus":"Success"}]}]""");
        using var demo = Demo.ToWrite(snapshot: TenantSnapshot.Open(_folder));

        (await demo.PostAsync(Policies, With(Whole, "conditions.signInRiskLevels", risks))).Status.ShouldBe(status);
    }

    // The sample has enabled policies, so they are switched off first.
    private static async Task<Demo> WithSecurityDefaultsAsync()
    {
        var demo = Demo.ToWrite();
        foreach (var policy in (await demo.GetAsync(Policies)).Rows)
            await demo.PatchAsync($"{Policies}/{policy.GetProperty("id").GetString()}", """{"state":"disabled"}""");
        (await demo.PatchAsync(Defaults, """{"isEnabled":true}""")).Status.ShouldBe(204);
        return demo;
    }

    private static string Id(Answer created) => created.Json.GetProperty("id").GetString()!;

    private static string With(string body, string path, string value)
    {
        var root = JsonNode.Parse(body)!;
        string[] names = path.Split('.');
        var parent = names[..^1].Aggregate(root, (node, name) => node[name]!);
        parent[names[^1]] = JsonNode.Parse(value);
        return root.ToJsonString();
    }

    private static string WithoutNulls(JsonObject row)
    {
        foreach (var (name, value) in row.ToList())
        {
            if (value is null)
                row.Remove(name);
            else if (value is JsonObject inner)
                WithoutNulls(inner);
        }

        return row.ToJsonString();
    }
}

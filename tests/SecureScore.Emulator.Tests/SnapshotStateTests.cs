using System.Globalization;
using System.Text;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator.Tests;

public sealed class SnapshotStateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emulator").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_tenant_without_the_licence_is_told_so()
    {
        using var demo = Open(
            """
            "graph/userRegistrationDetails":{"status":"NotLicensed"},
            "graph/roleEligibilityScheduleInstances":{"status":"NotLicensed","error":"needs Entra ID P2"}
            """);

        var report = await demo.GetAsync("/v1.0/reports/authenticationMethods/userRegistrationDetails");
        var eligible = await demo.GetAsync("/v1.0/roleManagement/directory/roleEligibilityScheduleInstances");

        report.Status.ShouldBe(403);
        report.ErrorCode.ShouldBe("Authentication_RequestFromNonPremiumTenantOrB2CTenant");
        report.ErrorMessage.ShouldContain("doesn't have premium licenses");
        eligible.Status.ShouldBe(400);
        eligible.ErrorCode.ShouldBe("AadPremiumLicenseRequired");
        eligible.ErrorMessage.ShouldBe("needs Entra ID P2");
    }

    [Fact]
    public async Task The_status_that_a_note_begins_with_is_answered()
    {
        using var demo = Open(
            """
            "graph/domains":{"status":"Failed","error":"504 Gateway Timeout: no answer in time"},
            "graph/groups":{"status":"Failed","error":"the answer was cut off"},
            "teams/TeamsMeetingPolicy":{"status":"Denied","error":"403 Forbidden: Access Denied."},
            "exchange/Get-TransportRule":{"status":"Denied","error":"Access Denied."}
            """);

        var timeout = await demo.GetAsync("/v1.0/domains");
        timeout.Status.ShouldBe(504);
        timeout.ErrorMessage.ShouldBe("no answer in time");
        var cut = await demo.GetAsync("/v1.0/groups");
        cut.Status.ShouldBe(500);
        cut.ErrorMessage.ShouldBe("the answer was cut off");
        demo.Token = demo.Tenant.IssueToken(TenantService.Teams);
        (await demo.GetAsync("https://api.interfaces.records.teams.microsoft.com/Skype.Policy/configurations/TeamsMeetingPolicy")).Status.ShouldBe(403);
        demo.Token = demo.Tenant.IssueToken(TenantService.Exchange);
        (await demo.InvokeAsync("Get-TransportRule")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_service_without_connection_gets_no_token()
    {
        using var demo = Open(
            """
            "teams/TeamsMeetingPolicy":{"status":"NotConnected"},
            "exchange/Get-TransportRule":{"status":"Failed"}
            """);

        var teams = await AskAsync("48ac35b8-9aa8-4d74-927d-1f4a14a0b239/.default");
        var exchange = await AskAsync("https://outlook.office365.com/.default");

        teams.Json.GetProperty("error_codes")[0].GetInt32().ShouldBe(500011);
        exchange.Status.ShouldBe(200);

        Task<Answer> AskAsync(string scope) => demo.PostFormAsync(
            $"https://login.microsoftonline.com/{demo.Tenant.TenantId}/oauth2/v2.0/token",
            ("grant_type", "client_credentials"),
            ("client_id", demo.Tenant.Application.ClientId),
            ("client_secret", demo.Tenant.Application.Secret!),
            ("scope", scope));
    }

    [Fact]
    public void What_was_denied_for_want_of_a_permission_is_not_among_those_of_the_application()
    {
        using var demo = Open(
            """
            "graph/adminForms":{"status":"Denied","permission":"OrgSettings-Forms.Read.All"}
            """);

        demo.Tenant.Application.Permissions[TenantService.Graph].ShouldNotContain(name => name == "OrgSettings-Forms.Read.All");
        demo.Tenant.Application.Permissions[TenantService.Graph].ShouldContain(name => name == "User.Read.All");
    }

    [Theory]
    [InlineData("GccHigh", "login.microsoftonline.us", "graph.microsoft.us", "https://outlook.office365.us", "outlook.office365.us")]
    [InlineData("DoD", "login.microsoftonline.us", "dod-graph.microsoft.us", "https://outlook-dod.office365.us", "outlook-dod.office365.us")]
    [InlineData("China", "login.chinacloudapi.cn", "microsoftgraph.chinacloudapi.cn", "https://partner.outlook.cn", "outlook.office365.cn")]
    public async Task A_cloud_has_its_hosts_and_no_others(string cloud, string login, string graph, string resource, string exchange)
    {
        using var demo = Open(
            """
            "graph/domains":{"status":"Failed"}
            """,
            cloud);

        var token = await demo.PostFormAsync(
            $"https://{login}/{demo.Tenant.TenantId}/oauth2/v2.0/token",
            ("grant_type", "client_credentials"),
            ("client_id", demo.Tenant.Application.ClientId),
            ("client_secret", demo.Tenant.Application.Secret!),
            ("scope", resource + "/.default"));
        var organization = await demo.GetAsync($"https://{graph}/v1.0/organization");
        demo.Token = token.Json.GetProperty("access_token").GetString();
        var cmdlet = await demo.PostAsync(
            $"https://{exchange}/adminapi/beta/{demo.Tenant.TenantId}/InvokeCommand", """{"CmdletInput":{"CmdletName":"Get-Nothing"}}""");

        organization.Status.ShouldBe(200);
        cmdlet.Status.ShouldBe(400);
        demo.Tenant.Serves("graph.microsoft.com").ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_on_is_a_failure_of_the_service()
    {
        using var demo = Open("", lines: "{\"id\":\"1\"}\n[]\n");

        var answer = await demo.GetAsync("/v1.0/users");

        answer.Status.ShouldBe(500);
        answer.ErrorMessage.ShouldContain("users.jsonl");
    }

    [Fact]
    public async Task What_came_later_to_an_enumeration_is_told_to_those_who_ask_for_it()
    {
        using var demo = Open("");
        demo.Tenant.State.Replace(
            "graph/conditionalAccessPolicies", [Encoding.UTF8.GetBytes("""{"id":"1","grantControls":{"builtInControls":["mfa","riskRemediation"]}}""")]);
        const string Policies = "/v1.0/identity/conditionalAccess/policies";

        var plain = await demo.GetAsync(Policies);
        var whole = await demo.GetAsync(Policies, ("Prefer", "include-unknown-enum-members"));

        Controls(plain).ShouldBe(["mfa", "unknownFutureValue"]);
        Controls(whole).ShouldBe(["mfa", "riskRemediation"]);

        static IEnumerable<string?> Controls(Answer answer) =>
            answer.Rows[0].GetProperty("grantControls").GetProperty("builtInControls").EnumerateArray().Select(control => control.GetString());
    }

    [Fact]
    public async Task A_long_list_is_read_through_once()
    {
        var lines = new StringBuilder();
        for (int user = 0; user < 20_000; user++)
            lines.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{user}\"}}\n");
        using var demo = Open("", lines: lines.ToString());

        int rows = 0;
        for (string? link = "/v1.0/users?$select=id&$top=999"; link is not null;)
        {
            var page = await demo.GetAsync(link);
            page.Rows[0].GetProperty("id").GetString().ShouldBe(rows.ToString(CultureInfo.InvariantCulture));
            rows += page.Rows.Count;
            link = page.NextLink;

            // From here on nothing opens the file again.
            if (File.Exists(UsersFile))
                File.Move(UsersFile, UsersFile + ".moved");
        }

        rows.ShouldBe(20_000);
    }

    private string UsersFile => Path.Join(_folder, "graph", "users.jsonl");

    private Demo Open(string resources, string cloud = "Global", string? lines = null)
    {
        Directory.CreateDirectory(Path.Join(_folder, "graph"));
        File.WriteAllText(Path.Join(_folder, "graph", "organization.json"), """{"id":"a6f318f2-0000-4000-8000-000000000001"}""");
        if (lines is not null)
            File.WriteAllText(UsersFile, lines);
        File.WriteAllText(Path.Join(_folder, "manifest.json"), $$"""
            {"schema":1,"tenantId":"a6f318f2-0000-4000-8000-000000000001","displayName":"Tenant","cloud":"{{cloud}}","resources":{ {{resources}} } }
            """);
        return new Demo(TenantSnapshot.Open(_folder));
    }
}

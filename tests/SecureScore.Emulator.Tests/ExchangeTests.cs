using System.Text;
using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator.Tests;

public class ExchangeTests
{
    private const string Regional = "https://eur01b.ps.compliance.protection.outlook.com/adminapi/beta/";

    private static Demo Connect(EmulatorOptions? options = null, TenantService service = TenantService.Exchange)
    {
        var demo = new Demo(options);
        demo.Token = demo.Tenant.IssueToken(service);
        return demo;
    }

    [Fact]
    public async Task A_cmdlet_answers_what_it_returns()
    {
        using var demo = Connect();

        var answer = await demo.InvokeAsync("get-organizationconfig");

        answer.Status.ShouldBe(200);
        answer.Rows.Count.ShouldBe(1);
        answer.Rows[0].Has("AuditDisabled").ShouldBeTrue();
        demo.Tenant.Requests.Single().Cmdlet.ShouldBe("get-organizationconfig");
        demo.Tenant.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task Pages_follow_when_the_same_is_posted_to_their_links()
    {
        using var demo = Connect();
        var names = new List<string>();
        int pages = 0;
        string body = """{"CmdletInput":{"CmdletName":"Get-HostedContentFilterPolicy","Parameters":{}}}""";
        for (string? link = $"https://outlook.office365.com/adminapi/beta/{demo.Tenant.TenantId}/InvokeCommand"; link is not null; pages++)
        {
            var page = await demo.PostAsync(link, body, ("Prefer", "odata.maxpagesize=3"));
            names.AddRange(page.Rows.Select(row => row.GetProperty("Identity").GetString()!));
            link = page.NextLink;
        }

        pages.ShouldBe(3);
        names.Distinct(StringComparer.Ordinal).Count().ShouldBe(7);
    }

    [Fact]
    public async Task Only_selected_properties_come_with_their_types()
    {
        using var demo = Connect(new EmulatorOptions { TypeAnnotations = true });

        var answer = await demo.InvokeAsync("Get-OrganizationConfig", query: "?$select=AuditDisabled");

        answer.Rows[0].EnumerateObject().Select(property => property.Name).ShouldBe(["AuditDisabled", "AuditDisabled@data.type"]);
    }

    [Fact]
    public async Task An_identity_finds_one()
    {
        using var demo = Connect();

        (await demo.InvokeAsync("Get-HostedContentFilterPolicy", """{"Identity":"default"}""")).Rows.Count.ShouldBe(1);
        var missing = await demo.InvokeAsync("Get-HostedContentFilterPolicy", """{"Identity":"none"}""");
        missing.Status.ShouldBe(404);
        missing.Text.ShouldContain("ManagementObjectNotFoundException");
    }

    [Theory]
    [InlineData("Get-Nothing")]
    [InlineData("Get-Label")]
    public async Task A_cmdlet_that_is_not_there_is_not_recognised(string cmdlet)
    {
        using var demo = Connect();

        var answer = await demo.InvokeAsync(cmdlet);

        answer.Status.ShouldBe(400);
        answer.ErrorCode.ShouldBe("CommandNotFound");
        answer.Json.GetProperty("error").GetProperty("details")[0].GetProperty("message").GetString()!.ShouldContain($"'{cmdlet}' is not recognized");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"CmdletInput":{}}""")]
    public async Task A_request_without_a_cmdlet_is_bad(string body)
    {
        using var demo = Connect();

        (await demo.PostAsync($"https://outlook.office365.com/adminapi/v1.0/{demo.Tenant.TenantId}/InvokeCommand", body)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Another_tenant_is_not_found()
    {
        using var demo = Connect();

        (await demo.PostAsync("https://outlook.office365.com/adminapi/beta/unknown.example/InvokeCommand", "{}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task An_application_needs_the_permission_and_a_directory_role()
    {
        using var demo = new Demo();
        var application = demo.Tenant.Application;

        demo.Token = null;
        (await demo.InvokeAsync("Get-AcceptedDomain")).Status.ShouldBe(401);
        demo.Token = demo.Tenant.IssueToken(TenantService.Graph);
        (await demo.InvokeAsync("Get-AcceptedDomain")).Status.ShouldBe(401);
        demo.Token = demo.Tenant.IssueToken(
            TenantService.Exchange, application with { Permissions = new Dictionary<TenantService, IReadOnlyCollection<string>>() });
        (await demo.InvokeAsync("Get-AcceptedDomain")).Status.ShouldBe(401);
        demo.Token = demo.Tenant.IssueToken(TenantService.Exchange, application with { DirectoryRoles = [] });
        (await demo.InvokeAsync("Get-AcceptedDomain")).Status.ShouldBe(403);
        demo.Token = demo.Tenant.IssueToken(TenantService.Exchange, lifetime: TimeSpan.FromMinutes(-1));
        (await demo.InvokeAsync("Get-AcceptedDomain")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_batch_takes_ten_cmdlets_and_no_more()
    {
        using var demo = Connect();
        string address = $"https://outlook.office365.com/adminapi/beta/{demo.Tenant.TenantId}/";

        var ten = await demo.PostAsync(address + "$batch", Batch(10, address));
        var eleven = await demo.PostAsync(address + "$batch", Batch(11, address));
        var elsewhere = await demo.PostAsync(address + "$batch", Batch(1, "https://outlook.example.net/"));

        ten.Json.GetProperty("responses").EnumerateArray()
            .ShouldAllBe(item => item.GetProperty("status").GetInt32() == 200 && item.GetProperty("body").GetProperty("value").GetArrayLength() == 5);
        eleven.Status.ShouldBe(400);
        elsewhere.Status.ShouldBe(400);

        static string Batch(int count, string address) => "{\"requests\":[" + string.Join(',', Enumerable.Range(1, count).Select(id => $$$$"""
            {"id":"{{{{id}}}}","method":"POST","url":"{{{{address}}}}InvokeCommand","headers":{"Content-Type":"application/json"},
             "body":{"CmdletInput":{"CmdletName":"Get-AcceptedDomain","Parameters":{} } } }
            """)) + "]}";
    }

    [Fact]
    public async Task The_module_file_tells_which_cmdlets_there_are()
    {
        using var demo = Connect();

        var answer = await demo.GetAsync(
            $"https://outlook.office365.com/adminapi/v1.0/{demo.Tenant.TenantId}/EXOModuleFile?Version=3.9.2", ("CommandName", "*"));

        string[] cmdlets = answer.Rows[0].GetProperty("exportedCmdlets").GetString()!.Split(',');
        cmdlets.ShouldContain(name => name == "Get-OrganizationConfig");
        cmdlets.ShouldNotContain(name => name == "Get-Label");
    }

    [Fact]
    public async Task Exchange_redirects_to_its_region_when_it_has_one()
    {
        using var demo = Connect(new EmulatorOptions { ExchangeRegion = "eurprd04" });

        var front = await demo.InvokeAsync("Get-AcceptedDomain");
        var regional = await demo.PostAsync(front.Header("Location")!, """{"CmdletInput":{"CmdletName":"Get-AcceptedDomain"}}""");

        front.Status.ShouldBe(302);
        front.Header("Location")!.ShouldStartWith("https://eurprd04.outlook.office365.com/adminapi/beta/");
        regional.Rows.Count.ShouldBe(5);
    }

    [Fact]
    public async Task The_compliance_service_redirects_to_a_host_whose_first_label_counts()
    {
        using var demo = Connect(service: TenantService.Purview);

        var front = await demo.GetAsync(
            $"https://ps.compliance.protection.outlook.com/adminapi/beta/{demo.Tenant.TenantId}/EXOBanner('AutogenSession')?Version=3.9.2");
        var regional = await demo.PostAsync($"{Regional}{demo.Tenant.TenantId}/InvokeCommand", """{"CmdletInput":{"CmdletName":"Get-Label"}}""");

        front.Status.ShouldBe(302);
        front.Header("Location")!.ShouldStartWith("https://eur01b.admin.protection.outlook.com:446/adminapi/beta/");
        regional.Rows.Count.ShouldBe(4);
    }

    [Fact]
    public async Task The_compliance_service_never_says_that_the_audit_log_records()
    {
        using var demo = Connect();
        demo.Tenant.State.Replace("exchange/Get-AdminAuditLogConfig", [Encoding.UTF8.GetBytes("""{"UnifiedAuditLogIngestionEnabled":true}""")]);
        var exchange = await demo.InvokeAsync("Get-AdminAuditLogConfig");
        demo.Token = demo.Tenant.IssueToken(TenantService.Purview);

        var compliance = await demo.PostAsync(
            $"{Regional}{demo.Tenant.TenantId}/InvokeCommand", """{"CmdletInput":{"CmdletName":"Get-AdminAuditLogConfig"}}""");

        exchange.Rows[0].GetProperty("UnifiedAuditLogIngestionEnabled").GetBoolean().ShouldBeTrue();
        compliance.Rows[0].GetProperty("UnifiedAuditLogIngestionEnabled").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task What_failed_in_the_snapshot_fails_with_its_text()
    {
        using var demo = Connect(service: TenantService.Purview);

        var answer = await demo.PostAsync(
            $"{Regional}{demo.Tenant.TenantId}/InvokeCommand", """{"CmdletInput":{"CmdletName":"Get-PolicyConfig"}}""");

        answer.Status.ShouldBe(500);
        answer.Json.GetProperty("error").GetProperty("innererror").GetProperty("internalexception").GetProperty("message").GetString()
            .ShouldBe("The server encountered an error while it ran Get-PolicyConfig (request 6d1f5c0e).");
    }

    [Fact]
    public async Task The_role_for_Exchange_alone_does_not_open_the_compliance_service()
    {
        using var demo = new Demo();
        var administrator = demo.Tenant.Application with { DirectoryRoles = ["29232cdf-9323-42fd-ade2-1d097af3e4de"] };

        demo.Token = demo.Tenant.IssueToken(TenantService.Exchange, administrator);
        (await demo.InvokeAsync("Get-AcceptedDomain")).Status.ShouldBe(200);
        demo.Token = demo.Tenant.IssueToken(TenantService.Purview, administrator);
        (await demo.PostAsync($"{Regional}{demo.Tenant.TenantId}/InvokeCommand", """{"CmdletInput":{"CmdletName":"Get-Label"}}""")).Status.ShouldBe(403);
    }
}

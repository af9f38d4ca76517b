using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator.Tests;

public class TeamsAndDnsTests
{
    private const string Teams = "https://api.interfaces.records.teams.microsoft.com/Skype.Policy/configurations/";

    [Fact]
    public async Task A_type_of_configuration_answers_its_list_and_each_by_name()
    {
        using var demo = new Demo();
        demo.Token = demo.Tenant.IssueToken(TenantService.Teams);

        var list = await demo.GetAsync(Teams + "TeamsMeetingPolicy");
        var one = await demo.GetAsync(Teams + "TeamsMeetingPolicy/configuration/Global");

        list.Json.GetArrayLength().ShouldBe(5);
        one.Json.GetProperty("Identity").GetString().ShouldBe("Global");
    }

    [Theory]
    [InlineData("TeamsNothingPolicy", 404)]
    [InlineData("TeamsMeetingPolicy/configuration/None", 404)]
    [InlineData("TeamsMeetingPolicy/Global", 404)]
    public async Task What_is_not_there_is_not_found(string path, int status)
    {
        using var demo = new Demo();
        demo.Token = demo.Tenant.IssueToken(TenantService.Teams);

        (await demo.GetAsync(Teams + path)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task Teams_wants_its_own_token_and_a_directory_role()
    {
        using var demo = new Demo();

        (await demo.GetAsync(Teams + "TeamsMeetingPolicy")).Status.ShouldBe(401);
        demo.Token = demo.Tenant.IssueToken(TenantService.Teams, demo.Tenant.Application with { DirectoryRoles = [] });
        (await demo.GetAsync(Teams + "TeamsMeetingPolicy")).Status.ShouldBe(403);
        demo.Token = demo.Tenant.IssueToken(TenantService.Teams, person: demo.Tenant.Person);
        (await demo.GetAsync(Teams + "TeamsMeetingPolicy")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_resolver_answers_the_records_of_the_snapshot()
    {
        using var demo = new Demo { Token = null };

        var found = await demo.GetAsync("https://cloudflare-dns.com/dns-query?name=contoso.com&type=txt", ("Accept", "application/dns-json"));
        var unknown = await demo.GetAsync("https://dns.google/resolve?name=unknown.example&type=16");
        var bad = await demo.GetAsync("https://dns.google/resolve?type=16");

        found.Json.GetProperty("Answer")[0].GetProperty("data").GetString().ShouldBe("\"v=spf1 include:spf.protection.outlook.com -all\"");
        unknown.Json.GetProperty("Status").GetInt32().ShouldBe(2);
        bad.Status.ShouldBe(400);
    }
}

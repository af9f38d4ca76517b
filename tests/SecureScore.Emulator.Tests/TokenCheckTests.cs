using System.Text;
using System.Text.Json;
using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator.Tests;

public class TokenCheckTests
{
    [Fact]
    public async Task Without_a_token_of_the_tenant_for_Graph_nothing_is_told()
    {
        using var demo = new Demo();
        using var other = new Demo();

        foreach (string? token in new[]
        {
            null, "ready-made", "a.b.c", other.Token, demo.Tenant.IssueToken(TenantService.Exchange),
            demo.Tenant.IssueToken(TenantService.Graph, lifetime: TimeSpan.FromSeconds(-1)),
        })
        {
            demo.Token = token;
            var answer = await demo.GetAsync("/v1.0/organization");

            answer.Status.ShouldBe(401);
            answer.ErrorCode.ShouldBe("InvalidAuthenticationToken");
            answer.Header("WWW-Authenticate")!.ShouldStartWith("Bearer");
        }

        demo.Tenant.Requests.Count(request => request.HasToken).ShouldBe(5);
        demo.Tenant.Requests.Count(request => request.TokenAudience == "https://outlook.office365.com").ShouldBe(1);
    }

    [Fact]
    public async Task A_token_ends_with_its_time()
    {
        var clock = new ManualClock();
        using var demo = new Demo(new EmulatorOptions { Clock = clock });

        clock.Advance(TimeSpan.FromMinutes(59));
        (await demo.GetAsync("/v1.0/organization")).Status.ShouldBe(200);
        clock.Advance(TimeSpan.FromMinutes(1));
        (await demo.GetAsync("/v1.0/organization")).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("/v1.0/users?$top=1", "User.Read.All", "Authorization_RequestDenied")]
    [InlineData("/v1.0/users/$count", "User.Read.All", "Authorization_RequestDenied")]
    [InlineData("/v1.0/identity/conditionalAccess/policies", "Policy.Read.All", "AccessDenied")]
    [InlineData("/v1.0/reports/authenticationMethods/userRegistrationDetails", "AuditLog.Read.All", "Authentication_MSGraphPermissionMissing")]
    [InlineData("/v1.0/roleManagement/directory/roleAssignments", "RoleManagement.Read.Directory", "PermissionScopeNotGranted")]
    [InlineData("/v1.0/security/secureScores", "SecurityEvents.Read.All", "Forbidden")]
    [InlineData("/v1.0/admin/sharepoint/settings", "SharePointTenantSettings.Read.All", "accessDenied")]
    [InlineData("/v1.0/policies/permissionGrantPolicies", "Policy.Read.PermissionGrant", "Authorization_RequestDenied")]
    public async Task Each_path_wants_its_permission_and_says_so_in_its_own_words(string path, string permission, string code)
    {
        using var demo = new Demo();
        var all = EmulatedTenant.ReadPermissions[TenantService.Graph];
        all.ShouldContain(name => name == permission);

        demo.Token = TokenWith(demo, [permission]);
        var allowed = await demo.GetAsync(path, ("ConsistencyLevel", "eventual"));
        demo.Token = TokenWith(demo, [.. all.Where(other => other != permission)]);
        var denied = await demo.GetAsync(path, ("ConsistencyLevel", "eventual"));

        allowed.Status.ShouldBe(200);
        denied.Status.ShouldBe(403);
        denied.ErrorCode.ShouldBe(code);
    }

    [Fact]
    public async Task A_higher_permission_will_do()
    {
        using var demo = new Demo();
        demo.Token = TokenWith(demo, ["Directory.Read.All"]);

        (await demo.GetAsync("/v1.0/users?$top=1")).Status.ShouldBe(200);
        (await demo.GetAsync("/v1.0/identity/conditionalAccess/policies")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_person_needs_a_directory_role_where_an_application_needs_none()
    {
        using var demo = new Demo();
        const string Report = "/v1.0/reports/authenticationMethods/userRegistrationDetails";
        const string Settings = "/v1.0/admin/sharepoint/settings";

        demo.Token = demo.Tenant.IssueToken(TenantService.Graph, person: demo.Tenant.Person with { DirectoryRoles = [] });
        var report = await demo.GetAsync(Report);
        (await demo.GetAsync("/v1.0/users?$top=1")).Status.ShouldBe(200);
        demo.Token = demo.Tenant.IssueToken(
            TenantService.Graph, person: demo.Tenant.Person with { DirectoryRoles = ["5d6b6bb7-de71-4623-b4af-96380a352509"] });
        (await demo.GetAsync(Report)).Status.ShouldBe(200);
        (await demo.GetAsync(Settings)).Status.ShouldBe(403);
        demo.Token = demo.Tenant.IssueToken(TenantService.Graph, person: demo.Tenant.Person);
        (await demo.GetAsync(Settings)).Status.ShouldBe(200);

        report.Status.ShouldBe(403);
        report.ErrorCode.ShouldBe("Authentication_RequestFromUnsupportedUserRole");
    }

    [Fact]
    public async Task Who_asks_for_the_sign_ins_of_people_needs_a_permission_more_and_gets_shorter_pages()
    {
        using var demo = new Demo();
        const string Activity = "/v1.0/users?$select=id,signInActivity&$top=999";

        var both = await demo.GetAsync(Activity);
        demo.Token = TokenWith(demo, ["User.Read.All"]);
        var one = await demo.GetAsync(Activity);

        both.Status.ShouldBe(200);
        one.ErrorCode.ShouldBe("Authentication_MSGraphPermissionMissing");
    }

    [Fact]
    public async Task A_claims_challenge_is_met_by_a_token_that_was_asked_for_with_the_claims()
    {
        using var demo = new Demo(new EmulatorOptions { ClaimsChallenge = true });

        var challenge = await demo.GetAsync("/v1.0/organization");
        string header = challenge.Header("WWW-Authenticate")!;
        string claims = Encoding.UTF8.GetString(Convert.FromBase64String(header.Split("claims=\"")[1].Split('"')[0]));
        demo.Token = await SignInAsync(demo);
        var still = await demo.GetAsync("/v1.0/organization");
        demo.Token = await SignInAsync(demo, claims);
        var met = await demo.GetAsync("/v1.0/organization");

        challenge.Status.ShouldBe(401);
        header.ShouldContain("error=\"insufficient_claims\"");
        JsonDocument.Parse(claims).RootElement.GetProperty("access_token").Has("nbf").ShouldBeTrue();
        still.Status.ShouldBe(401);
        met.Status.ShouldBe(200);
    }

    private static string TokenWith(Demo demo, IReadOnlyCollection<string> permissions) => demo.Tenant.IssueToken(
        TenantService.Graph,
        demo.Tenant.Application with { Permissions = new Dictionary<TenantService, IReadOnlyCollection<string>> { [TenantService.Graph] = permissions } });

    private static async Task<string> SignInAsync(Demo demo, string claims = "")
    {
        var answer = await demo.PostFormAsync(
            $"https://login.microsoftonline.com/{demo.Tenant.TenantId}/oauth2/v2.0/token",
            ("grant_type", "client_credentials"),
            ("client_id", demo.Tenant.Application.ClientId),
            ("client_secret", demo.Tenant.Application.Secret!),
            ("scope", "https://graph.microsoft.com/.default"),
            ("claims", claims));
        return answer.Json.GetProperty("access_token").GetString()!;
    }
}

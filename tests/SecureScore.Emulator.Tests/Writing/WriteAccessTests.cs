using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator.Tests.Writing;

public class WriteAccessTests
{
    private const string ConditionalAccess = "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9";
    private const string Security = "194ae4cb-b126-40b2-bd5b-6091b380977d";
    private const string Privileged = "e8611ab8-c189-46e8-94e1-60213ab1f814";
    private const string MethodPolicies = "0526716b-113d-4c15-b2c8-68e3c22b9f80";
    private const string DomainNames = "8329153b-31d0-4727-b945-745eb3bc5f31";
    private const string SharePoint = "f28a1f50-f6e7-4571-818b-6a12f2af6b6c";
    private const string Groups = "fdd7a751-b60b-444a-984c-02652fe8fa1c";
    private const string Global = "62e90394-69f5-4237-9190-012177145e10";
    private const string GlobalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";

    private const string OfConditionalAccess = "Policy.ReadWrite.ConditionalAccess Policy.Read.All Application.Read.All";

    // What is sent is refused for its content, but only after it was looked at.
    public static TheoryData<string, string, string, string> Places => new()
    {
        { "POST", "/v1.0/identity/conditionalAccess/policies", OfConditionalAccess, ConditionalAccess },
        { "PATCH", "/v1.0/identity/conditionalAccess/policies/a3eb1ece-6589-84ae-1701-9178a881fce8", OfConditionalAccess, Security },
        { "POST", "/v1.0/identity/conditionalAccess/namedLocations", OfConditionalAccess, ConditionalAccess },
        { "PATCH", "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy", "Policy.ReadWrite.SecurityDefaults Policy.Read.All", ConditionalAccess },
        { "PATCH", "/v1.0/policies/authorizationPolicy", "Policy.ReadWrite.Authorization", Privileged },
        { "PUT", "/v1.0/policies/adminConsentRequestPolicy", "Policy.ReadWrite.ConsentRequest", Global },
        { "PATCH", "/v1.0/policies/authenticationMethodsPolicy", "Policy.ReadWrite.AuthenticationMethod", MethodPolicies },
        { "POST", "/v1.0/policies/activityBasedTimeoutPolicies", "Policy.ReadWrite.ApplicationConfiguration Policy.Read.All", Global },
        { "PATCH", "/v1.0/domains/contoso.com", "Domain.ReadWrite.All", DomainNames },
        { "PATCH", "/v1.0/groups/31ac49f5-3ab1-475f-eedf-769f1063f984", "Group.ReadWrite.All", Groups },
        { "POST", "/v1.0/groupSettings", "GroupSettings.ReadWrite.All", Global },
        { "PATCH", "/v1.0/admin/sharepoint/settings", "SharePointTenantSettings.ReadWrite.All", SharePoint },
        { "PATCH", "/beta/admin/appsAndServices", "OrgSettings-AppsAndServices.ReadWrite.All", Global },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Each_permission_is_needed_and_of_a_person_a_directory_role_too(string method, string path, string permissions, string role)
    {
        using var demo = new Demo();
        string[] names = permissions.Split(' ');

        (await AskAsync(names)).ShouldBe(400);
        foreach (string name in names)
            (await AskAsync([.. names.Where(other => other != name)])).ShouldBe(403, name);
        (await AskAsync([.. names.Select(name => name.Replace(".ReadWrite.", ".Read.", StringComparison.Ordinal))])).ShouldBe(403);

        (await AskAsync(names, [])).ShouldBe(403);
        (await AskAsync(names, [GlobalReader])).ShouldBe(403);
        (await AskAsync(names, [role])).ShouldBe(400);
        (await AskAsync(names, [Global])).ShouldBe(400);

        async Task<int> AskAsync(string[] granted, string[]? roles = null)
        {
            var person = roles is null ? null : new EmulatedPerson("admin@contoso.com") { DirectoryRoles = roles };
            demo.Token = demo.Tenant.IssueToken(TenantService.Graph, With(demo, granted), person);
            return (await demo.SendAsync(method, path, """{"unknown":true}""")).Status;
        }
    }

    [Theory]
    [InlineData("/v1.0/policies/authorizationPolicy", "Authorization_RequestDenied")]
    [InlineData("/v1.0/identity/conditionalAccess/policies/a3eb1ece-6589-84ae-1701-9178a881fce8", "AccessDenied")]
    [InlineData("/v1.0/admin/sharepoint/settings", "accessDenied")]
    public async Task The_application_of_the_tenant_only_reads_and_is_told_so(string path, string code)
    {
        using var demo = new Demo();

        var answer = await demo.PatchAsync(path, "{}");

        answer.Status.ShouldBe(403);
        answer.ErrorCode.ShouldBe(code);
    }

    private static EmulatedApplication With(Demo demo, IReadOnlyCollection<string> permissions) => demo.Tenant.Application with
    {
        Permissions = new Dictionary<TenantService, IReadOnlyCollection<string>> { [TenantService.Graph] = permissions },
    };
}

using SecureScore.Engine;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.SignIn;

namespace SecureScore.Microsoft365.Tests.SignIn;

public class HandedTokenTests
{
    private const string Graph = "https://graph.microsoft.com";
    private static readonly RecordingObserver s_observer = new();

    [Theory]
    [InlineData(Graph)]
    [InlineData(Graph + "/")]
    [InlineData("00000003-0000-0000-c000-000000000000")]
    public async Task A_token_connects_its_service_and_no_other(string audience)
    {
        var authority = new Authority();
        string token = Tokens.Create(audience, account: "ada@contoso.com", scopes: "Policy.Read.All User.Read.All");

        using var connection = await ConnectAsync(authority, (TenantService.Graph, token));

        var session = connection.Session;
        session.TenantId.ShouldBe(Tokens.Tenant);
        session.Account.ShouldBe("ada@contoso.com");
        session.ClientId.ShouldBe(Tokens.Client);
        session.SignIn.ShouldBe("AccessToken");
        session.Services.Where(service => service.Connected).Select(service => service.Service).ShouldBe([TenantService.Graph, TenantService.Dns]);
        session.Services[1].Reason.ShouldBe("No access token for Exchange was given.");
        authority.TokenRequests.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_token_allows_is_told()
    {
        using var connection = await ConnectAsync(new Authority(), (TenantService.Graph, Tokens.Create(Graph, roles: ["Policy.Read.All"])));

        var access = await connection.ReadAccessAsync(s_observer, default);

        access[0].Permissions.ShouldBe(["Policy.Read.All"]);
        access[0].DirectoryRoles.ShouldBe(["f2ef992c-3afb-46b9-b7cf-a126ee74c451"]);
        access[0].Error.ShouldBeNull();
        access.Single(service => service.Service == TenantService.Dns).Connected.ShouldBeTrue();
    }

    [Theory]
    [InlineData("https://management.azure.com")]
    [InlineData("https://graph.microsoft.us")]
    [InlineData("https://graph.microsoft.com.evil.example")]
    [InlineData("https://outlook.office365.com")]
    public async Task A_token_for_another_service_is_refused(string audience)
    {
        var failure = await FailAsync((TenantService.Graph, Tokens.Create(audience)));

        failure.ErrorId.ShouldBe(ErrorIds.AccessTokenWrongService);
        failure.Message.ShouldContain($"'{audience}'");
        failure.Message.ShouldContain(Graph);
    }

    [Fact]
    public async Task A_token_that_has_ended_is_refused()
    {
        var end = new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero);

        var failure = await FailAsync((TenantService.Graph, Tokens.Create(Graph, end)));

        failure.ErrorId.ShouldBe(ErrorIds.AccessTokenExpired);
        failure.Message.ShouldContain("2020-01-02 03:04:05Z");
    }

    [Theory]
    [InlineData("")]
    [InlineData("opaque-secret-mark")]
    [InlineData("a.b")]
    [InlineData("a.secret-mark!.c")]
    [InlineData("a.c2VjcmV0LW1hcms.c")]
    [InlineData("a.W10.c")]
    [InlineData("a.eyJhdWQiOjF9.c")]
    [InlineData("a.b.c.d.e")]
    public async Task What_is_no_token_is_refused_and_not_shown(string token)
    {
        var failure = await FailAsync((TenantService.Graph, token));

        failure.ErrorId.ShouldBe(ErrorIds.AccessTokenInvalid);
        failure.ToString().ShouldNotContain("secret-mark");
    }

    [Fact]
    public async Task One_bad_token_among_good_ones_is_told()
    {
        var failure = await FailAsync((TenantService.Graph, Tokens.Create(Graph)), (TenantService.Exchange, Tokens.Create(Graph)));

        failure.ErrorId.ShouldBe(ErrorIds.AccessTokenWrongService);
        failure.Message.ShouldContain("Exchange");
    }

    [Fact]
    public async Task Tokens_of_two_tenants_are_refused()
    {
        var failure = await FailAsync(
            (TenantService.Graph, Tokens.Create(Graph)), (TenantService.Exchange, Tokens.Create("https://outlook.office365.com", tenant: Tokens.OtherTenant)));

        failure.ErrorId.ShouldBe(ErrorIds.AccessTokenInvalid);
        failure.Message.ShouldContain(Tokens.OtherTenant);
    }

    [Fact]
    public async Task A_token_of_another_tenant_than_the_one_named_is_refused()
    {
        var failure = await Should.ThrowAsync<SignInException>(() => ConnectAsync(new Authority(), Tokens.OtherTenant, (TenantService.Graph, Tokens.Create(Graph))));

        failure.Message.ShouldContain($"belongs to the tenant {Tokens.Tenant}, not to {Tokens.OtherTenant}");
    }

    [Fact]
    public async Task No_token_at_all_is_told()
    {
        (await FailAsync()).ErrorId.ShouldBe(ErrorIds.SignInIncomplete);
    }

    [Fact]
    public async Task A_token_is_not_renewed()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        using var connection = await new Authority().Connector(clock).ConnectAsync(
            Request(null, (TenantService.Graph, Tokens.Create(Graph, clock.Now.AddHours(1)))), s_observer, default);

        clock.Now = clock.Now.AddHours(2);

        (await connection.ReadAccessAsync(s_observer, default))[0].Error!.ShouldContain("Get a new one");
        connection.Session.Services[0].Connected.ShouldBeFalse();
    }

    private static Task<SignInException> FailAsync(params (TenantService Service, string Token)[] tokens) =>
        Should.ThrowAsync<SignInException>(() => ConnectAsync(new Authority(), tokens));

    private static Task<Engine.Ports.ITenantConnection> ConnectAsync(Authority authority, params (TenantService Service, string Token)[] tokens) =>
        ConnectAsync(authority, null, tokens);

    private static Task<Engine.Ports.ITenantConnection> ConnectAsync(Authority authority, string? tenant, params (TenantService Service, string Token)[] tokens) =>
        authority.Connector().ConnectAsync(Request(tenant, tokens), s_observer, default);

    private static SignInRequest Request(string? tenant, params (TenantService Service, string Token)[] tokens) => new()
    {
        Method = new AccessTokenSignIn(tokens.ToDictionary(pair => pair.Service, pair => Tokens.Secure(pair.Token))),
        TenantId = tenant,
    };
}

using SecureScore.Emulator;
using SecureScore.Emulator.Clouds;
using SecureScore.Emulator.Faults;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.SignIn;
using SecureScore.Microsoft365.Tests.Collecting;

namespace SecureScore.Microsoft365.Tests.SignIn;

/// <summary>The credentials of Azure.Identity against the token endpoint of an emulated tenant, which checks proofs, audiences and permissions.</summary>
public sealed class EmulatedSignInTests : IDisposable
{
    private readonly EmulatedTenant _tenant = new(TenantSnapshot.Open(Collection.SampleFolder));
    private readonly RecordingObserver _observer = new();
    private readonly string _client = Guid.NewGuid().ToString();

    public void Dispose() => _tenant.Dispose();

    [Fact]
    public async Task A_secret_signs_in_and_Graph_takes_the_token()
    {
        using var connection = await ConnectAsync(new ClientSecretSignIn(Tokens.Secure(_tenant.Application.Secret!)), _tenant.Application.ClientId);

        connection.Session.Services.ShouldAllBe(service => service.Connected);
        connection.Session.TenantName.ShouldBe("Contoso");
        connection.Session.InitialDomain.ShouldBe("contoso.onmicrosoft.com");
        var access = await connection.ReadAccessAsync(_observer, default);
        access.Single(service => service.Service == TenantService.Graph).Permissions!.ShouldContain(permission => permission == "Policy.Read.All");
        access.Single(service => service.Service == TenantService.Exchange).Cmdlets!.ShouldContain(cmdlet => cmdlet == "Get-OrganizationConfig");
        access.Single(service => service.Service == TenantService.Purview).Cmdlets!.ShouldContain(cmdlet => cmdlet == "Get-Label");
    }

    [Fact]
    public async Task A_certificate_that_is_registered_signs_in_and_no_other()
    {
        using var certificate = Certificates.Create();
        using var other = Certificates.Create();
        _tenant.Register(Application() with { Certificate = certificate });

        using var connection = await ConnectAsync(new CertificateSignIn(certificate));
        var failure = await FailAsync(new CertificateSignIn(other));

        connection.Session.Services.ShouldAllBe(service => service.Connected);
        failure.ErrorId.ShouldBe(ErrorIds.CertificateNotRegistered);
    }

    [Fact]
    public async Task A_managed_identity_signs_in()
    {
        _tenant.Register(Application() with { ManagedIdentity = ManagedIdentityKind.User });

        using var connection = await ConnectAsync(new ManagedIdentitySignIn(_client), client: null);

        connection.Session.Services.ShouldAllBe(service => service.Connected);
        connection.Session.ClientId.ShouldBe(_client);
    }

    [Fact]
    public async Task A_machine_without_the_managed_identity_is_told() =>
        (await FailAsync(new ManagedIdentitySignIn(_client))).ErrorId.ShouldBe(ErrorIds.ManagedIdentityNotFound);

    [Fact]
    public async Task A_person_enters_a_code()
    {
        _tenant.Register(Application());

        using var connection = await ConnectAsync(new DeviceCodeSignIn());

        _observer.Messages.Count.ShouldBe(1);
        connection.Session.Account.ShouldBe(_tenant.Person.UserPrincipalName);
        connection.Session.Services.ShouldAllBe(service => service.Connected);
    }

    [Fact]
    public async Task Wrong_proofs_places_and_names_are_told()
    {
        _tenant.Register(Application() with { Secret = "right", SecretExpires = DateTimeOffset.UnixEpoch });

        (await FailAsync(new ClientSecretSignIn(Tokens.Secure("wrong")))).ErrorId.ShouldBe(ErrorIds.ApplicationSecretWrong);
        (await FailAsync(new ClientSecretSignIn(Tokens.Secure("right")))).ErrorId.ShouldBe(ErrorIds.ApplicationSecretExpired);
        (await FailAsync(new ClientSecretSignIn(Tokens.Secure("right")), client: Tokens.Client)).ErrorId.ShouldBe(ErrorIds.ApplicationNotFound);
        (await FailAsync(new ClientSecretSignIn(Tokens.Secure("right")), tenant: Tokens.OtherTenant)).ErrorId.ShouldBe(ErrorIds.TenantNotFound);
    }

    [Fact]
    public async Task Conditional_Access_that_blocks_the_application_is_told()
    {
        _tenant.Register(Application() with { Secret = "right", SignInError = 53003 });

        (await FailAsync(new ClientSecretSignIn(Tokens.Secure("right")))).ErrorId.ShouldBe(ErrorIds.ConditionalAccessBlocked);
    }

    [Fact]
    public async Task A_revoked_token_is_renewed_in_flight()
    {
        using var connection = await ConnectAsync(new ClientSecretSignIn(Tokens.Secure(_tenant.Application.Secret!)), _tenant.Application.ClientId);
        using var target = WorkingSnapshot.CreateTemporary();
        _tenant.Faults.Add(new EmulatedFault(FaultKind.ExpireTokens) { Service = EmulatedService.Graph });

        await connection.CollectAsync([Resources.Organization], target, _observer, default);

        target.StateOf(Resources.Organization).Status.ShouldBe(ResourceStatus.Collected);
        _tenant.Requests.Count(request => request.Service == EmulatedService.SignIn).ShouldBe(5);
    }

    [Fact]
    public async Task No_refusal_shows_what_was_sent()
    {
        const string Mark = "marked-secret";
        using var other = Certificates.Create();
        _tenant.Register(Application() with { Secret = "right" });
        SignInMethod[] methods =
        [
            new ClientSecretSignIn(Tokens.Secure(Mark)),
            new CertificateSignIn(other),
            new AccessTokenSignIn(new Dictionary<TenantService, System.Security.SecureString> { [TenantService.Graph] = Tokens.Secure(Mark) }),
            new AccessTokenSignIn(new Dictionary<TenantService, System.Security.SecureString>
            {
                [TenantService.Graph] = Tokens.Secure(Tokens.Create("https://elsewhere.example", mark: Mark)),
            }),
            new ManagedIdentitySignIn(Mark),
        ];

        foreach (var method in methods)
        {
            string text = (await FailAsync(method)).ToString();
            if (method is not ManagedIdentitySignIn)
                text.ShouldNotContain(Mark);
            text.ShouldNotContain(Tokens.Part(Mark));
            text.ShouldNotContain("eyJ");
        }

        _observer.Requests.ShouldAllBe(request => !request.ToString().Contains("marked", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"value":17}""")]
    [InlineData("""{"value":[17]}""")]
    [InlineData("""{"value":[{"verifiedDomains":[17]}]}""")]
    [InlineData("""{"value":[{"displayName":"\ud800"}]}""")]
    public async Task A_tenant_whose_name_is_damaged_is_connected_without_it(string answer)
    {
        using var connection = await new TenantConnector(() => new Answering(_tenant.CreateHandler(), answer)).ConnectAsync(
            new SignInRequest
            {
                Method = new ClientSecretSignIn(Tokens.Secure(_tenant.Application.Secret!)),
                ClientId = _tenant.Application.ClientId,
                TenantId = _tenant.TenantId,
                Services = [TenantService.Graph],
            },
            _observer,
            default);

        connection.Session.TenantId.ShouldBe(_tenant.TenantId);
        connection.Session.TenantName.ShouldBeNull();
    }

    [Fact]
    public async Task Two_tenants_at_once_stay_apart()
    {
        using var second = new EmulatedTenant(TenantSnapshot.Open(Path.Join(Path.GetDirectoryName(Collection.SampleFolder)!, "contoso-2022")));
        var observers = new[] { new RecordingObserver(), new RecordingObserver() };

        var connections = await Task.WhenAll(
            new[] { _tenant, second }.Select((tenant, number) => new TenantConnector(tenant.CreateHandler).ConnectAsync(
                new SignInRequest
                {
                    Method = new ClientSecretSignIn(Tokens.Secure(tenant.Application.Secret!)),
                    ClientId = tenant.Application.ClientId,
                    TenantId = tenant.TenantId,
                },
                observers[number],
                default)));

        connections.Select(connection => connection.Session.TenantId).Distinct(StringComparer.Ordinal).Count().ShouldBe(2);
        connections[0].Session.TenantId.ShouldBe(_tenant.TenantId);
        connections[1].Session.TenantId.ShouldBe(second.TenantId);
        _tenant.Requests.ShouldAllBe(request => !request.Path.Contains(second.TenantId, StringComparison.Ordinal));
        second.Requests.ShouldAllBe(request => !request.Path.Contains(_tenant.TenantId, StringComparison.Ordinal));
        connections[0].Dispose();
        connections[1].Session.Services.Count(service => service.Connected).ShouldBeGreaterThan(1);
        connections[1].Dispose();
    }

    private sealed class Answering(HttpMessageHandler inner, string answer) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri!.AbsolutePath == "/v1.0/organization" ? Task.FromResult(Http.Script.Ok(answer)) : base.SendAsync(request, cancellationToken);
    }

    private EmulatedApplication Application() => new(_client) { Permissions = EmulatedTenant.ReadPermissions };

    private Task<ITenantConnection> ConnectAsync(SignInMethod method, string? client = "", string? tenant = null) =>
        new TenantConnector(_tenant.CreateHandler).ConnectAsync(
            new SignInRequest { Method = method, TenantId = tenant ?? _tenant.TenantId, ClientId = client == "" ? _client : client, CanPrompt = true },
            _observer,
            default);

    private Task<SignInException> FailAsync(SignInMethod method, string? client = "", string? tenant = null) =>
        Should.ThrowAsync<SignInException>(() => ConnectAsync(method, client, tenant));
}

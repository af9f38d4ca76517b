using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using SecureScore.Engine;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.SignIn;

namespace SecureScore.Microsoft365.Tests.SignIn;

public class ClientCredentialTests
{
    private static readonly RecordingObserver s_observer = new();
    private static readonly string[] s_thumbprints = ["x5t", "x5t#S256"];

    [Fact]
    public async Task A_secret_gets_one_token_for_each_service_and_asks_for_what_was_consented_to()
    {
        var authority = new Authority();

        using var connection = await authority.Connector().ConnectAsync(Authority.Secret(), s_observer, default);

        authority.TokenRequests.Select(request => request.Field("scope")!.Split(' ')[0]).ShouldBe(
        [
            "https://graph.microsoft.com/.default", "https://outlook.office365.com/.default",
            "https://ps.compliance.protection.outlook.com/.default", "48ac35b8-9aa8-4d74-927d-1f4a14a0b239/.default",
        ], ignoreOrder: true);
        foreach (var request in authority.TokenRequests)
        {
            request.Address.GetLeftPart(UriPartial.Path).ShouldBe($"https://login.microsoftonline.com/{Tokens.Tenant}/oauth2/v2.0/token");
            request.Field("grant_type").ShouldBe("client_credentials");
            request.Field("client_id").ShouldBe(Tokens.Client);
            request.Field("client_secret").ShouldBe("the-secret");
            request.Field("claims")!.ShouldContain("cp1", Case.Insensitive);
        }
    }

    [Fact]
    public async Task The_session_tells_who_and_where_and_each_service_with_the_end_of_its_token()
    {
        using var connection = await new Authority().Connector().ConnectAsync(Authority.Secret(), s_observer, default);

        var session = connection.Session;
        session.TenantId.ShouldBe(Tokens.Tenant);
        session.TenantName.ShouldBe("Contoso");
        session.InitialDomain.ShouldBe("contoso.onmicrosoft.com");
        session.Account.ShouldBeNull();
        session.ClientId.ShouldBe(Tokens.Client);
        session.SignIn.ShouldBe("ClientSecret");
        session.Services.Select(service => service.Service).ShouldBe(Enum.GetValues<TenantService>());
        session.Services.ShouldAllBe(service => service.Connected);
        session.Services.Where(service => service.Service != TenantService.Dns).ShouldAllBe(service => service.ExpiresAt != null);
    }

    [Fact]
    public async Task Only_the_services_that_were_asked_for_are_signed_in_to()
    {
        var authority = new Authority();

        using var connection = await authority.Connector().ConnectAsync(Authority.Secret() with { Services = [TenantService.Exchange] }, s_observer, default);

        authority.Handler.Sent.Select(request => request.Field("scope")!.Split(' ')[0]).ShouldBe(["https://outlook.office365.com/.default"]);
        connection.Session.Services.Where(service => service.Connected).Select(service => service.Service).ShouldBe([TenantService.Exchange]);
        connection.Session.Services[0].Reason.ShouldBe("It was not asked for.");
    }

    [Theory]
    [InlineData(TenantCloud.GccHigh, "login.microsoftonline.us", "https://graph.microsoft.us/.default")]
    [InlineData(TenantCloud.DoD, "login.microsoftonline.us", "https://dod-graph.microsoft.us/.default")]
    [InlineData(TenantCloud.China, "login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn/.default")]
    public async Task Another_cloud_has_its_own_authority_and_services(TenantCloud cloud, string login, string graph)
    {
        var authority = new Authority();

        using var connection = await authority.Connector().ConnectAsync(Authority.Secret() with { Cloud = cloud, Services = [TenantService.Graph] }, s_observer, default);

        authority.TokenRequests.Single().Address.Host.ShouldBe(login);
        authority.TokenRequests.Single().Field("scope")!.Split(' ')[0].ShouldBe(graph);
        authority.Handler.Sent.Select(request => request.Address.Host).ShouldAllBe(host => host == login || host == new Uri(graph).Host);
    }

    [Fact]
    public async Task A_certificate_signs_a_proof_for_the_authority()
    {
        using var certificate = Certificates.Create();
        var authority = new Authority();

        using var connection = await authority.Connector().ConnectAsync(
            Authority.Secret() with { Method = new CertificateSignIn(certificate), Services = [TenantService.Graph] }, s_observer, default);

        var request = authority.TokenRequests.Single();
        request.Field("grant_type").ShouldBe("client_credentials");
        request.Field("client_secret").ShouldBeNull();
        request.Field("client_assertion_type").ShouldBe("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        string[] parts = request.Field("client_assertion")!.Split('.');
        using var header = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0]));
        using var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
        Thumbprints(header.RootElement).ShouldContain(thumbprint =>
            thumbprint == Convert.ToHexString(certificate.GetCertHash()) || thumbprint == Convert.ToHexString(certificate.GetCertHash(HashAlgorithmName.SHA256)));
        claims.RootElement.GetProperty("aud").GetString().ShouldBe($"https://login.microsoftonline.com/{Tokens.Tenant}/oauth2/v2.0/token");
        claims.RootElement.GetProperty("iss").GetString().ShouldBe(Tokens.Client);
        claims.RootElement.GetProperty("sub").GetString().ShouldBe(Tokens.Client);
        using var key = certificate.GetRSAPublicKey()!;
        var padding = header.RootElement.GetProperty("alg").GetString() == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, padding)
            .ShouldBeTrue();
        connection.Session.SignIn.ShouldBe("Certificate");
    }

    [Theory]
    [InlineData(null, Tokens.Client, "tenant id")]
    [InlineData(Tokens.Tenant, null, "client) id")]
    [InlineData("not a tenant/..", Tokens.Client, "neither a tenant id nor a domain")]
    public async Task What_is_not_given_is_named(string? tenant, string? client, string named)
    {
        var failure = await Should.ThrowAsync<SignInException>(() => new Authority().Connector().ConnectAsync(
            Authority.Secret() with { TenantId = tenant, ClientId = client }, s_observer, default));

        failure.ErrorId.ShouldBe(ErrorIds.SignInIncomplete);
        failure.Message.ShouldContain(named);
    }

    [Fact]
    public async Task Requests_for_tokens_are_told_without_what_they_hold()
    {
        var observer = new RecordingObserver();

        using var connection = await new Authority().Connector().ConnectAsync(Authority.Secret() with { Services = [TenantService.Graph] }, observer, default);

        observer.Requests.Select(request => $"{request.Method} {request.Host}{request.Path} {request.Status}").ShouldBe(
        [
            $"POST login.microsoftonline.com/{Tokens.Tenant}/oauth2/v2.0/token 200",
            "GET graph.microsoft.com/v1.0/organization 200",
        ]);
    }

    [Fact]
    public async Task Two_tenants_side_by_side_stay_apart()
    {
        var authority = new Authority { Refuse = request => request.Address.AbsolutePath.Contains(Tokens.OtherTenant, StringComparison.Ordinal) ? 7000215 : null };
        var request = Authority.Secret() with { Services = [TenantService.Graph] };

        using var first = await authority.Connector().ConnectAsync(request, s_observer, default);
        await Should.ThrowAsync<SignInException>(() => authority.Connector().ConnectAsync(request with { TenantId = Tokens.OtherTenant }, s_observer, default));
        using var again = await authority.Connector().ConnectAsync(request, s_observer, default);
        first.Dispose();

        // A connection of its own asks for a token of its own, and survives the end of the other.
        authority.TokenRequests.Count(sent => sent.Address.AbsolutePath.Contains(Tokens.Tenant, StringComparison.Ordinal)).ShouldBe(2);
        first.Session.Services[0].Connected.ShouldBeFalse();
        again.Session.Services[0].Connected.ShouldBeTrue();
    }

    [Fact]
    public async Task Cancelling_ends_a_sign_in_that_hangs()
    {
        using var stop = new CancellationTokenSource();
        using var hang = new HangingHandler(stop.Cancel);

        await Should.ThrowAsync<OperationCanceledException>(() => new TenantConnector(() => hang).ConnectAsync(Authority.Secret(), s_observer, stop.Token));
    }

    private static IEnumerable<string> Thumbprints(JsonElement header) => s_thumbprints
        .Where(name => header.TryGetProperty(name, out _))
        .Select(name => Convert.ToHexString(System.Buffers.Text.Base64Url.DecodeFromChars(header.GetProperty(name).GetString())));

    private sealed class HangingHandler(Action reached) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            reached();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }
}

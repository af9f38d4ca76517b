using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace SecureScore.Emulator.Tests;

public class SignInTests
{
    private const string ClientId = "11111111-2222-4333-8444-555555555555";
    private const string Login = "https://login.microsoftonline.com/";
    private const string GraphScope = "https://graph.microsoft.com/.default";

    [Fact]
    public async Task Discovery_names_the_endpoints_of_the_tenant()
    {
        using var demo = new Demo { Token = null };

        var instance = await demo.GetAsync(Login + "common/discovery/instance?api-version=1.1");
        var configuration = await demo.GetAsync(Login + "contoso.com/v2.0/.well-known/openid-configuration");

        instance.Json.GetProperty("metadata")[0].GetProperty("preferred_network").GetString().ShouldBe("login.microsoftonline.com");
        configuration.Json.GetProperty("issuer").GetString().ShouldBe($"{Login}{demo.Tenant.TenantId}/v2.0");
        configuration.Json.GetProperty("token_endpoint").GetString().ShouldBe(Login + "contoso.com/oauth2/v2.0/token");
    }

    [Fact]
    public async Task A_secret_gives_a_token_that_tells_the_application_and_what_it_may()
    {
        using var demo = new Demo();

        var answer = await AskAsync(demo, demo.Tenant.Application);

        using var claims = JsonDocument.Parse(Decode(answer.Json.GetProperty("access_token").GetString()!.Split('.')[1]));
        var root = claims.RootElement;
        root.GetProperty("aud").GetString().ShouldBe("https://graph.microsoft.com");
        root.GetProperty("tid").GetString().ShouldBe(demo.Tenant.TenantId);
        root.GetProperty("appid").GetString().ShouldBe(demo.Tenant.Application.ClientId);
        root.GetProperty("roles").EnumerateArray().ShouldContain(role => role.ValueEquals("User.Read.All"));
        root.GetProperty("wids")[0].GetString().ShouldBe("f2ef992c-3afb-46b9-b7cf-a126ee74c451");
    }

    [Fact]
    public async Task What_was_sent_is_kept_without_its_proof()
    {
        using var demo = new Demo();

        await AskAsync(demo, demo.Tenant.Application);

        var form = demo.Tenant.Requests.Single().Form;
        form["client_id"].ShouldBe(demo.Tenant.Application.ClientId);
        form["client_secret"].ShouldBe("***");
    }

    [Fact]
    public async Task Each_wrong_sign_in_has_the_number_of_its_error()
    {
        var clock = new ManualClock();
        using var demo = new Demo(new EmulatorOptions { Clock = clock });
        var known = new EmulatedApplication(ClientId) { Secret = "right" };
        demo.Tenant.Register(known);
        demo.Tenant.Register(new EmulatedApplication("expired") { Secret = "right", SecretExpires = clock.GetUtcNow() });
        demo.Tenant.Register(new EmulatedApplication("blocked") { Secret = "right", SignInError = 53003 });

        await ShouldBeRefusedAsync(7000215, 401, AskAsync(demo, known with { Secret = "wrong" }));
        await ShouldBeRefusedAsync(7000218, 401, AskAsync(demo, known with { Secret = null }));
        await ShouldBeRefusedAsync(7000222, 401, AskAsync(demo, new EmulatedApplication("expired") { Secret = "right" }));
        await ShouldBeRefusedAsync(53003, 400, AskAsync(demo, new EmulatedApplication("blocked") { Secret = "right" }));
        await ShouldBeRefusedAsync(700016, 400, AskAsync(demo, new EmulatedApplication("unknown") { Secret = "right" }));
        await ShouldBeRefusedAsync(90002, 400, AskAsync(demo, known, tenant: "unknown.example"));
        await ShouldBeRefusedAsync(500011, 400, AskAsync(demo, known, scope: "https://vault.azure.net/.default"));
        await ShouldBeRefusedAsync(900144, 400, AskAsync(demo, known, scope: ""));
        await ShouldBeRefusedAsync(70003, 400, PostAsync(demo, ("grant_type", "password"), ("client_id", ClientId)));
    }

    [Theory]
    [InlineData("PS256", true)]
    [InlineData("PS256", false)]
    [InlineData("RS256", false)]
    public async Task The_key_of_the_registered_certificate_gives_a_token(string algorithm, bool isSha256)
    {
        using var demo = new Demo();
        using var certificate = CreateCertificate();
        demo.Tenant.Register(new EmulatedApplication(ClientId) { Certificate = certificate });

        var answer = await AskAsync(demo, Assertion(demo, certificate, algorithm: algorithm, isSha256: isSha256));

        answer.Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_assertion_that_proves_nothing_is_refused()
    {
        using var demo = new Demo();
        using var certificate = CreateCertificate();
        using var other = CreateCertificate();
        demo.Tenant.Register(new EmulatedApplication(ClientId) { Certificate = certificate });
        string good = Assertion(demo, certificate);
        string[] parts = good.Split('.');

        await ShouldBeRefusedAsync(700027, 401, AskAsync(demo, Assertion(demo, other)));
        await ShouldBeRefusedAsync(700027, 401, AskAsync(demo, $"{parts[0]}.{parts[1]}.{Assertion(demo, other).Split('.')[2]}"));
        await ShouldBeRefusedAsync(700027, 401, AskAsync(demo, Assertion(demo, certificate, algorithm: "none")));
        await ShouldBeRefusedAsync(700024, 401, AskAsync(demo, Assertion(demo, certificate, lifetime: TimeSpan.FromMinutes(-6))));
        await ShouldBeRefusedAsync(700023, 401, AskAsync(demo, Assertion(demo, certificate, audience: "https://example.net/")));
        await ShouldBeRefusedAsync(700213, 401, AskAsync(demo, Assertion(demo, certificate, subject: "another")));
        await ShouldBeRefusedAsync(50027, 400, AskAsync(demo, "nothing"));
        await ShouldBeRefusedAsync(50027, 400, AskAsync(demo, "a.b.c"));
        (await AskAsync(demo, good)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_token_of_another_platform_stands_for_the_application()
    {
        using var demo = new Demo();
        using var platform = CreateCertificate();
        demo.Tenant.Register(new EmulatedApplication(ClientId) { FederatedSubject = "system:serviceaccount:score:reader" });

        var answer = await AskAsync(
            demo, Assertion(demo, platform, subject: "system:serviceaccount:score:reader", audience: "api://AzureADTokenExchange"));
        var misdirected = AskAsync(demo, Assertion(demo, platform, subject: "system:serviceaccount:score:reader", audience: "api://other"));

        answer.Status.ShouldBe(200);
        await ShouldBeRefusedAsync(700023, 401, misdirected);
    }

    [Fact]
    public async Task A_person_who_enters_the_code_is_signed_in_and_stays_so()
    {
        using var demo = new Demo();
        const string Tools = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
        const string Scope = GraphScope + " openid profile offline_access";

        var begun = await demo.PostFormAsync(Login + "organizations/oauth2/v2.0/devicecode", ("client_id", Tools), ("scope", Scope));
        string code = begun.Json.GetProperty("device_code").GetString()!;
        var pending = await PollAsync();
        var signedIn = await PollAsync();
        var again = PollAsync();
        var renewed = await PostAsync(
            demo, ("grant_type", "refresh_token"), ("client_id", Tools), ("scope", Scope), ("refresh_token", signedIn.Json.GetProperty("refresh_token").GetString()!));
        var elsewhere = PostAsync(
            demo,
            ("grant_type", "refresh_token"), ("client_id", Tools), ("scope", "https://outlook.office365.com/.default"),
            ("refresh_token", signedIn.Json.GetProperty("refresh_token").GetString()!));

        pending.Json.GetProperty("error").GetString().ShouldBe("authorization_pending");
        using var claims = JsonDocument.Parse(Decode(signedIn.Json.GetProperty("id_token").GetString()!.Split('.')[1]));
        claims.RootElement.GetProperty("preferred_username").GetString().ShouldBe(demo.Tenant.Person.UserPrincipalName);
        demo.Token = renewed.Json.GetProperty("access_token").GetString();
        (await demo.GetAsync("/v1.0/organization")).Status.ShouldBe(200);
        await ShouldBeRefusedAsync(70020, 400, again);
        await ShouldBeRefusedAsync(65001, 400, elsewhere);

        Task<Answer> PollAsync() => PostAsync(demo, ("grant_type", "device_code"), ("client_id", Tools), ("device_code", code), ("scope", Scope));
    }

    [Fact]
    public async Task A_person_whom_Conditional_Access_blocks_gets_no_token()
    {
        using var demo = new Demo(new EmulatorOptions { DeviceCodePolls = 0 });
        demo.Tenant.Person = demo.Tenant.Person with { SignInError = 53003 };
        string clientId = demo.Tenant.Application.ClientId;

        var begun = await demo.PostFormAsync(Login + "common/oauth2/v2.0/devicecode", ("client_id", clientId), ("scope", GraphScope));

        await ShouldBeRefusedAsync(53003, 400, PostAsync(
            demo,
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("client_id", clientId), ("scope", GraphScope),
            ("device_code", begun.Json.GetProperty("device_code").GetString()!)));
    }

    [Fact]
    public async Task An_Azure_resource_gets_the_tokens_of_its_identities()
    {
        using var demo = new Demo { Token = null };
        demo.Tenant.Register(demo.Tenant.Application with { ClientId = "system", ManagedIdentity = ManagedIdentityKind.System });
        demo.Tenant.Register(demo.Tenant.Application with { ClientId = "user", ManagedIdentity = ManagedIdentityKind.User });
        const string Machine = "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fgraph.microsoft.com";
        const string Service = "http://127.0.0.1:41000/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Foutlook.office365.com%2F";

        var machine = await demo.GetAsync(Machine, ("Metadata", "true"));
        var user = await demo.GetAsync(Machine + "&client_id=user", ("Metadata", "true"));
        var service = await demo.GetAsync(Service, ("X-IDENTITY-HEADER", demo.Tenant.IdentityHeader));

        machine.Json.GetProperty("client_id").GetString().ShouldBe("system");
        user.Json.GetProperty("client_id").GetString().ShouldBe("user");
        service.Json.GetProperty("access_token").GetString().ShouldNotBeNullOrEmpty();
        (await demo.GetAsync(Machine)).Status.ShouldBe(400);
        (await demo.GetAsync(Machine + "&client_id=none", ("Metadata", "true"))).Status.ShouldBe(400);
        (await demo.GetAsync(Machine.Replace("graph", "vault", StringComparison.Ordinal), ("Metadata", "true"))).Status.ShouldBe(400);
        (await demo.GetAsync(Service, ("X-IDENTITY-HEADER", "guess"))).Status.ShouldBe(401);
    }

    private static Task<Answer> AskAsync(Demo demo, EmulatedApplication application, string? tenant = null, string scope = GraphScope)
    {
        var fields = new List<(string, string)> { ("grant_type", "client_credentials"), ("client_id", application.ClientId), ("scope", scope) };
        if (application.Secret is not null)
            fields.Add(("client_secret", application.Secret));
        return demo.PostFormAsync($"{Login}{tenant ?? demo.Tenant.TenantId}/oauth2/v2.0/token", [.. fields]);
    }

    private static Task<Answer> AskAsync(Demo demo, string assertion) => PostAsync(
        demo,
        ("grant_type", "client_credentials"),
        ("client_id", ClientId),
        ("scope", GraphScope),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", assertion));

    private static Task<Answer> PostAsync(Demo demo, params (string Name, string Value)[] fields) =>
        demo.PostFormAsync($"{Login}{demo.Tenant.TenantId}/oauth2/v2.0/token", fields);

    private static async Task ShouldBeRefusedAsync(int code, int status, Task<Answer> asking)
    {
        var answer = await asking;
        answer.Status.ShouldBe(status);
        answer.Json.GetProperty("error_codes")[0].GetInt32().ShouldBe(code);
        answer.Json.GetProperty("error_description").GetString()!.ShouldStartWith(string.Create(CultureInfo.InvariantCulture, $"AADSTS{code}: "));
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=SecureScore", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    private static string Assertion(
        Demo demo,
        X509Certificate2 certificate,
        string algorithm = "PS256",
        bool isSha256 = true,
        string subject = ClientId,
        string? audience = null,
        TimeSpan? lifetime = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        string thumbprint = Encode(certificate.GetCertHash(isSha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1));
        string header = $$"""{"alg":"{{algorithm}}","typ":"JWT","{{(isSha256 ? "x5t#S256" : "x5t")}}":"{{thumbprint}}"}""";
        string claims = JsonSerializer.Serialize(new
        {
            aud = audience ?? $"{Login}{demo.Tenant.TenantId}/oauth2/v2.0/token",
            iss = subject,
            sub = subject,
            nbf = now.AddMinutes(-10).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            exp = (now + (lifetime ?? TimeSpan.FromMinutes(10))).ToUnixTimeSeconds(),
        });
        string content = Encode(Encoding.UTF8.GetBytes(header)) + "." + Encode(Encoding.UTF8.GetBytes(claims));
        using var key = certificate.GetRSAPrivateKey()!;
        var padding = algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return content + "." + Encode(key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, padding));
    }

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static byte[] Decode(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}

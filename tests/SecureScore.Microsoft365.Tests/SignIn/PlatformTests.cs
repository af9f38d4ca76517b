using System.Globalization;
using SecureScore.Emulator;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Loopback;
using SecureScore.Microsoft365.Http;
using SecureScore.Microsoft365.SignIn;
using SecureScore.Microsoft365.Tests.Collecting;

namespace SecureScore.Microsoft365.Tests.SignIn;

/// <summary>Sign-ins that the platform has: its endpoint over a socket, its token file, its programs. What they need is in the environment of the
/// process, so nothing else runs beside them.</summary>
[CollectionDefinition(nameof(PlatformTests), DisableParallelization = true)]
[Collection(nameof(PlatformTests))]
public sealed class PlatformTests : IDisposable
{
    private readonly EmulatedTenant _tenant = new(TenantSnapshot.Open(Collection.SampleFolder));
    private readonly LoopbackHost _host;
    private readonly string _folder = Directory.CreateTempSubdirectory("securescore-").FullName;
    private readonly string _client = Guid.NewGuid().ToString();
    private readonly Dictionary<string, string?> _environment = new(StringComparer.Ordinal);

    public PlatformTests() => _host = LoopbackHost.Start(_tenant);

    public void Dispose()
    {
        foreach (var (name, value) in _environment)
            Environment.SetEnvironmentVariable(name, value);
        _host.Dispose();
        _tenant.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_managed_identity_of_a_machine_signs_in_over_a_socket()
    {
        _tenant.Register(Application() with { ManagedIdentity = ManagedIdentityKind.System });

        await ShouldConnectAsync(new ManagedIdentitySignIn(null));

        _tenant.Requests.ShouldContain(request => request.Host == "169.254.169.254");
    }

    [Fact]
    public async Task The_managed_identity_of_a_runbook_signs_in_over_a_socket()
    {
        _tenant.Register(Application() with { ManagedIdentity = ManagedIdentityKind.User });
        Set("IDENTITY_ENDPOINT", new Uri(_host.Address, "/msi/token").AbsoluteUri);
        Set("IDENTITY_HEADER", _tenant.IdentityHeader);

        await ShouldConnectAsync(new ManagedIdentitySignIn(_client));

        _tenant.Requests.ShouldContain(request => request.Path == "/msi/token" && request.Status == 200);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_token_file_of_a_workload_signs_in(bool isFromEnvironment)
    {
        const string Subject = "system:serviceaccount:score:reader";
        _tenant.Register(Application() with { FederatedSubject = Subject });
        string file = Path.Join(_folder, "token");
        var now = TimeProvider.System.GetUtcNow();
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture,
            $$"""{{Tokens.Part("""{"alg":"RS256"}""")}}.{{Tokens.Part($$"""{"sub":"{{Subject}}","aud":"api://AzureADTokenExchange","nbf":{{now.ToUnixTimeSeconds()}},"exp":{{now.AddHours(1).ToUnixTimeSeconds()}}}""")}}.{{Tokens.Part("signature")}}"""));
        if (isFromEnvironment)
        {
            Set("AZURE_FEDERATED_TOKEN_FILE", file);
            Set("AZURE_CLIENT_ID", _client);
            Set("AZURE_TENANT_ID", _tenant.TenantId);
            await ShouldConnectAsync(new WorkloadIdentitySignIn(null));
        }
        else
        {
            await ShouldConnectAsync(new WorkloadIdentitySignIn(file), _client, _tenant.TenantId);
        }
    }

    [Fact]
    public async Task A_platform_that_the_application_does_not_know_is_told()
    {
        _tenant.Register(Application() with { FederatedSubject = "another" });
        string file = Path.Join(_folder, "token");
        File.WriteAllText(file, Tokens.Create("api://AzureADTokenExchange", mark: "marked"));

        var failure = await Should.ThrowAsync<SignInException>(() => ShouldConnectAsync(new WorkloadIdentitySignIn(file), _client, _tenant.TenantId));

        failure.ErrorId.ShouldBe(ErrorIds.WorkloadIdentityUnusable);
        failure.ToString().ShouldNotContain(Tokens.Part("marked")[..6]);
    }

    [Fact]
    public async Task A_sign_in_of_the_Azure_CLI_is_used()
    {
        if (OperatingSystem.IsWindows())
            return;

        Fake("az", resource => $$"""*"{{resource}}"*) echo '{"accessToken":"{{TokenFor(resource)}}","expiresOn":"2099-01-01 00:00:00.000000","expires_on":4070908800,"tokenType":"Bearer"}' ;;""", arguments: "$*");

        await ShouldConnectAsync(new AzureCliSignIn());
    }

    [Fact]
    public async Task A_CLI_that_nobody_signed_in_to_is_told_without_its_words()
    {
        if (OperatingSystem.IsWindows())
            return;

        File.WriteAllText(Path.Join(_folder, "az"), "#!/bin/sh\necho 'ERROR: Please run az login to setup account. marked' >&2\nexit 1\n");
        Publish("az");

        var failure = await Should.ThrowAsync<SignInException>(() => ShouldConnectAsync(new AzureCliSignIn()));

        failure.ErrorId.ShouldBe(ErrorIds.AzureCliNotSignedIn);
        failure.Message.ShouldNotContain("marked");
    }

    [Fact]
    public async Task A_sign_in_of_Azure_PowerShell_is_used()
    {
        if (OperatingSystem.IsWindows())
            return;

        Fake(
            "pwsh",
            resource => $$"""*"{{resource}}"*) echo '<Object><Property Name="Token">{{TokenFor(resource)}}</Property><Property Name="ExpiresOn">{{new DateTime(2099, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks}}</Property></Object>' ;;""",
            arguments: "$(for last; do :; done; echo \"$last\" | base64 -d | tr -d '\\000')");

        await ShouldConnectAsync(new AzurePowerShellSignIn());
    }

    private static readonly (string Resource, TenantService Service)[] s_resources =
    [
        ("https://graph.microsoft.com", TenantService.Graph),
        ("https://outlook.office365.com", TenantService.Exchange),
        ("https://ps.compliance.protection.outlook.com", TenantService.Purview),
        ("48ac35b8-9aa8-4d74-927d-1f4a14a0b239", TenantService.Teams),
    ];

    private string TokenFor(string resource) =>
        _tenant.IssueToken(Array.Find(s_resources, pair => pair.Resource == resource).Service, person: _tenant.Person);

    private void Fake(string program, Func<string, string> answer, string arguments)
    {
        string cases = string.Join('\n', s_resources.Select(pair => answer(pair.Resource)));
        File.WriteAllText(Path.Join(_folder, program), $"#!/bin/sh\ncase \"{arguments}\" in\n{cases}\n*) exit 1 ;;\nesac\n");
        Publish(program);
    }

    private void Publish(string program)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Join(_folder, program), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Set("PATH", _folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"));
    }

    private void Set(string name, string value)
    {
        _environment.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    private EmulatedApplication Application() =>
        new(_client) { Permissions = EmulatedTenant.ReadPermissions, DirectoryRoles = ["f2ef992c-3afb-46b9-b7cf-a126ee74c451"] };

    private async Task ShouldConnectAsync(SignInMethod method, string? client = null, string? tenant = null)
    {
        using var connection = await new TenantConnector(() => _host.CreateTransport(ServiceHandler.Create()), isPatient: false).ConnectAsync(
            new SignInRequest { Method = method, ClientId = client, TenantId = tenant }, new RecordingObserver(), default);

        connection.Session.TenantId.ShouldBe(_tenant.TenantId);
        foreach (var service in connection.Session.Services)
            service.Connected.ShouldBeTrue($"{service.Service}: {service.Reason}");
        connection.Session.TenantName.ShouldBe("Contoso");
    }
}

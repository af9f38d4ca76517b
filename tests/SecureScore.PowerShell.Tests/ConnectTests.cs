using System.Collections;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecureScore.Engine;
using SecureScore.Engine.Tenants;
using SecureScore.PowerShell.Commands;
using SecureScore.PowerShell.Tests.Running;

namespace SecureScore.PowerShell.Tests;

/// <summary>What Connect-SecureScore asks of whoever signs in, and what it says of it.</summary>
public sealed class ConnectTests : IDisposable
{
    private const string Client = "11111111-2222-3333-4444-555555555555";

    private readonly RunspaceScope _runspace = new();
    private readonly FakeTenants _tenants = new();

    public void Dispose() => _runspace.Dispose();

    [Fact]
    public void A_person_signs_in_with_a_browser_unless_something_else_is_said()
    {
        var request = Request();

        request.Method.ShouldBe(new BrowserSignIn());
        request.CanPrompt.ShouldBeTrue();
        request.TenantId.ShouldBeNull();
        request.ClientId.ShouldBeNull();
        request.Cloud.ShouldBe(TenantCloud.Global);
        request.Services.ShouldBeEmpty();
        request.UseDnsOverHttps.ShouldBeFalse();
    }

    [Fact]
    public void What_is_said_of_the_tenant_goes_along()
    {
        var request = Request(
            ("DeviceCode", true), ("TenantId", "contoso.com"), ("ClientId", Client), ("Cloud", TenantCloud.China),
            ("Service", new[] { TenantService.Graph, TenantService.Dns, TenantService.Graph }), ("DnsOverHttps", true));

        request.Method.ShouldBe(new DeviceCodeSignIn());
        request.TenantId.ShouldBe("contoso.com");
        request.ClientId.ShouldBe(Client);
        request.Cloud.ShouldBe(TenantCloud.China);
        request.Services.ShouldBe([TenantService.Graph, TenantService.Dns]);
        request.UseDnsOverHttps.ShouldBeTrue();
    }

    [Fact]
    public void An_application_signs_in_with_a_secret_however_it_is_given()
    {
        var secret = Secure("s3cret");

        Request(("ClientSecret", secret), ("TenantId", "t"), ("ClientId", Client)).Method.ShouldBe(new ClientSecretSignIn(secret));

        var request = Request(("ClientSecretCredential", new PSCredential(Client, secret)), ("TenantId", "t"));
        request.Method.ShouldBe(new ClientSecretSignIn(secret));
        request.ClientId.ShouldBe(Client);
    }

    [Fact]
    public void An_application_signs_in_with_a_certificate_at_hand_in_a_file_or_in_the_store()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
        var password = Secure("pass");

        Request(("Certificate", certificate), ("TenantId", "t"), ("ClientId", Client)).Method.ShouldBe(new CertificateSignIn(certificate));
        Request(("CertificatePath", "app.pfx"), ("CertificatePassword", password), ("TenantId", "t"), ("ClientId", Client)).Method
            .ShouldBe(new CertificateFileSignIn(Path.GetFullPath("app.pfx"), password));
        Request(("CertificateThumbprint", "AB12"), ("TenantId", "t"), ("ClientId", Client)).Method.ShouldBe(new CertificateStoreSignIn("AB12"));
    }

    [Fact]
    public void A_platform_signs_in_for_its_workload()
    {
        Request(("ManagedIdentity", true)).Method.ShouldBe(new ManagedIdentitySignIn(null));
        var user = Request(("ManagedIdentity", true), ("ClientId", Client));
        user.Method.ShouldBe(new ManagedIdentitySignIn(Client));
        user.ClientId.ShouldBeNull();

        Request(("WorkloadIdentity", true)).Method.ShouldBe(new WorkloadIdentitySignIn(null));
        Request(("WorkloadIdentity", true), ("TokenFile", "token")).Method.ShouldBe(new WorkloadIdentitySignIn(Path.GetFullPath("token")));
        Request(("AzureCli", true)).Method.ShouldBe(new AzureCliSignIn());
        Request(("AzurePowerShell", true)).Method.ShouldBe(new AzurePowerShellSignIn());
    }

    [Fact]
    public void Access_tokens_are_for_the_service_that_they_tell()
    {
        var token = Secure(FakeTenants.Token);

        Tokens(token).ShouldBe([KeyValuePair.Create(TenantService.Graph, token)]);
        Tokens(new Hashtable(StringComparer.OrdinalIgnoreCase) { ["teams"] = token }).ShouldBe([KeyValuePair.Create(TenantService.Teams, token)]);
        ((AccessTokenSignIn)Request(("AccessToken", new object[] { token }), ("Service", TenantService.Exchange)).Method).Tokens.Keys.ShouldBe([TenantService.Exchange]);
        Tokens(
            new { Token = token, ResourceUrl = "https://graph.microsoft.com/" },
            new { Token = token, ResourceUrl = "https://outlook.office365.us" },
            new { Token = token, ResourceUrl = "https://ps.compliance.protection.partner.outlook.cn" },
            new { Token = token, ResourceUrl = "48ac35b8-9aa8-4d74-927d-1f4a14a0b239" }).Keys
            .ShouldBe([TenantService.Graph, TenantService.Exchange, TenantService.Purview, TenantService.Teams]);
    }

    [Fact]
    public void The_text_that_older_versions_of_Az_hand_out_is_taken_from_its_object()
    {
        var token = Tokens(new { Token = FakeTenants.Token, ResourceUrl = "https://graph.microsoft.com/" })[TenantService.Graph];

        new System.Net.NetworkCredential("", token).Password.ShouldBe(FakeTenants.Token);
        token.IsReadOnly().ShouldBeTrue();
    }

    public static TheoryData<object> TokensOfNoService =>
    [
        new Hashtable { ["Grph"] = Secure(FakeTenants.Token) },
        new Hashtable { ["Dns"] = Secure(FakeTenants.Token) },
        new Hashtable { ["Graph"] = 5 },
        new { Token = Secure(FakeTenants.Token), ResourceUrl = "https://management.azure.com/" },
        new { Token = Secure(FakeTenants.Token) },
        new { ResourceUrl = "https://graph.microsoft.com/" },
        42,
    ];

    [Theory]
    [MemberData(nameof(TokensOfNoService))]
    public void A_token_that_does_not_tell_its_service_is_refused(object token)
    {
        var run = Connect(("AccessToken", new[] { token }));

        run.TerminatingError!.FullyQualifiedErrorId.ShouldBe("AccessTokenNotRecognised");
        run.TerminatingError.CategoryInfo.Category.ShouldBe(ErrorCategory.InvalidArgument);
        _tenants.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void Two_tokens_for_one_service_are_refused() =>
        Connect(("AccessToken", new object[] { Secure("a"), Secure("b") })).TerminatingError!.FullyQualifiedErrorId.ShouldBe("AccessTokenNotRecognised");

    [Fact]
    public void A_secret_in_plain_text_is_refused_without_being_repeated()
    {
        foreach (object value in new object[] { "plain-s3cret", new object[] { "plain-s3cret" } })
            Should.Throw<ArgumentTransformationMetadataException>(() => new SecretAttribute().Transform(null!, value)).ToString().ShouldNotContain("plain-s3cret");
    }

    [Fact]
    public void A_table_of_plain_text_is_refused_and_a_secure_string_passes()
    {
        var secret = Secure("a");

        Should.Throw<ArgumentTransformationMetadataException>(() => new SecretAttribute().Transform(null!, new PSObject(new Hashtable { ["Graph"] = "plain" })));
        new SecretAttribute().Transform(null!, secret).ShouldBeSameAs(secret);
    }

    [Theory]
    [InlineData("ClientSecret")]
    [InlineData("CertificatePassword")]
    [InlineData("AccessToken")]
    public void Every_parameter_that_takes_a_secret_refuses_plain_text(string parameter) =>
        typeof(ConnectSecureScoreCommand).GetProperty(parameter)!.IsDefined(typeof(SecretAttribute), inherit: false).ShouldBeTrue();

    [Fact]
    public void Where_nobody_can_answer_a_person_is_not_asked_at_all()
    {
        foreach (var parameters in new (string, object)[][] { [], [("DeviceCode", true)] })
        {
            var run = CmdletRun.Of(Command(new Interaction { Arguments = ["pwsh", "-NonI"] }), parameters).Invoke();

            run.TerminatingError!.FullyQualifiedErrorId.ShouldBe("InteractionRequired");
            run.TerminatingError.CategoryInfo.Category.ShouldBe(ErrorCategory.InvalidOperation);
            run.TerminatingError.ErrorDetails!.Message.ShouldContain("-ManagedIdentity");
        }

        _tenants.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void Where_nobody_can_answer_an_application_signs_in_and_may_not_prompt()
    {
        CmdletRun.Of(Command(new Interaction { IsUserInteractive = false }), ("ManagedIdentity", true)).Invoke().TerminatingError.ShouldBeNull();

        _tenants.Requests.Single().CanPrompt.ShouldBeFalse();
    }

    public static TheoryData<object, bool> Sessions => new()
    {
        { new Interaction(), true },
        { new Interaction { Arguments = ["pwsh", "-NoProfile", "-NoLogo", "-File", "noni.ps1"] }, true },
        { new Interaction { Arguments = ["pwsh", "-noninteractive"] }, false },
        { new Interaction { Arguments = ["pwsh", "/NonInter"] }, false },
        { new Interaction { IsUserInteractive = false }, false },
        { new Interaction { HostHasInterface = false }, false },
        { new Interaction { IsInputRedirected = true }, false },
        { new Interaction { IsInputRedirected = true, HostName = "Visual Studio Code Host" }, true },
        { new Interaction { Environment = ["PATH", "AUTOMATION_ASSET_ACCOUNTID"] }, false },
    };

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Whether_somebody_can_answer_shows_in_the_session(object session, bool expected) =>
        (((Interaction)session).Obstacle is null).ShouldBe(expected);

    [Fact]
    public void The_context_tells_who_where_and_which_services_and_never_a_token()
    {
        var run = Connect(("AccessToken", new object[] { Secure(FakeTenants.Token) }), ("PassThru", true));
        var context = (SecureScoreContext)run.Output.Single();

        context.Source.ShouldBe(ContextSource.Tenant);
        context.Path.ShouldBeNull();
        context.TenantName.ShouldBe("Contoso");
        context.TenantId.ShouldNotBeNull();
        context.Account.ShouldBe("admin@contoso.com");
        context.ClientId.ShouldBe(Client);
        context.Cloud.ShouldBe(TenantCloud.Global);
        context.SignIn.ShouldBe("Browser");
        context.Services.Select(service => service.Service).ShouldBe(Enum.GetValues<TenantService>());
        context.Services[0].ExpiresAt.ShouldNotBeNull();
        context.CollectedAt.ShouldBeNull();
        context.Resources.ShouldBeEmpty();
        CmdletRun.Of<GetSecureScoreContextCommand>().Invoke().Output.Single().ShouldBeSameAs(context);
        _tenants.Connections.Single().Collections.ShouldBeEmpty();
    }

    [Fact]
    public void The_demo_tenant_is_signed_in_to_as_any_other()
    {
        var context = (SecureScoreContext)Connect(("Demo", true), ("PassThru", true)).Output.Single();

        context.Source.ShouldBe(ContextSource.Demo);
        context.SignIn.ShouldNotBeNull();
        _tenants.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void One_warning_names_the_services_that_are_left_out_and_why()
    {
        _tenants.Session = session => session with
        {
            Services =
            [
                new ServiceConnection(TenantService.Graph, true),
                new ServiceConnection(TenantService.Exchange, false) { Reason = "Microsoft's own application has no access; give -ClientId." },
                new ServiceConnection(TenantService.Purview, false) { Reason = "Microsoft's own application has no access; give -ClientId." },
                new ServiceConnection(TenantService.Teams, false) { Reason = "consent is missing" },
            ],
        };

        Connect().Warnings.ShouldBe(
        [
            "Left out: Exchange, Purview (Microsoft's own application has no access; give -ClientId); Teams (consent is missing). "
            + "Their controls are judged by Microsoft's published score where there is one, and else not at all.",
        ]);
        Connect(("Service", TenantService.Graph)).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void What_a_person_must_do_to_sign_in_is_a_warning_that_comes_before_the_sign_in_ends()
    {
        using var shown = new ManualResetEventSlim();
        _tenants.OnConnect = (_, observer, cancellation) =>
        {
            observer.ShowSignInMessage("Open https://login and enter AB\u001b[31mCD");
            return Task.Run(() => shown.Wait(cancellation), cancellation);
        };
        var run = CmdletRun.Of(Command(), ("DeviceCode", true));
        run.OnWarning = shown.Set;

        run.Invoke();

        run.Warnings.ShouldBe(["Open https://login and enter AB[31mCD"]);
    }

    [Fact]
    public void A_sign_in_that_fails_leaves_nobody_connected()
    {
        Connect();
        _tenants.OnConnect = (_, _, _) => throw new SecureScoreException("SignInFailed", "The secret is wrong.");

        Connect(("ManagedIdentity", true)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("SignInFailed");

        CmdletRun.Of<GetSecureScoreContextCommand>().Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotConnected");
    }

    [Fact]
    public void A_sign_in_that_is_stopped_ends_as_a_stopped_one()
    {
        var run = CmdletRun.Of(Command());
        _tenants.OnConnect = async (_, _, cancellation) =>
        {
            _ = Task.Run(run.Stop, CancellationToken.None);
            await Task.Delay(Timeout.Infinite, cancellation);
        };

        Should.Throw<PipelineStoppedException>(() => run.Invoke());
    }

    private SignInRequest Request(params (string Name, object Value)[] parameters)
    {
        Connect(parameters).TerminatingError?.ErrorDetails!.Message.ShouldBeNull();
        return _tenants.Requests[^1];
    }

    private IReadOnlyDictionary<TenantService, SecureString> Tokens(params object[] values) =>
        ((AccessTokenSignIn)Request(("AccessToken", values)).Method).Tokens;

    private CmdletRun Connect(params (string Name, object Value)[] parameters) => CmdletRun.Of(Command(), parameters).Invoke();

    private ConnectSecureScoreCommand Command(Interaction? interaction = null) => new()
    {
        Connector = () => _tenants,
        ModuleFolder = Samples.RepositoryRoot,
        Interaction = _ => interaction ?? new Interaction(),
    };

    private static SecureString Secure(string text) => new System.Net.NetworkCredential("", text).SecurePassword;
}

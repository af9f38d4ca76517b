using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;

namespace SecureScore.Microsoft365.SignIn;

/// <summary>What gives tokens to who signs in.</summary>
internal sealed class SignInCredential : IDisposable
{
    private readonly X509Certificate2? _ownCertificate;

    private SignInCredential(TokenCredential token, X509Certificate2? ownCertificate = null)
    {
        Token = token;
        _ownCertificate = ownCertificate;
    }

    /// <summary>Gives tokens, and never asks a person.</summary>
    public TokenCredential Token { get; }

    /// <summary>Asks a person; null when there is none to ask.</summary>
    public Func<TokenRequestContext, CancellationToken, Task>? Ask { get; private init; }

    /// <summary>Creates the credential of a sign-in.</summary>
    /// <param name="request">The sign-in.</param>
    /// <param name="cloud">The cloud of the tenant.</param>
    /// <param name="transport">The way to the authority.</param>
    /// <param name="show">Shows a person where to enter which code.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="SignInException">What the sign-in needs is missing or unusable.</exception>
    public static SignInCredential Create(SignInRequest request, CloudProfile cloud, SignInTransport transport, Action<string> show, TimeProvider clock)
    {
        switch (request.Method)
        {
            case BrowserSignIn:
                return Browser(request, cloud, transport);
            case DeviceCodeSignIn:
                return DeviceCode(request, cloud, transport, show);
            case ClientSecretSignIn { Secret.Length: 0 }:
                throw SignInException.Incomplete("The application's secret is empty.");
            case ClientSecretSignIn secret:
                return new(new ClientSecretCredential(
                    TenantOf(request), ClientOf(request), secret.Secret.Unprotect(),
                    With(new ClientSecretCredentialOptions { DisableInstanceDiscovery = true }, cloud, transport)));
            case CertificateSignIn given:
                SignInCertificate.Check(given.Certificate, given.Certificate.Thumbprint, clock.GetUtcNow());
                return new(Certificate(request, cloud, transport, given.Certificate));
            case CertificateFileSignIn file:
                return OwnCertificate(request, cloud, transport, clock, $"in '{file.Path}'", () => SignInCertificate.FromFile(file.Path, file.Password));
            case CertificateStoreSignIn store:
                return OwnCertificate(request, cloud, transport, clock, store.Thumbprint, () => SignInCertificate.FromStore(store.Thumbprint));
            case ManagedIdentitySignIn managed:
                var identity = managed.ClientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(managed.ClientId);
                return new(new ManagedIdentityCredential(With(new ManagedIdentityCredentialOptions(identity), cloud, transport)));
            case WorkloadIdentitySignIn workload:
                return Workload(request, cloud, transport, workload);
            case AzureCliSignIn:
                return new(new AzureCliCredential(With(new AzureCliCredentialOptions { TenantId = TenantName(request), ProcessTimeout = s_processLimit }, cloud, transport)));
            case AzurePowerShellSignIn:
                return new(new AzurePowerShellCredential(
                    With(new AzurePowerShellCredentialOptions { TenantId = TenantName(request), ProcessTimeout = s_processLimit }, cloud, transport)));
            default:
                throw new ArgumentOutOfRangeException(nameof(request), request.Method.GetType().Name, "No such sign-in.");
        }
    }

    private static readonly TimeSpan s_processLimit = TimeSpan.FromSeconds(45);

    public void Dispose() => _ownCertificate?.Dispose();

    private static SignInCredential Browser(SignInRequest request, CloudProfile cloud, SignInTransport transport)
    {
        var options = new InteractiveBrowserCredentialOptions
        {
            TenantId = TenantName(request),
            ClientId = request.ClientId ?? FirstPartyApplication.ClientId,
            DisableAutomaticAuthentication = true,
            DisableInstanceDiscovery = true,
        };
        var credential = new InteractiveBrowserCredential(With(options, cloud, transport));
        return new(credential) { Ask = credential.AuthenticateAsync };
    }

    private static SignInCredential DeviceCode(SignInRequest request, CloudProfile cloud, SignInTransport transport, Action<string> show)
    {
        var options = new DeviceCodeCredentialOptions
        {
            TenantId = TenantName(request),
            ClientId = request.ClientId ?? FirstPartyApplication.ClientId,
            DisableAutomaticAuthentication = true,
            DisableInstanceDiscovery = true,
            DeviceCodeCallback = (code, _) =>
            {
                show($"To sign in, open {code.VerificationUri} in a browser and enter the code {code.UserCode}.");
                return Task.CompletedTask;
            },
        };
        var credential = new DeviceCodeCredential(With(options, cloud, transport));
        return new(credential) { Ask = credential.AuthenticateAsync };
    }

    private static SignInCredential Workload(SignInRequest request, CloudProfile cloud, SignInTransport transport, WorkloadIdentitySignIn workload)
    {
        var options = new WorkloadIdentityCredentialOptions { DisableInstanceDiscovery = true };

        // What is not given here comes from the environment, where the platform puts it.
        if (TenantName(request) is { } tenant)
            options.TenantId = tenant;

        if (request.ClientId is { } client)
            options.ClientId = client;

        if (workload.TokenFile is { } file)
            options.TokenFilePath = file;

        return new(new WorkloadIdentityCredential(With(options, cloud, transport)));
    }

    private static SignInCredential OwnCertificate(
        SignInRequest request, CloudProfile cloud, SignInTransport transport, TimeProvider clock, string name, Func<X509Certificate2> load)
    {
        var certificate = load();
        try
        {
            return new(Certificate(request, cloud, transport, SignInCertificate.Check(certificate, name, clock.GetUtcNow())), certificate);
        }
        catch
        {
            certificate.Dispose();
            throw;
        }
    }

    private static ClientCertificateCredential Certificate(SignInRequest request, CloudProfile cloud, SignInTransport transport, X509Certificate2 certificate) =>
        new(TenantOf(request), ClientOf(request), certificate, With(new ClientCertificateCredentialOptions { DisableInstanceDiscovery = true }, cloud, transport));

    // The authority is one of the four that are built in: asking it who it is would be a request for nothing.
    private static T With<T>(T options, CloudProfile cloud, SignInTransport transport)
        where T : TokenCredentialOptions
    {
        options.AuthorityHost = cloud.Login;
        options.Transport = new HttpClientTransport(transport);
        options.Retry.MaxRetries = 2;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(20);
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsLoggingContentEnabled = false;
        options.Diagnostics.IsAccountIdentifierLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        return options;
    }

    private static string TenantOf(SignInRequest request) =>
        TenantName(request) ?? throw SignInException.Incomplete("An application signs in to one tenant: give the tenant id, or one of the tenant's domains.");

    private static string ClientOf(SignInRequest request) =>
        request.ClientId ?? throw SignInException.Incomplete("An application signs in by its id: give the application (client) id of its registration.");

    private static string? TenantName(SignInRequest request) =>
        request.TenantId is not { } tenant || (tenant.Length is > 0 and <= 253 && tenant.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-'))
            ? request.TenantId
            : throw SignInException.Incomplete($"'{request.TenantId}' is neither a tenant id nor a domain.");
}

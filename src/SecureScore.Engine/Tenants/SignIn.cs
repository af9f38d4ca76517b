using System.Security;
using System.Security.Cryptography.X509Certificates;

namespace SecureScore.Engine.Tenants;

/// <summary>How to sign in to a tenant, and to which of its services.</summary>
public sealed record SignInRequest
{
    /// <summary>Who signs in, and by what proof.</summary>
    public required SignInMethod Method { get; init; }

    /// <summary>The tenant: its id, or one of its domains. Null takes the home tenant of who signs in.</summary>
    public string? TenantId { get; init; }

    /// <summary>The application (client) id. Null takes a public application of Microsoft's, which gives Graph only.</summary>
    public string? ClientId { get; init; }

    /// <summary>The cloud that the tenant lives in.</summary>
    public TenantCloud Cloud { get; init; }

    /// <summary>The services to ask; empty means all.</summary>
    public IReadOnlyCollection<TenantService> Services { get; init; } = [];

    /// <summary>Whether somebody is there to answer: a browser may be opened, a code be shown.</summary>
    public bool CanPrompt { get; init; }

    /// <summary>Whether DNS records are asked of a public DNS-over-HTTPS resolver, which then sees the tenant's domains, instead of the system's.</summary>
    public bool UseDnsOverHttps { get; init; }
}

/// <summary>Who signs in, and by what proof. The proof is never shown, logged or stored.</summary>
public abstract record SignInMethod;

/// <summary>A person in a browser.</summary>
public sealed record BrowserSignIn : SignInMethod;

/// <summary>A person who enters a code in a browser, on this machine or another.</summary>
public sealed record DeviceCodeSignIn : SignInMethod;

/// <summary>An application with a secret.</summary>
/// <param name="Secret">The secret.</param>
public sealed record ClientSecretSignIn(SecureString Secret) : SignInMethod;

/// <summary>An application with a certificate that is at hand.</summary>
/// <param name="Certificate">The certificate, with its private key.</param>
public sealed record CertificateSignIn(X509Certificate2 Certificate) : SignInMethod;

/// <summary>An application with a certificate in a file (PFX or PEM).</summary>
/// <param name="Path">The full path.</param>
/// <param name="Password">The password of the file; null when it has none.</param>
public sealed record CertificateFileSignIn(string Path, SecureString? Password) : SignInMethod;

/// <summary>An application with a certificate in the store of the user or the machine.</summary>
/// <param name="Thumbprint">The thumbprint (SHA-1, hexadecimal).</param>
public sealed record CertificateStoreSignIn(string Thumbprint) : SignInMethod;

/// <summary>The managed identity of the Azure resource that the program runs on.</summary>
/// <param name="ClientId">The client id of a user-assigned identity; null for the system-assigned one.</param>
public sealed record ManagedIdentitySignIn(string? ClientId) : SignInMethod;

/// <summary>An application with a token of the platform that the program runs on (workload identity federation).</summary>
/// <param name="TokenFile">The full path of the file that holds the token; null takes <c>AZURE_FEDERATED_TOKEN_FILE</c>.</param>
public sealed record WorkloadIdentitySignIn(string? TokenFile) : SignInMethod;

/// <summary>Who is signed in to the Azure CLI already.</summary>
public sealed record AzureCliSignIn : SignInMethod;

/// <summary>Who is signed in to Azure PowerShell already.</summary>
public sealed record AzurePowerShellSignIn : SignInMethod;

/// <summary>Access tokens that somebody else got, one for each service. They are not renewed.</summary>
/// <param name="Tokens">The tokens by service.</param>
public sealed record AccessTokenSignIn(IReadOnlyDictionary<TenantService, SecureString> Tokens) : SignInMethod;

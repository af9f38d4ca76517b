using System.Security.Cryptography.X509Certificates;
using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator;

/// <summary>An application that the tenant knows.</summary>
/// <param name="ClientId">Its application (client) id.</param>
public sealed record EmulatedApplication(string ClientId)
{
    /// <summary>Its name.</summary>
    public string DisplayName { get; init; } = "Application";

    /// <summary>The object id of its service principal.</summary>
    public string ObjectId { get; init; } = Guid.NewGuid().ToString();

    /// <summary>Its secret; null when it has none.</summary>
    public string? Secret { get; init; }

    /// <summary>When the secret ends; null for never.</summary>
    public DateTimeOffset? SecretExpires { get; init; }

    /// <summary>The registered certificate; its public half is enough.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The subject of the tokens of another platform that stand for the application; null when none do.</summary>
    public string? FederatedSubject { get; init; }

    /// <summary>Whether it is the managed identity of an Azure resource: <c>null</c> when it is none.</summary>
    public ManagedIdentityKind? ManagedIdentity { get; init; }

    /// <summary>The permissions of each service that an administrator consented to. They are both application roles, when the application
    /// signs in by itself, and delegated scopes, when a person does.</summary>
    public IReadOnlyDictionary<TenantService, IReadOnlyCollection<string>> Permissions { get; init; } =
        new Dictionary<TenantService, IReadOnlyCollection<string>>();

    /// <summary>The template ids of its directory roles.</summary>
    public IReadOnlyCollection<string> DirectoryRoles { get; init; } = [];

    /// <summary>The error code with which its sign-ins are refused, for example 53003; null when they are not.</summary>
    public int? SignInError { get; init; }
}

/// <summary>Which of the managed identities of an Azure resource.</summary>
public enum ManagedIdentityKind
{
    /// <summary>The resource's own.</summary>
    System,

    /// <summary>One that somebody made, named by its client id.</summary>
    User,
}

/// <summary>A person who can sign in.</summary>
/// <param name="UserPrincipalName">The name that the person signs in with.</param>
public sealed record EmulatedPerson(string UserPrincipalName)
{
    /// <summary>The object id.</summary>
    public string ObjectId { get; init; } = Guid.NewGuid().ToString();

    /// <summary>The name that is shown.</summary>
    public string DisplayName { get; init; } = "Person";

    /// <summary>The template ids of the active directory roles.</summary>
    public IReadOnlyCollection<string> DirectoryRoles { get; init; } = [];

    /// <summary>The error code with which the sign-ins are refused, for example 53003; null when they are not.</summary>
    public int? SignInError { get; init; }
}

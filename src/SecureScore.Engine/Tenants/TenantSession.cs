namespace SecureScore.Engine.Tenants;

/// <summary>Who is signed in, where, and to which services. Never holds a token or a secret.</summary>
public sealed record TenantSession
{
    /// <summary>The tenant's directory id.</summary>
    public required string TenantId { get; init; }

    /// <summary>The tenant's name; null when the service did not tell.</summary>
    public string? TenantName { get; init; }

    /// <summary>The tenant's first domain; null when the service did not tell.</summary>
    public string? InitialDomain { get; init; }

    /// <summary>The cloud that the tenant lives in.</summary>
    public TenantCloud Cloud { get; init; }

    /// <summary>The person's user principal name; null when an application signed in.</summary>
    public string? Account { get; init; }

    /// <summary>The application (client) id that the tokens are for; null when no token tells.</summary>
    public string? ClientId { get; init; }

    /// <summary>How it was signed in, for example <c>Certificate</c> or <c>ManagedIdentity</c>.</summary>
    public required string SignIn { get; init; }

    /// <summary>Every service, and whether it can be asked.</summary>
    public IReadOnlyList<ServiceConnection> Services { get; init; } = [];
}

/// <summary>Whether one service can be asked.</summary>
/// <param name="Service">The service.</param>
/// <param name="Connected">Whether there is a token for it, or none is needed.</param>
public sealed record ServiceConnection(TenantService Service, bool Connected)
{
    /// <summary>Why it cannot be asked, and what to do about it; null when it can.</summary>
    public string? Reason { get; init; }

    /// <summary>When the present token ends; null when there is none. A token that can be renewed is renewed before that.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The service and whether it can be asked.</summary>
    public override string ToString() => Connected ? Service.ToString() : $"{Service} (left out)";
}

/// <summary>What the tokens at hand allow, as far as they and the services tell.</summary>
/// <param name="Service">The service.</param>
/// <param name="Connected">Whether there is a token for it.</param>
public sealed record ServiceAccess(TenantService Service, bool Connected)
{
    /// <summary>Permissions in the token: application roles or delegated scopes. Null when the token does not tell.</summary>
    public IReadOnlyList<string>? Permissions { get; init; }

    /// <summary>Template ids of the directory roles in the token. Null when the token does not tell.</summary>
    public IReadOnlyList<string>? DirectoryRoles { get; init; }

    /// <summary>Cmdlets that Exchange or Purview lets the caller run. Null when the service was not asked or did not tell.</summary>
    public IReadOnlyList<string>? Cmdlets { get; init; }

    /// <summary>Why nothing can be told of the service; null when it can.</summary>
    public string? Error { get; init; }
}

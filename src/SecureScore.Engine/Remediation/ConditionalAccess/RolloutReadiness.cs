namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>Whether one user whom a policy concerns has registered what it asks for.</summary>
/// <remarks>Source: the registration report of Microsoft Entra ID. Who does not stand in it counts as not registered.</remarks>
public sealed record RolloutReadiness
{
    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The user's sign-in name.</summary>
    public string? UserPrincipalName { get; init; }

    /// <summary>The user's display name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What the policy asks for.</summary>
    public required RequiredMethod Required { get; init; }

    /// <summary>Whether the user has registered it.</summary>
    public required bool IsRegistered { get; init; }

    /// <summary>The methods that the user has registered, as the service names them.</summary>
    public DisplayList<string> Methods { get; init; } = DisplayList<string>.Empty;

    /// <summary>The name that tells users apart.</summary>
    public string Name => UserPrincipalName ?? DisplayName ?? UserId;
}

namespace SecureScore.Engine.Catalog;

/// <summary>A threat that controls protect against, explained in plain words.</summary>
/// <param name="Name">The name that controls refer to, for example <c>Account Breach</c>.</param>
/// <param name="Description">What the attacker does, what it costs, and what stops it.</param>
public sealed record ThreatDefinition(string Name, string Description)
{
    /// <summary>How the threat shows itself in practice.</summary>
    public string? Examples { get; init; }
}

/// <summary>A service plan of Microsoft 365.</summary>
/// <param name="Name">The service plan name, for example <c>AAD_PREMIUM</c>.</param>
/// <param name="Id">The service plan id; null when only the name is known.</param>
public sealed record ServicePlan(string Name, Guid? Id);

/// <summary>A licence that a control can depend on: any one of its service plans opens it.</summary>
public sealed record LicenceGate(string Name, string DisplayName, IReadOnlyList<ServicePlan> Plans);

/// <summary>A product, with the gates of which any one shows that the tenant owns some edition of it.</summary>
/// <param name="Name">The product name that controls refer to.</param>
/// <param name="AnyOf">Names of licence gates; empty when every tenant has the product.</param>
public sealed record ProductDefinition(string Name, IReadOnlyList<string> AnyOf);

/// <summary>Something besides a licence that Microsoft wants before it scores a control.</summary>
public sealed record RequirementDefinition(string Name, string DisplayName);

/// <summary>Our own words about a control, for an administrator.</summary>
/// <param name="Description">What the control does and what earns its points.</param>
/// <param name="NextSteps">What to do, in order.</param>
public sealed record ControlGuidance(string Description, IReadOnlyList<string> NextSteps);

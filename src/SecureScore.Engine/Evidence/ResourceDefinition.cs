using SecureScore.Engine.Tenants;

namespace SecureScore.Engine.Evidence;

/// <summary>Where one resource comes from, and what it takes to read it. Data only.</summary>
/// <param name="Name">The resource, for example <c>graph/users</c>.</param>
/// <param name="Service">The service that has it.</param>
/// <param name="Format">How its rows are kept in a snapshot.</param>
/// <param name="Permission">The least permission that reads it; null when none is needed.</param>
public sealed record ResourceDefinition(string Name, TenantService Service, SnapshotFormat Format, PermissionDefinition? Permission)
{
    /// <summary>The licence gate without which the service refuses to answer, so that it is not asked; null when it answers every tenant. Where
    /// the tenant's licences are unknown it is asked.</summary>
    /// <remarks>Names one of <see cref="Catalog.ControlCatalog.LicenceGates"/>.</remarks>
    public string? LicenceGate { get; init; }

    /// <summary>Whether it is collected only when somebody wants just that: it is large, and few need it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The clouds whose service does not have it.</summary>
    public IReadOnlyList<TenantCloud> AbsentIn { get; init; } = [];

    /// <summary>Resources that are collected with it, because what to ask for stands in them.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Resources that it has to wait for, as far as they are collected too: what to ask for stands in them.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>The resource.</summary>
    public override string ToString() => Name;
}

namespace SecureScore.Engine.Evidence;

/// <summary>What a snapshot says of itself: which tenant, when, and how each resource was collected.</summary>
public sealed record SnapshotManifest
{
    /// <summary>The version of the snapshot format that this program writes, and the newest that it reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The version of the format.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The tenant's directory id.</summary>
    public string? TenantId { get; init; }

    /// <summary>The tenant's name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The tenant's first domain, for example <c>contoso.onmicrosoft.com</c>.</summary>
    public string? InitialDomain { get; init; }

    /// <summary>The cloud that the tenant lives in, for example <c>Global</c>.</summary>
    public string? Cloud { get; init; }

    /// <summary>When the evidence was collected; null when the manifest does not tell.</summary>
    public DateTimeOffset? CollectedAt { get; init; }

    /// <summary>The resources that were asked for, by name.</summary>
    public IReadOnlyDictionary<string, ResourceState> Resources { get; init; } =
        new Dictionary<string, ResourceState>(StringComparer.OrdinalIgnoreCase);
}

namespace SecureScore.Engine.Evidence;

/// <summary>How the collection of one resource ended.</summary>
public enum ResourceStatus
{
    /// <summary>The resource is there.</summary>
    Collected,

    /// <summary>A permission or role was missing.</summary>
    Denied,

    /// <summary>The tenant lacks the licence that the service wants.</summary>
    NotLicensed,

    /// <summary>There was no token for the service.</summary>
    NotConnected,

    /// <summary>The service failed, or what it answered cannot be read.</summary>
    Failed,

    /// <summary>Nobody asked for it.</summary>
    Skipped,
}

/// <summary>What a snapshot says of one resource.</summary>
/// <param name="Name">The resource, for example <c>graph/users</c>.</param>
/// <param name="Status">How its collection ended.</param>
public sealed record ResourceState(string Name, ResourceStatus Status)
{
    /// <summary>The number of rows that were collected; null when the manifest does not tell.</summary>
    public long? Count { get; init; }

    /// <summary>When it was collected; null means with the snapshot.</summary>
    public DateTimeOffset? CollectedAt { get; init; }

    /// <summary>Why it is not there.</summary>
    public string? Error { get; init; }

    /// <summary>The permission that was missing.</summary>
    public string? Permission { get; init; }

    /// <summary>The resource and its status.</summary>
    public override string ToString() => $"{Name} {Status}";
}

/// <summary>A resource that a rule needs cannot be read. It ends the rule, never the judgement.</summary>
public sealed class EvidenceUnavailableException : SecureScoreException
{
    /// <summary>Creates the exception for a resource in that state.</summary>
    public EvidenceUnavailableException(ResourceState state, Exception? innerException = null)
        : base(ErrorIds.EvidenceUnavailable, Describe(state), innerException)
    {
        State = state;
        Target = state.Name;
    }

    /// <summary>The resource and what is wrong with it.</summary>
    public ResourceState State { get; }

    /// <summary>A resource that is there, but whose content cannot be used.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="error">What is wrong with it, without a full stop.</param>
    internal static EvidenceUnavailableException Unusable(string resource, string error) =>
        new(new ResourceState(resource, ResourceStatus.Failed) { Error = error });

    private static string Describe(ResourceState state) => state.Status switch
    {
        ResourceStatus.Denied => $"{state.Name} could not be read: {state.Error?.TrimEnd('.') ?? "access denied"}."
            + (state.Permission is null ? "" : $" Missing permission: {state.Permission}."),
        ResourceStatus.NotLicensed => $"{state.Name} needs a licence that the tenant lacks{Detail(state)}.",
        ResourceStatus.NotConnected => $"{state.Name} was not collected: no connection to its service{Detail(state)}.",
        ResourceStatus.Skipped => $"{state.Name} was not collected{Detail(state)}.",
        _ => $"{state.Name} cannot be used{Detail(state)}.",
    };

    private static string Detail(ResourceState state) => state.Error is null ? "" : ": " + state.Error.TrimEnd('.');
}

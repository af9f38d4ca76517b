namespace SecureScore.Engine.Evidence;

/// <summary>Users who certainly belong, and users who possibly belong: what a snapshot can say where it does not hold everything.</summary>
/// <remarks>Every certain user is a possible one. Where nothing is unknown both are the same.</remarks>
internal readonly record struct UserBounds(UserSet Certain, UserSet Possible)
{
    public static UserBounds Exactly(UserSet users) => new(users, users);

    private bool IsExact => ReferenceEquals(Certain, Possible);

    public UserBounds Union(UserBounds other) => IsExact && other.IsExact
        ? Exactly(Certain.Union(other.Certain))
        : new UserBounds(Certain.Union(other.Certain), Possible.Union(other.Possible));

    public UserBounds Intersect(UserBounds other) => IsExact && other.IsExact
        ? Exactly(Certain.Intersect(other.Certain))
        : new UserBounds(Certain.Intersect(other.Certain), Possible.Intersect(other.Possible));

    public UserBounds Intersect(UserSet other) => Intersect(Exactly(other));

    /// <summary>Without the others: someone who is only possibly excluded stays possible and is no longer certain.</summary>
    public UserBounds Except(UserBounds other) => IsExact && other.IsExact
        ? Exactly(Certain.Except(other.Certain))
        : new UserBounds(Certain.Except(other.Possible), Possible.Except(other.Certain));
}

/// <summary>Something that the snapshot leaves open, so that a count may be higher than what is certain.</summary>
/// <param name="Message">What is open, as the end of a sentence.</param>
/// <param name="Missing">The resource that would tell, when it was not collected; null when what was collected does not tell.</param>
/// <param name="IsUnknownValue">Whether a value is open that this program does not know; else something was not collected.</param>
internal sealed record Doubt(string Message, ResourceState? Missing = null, bool IsUnknownValue = false);

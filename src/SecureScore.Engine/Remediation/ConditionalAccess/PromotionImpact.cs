namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>What a policy that only reports would have done to the sign-ins of the log.</summary>
/// <remarks>Source: appliedConditionalAccessPolicies of the sign-in log. How far back it goes, the collection of the log decides.</remarks>
public sealed record PromotionImpact
{
    /// <summary>The policy's id.</summary>
    public required string PolicyId { get; init; }

    /// <summary>The policy's name.</summary>
    public required string PolicyName { get; init; }

    /// <summary>Sign-ins that it would have kept out.</summary>
    public required long Failures { get; init; }

    /// <summary>Sign-ins at which it would have asked for something.</summary>
    public required long Interruptions { get; init; }

    /// <summary>Sign-ins that had all that it asks for.</summary>
    public required long Successes { get; init; }

    /// <summary>Who would have been kept out, by sign-in name.</summary>
    public required IReadOnlyList<string> FailedUsers { get; init; }

    /// <summary>Who would have been asked for something, by sign-in name.</summary>
    public required IReadOnlyList<string> InterruptedUsers { get; init; }
}

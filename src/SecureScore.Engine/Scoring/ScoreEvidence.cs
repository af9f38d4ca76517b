namespace SecureScore.Engine.Scoring;

/// <summary>One thing that costs a control points: a user, a policy, a domain or a setting, and what is wrong with it.</summary>
/// <remarks>One type for every control, so that evidence of several controls lands in one table and pipes into Exchange and Entra cmdlets.</remarks>
public sealed record ScoreEvidence
{
    /// <summary>The control that it belongs to.</summary>
    public string ControlId { get; init; } = "";

    /// <summary>What it is.</summary>
    public required EvidenceKind Kind { get; init; }

    /// <summary>The object id, where the service gives one.</summary>
    public string? Id { get; init; }

    /// <summary>The sign-in name of a user.</summary>
    public string? UserPrincipalName { get; init; }

    /// <summary>The identity by which Exchange, Purview and Teams cmdlets find the object.</summary>
    public string? Identity { get; init; }

    /// <summary>The name that people know.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The setting that was read.</summary>
    public string? Setting { get; init; }

    /// <summary>Its value in the tenant.</summary>
    public string? Actual { get; init; }

    /// <summary>The value that earns the points.</summary>
    public string? Expected { get; init; }

    /// <summary>Why it does not comply.</summary>
    public string? Reason { get; init; }

    /// <summary>The policy that decided, where one did.</summary>
    public string? Policy { get; init; }
}

/// <summary>What a <see cref="ScoreEvidence"/> is about.</summary>
public enum EvidenceKind
{
    /// <summary>A user or guest.</summary>
    User,

    /// <summary>A group.</summary>
    Group,

    /// <summary>A policy.</summary>
    Policy,

    /// <summary>A domain.</summary>
    Domain,

    /// <summary>A setting of the whole tenant.</summary>
    Setting,
}

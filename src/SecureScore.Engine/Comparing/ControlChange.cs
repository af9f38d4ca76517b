using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Comparing;

/// <summary>What became of a control from one judgement to another.</summary>
public enum ChangeKind
{
    /// <summary>Points and outcome are the same.</summary>
    Same,

    /// <summary>It has more points, or was put in place.</summary>
    Improved,

    /// <summary>It has fewer points, or is in place no longer.</summary>
    Worsened,

    /// <summary>It was not judged before.</summary>
    NowJudged,

    /// <summary>It is not judged any more.</summary>
    NoLongerJudged,

    /// <summary>Only the later judgement has it.</summary>
    Added,

    /// <summary>Only the former judgement has it.</summary>
    Removed,

    /// <summary>The points are the same and their maximum is not: it is another edition, or Microsoft changed it.</summary>
    MaximumChanged,
}

/// <summary>One control in two judgements: the reference, and the one that is compared with it.</summary>
/// <remarks>Points are unrounded, and null where there are none.</remarks>
public sealed record ControlChange
{
    /// <summary>The control.</summary>
    public required string ControlId { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>What became of it.</summary>
    public ChangeKind Change { get; init; }

    /// <summary>The points in the reference.</summary>
    public decimal? ReferencePoints { get; init; }

    /// <summary>The points in the judgement that is compared.</summary>
    public decimal? Points { get; init; }

    /// <summary><see cref="Points"/> less <see cref="ReferencePoints"/>; null when one of them is missing.</summary>
    public decimal? Difference => Points - ReferencePoints;

    /// <summary>The maximum in the reference.</summary>
    public decimal? ReferenceMaxPoints { get; init; }

    /// <summary>The maximum in the judgement that is compared.</summary>
    public decimal? MaxPoints { get; init; }

    /// <summary>How it was judged in the reference; null when that lacks the control.</summary>
    public ControlOutcome? ReferenceOutcome { get; init; }

    /// <summary>How it was judged; null when the judgement lacks the control.</summary>
    public ControlOutcome? Outcome { get; init; }

    /// <summary>The date of the reference's points.</summary>
    public DateTimeOffset? ReferenceAsOf { get; init; }

    /// <summary>The date of the points.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>What decided, as the judgement says it now.</summary>
    public string? Explanation { get; init; }
}

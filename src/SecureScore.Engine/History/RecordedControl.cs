using SecureScore.Engine.Decisions;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.History;

/// <summary>What the history keeps of one control of a judgement. Null is unknown, as in <see cref="ControlResult"/>.</summary>
public sealed record RecordedControl
{
    /// <summary>Microsoft's control name.</summary>
    public required string Id { get; init; }

    /// <summary>The title then.</summary>
    public required string Title { get; init; }

    /// <summary>The category then.</summary>
    public required string Category { get; init; }

    /// <summary>The product then.</summary>
    public required string Product { get; init; }

    /// <summary>Whether the control pays in proportion.</summary>
    public bool IsShare { get; init; }

    /// <summary>Points achieved.</summary>
    public decimal? Points { get; init; }

    /// <summary>Points that could be achieved.</summary>
    public decimal? MaxPoints { get; init; }

    /// <summary>Points that the evidence alone gave.</summary>
    public decimal? MeasuredPoints { get; init; }

    /// <summary>How many items complied.</summary>
    public long? CompliantCount { get; init; }

    /// <summary>How many items there were.</summary>
    public long? TotalCount { get; init; }

    /// <summary>How many items did not comply.</summary>
    public long? AffectedCount { get; init; }

    /// <summary>How it was judged.</summary>
    public ControlOutcome Outcome { get; init; }

    /// <summary>Why it was not judged.</summary>
    public NotEvaluatedReason? Reason { get; init; }

    /// <summary>What was decided, or Completed.</summary>
    public ControlStatus Status { get; init; }

    /// <summary>What the points rested on.</summary>
    public ResultSource? Source { get; init; }

    /// <summary>Whether the tenant had the licence.</summary>
    public bool? Licensed { get; init; }

    /// <summary>Whether the control is in the sums: licensed or of unknown licence, with points and a maximum that are known.</summary>
    public bool IsScored => Licensed != false && Points is not null && MaxPoints is not (null or 0);

    /// <summary>The points that it adds to the score.</summary>
    public decimal ScoredPoints => IsScored ? Points!.Value : 0;

    /// <summary>The points that it adds to the maximum.</summary>
    public decimal ScoredMaxPoints => IsScored ? MaxPoints!.Value : 0;

    /// <summary>The points without anybody's word: measured, or published by Microsoft.</summary>
    public decimal? UnassertedPoints => Source == ResultSource.Asserted ? MeasuredPoints : Points;

    /// <summary>Takes down a judged control.</summary>
    internal static RecordedControl From(ControlResult control, bool isShare) => new()
    {
        Id = control.Id,
        Title = control.Title,
        Category = control.Category,
        Product = control.Product,
        IsShare = isShare,
        Points = RecordedPoints.Round(control.Points),
        MaxPoints = RecordedPoints.Round(control.MaxPoints),
        MeasuredPoints = RecordedPoints.Round(control.MeasuredPoints),
        CompliantCount = control.CompliantCount,
        TotalCount = control.TotalCount,
        AffectedCount = control.AffectedCount,
        Outcome = control.Outcome,
        Reason = control.Reason,
        Status = control.Status,
        Source = control.Source,
        Licensed = control.Licensed,
    };
}

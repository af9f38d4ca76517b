using System.Globalization;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Decisions;

/// <summary>What the evidence of a control looked like when somebody decided about it.</summary>
public sealed record DecisionEvidence
{
    /// <summary>How the control was judged.</summary>
    public required ControlOutcome Outcome { get; init; }

    /// <summary>Points without anybody's word; null when there were none.</summary>
    public decimal? Points { get; init; }

    /// <summary>Points that could be achieved; null when unknown.</summary>
    public decimal? MaxPoints { get; init; }

    /// <summary>How many items complied; null when they were not counted.</summary>
    public long? CompliantCount { get; init; }

    /// <summary>How many items there were; null when they were not counted.</summary>
    public long? TotalCount { get; init; }

    /// <summary>How many items did not comply; null when they were not counted.</summary>
    public long? AffectedCount { get; init; }

    /// <summary>What the evidence of a judged control looks like. Points that rest on somebody's word are left out.</summary>
    public static DecisionEvidence Of(ControlResult control)
    {
        ArgumentNullException.ThrowIfNull(control);
        return new DecisionEvidence
        {
            Outcome = control.Outcome,
            Points = control.Source == ResultSource.Asserted ? control.MeasuredPoints : control.Points,
            MaxPoints = control.MaxPoints,
            CompliantCount = control.CompliantCount,
            TotalCount = control.TotalCount,
            AffectedCount = control.AffectedCount,
        };
    }

    /// <summary>What got worse since <paramref name="earlier"/>, in words; null when nothing did, or nothing that can be compared.</summary>
    /// <remarks>More affected items, fewer points in proportion to the maximum, or a worse outcome. What is unknown on either side never counts.</remarks>
    public string? WorseThan(DecisionEvidence earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        if (AffectedCount > earlier.AffectedCount)
            return string.Create(CultureInfo.InvariantCulture, $"{AffectedCount} affected instead of {earlier.AffectedCount}");

        if (Share(this) < Share(earlier))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Points:0.##} of {MaxPoints:0.##} points instead of {earlier.Points:0.##} of {earlier.MaxPoints:0.##}");
        }

        bool isJudged = Outcome != ControlOutcome.NotEvaluated && earlier.Outcome != ControlOutcome.NotEvaluated;
        return isJudged && Outcome > earlier.Outcome ? $"{Outcome} instead of {earlier.Outcome}" : null;
    }

    private static decimal? Share(DecisionEvidence evidence) => evidence.MaxPoints > 0 ? evidence.Points / evidence.MaxPoints : null;
}

using System.Globalization;

namespace SecureScore.Engine.History;

/// <summary>How a score stands to what a pipeline asks for. The number is the exit code of the command line.</summary>
public enum GateVerdict
{
    /// <summary>The score is good enough.</summary>
    Passed = 0,

    /// <summary>The score is too low.</summary>
    ScoreTooLow = 2,

    /// <summary>Too few controls could be judged to trust the score, for example because a permission was taken away.</summary>
    CoverageTooLow = 3,
}

/// <summary>What a pipeline asks of a score.</summary>
/// <param name="Verdict">How the score stands to it.</param>
/// <param name="Message">The same in one sentence.</param>
public sealed record ScoreGate(GateVerdict Verdict, string Message)
{
    /// <summary>Compares a judged tenant with what is asked of it. Coverage comes first: a score that leaves much out says nothing.</summary>
    /// <param name="percentage">The score in percent; null, which is below anything, when nothing could be judged.</param>
    /// <param name="coverage">Judged controls in percent of licensed ones; null counts as none.</param>
    /// <param name="leastPercentage">The least score in percent; null asks for none.</param>
    /// <param name="leastCoverage">The least coverage in percent; null asks for as much as was recorded last.</param>
    /// <param name="lastCoverage">The coverage that was recorded last; null when there is none.</param>
    public static ScoreGate Check(decimal? percentage, decimal? coverage, decimal? leastPercentage, decimal? leastCoverage, decimal? lastCoverage)
    {
        // What is recorded has ten decimals: rounding must not look like a loss.
        decimal covered = RecordedPoints.Round(coverage ?? 0);
        decimal? wanted = RecordedPoints.Round(leastCoverage ?? lastCoverage);
        if (covered < wanted)
        {
            string than = leastCoverage is null ? $"{Percent(wanted)} that were recorded last" : $"{Percent(wanted)} that are asked for";
            return new ScoreGate(GateVerdict.CoverageTooLow, $"Only {Percent(covered)} of the licensed controls could be judged, less than the {than}.");
        }

        return leastPercentage is { } least && !(percentage >= least)
            ? new ScoreGate(GateVerdict.ScoreTooLow, $"The score is {(percentage is null ? "unknown" : Percent(percentage))}; {Percent(least)} are asked for.")
            : new ScoreGate(GateVerdict.Passed, $"The score is {(percentage is null ? "unknown" : Percent(percentage))}, {Percent(covered)} of the licensed controls were judged.");
    }

    private static string Percent(decimal? value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.##} %");
}

using System.Globalization;
using SecureScore.Engine.Scoring;

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
    // As many controls as fit a message.
    private const int MostNamed = 3;

    /// <summary>Compares a judged tenant with what is asked of it. Coverage comes first: a score that leaves much out says nothing. Unless a
    /// coverage is named, as much must be judged as was recorded last, and what was judged by evidence then must be so still: Microsoft's
    /// published points, which stand in for it, may be days old.</summary>
    /// <param name="result">The judged tenant.</param>
    /// <param name="leastPercentage">The least score in percent; null asks for none. A score that is unknown is below any.</param>
    /// <param name="leastCoverage">The least coverage in percent; null asks for as much as was recorded last.</param>
    /// <param name="last">The judgement that was recorded last; null when there is none.</param>
    /// <param name="isEvidenceOnly">Whether published points were left out on purpose, so that coverage does not compare with what was recorded.</param>
    public static ScoreGate Check(
        SecureScoreResult result, decimal? leastPercentage, decimal? leastCoverage, RecordedJudgement? last, bool isEvidenceOnly = false)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (leastCoverage is null && last is not null && LostEvidence(result, last) is { Count: > 0 } lost)
            return new ScoreGate(GateVerdict.CoverageTooLow, Told(lost));

        // What is recorded has ten decimals: rounding must not look like a loss.
        decimal covered = RecordedPoints.Round(result.Coverage ?? 0);
        decimal? wanted = RecordedPoints.Round(leastCoverage ?? (isEvidenceOnly ? null : last?.Score.Coverage));
        if (covered < wanted)
        {
            string than = leastCoverage is null ? $"{Percent(wanted)} that were recorded last" : $"{Percent(wanted)} that are asked for";
            return new ScoreGate(GateVerdict.CoverageTooLow, $"Only {Percent(covered)} of the licensed controls could be judged, less than the {than}.");
        }

        string score = result.Percentage is { } percentage ? Percent(percentage) : "unknown";
        return leastPercentage is { } least && !(result.Percentage >= least)
            ? new ScoreGate(GateVerdict.ScoreTooLow, $"The score is {score}; {Percent(least)} are asked for.")
            : new ScoreGate(GateVerdict.Passed, $"The score is {score}, {Percent(covered)} of the licensed controls were judged.");
    }

    // A control that needs another licence, or is no longer in the catalogue, has not lost its evidence.
    private static List<(string Id, NotEvaluatedReason Reason)> LostEvidence(SecureScoreResult result, RecordedJudgement last)
    {
        var byEvidence = last.Controls.Where(control => control.Source == ResultSource.Evidence || control.MeasuredPoints is not null)
            .Select(control => control.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. from control in result.Controls
               where byEvidence.Contains(control.Id)
               let reason = control.Verdict?.Reason
               where reason is NotEvaluatedReason.PermissionMissing or NotEvaluatedReason.NotConnected or NotEvaluatedReason.SourceFailed or NotEvaluatedReason.NotCollected
               select (control.Id, reason.Value),
        ];
    }

    private static string Told(List<(string Id, NotEvaluatedReason Reason)> lost)
    {
        var named = lost.Take(MostNamed).Select(control => $"{control.Id} ({ControlState.Of(control.Reason)})");
        string more = lost.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {lost.Count - MostNamed} more") : "";
        return $"{Quantity.Of(lost.Count, "control")} can no longer be judged by evidence, as {Quantity.Verb(lost.Count, "it was", "they were")} "
            + $"when recorded last: {string.Join(", ", named)}{more}.";
    }

    private static string Percent(decimal? value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.##} %");
}

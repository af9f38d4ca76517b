using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.History;

/// <summary>Tells which controls have lost points and not won them back.</summary>
/// <remarks>A control has regressed when its evidence gives a smaller share of its points than it ever did within <see cref="Memory"/>, until it
/// gives as much again. Decisions, and evidence that is missing, neither make it regress nor recover.</remarks>
public static class Regression
{
    // A share of points that differs by less comes from rounding.
    private const int ShareDecimals = 8;

    /// <summary>How far back points count: as many days as Microsoft remembers.</summary>
    public static TimeSpan Memory { get; } = TimeSpan.FromDays(90);

    /// <summary>Sets <see cref="ControlResult.Regressed"/> of every control that the history knows; of the others it stays null.</summary>
    /// <param name="result">The judged tenant.</param>
    /// <param name="history">Its history over <see cref="Memory"/> before the judgement, with the controls.</param>
    public static SecureScoreResult Mark(SecureScoreResult result, ScoreHistory history)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(history);
        var best = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        var controls = (history.Start?.Controls ?? []).Concat(history.Steps.SelectMany(step => step.Changes).Select(change => change.After).OfType<RecordedControl>());
        foreach (var control in controls)
        {
            if (Share(control) is { } share)
                best[control.Id] = Math.Max(share, best.GetValueOrDefault(control.Id));
        }

        return result with
        {
            Controls = new DisplayList<ControlResult>(result.Controls.Select(control => control with { Regressed = IsRegressed(control, best) })),
        };
    }

    private static bool? IsRegressed(ControlResult control, Dictionary<string, decimal> best) =>
        best.TryGetValue(control.Id, out decimal share) && Share(RecordedControl.From(control, isShare: false)) is { } now ? now < share : null;

    private static decimal? Share(RecordedControl control) =>
        control.MaxPoints > 0 && control.UnassertedPoints is { } points ? Math.Round(points / control.MaxPoints.Value, ShareDecimals) : null;
}

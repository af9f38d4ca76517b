using SecureScore.Engine.Decisions;

namespace SecureScore.Engine.History;

/// <summary>One value of a trend, fit to be plotted and exported: rows of one name make a line.</summary>
/// <param name="Date">The first day of the period.</param>
/// <param name="Trend">Which trend.</param>
/// <param name="Name">Which line of it.</param>
/// <param name="Value">Points, percent or a number of controls; null in a gap.</param>
public sealed record TrendPoint(DateOnly Date, ScoreTrend Trend, string Name, decimal? Value);

/// <summary>The trends of Microsoft's page of metrics.</summary>
public enum ScoreTrend
{
    /// <summary>Points gained, points lost, and both together, in each period.</summary>
    ScoreChanges,

    /// <summary>Points lost in each period because settings or users changed.</summary>
    Regression,

    /// <summary>How many controls' risk is accepted at the end of each period, and the points that they leave.</summary>
    RiskAcceptance,

    /// <summary>The score beside Microsoft's own, the averages of others, and the organisation's comparisons, in percent.</summary>
    Comparison,
}

/// <summary>Makes trends of a history. Periods without a judgement are left out of trends of changes and are null in the others.</summary>
public static class ScoreTrends
{
    /// <summary>Points gained, lost and together in each period that had an event.</summary>
    public static IReadOnlyList<TrendPoint> ScoreChanges(IEnumerable<ScoreEvent> events, HistoryPeriod period)
    {
        ArgumentNullException.ThrowIfNull(events);
        return
        [
            .. ByPeriod(events, period).SelectMany(group => new[]
            {
                new TrendPoint(group.Key, ScoreTrend.ScoreChanges, "Gained", group.Sum(one => Math.Max(one.Change, 0))),
                new TrendPoint(group.Key, ScoreTrend.ScoreChanges, "Lost", group.Sum(one => Math.Min(one.Change, 0))),
                new TrendPoint(group.Key, ScoreTrend.ScoreChanges, "Net", group.Sum(one => one.Change)),
            }),
        ];
    }

    /// <summary>Points lost because settings or users changed, in each period that had an event.</summary>
    public static IReadOnlyList<TrendPoint> Regression(IEnumerable<ScoreEvent> events, HistoryPeriod period)
    {
        ArgumentNullException.ThrowIfNull(events);
        return
        [
            .. ByPeriod(events, period).Select(group => new TrendPoint(group.Key, ScoreTrend.Regression, "Regressed", -group
                .Where(one => one.Cause is EventCause.Configuration or EventCause.People)
                .Sum(one => Math.Min(one.Change, 0)))),
        ];
    }

    /// <summary>The controls whose risk is accepted at the end of each period that has a judgement, and the points that they leave.</summary>
    public static IReadOnlyList<TrendPoint> RiskAcceptance(ScoreHistory history, HistoryPeriod period)
    {
        ArgumentNullException.ThrowIfNull(history);
        var accepted = (history.Start?.Controls ?? []).Where(IsAccepted).ToDictionary(control => control.Id, StringComparer.OrdinalIgnoreCase);
        var points = new List<TrendPoint>();
        foreach (var (date, steps) in HistoryPoints.Periods(history, period))
        {
            foreach (var change in steps.SelectMany(step => step.Changes))
            {
                if (change.After is { } control && IsAccepted(control))
                    accepted[control.Id] = control;
                else
                    accepted.Remove(change.ControlId);
            }

            points.Add(new TrendPoint(date, ScoreTrend.RiskAcceptance, "Controls", accepted.Count));
            points.Add(new TrendPoint(date, ScoreTrend.RiskAcceptance, "Points",
                accepted.Values.Sum(control => control.ScoredMaxPoints - control.ScoredPoints)));
        }

        return points;
    }

    /// <summary>The score of each period in percent, and what it compares with at that time. A line has a row for each period that any line has.</summary>
    /// <param name="history">The history; controls are not needed.</param>
    /// <param name="published">Microsoft's own history.</param>
    /// <param name="comparisons">The organisation's comparisons, which are the same at all times.</param>
    /// <param name="period">How long the periods are.</param>
    public static IReadOnlyList<TrendPoint> Comparison(
        ScoreHistory history, IEnumerable<PublishedScorePoint> published, IEnumerable<CustomComparison> comparisons, HistoryPeriod period)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(published);
        ArgumentNullException.ThrowIfNull(comparisons);
        var judged = HistoryPoints.Of(history, period, HistorySubject.Score).ToDictionary(point => point.Date, point => point.Percentage);
        var theirs = published.GroupBy(point => HistoryPoints.Begin(point.Date, period)).ToDictionary(group => group.Key, group => group.MaxBy(point => point.Date)!);
        var lines = comparisons.ToArray();
        return
        [
            .. judged.Keys.Union(theirs.Keys).Order().SelectMany(date => new[]
            {
                new TrendPoint(date, ScoreTrend.Comparison, "Score", judged.GetValueOrDefault(date)),
                new TrendPoint(date, ScoreTrend.Comparison, "Published by Microsoft", theirs.GetValueOrDefault(date)?.Percentage),
                new TrendPoint(date, ScoreTrend.Comparison, "All tenants", theirs.GetValueOrDefault(date)?.AllTenants),
                new TrendPoint(date, ScoreTrend.Comparison, "Tenants of similar size", theirs.GetValueOrDefault(date)?.SimilarSize),
            }.Concat(lines.Select(line => new TrendPoint(date, ScoreTrend.Comparison, line.Name, line.Percentage)))),
        ];
    }

    private static IEnumerable<IGrouping<DateOnly, ScoreEvent>> ByPeriod(IEnumerable<ScoreEvent> events, HistoryPeriod period) =>
        events.GroupBy(one => HistoryPoints.Begin(one.Date, period)).OrderBy(group => group.Key);

    private static bool IsAccepted(RecordedControl control) => control.Status == ControlStatus.RiskAccepted;
}

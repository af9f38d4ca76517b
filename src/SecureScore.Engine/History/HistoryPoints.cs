using System.Globalization;

namespace SecureScore.Engine.History;

/// <summary>How long the periods of a history are. They follow the calendar in UTC.</summary>
public enum HistoryPeriod
{
    /// <summary>A day.</summary>
    Day,

    /// <summary>A week from Monday, as ISO 8601 has it.</summary>
    Week,

    /// <summary>A month.</summary>
    Month,
}

/// <summary>What the points of a history are about.</summary>
public enum HistorySubject
{
    /// <summary>The score.</summary>
    Score,

    /// <summary>Each category.</summary>
    Category,

    /// <summary>Each product.</summary>
    Product,

    /// <summary>Each control.</summary>
    Control,
}

/// <summary>The score at the end of a period. The order of the properties is the order of CSV columns.</summary>
/// <remarks>A period without a judgement is a gap: it has nulls, never the values of the one before.</remarks>
public sealed record HistoryPoint
{
    /// <summary>The first day of the period.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The name of the period: <c>2026-09-13</c>, <c>2026-W37</c> or <c>2026-09</c>.</summary>
    public required string Period { get; init; }

    /// <summary>The category, product or control; null for the score itself.</summary>
    public string? Name { get; init; }

    /// <summary>Points achieved; null in a gap, and when the subject is in no sum.</summary>
    public decimal? Score { get; init; }

    /// <summary>Points that could be achieved.</summary>
    public decimal? MaxScore { get; init; }

    /// <summary><see cref="Score"/> in percent of <see cref="MaxScore"/>.</summary>
    public decimal? Percentage => MaxScore is null or 0 ? null : 100 * Score / MaxScore;

    /// <summary>The points gained since the last period that had any.</summary>
    public decimal? Change { get; init; }

    /// <summary>Judged controls in percent of licensed ones; null where the subject is not the score.</summary>
    public decimal? Coverage { get; init; }

    /// <summary>The collection date of the judgement, the last one of the period.</summary>
    public DateTimeOffset? CollectedAt { get; init; }

    /// <summary>The edition of the judgement.</summary>
    public string? Edition { get; init; }
}

/// <summary>Sums a history up by day, week or month.</summary>
public static class HistoryPoints
{
    /// <summary>One point for each period from the first judgement to the last, and each name, oldest first.</summary>
    /// <param name="history">The history; with its controls unless the subject is the score.</param>
    /// <param name="period">How long the periods are.</param>
    /// <param name="subject">What the points are about.</param>
    public static IReadOnlyList<HistoryPoint> Of(ScoreHistory history, HistoryPeriod period, HistorySubject subject)
    {
        ArgumentNullException.ThrowIfNull(history);
        var points = new List<HistoryPoint>();
        var last = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        var state = new ScoreState(subject);
        state.Start(history.Start);
        DateOnly? open = null;
        foreach (var (date, steps) in Periods(history, period))
        {
            for (var gap = open; gap is { } missing && missing < date; gap = Next(missing, period))
                points.AddRange(state.Names().Select(name => new HistoryPoint { Date = missing, Period = Name(missing, period), Name = name }));

            foreach (var step in steps)
                state.Add(step);
            foreach (var (name, score, maxScore) in state.Totals())
            {
                decimal? before = last.TryGetValue(name ?? "", out decimal value) ? value : null;
                var newest = steps[^1].Score;
                points.Add(new HistoryPoint
                {
                    Date = date,
                    Period = Name(date, period),
                    Name = name,
                    Score = score,
                    MaxScore = maxScore,
                    Change = score - before,
                    Coverage = subject == HistorySubject.Score ? newest.Coverage : null,
                    CollectedAt = newest.CollectedAt,
                    Edition = newest.Edition,
                });
                if (score is not null)
                    last[name ?? ""] = score.Value;
            }

            open = Next(date, period);
        }

        return points;
    }

    /// <summary>Microsoft's own history in the same form: one point for each period from the first day to the last, oldest first.</summary>
    /// <param name="published">The days that Microsoft published, oldest first.</param>
    /// <param name="period">How long the periods are.</param>
    public static IReadOnlyList<HistoryPoint> Of(IEnumerable<PublishedScorePoint> published, HistoryPeriod period)
    {
        ArgumentNullException.ThrowIfNull(published);
        var points = new List<HistoryPoint>();
        decimal? last = null;
        DateOnly? open = null;
        foreach (var group in published.GroupBy(point => Begin(point.Date, period)).OrderBy(group => group.Key))
        {
            for (var gap = open; gap is { } missing && missing < group.Key; gap = Next(missing, period))
                points.Add(new HistoryPoint { Date = missing, Period = Name(missing, period) });

            var newest = group.MaxBy(point => point.Date)!;
            points.Add(new HistoryPoint
            {
                Date = group.Key,
                Period = Name(group.Key, period),
                Score = newest.Score,
                MaxScore = newest.MaxScore,
                Change = newest.Score - last,
                CollectedAt = newest.Date,
            });
            last = newest.Score;
            open = Next(group.Key, period);
        }

        return points;
    }

    /// <summary>The steps of each period that has any, oldest first.</summary>
    internal static IEnumerable<(DateOnly Date, IReadOnlyList<HistoryStep> Steps)> Periods(ScoreHistory history, HistoryPeriod period)
    {
        var steps = new List<HistoryStep>();
        foreach (var step in history.Steps)
        {
            if (steps.Count > 0 && Begin(steps[0].Score.CollectedAt, period) is var date && date != Begin(step.Score.CollectedAt, period))
            {
                yield return (date, steps);
                steps = [];
            }

            steps.Add(step);
        }

        if (steps.Count > 0)
            yield return (Begin(steps[0].Score.CollectedAt, period), steps);
    }

    /// <summary>The first day of the period that a moment lies in.</summary>
    internal static DateOnly Begin(DateTimeOffset moment, HistoryPeriod period)
    {
        var day = DateOnly.FromDateTime(moment.UtcDateTime);
        return period switch
        {
            HistoryPeriod.Week => day.AddDays(-((int)day.DayOfWeek + 6) % 7),
            HistoryPeriod.Month => new DateOnly(day.Year, day.Month, 1),
            _ => day,
        };
    }

    // After the last period of the calendar there is none.
    private static DateOnly? Next(DateOnly date, HistoryPeriod period)
    {
        int days = period switch
        {
            HistoryPeriod.Week => 7,
            HistoryPeriod.Month => DateTime.DaysInMonth(date.Year, date.Month),
            _ => 1,
        };
        return days > DateOnly.MaxValue.DayNumber - date.DayNumber ? null : date.AddDays(days);
    }

    private static string Name(DateOnly date, HistoryPeriod period)
    {
        var day = date.ToDateTime(TimeOnly.MinValue);
        return period switch
        {
            HistoryPeriod.Week => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day):0000}-W{ISOWeek.GetWeekOfYear(day):00}"),
            HistoryPeriod.Month => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            _ => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The totals as they are after the steps so far. Kept up to date by what changed: most days most controls do not.</summary>
    private sealed class ScoreState(HistorySubject subject)
    {
        private readonly SortedDictionary<string, Total> _totals = new(StringComparer.OrdinalIgnoreCase);
        private RecordedScore? _score;

        public void Start(RecordedJudgement? judgement)
        {
            _score = judgement?.Score;
            foreach (var control in judgement?.Controls ?? [])
                Add(control, 1);
        }

        public void Add(HistoryStep step)
        {
            _score = step.Score;
            foreach (var change in step.Changes)
            {
                Add(change.Before, -1);
                Add(change.After, 1);
            }
        }

        public IReadOnlyList<string?> Names() => subject == HistorySubject.Score ? [null] : [.. _totals.Keys];

        public IEnumerable<(string? Name, decimal? Score, decimal? MaxScore)> Totals() => subject == HistorySubject.Score
            ? [(null, _score!.Score, _score.MaxScore)]
            : _totals.Select(total => ((string?)total.Key,
                total.Value.Controls == 0 ? null : total.Value.Score, total.Value.Controls == 0 ? null : (decimal?)total.Value.MaxScore));

        private void Add(RecordedControl? control, int sign)
        {
            if (control is null || subject == HistorySubject.Score)
                return;

            string name = subject switch
            {
                HistorySubject.Category => control.Category,
                HistorySubject.Product => control.Product,
                _ => control.Id,
            };
            if (!_totals.TryGetValue(name, out var total))
                _totals.Add(name, total = new Total());
            if (!control.IsScored)
                return;

            total.Controls += sign;
            total.Score += sign * control.ScoredPoints;
            total.MaxScore += sign * control.ScoredMaxPoints;
        }

        private sealed class Total
        {
            public int Controls { get; set; }

            public decimal? Score { get; set; } = 0;

            public decimal MaxScore { get; set; }
        }
    }
}

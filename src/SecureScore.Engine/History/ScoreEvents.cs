using System.Globalization;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.History;

/// <summary>Tells the history as events: what changed between judgements, why, and by whom.</summary>
/// <remarks>
/// <para>A control that changes gives one event for its evidence and, where its status changed as well, one for the decision: what the control
/// would have without the decision lies between the two, so that the parts are exact. Where several causes act on the evidence at once, nobody
/// can tell which gave how much; the event then names the first that applies of: licence, evidence lost or regained, catalogue (the maximum, the
/// edition or the rules differ), people (the number of users differs), configuration.</para>
/// <para>The wording of "has become relevant", "This action has become relevant" and "more users are affected" is Microsoft's; the rest follows it.</para>
/// </remarks>
public static class ScoreEvents
{
    /// <summary>The events of a part of the history, oldest first, those of one judgement by control.</summary>
    /// <param name="history">The part, with its controls.</param>
    /// <param name="decisions">The tenant's decisions, oldest first: they tell who decided.</param>
    public static IEnumerable<ScoreEvent> Of(ScoreHistory history, IEnumerable<DecisionEntry> decisions)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(decisions);
        var byControl = decisions.ToLookup(decision => decision.ControlId, StringComparer.OrdinalIgnoreCase);
        return Events(history, byControl);
    }

    private static IEnumerable<ScoreEvent> Events(ScoreHistory history, ILookup<string, DecisionEntry> decisions)
    {
        var previous = history.Start?.Score;
        foreach (var step in history.Steps)
        {
            var interval = new Interval(previous, step.Score);
            foreach (var change in step.Changes)
            {
                foreach (var scoreEvent in Events(interval, change, decisions[change.ControlId]))
                    yield return scoreEvent;
            }

            previous = step.Score;
        }
    }

    private static IEnumerable<ScoreEvent> Events(Interval interval, RecordedChange change, IEnumerable<DecisionEntry> decisions)
    {
        var (before, after) = (change.Before, change.After);

        // Completed is no decision: what the control loses or gains by it, it does by its evidence.
        bool decided = before is not null && after is not null && before.Status != after.Status
            && before.Status != ControlStatus.Completed && after.Status != ControlStatus.Completed;
        var undecided = decided ? Undecided(before!, after!) : after;
        if (Evidence(interval, before, undecided) is { } evidence)
            yield return evidence;

        if (decided)
            yield return Decision(interval, before!, undecided!, after!, decisions);
    }

    /// <summary>The control as it would be with the evidence of now and the status of before.</summary>
    private static RecordedControl Undecided(RecordedControl before, RecordedControl after)
    {
        if (DecisionRules.IsAsserted(before.Status))
            return after with { Status = before.Status, Points = after.MaxPoints, Source = ResultSource.Asserted };

        if (after.Source != ResultSource.Asserted)
            return after with { Status = before.Status };

        // Microsoft's published points are not kept beneath an assertion. Where nothing says that they changed, they did not.
        bool isPublished = after.MeasuredPoints is null && after.Outcome != ControlOutcome.NotEvaluated;
        return after with
        {
            Status = before.Status,
            Points = isPublished ? before.UnassertedPoints : after.MeasuredPoints,
            Source = isPublished ? before.Source : ResultSource.Evidence,
        };
    }

    private static ScoreEvent? Evidence(Interval interval, RecordedControl? before, RecordedControl? after)
    {
        bool was = before?.IsScored ?? false;
        bool isNow = after?.IsScored ?? false;
        decimal gain = (after?.ScoredPoints ?? 0) - (before?.ScoredPoints ?? 0);
        if (!was && !isNow)
            return null;

        if (!was)
        {
            string sign = gain == 0 && after!.IsShare ? "-" : "+";
            return Changed(interval.After.CollectedAt, after!, gain, AppearedBy(interval, before), sign, "has become relevant");
        }

        if (!isNow)
        {
            var cause = VanishedBy(after);
            string reason = cause == EventCause.EvidenceLost ? $"can no longer be judged ({ControlState.Of(after!.Reason!.Value)})" : "is no longer relevant";
            var last = after ?? before! with { Points = null, MaxPoints = null };
            return Changed(interval.After.CollectedAt, last, gain, cause, "-", reason);
        }

        return Changed(interval, before!, after!, gain);
    }

    private static ScoreEvent? Changed(Interval interval, RecordedControl before, RecordedControl after, decimal gain)
    {
        // Counts that were unknown are read as 0, as Microsoft does.
        long moreAffected = after.AffectedCount - (before.AffectedCount ?? 0) ?? 0;
        if (gain == 0 && moreAffected <= 0)
            return null;

        var cause = ChangedBy(interval, before, after, gain);
        bool regressed = gain <= 0 && cause != EventCause.Catalogue
            && (moreAffected > 0 || cause is EventCause.Configuration or EventCause.People);
        if (!regressed)
            return Changed(interval.After.CollectedAt, after, gain, cause, gain < 0 ? "-" : "+", Reason(before, after, cause, -moreAffected));

        string loss = Loss(before, after, cause, moreAffected);
        return Create(
            interval.After.CollectedAt, after, gain, cause,
            $"{Points(gain)} points regressed for {after.Title} because {loss}", $"has regressed because {loss}", "-");
    }

    private static EventCause AppearedBy(Interval interval, RecordedControl? before) =>
        interval.Before is null ? EventCause.FirstJudgement
        : before is null ? EventCause.Catalogue
        : before.Licensed == false || before.Reason == NotEvaluatedReason.NotLicensed ? EventCause.Licence
        : before.Reason == NotEvaluatedReason.NotApplicable ? EventCause.Configuration
        : before.Reason is not null ? EventCause.EvidenceRegained
        : EventCause.Catalogue;

    private static EventCause VanishedBy(RecordedControl? after) =>
        after is null ? EventCause.Catalogue
        : after.Licensed == false || after.Reason == NotEvaluatedReason.NotLicensed ? EventCause.Licence
        : after.Reason == NotEvaluatedReason.NotApplicable ? EventCause.Configuration
        : after.Reason is not null ? EventCause.EvidenceLost
        : EventCause.Catalogue;

    private static EventCause ChangedBy(Interval interval, RecordedControl before, RecordedControl after, decimal gain) =>
        (before.Source, after.Source) switch
        {
            (ResultSource.Published, ResultSource.Evidence) => EventCause.EvidenceRegained,
            (ResultSource.Evidence, ResultSource.Published) => EventCause.EvidenceLost,
            _ when before.MaxPoints != after.MaxPoints || (gain != 0 && interval.RulesChanged) => EventCause.Catalogue,
            _ when before.IsShare && before.TotalCount is { } earlier && after.TotalCount is { } now && earlier != now => EventCause.People,
            _ => EventCause.Configuration,
        };

    private static string Loss(RecordedControl before, RecordedControl after, EventCause cause, long moreAffected) =>
        moreAffected > 0 ? $"{More(moreAffected, "more", after)} {Quantity.Verb(moreAffected, "is", "are")} affected"
        : cause == EventCause.People ? $"it counts {after.TotalCount} users instead of {before.TotalCount}"
        : "its configuration has changed";

    private static string Reason(RecordedControl before, RecordedControl after, EventCause cause, long fewerAffected) => cause switch
    {
        EventCause.EvidenceRegained => "is now judged by its evidence",
        EventCause.EvidenceLost => "is now judged by Microsoft's published score",
        EventCause.Catalogue when before.MaxPoints != after.MaxPoints =>
            string.Create(CultureInfo.InvariantCulture, $"is worth {after.MaxPoints:0.##} points instead of {before.MaxPoints:0.##}"),
        EventCause.Catalogue => "is judged by new rules",
        _ when after.Outcome == ControlOutcome.Completed => "has been completed",
        _ when fewerAffected > 0 && before.AffectedCount is not null => $"affects {More(fewerAffected, "fewer", after)}",
        EventCause.People => $"counts {after.TotalCount} users instead of {before.TotalCount}",
        _ => "has improved",
    };

    // Microsoft speaks of users; what pays all or nothing counts policies, domains or settings.
    private static string More(long count, string comparison, RecordedControl control) =>
        Quantity.Of(count, $"{comparison} {(control.IsShare ? "user" : "item")}");

    private static ScoreEvent Decision(
        Interval interval, RecordedControl before, RecordedControl undecided, RecordedControl after, IEnumerable<DecisionEntry> decisions)
    {
        decimal gain = after.ScoredPoints - undecided.ScoredPoints;
        var last = Decisive(interval, after.Status, [.. decisions]);
        bool ended = after.Status == ControlStatus.ToAddress && last is not null && last.Status != ControlStatus.ToAddress
            && last.Expires <= interval.After.RecordedAt;
        string sign = gain > 0 ? "+" : gain < 0 ? "-" : "";
        var date = interval.Within(ended ? last!.Expires!.Value : last?.DecidedAt);
        if (ended)
        {
            return Create(
                date, after, gain, EventCause.Decision,
                $"{sign}{Points(gain)} points score change because the decision to mark {after.Title} as {Name(before.Status)} has ended",
                $"is no longer marked as {Name(before.Status)} because the decision has ended", sign);
        }

        string what = after.Status == ControlStatus.ToAddress ? "is to be addressed again" : $"has been marked as {Name(after.Status)}";
        return Changed(date, after, gain, EventCause.Decision, sign, what, last is null || last.Status != after.Status ? ScoreEvent.System : last.DecidedBy);
    }

    // A decision counts for the evidence of before it as well, once that is judged again. A snapshot that is added later is judged by the decisions
    // of its own time: one of these comes first, where it says what the control is.
    private static DecisionEntry? Decisive(Interval interval, ControlStatus status, IReadOnlyList<DecisionEntry> decisions)
    {
        var moment = interval.After.CollectedAt;
        var ofItsTime = decisions.LastOrDefault(decision => decision.DecidedAt <= moment);
        bool hasEnded = ofItsTime?.Expires <= moment;
        bool isDecisive = (hasEnded ? ControlStatus.ToAddress : ofItsTime?.Status) == status
            && (hasEnded ? ofItsTime?.Expires : ofItsTime?.DecidedAt) > (interval.Before?.CollectedAt ?? DateTimeOffset.MinValue);
        return isDecisive ? ofItsTime : decisions.LastOrDefault(decision => decision.DecidedAt <= interval.After.RecordedAt);
    }

    private static string Name(ControlStatus status) => status switch
    {
        ControlStatus.Planned => "planned",
        ControlStatus.RiskAccepted => "risk accepted",
        ControlStatus.ThirdParty => "resolved through third party",
        ControlStatus.AlternateMitigation => "resolved through alternate mitigation",
        _ => "to address",
    };

    private static ScoreEvent Changed(
        DateTimeOffset date, RecordedControl control, decimal gain, EventCause cause, string sign, string what, string by = ScoreEvent.System) =>
        Create(date, control, gain, cause, $"{sign}{Points(gain)} points score change because {control.Title} {what}", what, sign, by);

    private static ScoreEvent Create(
        DateTimeOffset date, RecordedControl control, decimal gain, EventCause cause, string activity, string what, string sign, string by = ScoreEvent.System) => new()
    {
        Date = date,
        ControlId = control.Id,
        Title = control.Title,
        Activity = activity,
        What = what,
        Sign = sign,
        Change = gain,
        Points = control.Points,
        MaxPoints = control.MaxPoints,
        Category = control.Category,
        Cause = cause,
        AttributedTo = by,
    };

    private static string Points(decimal points) => Math.Abs(points).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Two judgements that follow each other.</summary>
    private sealed record Interval(RecordedScore? Before, RecordedScore After)
    {
        public bool RulesChanged => Before is not null && !string.Equals(Before.RuleVersion, After.RuleVersion, StringComparison.Ordinal);

        // An event outside of its interval would be missing from the sum between the judgements.
        public DateTimeOffset Within(DateTimeOffset? date) =>
            date > (Before?.CollectedAt ?? DateTimeOffset.MinValue) && date < After.CollectedAt ? date.Value : After.CollectedAt;
    }
}

namespace SecureScore.Engine.History;

/// <summary>Which part of a tenant's history is asked for.</summary>
/// <param name="TenantId">The tenant's directory id.</param>
public sealed record HistoryQuery(string TenantId)
{
    /// <summary>The line of history.</summary>
    public string Series { get; init; } = RecordedScore.CurrentSeries;

    /// <summary>The first moment, by collection date; null is the beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The last moment, by collection date; null is the end.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether the changes of the controls are read too; without them only the totals are.</summary>
    public bool WithControls { get; init; } = true;

    /// <summary>The only control whose changes are read; null reads those of all.</summary>
    public string? ControlId { get; init; }
}

/// <summary>A part of a tenant's history: judgements in the order of their collection dates, each with what changed.</summary>
/// <param name="Start">The last judgement before the part; null when there is none. Where one control was asked for, it holds that one only.</param>
/// <param name="Steps">The judgements of the part, oldest first.</param>
public sealed record ScoreHistory(RecordedJudgement? Start, IReadOnlyList<HistoryStep> Steps)
{
    /// <summary>The history of judgements that are at hand as a whole.</summary>
    /// <param name="start">The last judgement before; null when there is none.</param>
    /// <param name="judgements">The judgements, oldest first.</param>
    public static ScoreHistory Of(RecordedJudgement? start, IEnumerable<RecordedJudgement> judgements)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        var steps = new List<HistoryStep>();
        var before = start;
        foreach (var judgement in judgements)
        {
            steps.Add(new HistoryStep(judgement.Score, RecordedChange.Between(before?.Controls ?? [], judgement.Controls)));
            before = judgement;
        }

        return new ScoreHistory(start, steps);
    }

    /// <summary>The last judgement of the part, or before it when the part has none; null when there is neither.</summary>
    public RecordedJudgement? End()
    {
        if (Steps.Count == 0)
            return Start;

        var controls = (Start?.Controls ?? []).ToDictionary(control => control.Id, StringComparer.OrdinalIgnoreCase);
        foreach (var change in Steps.SelectMany(step => step.Changes))
        {
            if (change.After is { } control)
                controls[control.Id] = control;
            else
                controls.Remove(change.ControlId);
        }

        return new RecordedJudgement(Steps[^1].Score, [.. controls.Values.OrderBy(control => control.Id, StringComparer.Ordinal)]);
    }
}

/// <summary>One judgement in the history, and what changed since the one before it.</summary>
/// <param name="Score">The whole.</param>
/// <param name="Changes">The controls that differ, by id; all of them in the first judgement of a history.</param>
public sealed record HistoryStep(RecordedScore Score, IReadOnlyList<RecordedChange> Changes);

/// <summary>A control in two judgements that follow each other.</summary>
/// <param name="Before">The control before; null when it was not there.</param>
/// <param name="After">The control after; null when it is no longer there.</param>
public sealed record RecordedChange(RecordedControl? Before, RecordedControl? After)
{
    /// <summary>The control's id.</summary>
    public string ControlId => (After ?? Before)!.Id;

    /// <summary>The controls that differ between two judgements, by id.</summary>
    public static IReadOnlyList<RecordedChange> Between(IReadOnlyList<RecordedControl> before, IReadOnlyList<RecordedControl> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var earlier = before.ToDictionary(control => control.Id, StringComparer.OrdinalIgnoreCase);
        var changes = new List<RecordedChange>();
        foreach (var control in after)
        {
            earlier.Remove(control.Id, out var old);
            if (control != old)
                changes.Add(new RecordedChange(old, control));
        }

        changes.AddRange(earlier.Values.Select(gone => new RecordedChange(gone, null)));
        changes.Sort((one, other) => string.CompareOrdinal(one.ControlId, other.ControlId));
        return changes;
    }
}

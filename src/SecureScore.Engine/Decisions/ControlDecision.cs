namespace SecureScore.Engine.Decisions;

/// <summary>What the administrator decided about a control, in Microsoft's terms.</summary>
public enum ControlStatus
{
    /// <summary>Open: nothing was decided.</summary>
    ToAddress,

    /// <summary>It will be done.</summary>
    Planned,

    /// <summary>It will not be done; the risk is accepted.</summary>
    RiskAccepted,

    /// <summary>Another product does it. Gives full points, unverified.</summary>
    ThirdParty,

    /// <summary>It is mitigated in another way. Gives full points, unverified.</summary>
    AlternateMitigation,

    /// <summary>The evidence shows that it is done. Set by the engine only.</summary>
    Completed,
}

/// <summary>An administrator's decision about one control.</summary>
/// <param name="ControlId">The control.</param>
/// <param name="Status">The decision; never <see cref="ControlStatus.Completed"/>.</param>
public sealed record ControlDecision(string ControlId, ControlStatus Status)
{
    /// <summary>The decision; never <see cref="ControlStatus.Completed"/>, which only evidence gives.</summary>
    public ControlStatus Status { get; init; } = Status != ControlStatus.Completed
        ? Status
        : throw new ArgumentException("Completed is no decision: only evidence completes a control.", nameof(Status));

    /// <summary>Why.</summary>
    public string? Note { get; init; }

    /// <summary>Who answers for it.</summary>
    public string? Owner { get; init; }

    /// <summary>When the decision ends; the control then falls back to <see cref="ControlStatus.ToAddress"/>.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Free labels.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When it was taken; null when unknown.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What the evidence looked like then; null when unknown. When it got worse since, the control needs another look.</summary>
    public DecisionEvidence? Evidence { get; init; }

    /// <summary>The decisions in force: of each control its entry and its tags. A control that has tags only is to be addressed.</summary>
    /// <param name="entries">The last entry of each control.</param>
    /// <param name="tags">The tags of all controls.</param>
    public static IReadOnlyList<ControlDecision> InForce(IEnumerable<DecisionEntry> entries, IEnumerable<ControlTag> tags)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(tags);
        var byControl = tags.ToLookup(tag => tag.ControlId, tag => tag.Tag, StringComparer.OrdinalIgnoreCase);
        var decisions = entries.Select(entry => new ControlDecision(entry.ControlId, entry.Status)
        {
            Note = entry.Note,
            Owner = entry.Owner,
            Expires = entry.Expires,
            Tags = [.. byControl[entry.ControlId]],
            DecidedAt = entry.DecidedAt,
            Evidence = entry.Evidence,
        }).ToList();
        var decided = decisions.Select(decision => decision.ControlId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        decisions.AddRange(byControl.Where(control => !decided.Contains(control.Key))
            .Select(control => new ControlDecision(control.Key, ControlStatus.ToAddress) { Tags = [.. control] }));
        return decisions;
    }
}

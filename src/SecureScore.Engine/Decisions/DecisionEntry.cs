namespace SecureScore.Engine.Decisions;

/// <summary>One decision about one control, as it was taken. Entries are added, never changed: the last one of a control counts.</summary>
public sealed record DecisionEntry
{
    /// <summary>The tenant's directory id.</summary>
    public required string TenantId { get; init; }

    /// <summary>The control.</summary>
    public required string ControlId { get; init; }

    /// <summary>The decision; never <see cref="ControlStatus.Completed"/>.</summary>
    public required ControlStatus Status { get; init; }

    /// <summary>Why.</summary>
    public string? Note { get; init; }

    /// <summary>Who answers for it.</summary>
    public string? Owner { get; init; }

    /// <summary>When the decision ends; the control then falls back to <see cref="ControlStatus.ToAddress"/>.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Who took it: a user principal name, or the name of the user of the machine.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>What the evidence looked like then; null when the tenant had not been judged.</summary>
    public DecisionEvidence? Evidence { get; init; }
}

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
}

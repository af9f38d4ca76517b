namespace SecureScore.Engine.Remediation;

/// <summary>How a remediation ended.</summary>
public enum RemediationOutcome
{
    /// <summary>The changes show in the tenant.</summary>
    Applied,

    /// <summary>The service took the changes and does not show them yet: look again later.</summary>
    Pending,

    /// <summary>The service shows something else than what was written.</summary>
    Mismatch,

    /// <summary>Nothing was missing, and nothing was written.</summary>
    AlreadyDone,

    /// <summary>What would be done; nothing was written, since -WhatIf was given.</summary>
    Planned,

    /// <summary>Somebody said no; nothing was written.</summary>
    Declined,

    /// <summary>A person has to do it; the steps say how.</summary>
    Manual,

    /// <summary>It failed, and what had been changed was taken back: the tenant is as before.</summary>
    RolledBack,

    /// <summary>It failed. What was changed before, if anything, is named.</summary>
    Failed,
}

/// <summary>What became of one control.</summary>
public sealed record RemediationResult
{
    /// <summary>The control.</summary>
    public required string ControlId { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>How it ended.</summary>
    public required RemediationOutcome Outcome { get; init; }

    /// <summary>How much it asks of an administrator.</summary>
    public required RiskClass Risk { get; init; }

    /// <summary>The points before; null when they were unknown.</summary>
    public decimal? PointsBefore { get; init; }

    /// <summary>The points afterwards: as judged again, or as they would be where nothing was written; null when they are unknown.</summary>
    public decimal? PointsAfter { get; init; }

    /// <summary>The points that it would have with everything in force that only reports at first; null when that is no difference, or nothing tells.</summary>
    public decimal? PointsInForce { get; init; }

    /// <summary>The most points that the control gives.</summary>
    public decimal? MaxPoints { get; init; }

    /// <summary>What was changed, or would be, in one short line; empty when nothing.</summary>
    public string Summary { get; init; } = "";

    /// <summary>What was changed, or would be, from what to what.</summary>
    public DisplayList<string> Changes { get; init; } = DisplayList<string>.Empty;

    /// <summary>The journal entry, which Undo-ScoreRemediation takes; null when nothing was written.</summary>
    public string? EntryId { get; init; }

    /// <summary>The journal entry that was taken back; null when none was.</summary>
    public string? UndoOf { get; init; }

    /// <summary>When to look again, where the service does not show the changes yet.</summary>
    public DateTimeOffset? LookAgainAt { get; init; }

    /// <summary>What the administrator should know.</summary>
    public DisplayList<string> Warnings { get; init; } = DisplayList<string>.Empty;

    /// <summary>The control's explanation afterwards; null when it was not judged again.</summary>
    public string? Explanation { get; init; }

    /// <summary>What a person has to do; empty when nothing.</summary>
    public DisplayList<string> Steps { get; init; } = DisplayList<string>.Empty;

    /// <summary>The admin page where the setting lives.</summary>
    public string? ActionUrl { get; init; }

    /// <summary>The stable id of the failure; null when there is none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>What went wrong and what to do next; null when nothing did.</summary>
    public string? Error { get; init; }
}

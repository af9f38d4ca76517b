namespace SecureScore.Engine.Remediation.Notifications;

/// <summary>What became of a mail to one person.</summary>
public enum NotificationOutcome
{
    /// <summary>The service took it.</summary>
    Sent,

    /// <summary>It would be sent; nothing was, since -WhatIf was given.</summary>
    Planned,

    /// <summary>Somebody said no.</summary>
    Declined,

    /// <summary>The person was told about the same control lately.</summary>
    AlreadyTold,

    /// <summary>The account has no mailbox.</summary>
    NoMailbox,

    /// <summary>It was not sent, or that is not certain.</summary>
    Failed,
}

/// <summary>A mail to one person whom a control concerns.</summary>
public sealed record ControlNotification
{
    /// <summary>The control.</summary>
    public required string ControlId { get; init; }

    /// <summary>The person's sign-in name.</summary>
    public string? UserPrincipalName { get; init; }

    /// <summary>The person's name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The address; null when the account has none.</summary>
    public string? Recipient { get; init; }

    /// <summary>The subject.</summary>
    public string? Subject { get; init; }

    /// <summary>What became of it.</summary>
    public required NotificationOutcome Outcome { get; init; }

    /// <summary>When it was sent, or the last one about the control was; null when none was.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The stable id of the failure; null when there is none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>What went wrong and what to do next; null when nothing did.</summary>
    public string? Error { get; init; }
}

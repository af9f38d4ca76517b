using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Ports;

/// <summary>What was changed in tenants, line by line. What is there stays there.</summary>
public interface IRemediationJournal
{
    /// <summary>Adds a line, linked to the last one of the tenant. It survives a kill of the process as soon as this returns.</summary>
    /// <exception cref="SecureScoreException"><c>RemediationBusy</c>: the line begins an entry while another one, not ended and with a
    /// line less than <see cref="JournalRules.BusyFor"/> old, is about one of the same objects. Or the store fails.</exception>
    Task<JournalRecord> AppendJournalAsync(JournalDraft draft, CancellationToken cancellation);

    /// <summary>All lines of a tenant, oldest first.</summary>
    Task<IReadOnlyList<JournalRecord>> ReadJournalAsync(string tenantId, CancellationToken cancellation);

    /// <summary>Adds whom a mail about a control was sent to.</summary>
    Task AddNotificationsAsync(string tenantId, IReadOnlyCollection<SentNotification> notifications, CancellationToken cancellation);

    /// <summary>Whom mails about controls were sent to, oldest first.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="controlId">The only control; null reads those of all.</param>
    /// <param name="cancellation">Ends the look-up early.</param>
    Task<IReadOnlyList<SentNotification>> ReadNotificationsAsync(string tenantId, string? controlId, CancellationToken cancellation);
}

/// <summary>A mail that was sent to one person about one control.</summary>
/// <param name="ControlId">The control.</param>
/// <param name="Recipient">The address.</param>
/// <param name="Subject">The subject.</param>
/// <param name="SentAt">When.</param>
/// <param name="SentBy">Who sent it: a user principal name, or the name of the user of the machine.</param>
public sealed record SentNotification(string ControlId, string Recipient, string Subject, DateTimeOffset SentAt, string SentBy);

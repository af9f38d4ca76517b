using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;

namespace SecureScore.PowerShell;

/// <summary>The journal in the store of a connection. The store is opened for each line and no longer: reading back may take an hour, and others need
/// the store meanwhile.</summary>
internal sealed class ConnectionJournal : IRemediationJournal
{
    private readonly ConnectionStore _memory;

    public ConnectionJournal(ConnectionStore memory) => _memory = memory;

    /// <inheritdoc/>
    public Task<JournalRecord> AppendJournalAsync(JournalDraft draft, CancellationToken cancellation) =>
        _memory.UseAsync(store => store.AppendJournalAsync(draft, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalRecord>> ReadJournalAsync(string tenantId, CancellationToken cancellation) =>
        _memory.UseAsync(store => store.ReadJournalAsync(tenantId, cancellation), cancellation);

    /// <inheritdoc/>
    public Task AddNotificationsAsync(string tenantId, IReadOnlyCollection<SentNotification> notifications, CancellationToken cancellation) =>
        _memory.UseAsync(
            async store =>
            {
                await store.AddNotificationsAsync(tenantId, notifications, cancellation).ConfigureAwait(false);
                return true;
            },
            cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SentNotification>> ReadNotificationsAsync(string tenantId, string? controlId, CancellationToken cancellation) =>
        _memory.UseAsync(store => store.ReadNotificationsAsync(tenantId, controlId, cancellation), cancellation);
}

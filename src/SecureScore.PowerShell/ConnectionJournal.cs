using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;

namespace SecureScore.PowerShell;

/// <summary>The journal in the store of a connection. The store is opened for each line and no longer: reading back may take an hour, and others need
/// the store meanwhile.</summary>
internal sealed class ConnectionJournal : IRemediationJournal
{
    private readonly ConnectionStore _memory;

    public ConnectionJournal(ConnectionStore memory) => _memory = memory;

    /// <summary>What was changed in a tenant, oldest first. No store is made for it.</summary>
    /// <param name="memory">The store.</param>
    /// <param name="tenantId">The tenant; null when nothing tells which it is.</param>
    /// <param name="cancellation">Ends the look-up early.</param>
    public static async Task<IReadOnlyList<JournalEntry>> ReadEntriesAsync(ConnectionStore? memory, string? tenantId, CancellationToken cancellation) =>
        memory is not { Exists: true } || tenantId is null
            ? []
            : JournalEntry.Of(await new ConnectionJournal(memory).ReadJournalAsync(tenantId, cancellation).ConfigureAwait(false));

    /// <summary>Whom mails were sent to in a tenant, oldest first. No store is made for it.</summary>
    /// <param name="memory">The store.</param>
    /// <param name="tenantId">The tenant; null when nothing tells which it is.</param>
    /// <param name="cancellation">Ends the look-up early.</param>
    public static async Task<IReadOnlyList<SentNotification>> ReadSentAsync(ConnectionStore? memory, string? tenantId, CancellationToken cancellation) =>
        memory is not { Exists: true } || tenantId is null
            ? []
            : await new ConnectionJournal(memory).ReadNotificationsAsync(tenantId, null, cancellation).ConfigureAwait(false);

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

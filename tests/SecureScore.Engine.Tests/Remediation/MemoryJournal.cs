using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Tests.Remediation;

/// <summary>A journal in memory, by the rules of every journal. It keeps text, as a store does.</summary>
internal sealed class MemoryJournal : IRemediationJournal
{
    private readonly List<JournalRecord> _records = [];

    /// <summary>Runs before a line is added, and may throw.</summary>
    public Action<JournalDraft> OnAppend { get; set; } = _ => { };

    public IReadOnlyList<JournalRecord> Records => _records;

    public IReadOnlyList<JournalEntry> Entries => JournalEntry.Of(_records);

    public IReadOnlyList<JournalEvent> Events => [.. _records.Select(record => record.Draft.Event)];

    public Task<JournalRecord> AppendJournalAsync(JournalDraft draft, CancellationToken cancellation)
    {
        OnAppend(draft);
        JournalRules.Check(_records, draft);
        _records.Add(JournalRecord.Append(draft with { Changes = TenantChangeText.Read(TenantChangeText.Write(draft.Changes)) }, _records.LastOrDefault()));
        return Task.FromResult(_records[^1]);
    }

    public Task<IReadOnlyList<JournalRecord>> ReadJournalAsync(string tenantId, CancellationToken cancellation) => Task.FromResult(Records);

    public Task AddNotificationsAsync(string tenantId, IReadOnlyCollection<SentNotification> notifications, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<SentNotification>> ReadNotificationsAsync(string tenantId, string? controlId, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public static SecureScoreException Full() => new(ErrorIds.StoreFull, "There is no space left for the store.");
}

namespace SecureScore.Engine.Remediation;

/// <summary>What may be added to a journal.</summary>
public static class JournalRules
{
    /// <summary>How long a run that did not end keeps others off its objects after the last line that it wrote. A run that was ended lets go of them after
    /// that.</summary>
    public static TimeSpan BusyFor { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Refuses to begin what another run is at.</summary>
    /// <param name="records">The lines of the tenant's journal, at least those of the entries with a line within <see cref="BusyFor"/> and of what took them back.</param>
    /// <param name="draft">What is to be added.</param>
    /// <exception cref="SecureScoreException"><c>RemediationBusy</c>.</exception>
    public static void Check(IReadOnlyList<JournalRecord> records, JournalDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (draft.Event != JournalEvent.Begun)
            return;

        var wanted = Objects(draft.Changes).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var last = records.GroupBy(record => record.Draft.EntryId, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(lines => lines.Key, lines => lines.Max(line => line.Draft.At), StringComparer.OrdinalIgnoreCase);

        // A clock that is far ahead keeps nobody off until its time has come.
        var other = JournalEntry.Of(records).FirstOrDefault(entry => entry.State == JournalState.Interrupted
            && !IsUndoneBy(draft, entry) && (draft.At - last[entry.EntryId]).Duration() < BusyFor
            && (!entry.IsReadable || Objects(entry.Changes).Any(wanted.Contains)));
        if (other is not null)
        {
            throw new SecureScoreException(
                ErrorIds.RemediationBusy,
                $"Another run, begun {other.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC by {other.By}, is changing the same settings (journal entry {other.EntryId}). "
                + "Wait until it has ended. If it was ended from outside, take it back with Undo-ScoreRemediation, or try again in ten minutes.")
            {
                Target = draft.ControlId,
            };
        }
    }

    // Nobody has to wait to take back a run that was ended, nor to go on with a taking back that was: both write the same former values.
    private static bool IsUndoneBy(JournalDraft draft, JournalEntry entry) => draft.UndoOf is { } undone
        && (undone.Equals(entry.EntryId, StringComparison.OrdinalIgnoreCase) || undone.Equals(entry.UndoOf, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Objects(IEnumerable<TenantChange> changes) => changes.Select(change => change switch
    {
        // What is created on the way is nobody else's.
        SettingsChange settings => CreatedIdentity.IsOpen(settings.Identity) ? null : $"{settings.Resource}\n{settings.Identity}",
        ObjectRemoval removal => $"{removal.Resource}\n{removal.Identity}",
        ObjectCreation creation => $"{creation.Resource}\n+{creation.Name}",
        _ => change.Resource,
    }).OfType<string>();
}

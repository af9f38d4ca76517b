using SecureScore.Engine;
using SecureScore.PowerShell.Formatting;

namespace SecureScore.PowerShell.Completion;

/// <summary>Completes entries of the journal that can be taken back, the newest first, by id, date or control.</summary>
public sealed class JournalEntryCompleter : NameCompleter
{
    private protected override bool FindsByExplanation => true;

    private protected override bool KeepsOrder => true;

    private protected override IEnumerable<NameCompletion> Known(Source source)
    {
        try
        {
            var context = source.Context;
            var entries = Task.Run(() => ConnectionJournal.ReadEntriesAsync(context?.Memory, context?.TenantId, CancellationToken.None)).GetAwaiter().GetResult();
            return entries.Reverse().Where(entry => entry.CanBeUndone).Select(entry => new NameCompletion(entry.EntryId, $"{ScoreText.Date(entry.At)} {entry.ControlId}: {entry.Changes}"));
        }
        catch (SecureScoreException)
        {
            // The cmdlet itself will say so.
            return [];
        }
    }
}

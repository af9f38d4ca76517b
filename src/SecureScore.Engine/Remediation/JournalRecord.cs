using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SecureScore.Engine.Remediation;

/// <summary>What a line of the journal tells.</summary>
public enum JournalEvent
{
    /// <summary>Changes are about to be made. Always before the first of them.</summary>
    Begun,

    /// <summary>One of the changes was made, or may have been.</summary>
    Written,

    /// <summary>One of the changes was taken back, since a later one failed.</summary>
    RolledBack,

    /// <summary>The changes show in the tenant.</summary>
    Applied,

    /// <summary>The service took all changes. It may not show them yet: what shows is told by a later line, unless nobody waited for it.</summary>
    Pending,

    /// <summary>The service shows something else than what was written.</summary>
    Mismatch,

    /// <summary>It ended before all changes were made; what was made was taken back as far as possible.</summary>
    Failed,
}

/// <summary>What is to be added to the journal.</summary>
public sealed record JournalDraft
{
    /// <summary>The tenant's directory id.</summary>
    public required string TenantId { get; init; }

    /// <summary>The entry: all lines of one run about one control share it.</summary>
    public required string EntryId { get; init; }

    /// <summary>What happened.</summary>
    public required JournalEvent Event { get; init; }

    /// <summary>The control.</summary>
    public required string ControlId { get; init; }

    /// <summary>The remediation, by its own name.</summary>
    public required string RemediationId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: a user principal name, or the name of the user of the machine.</summary>
    public required string By { get; init; }

    /// <summary>The entry that is taken back by this one; null for any other.</summary>
    public string? UndoOf { get; init; }

    /// <summary>With <see cref="JournalEvent.Begun"/>: all changes in their order. With <see cref="JournalEvent.Written"/> and
    /// <see cref="JournalEvent.RolledBack"/>: the one change, with the identity of what was created.</summary>
    public IReadOnlyList<TenantChange> Changes { get; init; } = [];

    /// <summary>The position of the one change, from 0; null where it is about all.</summary>
    public int? Step { get; init; }

    /// <summary>Why it ended as it did; null when there is nothing to say. Never a secret or a payload.</summary>
    public string? Detail { get; init; }
}

/// <summary>A line of the journal. Lines are added, never changed; each holds the hash of the one before, by tenant.</summary>
/// <param name="Sequence">Its number in the tenant's journal, from 1.</param>
/// <param name="Draft">What it tells.</param>
/// <param name="PreviousHash">The hash of the line before; empty for the first.</param>
/// <param name="Hash">The hash of all of it.</param>
public sealed record JournalRecord(long Sequence, JournalDraft Draft, string PreviousHash, string Hash)
{
    /// <summary>Whether all of it could be read. Where not, the draft has what could, and the journal is not as it was written.</summary>
    public bool IsReadable { get; init; } = true;

    /// <summary>Links what is to be added to the last line of a tenant's journal.</summary>
    /// <param name="draft">What is to be added.</param>
    /// <param name="last">The last line; null when there is none.</param>
    public static JournalRecord Append(JournalDraft draft, JournalRecord? last) => Append(draft, last?.Sequence ?? 0, last?.Hash ?? "");

    /// <summary>Links what is to be added to the last line of a tenant's journal.</summary>
    /// <param name="draft">What is to be added.</param>
    /// <param name="lastSequence">The number of the last line; 0 when there is none.</param>
    /// <param name="lastHash">The hash of the last line; empty when there is none.</param>
    public static JournalRecord Append(JournalDraft draft, long lastSequence, string lastHash)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return new JournalRecord(lastSequence + 1, draft, lastHash, HashOf(lastSequence + 1, draft, lastHash));
    }

    /// <summary>Whether the line holds what was written, and follows another.</summary>
    /// <param name="previous">The line before; null for the first.</param>
    public bool Follows(JournalRecord? previous) =>
        IsReadable && Sequence == (previous?.Sequence ?? 0) + 1 && PreviousHash == (previous?.Hash ?? "") && Hash == HashOf(Sequence, Draft, PreviousHash);

    private static string HashOf(long sequence, JournalDraft draft, string previousHash)
    {
        // Each field with its length, so that no two lines have the same text.
        var text = new StringBuilder();
        foreach (string? field in new[]
        {
            sequence.ToString(CultureInfo.InvariantCulture), previousHash, draft.TenantId.ToUpperInvariant(), draft.EntryId, draft.Event.ToString(), draft.ControlId,
            draft.RemediationId, draft.At.UtcTicks.ToString(CultureInfo.InvariantCulture), draft.By, draft.UndoOf, TenantChangeText.Write(draft.Changes),
            draft.Step?.ToString(CultureInfo.InvariantCulture), draft.Detail,
        })
            text.Append(field is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{field.Length}:{field}")).Append('\n');

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

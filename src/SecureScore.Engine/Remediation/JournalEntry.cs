namespace SecureScore.Engine.Remediation;

/// <summary>How an entry of the journal stands.</summary>
public enum JournalState
{
    /// <summary>It never came to an end: the process was ended on the way, or is still at it.</summary>
    Interrupted,

    /// <summary>The changes showed in the tenant.</summary>
    Applied,

    /// <summary>The service took the changes, and nobody has seen them since.</summary>
    Pending,

    /// <summary>The service showed something else than what was written.</summary>
    Mismatch,

    /// <summary>It ended before all changes were made.</summary>
    Failed,

    /// <summary>It was taken back by a later entry.</summary>
    Undone,
}

/// <summary>All that the journal holds of one run about one control.</summary>
public sealed record JournalEntry
{
    /// <summary>Its id, which Undo-ScoreRemediation takes.</summary>
    public required string EntryId { get; init; }

    /// <summary>The tenant's directory id.</summary>
    public required string TenantId { get; init; }

    /// <summary>The control.</summary>
    public required string ControlId { get; init; }

    /// <summary>The remediation, by its own name.</summary>
    public required string RemediationId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it.</summary>
    public required string By { get; init; }

    /// <summary>How it stands.</summary>
    public required JournalState State { get; init; }

    /// <summary>The changes, in the order in which they were to be made, with the identities of what was created as far as they are known.</summary>
    public required DisplayList<TenantChange> Changes { get; init; }

    /// <summary>Positions of the changes that were made, or may have been, and not taken back again in the same run. Those of an interrupted entry may be
    /// one more, the next.</summary>
    public required DisplayList<int> Made { get; init; }

    /// <summary>Why it ended as it did.</summary>
    public string? Detail { get; init; }

    /// <summary>The entry that this one took back; null for any other.</summary>
    public string? UndoOf { get; init; }

    /// <summary>The entry by which it was taken back; null when it was not.</summary>
    public string? UndoneBy { get; init; }

    /// <summary>Whether its lines of the journal and all before them are as they were written.</summary>
    public required bool IsIntact { get; init; }

    /// <summary>Whether all its lines could be read. One that was not is never taken back.</summary>
    public required bool IsReadable { get; init; }

    /// <summary>Whether there may be something of it to take back.</summary>
    public bool CanBeUndone => IsReadable && State != JournalState.Undone && PerhapsMade.Any(position => Changes[position].Permanent is null);

    /// <summary>Positions of the changes that may stand in the tenant.</summary>
    internal IEnumerable<int> PerhapsMade => State == JournalState.Interrupted && Told < Changes.Count ? [.. Made, Told] : Made;

    /// <summary>How many changes the journal was told of, whatever became of them.</summary>
    internal int Told { get; init; }

    /// <summary>The entries of a tenant's journal, oldest first.</summary>
    /// <param name="records">All lines of the tenant's journal, in their order.</param>
    public static IReadOnlyList<JournalEntry> Of(IReadOnlyList<JournalRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        int intact = 0;
        while (intact < records.Count && records[intact].Follows(intact == 0 ? null : records[intact - 1]))
            intact++;

        var entries = records.Select((record, index) => (Record: record, IsIntact: index < intact))
            .GroupBy(line => line.Record.Draft.EntryId, StringComparer.OrdinalIgnoreCase)
            .Select(lines => Of([.. lines.Select(line => line.Record)], lines.All(line => line.IsIntact))).OfType<JournalEntry>().ToList();

        // Who takes back the taking back makes the changes anew, perhaps on new objects: that is an entry of its own, and the first stays undone.
        var undone = entries.Where(entry => entry.UndoOf is not null && entry.State is JournalState.Applied or JournalState.Pending)
            .GroupBy(entry => entry.UndoOf!, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.Last(), StringComparer.OrdinalIgnoreCase);
        return [.. entries.Select(entry => By(entry) is { } by ? entry with { State = JournalState.Undone, UndoneBy = by.EntryId } : entry)];

        // A taking back that was ended on the way is brought to its end by the next one of the same entry.
        JournalEntry? By(JournalEntry entry) => undone.GetValueOrDefault(entry.EntryId)
            ?? (entry is { UndoOf: { } first, State: JournalState.Interrupted or JournalState.Failed or JournalState.Mismatch } ? undone.GetValueOrDefault(first) : null);
    }

    private static JournalEntry? Of(IReadOnlyList<JournalRecord> records, bool isIntact)
    {
        bool isReadable = records.All(record => record.IsReadable);
        var lines = records.Select(record => record.Draft).ToList();
        if ((lines.Find(line => line.Event == JournalEvent.Begun) ?? (isReadable ? null : lines[0])) is not { } begun)
            return null;

        var changes = begun.Changes.ToArray();
        var made = new SortedSet<int>();
        int told = 0;
        var state = JournalState.Interrupted;
        foreach (var line in lines)
        {
            switch (line.Event)
            {
                case JournalEvent.Written when line.Step is { } step && step >= 0 && step < changes.Length:
                    made.Add(step);
                    told = Math.Max(told, step + 1);
                    changes[step] = line.Changes is [var change] ? change : changes[step];
                    CreatedIdentity.Resolve(changes, step);
                    break;
                case JournalEvent.RolledBack when line.Step is { } step:
                    made.Remove(step);
                    break;
                case JournalEvent.Applied or JournalEvent.Pending or JournalEvent.Mismatch or JournalEvent.Failed:
                    state = Enum.Parse<JournalState>(line.Event.ToString());
                    break;
                default:
                    break;
            }
        }

        return new JournalEntry
        {
            EntryId = begun.EntryId,
            TenantId = begun.TenantId,
            ControlId = begun.ControlId,
            RemediationId = begun.RemediationId,
            At = begun.At,
            By = begun.By,
            State = state,
            Changes = [.. changes],
            Made = [.. made],
            Told = told,
            Detail = lines.LastOrDefault(line => line.Detail is not null)?.Detail,
            UndoOf = begun.UndoOf,
            IsIntact = isIntact,
            IsReadable = isReadable,
        };
    }
}

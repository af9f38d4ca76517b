using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Remediation;

/// <summary>Plans to take back what the journal holds: from its values alone, by the remediation that made the changes.</summary>
internal sealed class RemediationUndo(ForeseenObjects objects, Func<string, ControlRemediation?> findRemediation)
{
    private readonly List<TenantChange> _changes = [];
    private readonly List<string> _differences = [];
    private readonly List<string> _notes = [];

    // What is made again gets another identity, by which what follows has to call it.
    private readonly Dictionary<string, string> _made = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Plans as <see cref="RemediationRunner.PlanUndoAsync"/> has it.</summary>
    public async Task<RemediationPlan> PlanAsync(JournalEntry entry, ControlResult control, string tenantId, bool force)
    {
        var remediation = Check(entry, tenantId, force);
        foreach (int position in entry.PerhapsMade.Reverse())
        {
            if (entry.Changes[position].Permanent is null)
                await AddAsync(entry, remediation, entry.Changes[position], LatenessOf(entry, position)).ConfigureAwait(false);
        }

        if (_differences.Count > 0 && !force)
        {
            throw new SecureScoreException(
                ErrorIds.UndoConflict,
                $"Somebody changed it since: {string.Join("; ", _differences)}. Nothing was written. With -Force the former values are restored all the same.")
            {
                Target = entry.EntryId,
            };
        }

        return new RemediationPlan
        {
            TenantId = entry.TenantId,
            Control = control,
            Remediation = remediation,
            Draft = new RemediationDraft { Changes = _changes, Warnings = [.. Warnings(entry, remediation)] },
            UndoOf = entry.EntryId,
        };
    }

    /// <summary>What it takes to make an object again: what was given, with the values that it has now.</summary>
    public static SettingGroup Shape(SettingGroup given, SettingGroup present) =>
        new([.. given.Members.Select(member => KeyValuePair.Create(member.Key, present[member.Key] is { IsEmpty: false } value ? value : member.Value))]);

    /// <summary>The object that a creation made of whose identity nobody was told: the one of its name that was not there before. Of several, the only one
    /// that has what was given.</summary>
    public static KeyValuePair<string, SettingGroup>? Created(
        ObjectCreation creation, IEnumerable<KeyValuePair<string, SettingGroup>> namesakes, out bool isAmbiguous)
    {
        var found = namesakes.Where(item => !creation.Namesakes.Contains(item.Key, StringComparer.OrdinalIgnoreCase)).ToArray();
        if (found.Length > 1 && found.Where(item => creation.Content.IsWithin(item.Value)).ToArray() is [var only])
            found = [only];
        isAmbiguous = found.Length > 1;
        return found is [var one] ? one : null;
    }

    private ControlRemediation Check(JournalEntry entry, string tenantId, bool force)
    {
        if (!entry.TenantId.Equals(tenantId, StringComparison.OrdinalIgnoreCase))
            throw Refuse(entry, ErrorIds.UndoOtherTenant, $"The journal entry is of tenant {entry.TenantId}, and {tenantId} is connected. Connect to the former with Connect-SecureScore.");
        if (!entry.IsReadable)
            throw Refuse(entry, ErrorIds.JournalBroken, "A line of it cannot be read: somebody changed the store. What it says is not believed, not even with -Force.");
        if (!entry.IsIntact && !force)
        {
            throw Refuse(
                entry,
                ErrorIds.JournalBroken,
                "The journal is not as it was written, at this entry or before it: somebody changed the store. Compare the former values with what you know, and add -Force to restore them.");
        }

        if (entry.State == JournalState.Undone)
            throw Refuse(entry, ErrorIds.UndoNotPossible, $"It was taken back already, by the entry {entry.UndoneBy}.");

        var remediation = findRemediation(entry.RemediationId)
            ?? throw Refuse(entry, ErrorIds.UndoNotPossible, $"This version has no remediation '{entry.RemediationId}'. Take it back with the version that made it.");
        return entry.Changes.FirstOrDefault(change => !remediation.Owns(change)) is { } foreign
            ? throw Refuse(entry, ErrorIds.JournalBroken, $"It holds a change of {foreign.Resource} that '{remediation.Id}' never makes. Nothing of it is believed, not even with -Force.")
            : remediation;
    }

    private static SecureScoreException Refuse(JournalEntry entry, string id, string why) =>
        new(id, $"The journal entry {entry.EntryId} about '{entry.ControlId}' is not taken back. {why}") { Target = entry.EntryId };

    private IEnumerable<string> Warnings(JournalEntry entry, ControlRemediation remediation)
    {
        foreach (string warning in remediation.UndoWarnings)
            yield return warning;
        foreach (string permanent in entry.PerhapsMade.Select(position => entry.Changes[position].Permanent).OfType<string>().Distinct(StringComparer.Ordinal))
            yield return permanent;
        if (entry.State == JournalState.Interrupted)
            yield return $"The run of {entry.By}, begun {entry.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, never came to an end: make sure that it is not at it still.";
        if (!entry.IsIntact)
            yield return "The journal is not as it was written: compare the values that are restored with what you know.";
        foreach (string difference in _differences.Concat(_notes))
            yield return difference;
    }

    private static Lateness LatenessOf(JournalEntry entry, int position) => entry.State switch
    {
        JournalState.Pending => Lateness.Likely,
        JournalState.Interrupted when entry.Made.Contains(position) => Lateness.Possible,
        _ => Lateness.None,
    };

    /// <summary>Whether a change that was made may show later than now.</summary>
    private enum Lateness
    {
        /// <summary>It showed, or was never made.</summary>
        None,

        /// <summary>Nobody looked whether it showed. Perhaps it was taken back on the way as well.</summary>
        Possible,

        /// <summary>It was looked for, and did not show.</summary>
        Likely,
    }

    // What is there may have got another name since. It may as well be somebody else's, and the journal forged.
    private static void RequireOwn(JournalEntry entry, ControlRemediation remediation, TenantChange change, SettingGroup present)
    {
        if (remediation.IsAbout(change, present))
            return;

        string name = present["displayName"].AsText() ?? present["Name"].AsText() ?? "without a name";
        throw Refuse(
            entry,
            ErrorIds.UndoNotPossible,
            $"What it calls {RemediationRunner.Describe(change)} is '{DisplayText.Clean(name)}', which '{remediation.Id}' never makes. It is not touched, not even with -Force. "
            + "If you gave it another name, change or remove it by hand.");
    }

    private Task AddAsync(JournalEntry entry, ControlRemediation remediation, TenantChange change, Lateness lateness) => change switch
    {
        SettingsChange settings => AddAsync(entry, remediation, settings, lateness),
        ObjectCreation creation => AddAsync(entry, remediation, creation, lateness),
        ObjectRemoval removal => AddAsync(removal, lateness),
        _ => Task.CompletedTask,
    };

    private void Add(TenantChange change)
    {
        objects.Make(change, _changes.Count);
        _changes.Add(change);
    }

    private async Task AddAsync(JournalEntry entry, ControlRemediation remediation, SettingsChange settings, Lateness lateness)
    {
        // What it is about has an identity that nobody was told, and goes with its creation.
        if (CreatedIdentity.IsOpen(settings.Identity))
            return;

        string? identity = settings.Identity is { } known ? _made.GetValueOrDefault(known, known) : null;
        if (await objects.ReadAsync(settings.Resource, identity).ConfigureAwait(false) is not { } present)
        {
            // What was created and is gone again has no settings left to restore.
            if (!entry.Changes.OfType<ObjectCreation>().Any(creation => creation.Identity is not null && creation.Identity == identity))
                _differences.Add($"{RemediationRunner.Describe(settings)} is not there any more");
            return;
        }

        RequireOwn(entry, remediation, settings, present);
        var back = new List<SettingChange>();
        foreach (var setting in settings.Settings.Reverse())
        {
            var value = present[setting.Name];
            bool isFormer = value.SameAs(setting.Former);
            bool isWanted = value.SameAs(setting.Wanted);

            // A service that was given a value and shows the former one may show the new one later.
            if (lateness == Lateness.Likely && isFormer && !isWanted)
                _differences.Add($"{RemediationRunner.Describe(settings)}: {setting.Name} is still {RemediationRunner.Shown(value)}, which the service may show for a while");
            else if (lateness != Lateness.Possible && (value.Equals(setting.Former) || (isFormer && !isWanted)))
                continue;
            else if (lateness == Lateness.Possible && isFormer && !isWanted)
                _notes.Add($"{RemediationRunner.Describe(settings)}: {setting.Name} was written and shows as it was before. It is written once more, in case that the service shows it late.");
            else if (!isWanted)
                _differences.Add($"{RemediationRunner.Describe(settings)}: {setting.Name} is {RemediationRunner.Shown(value)}, not {RemediationRunner.Shown(setting.Wanted)}");

            back.Insert(0, new SettingChange(setting.Name, value, setting.Former));
        }

        if (back.Count > 0)
            Add(settings with { Identity = identity, Settings = back, Label = LabelOf(settings, identity, present) });
    }

    // Who is asked agrees to what is changed, not to what the journal calls it.
    private static string? LabelOf(SettingsChange settings, string? identity, SettingGroup present)
    {
        if (identity is null)
            return settings.Label;

        string name = present["displayName"].AsText() ?? present["Name"].AsText() ?? identity;
        return settings.Label is { } label && (label.Contains(name, StringComparison.OrdinalIgnoreCase) || label.Contains(identity, StringComparison.OrdinalIgnoreCase))
            ? label
            : name;
    }

    private async Task AddAsync(JournalEntry entry, ControlRemediation remediation, ObjectCreation creation, Lateness lateness)
    {
        string? identity = creation.Identity;
        SettingGroup? found = null;
        if (identity is null && creation.Name is { } name)
        {
            var created = Created(creation, await objects.FindAsync(creation.Resource, name).ConfigureAwait(false), out bool isAmbiguous);
            if (isAmbiguous)
            {
                throw Refuse(
                    entry, ErrorIds.UndoNotPossible, $"There are several objects called '{name}', and it is not certain which of them was created. Remove the right one by hand.");
            }

            (identity, found) = (created?.Key, created?.Value);
        }
        else if (identity is not null)
        {
            found = await objects.ReadAsync(creation.Resource, identity).ConfigureAwait(false);
        }

        if (identity is null || found is null)
        {
            if (lateness == Lateness.Likely)
                _differences.Add($"{RemediationRunner.Describe(creation)} does not show, or not yet");
            else if (lateness == Lateness.Possible)
                _notes.Add($"{RemediationRunner.Describe(creation)} was made and does not show. If it shows later, remove it by hand.");
            return;
        }

        RequireOwn(entry, remediation, creation, found);

        // As it will be after the changes that are taken back before it.
        if (!creation.Content.IsWithin(found))
            _differences.Add($"{RemediationRunner.Describe(creation)} is not as it was made");
        objects.Set(creation.Resource, identity, found);
        Add(new ObjectRemoval(creation.Resource, identity, Shape(creation.Content, found)) { Label = creation.Label });
    }

    private async Task AddAsync(ObjectRemoval removal, Lateness lateness)
    {
        if (await objects.ReadAsync(removal.Resource, removal.Identity).ConfigureAwait(false) is not null)
        {
            if (lateness == Lateness.Likely)
                _differences.Add($"{RemediationRunner.Describe(removal)} is still there, or still shown");
            return;
        }

        var creation = (ObjectCreation)removal.Inverse();
        if (creation.Name is { } name)
        {
            // One that only has the name may have been there all the time. One that has all of it was made again, by the run itself or by somebody.
            var namesakes = await objects.FindAsync(creation.Resource, name).ConfigureAwait(false);
            var again = namesakes.Where(item => creation.Content.IsWithin(item.Value)).ToArray();
            if (again is [var one])
            {
                objects.Set(removal.Resource, one.Key, one.Value);
                _made[removal.Identity] = one.Key;
                return;
            }

            if (again.Length > 1)
                _differences.Add($"there are several called '{DisplayText.Clean(name)}' again");
            creation = creation with { Namesakes = [.. namesakes.Select(item => item.Key)] };
        }

        _made[removal.Identity] = CreatedIdentity.Of(_changes.Count);
        Add(creation);
    }
}

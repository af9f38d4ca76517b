using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Remediation;

/// <summary>Plans to take back what the journal holds: from its values alone, by the remediation that made the changes.</summary>
internal sealed class RemediationUndo
{
    private readonly ITenantWriter _writer;
    private readonly ITenantObserver _observer;

    public RemediationUndo(ITenantWriter writer, ITenantObserver observer)
    {
        _writer = writer;
        _observer = observer;
    }

    /// <summary>Plans as <see cref="RemediationRunner.PlanUndoAsync"/> has it.</summary>
    public async Task<RemediationPlan> PlanAsync(JournalEntry entry, ControlResult control, string tenantId, bool force, CancellationToken cancellation)
    {
        var remediation = Check(entry, tenantId, force);
        var changes = new List<TenantChange>();
        var differences = new List<string>();

        // An interrupted run may have made one change more than the journal tells of.
        int last = entry.State == JournalState.Interrupted ? entry.Changes.Count - 1 : entry.Made.DefaultIfEmpty(-1).Max();
        var pending = new Dictionary<(string, string?), SettingGroup?>();
        for (int i = last; i >= 0; i--)
        {
            if (entry.State != JournalState.Interrupted && !entry.Made.Contains(i))
                continue;
            if (entry.Changes[i].Permanent is not null)
                continue;

            await AddAsync(entry.Changes[i], changes, differences, pending, force, cancellation).ConfigureAwait(false);
        }

        if (differences.Count > 0 && !force)
        {
            throw new SecureScoreException(
                ErrorIds.UndoConflict,
                $"Somebody changed it since: {string.Join("; ", differences)}. Nothing was written. With -Force the former values are restored all the same.")
            {
                Target = entry.EntryId,
            };
        }

        return new RemediationPlan
        {
            TenantId = entry.TenantId,
            Control = control,
            Remediation = remediation,
            Draft = new RemediationDraft
            {
                Changes = changes,
                Warnings = [.. remediation.UndoWarnings, .. entry.Changes.Select(change => change.Permanent).OfType<string>().Distinct(StringComparer.Ordinal), .. force ? differences : []],
            },
            UndoOf = entry.EntryId,
        };
    }

    private static ControlRemediation Check(JournalEntry entry, string tenantId, bool force)
    {
        if (!entry.TenantId.Equals(tenantId, StringComparison.OrdinalIgnoreCase))
            throw Refuse(ErrorIds.UndoOtherTenant, $"The journal entry is of tenant {entry.TenantId}, and {tenantId} is connected. Connect to the former with Connect-SecureScore.");
        if (!entry.IsIntact && !force)
        {
            throw Refuse(
                ErrorIds.JournalBroken, "The journal is not as it was written, at this entry or before it: somebody changed the store. Compare the former values with what you know, and add -Force to restore them.");
        }

        if (entry.State == JournalState.Undone)
            throw Refuse(ErrorIds.UndoNotPossible, $"It was taken back already, by the entry {entry.UndoneBy}.");

        var remediation = RemediationCatalog.FindById(entry.RemediationId)
            ?? throw Refuse(ErrorIds.UndoNotPossible, $"This version has no remediation '{entry.RemediationId}'. Take it back with the version that made it.");
        if (entry.Changes.FirstOrDefault(change => !remediation.Owns(change)) is { } foreign)
            throw Refuse(ErrorIds.JournalBroken, $"It holds a change of {foreign.Resource} that '{remediation.Id}' never makes. Nothing of it is believed, not even with -Force.");

        return remediation;

        SecureScoreException Refuse(string id, string why) =>
            new(id, $"The journal entry {entry.EntryId} about '{entry.ControlId}' is not taken back. {why}") { Target = entry.EntryId };
    }

    private async Task AddAsync(
        TenantChange change, List<TenantChange> changes, List<string> differences, Dictionary<(string, string?), SettingGroup?> pending, bool force, CancellationToken cancellation)
    {
        switch (change)
        {
            case SettingsChange settings when CreatedIdentity.IsOpen(settings.Identity):
                // It was never made: what it is about goes with its creation.
                return;
            case SettingsChange settings:
                var present = await PresentAsync(settings.Resource, settings.Identity).ConfigureAwait(false);
                if (present is null)
                {
                    differences.Add($"{settings.Label ?? settings.Identity ?? settings.Resource} is not there any more");
                    return;
                }

                var back = new List<SettingChange>();
                foreach (var setting in settings.Settings)
                {
                    var value = present[setting.Name];
                    if (value.SameAs(setting.Former))
                        continue;
                    if (!value.SameAs(setting.Wanted))
                        differences.Add($"{settings.Label ?? settings.Resource}: {setting.Name} is {value}, not {setting.Wanted}");
                    back.Add(new SettingChange(setting.Name, value, setting.Former));
                    present = present.With(setting.Name, setting.Former);
                }

                pending[(settings.Resource, settings.Identity)] = present;
                if (back.Count > 0)
                    changes.Add(settings with { Settings = back });
                return;
            case ObjectCreation creation:
                foreach (var (identity, found) in await FindAsync(creation).ConfigureAwait(false))
                {
                    // Compared as it would be after the changes that are taken back before it.
                    if (!creation.Content.IsWithin(found))
                        differences.Add($"{creation.Label ?? creation.Resource} is not as it was made");
                    var known = await _writer.ReadAsync(creation.Resource, identity, _observer, cancellation).ConfigureAwait(false) ?? found;
                    changes.Add(new ObjectRemoval(creation.Resource, identity, Shape(creation.Content, force ? known : found)) { Label = creation.Label });
                }

                return;
            case ObjectRemoval removal:
                if (await _writer.ReadAsync(removal.Resource, removal.Identity, _observer, cancellation).ConfigureAwait(false) is null)
                    changes.Add(removal.Inverse());
                return;
            default:
                return;
        }

        async Task<SettingGroup?> PresentAsync(string resource, string? identity) => pending.TryGetValue((resource, identity), out var known)
            ? known
            : await _writer.ReadAsync(resource, identity, _observer, cancellation).ConfigureAwait(false);

        async Task<IReadOnlyList<KeyValuePair<string, SettingGroup>>> FindAsync(ObjectCreation creation)
        {
            if (creation.Identity is { } identity)
                return await PresentAsync(creation.Resource, identity).ConfigureAwait(false) is { } found ? [KeyValuePair.Create(identity, found)] : [];

            var namesakes = await _writer.FindAsync(creation.Resource, creation.Label ?? "", _observer, cancellation).ConfigureAwait(false);
            return [.. namesakes.Where(item => !creation.Namesakes.Contains(item.Key, StringComparer.OrdinalIgnoreCase))];
        }
    }

    /// <summary>What it takes to make an object again: what was given, with the values that it has now.</summary>
    private static SettingGroup Shape(SettingGroup given, SettingGroup present) =>
        new([.. given.Members.Select(member => KeyValuePair.Create(member.Key, present[member.Key] is { IsEmpty: false } value ? value : member.Value))]);
}

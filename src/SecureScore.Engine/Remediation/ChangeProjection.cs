using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation;

/// <summary>Evidence as it would be after changes. Nothing is written: the rows that change are kept in memory beside the others.</summary>
public static class ChangeProjection
{
    private static readonly string[] s_identities = ["id", "Identity", "Name", "Guid", "DistinguishedName"];

    /// <summary>The snapshot with changes made.</summary>
    /// <param name="snapshot">The evidence before.</param>
    /// <param name="changes">The changes, in their order.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="EvidenceUnavailableException">A resource that is changed cannot be read.</exception>
    public static TenantSnapshot Apply(TenantSnapshot snapshot, IEnumerable<TenantChange> changes, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(changes);
        var replaced = new Dictionary<string, List<SettingGroup>>(StringComparer.OrdinalIgnoreCase);
        var all = changes.ToArray();
        for (int i = 0; i < all.Length; i++)
        {
            var change = all[i];
            if (!replaced.TryGetValue(change.Resource, out var rows))
                replaced[change.Resource] = rows = [.. snapshot.Settings(change.Resource, cancellation)];

            switch (change)
            {
                case SettingsChange settings:
                    int index = settings.Identity is null ? (rows.Count > 0 ? 0 : -1) : rows.FindIndex(row => IsNamed(row, settings.Identity));
                    if (index >= 0)
                        rows[index] = settings.Settings.Aggregate(rows[index], (row, setting) => row.With(setting.Name, setting.Wanted));
                    break;
                case ObjectCreation creation:
                    // Two new objects differ by their ids, as they will.
                    string id = creation.Identity ?? $"00000000-0000-0000-0000-{i + 1:D12}";
                    rows.Add(creation.Content["id"].IsEmpty ? creation.Content.With("id", SettingValue.Of(id)) : creation.Content);
                    all[i] = creation with { Identity = id };
                    CreatedIdentity.Resolve(all, i);
                    break;
                case ObjectRemoval removal:
                    rows.RemoveAll(row => IsNamed(row, removal.Identity));
                    break;
                default:
                    break;
            }
        }

        return snapshot.With(replaced.ToDictionary(
            pair => pair.Key, pair => (IReadOnlyList<ReadOnlyMemory<byte>>)[.. pair.Value.Select(row => (ReadOnlyMemory<byte>)row.ToJson())], StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether a row of a resource is the one of an identity, by any of the names that services give to identities.</summary>
    public static bool IsNamed(SettingGroup row, string identity)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Array.Exists(s_identities, name => identity.Equals(row[name].AsText(), StringComparison.OrdinalIgnoreCase));
    }
}

using SecureScore.Engine.Ports;

namespace SecureScore.Engine.Remediation;

/// <summary>Objects of a tenant as they will be after the changes that were made here: each is read once, and changed in memory from then on.</summary>
internal sealed class ForeseenObjects(ITenantWriter writer, ITenantObserver observer, CancellationToken cancellation)
{
    private readonly Dictionary<string, SettingGroup?> _objects = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>An object; null when there is none, or none any more.</summary>
    public async Task<SettingGroup?> ReadAsync(string resource, string? identity)
    {
        if (!_objects.TryGetValue(Key(resource, identity), out var known))
            Set(resource, identity, known = await writer.ReadAsync(resource, identity, observer, cancellation).ConfigureAwait(false));
        return known;
    }

    /// <summary>The objects of a name.</summary>
    public Task<IReadOnlyList<KeyValuePair<string, SettingGroup>>> FindAsync(string resource, string name) => writer.FindAsync(resource, name, observer, cancellation);

    public void Set(string resource, string? identity, SettingGroup? value) => _objects[Key(resource, identity)] = value;

    /// <summary>Makes a change in memory. What it changes was read before.</summary>
    /// <param name="change">The change.</param>
    /// <param name="position">Its position among the changes, from 0.</param>
    public void Make(TenantChange change, int position)
    {
        switch (change)
        {
            case SettingsChange settings when _objects.GetValueOrDefault(Key(settings.Resource, settings.Identity)) is { } known:
                Set(settings.Resource, settings.Identity, settings.Settings.Aggregate(known, (group, setting) => group.With(setting.Name, setting.Wanted)));
                break;
            case ObjectCreation creation:
                Set(creation.Resource, creation.Identity ?? CreatedIdentity.Of(position), creation.Content);
                break;
            case ObjectRemoval removal:
                Set(removal.Resource, removal.Identity, null);
                break;
            default:
                break;
        }
    }

    private static string Key(string resource, string? identity) => $"{resource}\n{identity}";
}

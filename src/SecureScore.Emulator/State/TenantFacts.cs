using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Emulator.Clouds;

namespace SecureScore.Emulator.State;

/// <summary>Which tenant it is.</summary>
internal sealed class TenantFacts
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    public TenantFacts(TenantSnapshot snapshot)
    {
        var manifest = snapshot.Manifest;
        Id = manifest.TenantId ?? "00000000-0000-4000-8000-000000000001";
        Name = manifest.DisplayName ?? "Tenant";
        Cloud = EmulatedCloud.Of(Enum.TryParse(manifest.Cloud, ignoreCase: true, out TenantCloud cloud) ? cloud : TenantCloud.Global);
        _names.Add(Id);
        if (manifest.InitialDomain is not null)
            _names.Add(manifest.InitialDomain);

        if (snapshot.StateOf(Resources.Domains).Status == ResourceStatus.Collected)
        {
            foreach (var domain in snapshot.ReadObjects(Resources.Domains))
                _names.Add(domain.Text("id") ?? Id);
        }
    }

    public string Id { get; }

    public string Name { get; }

    public EmulatedCloud Cloud { get; }

    /// <summary>Whether a name is that of the tenant: its id, or one of its domains.</summary>
    public bool IsTenant(string name) => _names.Contains(name);
}

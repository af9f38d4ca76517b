using SecureScore.Engine;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.PowerShell.Loading;

namespace SecureScore.PowerShell.Completion;

/// <summary>Completes the tenants that a store in a file knows, by id or by name.</summary>
public sealed class StoredTenantCompleter : NameCompleter
{
    internal Func<IScoreStores> Stores { get; set; } = () => CompositionLoader.Root.Stores;

    private protected override bool FindsByExplanation => true;

    private protected override IEnumerable<NameCompletion> Known(Source source)
    {
        try
        {
            // A server may take its time, and a relative path needs a shell.
            var location = source.Store is { } store ? StoreLocation.Parse(store) : StoreLocation.Default();
            if (location.Kind != StoreKind.File || !File.Exists(location.Value))
                return [];

            var memory = new ConnectionStore(Stores, () => location);
            var tenants = Task.Run(() => memory.UseAsync(opened => opened.ReadTenantsAsync(CancellationToken.None), CancellationToken.None)).GetAwaiter().GetResult();
            return tenants.Select(tenant => new NameCompletion(tenant.TenantId, tenant.TenantName ?? ""));
        }
        catch (SecureScoreException)
        {
            // The cmdlet itself will say so.
            return [];
        }
    }
}

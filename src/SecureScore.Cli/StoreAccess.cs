using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;

namespace SecureScore.Cli;

/// <summary>Finds and opens the store that a command means.</summary>
internal sealed class StoreAccess(IScoreStores stores)
{
    // As many tenants as fit a message.
    private const int MostTenants = 5;

    /// <summary>What the store remembers of the tenant that is judged. Whatever is wrong with the store comes back as a failure and is not thrown: it
    /// must not stop a judgement. The demo tenant has a store only when one is named; a default store that is not there yet is no failure.</summary>
    public async Task<(TenantMemory Memory, SecureScoreException? Failure)> RememberAsync(
        TenantOptions options, SnapshotManifest manifest, ControlCatalog catalog, CancellationToken cancellation)
    {
        if (options.Store is null && options.IsDemo)
            return (TenantMemory.None, null);

        try
        {
            if ((options.Store ?? DefaultIfAny()) is not { } location || (options.Store is null && !IsThere(location)))
                return (TenantMemory.None, null);

            if (string.IsNullOrEmpty(manifest.TenantId) || manifest.CollectedAt is not { } collectedAt)
            {
                throw new SecureScoreException(
                    ErrorIds.JudgementNotRecordable, "The snapshot does not say which tenant it is of or when it was collected: no store knows it.");
            }

            var store = await OpenAsync(location, cancellation).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
                return (await TenantMemory.ReadAsync(store, manifest.TenantId, catalog, collectedAt, cancellation).ConfigureAwait(false), null);
        }
        catch (SecureScoreException exception)
        {
            return (TenantMemory.None, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (TenantMemory.None, new SecureScoreException(ErrorIds.StoreUnreachable, exception.Message, exception));
        }
    }

    /// <summary>Opens a store to read what it holds. None is made.</summary>
    public Task<IScoreStore> OpenAsync(TenantOptions options, CancellationToken cancellation) =>
        OpenAsync(options.Store ?? StoreLocation.Default(), cancellation);

    /// <summary>Opens a store to add to it, and makes it when there is none.</summary>
    public Task<IScoreStore> CreateAsync(TenantOptions options, CancellationToken cancellation) =>
        stores.OpenAsync(options.Store ?? StoreLocation.Default(), cancellation);

    /// <summary>The tenant that is meant: the one that is named by id or name, else the one of the snapshot, else the only one.</summary>
    public static async Task<StoredTenant> FindTenantAsync(IScoreStore store, string? named, TenantOptions options, CancellationToken cancellation)
    {
        var tenants = await store.ReadTenantsAsync(cancellation).ConfigureAwait(false);
        string? wanted = named ?? (options.IsDemo ? null : options.OpenSnapshot().Manifest.TenantId ?? "");
        StoredTenant[] found = [.. tenants.Where(tenant => wanted is null || IsSame(tenant.TenantId, wanted))];
        if (found.Length == 0)
            found = [.. tenants.Where(tenant => IsSame(tenant.TenantName, wanted!))];
        return found is [var only] ? only : throw NotFound(store, wanted, found, tenants);
    }

    private static SecureScoreException NotFound(IScoreStore store, string? wanted, StoredTenant[] found, IReadOnlyList<StoredTenant> tenants)
    {
        string what = tenants.Count == 0 ? $"The store '{store.Name}' holds no tenant yet. Add a snapshot with 'securescore import PATH'."
            : found.Length > 0 && wanted is null ? $"The store '{store.Name}' holds {Words.Count(tenants.Count, "tenant", "tenants")}. Name one with --tenant: "
            : found.Length > 0 ? $"The store '{store.Name}' holds {Words.Count(found.Length, "tenant", "tenants")} of that name. Name one by its id with --tenant: "
            : $"The store '{store.Name}' does not know the tenant '{wanted}'. It knows: ";
        var listed = found.Length > 0 ? found : tenants;
        string names = string.Join(", ", listed.Take(MostTenants).Select(tenant => $"{tenant.TenantName ?? "unnamed"} ({tenant.TenantId})"));
        string end = listed.Count == 0 ? "" : listed.Count > MostTenants ? ", ..." : ".";
        return new SecureScoreException(ErrorIds.TenantNotRecorded, what + names + end) { Target = wanted };
    }

    private static bool IsSame(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsThere(StoreLocation location) => location.Kind != StoreKind.File || File.Exists(location.Value);

    // Without a variable and without a data folder nobody meant a store at all.
    private static StoreLocation? DefaultIfAny()
    {
        try
        {
            return StoreLocation.Default();
        }
        catch (SecureScoreException) when (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(StoreLocation.EnvironmentVariable)))
        {
            return null;
        }
    }

    private Task<IScoreStore> OpenAsync(StoreLocation location, CancellationToken cancellation) => IsThere(location)
        ? stores.OpenAsync(location, cancellation)
        : throw new SecureScoreException(
            ErrorIds.StoreNotFound, $"There is no store at '{location}'. Check the path, or make one by adding a snapshot with 'securescore import PATH'.")
        {
            Target = location.ToString(),
        };
}

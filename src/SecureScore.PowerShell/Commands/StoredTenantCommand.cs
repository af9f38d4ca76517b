using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Ports;
using SecureScore.PowerShell.Completion;

namespace SecureScore.PowerShell.Commands;

/// <summary>A cmdlet about one tenant of a store: the connected one, one that is named, or the only one.</summary>
public abstract class StoredTenantCommand : StoreCommand
{
    /// <summary>The connection whose tenant and store are used: what Connect-SecureScore -PassThru returned. Without it, that of this session.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public override SecureScoreContext? Context { get; set; }

    /// <summary>The tenant: its directory id, or its name as it was recorded. Without it, the connected one; without a connection, the only one of the store.</summary>
    [Parameter]
    [Alias("Tenant")]
    [ArgumentCompleter(typeof(StoredTenantCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TenantId { get; set; }

    /// <summary>Reads what is stored of the tenant.</summary>
    /// <exception cref="SecureScoreException"><c>StoreNotFound</c> or <c>TenantNotRecorded</c>, or the store fails.</exception>
    private protected Task<T> ReadAsync<T>(Func<IScoreStore, string, Task<T>> read, CancellationToken cancellation) => Memory.Exists
        ? UseAsync(read, cancellation)
        : throw new SecureScoreException(
            ErrorIds.StoreNotFound,
            $"There is nothing in the store ({Memory}) yet. Connect to a tenant and run Get-SecureScore, import snapshots with Import-SecureScoreSnapshot, or name another store with -Store.");

    /// <summary>Reads or changes what is stored of the tenant; makes a store for the connected one.</summary>
    private protected Task<T> UseAsync<T>(Func<IScoreStore, string, Task<T>> use, CancellationToken cancellation) => Memory.UseAsync(
        async store => await use(store, await FindTenantAsync(store, cancellation).ConfigureAwait(false)).ConfigureAwait(false), cancellation);

    private async Task<string> FindTenantAsync(IScoreStore store, CancellationToken cancellation)
    {
        if (TenantId is null && Connected?.TenantId is { } connected)
            return connected;

        var tenants = await store.ReadTenantsAsync(cancellation).ConfigureAwait(false);
        StoredTenant[] found = TenantId is null ? [.. tenants] : [.. tenants.Where(Matches)];
        return found.Length switch
        {
            1 => found[0].TenantId,
            0 => throw new SecureScoreException(
                ErrorIds.TenantNotRecorded,
                $"The store ({store.Name}) does not know {(TenantId is null ? "any tenant" : $"the tenant '{TenantId}'")}. {Known(tenants)} Connect to the tenant and run Get-SecureScore, or name another store with -Store.")
            {
                Target = TenantId,
            },
            _ => throw new SecureScoreException(
                ErrorIds.TenantNotRecorded, $"The store ({store.Name}) knows several tenants{(TenantId is null ? "" : $" called '{TenantId}'")}. Name one with -TenantId. {Known(found)}")
            {
                Target = TenantId,
            },
        };
    }

    private bool Matches(StoredTenant tenant) => string.Equals(tenant.TenantId, TenantId, StringComparison.OrdinalIgnoreCase)
        || string.Equals(tenant.TenantName, TenantId, StringComparison.OrdinalIgnoreCase);

    private static string Known(IReadOnlyCollection<StoredTenant> tenants) => tenants.Count == 0
        ? "It is empty."
        : $"Known: {string.Join(", ", tenants.Select(tenant => tenant.TenantName is null ? tenant.TenantId : $"{tenant.TenantName} ({tenant.TenantId})"))}.";
}

using System.Collections.Concurrent;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.SignIn;

namespace SecureScore.Microsoft365.Http;

/// <summary>Hands out tokens, and renews a refused one once however many requests were refused with it.</summary>
internal sealed class ServiceTokens : IDisposable
{
    private readonly ITokenSource _source;
    private readonly ConcurrentDictionary<TenantService, SemaphoreSlim> _renewals = new();

    public ServiceTokens(ITokenSource source) => _source = source;

    /// <summary>The present token.</summary>
    /// <exception cref="ServiceFaultException">There is none.</exception>
    public async ValueTask<ServiceToken> GetAsync(TenantService service, CancellationToken cancellation) =>
        await _source.GetAsync(service, claims: null, forceRefresh: false, cancellation).ConfigureAwait(false)
        ?? throw new ServiceFaultException(ServiceFault.NoToken);

    /// <summary>A token in place of one that was refused; null when there is no other.</summary>
    /// <param name="service">The service.</param>
    /// <param name="refused">The token that was refused.</param>
    /// <param name="claims">What the service asks of the new one, as JSON; null when it asks for nothing.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<ServiceToken?> RenewAsync(TenantService service, ServiceToken refused, string? claims, CancellationToken cancellation)
    {
        var renewal = _renewals.GetOrAdd(service, static _ => new SemaphoreSlim(1, 1));
        await renewal.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var present = await _source.GetAsync(service, claims: null, forceRefresh: false, cancellation).ConfigureAwait(false);
            if (present is null || present.Value != refused.Value)
                return present;

            var renewed = await _source.GetAsync(service, claims, forceRefresh: true, cancellation).ConfigureAwait(false);
            return renewed?.Value == refused.Value ? null : renewed;
        }
        finally
        {
            renewal.Release();
        }
    }

    /// <summary>Frees the semaphores; the tokens belong to the source.</summary>
    public void Dispose()
    {
        foreach (var renewal in _renewals.Values)
            renewal.Dispose();
    }
}

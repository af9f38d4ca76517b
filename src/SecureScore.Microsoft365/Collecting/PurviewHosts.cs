using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>Where the cmdlets of Security &amp; Compliance are run: on the compliance service, whose host the front door names, or else on Exchange
/// Online, which knows them too in some clouds. What worked once is remembered.</summary>
internal sealed class PurviewHosts
{
    private readonly ExchangeHost _compliance;
    private readonly ExchangeHost _exchange;
    private bool _isDiscovered;
    private bool _isOnExchange;

    public PurviewHosts(ExchangeHost compliance, ExchangeHost exchange)
    {
        _compliance = compliance;
        _exchange = exchange;
    }

    /// <summary>Runs cmdlets where they are known, and notes how each ended.</summary>
    /// <param name="run">The collection.</param>
    /// <param name="on">Makes a collector for a host.</param>
    /// <param name="resources">The resources that the cmdlets become.</param>
    /// <param name="cancellation">Ends the collection at once.</param>
    public async Task CollectAsync(
        CollectionRun run, Func<ExchangeHost, ExchangeCollector> on, IReadOnlyList<string> resources, CancellationToken cancellation)
    {
        var compliance = on(_compliance);
        (IReadOnlyList<string> Resources, ServiceFault Fault)? refused = _isOnExchange
            ? null
            : await AskComplianceAsync(compliance, resources, cancellation).ConfigureAwait(false);
        if (refused is null && !_isOnExchange)
            return;

        var (left, fault) = refused ?? (resources, ServiceFault.NoToken);
        if (_isOnExchange || ExchangeCollector.MayAnswerElsewhere(fault))
        {
            run.Report(TenantService.Purview, left[0], rows: 0, total: null);
            if (await on(_exchange).CollectAsync(left, cancellation).ConfigureAwait(false) is not var (still, exchangeFault))
            {
                _isOnExchange = true;
                return;
            }

            // The service that was meant tells better why it refuses.
            (left, fault) = (still, _isOnExchange ? exchangeFault : fault);
        }

        foreach (string resource in left)
            compliance.Miss(resource, fault);
    }

    private async Task<(IReadOnlyList<string> Resources, ServiceFault Fault)?> AskComplianceAsync(
        ExchangeCollector compliance, IReadOnlyList<string> resources, CancellationToken cancellation)
    {
        if (!_isDiscovered && await compliance.DiscoverAsync(cancellation).ConfigureAwait(false) is { } fault)
            return (resources, fault);

        _isDiscovered = true;
        return await compliance.CollectAsync(resources, cancellation).ConfigureAwait(false);
    }
}

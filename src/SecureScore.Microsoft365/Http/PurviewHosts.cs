using System.Net;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Collecting;

namespace SecureScore.Microsoft365.Http;

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
        if (_isOnExchange || MayAnswerElsewhere(fault))
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

    /// <summary>Runs one cmdlet where it is known. What was refused surely was not carried out, and may be asked for on the other host.</summary>
    /// <exception cref="ServiceFaultException">There is no answer that can be used.</exception>
    public async Task<T> SendAsync<T>(
        ServicePipeline pipeline, ExchangeCommand command, Func<ReadOnlyMemory<byte>, T> read, ITenantObserver observer, CancellationToken cancellation)
    {
        ServiceFaultException? refusal = null;
        try
        {
            if (!_isOnExchange)
            {
                if (!_isDiscovered && await _compliance.DiscoverAsync(pipeline, observer, cancellation).ConfigureAwait(false) is { } fault)
                    throw new ServiceFaultException(fault).BeforeWrite();

                _isDiscovered = true;
                return await _compliance.SendAsync(pipeline, () => _compliance.CallOf(command), read, observer, cancellation).ConfigureAwait(false);
            }
        }
        catch (ServiceFaultException exception) when (MayAnswerElsewhere(exception.Fault))
        {
            refusal = exception;
        }

        try
        {
            var result = await _exchange.SendAsync(pipeline, () => _exchange.CallOf(command), read, observer, cancellation).ConfigureAwait(false);
            _isOnExchange = true;
            return result;
        }
        catch (ServiceFaultException exception) when (refusal is not null && exception.Fault.ChangedNothing)
        {
            // The service that was meant tells better why it refuses.
            throw refusal;
        }
    }

    /// <summary>Whether another way into the service may answer what this one refuses.</summary>
    private static bool MayAnswerElsewhere(ServiceFault fault) =>
        fault is { Rule: null, Code: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound };

    private async Task<(IReadOnlyList<string> Resources, ServiceFault Fault)?> AskComplianceAsync(
        ExchangeCollector compliance, IReadOnlyList<string> resources, CancellationToken cancellation)
    {
        if (!_isDiscovered && await compliance.DiscoverAsync(cancellation).ConfigureAwait(false) is { } fault)
            return (resources, fault);

        _isDiscovered = true;
        return await compliance.CollectAsync(resources, cancellation).ConfigureAwait(false);
    }
}

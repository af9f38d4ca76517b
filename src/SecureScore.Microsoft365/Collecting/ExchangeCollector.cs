using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>Collects what cmdlets of Exchange Online or Security &amp; Compliance return, several cmdlets in one request.</summary>
internal sealed class ExchangeCollector
{
    private readonly CollectionRun _run;
    private readonly BatchSender _batches;
    private readonly ResourceStates _states;
    private readonly TenantService _service;
    private readonly ExchangeHost _host;

    /// <summary>Creates a collector.</summary>
    /// <param name="run">The collection.</param>
    /// <param name="batches">Sends batches.</param>
    /// <param name="states">Makes states of faults.</param>
    /// <param name="service">The service whose cmdlets they are.</param>
    /// <param name="host">Where they are run.</param>
    public ExchangeCollector(
        CollectionRun run, BatchSender batches, ResourceStates states, TenantService service, ExchangeHost host)
    {
        _run = run;
        _batches = batches;
        _states = states;
        _service = service;
        _host = host;
    }

    /// <summary>Finds out which host of the service serves the tenant.</summary>
    /// <returns>Why the service refuses; null when it does not.</returns>
    public Task<ServiceFault?> DiscoverAsync(CancellationToken cancellation) => _host.DiscoverAsync(_run.Pipeline, _run.Observer, cancellation);

    /// <summary>Runs cmdlets and notes how each ended.</summary>
    /// <param name="resources">The resources that they become.</param>
    /// <param name="cancellation">Ends the collection at once.</param>
    /// <returns>The resources that were not asked for since the service refuses them all, and why; null when there are none.</returns>
    public async Task<(IReadOnlyList<string> Resources, ServiceFault Fault)?> CollectAsync(IEnumerable<string> resources, CancellationToken cancellation)
    {
        using var unfinished = new UnfinishedLists<string>();
        var items = Items(resources);
        ServiceFault? refusal = null;
        while (items.Count > 0 && refusal is null)
        {
            var asked = _host.Address;
            try
            {
                await _batches.SendAsync(
                    new ServiceCall(_host.Service, _host.Batch, _host.Quota) { Headers = [_host.Anchor, new("Prefer", "odata.continue-on-error")] },
                    items, (item, body) => Take(item.Subject, body, unfinished), (item, fault) => Miss(item.Subject, fault),
                    _run.Observer, cancellation).ConfigureAwait(false);
            }
            catch (ServiceFaultException exception)
            {
                refusal = exception.Fault.Redirect is { } redirect ? _host.TryMove(asked, redirect) : exception.Fault;
                items = Items(items.Select(item => item.Subject));
            }
        }

        await unfinished.FinishAsync((resource, list, next) => ContinueAsync(resource, list, next, cancellation)).ConfigureAwait(false);
        return refusal is null ? null : ([.. items.Select(item => item.Subject)], refusal);
    }

    /// <summary>Notes resources that the service refuses.</summary>
    public void Miss(string resource, ServiceFault fault) => _run.Miss(_service, _states.Of(resource, fault));

    private Queue<BatchItem<string>> Items(IEnumerable<string> resources) => new(resources.Select(resource =>
    {
        var call = _host.CallOf(ExchangeCommand.ToRead(resource));
        return new BatchItem<string>(resource, call.Address.AbsoluteUri) { Method = call.Method, Body = call.Body, Headers = call.Headers };
    }));

    private void Take(string resource, ReadOnlyMemory<byte> body, UnfinishedLists<string> unfinished) => unfinished.Take(
        resource, () => new CollectedList(_run, _service, resource, SnapshotFormat.Array), body, fault => _states.Of(resource, fault));

    // The next page is asked for as the first one was: the same command, sent to its link.
    private Task ContinueAsync(string resource, CollectedList list, Uri next, CancellationToken cancellation) => ListCollector.CollectAsync(
        _run, list, _host.CallOf(ExchangeCommand.ToRead(resource)), simpler: null, next, fault => _states.Of(resource, fault), cancellation);
}

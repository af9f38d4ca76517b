using System.Net;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
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

    private QuotaClass Quota => _host.Service == TenantService.Purview ? QuotaClass.Purview : QuotaClass.Exchange;

    /// <summary>Finds out which host of the service serves the tenant.</summary>
    /// <returns>Why the service refuses; null when it does not.</returns>
    public Task<ServiceFault?> DiscoverAsync(CancellationToken cancellation) => _host.DiscoverAsync(_run.Pipeline, Quota, _run.Observer, cancellation);

    /// <summary>Runs cmdlets and notes how each ended.</summary>
    /// <param name="resources">The resources that they become.</param>
    /// <param name="cancellation">Ends the collection at once.</param>
    /// <returns>The resources that were not asked for since the service refuses them all, and why; null when there are none.</returns>
    public async Task<(IReadOnlyList<string> Resources, ServiceFault Fault)?> CollectAsync(IEnumerable<string> resources, CancellationToken cancellation)
    {
        using var unfinished = new UnfinishedLists<ExchangeCommand>();
        var items = Items(resources.Select(resource => new ExchangeCommand(resource)));
        ServiceFault? refusal = null;
        while (items.Count > 0 && refusal is null)
        {
            var asked = _host.Address;
            try
            {
                await _batches.SendAsync(
                    new ServiceCall(_host.Service, _host.Batch, Quota) { Headers = Headers() },
                    items, (item, body) => Take(item.Subject, body, unfinished), (item, fault) => Miss(item.Subject.Resource, fault),
                    _run.Observer, cancellation).ConfigureAwait(false);
            }
            catch (ServiceFaultException exception)
            {
                refusal = exception.Fault.Redirect is { } redirect ? _host.TryMove(asked, redirect) : exception.Fault;
                items = Items(items.Select(item => item.Subject));
            }
        }

        await unfinished.FinishAsync((command, list, next) => ContinueAsync(command, list, next, cancellation)).ConfigureAwait(false);
        return refusal is null ? null : ([.. items.Select(item => item.Subject.Resource)], refusal);
    }

    /// <summary>Notes resources that the service refuses.</summary>
    public void Miss(string resource, ServiceFault fault) => _run.Miss(_service, _states.Of(resource, fault));

    private Queue<BatchItem<ExchangeCommand>> Items(IEnumerable<ExchangeCommand> commands) => new(commands.Select(command =>
        new BatchItem<ExchangeCommand>(command, _host.InvokeCommand.AbsoluteUri)
        {
            Method = HttpMethod.Post,
            Body = command.Write(),
            Headers = Headers(command),
        }));

    private void Take(ExchangeCommand command, ReadOnlyMemory<byte> body, UnfinishedLists<ExchangeCommand> unfinished) => unfinished.Take(
        command, () => new CollectedList(_run, _service, command.Resource, SnapshotFormat.Array), body, fault => _states.Of(command.Resource, fault));

    // The next page is asked for as the first one was: the same command, sent to its link.
    private Task ContinueAsync(ExchangeCommand command, CollectedList list, Uri next, CancellationToken cancellation)
    {
        var call = new ServiceCall(_host.Service, _host.InvokeCommand, Quota) { Method = HttpMethod.Post, Body = command.Write(), Headers = Headers(command) };
        return ListCollector.CollectAsync(_run, list, call, simpler: null, next, fault => _states.Of(command.Resource, fault), cancellation);
    }

    private KeyValuePair<string, string>[] Headers(ExchangeCommand? command = null)
    {
        return command is null
            ? [_host.Anchor, new("Prefer", "odata.continue-on-error")]
            : [_host.Anchor, new("Prefer", "odata.maxpagesize=1000"), new("X-CmdletName", command.Name), new("X-ResponseFormat", "json"), new("parameter-based-routing", "true")];
    }

    /// <summary>Whether another way into the service may answer what this one refuses.</summary>
    public static bool MayAnswerElsewhere(ServiceFault fault) =>
        fault.Code is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound;
}

using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>Collects from Graph: what is small in batches, what grows page by page, each quota beside the others.</summary>
internal sealed class GraphCollector
{
    private readonly CollectionRun _run;
    private readonly BatchSender _batches;
    private readonly ResourceStates _states;
    private readonly Uri _graph;

    public GraphCollector(CollectionRun run, BatchSender batches, ResourceStates states)
    {
        _run = run;
        _batches = batches;
        _states = states;
        _graph = run.Pipeline.Cloud[TenantService.Graph].Address;
    }

    /// <summary>Collects resources.</summary>
    /// <param name="resources">The resources, each of which is wanted.</param>
    /// <param name="cancellation">Ends the collection at once.</param>
    public Task CollectAsync(IReadOnlyCollection<GraphResource> resources, CancellationToken cancellation) => Parallels.WhenAll(
    [
        .. resources.Where(resource => resource.IsBatched).GroupBy(resource => resource.Version, StringComparer.Ordinal)
            .Select(version => (Func<CancellationToken, Task>)(stop => CollectBatchesAsync(version.Key, [.. version], stop))),
        .. resources.Where(resource => !resource.IsBatched).Select(resource => (Func<CancellationToken, Task>)(stop => CollectListAsync(resource, stop))),
    ], cancellation);

    private async Task CollectBatchesAsync(string version, IReadOnlyCollection<GraphResource> resources, CancellationToken cancellation)
    {
        var call = new ServiceCall(TenantService.Graph, new Uri(_graph, $"/{version}/$batch"), QuotaClass.Directory);
        var items = new Queue<BatchItem<GraphResource>>(resources.Select(resource =>
            new BatchItem<GraphResource>(resource, resource.QueryInBatch) { Headers = resource.Headers }));
        using var unfinished = new UnfinishedLists<GraphResource>();
        var again = new List<GraphResource>();
        try
        {
            await _batches.SendAsync(call, items, (item, body) => Take(item.Subject, body, unfinished), Refuse, _run.Observer, cancellation).ConfigureAwait(false);
        }
        catch (ServiceFaultException exception)
        {
            foreach (var item in items)
                Miss(item.Subject, exception.Fault);
        }

        foreach (var resource in again)
            await CollectListAsync(resource, cancellation).ConfigureAwait(false);
        await unfinished.FinishAsync((resource, list, next) => ListCollector.CollectAsync(
            _run, list, resource.Call(_graph), simpler: null, next, fault => _states.Of(resource.Name, fault), cancellation)).ConfigureAwait(false);

        void Refuse(BatchItem<GraphResource> item, ServiceFault fault)
        {
            if (item.Subject.Simpler is { } simpler && fault.IsUnknownQuery)
                again.Add(item.Subject with { Query = simpler, Simpler = null });
            else
                Miss(item.Subject, fault);
        }
    }

    private void Take(GraphResource resource, ReadOnlyMemory<byte> body, UnfinishedLists<GraphResource> unfinished)
    {
        if (resource.Shape is GraphShape.Object or GraphShape.ObjectInList)
            WriteObject(resource, body);
        else
            unfinished.Take(resource, () => Begin(resource), body, fault => _states.Of(resource.Name, fault));
    }

    // A list of which one object is expected may be empty, as where nothing was ever synchronised.
    private void WriteObject(GraphResource resource, ReadOnlyMemory<byte> body)
    {
        ReadOnlyMemory<byte>? row = body;
        if (resource.Shape == GraphShape.ObjectInList)
        {
            var page = Page.Read(body);
            row = page.Count == 0 ? null : page[0];
        }

        using var writer = _run.Target.AddResource(resource.Name, row is null ? SnapshotFormat.Array : SnapshotFormat.Object, _run.Clock.GetUtcNow());
        try
        {
            if (row is { } found)
                writer.WriteRow(found);
            writer.Complete();
        }
        catch (EvidenceUnavailableException exception)
        {
            writer.Dispose();
            throw new ServiceFaultException(ServiceFault.Unusable(exception.State.Error ?? "the answer is no object"));
        }

        _run.End(TenantService.Graph, resource.Name, writer.Count);
    }

    private async Task CollectListAsync(GraphResource resource, CancellationToken cancellation)
    {
        using var list = Begin(resource);
        await ListCollector.CollectAsync(
            _run, list, resource.At(_run.Clock.GetUtcNow()).Call(_graph), resource.Simpler is { } simpler ? new Uri(_graph, simpler) : null, next: null,
            fault => _states.Of(resource.Name, fault), cancellation).ConfigureAwait(false);
    }

    private CollectedList Begin(GraphResource resource) => new(_run, TenantService.Graph, resource.Name, resource.Format, resource.MostRows);

    private void Miss(GraphResource resource, ServiceFault fault) => _run.Miss(TenantService.Graph, _states.Of(resource.Name, fault));
}

using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>Takes the pages of one resource and writes their rows, page by page: a page that is not whole leaves none.</summary>
internal sealed class CollectedList : IDisposable
{
    private readonly CollectionRun _run;
    private readonly TenantService _service;
    private readonly string _resource;
    private readonly int? _mostRows;
    private readonly SnapshotResourceWriter _writer;
    private PageTrail _trail = new();

    /// <summary>Begins the resource, or goes on where an interrupted collection stopped.</summary>
    /// <param name="run">The collection.</param>
    /// <param name="service">The service that is asked.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="format">How its rows are kept.</param>
    /// <param name="mostRows">How many rows are wanted; null for all.</param>
    public CollectedList(CollectionRun run, TenantService service, string resource, SnapshotFormat format, int? mostRows = null)
    {
        _run = run;
        _service = service;
        _resource = resource;
        _mostRows = mostRows;
        _writer = run.Target.AddResource(resource, format, run.Clock.GetUtcNow());
    }

    /// <summary>Where an interrupted collection goes on; null at the beginning.</summary>
    public Uri? Continuation => Uri.TryCreate(_writer.Continuation, UriKind.Absolute, out var address) ? address : null;

    /// <summary>Writes the rows of a page.</summary>
    /// <returns>The address of the next one; null after the last.</returns>
    public Uri? Take(ReadOnlyMemory<byte> answer)
    {
        var page = Page.Read(answer);
        var next = _trail.Follow(page);
        for (int index = 0; index < page.Count && !(_writer.Count >= _mostRows); index++)
            Write(page[index]);
        if (_writer.Count >= _mostRows)
            return null;

        if (next is not null)
            _writer.Checkpoint(next.AbsoluteUri);
        _run.Report(_service, _resource, _writer.Count, _trail.Total);
        return next;
    }

    /// <summary>Begins anew: the service does not go on where it was left.</summary>
    public void Restart()
    {
        _writer.Restart();
        _trail = new PageTrail();
    }

    /// <summary>Ends the resource: all of it is there.</summary>
    /// <exception cref="ServiceFaultException">It is not.</exception>
    public void Complete()
    {
        if (_mostRows is null)
            _trail.End(_resource, _writer.Count, _run.Observer);
        _writer.Complete();
        _run.End(_service, _resource, _writer.Count);
    }

    /// <summary>Ends the resource: it could not be collected. What is whole of it is kept only when the service may go on later.</summary>
    public void Fail(ResourceState state, bool canGoOn)
    {
        if (!canGoOn)
            _writer.Restart();
        Dispose();
        _run.Miss(_service, state);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _writer.Dispose();

    private void Write(ReadOnlyMemory<byte> row)
    {
        try
        {
            _writer.WriteRow(row);
        }
        catch (EvidenceUnavailableException exception)
        {
            throw new ServiceFaultException(ServiceFault.Unusable(exception.State.Error ?? "a row cannot be read"));
        }
    }
}

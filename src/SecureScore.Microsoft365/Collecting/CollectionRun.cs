using System.Collections.Concurrent;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>One collection: what is wanted, where it goes, who is told.</summary>
internal sealed class CollectionRun
{
    private readonly ConcurrentDictionary<string, bool> _ended = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _wanted;

    public CollectionRun(IEnumerable<string> wanted, WorkingSnapshot target, ServicePipeline pipeline, ITenantObserver observer, TimeProvider clock)
    {
        _wanted = new HashSet<string>(wanted, StringComparer.OrdinalIgnoreCase);
        Target = target;
        Pipeline = pipeline;
        Observer = observer;
        Clock = clock;
    }

    /// <summary>Names of the resources to collect.</summary>
    public IReadOnlyCollection<string> Wanted => _wanted;

    /// <summary>Takes the evidence.</summary>
    public WorkingSnapshot Target { get; }

    /// <summary>The way to the services.</summary>
    public ServicePipeline Pipeline { get; }

    /// <summary>Is told what happens.</summary>
    public ITenantObserver Observer { get; }

    /// <summary>Tells the time.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Whether a resource is to be collected.</summary>
    public bool Wants(string resource) => _wanted.Contains(resource);

    /// <summary>Notes a resource that cannot be collected, and why.</summary>
    public void Miss(TenantService service, ResourceState state)
    {
        Target.AddMissing(state);
        End(service, state.Name, rows: 0);
    }

    /// <summary>Tells how far a resource has come.</summary>
    public void Report(TenantService service, string resource, long rows, long? total) =>
        Observer.ReportProgress(new CollectionProgress(service, resource, rows, total, _ended.Count, _wanted.Count));

    /// <summary>Tells that a resource has ended.</summary>
    public void End(TenantService service, string resource, long rows)
    {
        _ended[resource] = true;
        Report(service, resource, rows, rows);
    }
}

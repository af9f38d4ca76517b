using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>One collection: what is wanted, where it goes, who is told.</summary>
internal sealed class CollectionRun
{
    private readonly Dictionary<string, TaskCompletionSource> _ends;
    private int _ended;

    public CollectionRun(IEnumerable<string> wanted, WorkingSnapshot target, ServicePipeline pipeline, ITenantObserver observer, TimeProvider clock)
    {
        _ends = wanted.ToDictionary(
            resource => resource, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), StringComparer.OrdinalIgnoreCase);
        Target = target;
        Pipeline = pipeline;
        Observer = observer;
        Clock = clock;
    }

    /// <summary>Takes the evidence.</summary>
    public WorkingSnapshot Target { get; }

    /// <summary>The way to the services.</summary>
    public ServicePipeline Pipeline { get; }

    /// <summary>Is told what happens.</summary>
    public ITenantObserver Observer { get; }

    /// <summary>Tells the time.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Waits until those of some resources that are collected have ended.</summary>
    public Task WhenEnded(IEnumerable<string> resources, CancellationToken cancellation) =>
        Task.WhenAll(resources.Where(_ends.ContainsKey).Select(resource => _ends[resource].Task)).WaitAsync(cancellation);

    /// <summary>Notes a resource that cannot be collected, and why.</summary>
    public void Miss(TenantService service, ResourceState state)
    {
        Target.AddMissing(state);
        End(service, state.Name, rows: 0);
    }

    /// <summary>Tells how far a resource has come.</summary>
    public void Report(TenantService service, string resource, long rows, long? total) =>
        Observer.ReportProgress(new CollectionProgress(service, resource, rows, total, Volatile.Read(ref _ended), _ends.Count));

    /// <summary>Tells that a resource has ended.</summary>
    public void End(TenantService service, string resource, long rows)
    {
        Interlocked.Increment(ref _ended);
        Report(service, resource, rows, rows);
        _ends[resource].TrySetResult();
    }
}

using System.Collections.Concurrent;

namespace SecureScore.Engine.Evidence;

/// <summary>Typed views over one snapshot, each read once and kept: what every rule of one judgement shares.</summary>
/// <remarks>A resource that cannot be read fails in the same way each time it is asked for, and only for those who ask. Several
/// threads may use it at once: the evidence of one judgement can be read in parallel.</remarks>
public sealed partial class TenantEvidence
{
    private readonly ConcurrentDictionary<string, Lazy<object>> _views = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _used = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates the views over a snapshot.</summary>
    public TenantEvidence(TenantSnapshot snapshot, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Snapshot = snapshot;
        Cancellation = cancellation;
    }

    /// <summary>The snapshot.</summary>
    public TenantSnapshot Snapshot { get; }

    internal CancellationToken Cancellation { get; }

    /// <summary>The resources that were asked for so far, whether they could be read or not.</summary>
    internal IReadOnlySet<string> Used => _used;

    /// <summary>The rows of a resource.</summary>
    /// <exception cref="EvidenceUnavailableException">The resource was not collected or cannot be read.</exception>
    public IReadOnlyList<EvidenceObject> List(string resource)
    {
        Use(resource);
        return Peek(resource);
    }

    /// <summary>The rows of a resource, for what only prepares: it does not count as asked for.</summary>
    /// <exception cref="EvidenceUnavailableException">The resource was not collected or cannot be read.</exception>
    internal IReadOnlyList<EvidenceObject> Peek(string resource) =>
        View(resource, () => (IReadOnlyList<EvidenceObject>)[.. Snapshot.ReadObjects(resource, Cancellation)]);

    /// <summary>The only row of a resource that is one object.</summary>
    /// <exception cref="EvidenceUnavailableException">The resource was not collected, cannot be read, or is not one object.</exception>
    public EvidenceObject Single(string resource)
    {
        var rows = List(resource);
        return rows.Count == 1
            ? rows[0]
            : throw EvidenceUnavailableException.Unusable(resource, $"expected one object, found {rows.Count}");
    }

    /// <summary>Whether a resource was collected. What it holds may still turn out to be unreadable.</summary>
    internal bool IsCollected(string resource)
    {
        Use(resource);
        return Snapshot.StateOf(resource).Status == ResourceStatus.Collected;
    }

    private void Use(string resource)
    {
        lock (_used)
            _used.Add(resource);
    }

    /// <summary>Lets go of a view that another one has used up.</summary>
    private void Forget(string name) => _views.TryRemove(name, out _);

    /// <summary>Builds a view once. A view that fails keeps failing with the same reason.</summary>
    /// <param name="name">The resource, or another name of the view's own.</param>
    /// <param name="build">Reads the evidence.</param>
    private T View<T>(string name, Func<T> build)
        where T : notnull
    {
        object view = _views.GetOrAdd(name, static (_, build) => new Lazy<object>(() => BuildOrFail(build)), build).Value;
        return view is ResourceState state ? throw new EvidenceUnavailableException(state) : (T)view;

        static object BuildOrFail(Func<T> build)
        {
            try
            {
                return build();
            }
            catch (EvidenceUnavailableException exception)
            {
                return exception.State;
            }
        }
    }
}

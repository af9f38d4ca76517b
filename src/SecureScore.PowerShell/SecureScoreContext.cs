using System.Diagnostics.CodeAnalysis;
using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.PowerShell;

/// <summary>Where the evidence of a connected tenant comes from.</summary>
public enum ContextSource
{
    /// <summary>The demo tenant that comes with the module.</summary>
    Demo,

    /// <summary>A snapshot folder or zip file.</summary>
    Snapshot,
}

/// <summary>How many resources of a snapshot ended their collection in one way.</summary>
/// <param name="Status">How the collection ended.</param>
/// <param name="Count">How many resources.</param>
public sealed record ResourceCount(ResourceStatus Status, int Count)
{
    /// <summary>The count on one line.</summary>
    public override string ToString() => $"{Status} {Count}";
}

/// <summary>A tenant whose evidence is at hand. It tells where the evidence comes from and never what it holds.</summary>
/// <remarks>Made by Connect-SecureScore. Any number of contexts can be used side by side, and one context by several runspaces at once:
/// what was judged once is kept, for each edition of the catalogue.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for has nothing to free.")]
public sealed class SecureScoreContext
{
    private readonly TenantSnapshot _snapshot;
    private readonly SemaphoreSlim _judging = new(1, 1);
    private readonly Dictionary<(string Edition, bool EvidenceOnly), SecureScoreResult> _judged = [];

    private SecureScoreContext(TenantSnapshot snapshot, ContextSource source, ControlCatalog catalog, bool evidenceOnly)
    {
        _snapshot = snapshot;
        Source = source;
        Edition = catalog.Edition;
        EvidenceOnly = evidenceOnly;
        Resources = new DisplayList<ResourceState>(snapshot.Resources);
        ResourceCounts = new DisplayList<ResourceCount>(snapshot.Resources
            .GroupBy(resource => resource.Status)
            .OrderBy(group => group.Key)
            .Select(group => new ResourceCount(group.Key, group.Count())));
    }

    /// <summary>The tenant's name; null when the snapshot does not tell.</summary>
    public string? TenantName => _snapshot.Manifest.DisplayName;

    /// <summary>The tenant's directory id; null when the snapshot does not tell.</summary>
    public string? TenantId => _snapshot.Manifest.TenantId;

    /// <summary>Where the evidence comes from.</summary>
    public ContextSource Source { get; }

    /// <summary>The full path of the snapshot.</summary>
    public string Path => _snapshot.Location;

    /// <summary>The edition of the catalogue that cmdlets use unless they name another.</summary>
    public string Edition { get; }

    /// <summary>Whether cmdlets leave out Microsoft's published points unless they say otherwise.</summary>
    public bool EvidenceOnly { get; }

    /// <summary>When the evidence was collected; null when the snapshot does not tell.</summary>
    public DateTimeOffset? CollectedAt => _snapshot.Manifest.CollectedAt;

    /// <summary>How many resources were collected, and how many were not, by reason.</summary>
    public DisplayList<ResourceCount> ResourceCounts { get; }

    /// <summary>How the collection of each resource ended; without what it holds.</summary>
    public DisplayList<ResourceState> Resources { get; }

    internal static SecureScoreContext Open(string path, ContextSource source, string? edition, bool evidenceOnly)
    {
        var catalog = edition is null ? ControlCatalog.Default : ControlCatalog.Get(edition);
        return new SecureScoreContext(TenantSnapshot.Open(path), source, catalog, evidenceOnly);
    }

    /// <summary>What was judged already; null when nothing was. Never judges.</summary>
    internal SecureScoreResult? FindJudged(string edition)
    {
        lock (_judged)
            return _judged.Where(entry => entry.Key.Edition == edition).Select(entry => entry.Value).FirstOrDefault();
    }

    internal async Task<SecureScoreResult> JudgeAsync(ControlCatalog catalog, bool evidenceOnly, CancellationToken cancellation)
    {
        var key = (catalog.Edition, evidenceOnly);
        await _judging.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            lock (_judged)
            {
                if (_judged.TryGetValue(key, out var known))
                    return known;
            }

            var result = Judge(catalog, new JudgeOptions { EvidenceOnly = evidenceOnly }, cancellation);
            lock (_judged)
                _judged.Add(key, result);
            return result;
        }
        finally
        {
            _judging.Release();
        }
    }

    private SecureScoreResult Judge(ControlCatalog catalog, JudgeOptions options, CancellationToken cancellation)
    {
        // The result keeps its token for reading evidence later. The caller's own would spoil a kept result for everyone once that caller is stopped.
        var judgement = new CancellationTokenSource();
        SecureScoreResult result;
        using (cancellation.Register(judgement.Cancel))
            result = SecureScoreEvaluator.Judge(_snapshot, catalog, options, judgement.Token);
        judgement.Token.ThrowIfCancellationRequested();
        return result;
    }
}

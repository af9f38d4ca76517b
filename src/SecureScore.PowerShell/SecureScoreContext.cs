using System.Diagnostics.CodeAnalysis;
using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;
using SecureScore.Engine.Tenants;

namespace SecureScore.PowerShell;

/// <summary>Where the evidence of a connected tenant comes from.</summary>
public enum ContextSource
{
    /// <summary>The demo tenant that comes with the module.</summary>
    Demo,

    /// <summary>A snapshot folder or zip file.</summary>
    Snapshot,

    /// <summary>The services of the tenant.</summary>
    Tenant,
}

/// <summary>How many resources of a snapshot ended their collection in one way.</summary>
/// <param name="Status">How the collection ended.</param>
/// <param name="Count">How many resources.</param>
public sealed record ResourceCount(ResourceStatus Status, int Count)
{
    /// <summary>The count on one line.</summary>
    public override string ToString() => $"{Status} {Count}";
}

/// <summary>A tenant whose evidence is at hand, or is collected when somebody asks for it. It tells where the evidence comes from and never what it holds.</summary>
/// <remarks>Made by Connect-SecureScore. Any number of contexts can be used side by side, and one context by several runspaces at once:
/// what was judged once is kept, for each edition of the catalogue, until there is newer evidence. It never shows a token.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for has nothing to free.")]
public sealed class SecureScoreContext
{
    private readonly LiveTenant? _live;
    private readonly TenantSnapshot? _snapshot;
    private readonly SemaphoreSlim _judging = new(1, 1);
    private readonly Dictionary<(string Edition, bool EvidenceOnly), (TenantSnapshot Evidence, Recollection Recollection, SecureScoreResult Result)> _judged = [];
    private volatile bool _hasEnded;

    private SecureScoreContext(
        LiveTenant? live, TenantSnapshot? snapshot, ContextSource source, string? path, ControlCatalog catalog, bool evidenceOnly, ConnectionStore? memory)
    {
        _live = live;
        _snapshot = snapshot;
        Source = source;
        Path = path;
        Edition = catalog.Edition;
        EvidenceOnly = evidenceOnly;
        Memory = memory;
    }

    /// <summary>The tenant's name; null when nothing tells.</summary>
    public string? TenantName => Session?.TenantName ?? Evidence?.Manifest.DisplayName;

    /// <summary>The tenant's directory id; null when the snapshot does not tell.</summary>
    public string? TenantId => Session?.TenantId ?? Evidence?.Manifest.TenantId;

    /// <summary>Where the evidence comes from.</summary>
    public ContextSource Source { get; }

    /// <summary>The full path of the snapshot, or of the one that the demo tenant is made of; null for a tenant's services.</summary>
    public string? Path { get; }

    /// <summary>The cloud that the tenant lives in; null when the snapshot does not tell.</summary>
    public TenantCloud? Cloud => Session?.Cloud ?? (Enum.TryParse<TenantCloud>(Evidence?.Manifest.Cloud, ignoreCase: true, out var cloud) ? cloud : null);

    /// <summary>The person who is signed in; null for an application, and for a snapshot.</summary>
    public string? Account => Session?.Account;

    /// <summary>The application that is signed in, or that a person signed in with; null for a snapshot.</summary>
    public string? ClientId => Session?.ClientId;

    /// <summary>How it was signed in, for example <c>Certificate</c>; null for a snapshot.</summary>
    public string? SignIn => Session?.SignIn;

    /// <summary>Each service, whether it can be asked, and when its token ends; empty for a snapshot.</summary>
    public DisplayList<ServiceConnection> Services => new(Session?.Services ?? []);

    /// <summary>The edition of the catalogue that cmdlets use unless they name another.</summary>
    public string Edition { get; }

    /// <summary>Whether cmdlets leave out Microsoft's published points unless they say otherwise.</summary>
    public bool EvidenceOnly { get; }

    /// <summary>When the evidence was collected; null when the snapshot does not tell, or nothing was collected yet.</summary>
    public DateTimeOffset? CollectedAt => Evidence?.Manifest.CollectedAt;

    /// <summary>How many resources were collected so far, and how many were not, by reason.</summary>
    public DisplayList<ResourceCount> ResourceCounts => new(Resources
        .GroupBy(resource => resource.Status)
        .OrderBy(group => group.Key)
        .Select(group => new ResourceCount(group.Key, group.Count())));

    /// <summary>How the collection of each resource ended; without what it holds.</summary>
    public DisplayList<ResourceState> Resources => new(Evidence?.Resources ?? []);

    /// <summary>The tenant's services; null for a snapshot.</summary>
    internal LiveTenant? Live => _live;

    /// <summary>What is there of the tenant now; null when nothing was collected yet.</summary>
    internal TenantSnapshot? Evidence => _live is null ? _snapshot : _live.Snapshot;

    /// <summary>Where decisions and history are kept: a path, PostgreSQL or memory; null when nowhere.</summary>
    public string? Store => Memory?.ToString();

    /// <summary>The store of its decisions and history; null when nothing is remembered.</summary>
    internal ConnectionStore? Memory { get; }

    private TenantSession? Session => _live?.Session;

    internal static SecureScoreContext Open(string path, ControlCatalog catalog, bool evidenceOnly, ConnectionStore? memory = null)
    {
        var snapshot = TenantSnapshot.Open(path);
        return new SecureScoreContext(null, snapshot, ContextSource.Snapshot, snapshot.Location, catalog, evidenceOnly, memory);
    }

    internal static SecureScoreContext Of(
        LiveTenant live, ContextSource source, string? path, ControlCatalog catalog, bool evidenceOnly, ConnectionStore? memory = null) =>
        new(live, null, source, path, catalog, evidenceOnly, memory);

    internal static SecureScoreException Disconnected() =>
        new(ErrorIds.Disconnected, "The connection was ended by Disconnect-SecureScore: its tokens and its evidence are gone. Run Connect-SecureScore again.");

    /// <summary>What was judged already; null when nothing was. Never judges.</summary>
    internal SecureScoreResult? FindJudged(string edition)
    {
        lock (_judged)
            return _judged.Where(entry => entry.Key.Edition == edition).Select(entry => entry.Value.Result).FirstOrDefault();
    }

    /// <summary>Forgets the tokens and the evidence.</summary>
    internal async Task EndAsync()
    {
        _hasEnded = true;
        if (_live is not null)
            await _live.EndAsync().ConfigureAwait(false);
        ForgetJudged();
        if (Memory is not null)
            await Memory.EndAsync().ConfigureAwait(false);
    }

    /// <summary>Drops what was judged: what is remembered of the tenant has changed.</summary>
    internal void ForgetJudged()
    {
        lock (_judged)
            _judged.Clear();
    }

    /// <summary>Collects what is missing of the resources. A snapshot has what it has.</summary>
    /// <param name="resources">The resources that are wanted.</param>
    /// <param name="refresh">Whether to ask again for what is there.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="cancellation">Ends the collection early.</param>
    /// <param name="groups">Ids of groups whose members are wanted, though nothing names the groups yet.</param>
    /// <returns>The evidence, and whether anything was asked for.</returns>
    internal Task<(TenantSnapshot Snapshot, bool IsNew)> CollectAsync(
        IReadOnlyCollection<string> resources, bool refresh, ITenantObserver observer, CancellationToken cancellation, IReadOnlyCollection<string>? groups = null)
    {
        ThrowIfEnded();
        return _live is null ? Task.FromResult((_snapshot!, false)) : _live.CollectAsync(resources, refresh, observer, cancellation, groups);
    }

    internal Task<SecureScoreResult> JudgeAsync(TenantSnapshot evidence, ControlCatalog catalog, bool evidenceOnly, CancellationToken cancellation) =>
        JudgeAsync(evidence, catalog, evidenceOnly, Recollection.Nothing, cancellation);

    internal async Task<SecureScoreResult> JudgeAsync(
        TenantSnapshot evidence, ControlCatalog catalog, bool evidenceOnly, Recollection recollection, CancellationToken cancellation)
    {
        var key = (catalog.Edition, evidenceOnly);
        await _judging.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            lock (_judged)
            {
                if (_judged.TryGetValue(key, out var known) && ReferenceEquals(known.Evidence, evidence) && recollection.IsSameAs(known.Recollection))
                    return known.Result;
            }

            var result = Judge(evidence, catalog, recollection.Options(evidenceOnly), cancellation);
            result = await recollection.MarkRegressedAsync(result, catalog, cancellation).ConfigureAwait(false);
            ThrowIfEnded();
            lock (_judged)
            {
                // Judgements of older evidence are of no use to anybody.
                if (_judged.Values.Any(judged => !ReferenceEquals(judged.Evidence, evidence)))
                    _judged.Clear();
                _judged[key] = (evidence, recollection, result);
            }

            return result;
        }
        finally
        {
            _judging.Release();
        }
    }

    internal void ThrowIfEnded()
    {
        if (_hasEnded)
            throw Disconnected();
    }

    private static SecureScoreResult Judge(TenantSnapshot evidence, ControlCatalog catalog, JudgeOptions options, CancellationToken cancellation)
    {
        // The result keeps its token for reading evidence later. The caller's own would spoil a kept result for everyone once that caller is stopped.
        var judgement = new CancellationTokenSource();
        SecureScoreResult result;
        using (cancellation.Register(judgement.Cancel))
            result = SecureScoreEvaluator.Judge(evidence, catalog, options, judgement.Token);
        judgement.Token.ThrowIfCancellationRequested();
        return result;
    }
}

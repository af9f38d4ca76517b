using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;

namespace SecureScore.PowerShell;

/// <summary>The evidence of a tenant that somebody is signed in to: collected when it is asked for, kept until the connection ends.</summary>
/// <remarks>One collection at a time; who comes while one is under way waits, and asks for what is still missing then.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore and a source whose wait handles nobody asks for have nothing to free.")]
internal sealed class LiveTenant
{
    private readonly ITenantConnection _connection;
    private readonly SemaphoreSlim _collecting = new(1, 1);
    private readonly CancellationTokenSource _end = new();
    private readonly List<WorkingSnapshot> _kept = [];
    private Generation? _generation;
    private TenantSnapshot? _snapshot;

    private readonly TimeProvider _clock;

    public LiveTenant(ITenantConnection connection, TimeProvider clock)
    {
        _connection = connection;
        _clock = clock;
    }

    /// <summary>Who is signed in, where, and to which services, as of now.</summary>
    public TenantSession Session => _connection.Session;

    /// <summary>What was collected so far; null when nothing was.</summary>
    public TenantSnapshot? Snapshot => _snapshot;

    /// <summary>Whether the resources were asked for already.</summary>
    public bool HasAsked(IEnumerable<string> resources) => _generation is { } generation && resources.All(generation.Asked.ContainsKey);

    /// <summary>Collects what is missing of the resources, or all of them again, and returns everything that is there.</summary>
    /// <param name="resources">The resources that are wanted.</param>
    /// <param name="refresh">Whether to ask again for what is there. What was there stays when that does not succeed.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="cancellation">Ends the collection early.</param>
    /// <param name="groups">Ids of groups whose members are wanted, though nothing names the groups yet.</param>
    /// <returns>The evidence, and whether anything was asked for.</returns>
    /// <exception cref="SecureScoreException"><c>Disconnected</c>: the connection was ended.</exception>
    public Task<(TenantSnapshot Snapshot, bool IsNew)> CollectAsync(
        IReadOnlyCollection<string> resources, bool refresh, ITenantObserver observer, CancellationToken cancellation, IReadOnlyCollection<string>? groups = null) => WhileConnectedAsync(async token =>
    {
        await _collecting.WaitAsync(token).ConfigureAwait(false);
        try
        {
            // What was there stays until all of it was asked for again, and so do the members of groups that are named only now.
            IReadOnlyCollection<string> again = refresh ? resources : [];
            string[] present = [.. _generation?.Asked.Keys.Except(again, StringComparer.OrdinalIgnoreCase) ?? []];
            var known = _generation?.Working.FurtherGroups ?? [];
            var further = known.Union(groups ?? [], StringComparer.OrdinalIgnoreCase).ToArray();
            bool isMore = further.Length > known.Count && present.Contains(Resources.GroupMembers, StringComparer.OrdinalIgnoreCase);
            var outdated = isMore ? [Resources.GroupMembers] : CollectionPlan.Outdated(present, resources);
            bool isRenewed = _generation is not null && (refresh || outdated.Count > 0);
            var generation = isRenewed ? Renew(_generation!, [.. again, .. outdated]) : _generation ??= Keep(WorkingSnapshot.CreateTemporary(), []);

            // What is asked for again on purpose needs only the groups that are wanted now.
            generation.Working.FurtherGroups = again.Contains(Resources.GroupMembers, StringComparer.OrdinalIgnoreCase) ? groups ?? [] : further;
            try
            {
                return await CollectAsync(generation, [.. resources.Union(outdated, StringComparer.OrdinalIgnoreCase)], observer, token).ConfigureAwait(false);
            }
            catch when (isRenewed)
            {
                Generation.Remove(generation.Working);
                throw;
            }
        }
        finally
        {
            _collecting.Release();
        }
    }, cancellation);

    /// <summary>Collects resources into a snapshot of somebody else's. What this session has of them is copied.</summary>
    /// <exception cref="SecureScoreException"><c>Disconnected</c>: the connection was ended.</exception>
    public Task<bool> CollectIntoAsync(
        WorkingSnapshot target, IReadOnlyCollection<string> resources, ITenantObserver observer, CancellationToken cancellation) => WhileConnectedAsync(
        async token =>
        {
            await _collecting.WaitAsync(token).ConfigureAwait(false);
            try
            {
                if (_generation is { } generation)
                {
                    var present = generation.Working.Manifest.Resources.Values;
                    var outdated = CollectionPlan.Outdated(present.Where(state => state.Status == ResourceStatus.Collected).Select(state => state.Name), resources);
                    target.CopyFrom(generation.Working, [.. present.Select(state => state.Name).Except(resources, StringComparer.OrdinalIgnoreCase), .. outdated]);
                }

                await _connection.CollectAsync(resources, target, observer, token).ConfigureAwait(false);
                if (target.Manifest.TenantId is null)
                    target.Describe(Description());
                return true;
            }
            finally
            {
                _collecting.Release();
            }
        },
        cancellation);

    private async Task<(TenantSnapshot Snapshot, bool IsNew)> CollectAsync(
        Generation generation, IReadOnlyCollection<string> resources, ITenantObserver observer, CancellationToken cancellation)
    {
        string[] missing = [.. resources.Where(resource => !generation.Asked.ContainsKey(resource))];
        if (missing.Length == 0 && _snapshot is not null)
            return (_snapshot, false);

        await _connection.CollectAsync(missing, generation.Working, observer, cancellation).ConfigureAwait(false);
        if (generation.Working.Manifest.TenantId is null)
            generation.Working.Describe(Description());
        foreach (string resource in missing)
            generation.Asked.TryAdd(resource, 0);

        var snapshot = generation.Working.Open();
        Generation.KeepWith(snapshot, generation);
        (_generation, _snapshot) = (generation, snapshot);
        return (snapshot, true);
    }

    private Generation Renew(Generation generation, IReadOnlyCollection<string> resources) =>
        Keep(generation.Working.Renew(resources), generation.Asked.Keys.Except(resources, StringComparer.OrdinalIgnoreCase));

    /// <summary>Uses the connection for something else than the evidence of this session.</summary>
    /// <exception cref="SecureScoreException"><c>Disconnected</c>: the connection was ended.</exception>
    public Task<T> UseAsync<T>(Func<ITenantConnection, CancellationToken, Task<T>> use, CancellationToken cancellation) =>
        WhileConnectedAsync(token => use(_connection, token), cancellation);

    /// <summary>Forgets the tokens and removes the evidence.</summary>
    public async Task EndAsync()
    {
        if (_end.IsCancellationRequested)
            return;

        await _end.CancelAsync().ConfigureAwait(false);
        await _collecting.WaitAsync().ConfigureAwait(false);
        _connection.Dispose();
        foreach (var working in _kept)
            Generation.Remove(working);
        (_generation, _snapshot) = (null, null);
        _collecting.Release();
    }

    private async Task<T> WhileConnectedAsync<T>(Func<CancellationToken, Task<T>> use, CancellationToken cancellation)
    {
        ThrowIfEnded();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _end.Token);
        try
        {
            return await use(either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException && !cancellation.IsCancellationRequested)
        {
            ThrowIfEnded();
            throw;
        }
    }

    private void ThrowIfEnded()
    {
        if (_end.IsCancellationRequested)
            throw SecureScoreContext.Disconnected();
    }

    private Generation Keep(WorkingSnapshot working, IEnumerable<string> asked)
    {
        _kept.Add(working);
        return new Generation(working, asked);
    }

    private SnapshotManifest Description() => new()
    {
        TenantId = Session.TenantId,
        DisplayName = Session.TenantName,
        InitialDomain = Session.InitialDomain,
        Cloud = Session.Cloud.ToString(),
        CollectedAt = _clock.GetUtcNow(),
    };

    /// <summary>Evidence as it was collected once. It stays on the disk as long as anybody can still read from it, and no longer than the process.</summary>
    private sealed class Generation
    {
        // What was judged by a snapshot reads its files again when somebody asks for the evidence.
        private static readonly ConditionalWeakTable<TenantSnapshot, Generation> s_read = [];
        private static readonly ConcurrentDictionary<WorkingSnapshot, byte> s_present = new();

        static Generation() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            foreach (var working in s_present.Keys)
                Remove(working);
        };

        public Generation(WorkingSnapshot working, IEnumerable<string> asked)
        {
            Working = working;
            Asked = new ConcurrentDictionary<string, byte>(asked.Select(resource => KeyValuePair.Create(resource, (byte)0)), StringComparer.OrdinalIgnoreCase);
            s_present.TryAdd(working, 0);
        }

        [SuppressMessage("Design", "MA0055", Justification = "Nobody but the garbage collector knows when the last result that can read the evidence is gone.")]
        ~Generation() => Remove(Working);

        public WorkingSnapshot Working { get; }

        public ConcurrentDictionary<string, byte> Asked { get; }

        public static void KeepWith(TenantSnapshot snapshot, Generation generation) => s_read.AddOrUpdate(snapshot, generation);

        public static void Remove(WorkingSnapshot working)
        {
            if (s_present.TryRemove(working, out _))
                working.Dispose();
        }
    }
}

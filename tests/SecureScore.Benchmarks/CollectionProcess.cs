using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Loopback;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Collecting;
using SecureScore.Microsoft365.Http;
using SecureScore.Microsoft365.SignIn;

namespace SecureScore.Benchmarks;

/// <summary>What a collection came to.</summary>
/// <param name="Ticks">Wall time of the collection alone, in ticks of <see cref="TimeSpan"/>.</param>
/// <param name="ProcessorTicks">Processor time of the whole process.</param>
/// <param name="Requests">How many requests were sent.</param>
/// <param name="Throttled">How many of them were answered with 429.</param>
/// <param name="SlowestQuota">The quota that takes the longest.</param>
/// <param name="QuotaTicks">How long the collection takes at least, for that quota alone.</param>
/// <param name="Counts">The rows of each resource that was collected.</param>
internal sealed record CollectionOutcome(
    long Ticks, long ProcessorTicks, int Requests, int Throttled, QuotaClass SlowestQuota, long QuotaTicks, IReadOnlyDictionary<string, long> Counts)
{
    public TimeSpan Time => TimeSpan.FromTicks(Ticks);

    public TimeSpan ProcessorTime => TimeSpan.FromTicks(ProcessorTicks);

    public TimeSpan QuotaTime => TimeSpan.FromTicks(QuotaTicks);
}

/// <summary>A collection of everything over real sockets, in a process of its own.</summary>
internal static class CollectionProcess
{
    /// <summary>The argument with which this program runs itself as the collector.</summary>
    public const string Argument = "collect";

    /// <summary>The resources: what the sample has of what is asked over HTTP. The others would be asked for again and again.</summary>
    public static IReadOnlyList<string> Wanted { get; } = FindWanted();

    /// <summary>Collects from an emulated tenant.</summary>
    /// <param name="outcome">What it came to.</param>
    /// <param name="emulator">The tenant.</param>
    /// <param name="folder">The snapshot that the tenant holds.</param>
    /// <param name="quotas">Whether the collector keeps to the quotas of its cloud.</param>
    /// <exception cref="BenchmarkException">Something of the tenant did not arrive: the time would mean nothing.</exception>
    public static Measurement Run(out CollectionOutcome outcome, EmulatorProcess emulator, string folder, bool quotas)
    {
        var whole = ChildProcess.Run(out string output, Environment.ProcessPath!, Argument, JsonSerializer.Serialize(emulator.Address), quotas.ToString());
        outcome = JsonSerializer.Deserialize<CollectionOutcome>(output)!;
        var source = TenantSnapshot.Open(folder);
        foreach (string resource in Wanted)
        {
            // Only members of groups that somebody names are asked for.
            if (!outcome.Counts.TryGetValue(resource, out long count) || (resource != Resources.GroupMembers && count != source.StateOf(resource).Count))
                throw new BenchmarkException($"{resource} has {source.StateOf(resource).Count} rows, and {count} were collected.");
        }

        return whole with { Time = outcome.Time };
    }

    /// <summary>Is the collector.</summary>
    public static async Task CollectAsync(string address, string quotas)
    {
        var tenant = JsonSerializer.Deserialize<EmulatorAddress>(address)!;
        var cloud = CloudProfile.Of(TenantCloud.Global);
        if (!bool.Parse(quotas))
            cloud = cloud with { Quotas = new Dictionary<QuotaClass, Quota>() };

        var wanted = Wanted;
        var observer = new RequestCounter(cloud);
        using var target = WorkingSnapshot.CreateTemporary();
        long start = Stopwatch.GetTimestamp();
        using (var transport = new LoopbackTransport(tenant.Address, _ => true))
        using (var pipeline = new ServicePipeline(transport, cloud, new FixedTokens(tenant), TimeProvider.System))
        {
            var session = new TenantSession { TenantId = tenant.TenantId, SignIn = "AccessToken" };
            await new TenantCollector(pipeline, session, new TenantHosts(pipeline.Cloud, session), dns: null, TimeProvider.System).CollectAsync(wanted, target, observer, CancellationToken.None);
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        using var self = Process.GetCurrentProcess();
        var (slowest, least) = observer.SlowestQuota(CloudProfile.Of(TenantCloud.Global));
        Console.WriteLine(JsonSerializer.Serialize(new CollectionOutcome(
            elapsed.Ticks, self.TotalProcessorTime.Ticks, observer.Requests, observer.Throttled, slowest, least.Ticks,
            target.Manifest.Resources.Values.Where(state => state.Status == ResourceStatus.Collected).ToDictionary(state => state.Name, state => state.Count ?? 0, StringComparer.Ordinal))));
    }

    private static string[] FindWanted()
    {
        var sample = TenantSnapshot.Open(Repository.Sample);
        return [.. CollectionPlan.Everything().Where(resource => resource != Resources.DnsRecords && sample.StateOf(resource).Status == ResourceStatus.Collected)];
    }

    private sealed class FixedTokens(EmulatorAddress tenant) : ITokenSource
    {
        private readonly Dictionary<TenantService, ServiceToken> _tokens =
            tenant.Tokens.ToDictionary(pair => pair.Key, pair => new ServiceToken(pair.Value, DateTimeOffset.MaxValue));

        public ValueTask<ServiceToken?> GetAsync(TenantService service, string? claims, bool forceRefresh, CancellationToken cancellation) =>
            ValueTask.FromResult<ServiceToken?>(_tokens[service]);
    }

    /// <summary>Counts requests by the quota that they are counted against.</summary>
    private sealed class RequestCounter(CloudProfile cloud) : ITenantObserver
    {
        private readonly ConcurrentDictionary<QuotaClass, int> _needed = new();
        private int _requests;
        private int _throttled;

        public int Requests => _requests;

        public int Throttled => _throttled;

        /// <summary>The quota that takes the longest: when its last request may be sent at the earliest.</summary>
        /// <remarks>The directory's is left out. It is counted in units, of which a whole run needs fewer than a window has.</remarks>
        public (QuotaClass Class, TimeSpan Time) SlowestQuota(CloudProfile profile)
        {
            foreach (var (service, quota) in (ReadOnlySpan<(TenantService, QuotaClass)>)[(TenantService.Exchange, QuotaClass.Exchange), (TenantService.Purview, QuotaClass.Purview)])
                _needed[quota] = Wanted.Count(resource => ResourceDefinitions.Find(resource)!.Service == service);
            return _needed.Where(pair => pair.Key != QuotaClass.Directory)
                .Select(pair => (pair.Key, Time: profile.Quotas[pair.Key] is var quota ? quota.Window * ((pair.Value - 1) / quota.Units) : TimeSpan.Zero))
                .MaxBy(pair => pair.Time);
        }

        public void RequestEnded(ServiceRequest request)
        {
            Interlocked.Increment(ref _requests);
            if (request.Status == 429)
                Interlocked.Increment(ref _throttled);
            else if (request.Host.Equals(cloud[TenantService.Graph].Address.Host, StringComparison.OrdinalIgnoreCase)
                && GraphResource.All.Values.FirstOrDefault(resource => resource.Query.Split('?')[0].Equals(request.Path, StringComparison.OrdinalIgnoreCase)) is { } asked)
                _needed.AddOrUpdate(asked.Class, 1, (_, count) => count + 1);
        }

        public void Warn(string message) => Console.Error.WriteLine(message);

        public void ShowSignInMessage(string message) => Console.Error.WriteLine(message);

        public void ReportProgress(CollectionProgress progress)
        {
        }
    }
}

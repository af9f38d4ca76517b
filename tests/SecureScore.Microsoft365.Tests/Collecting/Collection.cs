using System.Reflection;
using SecureScore.Emulator;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Loopback;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Collecting;
using SecureScore.Microsoft365.Dns;
using SecureScore.Microsoft365.Http;
using SecureScore.Microsoft365.SignIn;

namespace SecureScore.Microsoft365.Tests.Collecting;

/// <summary>The demo tenant and a collection from it, without a network and without waiting.</summary>
internal sealed class Collection : IDisposable
{
    // Services stand beside one another here, and time jumps: no deadline may pass by while another service waits.
    private static readonly PipelineLimits s_patient = new() { TryTime = TimeSpan.FromHours(1), Deadline = TimeSpan.FromHours(20) };

    private readonly ServicePipeline _pipeline;

    private readonly LoopbackHost? _host;

    public Collection(
        EmulatorOptions? options = null,
        TenantSnapshot? source = null,
        Func<HttpMessageHandler, HttpMessageHandler>? between = null,
        PipelineLimits? limits = null,
        bool isOverLoopback = false)
    {
        Source = source ?? TenantSnapshot.Open(SampleFolder);
        limits ??= s_patient;
        Clock = new AutomaticClock(Source.Manifest.CollectedAt, limits.TryTime);
        Tenant = new EmulatedTenant(Source, (options ?? new EmulatorOptions()) with { Clock = Clock });
        Tokens = new EmulatorTokens(Tenant, Clock);
        _host = isOverLoopback ? LoopbackHost.Start(Tenant) : null;
        var handler = _host?.CreateTransport(ServiceHandler.Create()) ?? Tenant.CreateHandler();
        _pipeline = new ServicePipeline(between?.Invoke(handler) ?? handler, CloudProfile.Of(TenantCloud.Global), Tokens, Clock, limits);
        Session = new TenantSession
        {
            TenantId = Tenant.TenantId,
            TenantName = Source.Manifest.DisplayName,
            InitialDomain = Source.Manifest.InitialDomain,
            SignIn = "ClientSecret",
        };
        Target = WorkingSnapshot.CreateTemporary();
    }

    public static string SampleFolder { get; } = Path.Join(
        typeof(Collection).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(pair => pair.Key == "RepositoryRoot").Value!, "samples", "contoso");

    public static IReadOnlyList<string> WithoutDns { get; } = [.. CollectionPlan.Everything().Where(resource => resource != Resources.DnsRecords)];

    public TenantSnapshot Source { get; }

    public AutomaticClock Clock { get; }

    public EmulatedTenant Tenant { get; }

    public EmulatorTokens Tokens { get; }

    public TenantSession Session { get; init; }

    public WorkingSnapshot Target { get; set; }

    public RecordingObserver Observer { get; } = new();

    public Task CollectAsync(IReadOnlyCollection<string>? resources = null, IDnsResolver? dns = null, CancellationToken cancellation = default) =>
        CreateCollector(dns).CollectAsync(resources ?? WithoutDns, Target, Observer, cancellation);

    public TenantCollector CreateCollector(IDnsResolver? dns = null) => new(_pipeline, Session, new TenantHosts(_pipeline.Cloud, Session), dns, Clock);

    public ResourceStatus StatusOf(string resource) => Target.StateOf(resource).Status;

    public IReadOnlyList<string> RowsOf(string resource) => RowsOf(Target.Open(), resource);

    public static IReadOnlyList<string> RowsOf(TenantSnapshot snapshot, string resource) =>
        [.. snapshot.ReadRows(resource).Select(row => System.Text.Encoding.UTF8.GetString(row.Span))];

    public void Dispose()
    {
        _pipeline.Dispose();
        Target.Dispose();
        _host?.Dispose();
        Tenant.Dispose();
    }
}

/// <summary>Tokens of the demo tenant.</summary>
internal sealed class EmulatorTokens(EmulatedTenant tenant, TimeProvider clock) : ITokenSource
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<TenantService, ServiceToken> _tokens = new();
    private int _renewals;

    /// <summary>Services without a token.</summary>
    public HashSet<TenantService> Without { get; } = [];

    public int Renewals => _renewals;

    public ValueTask<ServiceToken?> GetAsync(TenantService service, string? claims, bool forceRefresh, CancellationToken cancellation)
    {
        if (Without.Contains(service))
            return ValueTask.FromResult<ServiceToken?>(null);

        if (forceRefresh)
        {
            Interlocked.Increment(ref _renewals);
            _tokens.TryRemove(service, out _);
        }

        return ValueTask.FromResult<ServiceToken?>(_tokens.GetOrAdd(
            service, _ => new ServiceToken(tenant.IssueToken(service), clock.GetUtcNow() + TimeSpan.FromHours(1))));
    }
}

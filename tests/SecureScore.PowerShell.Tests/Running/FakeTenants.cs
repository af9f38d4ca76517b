using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;

namespace SecureScore.PowerShell.Tests.Running;

/// <summary>Signs in to tenants that hold what a snapshot holds, without any network.</summary>
internal sealed class FakeTenants : ITenantConnector
{
    public const string Token = "eyJ0eXAiOiJKV1QiLCJ-secret-token";

    public List<SignInRequest> Requests { get; } = [];

    public List<FakeConnection> Connections { get; } = [];

    /// <summary>What happens when somebody signs in.</summary>
    public Func<SignInRequest?, ITenantObserver, CancellationToken, Task> OnConnect { get; set; } = (_, _, _) => Task.CompletedTask;

    public Func<TenantSession, TenantSession> Session { get; set; } = session => session;

    public async Task<ITenantConnection> ConnectAsync(SignInRequest request, ITenantObserver observer, CancellationToken cancellation)
    {
        lock (Requests)
            Requests.Add(request);
        await OnConnect(request, observer, cancellation);
        return Add(Samples.Demo);
    }

    public async Task<ITenantConnection> ConnectDemoAsync(string snapshot, ITenantObserver observer, CancellationToken cancellation)
    {
        await OnConnect(null, observer, cancellation);
        return Add(snapshot);
    }

    private FakeConnection Add(string snapshot)
    {
        var connection = new FakeConnection(snapshot, Session(new TenantSession
        {
            TenantId = "a6f318f2-a647-3bda-afb1-447d47e85270",
            TenantName = "Contoso",
            InitialDomain = "contoso.onmicrosoft.com",
            Account = "admin@contoso.com",
            ClientId = "11111111-2222-3333-4444-555555555555",
            SignIn = "Browser",
            Services =
            [
                .. Enum.GetValues<TenantService>().Select(service => new ServiceConnection(service, true)
                {
                    ExpiresAt = service == TenantService.Dns ? null : new DateTimeOffset(2026, 9, 14, 8, 0, 0, TimeSpan.Zero),
                }),
            ],
        }));
        lock (Connections)
            Connections.Add(connection);
        return connection;
    }
}

/// <summary>A connection that collects from a snapshot's files.</summary>
internal sealed class FakeConnection(string snapshot, TenantSession session) : ITenantConnection
{
    private readonly TenantSnapshot _source = TenantSnapshot.Open(snapshot);

    public TenantSession Session { get; set; } = session;

    /// <summary>What changes the tenant; what was collected since shows it.</summary>
    public FakeWriter Fake { get; } = new(TenantSnapshot.Open(snapshot));

    public ITenantWriter Writer => Fake;

    /// <summary>The resources of each collection.</summary>
    public List<IReadOnlyCollection<string>> Collections { get; } = [];

    /// <summary>The members of groups that nothing names, by group: they are collected when somebody asks for just these.</summary>
    public Dictionary<string, string[]> Members { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The further groups of each collection of members.</summary>
    public List<string> FurtherGroups { get; } = [];

    /// <summary>Resources that end otherwise than in the snapshot.</summary>
    public ConcurrentDictionary<string, ResourceState> States { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What happens before each resource is collected.</summary>
    public Func<string, ITenantObserver, CancellationToken, Task> OnResource { get; set; } = (_, _, _) => Task.CompletedTask;

    public IReadOnlyList<ServiceAccess> Access { get; set; } = [];

    public bool IsDisposed { get; private set; }

    public int CollectingNow;

    public async Task CollectAsync(IReadOnlyCollection<string> resources, WorkingSnapshot target, ITenantObserver observer, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Interlocked.Increment(ref CollectingNow).ShouldBe(1, "there is one collection at a time");
        try
        {
            lock (Collections)
                Collections.Add(resources);
            target.Describe(_source.Manifest);
            int done = 0;
            foreach (string resource in resources.Where(resource => target.StateOf(resource).Status == ResourceStatus.Skipped))
            {
                await OnResource(resource, observer, cancellation);
                cancellation.ThrowIfCancellationRequested();
                Collect(resource, target);
                observer.RequestEnded(new ServiceRequest("GET", "graph.microsoft.com", "/v1.0/" + resource, 200, TimeSpan.FromMilliseconds(123.4)));
                observer.ReportProgress(new CollectionProgress(TenantService.Graph, resource, 1, null, ++done, resources.Count));
            }
        }
        finally
        {
            Interlocked.Decrement(ref CollectingNow);
        }
    }

    public Task<IReadOnlyList<ServiceAccess>> ReadAccessAsync(ITenantObserver observer, CancellationToken cancellation) => Task.FromResult(Access);

    /// <summary>The states that Microsoft was given, in their order.</summary>
    public List<(string ControlId, PublishedControlState State)> Published { get; } = [];

    /// <summary>What happens before a state is taken.</summary>
    public Action<string> OnPublish { get; set; } = _ => { };

    public Task<PublishedControlState> PublishStateAsync(string controlId, PublishedControlState state, ITenantObserver observer, CancellationToken cancellation)
    {
        OnPublish(controlId);
        lock (Published)
            Published.Add((controlId, state));
        return Task.FromResult(state);
    }

    public void Dispose() => IsDisposed = true;

    private void Collect(string resource, WorkingSnapshot target)
    {
        if (resource == Resources.GroupMembers)
            FurtherGroups.Add(string.Join(' ', target.FurtherGroups));
        string[] more = resource != Resources.GroupMembers ? [] :
            [.. target.FurtherGroups.Where(Members.ContainsKey).SelectMany(group => Members[group].Select(member => $$"""{"groupId":"{{group}}","memberId":"{{member}}"}"""))];
        var state = States.GetValueOrDefault(resource) ?? _source.StateOf(resource);
        if (state.Status != ResourceStatus.Collected)
        {
            target.AddMissing(state);
            return;
        }

        if (Fake.ChangedRows(resource) is { } changed)
        {
            using var rows = target.AddResource(resource, ResourceDefinitions.Find(resource)!.Format);
            foreach (string row in changed)
                rows.WriteRow(System.Text.Encoding.UTF8.GetBytes(row));
            rows.Complete();
            return;
        }

        string path = Path.Join(_source.Location, resource);
        bool isLines = File.Exists(path + ".jsonl");
        string text = File.ReadAllText(path + (isLines ? ".jsonl" : ".json"));
        bool isArray = !isLines && text.TrimStart().StartsWith('[');
        using var writer = target.AddResource(resource, isLines ? SnapshotFormat.Lines : isArray ? SnapshotFormat.Array : SnapshotFormat.Object);
        foreach (string row in isLines ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries) : isArray ? Rows(text) : [text])
            writer.WriteRow(System.Text.Encoding.UTF8.GetBytes(resource == Resources.SecureScoreControlProfiles ? WithPublished(row) : row));
        foreach (string row in more)
            writer.WriteRow(System.Text.Encoding.UTF8.GetBytes(row));
        writer.Complete();
    }

    private string WithPublished(string row)
    {
        var profile = JsonNode.Parse(row)!.AsObject();
        string id = profile["id"]!.GetValue<string>();
        profile["controlStateUpdates"] = new JsonArray([.. Published.Where(entry => entry.ControlId == id).Select(entry => new JsonObject
        {
            ["state"] = entry.State.State,
            ["comment"] = entry.State.Comment,
            ["assignedTo"] = entry.State.AssignedTo,
        })]);
        return profile.ToJsonString();
    }

    private static IEnumerable<string> Rows(string text)
    {
        using var json = JsonDocument.Parse(text);
        return [.. json.RootElement.EnumerateArray().Select(row => row.GetRawText())];
    }
}

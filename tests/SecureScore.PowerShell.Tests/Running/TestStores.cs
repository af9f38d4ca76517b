using System.Runtime.CompilerServices;
using SecureScore.Engine;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;
using SecureScore.Storage;

namespace SecureScore.PowerShell.Tests.Running;

/// <summary>The stores that cmdlets of this thread open. Never the user's own: without a test's say nothing is remembered.</summary>
internal sealed class TestStores : IScoreStores, IDisposable
{
    [ThreadStatic]
    private static IScoreStores? s_current;

    private readonly ScoreStores _stores = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("securescore-").FullName;

    public TestStores() => s_current = this;

    public static IScoreStores Current => s_current ?? new ForgetfulStores();

    /// <summary>A file for a store.</summary>
    public string File => Path.Join(_folder, "history.db");

    /// <summary>Why no store can be opened.</summary>
    public SecureScoreException? Failure { get; set; }

    /// <summary>How many stores were opened.</summary>
    public int Opened { get; private set; }

    [ModuleInitializer]
    internal static void NameNoStoreOfTheUser() =>
        Environment.SetEnvironmentVariable(StoreLocation.EnvironmentVariable, Path.Join(Path.GetTempPath(), $"securescore-{Guid.NewGuid():N}", "history.db"));

    public Task<IScoreStore> OpenAsync(StoreLocation location, CancellationToken cancellation)
    {
        Opened++;
        return Failure is null ? _stores.OpenAsync(location, cancellation) : throw Failure;
    }

    /// <summary>Reads or changes the store in the file.</summary>
    public T Use<T>(Func<IScoreStore, Task<T>> use) => Task.Run(async () =>
    {
        await using var store = await _stores.OpenAsync(StoreLocation.Parse(File), CancellationToken.None);
        return await use(store);
    }).GetAwaiter().GetResult();

    public void Dispose()
    {
        s_current = null;
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Stores that remember nothing.</summary>
internal sealed class ForgetfulStores : IScoreStores, IScoreStore
{
    public string Name => "nowhere";

    public Task<IScoreStore> OpenAsync(StoreLocation location, CancellationToken cancellation) => Task.FromResult<IScoreStore>(this);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<IReadOnlyList<StoredTenant>> ReadTenantsAsync(CancellationToken cancellation) => Nothing<StoredTenant>();

    public Task<bool> RecordAsync(RecordedJudgement judgement, CancellationToken cancellation) => Task.FromResult(true);

    public Task<RecordedJudgement?> FindLatestAsync(string tenantId, string series, DateTimeOffset? notAfter, CancellationToken cancellation) =>
        Task.FromResult<RecordedJudgement?>(null);

    public Task<ScoreHistory> ReadHistoryAsync(HistoryQuery query, CancellationToken cancellation) => Task.FromResult(ScoreHistory.Of(null, []));

    public Task AddDecisionsAsync(IReadOnlyCollection<DecisionEntry> decisions, CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<DecisionEntry>> ReadCurrentDecisionsAsync(string tenantId, CancellationToken cancellation) => Nothing<DecisionEntry>();

    public Task<IReadOnlyList<DecisionEntry>> ReadDecisionsAsync(string tenantId, string? controlId, CancellationToken cancellation) => Nothing<DecisionEntry>();

    public Task<IReadOnlyList<string>> ChangeTagsAsync(
        string tenantId, string controlId, IReadOnlyCollection<string> add, IReadOnlyCollection<string>? remove, CancellationToken cancellation) => Nothing<string>();

    public Task<IReadOnlyList<ControlTag>> ReadTagsAsync(string tenantId, CancellationToken cancellation) => Nothing<ControlTag>();

    public Task AddPublishedAsync(string tenantId, IReadOnlyCollection<PublishedScorePoint> points, CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<PublishedScorePoint>> ReadPublishedAsync(
        string tenantId, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellation) => Nothing<PublishedScorePoint>();

    public Task<ScoreZones?> ReadZonesAsync(string tenantId, CancellationToken cancellation) => Task.FromResult<ScoreZones?>(null);

    public Task SetZonesAsync(string tenantId, ScoreZones? zones, CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<CustomComparison>> ReadComparisonsAsync(string tenantId, CancellationToken cancellation) => Nothing<CustomComparison>();

    public Task SetComparisonAsync(string tenantId, CustomComparison comparison, CancellationToken cancellation) => Task.CompletedTask;

    public Task RemoveComparisonAsync(string tenantId, string name, CancellationToken cancellation) => Task.CompletedTask;

    public Task<JournalRecord> AppendJournalAsync(JournalDraft draft, CancellationToken cancellation) =>
        throw new SecureScoreException(ErrorIds.StoreReadOnly, "Stores that remember nothing keep no journal.");

    public Task<IReadOnlyList<JournalRecord>> ReadJournalAsync(string tenantId, CancellationToken cancellation) => Nothing<JournalRecord>();

    public Task AddNotificationsAsync(string tenantId, IReadOnlyCollection<SentNotification> notifications, CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<SentNotification>> ReadNotificationsAsync(string tenantId, string? controlId, CancellationToken cancellation) => Nothing<SentNotification>();

    private static Task<IReadOnlyList<T>> Nothing<T>() => Task.FromResult<IReadOnlyList<T>>([]);
}

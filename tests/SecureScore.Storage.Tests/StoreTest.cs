using Microsoft.Data.Sqlite;
using SecureScore.Engine;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.Storage.Writer;

namespace SecureScore.Storage.Tests;

/// <summary>Tests on stores that nothing is in yet. What a test left is gone when it ends.</summary>
[Collection(StoreTests.Name)]
public abstract class StoreTest(PostgresServer server) : IAsyncLifetime
{
    protected const string Tenant = "3f2b1c00-0000-4000-8000-00000000000a";
    protected const string OtherTenant = "3f2b1c00-0000-4000-8000-00000000000b";

    private readonly List<IScoreStore> _open = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("securescore-store-").FullName;
    private int _files;

    protected static CancellationToken None => CancellationToken.None;

    protected PostgresServer Server { get; } = server;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var store in _open)
            await store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected string NewPath() => Path.Join(_folder, $"store{_files++}.db");

    protected StoreLocation NewLocation(StoreKind kind) => kind switch
    {
        StoreKind.File => StoreLocation.Parse(NewPath()),
        StoreKind.Server => StoreLocation.Parse(Server.NewStore()),
        _ => StoreLocation.Memory,
    };

    protected Task<IScoreStore> NewStoreAsync(StoreKind kind) => OpenAsync(NewLocation(kind));

    protected async Task<IScoreStore> OpenAsync(StoreLocation location)
    {
        // Nobody who holds a lock in a test lets go of it.
        var store = await new ScoreStores(patienceSeconds: 1).OpenAsync(location, None);
        _open.Add(store);
        return store;
    }

    protected async Task<SecureScoreException> FailureOfOpeningAsync(StoreLocation location) => await Should.ThrowAsync<SecureScoreException>(() => OpenAsync(location));

    protected static MadeHistory Made(int controls = 20, int changes = 3, string tenant = Tenant) => new(tenant, controls, changes);

    protected static void ShouldBeSame(RecordedJudgement? actual, RecordedJudgement expected)
    {
        actual.ShouldNotBeNull();
        actual.Score.ShouldBe(expected.Score);
        actual.Controls.ShouldBe(expected.Controls);
    }

    /// <summary>Changes a store behind its back.</summary>
    protected static async Task ChangeAsync(StoreLocation location, string sql)
    {
        await using System.Data.Common.DbConnection connection = location.Kind == StoreKind.File
            ? new SqliteConnection($"Data Source={location.Value};Pooling=false")
            : new Npgsql.NpgsqlConnection(location.Value);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Every judgement of a history as a whole.</summary>
    protected static async Task<IReadOnlyList<RecordedJudgement>> AllAsync(IScoreStore store, string tenant = Tenant)
    {
        var history = await store.ReadHistoryAsync(new HistoryQuery(tenant), None);
        history.Start.ShouldBeNull();
        var controls = new SortedDictionary<string, RecordedControl>(StringComparer.Ordinal);
        var judgements = new List<RecordedJudgement>();
        foreach (var step in history.Steps)
        {
            foreach (var change in step.Changes)
            {
                controls.GetValueOrDefault(change.ControlId).ShouldBe(change.Before);
                controls.Remove(change.ControlId);
                if (change.After is { } after)
                    controls.Add(after.Id, after);
            }

            judgements.Add(new RecordedJudgement(step.Score, [.. controls.Values]));
        }

        return judgements;
    }
}

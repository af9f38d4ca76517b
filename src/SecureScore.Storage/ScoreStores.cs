using SecureScore.Engine.History;
using SecureScore.Engine.Ports;

namespace SecureScore.Storage;

/// <summary>Opens stores in SQLite files, in memory and on PostgreSQL servers.</summary>
public sealed class ScoreStores : IScoreStores
{
    private readonly int _patienceSeconds;

    /// <summary>Stores whose writers wait ten seconds for each other.</summary>
    public ScoreStores()
        : this(SqliteDatabase.PatienceSeconds)
    {
    }

    internal ScoreStores(int patienceSeconds) => _patienceSeconds = patienceSeconds;

    /// <inheritdoc/>
    public async Task<IScoreStore> OpenAsync(StoreLocation location, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(location);
        Database database = location.Kind == StoreKind.Server
            ? new PostgresDatabase(location.Value, _patienceSeconds)
            : new SqliteDatabase(location, _patienceSeconds);
        try
        {
            await database.MigrateAsync(cancellation).ConfigureAwait(false);
            return new ScoreStore(database);
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}

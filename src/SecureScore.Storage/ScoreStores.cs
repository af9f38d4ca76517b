using SecureScore.Engine.History;
using SecureScore.Engine.Ports;

namespace SecureScore.Storage;

/// <summary>Opens stores in SQLite files, in memory and on PostgreSQL servers.</summary>
public sealed class ScoreStores : IScoreStores
{
    /// <inheritdoc/>
    public Task<IScoreStore> OpenAsync(StoreLocation location, CancellationToken cancellation) =>
        throw new NotSupportedException("Stores come next.");
}

using System.Data;
using System.Data.Common;
using Dapper;
using SecureScore.Engine;

namespace SecureScore.Storage;

/// <summary>A database that holds a store: how to reach it, and the little that differs between the two kinds.</summary>
internal abstract class Database : IAsyncDisposable
{
    /// <summary>Where it is, fit to be shown.</summary>
    public abstract string Name { get; }

    /// <summary>How the database numbers rows.</summary>
    protected abstract string IdentityColumn { get; }

    /// <summary>What makes a table keep its rows in the order of its key.</summary>
    protected abstract string ClusteredTable { get; }

    /// <summary>The isolation in which all that a reader sees is of one moment.</summary>
    protected abstract IsolationLevel Snapshot { get; }

    /// <summary>Runs what reads. It sees one moment, whatever others write meanwhile.</summary>
    public Task<T> ReadAsync<T>(Func<DbTransaction, Task<T>> read, CancellationToken cancellation) =>
        GuardedAsync(
            async connection =>
            {
                var transaction = await BeginReadAsync(connection, cancellation).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                    return await read(transaction).ConfigureAwait(false);
            },
            cancellation);

    /// <summary>Runs what writes: all of it is there at the end, or nothing. One writer of a tenant at a time.</summary>
    /// <param name="subject">What is written about: writers about other subjects need not wait, where the database can tell them apart.</param>
    /// <param name="write">What writes.</param>
    /// <param name="cancellation">Ends the attempt early.</param>
    public Task<T> WriteAsync<T>(string subject, Func<DbTransaction, Task<T>> write, CancellationToken cancellation) =>
        GuardedAsync(
            async connection =>
            {
                var transaction = await BeginWriteAsync(connection, subject, cancellation).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var result = await write(transaction).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellation).ConfigureAwait(false);
                    return result;
                }
            },
            cancellation);

    /// <summary>Makes the schema, or brings an older one up to date.</summary>
    /// <exception cref="SecureScoreException">The database is of a newer version, belongs to another program, or fails.</exception>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        // The usual case needs no right to write.
        if (await ReadAsync(VersionAsync, cancellation).ConfigureAwait(false) == Migrations.Current)
            return;

        await GuardedAsync(PrepareAsync, cancellation).ConfigureAwait(false);
        await WriteAsync("schema", MigrateAsync, cancellation).ConfigureAwait(false);
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Does what cannot be done in a transaction, before the schema is made.</summary>
    protected virtual Task<bool> PrepareAsync(DbConnection connection) => Task.FromResult(true);

    protected abstract Task<Lease> ConnectAsync(CancellationToken cancellation);

    protected abstract Task<DbTransaction> BeginWriteAsync(DbConnection connection, string subject, CancellationToken cancellation);

    protected virtual async Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellation) =>
        await connection.BeginTransactionAsync(Snapshot, cancellation).ConfigureAwait(false);

    /// <summary>The names of all tables that a new store would meet.</summary>
    protected abstract Task<IReadOnlyCollection<string>> TablesAsync(DbTransaction transaction);

    /// <summary>The failure in our terms.</summary>
    protected abstract SecureScoreException Translate(DbException exception);

    private async Task<bool> MigrateAsync(DbTransaction transaction)
    {
        int version = await VersionAsync(transaction).ConfigureAwait(false);
        if (version == 0)
            await transaction.Connection!.ExecuteAsync("CREATE TABLE securescore_schema (version bigint NOT NULL)", transaction: transaction).ConfigureAwait(false);

        foreach (string script in Migrations.Scripts.Skip(version))
        {
            string sql = script.Replace("{id}", IdentityColumn, StringComparison.Ordinal).Replace("{clustered}", ClusteredTable, StringComparison.Ordinal);
            await transaction.Connection!.ExecuteAsync(sql, transaction: transaction).ConfigureAwait(false);
        }

        await transaction.Connection!.ExecuteAsync(
            "DELETE FROM securescore_schema; INSERT INTO securescore_schema (version) VALUES (@Current)",
            new { Current = (long)Migrations.Current },
            transaction).ConfigureAwait(false);
        return true;
    }

    /// <summary>The version of the schema; 0 when there is none.</summary>
    private async Task<int> VersionAsync(DbTransaction transaction)
    {
        var tables = await TablesAsync(transaction).ConfigureAwait(false);
        if (!tables.Contains("securescore_schema", StringComparer.Ordinal))
        {
            return tables.Count == 0
                ? 0
                : throw StoreException.Damaged(Name, "it holds tables of another program");
        }

        long? version = await transaction.Connection!.QuerySingleOrDefaultAsync<long?>(
            "SELECT version FROM securescore_schema", transaction: transaction).ConfigureAwait(false);
        return version is >= 1 && version <= Migrations.Current ? (int)version.Value
            : version > Migrations.Current ? throw StoreException.TooNew(Name, version.Value)
            : throw StoreException.Damaged(Name, "its version is missing");
    }

    private async Task<T> GuardedAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            var lease = await ConnectAsync(cancellation).ConfigureAwait(false);
            await using (lease.ConfigureAwait(false))
                return await work(lease.Connection).ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            cancellation.ThrowIfCancellationRequested();
            throw Translate(exception);
        }
        catch (Exception exception) when (exception is InvalidCastException or FormatException or OverflowException or DataException)
        {
            throw StoreException.Damaged(Name, "it holds values that no version writes", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw StoreException.Unreachable(Name, exception.Message.TrimEnd('.'), exception);
        }
    }

    /// <summary>A connection for the time of one piece of work.</summary>
    protected sealed class Lease(DbConnection connection, Func<ValueTask> release) : IAsyncDisposable
    {
        public DbConnection Connection { get; } = connection;

        public ValueTask DisposeAsync() => release();
    }
}

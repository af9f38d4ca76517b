using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.History;

namespace SecureScore.Storage;

/// <summary>A store in a file, or in memory. Work inside this process takes turns on one connection; other processes have their own.</summary>
internal sealed class SqliteDatabase : Database
{
    /// <summary>How long a writer waits for another process.</summary>
    public const int PatienceSeconds = 10;

    private readonly StoreLocation _location;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SqliteConnection _connection;

    static SqliteDatabase() => SQLitePCL.Batteries_V2.Init();

    public SqliteDatabase(StoreLocation location, int patienceSeconds)
    {
        _location = location;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = location.Kind == StoreKind.Memory ? ":memory:" : location.Value,
            Mode = SqliteOpenMode.ReadWrite,
            DefaultTimeout = patienceSeconds,
            Pooling = false,
            ForeignKeys = true,
        }.ConnectionString);
    }

    public override string Name => _location.ToString();

    protected override string IdentityColumn => "integer PRIMARY KEY AUTOINCREMENT";

    protected override string ClusteredTable => " WITHOUT ROWID";

    protected override IsolationLevel Snapshot => IsolationLevel.Serializable;

    public override async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        _turn.Dispose();
    }

    protected override async Task<Lease> ConnectAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_connection.State != ConnectionState.Open)
                await OpenAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            _turn.Release();
            throw;
        }

        return new Lease(_connection, () =>
        {
            _turn.Release();
            return ValueTask.CompletedTask;
        });
    }

    // A reader beside a writer sees the state before it, and none waits for the other. The mode stays with the file.
    protected override async Task<bool> PrepareAsync(DbConnection connection)
    {
        await connection.ExecuteAsync("PRAGMA journal_mode = WAL").ConfigureAwait(false);
        return true;
    }

    protected override Task<DbTransaction> BeginWriteAsync(DbConnection connection, string subject, CancellationToken cancellation) =>
        Task.FromResult<DbTransaction>(_connection.BeginTransaction(deferred: false));

    // A transaction that means to write from the start would shut others out.
    protected override Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellation) =>
        Task.FromResult<DbTransaction>(_connection.BeginTransaction(deferred: true));

    protected override async Task<IReadOnlyCollection<string>> TablesAsync(DbTransaction transaction) =>
        (await transaction.Connection!.QueryAsync<string>(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", transaction: transaction).ConfigureAwait(false)).AsList();

    // https://sqlite.org/rescode.html
    protected override SecureScoreException Translate(DbException exception) => ((SqliteException)exception).SqliteErrorCode switch
    {
        5 or 6 => StoreException.Locked(Name, exception),
        8 => StoreException.ReadOnly(Name, exception),
        13 => StoreException.Full(Name, exception),
        14 => StoreException.Unreachable(Name, "the file cannot be opened. Check the path and the permissions", exception),
        1 or 11 or 19 or 20 => StoreException.Damaged(Name, "it is damaged", exception),
        26 => StoreException.Damaged(Name, "it is no database", exception),
        _ => StoreException.Unreachable(Name, "the file cannot be read or written. Check the disk", exception),
    };

    private async Task OpenAsync(CancellationToken cancellation)
    {
        if (_location.Kind == StoreKind.File)
            CreateFile();

        await _connection.OpenAsync(cancellation).ConfigureAwait(false);

        // What was reported as written is on the disk, not only with the operating system.
        await _connection.ExecuteAsync("PRAGMA synchronous = FULL").ConfigureAwait(false);
    }

    // SQLite would make the file readable for everybody. What it puts beside the file takes on the file's mode.
    private void CreateFile()
    {
        if (Path.GetDirectoryName(_location.Value) is { } folder)
            OwnerOnly.CreateFolder(folder);
        if (File.Exists(_location.Value) || Directory.Exists(_location.Value))
            return;

        try
        {
            OwnerOnly.CreateFile(_location.Value).Dispose();
        }
        catch (IOException) when (File.Exists(_location.Value))
        {
            // Another process was faster.
        }
    }
}

using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Dapper;
using Npgsql;
using SecureScore.Engine;

namespace SecureScore.Storage;

/// <summary>A store in a PostgreSQL database, which several people and machines may share. Its tables are made in the first schema of the search path.</summary>
internal sealed class PostgresDatabase : Database
{
    private readonly NpgsqlDataSource _source;
    private readonly int _patienceSeconds;

    public PostgresDatabase(string connectionString, int patienceSeconds)
    {
        var settings = Parse(connectionString);
        settings.ApplicationName ??= "SecureScore";
        settings.PersistSecurityInfo = false;
        _patienceSeconds = patienceSeconds;
        _source = NpgsqlDataSource.Create(settings);
        Name = string.Create(CultureInfo.InvariantCulture, $"{settings.Host}:{settings.Port}")
            + ((settings.Database ?? settings.Username) is { } database ? "/" + database : "");
    }

    public override string Name { get; }

    protected override string IdentityColumn => "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY";

    protected override string ClusteredTable => "";

    protected override IsolationLevel Snapshot => IsolationLevel.RepeatableRead;

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    protected override async Task<Lease> ConnectAsync(CancellationToken cancellation)
    {
        var connection = await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        return new Lease(connection, connection.DisposeAsync);
    }

    protected override async Task<DbTransaction> BeginWriteAsync(DbConnection connection, string subject, CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"SET LOCAL lock_timeout = {_patienceSeconds * 1000}; SELECT pg_advisory_xact_lock(hashtextextended(@lock, 0))",
                new { @lock = $"securescore/{subject}" },
                transaction,
                cancellationToken: cancellation)).ConfigureAwait(false);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    protected override async Task<IReadOnlyCollection<string>> TablesAsync(DbTransaction transaction) =>
        (await transaction.Connection!.QueryAsync<string>(
            "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()", transaction: transaction).ConfigureAwait(false)).AsList();

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    protected override SecureScoreException Translate(DbException exception) => exception.SqlState switch
    {
        "25006" or "42501" => StoreException.ReadOnly(Name, exception),
        "53100" => StoreException.Full(Name, exception),
        "55P03" or "40P01" or "40001" => StoreException.Locked(Name, exception),
        "3D000" => StoreException.Unreachable(Name, "there is no such database. Create it first", exception),
        "28000" or "28P01" => StoreException.Unreachable(Name, "the server refuses the user or the password", exception),
        "53300" => StoreException.Unreachable(Name, "the server has too many connections already", exception),
        "3F000" => StoreException.Unreachable(Name, "there is no such schema. Create it first", exception),
        null when exception.InnerException is SocketException or TimeoutException =>
            StoreException.Unreachable(Name, "the server does not answer. Check the host and the port", exception),
        null => StoreException.Unreachable(Name, "the server does not answer as PostgreSQL does. Check the host, the port and the encryption", exception),
        { } state when state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal) =>
            StoreException.Unreachable(Name, "the server has ended the connection or is starting", exception),
        { } state when state.StartsWith("XX", StringComparison.Ordinal) || state.StartsWith("42", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal) =>
            StoreException.Damaged(Name, $"it is damaged ({state})", exception),
        { } state => StoreException.Unreachable(Name, $"the server refuses ({state})", exception),
    };

    // What is wrong may be a piece of the password: neither it nor the exception that quotes it goes any further.
    private static NpgsqlConnectionStringBuilder Parse(string text)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = text.Contains("://", StringComparison.Ordinal) ? ParseUri(text) : new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException or NotSupportedException)
        {
            throw StoreException.LocationInvalid("a part of it is no setting of PostgreSQL");
        }

        // A string with blanks between its settings, as psql takes it, would be the name of a host as a whole, its password too.
        string?[] shown = [settings.Host, settings.Database, settings.Username];
        return string.IsNullOrEmpty(settings.Host) ? throw StoreException.LocationInvalid("it names no host")
            : Array.Exists(shown, name => name?.Contains('=', StringComparison.Ordinal) ?? false)
                ? throw StoreException.LocationInvalid("its settings are not separated by semicolons")
            : settings;
    }

    // https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
    private static NpgsqlConnectionStringBuilder ParseUri(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgres" or "postgresql"))
            throw StoreException.LocationInvalid("it is no address of the form postgresql://user@host/database");

        // What follows a / or # that the password holds unescaped would be taken for the database, and what precedes it for the host and the port.
        if (uri.Fragment.Length > 0 || uri.AbsolutePath.Contains('@', StringComparison.Ordinal))
            throw StoreException.LocationInvalid("a character of its user or password is not escaped, as / is by %2F");

        var settings = new NpgsqlConnectionStringBuilder { Host = uri.IdnHost };
        if (uri.Port > 0)
            settings.Port = uri.Port;
        if (uri.AbsolutePath.Length > 1)
            settings.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        string[] user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
            settings.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            settings.Password = Uri.UnescapeDataString(user[1]);
        foreach (string option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = option.Split('=', 2);
            string name = Uri.UnescapeDataString(pair[0]);
            string value = pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "";

            // "verify-full" is VerifyFull here.
            settings[UriOption(name)] = name == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return settings;
    }

    private static string UriOption(string name) => name switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "sslcert" => "SSL Certificate",
        "sslkey" => "SSL Key",
        "application_name" => "Application Name",
        "connect_timeout" => "Timeout",
        _ => name,
    };
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using SecureScore.Engine;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;

namespace SecureScore.Storage.Tests;

public sealed class FailureTests(PostgresServer server) : StoreTest(server)
{
    [Theory]
    [InlineData("This is a letter, not a database. It is long enough to have a header of a hundred bytes, which SQLite looks at before anything else.")]
    [InlineData("short")]
    public async Task A_file_that_is_no_database_is_left_alone(string content)
    {
        string path = NewPath();
        await File.WriteAllTextAsync(path, content);

        var failure = await FailureOfOpeningAsync(StoreLocation.Parse(path));

        failure.ErrorId.ShouldBe(ErrorIds.StoreDamaged);
        failure.Message.ShouldContain(path);
        (await File.ReadAllTextAsync(path)).ShouldBe(content);
    }

    [Fact]
    public async Task A_damaged_file_is_told()
    {
        string path = NewPath();
        await using (var store = await new ScoreStores().OpenAsync(StoreLocation.Parse(path), None))
        {
            for (int day = 0; day < 20; day++)
                await store.RecordAsync(Made(60).Day(day), None);
        }

        await using (var file = File.OpenWrite(path))
        {
            file.Position = 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, (int)file.Length - 4096).ToArray());
        }

        var failure = await Should.ThrowAsync<SecureScoreException>(async () => await AllAsync(await OpenAsync(StoreLocation.Parse(path))));
        failure.ErrorId.ShouldBe(ErrorIds.StoreDamaged);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_value_that_no_version_writes_is_damage(StoreKind kind)
    {
        var location = NewLocation(kind);
        var store = await OpenAsync(location);
        await store.RecordAsync(Made().Day(0), None);
        await ChangeAsync(location, "UPDATE control_state SET outcome = 99");

        (await Should.ThrowAsync<SecureScoreException>(() => AllAsync(store))).ErrorId.ShouldBe(ErrorIds.StoreDamaged);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_table_that_is_missing_is_damage(StoreKind kind)
    {
        var location = NewLocation(kind);
        var store = await OpenAsync(location);
        await ChangeAsync(location, "DROP TABLE decision");

        (await Should.ThrowAsync<SecureScoreException>(() => store.ReadDecisionsAsync(Tenant, null, None))).ErrorId.ShouldBe(ErrorIds.StoreDamaged);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_store_of_a_newer_version_is_refused_and_left_alone(StoreKind kind)
    {
        var location = NewLocation(kind);
        await OpenAsync(location);
        await ChangeAsync(location, "UPDATE securescore_schema SET version = 1000");

        var failure = await FailureOfOpeningAsync(location);

        failure.ErrorId.ShouldBe(ErrorIds.StoreTooNew);
        failure.Message.ShouldContain("1000");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_database_of_another_program_is_refused_and_left_alone(StoreKind kind)
    {
        var location = NewLocation(kind);
        if (kind == StoreKind.File)
            await File.WriteAllBytesAsync(location.Value, []);
        await ChangeAsync(location, "CREATE TABLE bookmarks (address text)");

        (await FailureOfOpeningAsync(location)).ErrorId.ShouldBe(ErrorIds.StoreDamaged);

        (await Should.ThrowAsync<System.Data.Common.DbException>(() => ChangeAsync(location, "UPDATE tenant SET name = ''"))).Message.ShouldContain("tenant");
    }

    [Fact]
    public async Task A_file_that_somebody_keeps_locked_can_be_read_but_not_written()
    {
        var location = NewLocation(StoreKind.File);
        var store = await OpenAsync(location);
        await store.RecordAsync(Made().Day(0), None);
        await using var connection = new SqliteConnection($"Data Source={location.Value};Pooling=false");
        await connection.OpenAsync();
        await using var transaction = connection.BeginTransaction(deferred: false);

        (await Should.ThrowAsync<SecureScoreException>(() => store.RecordAsync(Made().Day(1), None))).ErrorId.ShouldBe(ErrorIds.StoreLocked);
        (await AllAsync(store)).Count.ShouldBe(1);

        await transaction.RollbackAsync();
        (await store.RecordAsync(Made().Day(1), None)).ShouldBeTrue();
    }

    [Theory, OnPostgres]
    public async Task A_server_on_which_somebody_keeps_the_table_locked_says_so(StoreKind kind)
    {
        var location = NewLocation(kind);
        var store = await OpenAsync(location);
        await using var connection = new Npgsql.NpgsqlConnection(location.Value);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new Npgsql.NpgsqlCommand("LOCK TABLE tenant", connection, transaction);
        await command.ExecuteNonQueryAsync();

        (await Should.ThrowAsync<SecureScoreException>(() => store.RecordAsync(Made().Day(0), None))).ErrorId.ShouldBe(ErrorIds.StoreLocked);
    }

    [Fact]
    public async Task A_file_that_cannot_grow_loses_nothing_and_says_so()
    {
        var location = NewLocation(StoreKind.File);
        var database = new SqliteDatabase(location, 1);
        await database.MigrateAsync(None);
        var store = new ScoreStore(database);
        await store.RecordAsync(Made().Day(0), None);
        await database.ReadAsync(transaction => Dapper.SqlMapper.ExecuteScalarAsync<long>(transaction.Connection!, "PRAGMA max_page_count = 60", transaction: transaction), None);

        var failure = await Should.ThrowAsync<SecureScoreException>(() => store.RecordAsync(Made(4000).Day(1), None));

        failure.ErrorId.ShouldBe(ErrorIds.StoreFull);
        ShouldBeSame((await AllAsync(store)).Single(), Made().Day(0));
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_file_that_must_not_be_written_can_be_read()
    {
        var location = NewLocation(StoreKind.File);
        var database = new SqliteDatabase(location, 1);
        await database.MigrateAsync(None);
        var store = new ScoreStore(database);
        await store.RecordAsync(Made().Day(0), None);
        await database.ReadAsync(transaction => Dapper.SqlMapper.ExecuteAsync(transaction.Connection!, "PRAGMA query_only = 1", transaction: transaction), None);

        (await Should.ThrowAsync<SecureScoreException>(() => store.RecordAsync(Made().Day(1), None))).ErrorId.ShouldBe(ErrorIds.StoreReadOnly);
        (await AllAsync(store)).Count.ShouldBe(1);
        await store.DisposeAsync();
    }

    [Theory, OnPostgres]
    public async Task A_server_that_must_not_be_written_can_be_read(StoreKind kind)
    {
        string location = NewLocation(kind).Value;
        await (await OpenAsync(StoreLocation.Parse(location))).RecordAsync(Made().Day(0), None);

        var store = await OpenAsync(StoreLocation.Parse($"{location};Options=-c default_transaction_read_only=on"));

        (await AllAsync(store)).Count.ShouldBe(1);
        (await Should.ThrowAsync<SecureScoreException>(() => store.RecordAsync(Made().Day(1), None))).ErrorId.ShouldBe(ErrorIds.StoreReadOnly);
    }

    [Theory, OnPostgres]
    public async Task A_user_without_rights_cannot_make_a_store(StoreKind kind)
    {
        string location = NewLocation(kind).Value;
        Server.Query("DO $$ BEGIN CREATE ROLE guest LOGIN PASSWORD 'guest'; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        string schema = new Npgsql.NpgsqlConnectionStringBuilder(location).SearchPath!;
        Server.Query($"GRANT USAGE ON SCHEMA {schema} TO guest");

        var failure = await FailureOfOpeningAsync(StoreLocation.Parse($"{location};Username=guest;Password=guest"));

        failure.ErrorId.ShouldBe(ErrorIds.StoreReadOnly);
    }

    [Theory, OnPostgres]
    public async Task A_wrong_password_appears_nowhere(StoreKind kind)
    {
        NewLocation(kind).Kind.ShouldBe(StoreKind.Server);

        var failure = await FailureOfOpeningAsync(StoreLocation.Parse(Server.ConnectionString("Password=hunter2-wrong")));

        failure.ErrorId.ShouldBe(ErrorIds.StoreUnreachable);
        failure.ToString().ShouldNotContain("hunter2");
        failure.Message.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Server.Port}/postgres"));
    }

    [Theory, OnPostgres]
    public async Task A_database_that_is_not_there_is_told(StoreKind kind)
    {
        NewLocation(kind).Kind.ShouldBe(StoreKind.Server);

        (await FailureOfOpeningAsync(StoreLocation.Parse(Server.ConnectionString("Database=absent")))).Message.ShouldContain("no such database");
    }

    [Theory, OnPostgres]
    public async Task An_address_works_as_a_connection_string_does(StoreKind kind)
    {
        string schema = new Npgsql.NpgsqlConnectionStringBuilder(NewLocation(kind).Value).SearchPath!;

        var store = await OpenAsync(StoreLocation.Parse(string.Create(
            CultureInfo.InvariantCulture,
            $"postgresql://tester:{Uri.EscapeDataString(PostgresServer.Password)}@127.0.0.1:{Server.Port}/postgres?sslmode=prefer&search%20path={schema}")));

        (await store.RecordAsync(Made().Day(0), None)).ShouldBeTrue();
        store.Name.ShouldBe(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Server.Port}/postgres"));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var failure = await FailureOfOpeningAsync(StoreLocation.Parse(string.Create(
            CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=me;Password=hunter2;Database=scores")));

        failure.ErrorId.ShouldBe(ErrorIds.StoreUnreachable);
        failure.ToString().ShouldNotContain("hunter2");

        // What the database throws holds its connection.
        for (Exception? cause = failure.InnerException; cause is not null; cause = cause.InnerException)
            cause.GetType().ShouldBe(typeof(InvalidOperationException));
        failure.InnerException!.Message.ShouldStartWith("NpgsqlException: ");
    }

    [Theory]
    [InlineData("Host=db;Pasword=hunter2")]
    [InlineData("Host=db;Password=a;hunter2=b")]
    [InlineData("Hots=db;Password=hunter2")]
    [InlineData("Password=hunter2")]
    [InlineData("Host=db;Port=hunter2")]
    [InlineData("Host=db;Port=99999999999999;Password=hunter2")]
    [InlineData("Host=db;SSL Mode=hunter2")]
    [InlineData("Host=db;Password=\"hunter2")]
    [InlineData("postgresql://me:hunter2@db:port/scores")]
    [InlineData("postgresql://me:hunter2@db/scores?nonsense=hunter2")]
    [InlineData("postgresql://me:hunter2@")]
    [InlineData("mysql://me:hunter2@db/scores")]
    [InlineData("db.example;Password=hunter2")]
    [InlineData("host=db password=hunter2 dbname=scores")]
    [InlineData("Host=db;Database=scores password=hunter2")]
    [InlineData("Host=db;Username=me password=hunter2")]
    [InlineData("me:hunter2@db/scores")]
    [InlineData("postgresql:/me:hunter2@db/scores")]
    [InlineData("postgresql:me:hunter2@db/scores")]
    [InlineData("postgresql://me:hunter2/a@db/scores")]
    [InlineData("postgresql://me:1234/hunter2@db/scores")]
    [InlineData("postgresql://me:1234#hunter2@db/scores")]
    [InlineData("postgresql://me:1234?hunter2@db/scores")]
    [InlineData("postgresql://me:a@b/hunter2@db/scores")]
    [InlineData("postgresql://me:hunter2@b@db/scores")]
    public async Task A_wrong_connection_string_is_refused_without_being_shown(string text)
    {
        var failure = await FailureOfOpeningAsync(StoreLocation.Parse(text));

        failure.ErrorId.ShouldBe(ErrorIds.StoreLocationInvalid);
        failure.ToString().ShouldNotContain("hunter2");
        StoreLocation.Parse(text).ToString().ShouldBe("PostgreSQL");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_cannot_be_one_is_refused(string path) =>
        Should.Throw<SecureScoreException>(() => StoreLocation.Parse(path)).ErrorId.ShouldBe(ErrorIds.StoreLocationInvalid);

    [Fact]
    public async Task A_folder_in_place_of_the_file_is_told()
    {
        string path = NewPath();
        Directory.CreateDirectory(path);

        (await FailureOfOpeningAsync(StoreLocation.Parse(path))).ErrorId.ShouldBe(ErrorIds.StoreUnreachable);
    }

    [Fact]
    public async Task A_file_in_place_of_the_folder_is_told()
    {
        string path = NewPath();
        await File.WriteAllTextAsync(path, "");

        (await FailureOfOpeningAsync(StoreLocation.Parse(Path.Join(path, "history.db")))).ErrorId.ShouldBe(ErrorIds.StoreUnreachable);
    }

    [Fact]
    public async Task The_file_and_its_folder_are_the_owners_alone()
    {
        if (OperatingSystem.IsWindows())
            return;

        string path = Path.Join(NewPath(), "deeper", "history.db");
        var store = await OpenAsync(StoreLocation.Parse(path));
        await store.RecordAsync(Made().Day(0), None);

        var files = Directory.GetFiles(Path.GetDirectoryName(path)!);
        files.Length.ShouldBeGreaterThan(1);
        foreach (string file in files)
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        foreach (string folder in new[] { Path.GetDirectoryName(path)!, Path.GetDirectoryName(Path.GetDirectoryName(path)!)! })
            File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, folder);
    }

    [Fact]
    public async Task A_cancelled_write_leaves_nothing()
    {
        var store = await NewStoreAsync(StoreKind.File);

        await Should.ThrowAsync<OperationCanceledException>(() => store.RecordAsync(Made().Day(0), new CancellationToken(canceled: true)));

        (await store.ReadTenantsAsync(None)).ShouldBeEmpty();
    }

    // A store holds the numbers of these enums: what is added goes to the end.
    [Fact]
    public void The_numbers_of_enums_in_a_store_stay()
    {
        Names<ControlStatus>().ShouldStartWith("ToAddress Planned RiskAccepted ThirdParty AlternateMitigation Completed");
        Names<ControlOutcome>().ShouldStartWith("Completed Partial Failed NotEvaluated");
        Names<NotEvaluatedReason>().ShouldStartWith("NotLicensed NotApplicable PermissionMissing NotConnected SourceFailed NotCollected NoPublicApi");
        Names<ResultSource>().ShouldStartWith("Evidence Published Asserted");
    }

    private static string Names<TEnum>()
        where TEnum : struct, Enum => string.Join(' ', Enum.GetValues<TEnum>().OrderBy(value => Convert.ToInt32(value, CultureInfo.InvariantCulture)));
}

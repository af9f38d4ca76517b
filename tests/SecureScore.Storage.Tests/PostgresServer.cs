using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SecureScore.Storage.Tests;

/// <summary>A PostgreSQL server of the tests' own: a new cluster on the loopback address, gone at the end.</summary>
public sealed class PostgresServer : IDisposable
{
    public const string Password = "s3cret;p'w";

    private const string User = "tester";

    private static readonly string? s_programs = FindPrograms();

    private readonly Lazy<Cluster> _cluster = new(Cluster.Start);
    private int _schemas;

    /// <summary>Why there can be no server on this machine; null when there can.</summary>
    public static string? Missing { get; } =
        s_programs is null ? "PostgreSQL is not installed here (apt-get install postgresql): the store on a server was not tested."
        : Environment.IsPrivilegedProcess && !File.Exists("/usr/sbin/runuser") ? "PostgreSQL does not run as root, and there is no runuser: the store on a server was not tested."
        : null;

    public int Port => _cluster.Value.Port;

    /// <summary>A connection string for a schema of its own, in which nothing is yet.</summary>
    public string NewStore()
    {
        string schema = string.Create(CultureInfo.InvariantCulture, $"store_{Interlocked.Increment(ref _schemas)}");
        Query($"CREATE SCHEMA {schema}");
        return ConnectionString($"Search Path={schema}");
    }

    public string ConnectionString(string more = "") => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Database=postgres;Username={User};Password=\"{Password}\";{more}");

    public void Query(string sql)
    {
        using var connection = new Npgsql.NpgsqlConnection(ConnectionString("Pooling=false"));
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        if (_cluster.IsValueCreated)
            _cluster.Value.Stop();
    }

    private static string? FindPrograms()
    {
        string[] debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return debian.Select(version => Path.Join(version, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(folder => File.Exists(Path.Join(folder, "initdb")) && File.Exists(Path.Join(folder, "pg_ctl")));
    }

    private sealed record Cluster(string Folder, int Port)
    {
        public static Cluster Start()
        {
            string folder = Run("mktemp", "-d", "--tmpdir", "securescore-postgres-XXXXXXXX").Trim();
            var cluster = new Cluster(folder, FreePort());
            try
            {
                string passwords = Path.Join(folder, "password");
                File.WriteAllText(passwords, Password);
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(passwords, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
                Run(Program("initdb"), "--pgdata", cluster.Data, "--username", User, "--auth", "scram-sha-256", "--pwfile", passwords, "--encoding", "UTF8", "--locale", "C", "--no-sync");

                // The clients are killed, never the server: nothing needs to reach a disk.
                Run(Program("pg_ctl"), "start", "--wait", "--timeout", "60", "--pgdata", cluster.Data, "--log", Path.Join(folder, "log"), "--options", string.Create(
                    CultureInfo.InvariantCulture, $"-h 127.0.0.1 -p {cluster.Port} -k {folder} -c fsync=off -c max_connections=50"));
                return cluster;
            }
            catch
            {
                cluster.Remove();
                throw;
            }
        }

        public void Stop()
        {
            Run(Program("pg_ctl"), "stop", "--wait", "--mode", "immediate", "--pgdata", Data);
            Remove();
        }

        private string Data => Path.Join(Folder, "data");

        private void Remove() => Run("rm", "-rf", Folder);

        private static string Program(string name) => Path.Join(s_programs!, name);

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        // The server does not run as root. Debian's package brings a user for it.
        private static string Run(string program, params string[] arguments)
        {
            string[] command = Environment.IsPrivilegedProcess
                ? ["/usr/sbin/runuser", "-u", File.ReadAllText("/etc/passwd").Contains("postgres:", StringComparison.Ordinal) ? "postgres" : "nobody", "--", program, .. arguments]
                : [program, .. arguments];

            // pg_ctl leaves the server behind, which would keep a pipe open: what that says goes into its log.
            string redirection = program.EndsWith("pg_ctl", StringComparison.Ordinal) ? "exec \"$@\" > /dev/null 2>&1" : "exec \"$@\" 2>&1";
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", redirection, "sh", .. command])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
                WorkingDirectory = "/",
            })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {output}");
        }
    }
}

/// <summary>Tests that use a server, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class StoreTests : ICollectionFixture<PostgresServer>
{
    public const string Name = "Stores";
}

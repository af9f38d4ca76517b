using System.Text.RegularExpressions;

namespace SecureScore.Engine.History;

/// <summary>What a store is kept in.</summary>
public enum StoreKind
{
    /// <summary>Memory: gone with the store.</summary>
    Memory,

    /// <summary>A file.</summary>
    File,

    /// <summary>A PostgreSQL server.</summary>
    Server,
}

/// <summary>Where a store is. Prints without the connection string, which may hold a password.</summary>
public sealed partial class StoreLocation
{
    /// <summary>The environment variable that names the store when nothing else does.</summary>
    public const string EnvironmentVariable = "SECURESCORE_STORE";

    private StoreLocation(StoreKind kind, string value)
    {
        Kind = kind;
        Value = value;
    }

    /// <summary>A store in memory.</summary>
    public static StoreLocation Memory { get; } = new(StoreKind.Memory, "");

    /// <summary>What the store is kept in.</summary>
    public StoreKind Kind { get; }

    /// <summary>The full path or the connection string. Never to be shown or logged: <see cref="ToString"/> is.</summary>
    public string Value { get; }

    /// <summary>The location that a user named: a path, <c>Host=…;Database=…</c> or <c>postgresql://…</c>. A path is made absolute against the current
    /// directory of the process.</summary>
    /// <exception cref="SecureScoreException">It is neither.</exception>
    public static StoreLocation Parse(string location)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (ConnectionString().IsMatch(location))
            return new StoreLocation(StoreKind.Server, location.Trim());

        try
        {
            return new StoreLocation(StoreKind.File, Path.GetFullPath(location));
        }
        catch (ArgumentException exception)
        {
            throw new SecureScoreException(
                ErrorIds.StoreLocationInvalid, "The location of the store is empty or holds a character that no path has. Give a path or a connection string.", exception);
        }
    }

    /// <summary>The location that counts when the user names none: <see cref="EnvironmentVariable"/>, else history.db in the user's data folder.</summary>
    public static StoreLocation Default()
    {
        if (Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } location)
            return Parse(location);

        string folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return folder.Length > 0
            ? new StoreLocation(StoreKind.File, Path.Combine(folder, "SecureScore", "history.db"))
            : throw new SecureScoreException(
                ErrorIds.StoreLocationInvalid, $"The user has no data folder. Name a store with -Store or with the environment variable {EnvironmentVariable}.");
    }

    /// <summary>The path; the kind alone of anything else.</summary>
    public override string ToString() => Kind switch
    {
        StoreKind.File => Value,
        StoreKind.Server => "PostgreSQL",
        _ => "memory",
    };

    // Whatever might hold a password counts as one, even misspelt: a path is printed in messages. "./a=b.db" is a path.
    [GeneratedRegex(@"^\s*[A-Za-z][A-Za-z0-9+.-]+://|^\s*postgres(ql)?:|:[^/\\]*@|^\s*[A-Za-z][A-Za-z _]*=|;\s*[A-Za-z][A-Za-z _]*=|\b(password|passwd|pwd)\s*=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ConnectionString();
}

namespace SecureScore.Cli.Tests;

/// <summary>The worked example on two days, and a store that remembers both; gone with the test. On the second day security defaults are on, which
/// give three controls their full points: 27 more.</summary>
internal sealed class RememberedTenant : IDisposable
{
    public const string Id = "69997834-fa40-45da-bad8-382c3bdc66c3";

    private readonly SampleCopy _first = new();

    private readonly SampleCopy _second = new SampleCopy()
        .Change("manifest.json", manifest => manifest["collectedAt"] = "2022-05-10T00:00:00Z")
        .Change("graph/identitySecurityDefaultsEnforcementPolicy.json", policy => policy["isEnabled"] = true);

    public RememberedTenant(string? name = null)
    {
        if (name is not null)
        {
            First.Change("manifest.json", manifest => manifest["displayName"] = name);
            Second.Change("manifest.json", manifest => manifest["displayName"] = name);
        }

        Import = Command.Run("import", First.Directory, Second.Directory, "--edition", "2022-05", "--store", Store);
    }

    public SampleCopy First => _first;

    public SampleCopy Second => _second;

    public string Store => _first.Beside("history.db");

    /// <summary>What adding both days said.</summary>
    public CommandResult Import { get; }

    /// <summary>The words of a command that reads the store.</summary>
    public string[] Arguments(string command) => [.. command.Split(' '), "--edition", "2022-05", "--store", Store];

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }
}

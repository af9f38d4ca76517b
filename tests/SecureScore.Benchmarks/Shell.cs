namespace SecureScore.Benchmarks;

/// <summary>PowerShell without a profile.</summary>
internal static class Shell
{
    /// <summary>Runs a script in a shell of its own. The first error ends it.</summary>
    public static Measurement Run(out string output, string script) => ChildProcess.Run(
        out output, Repository.PowerShell!, "-NoProfile", "-NonInteractive", "-Command", "$ErrorActionPreference = 'Stop'; " + script);
}

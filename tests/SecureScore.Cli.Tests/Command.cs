using System.Runtime.CompilerServices;
using System.Text;
using SecureScore.Engine.History;
using Spectre.Console;

namespace SecureScore.Cli.Tests;

/// <summary>What a run of the command left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);

/// <summary>Runs the command in this process and keeps what it wrote.</summary>
internal static class Command
{
    // The store of whoever runs the tests is none of their business.
    [ModuleInitializer]
    internal static void HideDefaultStore() =>
        Environment.SetEnvironmentVariable(StoreLocation.EnvironmentVariable, Path.Combine(Path.GetTempPath(), "securescore-cli-none", "history.db"));

    /// <summary>Runs it as in a pipe.</summary>
    public static CommandResult Run(params string[] arguments) => Run(false, AnsiSupport.No, arguments, CancellationToken.None);

    /// <summary>Runs it as in a pipe, cancelled at once.</summary>
    public static CommandResult RunCancelled(params string[] arguments) =>
        Run(false, AnsiSupport.No, arguments, new CancellationToken(canceled: true));

    /// <summary>Runs it as on a screen of 80 columns.</summary>
    public static CommandResult RunOnScreen(params string[] arguments) => Run(true, AnsiSupport.No, arguments, CancellationToken.None);

    /// <summary>Runs it as on a screen with colours.</summary>
    public static CommandResult RunInColour(params string[] arguments) => Run(true, AnsiSupport.Yes, arguments, CancellationToken.None);

    private static CommandResult Run(bool isTerminal, AnsiSupport colours, string[] arguments, CancellationToken cancellation)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        int exitCode = CommandLine.RunAsync(arguments, new Terminal(output, error, isTerminal, 80, colours), cancellation).GetAwaiter().GetResult();
        return new CommandResult(exitCode, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.ToArray()), error.ToString());
    }
}

using System.Text;
using Spectre.Console;

namespace SecureScore.Cli.Tests;

/// <summary>What a run of the command left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);

/// <summary>Runs the command in this process and keeps what it wrote.</summary>
internal static class Command
{
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
        int exitCode = CommandLine.Run(arguments, new Terminal(output, error, isTerminal, 80, colours), cancellation);
        return new CommandResult(exitCode, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.ToArray()), error.ToString());
    }
}

using System.Text;
using SecureScore.Engine;
using Spectre.Console;

namespace SecureScore.Cli;

/// <summary>Where the command writes, and what that place can show.</summary>
internal sealed class Terminal : IAnsiConsoleOutput
{
    // Lines in a file or a pipe must not break: programs such as grep see one row as one line.
    private const int UnbrokenWidth = 10_000;

    private readonly AnsiSupport _colours;

    /// <summary>Creates a terminal.</summary>
    /// <param name="output">Where results go, in UTF-8.</param>
    /// <param name="error">Where errors and notes go.</param>
    /// <param name="isTerminal">False for a file or a pipe: rows do not wrap then, and text is left as the tenant has it.</param>
    /// <param name="width">The width of the screen in characters.</param>
    /// <param name="colours">Whether colours may be used.</param>
    public Terminal(Stream output, TextWriter error, bool isTerminal, int width, AnsiSupport colours)
    {
        Output = isTerminal ? new CleanStream(output) : output;
        Writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Error = error;
        IsTerminal = isTerminal;
        Width = isTerminal ? width : UnbrokenWidth;
        _colours = colours;
    }

    /// <summary>For JSON and CSV.</summary>
    public Stream Output { get; }

    /// <summary>For tables and help; whoever writes flushes.</summary>
    public TextWriter Writer { get; }

    public TextWriter Error { get; }

    public bool IsTerminal { get; }

    public int Width { get; }

    public int Height => 0;

    /// <summary>How a person types this command here.</summary>
    public string CommandName { get; init; } = "securescore";

    /// <summary>The terminal that the process was started in.</summary>
    public static Terminal OfProcess()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        bool isTerminal = !Console.IsOutputRedirected;
        bool colours = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Terminal(
            Console.OpenStandardOutput(),
            Console.Error,
            isTerminal,
            isTerminal && Console.WindowWidth > 0 ? Console.WindowWidth : 80,
            colours ? AnsiSupport.Detect : AnsiSupport.No)
        {
            CommandName = CommandNameHere(),
        };
    }

    /// <summary>Opens the terminal for tables; what was drawn is there after <see cref="TextWriter.Flush"/>.</summary>
    public IAnsiConsole Draw() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = this,
        Ansi = _colours,
        ColorSystem = _colours == AnsiSupport.No ? ColorSystemSupport.NoColors : ColorSystemSupport.Standard,
        Interactive = InteractionSupport.No,
        // Build servers would switch colours on although nobody asked.
        Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
    });

    /// <summary>Tells something beside the result, on the error stream.</summary>
    public void Note(string message) => Error.WriteLine("securescore: " + DisplayText.Clean(message));

    /// <summary>Tells an error in one line, with its id.</summary>
    /// <returns>The exit code.</returns>
    public int Fail(string message, string errorId)
    {
        Note($"{message} [{errorId}]");
        return CommandLine.Failed;
    }

    void IAnsiConsoleOutput.SetEncoding(Encoding encoding)
    {
    }

    // Hints must work when pasted, also where the command was only built and not installed.
    private static string CommandNameHere()
    {
        string file = OperatingSystem.IsWindows() ? "securescore.exe" : "securescore";
        string[] folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return Array.Exists(folders, folder => File.Exists(Path.Combine(folder, file))) ? "securescore"
            : File.Exists("src/SecureScore.Cli/SecureScore.Cli.csproj") ? "dotnet run --project src/SecureScore.Cli --"
            : Environment.ProcessPath ?? "securescore";
    }
}

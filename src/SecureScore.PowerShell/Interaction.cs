using System.Management.Automation;

namespace SecureScore.PowerShell;

/// <summary>Whether somebody is there to answer a prompt.</summary>
internal sealed record Interaction
{
    // What only runs where nobody watches: Azure Automation (two generations of it) and Azure Functions.
    private static readonly string[] s_unattended = ["AUTOMATION_ASSET_ACCOUNTID", "AUTOMATION_ASSET_SANDBOX_ID", "FUNCTIONS_WORKER_RUNTIME"];

    /// <summary>Whether the process has a desktop or terminal of a user.</summary>
    public bool IsUserInteractive { get; init; } = true;

    /// <summary>The host's name, for example <c>ConsoleHost</c>.</summary>
    public string HostName { get; init; } = "ConsoleHost";

    /// <summary>Whether the host has a user interface.</summary>
    public bool HostHasInterface { get; init; } = true;

    /// <summary>Whether the standard input comes from a file or a program.</summary>
    public bool IsInputRedirected { get; init; }

    /// <summary>The arguments of the process.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The names of the environment variables.</summary>
    public IReadOnlyCollection<string> Environment { get; init; } = [];

    /// <summary>Why nobody can be asked; null when somebody can.</summary>
    public string? Obstacle
    {
        get
        {
            if (Arguments.Any(IsNonInteractive))
                return "PowerShell runs with -NonInteractive";
            if (!IsUserInteractive || !HostHasInterface)
                return "the session has no user interface";
            if (Environment.Intersect(s_unattended, StringComparer.OrdinalIgnoreCase).Any())
                return "the session runs in an automation service";

            // Other hosts, such as that of an editor, talk to their user by other ways than the console.
            return IsInputRedirected && HostName == "ConsoleHost" ? "nobody can type into the session" : null;
        }
    }

    /// <summary>What the session of a cmdlet is like.</summary>
    public static Interaction Of(PSCmdlet cmdlet) => new()
    {
        IsUserInteractive = System.Environment.UserInteractive,
        HostName = cmdlet.Host?.Name ?? "",
        HostHasInterface = cmdlet.Host?.UI is not null,
        IsInputRedirected = Console.IsInputRedirected,
        Arguments = System.Environment.GetCommandLineArgs(),
        Environment = [.. System.Environment.GetEnvironmentVariables().Keys.Cast<string>()],
    };

    // PowerShell takes any beginning that is not ambiguous, with a dash or a slash.
    private static bool IsNonInteractive(string argument) =>
        argument.Length >= "-noni".Length && argument[0] is '-' or '/' && "NonInteractive".StartsWith(argument.TrimStart('-', '/'), StringComparison.OrdinalIgnoreCase);
}

using System.Text.RegularExpressions;

namespace SecureScore.Cli.Tests;

/// <summary>What the README shows of the demo tenant is what the command prints, on a screen of 80 columns.</summary>
public sealed partial class ReadmeTests
{
    private const string UpdateVariable = "SECURESCORE_UPDATE_README";

    private static readonly string s_file = Path.Combine(Path.GetDirectoryName(SampleCopy.Original)!, "..", "README.md");

    [Fact]
    public void The_output_in_the_readme_is_the_real_one()
    {
        string readme = File.ReadAllText(s_file).ReplaceLineEndings("\n");
        string real = Output().Replace(readme, block => $"{block.Groups["head"].Value}{Run(block.Groups["command"].Value)}```");
        Output().Count(readme).ShouldBeGreaterThan(1);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            File.WriteAllText(s_file, real);
        else
            readme.ShouldBe(real, $"set {UpdateVariable}=1 to write the README anew");
    }

    private static string Run(string command)
    {
        var result = Command.RunOnScreen(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        result.ExitCode.ShouldBe(0);

        // Run from a clone the command goes by another name.
        string output = result.Output.ReplaceLineEndings("\n").Replace("  securescore ", "  dotnet run --project src/SecureScore.Cli -- ", StringComparison.Ordinal);
        return string.Concat(output.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd() + "\n"));
    }

    [GeneratedRegex("""(?<head>```text\n\$ dotnet run --project src/SecureScore\.Cli(?: --)?(?<command>[^\n]*)\n)[^`]*```""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Output();
}

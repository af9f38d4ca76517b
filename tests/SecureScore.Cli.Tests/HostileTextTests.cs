using System.Text.Json;

namespace SecureScore.Cli.Tests;

/// <summary>Names in a tenant are chosen by anybody: no screen may obey them.</summary>
public class HostileTextTests
{
    private const string Name = "=1+1 [red]Bo\u001b[2Jb[/] \u202Egnp.exe\u009b31m\u2028\r\n[unclosed";
    private const string Shown = "=1+1 [red]Bo[2Jb[/] gnp.exe31m  [unclosed";

    [Theory]
    [InlineData("score")]
    [InlineData("controls")]
    [InlineData("evidence meeting_autoadmitusers_v1")]
    [InlineData("evidence meeting_autoadmitusers_v1 --format csv")]
    [InlineData("evidence meeting_autoadmitusers_v1 --format json")]
    [InlineData("score --format csv")]
    public void Nothing_drives_the_terminal(string command)
    {
        using var copy = Hostile();
        var result = Command.RunOnScreen([.. command.Split(' '), "--snapshot", copy.Directory, "--edition", "2022-05"]);
        result.ExitCode.ShouldBe(0);
        result.Error.ShouldBeEmpty();
        result.Output.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)
            .ShouldNotContain(character => char.IsControl(character) || character == '\u202E' || character == '\u2028');
        result.Output.ShouldContain("[red]Bo");
    }

    [Theory]
    [InlineData("score")]
    [InlineData("controls")]
    [InlineData("evidence meeting_autoadmitusers_v1")]
    public void Names_are_shown_as_text_and_never_read_as_markup(string command)
    {
        using var copy = Hostile();
        Command.Run([.. command.Split(' '), "--snapshot", copy.Directory, "--edition", "2022-05"]).Output.ShouldContain(Shown);
    }

    [Fact]
    public void Other_programs_get_the_name_as_it_is()
    {
        using var copy = Hostile();
        string[] command = ["evidence", "meeting_autoadmitusers_v1", "--snapshot", copy.Directory, "--edition", "2022-05", "--format"];
        string csv = Command.Run([.. command, "csv"]).Output;
        csv.ShouldContain($"\"'{Name}\"");
        using var json = JsonDocument.Parse(Command.Run([.. command, "json"]).Output);
        json.RootElement[0].GetProperty("DisplayName").GetString().ShouldBe(Name);
    }

    private static SampleCopy Hostile() => new SampleCopy()
        .Change("manifest.json", manifest => manifest["displayName"] = Name)
        .Change("teams/TeamsMeetingPolicy.json", policies =>
        {
            policies[0]!["Identity"] = "Tag:" + Name;
            policies[1]!["Identity"] = "Global";
        });
}

using System.Globalization;
using System.Text.Json;

namespace SecureScore.Cli.Tests;

public class ViewTests
{
    public static TheoryData<string> EveryTable => new(
        "score", "controls", "controls --all", "evidence IntegratedApps", "evidence AdminMFAV2", "evidence OneAdmin", "controls --top 1",
        "evidence sway_block_sharing_with_outside_users --evidence-only", "score --edition 2018", "controls --all --edition 2018", "score --snapshot SAMPLE");

    [Fact]
    public void Without_arguments_the_demo_tenant_is_scored_and_told_as_such()
    {
        string output = Command.RunOnScreen().Output;
        output.ShouldContain("Contoso (the built-in demo tenant)");
        output.ShouldContain("Evidence of 2026-09-14, judged by edition 2026-09");
        output.ShouldContain("Microsoft's own score was ");
        output.ShouldContain("Top actions, 5 of ");
        output.ShouldContain("securescore evidence ");
        output.ShouldContain("securescore score --snapshot PATH");
        output.ShouldBe(Command.RunOnScreen("score").Output);
    }

    [Fact]
    public void The_demo_tenant_shows_what_can_be_judged()
    {
        using var json = JsonDocument.Parse(Command.Run("score", "--format", "json").Output);
        var score = json.RootElement;
        var controls = score.GetProperty("Controls").EnumerateArray().ToArray();
        controls.Count(control => SourceOf(control) is "Evidence" or "Published").ShouldBeGreaterThanOrEqualTo(85);
        controls.Count(control => SourceOf(control) is "Evidence").ShouldBeGreaterThanOrEqualTo(70);
        decimal sum = controls.Sum(control => control.GetProperty("Points") is { ValueKind: JsonValueKind.Number } points ? points.GetDecimal() : 0);
        decimal total = score.GetProperty("Score").GetDecimal();
        sum.ShouldBe(total, tolerance: 1e-20m);
        Command.RunOnScreen().Output.ShouldContain(string.Create(CultureInfo.InvariantCulture, $": {total:0.##} of {score.GetProperty("MaxScore").GetDecimal():0.##} points"));

        static string? SourceOf(JsonElement control) => control.GetProperty("Source").GetString();
    }

    [Fact]
    public void A_control_without_credit_shows_no_points()
    {
        string line = Command.Run("controls", "--search", "dmarc").Output.ReplaceLineEndings("\n").Split('\n')
            .Single(line => line.Contains("ss_dns_dmarc", StringComparison.Ordinal));
        line.ShouldContain(" - ");
        line.ShouldNotContain("0/0");
        line.ShouldNotContain("%");
    }

    [Fact]
    public void Hints_repeat_the_options_and_a_named_snapshot_is_no_demo()
    {
        using var copy = new SampleCopy();
        string output = Command.Run("score", "--snapshot", copy.Directory, "--edition", "2022-05", "--evidence-only").Output;
        output.ShouldContain($"securescore controls --snapshot {copy.Directory} --edition 2022-05 --evidence-only");
        output.ShouldNotContain("demo");
    }

    [Fact]
    public void A_named_snapshot_is_judged_by_the_newest_edition() =>
        Command.Run("score", "--snapshot", SampleCopy.Original).Output.ShouldContain("judged by edition 2026-09");

    [Fact]
    public void Missing_evidence_is_told_in_words()
    {
        using var copy = new SampleCopy().Change("manifest.json", manifest => manifest["resources"]!["teams/TeamsMeetingPolicy"]!["status"] = "Denied");
        string output = Command.RunOnScreen("score", "--snapshot", copy.Directory, "--edition", "2022-05").Output;
        output.ShouldContain("6 controls were not judged.");
        output.ShouldContain("6: a permission or role was missing when the evidence was collected");
    }

    [Fact]
    public void A_tenant_without_any_evidence_has_no_score()
    {
        using var copy = new SampleCopy();
        string folder = copy.Beside("bare");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "manifest.json"), """{"schema":1,"displayName":"Bare","resources":{}}""");
        var result = Command.RunOnScreen("score", "--snapshot", folder, "--edition", "2022-05");
        result.ExitCode.ShouldBe(0);
        result.Output.ShouldContain("No score: no control could be judged.");
        result.Output.ShouldContain("Evidence of an unknown date");
    }

    [Theory]
    [MemberData(nameof(EveryTable))]
    public void Tables_fit_80_columns(string command)
    {
        var result = Command.RunOnScreen(Arguments(command));
        result.Error.ShouldBeEmpty();
        result.ExitCode.ShouldBe(0);
        result.Output.ReplaceLineEndings("\n").Split('\n').ShouldAllBe(line => line.Length <= 80);
    }

    [Theory]
    [MemberData(nameof(EveryTable))]
    public void Tables_have_no_colours_in_a_pipe_and_where_nobody_wants_them(string command)
    {
        Command.Run(Arguments(command)).Output.ShouldNotContain('\u001b');
        Command.RunOnScreen(Arguments(command)).Output.ShouldNotContain('\u001b');
        Command.RunInColour(Arguments(command)).Output.ShouldContain("\u001b[");
    }

    [Fact]
    public void Each_control_is_one_line_in_a_pipe()
    {
        string[] lines = Command.Run("controls", "--all", "--edition", "2026-09").Output.ReplaceLineEndings("\n").Split('\n');
        string line = lines.Single(line => line.Contains("AATP_GroupPolicyAssignsUnprivilegedIdentitiesToElevatedLocalGroups", StringComparison.Ordinal));
        line.ShouldContain("Identity");
        line.ShouldContain("No public data");
        line.ShouldContain("GPO assigns unprivileged identities to local groups with elevated privileges");
        lines.Count(item => item.Contains("meeting_", StringComparison.Ordinal)).ShouldBe(6);
    }

    [Fact]
    public void Controls_out_of_reach_are_hidden_and_counted()
    {
        string listed = Command.Run("controls", "--snapshot", SampleCopy.Original).Output;
        listed.ShouldNotContain("Not licensed", Case.Sensitive);
        listed.ShouldContain("controls are hidden (");
        listed.ShouldContain("not licensed");
        listed.ShouldContain("--all shows them.");
        string all = Command.Run("controls", "--snapshot", SampleCopy.Original, "--all").Output;
        all.ShouldContain("Not licensed", Case.Sensitive);
        all.ShouldNotContain("hidden");
    }

    [Theory]
    [InlineData("--category APPS", 8)]
    [InlineData("--category Identity --outcome failed", 7)]
    [InlineData("--outcome Completed", 6)]
    [InlineData("--product \"Exchange Online\"", 2)]
    [InlineData("--search \"dial-in lobby\"", 2)]
    [InlineData("--threat \"Account Breach\" --category Apps", 2)]
    [InlineData("--max-user-impact low --category Identity --outcome failed", 2)]
    [InlineData("--status planned", 0)]
    [InlineData("--top 3", 3)]
    [InlineData("--top 999", 18)]
    [InlineData("--outcome notevaluated", 0)]
    [InlineData("", 18)]
    public void Controls_are_picked(string options, int expected)
    {
        using var json = JsonDocument.Parse(Command.Run(Arguments($"controls --snapshot SAMPLE --edition 2022-05 {options} --format json")).Output);
        json.RootElement.GetArrayLength().ShouldBe(expected);
    }

    [Theory]
    [InlineData("score --format csv", "TenantId,TenantName,Edition,", 2)]
    [InlineData("controls --snapshot SAMPLE --edition 2022-05 --format CSV", "Rank,Id,Title,", 19)]
    [InlineData("evidence AdminMFAV2 --snapshot SAMPLE --format csv", "ControlId,Kind,Id,", 8)]
    [InlineData("evidence OneAdmin --format csv", "ControlId,Kind,Id,", 1)]
    public void Csv_has_a_header_and_a_row_a_record(string command, string header, int lines)
    {
        string output = Command.Run(Arguments(command)).Output;
        output.ShouldStartWith(header);
        output.Split("\r\n").Length.ShouldBe(lines + 1);
    }

    [Fact]
    public void Evidence_in_json_is_an_array_of_records()
    {
        using var json = JsonDocument.Parse(Command.Run("evidence", "selfservicepasswordreset", "--snapshot", SampleCopy.Original, "--format", "json").Output);
        json.RootElement.GetArrayLength().ShouldBe(33);
        json.RootElement[0].GetProperty("ControlId").GetString().ShouldBe("SelfServicePasswordReset");
        json.RootElement[0].GetProperty("Kind").GetString().ShouldBe("User");
    }

    [Fact]
    public void Other_programs_are_told_that_they_got_the_demo_tenant() =>
        Command.Run("score", "--format", "json").Error.ShouldBe("securescore: no --snapshot was given; this is the demo tenant" + Environment.NewLine);

    [Fact]
    public void Evidence_says_when_nothing_costs_points_and_when_nothing_is_known()
    {
        Command.Run("evidence", "OneAdmin").Output.ShouldContain("Nothing costs points here.");
        string unknown = Command.Run("evidence", "sway_block_sharing_with_outside_users", "--evidence-only").Output;
        unknown.ShouldContain("Not judged: Microsoft offers no public way to read the setting.");
        unknown.ShouldContain("sway_block_sharing_with_outside_users was not judged: Microsoft offers no public way to read this setting. [NoPublicApi]");
        string published = Command.Run("evidence", "scid_2021").Output;
        published.ShouldContain("The points of scid_2021 are Microsoft's published score, which does not tell who or what costs the rest.");
        published.ShouldNotContain("Nothing costs points here.");
    }

    [Theory]
    [InlineData("nl-BE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Every_culture_sees_the_same(string culture)
    {
        foreach (string command in new[] { "score", "controls", "controls --outcome FAILED --category IDENTITY", "evidence ADMINMFAV2", "score --format json", "controls --format csv" })
        {
            var invariant = InCulture("", command);
            InCulture(culture, command).ShouldBe(invariant);
            invariant.ExitCode.ShouldBe(0);
        }
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("score --help")]
    [InlineData("controls -h")]
    [InlineData("evidence --help")]
    [InlineData("import --help")]
    [InlineData("history --help")]
    [InlineData("events --help")]
    [InlineData("status --help")]
    public void Help_is_short_and_does_not_fail(string command)
    {
        var result = Command.Run(Arguments(command));
        result.ExitCode.ShouldBe(0);
        result.Error.ShouldBeEmpty();
        result.Output.ShouldContain("--snapshot <path>");
        result.Output.ReplaceLineEndings("\n").Split('\n').ShouldAllBe(line => line.Length < 200);
    }

    [Fact]
    public void Help_tells_the_exit_codes() => Command.Run("--help").Output.ShouldContain("Exit codes: 0 done, 1 error");

    private static CommandResult InCulture(string culture, string command)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return Command.Run(Arguments(command));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string[] Arguments(string command) =>
        [.. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(command.Replace("SAMPLE", SampleCopy.Original, StringComparison.Ordinal))];
}

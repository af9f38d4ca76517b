using System.Text.Json;

namespace SecureScore.Cli.Tests;

public sealed class HistoryTests : IDisposable
{
    private readonly RememberedTenant _tenant = new();

    public static TheoryData<string> EveryTable => new(
        "history", "history --by week", "history --by month", "history --control AdminMFAV2", "history --control *MFA*", "history --category Identity",
        "history --product *", "history --published", "history --from 2030-01-01", "events", "events --cause configuration", "events --to 2001-01-01", "status");

    public void Dispose() => _tenant.Dispose();

    [Fact]
    public void Snapshots_are_added_at_their_own_date_and_only_once()
    {
        _tenant.Import.ExitCode.ShouldBe(0);
        _tenant.Import.Error.ShouldBeEmpty();
        string[] lines = _tenant.Import.Output.ReplaceLineEndings("\n").Split('\n');
        lines.ShouldContain(line => line.StartsWith("2022-05-08", StringComparison.Ordinal) && line.Contains("14.06/66", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("2022-05-10", StringComparison.Ordinal) && line.Contains("41.06/66", StringComparison.Ordinal));

        var again = Command.Run("import", _tenant.First.Directory, "--edition", "2022-05", "--store", _tenant.Store, "--format", "json");
        again.ExitCode.ShouldBe(0);
        again.Error.ShouldBe($"securescore: {_tenant.First.Directory} is in the history already" + Environment.NewLine);
        using var json = JsonDocument.Parse(again.Output);
        json.RootElement[0].GetProperty("CollectedAt").GetString().ShouldBe("2022-05-08T06:40:00Z");
        Records("history").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public void A_snapshot_that_cannot_be_added_is_told_and_the_others_are_added()
    {
        using var nameless = new SampleCopy().Change("manifest.json", manifest => manifest["collectedAt"] = null);
        string store = nameless.Beside("other.db");
        var result = Command.Run("import", "nowhere", nameless.Directory, _tenant.First.Directory, "--store", store, "--format", "csv");
        result.ExitCode.ShouldBe(1);
        result.Error.ReplaceLineEndings("\n").Split('\n').Length.ShouldBe(3);
        result.Error.ShouldContain("[SnapshotNotFound]");
        result.Error.ShouldContain($"securescore: {nameless.Directory}: ");
        result.Error.ShouldContain("[JudgementNotRecordable]");
        result.Output.Split("\r\n").Length.ShouldBe(3);
    }

    [Fact]
    public void A_period_without_a_judgement_is_a_gap()
    {
        var days = Records("history");
        days.EnumerateArray().Select(day => day.GetProperty("Date").GetString()).ShouldBe(["2022-05-08", "2022-05-09", "2022-05-10"]);
        days[1].GetProperty("Score").ValueKind.ShouldBe(JsonValueKind.Null);
        days[2].GetProperty("Change").GetDecimal().ShouldBe(27);
        string[] lines = Command.Run(_tenant.Arguments("history")).Output.ReplaceLineEndings("\n").Split('\n');
        lines.ShouldContain(line => line.StartsWith("2022-05-09", StringComparison.Ordinal) && line.Contains(" gap ", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("2022-05-10", StringComparison.Ordinal) && line.Contains("+27.00", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("history --by week", "2022-W18", 2)]
    [InlineData("history --by MONTH", "2022-05", 1)]
    [InlineData("history --from 2022-05-10", "2022-05-10", 1)]
    [InlineData("history --to 2022-05-08", "2022-05-08", 1)]
    [InlineData("history --from 2022-05-08T06:40:01Z --to 2022-05-10T02:00+02:00", "2022-05-10", 1)]
    [InlineData("history --control adminmfav2 --by month", "2022-05", 1)]
    [InlineData("history --control meeting_* --by month", "2022-05", 6)]
    [InlineData("history --category identity", "2022-05-08", 3)]
    [InlineData("history --from 2030-01-01", null, 0)]
    public void A_part_of_the_history_is_picked(string command, string? first, int count)
    {
        var points = Records(command);
        points.GetArrayLength().ShouldBe(count);
        if (first is not null)
            points[0].GetProperty("Period").GetString().ShouldBe(first);
    }

    [Fact]
    public void Each_edition_has_a_history_of_its_own()
    {
        var result = Command.Run("history", "--store", _tenant.Store, "--format", "json");
        result.ExitCode.ShouldBe(0);
        result.Output.ShouldBe("[]\n");
    }

    [Fact]
    public void Microsofts_own_days_are_kept_apart()
    {
        var days = Records("history --published");
        days.GetArrayLength().ShouldBeGreaterThan(0);
        days[0].EnumerateObject().Select(property => property.Name).ShouldBe(["Date", "Score", "MaxScore", "Percentage", "AllTenants", "SimilarSize"]);
    }

    [Fact]
    public void Events_tell_the_whole_change()
    {
        var events = Records("events --from 2022-05-09");
        events.EnumerateArray().Sum(item => item.GetProperty("Change").GetDecimal()).ShouldBe(27);
        events.EnumerateArray().Select(item => item.GetProperty("ControlId").GetString())
            .ShouldBe(["AdminMFAV2", "BlockLegacyAuthentication", "MFARegistrationV2"], ignoreOrder: true);
        events.EnumerateArray().ShouldAllBe(item => item.GetProperty("Cause").GetString() == "Configuration" && item.GetProperty("AttributedTo").GetString() == "System");
        Records("events").EnumerateArray().Sum(item => item.GetProperty("Change").GetDecimal()).ShouldBe(41 + (2m / 35), tolerance: 1e-9m);
    }

    [Theory]
    [InlineData("events --cause firstjudgement --id meeting_*", 6)]
    [InlineData("events --id AdminMFAV2", 2)]
    [InlineData("events --id adminmfav2 --cause CONFIGURATION", 1)]
    [InlineData("events --category apps --from 2022-05-09", 0)]
    [InlineData("events --cause evidencelost", 0)]
    public void Events_are_picked(string command, int count) => Records(command).GetArrayLength().ShouldBe(count);

    [Theory]
    [InlineData("history", "Date,Period,Name,Score,MaxScore,Percentage,Change,Coverage,CollectedAt,Edition", 4)]
    [InlineData("history --published", "Date,Score,MaxScore,Percentage,AllTenants,SimilarSize", 2)]
    [InlineData("events --from 2022-05-09", "Date,ControlId,Title,Activity,Change,Points,MaxPoints,Category,Cause,AttributedTo", 4)]
    [InlineData("status", "TenantId,ControlId,Status,Note,Owner,Expires,DecidedAt,DecidedBy", 1)]
    public void Csv_has_a_header_and_a_row_a_record(string command, string header, int lines)
    {
        var result = Command.Run([.. _tenant.Arguments(command), "--format", "csv"]);
        result.Error.ShouldBeEmpty();
        result.ExitCode.ShouldBe(0);
        string[] rows = result.Output.Split("\r\n");
        rows[0].ShouldBe(header);
        rows.Length.ShouldBe(lines + 1);
    }

    [Theory]
    [MemberData(nameof(EveryTable))]
    public void Tables_fit_80_columns_and_have_colours_only_where_wanted(string command)
    {
        var result = Command.RunOnScreen(_tenant.Arguments(command));
        result.Error.ShouldBeEmpty();
        result.ExitCode.ShouldBe(0);
        result.Output.ShouldStartWith("Contoso");
        result.Output.ReplaceLineEndings("\n").Split('\n').ShouldAllBe(line => line.Length <= 80);
        result.Output.ShouldNotContain('\u001b');
        Command.Run(_tenant.Arguments(command)).Output.ShouldNotContain('\u001b');
        Command.RunInColour(_tenant.Arguments(command)).Output.ShouldContain("\u001b[");
    }

    [Fact]
    public void Each_event_is_one_line_in_a_pipe() =>
        Command.Run(_tenant.Arguments("events --from 2022-05-09")).Output.ReplaceLineEndings("\n").Split('\n')
            .Count(line => line.StartsWith("2022-05-10", StringComparison.Ordinal)).ShouldBe(3);

    [Theory]
    [InlineData("ControlNotFound", "Did you mean AdminMFAV2?", "history --control AdminMFA2")]
    [InlineData("ControlNotFound", "'nothing*'", "events --id nothing*")]
    [InlineData("CategoryNotFound", "Did you mean Identity?", "history --category Idntity")]
    [InlineData("ProductNotFound", "Known: ", "history --product Teams")]
    [InlineData("TenantNotRecorded", "does not know the tenant 'Fabrikam'. It knows: Contoso (", "history --tenant Fabrikam")]
    [InlineData("ControlNotFound", "Did you mean AdminMFAV2?", "status AdminMFA2")]
    public void A_name_that_nothing_has_is_an_error(string errorId, string fragment, string command)
    {
        var result = Command.Run(_tenant.Arguments(command));
        ErrorTests.ShouldFail(result, errorId);
        result.Error.ShouldContain(fragment);
    }

    [Fact]
    public void Of_several_tenants_one_must_be_named()
    {
        using var other = new SampleCopy().Change("manifest.json", manifest =>
        {
            manifest["tenantId"] = "11111111-2222-3333-4444-555555555555";
            manifest["displayName"] = "Fabrikam";
        });
        Command.Run("import", other.Directory, "--edition", "2022-05", "--store", _tenant.Store).ExitCode.ShouldBe(0);

        var unnamed = Command.Run(_tenant.Arguments("history"));
        ErrorTests.ShouldFail(unnamed, "TenantNotRecorded");
        unnamed.Error.ShouldContain("holds 2 tenants. Name one with --tenant: Contoso (");
        Records("history --tenant fabrikam").GetArrayLength().ShouldBe(1);
        Records("history --tenant " + RememberedTenant.Id.ToUpperInvariant()).GetArrayLength().ShouldBe(3);
        Records("history --snapshot " + other.Directory).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public void A_hostile_name_does_not_drive_the_terminal_and_is_no_markup()
    {
        using var tenant = new RememberedTenant("[red]Bo\u001b[2Jb[/]\u202E\u009b31m\r\n[unclosed");
        foreach (string command in new[] { "history", "events", "status", "history --published" })
        {
            string output = Command.RunOnScreen(tenant.Arguments(command)).Output;
            output.ShouldStartWith("[red]Bo[2Jb[/]31m  [unclosed");
            output.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)
                .ShouldNotContain(character => char.IsControl(character) || character == '\u202E');
        }

        tenant.Import.Output.ShouldContain("[red]Bo[2Jb[/]31m  [unclosed");
        var error = Command.Run(tenant.Arguments("history --tenant nobody"));
        ErrorTests.ShouldFail(error, "TenantNotRecorded");
    }

    [Fact]
    public void What_was_better_before_has_regressed()
    {
        using var worse = new SampleCopy().Change("manifest.json", manifest => manifest["collectedAt"] = "2022-05-11T00:00:00Z");
        string[] judge = _tenant.Arguments("score --snapshot " + worse.Directory);
        Command.Run(judge).Output.ShouldContain("3 controls have lost points since some judgement before: AdminMFAV2, MFARegistrationV2, BlockLegacyAuthentication");
        using var json = JsonDocument.Parse(Command.Run([.. judge, "--format", "json"]).Output);
        json.RootElement.GetProperty("Controls").EnumerateArray().Count(control => control.GetProperty("Regressed").ValueKind == JsonValueKind.True).ShouldBe(3);
        Command.Run(_tenant.Arguments("score --snapshot " + _tenant.Second.Directory)).Output.ShouldNotContain("lost points");
    }

    [Fact]
    public void A_decision_counts_in_the_history_from_the_next_collection_on()
    {
        string[] decide = [.. _tenant.Arguments("status IntegratedApps --set thirdparty --snapshot " + _tenant.Second.Directory)];
        Command.Run(decide).ExitCode.ShouldBe(0);
        using var older = new SampleCopy().Change("manifest.json", manifest => manifest["collectedAt"] = "2022-05-11T00:00:00Z");
        using var newer = new SampleCopy().Change("manifest.json", manifest => manifest["collectedAt"] = "2099-01-01T00:00:00Z");
        Command.Run(_tenant.Arguments($"import {older.Directory} {newer.Directory}")).ExitCode.ShouldBe(0);

        Records("history --control IntegratedApps --from 2022-05-11 --to 2022-05-11")[0].GetProperty("Score").GetDecimal().ShouldBe(0);
        Records("history --control IntegratedApps --from 2099-01-01")[0].GetProperty("Score").GetDecimal().ShouldBe(4);
        var decision = Records("events --cause decision")[0];
        decision.GetProperty("Change").GetDecimal().ShouldBe(4);
        decision.GetProperty("AttributedTo").GetString().ShouldBe(Environment.UserName);
    }

    private JsonElement Records(string command)
    {
        var result = Command.Run([.. _tenant.Arguments(command), "--format", "json"]);
        result.Error.ShouldBeEmpty();
        result.ExitCode.ShouldBe(0);
        using var json = JsonDocument.Parse(result.Output);
        return json.RootElement.Clone();
    }
}

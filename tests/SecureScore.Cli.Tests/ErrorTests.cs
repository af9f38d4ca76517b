using System.IO.Compression;
using System.Text.RegularExpressions;

namespace SecureScore.Cli.Tests;

public partial class ErrorTests
{
    [Theory]
    [InlineData("ControlNotFound", "Did you mean AdminMFAV2?", "evidence", "AdminMFA2")]
    [InlineData("ControlNotFound", "Did you mean IntegratedApps?", "evidence", "integrated")]
    [InlineData("ControlNotFound", "'\u00A7' in edition 2026-09.", "evidence", "\u00A7")]
    [InlineData("ControlNotFound", "'@nothing' in edition", "evidence", "@nothing")]
    [InlineData("EditionNotFound", "Did you mean 2022-05? Known editions: ", "score", "--edition", "2022-5")]
    [InlineData("EditionNotFound", "edition '' of the catalogue", "--edition", "")]
    [InlineData("SnapshotNotFound", "nowhere", "score", "--snapshot", "nowhere")]
    [InlineData("InvalidUsage", "Did you mean --snapshot?", "score", "--snapsot", "x")]
    [InlineData("InvalidUsage", "Did you mean controls?", "control")]
    [InlineData("InvalidUsage", "'id' missing", "evidence")]
    [InlineData("InvalidUsage", "missing for option: '--snapshot'", "score", "--snapshot")]
    [InlineData("InvalidUsage", "'xml' not recognized. Must be one of: 'table' 'json' 'csv'", "score", "--format", "xml")]
    [InlineData("InvalidUsage", "'bad' not recognized. Must be one of: 'completed' 'partial' 'failed' 'notevaluated'", "controls", "--outcome", "bad")]
    [InlineData("InvalidUsage", "'0' is not a number above 0", "controls", "--top", "0")]
    [InlineData("InvalidUsage", "'many' is not a number above 0", "controls", "--top", "many")]
    [InlineData("InvalidUsage", "'unknown' not recognized", "controls", "--max-cost", "unknown")]
    [InlineData("InvalidUsage", "'101' is not a percentage from 0 to 100", "score", "--fail-below", "101")]
    [InlineData("InvalidUsage", "'-1' is not a percentage from 0 to 100", "score", "--fail-below", "-1")]
    [InlineData("InvalidUsage", "'12,5' is not a percentage from 0 to 100", "score", "--min-coverage", "12,5")]
    [InlineData("InvalidUsage", "'1e1' is not a percentage from 0 to 100", "score", "--min-coverage", "1e1")]
    [InlineData("InvalidUsage", "missing for option: '--fail-below'", "score", "--fail-below")]
    [InlineData("InvalidUsage", "'2026-13-01' is not a date", "history", "--from", "2026-13-01")]
    [InlineData("InvalidUsage", "'31/01/2026' is not a date", "events", "--to", "31/01/2026")]
    [InlineData("InvalidUsage", "--from is later than --to", "history", "--from", "2026-02-01", "--to", "2026-01-31")]
    [InlineData("InvalidUsage", "'year' not recognized. Must be one of: 'day' 'week' 'month'", "history", "--by", "year")]
    [InlineData("InvalidUsage", "Only one of --control", "history", "--control", "AdminMFAV2", "--category", "Identity")]
    [InlineData("InvalidUsage", "leave --by away", "history", "--published", "--by", "month")]
    [InlineData("InvalidUsage", "full judgements", "history", "--evidence-only")]
    [InlineData("InvalidUsage", "full judgements", "import", "x", "--evidence-only")]
    [InlineData("InvalidUsage", "without --snapshot", "import", "x", "--snapshot", "y")]
    [InlineData("InvalidUsage", "'path' missing", "import")]
    [InlineData("InvalidUsage", "'magic' not recognized", "events", "--cause", "magic")]
    [InlineData("InvalidUsage", "'completed' not recognized. Must be one of: 'toaddress' 'planned' ", "status", "AdminMFAV2", "--set", "completed", "--snapshot", "x")]
    [InlineData("InvalidUsage", "--set needs the id of a control", "status", "--set", "planned", "--snapshot", "x")]
    [InlineData("InvalidUsage", "--set needs the tenant", "status", "AdminMFAV2", "--set", "planned")]
    [InlineData("InvalidUsage", "--note belongs to --set", "status", "AdminMFAV2", "--note", "why")]
    [InlineData("InvalidUsage", "--force belongs to --set", "status", "--force")]
    [InlineData("InvalidUsage", "leave --tenant away", "status", "AdminMFAV2", "--set", "planned", "--tenant", "x", "--snapshot", "y")]
    [InlineData("InvalidUsage", "'soon' is not a date", "status", "AdminMFAV2", "--set", "planned", "--expires", "soon", "--snapshot", "y")]
    [InlineData("InvalidUsage", "'PostgreSQL'", "history", "Host=db;Password=hidden")]
    [InlineData("InvalidUsage", "'onetwo'", "history", "one\0two")]
    [InlineData("InvalidUsage", "' '", "history", " ")]
    [InlineData("StoreLocationInvalid", "empty", "history", "--store", "")]
    [InlineData("StoreNotFound", "There is no store at '", "history", "--store", "nowhere.db")]
    [InlineData("StoreNotFound", "There is no store at '", "history")]
    [InlineData("StoreNotFound", "There is no store at '", "events")]
    [InlineData("StoreNotFound", "There is no store at '", "status")]
    [InlineData("ThreatNotFound", "no threat 'Acount Breach'. Did you mean Account Breach?", "controls", "--threat", "Acount Breach")]
    [InlineData("CategoryNotFound", "the category 'Idntity'. Did you mean Identity? Known: Apps, Data, Device, Identity.", "controls", "--category", "Idntity")]
    [InlineData("ProductNotFound", "the product 'Teams'. Did you mean Microsoft Teams? Known: ", "controls", "--product", "Teams")]
    public void Wrong_input_is_told_in_one_line_with_an_id(string errorId, string fragment, params string[] arguments)
    {
        var result = Command.Run(arguments);
        ShouldFail(result, errorId);
        result.Error.ShouldContain(fragment);
        result.Error.ShouldNotContain("hidden");
    }

    [Fact]
    public void An_empty_folder_is_no_snapshot()
    {
        using var copy = new SampleCopy();
        Directory.CreateDirectory(copy.Beside("empty"));
        ShouldFail(Command.Run("score", "--snapshot", copy.Beside("empty")), "SnapshotEmpty");
    }

    [Fact]
    public void A_file_of_another_kind_is_no_snapshot()
    {
        using var copy = new SampleCopy();
        File.WriteAllText(copy.Beside("notes.txt"), "notes");
        ShouldFail(Command.Run("score", "--snapshot", copy.Beside("notes.txt")), "SnapshotNotRecognised");
    }

    [Fact]
    public void A_zip_that_climbs_out_is_refused()
    {
        using var copy = new SampleCopy();
        string path = copy.Beside("climbs.snapshot.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            zip.CreateEntryFromFile(Path.Combine(copy.Directory, "manifest.json"), "manifest.json");
            zip.CreateEntryFromFile(Path.Combine(copy.Directory, "manifest.json"), "../climbs.json");
        }

        ShouldFail(Command.Run("score", "--snapshot", path), "SnapshotUnsafe");
    }

    [Fact]
    public void A_damaged_manifest_is_told()
    {
        using var copy = new SampleCopy().Write("manifest.json", "{\"schema\":1,");
        ShouldFail(Command.Run("score", "--snapshot", copy.Directory), "SnapshotInvalid");
    }

    [Fact]
    public void A_damaged_resource_makes_only_its_controls_unjudged()
    {
        using var copy = new SampleCopy().Write("exchange/Get-OrganizationConfig.json", "[{");
        var result = Command.Run("evidence", "CustomerLockBoxEnabled", "--snapshot", copy.Directory, "--edition", "2022-05", "--format", "csv");
        result.ExitCode.ShouldBe(0);
        result.Error.ShouldStartWith("securescore: CustomerLockBoxEnabled was not judged: exchange/Get-OrganizationConfig ");
        result.Error.ShouldEndWith("[SourceFailed]" + Environment.NewLine);
        result.Output.ShouldBe("ControlId,Kind,Id,UserPrincipalName,Identity,DisplayName,Setting,Actual,Expected,Reason,Policy\r\n");
    }

    [Fact]
    public void Control_characters_in_a_wrong_name_do_not_reach_the_terminal()
    {
        var result = Command.Run("evidence", "one\u001b[31m\r\ntwo");
        ShouldFail(result, "ControlNotFound");
        result.Error.ShouldContain("'one[31m  two'");
    }

    [Fact]
    public async Task Output_that_cannot_be_written_is_told()
    {
        using var error = new StringWriter();
        using var full = new FullStream();
        (await CommandLine.RunAsync(["score"], new Terminal(full, error, isTerminal: false, 80, Spectre.Console.AnsiSupport.No))).ShouldBe(1);
        error.ToString().ShouldBe("securescore: No space left on device [InputOutput]" + Environment.NewLine);
    }

    [Fact]
    public void Cancelling_ends_with_its_own_code()
    {
        var result = Command.RunCancelled("score");
        result.ExitCode.ShouldBe(130);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldBe("securescore: cancelled" + Environment.NewLine);
    }

    internal static void ShouldFail(CommandResult result, string errorId)
    {
        result.ExitCode.ShouldBe(1);
        result.Output.ShouldBeEmpty();
        OneLine().IsMatch(result.Error).ShouldBeTrue(result.Error);
        result.Error.TrimEnd().ShouldEndWith($"[{errorId}]");
    }

    [GeneratedRegex(@"^securescore: [^\r\n\p{Cc}]+ \[[A-Za-z]+\]\r?\n$")]
    private static partial Regex OneLine();

    private sealed class FullStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("No space left on device");
    }
}

using System.Diagnostics;
using System.Text;
using SecureScore.Engine.History;

namespace SecureScore.Cli.Tests;

/// <summary>The command as a process of its own.</summary>
public class ProcessTests
{
    [Fact]
    public async Task Output_in_a_pipe_is_plain_utf8_and_the_exit_code_is_0()
    {
        using var process = Start("controls");
        using var bytes = new MemoryStream();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(bytes);
        await process.WaitForExitAsync();
        (await error).ShouldBeEmpty();
        process.ExitCode.ShouldBe(0);
        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.ToArray());
        text.ShouldStartWith("Contoso");
        text.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task An_error_goes_to_the_error_stream_with_exit_code_1()
    {
        using var process = Start("score", "--snapshot", "nowhere");
        var output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(1);
        (await output).ShouldBeEmpty();
        error.ShouldEndWith("[SnapshotNotFound]" + Environment.NewLine);
    }

    [Fact]
    public async Task A_reader_that_leaves_early_is_no_error()
    {
        using var process = Start("controls", "--all", "--edition", "2026-09", "--format", "json");
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadLineAsync();
        process.StandardOutput.Close();
        await process.WaitForExitAsync();
        (await error).ShouldBe("securescore: no --snapshot was given; this is the demo tenant" + Environment.NewLine);
    }

    [Theory]
    [InlineData(0, "--fail-below", "20")]
    [InlineData(2, "--fail-below", "60")]
    [InlineData(3, "--min-coverage", "99.5")]
    [InlineData(3, "--fail-below", "60", "--min-coverage", "99.5")]
    [InlineData(1, "--fail-below", "600")]
    public async Task The_exit_code_is_what_a_pipeline_asks_about(int exitCode, params string[] gate)
    {
        using var process = Start(["score", "--format", "csv", .. gate]);
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(exitCode);
        (await output).ShouldStartWith(exitCode == 1 ? "" : "TenantId,");
    }

    [Fact]
    public async Task The_store_of_the_environment_is_the_default_one_but_not_of_the_demo_tenant()
    {
        using var copy = new SampleCopy();
        string store = copy.Beside("history.db");
        (await ExitCodeAsync(store, "score", "--snapshot", copy.Directory)).ShouldBe(0);
        File.Exists(store).ShouldBeFalse();
        (await ExitCodeAsync(store, "import", copy.Directory, "--edition", "2022-05")).ShouldBe(0);
        (await ExitCodeAsync(store, "status", "IntegratedApps", "--set", "planned", "--edition", "2022-05", "--snapshot", copy.Directory)).ShouldBe(0);
        (await ExitCodeAsync(store, "history", "--edition", "2022-05")).ShouldBe(0);

        await File.WriteAllTextAsync(store, "This is no store, and it is longer than the head of one would have to be to be read at all.");
        (await ErrorAsync(store, "score", "--snapshot", copy.Directory)).ShouldContain("[StoreDamaged]");
        (await ErrorAsync(store, "score")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--format", "csv")]
    [InlineData("--evidence-only")]
    public async Task A_revoked_permission_does_not_pass_though_microsoft_has_published_points(params string[] options)
    {
        using var copy = new SampleCopy("contoso");
        string store = copy.Beside("history.db");
        string[] score = ["score", "--fail-below", "20", "--snapshot", copy.Directory, .. options];
        (await ExitCodeAsync(store, "import", copy.Directory)).ShouldBe(0);
        copy.Change("manifest.json", manifest => manifest["collectedAt"] = manifest["collectedAt"]!.GetValue<DateTimeOffset>().AddDays(1));
        (await ExitCodeAsync(store, score)).ShouldBe(0);

        copy.Change("manifest.json", manifest => manifest["resources"]!["teams/TeamsMeetingPolicy"]!["status"] = "Denied");
        var (exitCode, output, error) = await EndAsync(store, score);

        exitCode.ShouldBe(3);
        output.ShouldNotBeEmpty();
        error.ShouldMatch(@"^securescore: \d+ controls can no longer be judged by evidence, as they were when recorded last: meeting_\S+ \(No permission\), .* and \d+ more\.\r?\n$");
        (await ExitCodeAsync(store, [.. score, "--min-coverage", "10"])).ShouldBe(0);
    }

    private static async Task<int> ExitCodeAsync(string store, params string[] arguments) => (await EndAsync(store, arguments)).ExitCode;

    private static async Task<string> ErrorAsync(string store, params string[] arguments) => (await EndAsync(store, arguments)).Error;

    private static async Task<CommandResult> EndAsync(string store, string[] arguments)
    {
        using var process = Start(arguments, store);
        var output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, await output, error);
    }

    private static Process Start(params string[] arguments) => Start(arguments, null);

    private static Process Start(string[] arguments, string? store)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, [Path.Combine(AppContext.BaseDirectory, "securescore.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (store is not null)
            start.Environment[StoreLocation.EnvironmentVariable] = store;
        return Process.Start(start)!;
    }
}

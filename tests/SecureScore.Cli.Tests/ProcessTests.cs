using System.Diagnostics;
using System.Text;

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

    private static Process Start(params string[] arguments)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, [Path.Combine(AppContext.BaseDirectory, "securescore.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        return Process.Start(start)!;
    }
}

using System.Diagnostics;

namespace SecureScore.Architecture.Tests;

public sealed class StagingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("securescore-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_changed_file_replaces_the_one_that_a_process_has_open()
    {
        // Windows does not let a loaded file be replaced; there the build says so.
        if (OperatingSystem.IsWindows())
            return;

        string source = Path.Join(_folder, "source.dll");
        string staged = Path.Join(_folder, "staged.dll");
        File.WriteAllText(source, "old");
        await StageAsync(source, staged);
        using var loaded = new StreamReader(new FileStream(staged, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

        File.WriteAllText(source, "new");
        await StageAsync(source, staged);

        (await loaded.ReadToEndAsync()).ShouldBe("old");
        File.ReadAllText(staged).ShouldBe("new");
    }

    // Downgrading a package brings an older file.
    [Fact]
    public async Task An_older_file_replaces_a_newer_one()
    {
        string source = Path.Join(_folder, "source.dll");
        string staged = Path.Join(_folder, "staged.dll");
        File.WriteAllText(staged, "new");
        File.WriteAllText(source, "old");
        File.SetLastWriteTimeUtc(source, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await StageAsync(source, staged);

        File.ReadAllText(staged).ShouldBe("old");
    }

    private async Task StageAsync(string source, string staged)
    {
        string project = Path.Join(_folder, "stage.proj");
        File.WriteAllText(project, $"""
            <Project>
              <Import Project="{Path.Join(Repository.Root, "build", "Staging.targets")}" />
              <ItemGroup>
                <StagedFile Include="{source}" Destination="{staged}" />
              </ItemGroup>
            </Project>
            """);
        using var build = Process.Start("dotnet", ["msbuild", project, "-target:CopyStagedFiles", "-verbosity:quiet", "-nologo"]);
        await build.WaitForExitAsync();
        build.ExitCode.ShouldBe(0);
    }
}

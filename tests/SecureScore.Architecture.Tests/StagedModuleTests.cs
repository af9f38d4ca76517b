namespace SecureScore.Architecture.Tests;

public class StagedModuleTests
{
    private static readonly string[] Runtimes =
        ["win-x64", "win-arm64", "linux-x64", "linux-arm64", "linux-musl-x64", "linux-musl-arm64", "osx-x64", "osx-arm64"];

    private static readonly string[] Folders = ["bin", "formats", "en-US", "samples"];

    private static readonly string Module = Path.Join(Repository.Root, "bin");
    private static readonly string Dependencies = Path.Join(Module, "dependencies");
    private static readonly string Fixture = Path.Join(Repository.Root, "tests", "SecureScore.LoadContext.Fixture", "bin", "dependencies");

    [Fact]
    public void The_default_context_finds_the_cmdlets_and_the_engine_only() =>
        Directory.EnumerateFiles(Module, "*.dll").Select(Path.GetFileName).ShouldBe(["SecureScore.Engine.dll", "SecureScore.PowerShell.dll"], ignoreOrder: true);

    [Theory]
    [InlineData("SecureScore.Engine.dll")]
    [InlineData("SecureScore.PowerShell.dll")]
    [InlineData("System.Management.Automation.dll")]
    public void What_the_shell_shares_is_no_dependency(string file) =>
        Directory.EnumerateFiles(Dependencies, file, SearchOption.AllDirectories).ShouldBeEmpty();

    [Fact]
    public void The_dependencies_are_whole()
    {
        var staged = Directory.EnumerateFiles(Dependencies, "*.dll", SearchOption.AllDirectories).ToArray();
        var known = staged.Select(Path.GetFileNameWithoutExtension).Append("SecureScore.Engine").ToHashSet(StringComparer.OrdinalIgnoreCase);

        var missing = staged.SelectMany(path => Repository.References(path) ?? []).Distinct(StringComparer.Ordinal)
            .Where(name => !known.Contains(name) && !Repository.IsFramework(name));

        missing.ShouldBeEmpty();
        File.Exists(Path.Join(Dependencies, "SecureScore.Composition.deps.json")).ShouldBeTrue();
    }

    [Fact]
    public void A_native_library_is_staged_for_every_machine_that_PowerShell_runs_on_and_no_other() =>
        Directory.EnumerateDirectories(Path.Join(Fixture, "runtimes")).Select(Path.GetFileName).ShouldBe(Runtimes, ignoreOrder: true);

    // An Azure Automation account takes modules of up to 100 MB.
    [Fact]
    public void The_module_is_under_90_MB()
    {
        long size = Folders.Select(name => new DirectoryInfo(Path.Join(Repository.Root, name)))
            .Where(folder => folder.Exists)
            .Sum(folder => folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length));

        size.ShouldBeInRange(1, 90_000_000);
    }
}

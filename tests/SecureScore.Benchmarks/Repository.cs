using System.Reflection;

namespace SecureScore.Benchmarks;

/// <summary>Where the things that are measured lie in the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Configuration { get; } = Metadata("Configuration");

    public static string Sample => Path.Combine(Root, "samples", "contoso");

    /// <summary>Where generated snapshots are kept between runs.</summary>
    public static string DataFolder => Path.Combine(Root, "BenchmarkData");

    public static string CommandLine => Executable(Path.Combine(Root, "src", "SecureScore.Cli", "bin", Configuration, "net10.0", "securescore"));

    public static string ToyModule => Path.Combine(Root, "tests", "SecureScore.Benchmarks", "ToyModule", "bin", Configuration, "net8.0", "ToyModule.dll");

    /// <summary>The module that building this program staged.</summary>
    public static string Module => Path.Combine(Root, "SecureScore.psd1");

    /// <summary>PowerShell on the PATH; null when there is none.</summary>
    public static string? PowerShell => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Executable(Path.Combine(folder, "pwsh")))
        .FirstOrDefault(File.Exists);

    private static string Executable(string path) => OperatingSystem.IsWindows() ? path + ".exe" : path;

    private static string Metadata(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}

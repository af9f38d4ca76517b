using System.Reflection;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests;

/// <summary>Files of the repository that tests read.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key.Equals("RepositoryRoot", StringComparison.Ordinal)).Value!;

    public static string SampleFolder => Path.Combine(Root, "samples", "contoso-2022");

    public static TenantSnapshot OpenSample() => TenantSnapshot.Open(SampleFolder);

    /// <summary>A copy of the sample, for a test to change.</summary>
    public static void CopySample(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(SampleFolder, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(SampleFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}

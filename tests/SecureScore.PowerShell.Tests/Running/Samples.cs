using System.Reflection;

namespace SecureScore.PowerShell.Tests.Running;

/// <summary>The snapshots that tests judge.</summary>
internal static class Samples
{
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    public static string Contoso { get; } = Path.Join(RepositoryRoot, "samples", "contoso-2022");

    public static string Demo { get; } = Path.Join(RepositoryRoot, "samples", "contoso");

    public static string Metadata(string key) =>
        typeof(Samples).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}

/// <summary>A snapshot with as many users, all of whom cost a control its points.</summary>
internal sealed class TemporarySnapshot : IDisposable
{
    public TemporarySnapshot(string manifest, params (string Resource, string Content)[] files)
    {
        Location = Directory.CreateTempSubdirectory("securescore-").FullName;
        File.WriteAllText(Path.Join(Location, "manifest.json"), manifest);
        foreach (var (resource, content) in files)
        {
            string path = Path.Join(Location, resource);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
        }
    }

    public string Location { get; }

    public void Dispose() => Directory.Delete(Location, recursive: true);
}

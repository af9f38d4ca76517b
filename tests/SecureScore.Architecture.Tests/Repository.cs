using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace SecureScore.Architecture.Tests;

internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The names of the assemblies that an assembly file refers to; null when the file is no .NET assembly.</summary>
    public static IReadOnlyList<string>? References(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata)
            return null;

        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    public static bool IsFramework(string assembly) => File.Exists(Path.Join(RuntimeEnvironment.GetRuntimeDirectory(), assembly + ".dll"));

    private static string Metadata(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key.Equals(key, StringComparison.Ordinal)).Value!;
}

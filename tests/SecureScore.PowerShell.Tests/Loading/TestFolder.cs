using System.Reflection;
using System.Reflection.Emit;

namespace SecureScore.PowerShell.Tests.Loading;

/// <summary>A temporary folder of assemblies that hold nothing but a name and a version.</summary>
internal sealed class TestFolder : IDisposable
{
    public static string Repository { get; } = typeof(TestFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key.Equals("RepositoryRoot", StringComparison.Ordinal)).Value!;

    public string Path { get; } = Directory.CreateTempSubdirectory("securescore-").FullName;

    /// <summary>Writes an assembly and returns where.</summary>
    public string Write(string name, string version)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = Version.Parse(version) }, typeof(object).Assembly);
        assembly.DefineDynamicModule(name).DefineType(name + ".Marker", TypeAttributes.Public).CreateType();
        string path = System.IO.Path.Join(Path, name + ".dll");
        assembly.Save(path);
        return path;
    }

    // Loaded assemblies stay in use on Windows.
    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
            Directory.Delete(Path, recursive: true);
    }
}

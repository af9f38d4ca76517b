using System.Reflection;
using System.Text.Json.Nodes;

namespace SecureScore.Cli.Tests;

/// <summary>A copy of the sample tenant, to change; gone with the test.</summary>
internal sealed class SampleCopy : IDisposable
{
    private readonly string _parent = System.IO.Directory.CreateTempSubdirectory("securescore-cli-").FullName;

    /// <param name="name">Which sample; the worked example unless another is named.</param>
    public SampleCopy(string name = "contoso-2022")
    {
        string original = Path.Combine(Samples, name);
        Directory = Path.Combine(_parent, "tenant");
        foreach (string file in System.IO.Directory.EnumerateFiles(original, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(Directory, Path.GetRelativePath(original, file));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>The worked example in the repository.</summary>
    public static string Original { get; } = Path.Combine(Samples, "contoso-2022");

    private static string Samples => Path.Combine(
        typeof(SampleCopy).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "RepositoryRoot").Value!,
        "samples");

    public string Directory { get; }

    /// <summary>A path beside the copy, for a file of another kind.</summary>
    public string Beside(string name) => Path.Combine(_parent, name);

    /// <summary>Changes the JSON of one file.</summary>
    public SampleCopy Change(string file, Action<JsonNode> change)
    {
        string path = Path.Combine(Directory, file);
        var node = JsonNode.Parse(File.ReadAllText(path))!;
        change(node);
        File.WriteAllText(path, node.ToJsonString());
        return this;
    }

    /// <summary>Replaces a file as a whole.</summary>
    public SampleCopy Write(string file, string content)
    {
        File.WriteAllText(Path.Combine(Directory, file), content);
        return this;
    }

    public void Dispose() => System.IO.Directory.Delete(_parent, recursive: true);
}

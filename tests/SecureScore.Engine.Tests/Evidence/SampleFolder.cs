using System.IO.Compression;
using System.Text;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Evidence;

/// <summary>A folder of its own for one test, gone with it.</summary>
internal sealed class SampleFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("snapshot-tests-").FullName;

    public string Snapshot => System.IO.Path.Combine(Path, "contoso");

    public SampleFolder With(string file, string content) => With(file, Encoding.UTF8.GetBytes(content));

    public SampleFolder With(string file, byte[] content)
    {
        string path = System.IO.Path.Combine(Snapshot, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return this;
    }

    /// <summary>A zip file of these entries, written as they are.</summary>
    public string Zip(params ReadOnlySpan<(string Entry, string Content)> entries) =>
        Zip(entries.ToArray().Select(entry => (entry.Entry, Encoding.UTF8.GetBytes(entry.Content))));

    public string Zip(IEnumerable<(string Entry, byte[] Content)> entries)
    {
        string path = System.IO.Path.Combine(Path, "contoso.snapshot.zip");
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            using var stream = archive.CreateEntry(name).Open();
            stream.Write(content);
        }

        return path;
    }

    public TenantSnapshot Open() => TenantSnapshot.Open(Snapshot);

    public static byte[] Gzip(string content)
    {
        using var zipped = new MemoryStream();
        using (var stream = new GZipStream(zipped, CompressionLevel.Fastest))
            stream.Write(Encoding.UTF8.GetBytes(content));
        return zipped.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

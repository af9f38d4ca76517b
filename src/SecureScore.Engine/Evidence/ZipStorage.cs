using System.IO.Compression;

namespace SecureScore.Engine.Evidence;

/// <summary>A snapshot in a zip file; the snapshot may lie in one top folder of it.</summary>
internal sealed class ZipStorage : SnapshotStorage
{
    // The list of entries lies in memory. This is what the most entries that are accepted take with the longest names that make sense.
    private const long MaximumListBytes = MaximumFiles * 512L;

    private const int UnixTypeMask = 0xF000;
    private const int UnixFolder = 0x4000;
    private const int UnixRegularFile = 0x8000;

    private readonly string _file;
    private string _topFolder = "";

    /// <param name="location">The path that was asked for.</param>
    /// <param name="file">The zip file, which differs where the path is a link.</param>
    public ZipStorage(string location, string file)
        : base(location)
    {
        _file = file;
    }

    public override IReadOnlyList<string> ListFiles()
    {
        using var stream = new MeteredStream(OpenFile()) { Limit = MaximumListBytes };
        using var archive = OpenArchive(stream);
        var names = new List<string>();
        long compressed = 0;
        foreach (var entry in Entries(archive))
        {
            if (entry.CompressedLength > stream.Length - compressed)
                throw SnapshotException.TooLarge(Location, "its entries overlap");

            Check(entry);
            compressed += entry.CompressedLength;
            names.Add(entry.FullName);
        }

        _topFolder = TopFolder(names);
        return [.. names.Where(name => name.StartsWith(_topFolder, StringComparison.Ordinal))
            .Select(name => name[_topFolder.Length..])
            .Where(name => IsManifest(name) || ResourceOf(name) is not null)];
    }

    public override SnapshotFile Open(string file)
    {
        var archive = new ZipArchive(OpenFile(), ZipArchiveMode.Read);
        try
        {
            var entry = archive.GetEntry(_topFolder + file) ?? throw new FileNotFoundException($"the zip file no longer holds '{file}'");
            return new SnapshotFile(entry.Open(), archive) { CompressedLength = entry.CompressedLength, Length = entry.Length };
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private FileStream OpenFile() => new(_file, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.Read | FileShare.Delete,
        BufferSize = 64 * 1024,
    });

    private ZipArchive OpenArchive(Stream stream)
    {
        try
        {
            return new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException exception)
        {
            throw SnapshotException.NotRecognised(Location, "it is no zip file, or one that is cut off", exception);
        }
    }

    private IReadOnlyCollection<ZipArchiveEntry> Entries(ZipArchive archive)
    {
        try
        {
            return archive.Entries.Count <= MaximumFiles ? archive.Entries : throw SnapshotException.TooManyFiles(Location);
        }
        catch (MeteredStream.LimitException)
        {
            throw SnapshotException.TooManyFiles(Location);
        }
        catch (InvalidDataException exception)
        {
            throw SnapshotException.NotRecognised(Location, "its list of entries is damaged", exception);
        }
    }

    private void Check(ZipArchiveEntry entry)
    {
        string name = entry.FullName;
        if (name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal)
            || name.Split('/').Contains("..", StringComparer.Ordinal))
            throw SnapshotException.Unsafe(Location, $"the entry '{name}' leads out of the zip file");

        if (((entry.ExternalAttributes >> 16) & UnixTypeMask) is not (0 or UnixFolder or UnixRegularFile))
            throw SnapshotException.Unsafe(Location, $"the entry '{name}' is a link or a device");

        if (entry.IsEncrypted)
            throw SnapshotException.NotRecognised(Location, $"the entry '{name}' is encrypted");

        if (entry.Length > SnapshotRows.MaximumExpanded(entry.CompressedLength))
            throw SnapshotException.TooLarge(Location, $"the entry '{name}' unpacks to {entry.Length} bytes from {entry.CompressedLength}");
    }

    private string TopFolder(List<string> names)
    {
        if (names.Exists(IsManifest))
            return "";

        // A top folder may have a name like that of a service, so the manifest tells first.
        var folders = TopFoldersOf(names, IsManifest);
        if (folders.Count == 0 && !names.Exists(name => ResourceOf(name) is not null))
            folders = TopFoldersOf(names, name => ResourceOf(name) is not null);

        return folders.Count switch
        {
            0 => "",
            1 => folders[0],
            _ => throw SnapshotException.Ambiguous(Location, $"it holds several snapshots: {string.Join(", ", folders)}"),
        };
    }

    private static List<string> TopFoldersOf(List<string> names, Func<string, bool> holds) =>
        [.. names.Select(name => name[..(name.IndexOf('/', StringComparison.Ordinal) + 1)])
            .Zip(names)
            .Where(pair => pair.First.Length > 0 && holds(pair.Second[pair.First.Length..]))
            .Select(pair => pair.First)
            .Distinct(StringComparer.Ordinal)];
}

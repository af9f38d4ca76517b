using System.Formats.Tar;

namespace SecureScore.Engine.Evidence;

/// <summary>A snapshot in a folder.</summary>
internal sealed class FolderStorage : SnapshotStorage
{
    public FolderStorage(string location)
        : base(location)
    {
    }

    public override IReadOnlyList<string> ListFiles()
    {
        var files = new List<string>();
        int seen = 0;
        foreach (var entry in new DirectoryInfo(Location).EnumerateFileSystemInfos())
        {
            Count(ref seen);
            if (IsManifest(entry.Name))
            {
                if (entry is not DirectoryInfo)
                    files.Add(Regular(entry, entry.Name));
            }
            else if (entry is DirectoryInfo folder && IsResourceName(folder.Name + "/x"))
            {
                Regular(folder, folder.Name);
                foreach (var child in folder.EnumerateFileSystemInfos())
                {
                    Count(ref seen);
                    string name = $"{folder.Name}/{child.Name}";
                    if (child is not DirectoryInfo && ResourceOf(name) is not null)
                        files.Add(Regular(child, name));
                }
            }
        }

        return files;
    }

    public override SnapshotFile Open(string file) => new(new FileStream(Path.Combine(Location, file), new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.Read | FileShare.Delete,
        Options = FileOptions.SequentialScan,
        BufferSize = 0,
    }));

    private void Count(ref int seen)
    {
        if (++seen > MaximumFiles)
            throw SnapshotException.TooManyFiles(Location);
    }

    private string Regular(FileSystemInfo entry, string name)
    {
        if (entry.LinkTarget is not null)
            throw SnapshotException.Unsafe(Location, $"'{name}' is a link");

        return entry is FileInfo file && IsDevice(file) ? throw SnapshotException.Unsafe(Location, $"'{name}' is a device") : name;
    }

    // Opening a pipe would wait for its other end. Only what has no length can be one.
    private static bool IsDevice(FileInfo file)
    {
        if (file.Length > 0 || OperatingSystem.IsWindows())
            return file.Attributes.HasFlag(FileAttributes.Device);

        // .NET tells the kind of a Unix file nowhere but here; a device is not opened for it.
        using var archive = new MemoryStream();
        try
        {
            using var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true);
            writer.WriteEntry(file.FullName, "file");
        }
        catch (UnauthorizedAccessException)
        {
            // A regular file without permission to read: its resource tells that when it is asked for.
            return false;
        }
        catch (IOException)
        {
            // A socket, which an archive cannot hold.
            return true;
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType != TarEntryType.RegularFile;
    }
}

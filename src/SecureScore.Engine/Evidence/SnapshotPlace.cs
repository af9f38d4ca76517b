using System.IO.Compression;

namespace SecureScore.Engine.Evidence;

/// <summary>The path where a snapshot is to stand, and how it gets there: a folder, or a zip file where the path ends in <c>.zip</c>.</summary>
/// <remarks>What stood there before stays whole until the new one takes its place. A folder cannot be swapped in one step: a process that dies in
/// the middle of it leaves the former snapshot as <c>.name.former</c>, and the next one that writes to the path puts it back.</remarks>
internal sealed class SnapshotPlace
{
    // What unpacks the zip file makes a regular file of each entry, for the owner alone.
    private const int OwnerOnlyEntry = (0x8000 | (int)OwnerOnly.FileMode) << 16;

    private readonly string _former;

    public SnapshotPlace(string path)
    {
        Path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        string beside = System.IO.Path.Combine(
            System.IO.Path.GetDirectoryName(Path) ?? Path, "." + System.IO.Path.GetFileName(Path));
        _former = beside + ".former";
        Partial = beside + ".partial";
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The folder beside it for what is not finished.</summary>
    public string Partial { get; }

    private bool IsZip => Path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    /// <summary>Puts back what a process that died took away, and sees that nothing else than a snapshot would be overwritten.</summary>
    /// <exception cref="SnapshotException">Something else is there.</exception>
    public void Prepare()
    {
        if (Directory.Exists(_former) && !Directory.Exists(Path))
            Directory.Move(_former, Path);

        CheckReplaceable();
    }

    /// <summary>Puts a finished folder in its place.</summary>
    /// <param name="folder">The folder, on the same volume. It moves, or, where the path is a zip file, stays.</param>
    /// <param name="scratch">A path beside that folder for the zip file while it is written.</param>
    /// <exception cref="SnapshotException">Something else than a snapshot is there.</exception>
    public void Put(string folder, string scratch)
    {
        CheckReplaceable();
        if (IsZip)
            PutZip(folder, scratch);
        else
            PutFolder(folder);
    }

    private void CheckReplaceable()
    {
        if (File.Exists(Path) || Directory.Exists(Path))
        {
            if (IsZip == Directory.Exists(Path))
                throw SnapshotException.NotReplaced(Path, IsZip ? "it is a folder" : "it is a file");

            if (IsZip || Directory.EnumerateFileSystemEntries(Path).Any())
                CheckSnapshot();
        }
    }

    private void CheckSnapshot()
    {
        try
        {
            TenantSnapshot.Open(Path);
        }
        catch (SnapshotException)
        {
            throw SnapshotException.NotReplaced(Path, "it is no snapshot that this version can read");
        }

        if (IsZip)
            return;

        // Replacing a folder removes it, so nothing of anybody else's may be in it.
        string[] files = [.. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace(System.IO.Path.DirectorySeparatorChar, '/'))];
        if (Array.Find(files, file => !SnapshotStorage.IsManifest(file) && SnapshotStorage.ResourceOf(file) is null) is { } foreign)
            throw SnapshotException.NotReplaced(Path, $"it holds '{foreign}', which belongs to no snapshot");
        if (!Array.Exists(files, SnapshotStorage.IsManifest))
            throw SnapshotException.NotReplaced(Path, "it has no manifest.json");
    }

    private void PutZip(string folder, string scratch)
    {
        File.Delete(scratch);
        using (var stream = OwnerOnly.CreateFile(scratch))
        {
            using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (string file in new FolderStorage(folder).ListFiles().Order(StringComparer.Ordinal))
                {
                    bool isCompressed = file.EndsWith(".gz", StringComparison.Ordinal);
                    var entry = archive.CreateEntry(file, isCompressed ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
                    entry.ExternalAttributes = OwnerOnlyEntry;
                    using var source = File.OpenRead(System.IO.Path.Combine(folder, file));
                    using var target = entry.Open();
                    source.CopyTo(target);
                }
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(scratch, Path, overwrite: true);
    }

    private void PutFolder(string folder)
    {
        if (Directory.Exists(_former))
            Directory.Delete(_former, recursive: true);
        if (!Directory.Exists(Path))
        {
            Directory.Move(folder, Path);
            return;
        }

        Directory.Move(Path, _former);
        try
        {
            Directory.Move(folder, Path);
        }
        catch
        {
            Directory.Move(_former, Path);
            throw;
        }

        Directory.Delete(_former, recursive: true);
    }
}

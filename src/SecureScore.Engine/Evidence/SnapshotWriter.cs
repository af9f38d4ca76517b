using System.IO.Compression;

namespace SecureScore.Engine.Evidence;

/// <summary>Writes a snapshot: a folder, or a zip file where the path ends in <c>.zip</c>.</summary>
/// <remarks>Everything is written into a folder beside the path and takes its place only with <see cref="Complete"/>, so a snapshot that
/// was there before stays whole until then. A process that dies leaves at most that folder, <c>.name.*.partial</c>. A folder cannot be
/// swapped in one step: one that dies in the middle of it leaves the former snapshot as <c>.name.former</c>, and the next writer for the
/// path puts it back. Only the user who runs the program can read what is written.
/// Resources may be written by several threads at once, each resource by one of them.</remarks>
public sealed class SnapshotWriter : IDisposable
{
    // What unpacks the zip file makes a regular file of each entry, for the owner alone.
    private const int OwnerOnlyEntry = (0x8000 | (int)OwnerOnly.FileMode) << 16;

    private readonly string _path;
    private readonly string _former;
    private readonly string _partial;
    private readonly object _lock = new();
    private readonly Dictionary<string, ResourceState?> _states = new(StringComparer.OrdinalIgnoreCase);

    private SnapshotWriter(string path)
    {
        _path = path;
        string beside = Path.Combine(Path.GetDirectoryName(path) ?? path, "." + Path.GetFileName(path));
        _former = beside + ".former";
        _partial = $"{beside}.{Path.GetRandomFileName()}.partial";
    }

    private bool IsZip => _path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    /// <summary>Begins a snapshot.</summary>
    /// <param name="path">The folder or the zip file to write. What is there already must be a snapshot, and nothing else.</param>
    /// <exception cref="SnapshotException">Something else is there, or nothing can be written there.</exception>
    public static SnapshotWriter Create(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var writer = new SnapshotWriter(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        Writing(writer._path, () =>
        {
            if (Directory.Exists(writer._former) && !Directory.Exists(writer._path))
                Directory.Move(writer._former, writer._path);

            writer.CheckReplaceable();
            OwnerOnly.CreateFolder(writer._partial);
        });
        return writer;
    }

    /// <summary>Begins a resource that was collected.</summary>
    /// <param name="resource">Its name, for example <c>graph/users</c>.</param>
    /// <param name="format">How its rows are kept.</param>
    /// <param name="collectedAt">When it was collected; null means with the snapshot.</param>
    /// <exception cref="SnapshotException">The file cannot be written.</exception>
    public SnapshotResourceWriter AddResource(string resource, SnapshotFormat format, DateTimeOffset? collectedAt = null)
    {
        if (!SnapshotStorage.IsResourceName(resource))
            throw new ArgumentException($"'{resource}' is no name of a resource.", nameof(resource));

        Add(resource, state: null);
        string file = Path.Combine(_partial, resource) + format switch
        {
            SnapshotFormat.Lines => ".jsonl",
            SnapshotFormat.CompressedLines => ".jsonl.gz",
            _ => ".json",
        };

        FileStream? stream = null;
        Writing(_path, () =>
        {
            OwnerOnly.CreateFolder(Path.GetDirectoryName(file)!);
            stream = OwnerOnly.CreateFile(file);
        });
        return new SnapshotResourceWriter(this, resource, format, collectedAt, stream!);
    }

    /// <summary>Notes a resource that was not collected, and why.</summary>
    public void AddMissing(ResourceState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Status == ResourceStatus.Collected)
            throw new ArgumentException("A resource that was collected has rows.", nameof(state));

        Add(state.Name, state);
    }

    /// <summary>Writes the manifest and puts the snapshot in its place.</summary>
    /// <param name="manifest">What the snapshot says of itself. Its resources are those that were added here.</param>
    /// <exception cref="SnapshotException">The snapshot cannot be written; what was there before is still there.</exception>
    public void Complete(SnapshotManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (_states.FirstOrDefault(pair => pair.Value is null).Key is { } open)
            throw new InvalidOperationException($"The resource '{open}' was begun and not completed.");

        Writing(_path, () =>
        {
            using (var stream = OwnerOnly.CreateFile(Path.Combine(_partial, SnapshotStorage.ManifestFile)))
            {
                ManifestJson.Write(stream, manifest with
                {
                    Schema = SnapshotManifest.CurrentSchema,
                    Resources = _states.ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase),
                });
                stream.Flush(flushToDisk: true);
            }

            CheckReplaceable();
            if (IsZip)
                PublishZip();
            else
                PublishFolder();
        });
    }

    /// <summary>Removes what was written, unless it was completed.</summary>
    public void Dispose()
    {
        if (Directory.Exists(_partial))
            Directory.Delete(_partial, recursive: true);
    }

    internal void Keep(ResourceState state)
    {
        lock (_lock)
            _states[state.Name] = state;
    }

    internal void Forget(string resource)
    {
        lock (_lock)
            _states.Remove(resource);
    }

    internal void Writing(Action write) => Writing(_path, write);

    private void Add(string resource, ResourceState? state)
    {
        lock (_lock)
        {
            if (!_states.TryAdd(resource, state))
                throw new ArgumentException($"The resource '{resource}' was already added.", nameof(resource));
        }
    }

    private void CheckReplaceable()
    {
        if (File.Exists(_path) || Directory.Exists(_path))
        {
            if (IsZip == Directory.Exists(_path))
                throw SnapshotException.NotReplaced(_path, IsZip ? "it is a folder" : "it is a file");

            if (IsZip || Directory.EnumerateFileSystemEntries(_path).Any())
                CheckSnapshot();
        }
    }

    private void CheckSnapshot()
    {
        try
        {
            TenantSnapshot.Open(_path);
        }
        catch (SnapshotException)
        {
            throw SnapshotException.NotReplaced(_path, "it is no snapshot that this version can read");
        }

        if (IsZip)
            return;

        // Replacing a folder removes it, so nothing of anybody else's may be in it.
        string[] files = [.. Directory.EnumerateFiles(_path, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_path, file).Replace(Path.DirectorySeparatorChar, '/'))];
        if (Array.Find(files, file => !SnapshotStorage.IsManifest(file) && SnapshotStorage.ResourceOf(file) is null) is { } foreign)
            throw SnapshotException.NotReplaced(_path, $"it holds '{foreign}', which belongs to no snapshot");
        if (!Array.Exists(files, SnapshotStorage.IsManifest))
            throw SnapshotException.NotReplaced(_path, "it has no manifest.json");
    }

    private void PublishZip()
    {
        string zip = Path.Combine(_partial, "snapshot.zip");
        using (var stream = OwnerOnly.CreateFile(zip))
        {
            using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (string file in new FolderStorage(_partial).ListFiles().Order(StringComparer.Ordinal))
                {
                    bool isCompressed = file.EndsWith(".gz", StringComparison.Ordinal);
                    var entry = archive.CreateEntry(file, isCompressed ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
                    entry.ExternalAttributes = OwnerOnlyEntry;
                    using var source = File.OpenRead(Path.Combine(_partial, file));
                    using var target = entry.Open();
                    source.CopyTo(target);
                }
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(zip, _path, overwrite: true);
        Directory.Delete(_partial, recursive: true);
    }

    private void PublishFolder()
    {
        if (Directory.Exists(_former))
            Directory.Delete(_former, recursive: true);
        if (!Directory.Exists(_path))
        {
            Directory.Move(_partial, _path);
            return;
        }

        Directory.Move(_path, _former);
        try
        {
            Directory.Move(_partial, _path);
        }
        catch
        {
            Directory.Move(_former, _path);
            throw;
        }

        Directory.Delete(_former, recursive: true);
    }

    private static void Writing(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw SnapshotException.NotWritten(path, exception);
        }
    }
}

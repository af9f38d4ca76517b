using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureScore.Engine.Evidence;

/// <summary>Evidence that grows while it is collected: resources are added one after the other, and what is there can be read.</summary>
/// <remarks>A resource is there once it was completed. In a folder that is not temporary, what was completed survives a process that dies at any
/// point, and so do the rows of an open resource up to its last checkpoint. Only the user who runs the program can read the folder, and only one
/// process uses it at a time. Resources may be added by several threads at once, each resource by one of them.</remarks>
public sealed class WorkingSnapshot : IDisposable
{
    private readonly WorkingFolder _folder;
    private readonly SnapshotPlace? _place;
    private readonly bool _isTemporary;
    private readonly object _lock = new();
    private readonly Dictionary<string, ResourceState> _states;
    private readonly HashSet<string> _open = new(StringComparer.OrdinalIgnoreCase);
    private SnapshotManifest _manifest;
    private bool _isWritten;
    private bool _isGone;

    private WorkingSnapshot(WorkingFolder folder, SnapshotPlace? place, bool isTemporary)
    {
        _folder = folder;
        _place = place;
        _isTemporary = isTemporary;
        _manifest = ReadManifest(folder.Snapshot);
        _states = new Dictionary<string, ResourceState>(_manifest.Resources, StringComparer.OrdinalIgnoreCase);
        _isWritten = _states.Count > 0;
    }

    /// <summary>The full path of the folder.</summary>
    public string Location => _folder.Path;

    /// <summary>What the evidence says of its tenant, and of each resource that has ended.</summary>
    public SnapshotManifest Manifest
    {
        get
        {
            lock (_lock)
                return _manifest with { Resources = new Dictionary<string, ResourceState>(_states, StringComparer.OrdinalIgnoreCase) };
        }
    }

    /// <summary>Ids of groups whose members are wanted besides those that <see cref="NamedGroups.Find"/> finds, since something is about to name them.
    /// To be set before graph/groupMembers is collected.</summary>
    public IReadOnlyCollection<string> FurtherGroups { get; set; } = [];

    /// <summary>Begins in a temporary folder, which goes with <see cref="Dispose"/>. Removes those of processes that died.</summary>
    /// <exception cref="SnapshotException">Nothing can be written there.</exception>
    public static WorkingSnapshot CreateTemporary() => Take(Path.GetTempPath(), WorkingFolder.CreateTemporary, place: null, isTemporary: true);

    /// <summary>Begins in a folder, or goes on with what an interrupted collection left there.</summary>
    /// <exception cref="SnapshotException">Something else is there, another process uses it, or nothing can be written there.</exception>
    public static WorkingSnapshot OpenOrCreate(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Take(path, () => WorkingFolder.Take(path), place: null, isTemporary: false);
    }

    /// <summary>Begins what <see cref="Publish"/> puts at a path. Until then it is in a folder beside the path, <c>.name.partial</c>.</summary>
    /// <param name="path">The folder, or the zip file where it ends in <c>.zip</c>. What is there already must be a snapshot, and nothing else.</param>
    /// <param name="resume">Whether to go on with what an interrupted export to the path left; else that is removed.</param>
    /// <exception cref="SnapshotException">Something else is there, another export writes there, or nothing can be written there.</exception>
    public static WorkingSnapshot ForExport(string path, bool resume)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var place = new SnapshotPlace(path);
        return Take(place.Path, () =>
        {
            place.Prepare();
            var folder = WorkingFolder.Take(place.Partial);
            if (!resume)
                folder.Clear();
            return folder;
        }, place, isTemporary: false);
    }

    /// <summary>Says which tenant the evidence is of, and when its collection began.</summary>
    /// <param name="manifest">Its resources are left out of account.</param>
    /// <exception cref="SnapshotException">What is there already is of another tenant, or the manifest cannot be written.</exception>
    public void Describe(SnapshotManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        lock (_lock)
        {
            if (_manifest.TenantId is { } former && !former.Equals(manifest.TenantId, StringComparison.OrdinalIgnoreCase))
                throw SnapshotException.OtherTenant(_place?.Path ?? Location, former, manifest.TenantId);

            _manifest = manifest with { Schema = SnapshotManifest.CurrentSchema };
            Changed();
        }
    }

    /// <summary>How the collection of a resource ended; Skipped when it did not end yet, or nobody asked for it.</summary>
    public ResourceState StateOf(string resource)
    {
        lock (_lock)
            return _states.GetValueOrDefault(resource) ?? new ResourceState(resource, ResourceStatus.Skipped);
    }

    /// <summary>Begins a resource that is collected, or goes on with one at its last checkpoint.</summary>
    /// <param name="resource">Its name, for example <c>graph/users</c>. One that could not be collected before may be tried again.</param>
    /// <param name="format">How its rows are kept.</param>
    /// <param name="collectedAt">When it was collected; null means with the snapshot.</param>
    /// <exception cref="SnapshotException">The file cannot be written.</exception>
    public SnapshotResourceWriter AddResource(string resource, SnapshotFormat format, DateTimeOffset? collectedAt = null)
    {
        if (!SnapshotStorage.IsResourceName(resource))
            throw new ArgumentException($"'{resource}' is no name of a resource.", nameof(resource));

        Begin(resource, nameof(resource));
        try
        {
            return Writing(() => new SnapshotResourceWriter(this, resource, format, collectedAt));
        }
        catch
        {
            Forget(resource);
            throw;
        }
    }

    /// <summary>Notes a resource that was not collected, and why. What was said of it before no longer counts.</summary>
    /// <exception cref="SnapshotException">The manifest cannot be written.</exception>
    public void AddMissing(ResourceState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Status == ResourceStatus.Collected)
            throw new ArgumentException("A resource that was collected has rows.", nameof(state));

        Begin(state.Name, nameof(state));
        Keep(state);
    }

    /// <summary>Adds what another one has, as it has it, except what is there already.</summary>
    /// <param name="source">Where the resources come from.</param>
    /// <param name="except">Names of resources that are left out.</param>
    /// <exception cref="SnapshotException">A file cannot be copied.</exception>
    public void CopyFrom(WorkingSnapshot source, IReadOnlyCollection<string> except)
    {
        ArgumentNullException.ThrowIfNull(source);
        var left = new HashSet<string>(except, StringComparer.OrdinalIgnoreCase);
        var manifest = source.Manifest;
        var files = FilesIn(source._folder.Snapshot);
        Describe(manifest);
        foreach (var state in manifest.Resources.Values.Where(state => !left.Contains(state.Name) && StateOf(state.Name).Status != ResourceStatus.Collected))
        {
            Begin(state.Name, nameof(source));
            if (state.Status == ResourceStatus.Collected)
            {
                string file = files[state.Name];
                Writing(() =>
                {
                    string target = Path.Combine(_folder.Open, file);
                    OwnerOnly.CreateFolder(Path.GetDirectoryName(target)!);
                    using (var from = File.OpenRead(Path.Combine(source._folder.Snapshot, file)))
                    using (var to = OwnerOnly.ReplaceFile(target))
                    {
                        from.CopyTo(to);
                        Flush(to);
                    }

                    MoveIntoSnapshot(target);
                });
            }

            Keep(state);
        }
    }

    /// <summary>Begins a temporary one that has everything but some resources, to collect these again.</summary>
    /// <remarks>This one stays, for what reads from it; each is disposed by itself.</remarks>
    /// <param name="resources">Names of the resources that are left out.</param>
    /// <exception cref="SnapshotException">A file cannot be copied.</exception>
    public WorkingSnapshot Renew(IReadOnlyCollection<string> resources)
    {
        var renewed = CreateTemporary();
        try
        {
            renewed.CopyFrom(this, resources);
            return renewed;
        }
        catch
        {
            renewed.Dispose();
            throw;
        }
    }

    /// <summary>What is there now, to be read and judged, until this is published or disposed. Resources that are added later do not show in it.</summary>
    /// <exception cref="SnapshotException">The manifest cannot be written, or the folder cannot be read.</exception>
    public TenantSnapshot Open()
    {
        lock (_lock)
        {
            Write();
            return TenantSnapshot.Open(_folder.Snapshot);
        }
    }

    /// <summary>Puts the snapshot at the path that it was begun for, and ends this. Resources that did not end are not in it.</summary>
    /// <exception cref="SnapshotException">The snapshot cannot be written; what was there before is still there.</exception>
    public void Publish()
    {
        if (_place is null)
            throw new InvalidOperationException("Only what was begun for an export can be published.");

        lock (_lock)
        {
            if (_open.FirstOrDefault() is { } open)
                throw new InvalidOperationException($"The resource '{open}' was begun and not completed.");

            _isWritten = false;
            Write(flush: true);
            Writing(() => _place.Put(_folder.Snapshot, _folder.Scratch));
        }

        Discard();
    }

    /// <summary>Ends the use of the folder. A temporary one is removed, and so is one in which nothing was collected.</summary>
    public void Dispose()
    {
        if (_isTemporary || (!_isGone && _states.Count == 0 && !Directory.EnumerateFiles(_folder.Open, "*", SearchOption.AllDirectories).Any()))
            Discard();
        _isGone = true;
        _folder.Dispose();
    }

    /// <summary>Removes everything that was not published.</summary>
    internal void Discard()
    {
        if (_isGone)
            return;

        _isGone = true;
        try
        {
            _folder.Delete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // On Windows a file that is being read stays. The next one that uses the place removes it.
        }
    }

    /// <summary>Where the file of a resource is while it is written.</summary>
    internal string OpenPath(string resource, string extension)
    {
        string path = Path.Combine(_folder.Open, resource + extension);
        OwnerOnly.CreateFolder(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Makes sure that what was written survives a machine that stops, where anything of it is to survive.</summary>
    internal void Flush(FileStream file) => file.Flush(flushToDisk: !_isTemporary);

    /// <summary>Makes a file that is whole part of the snapshot.</summary>
    internal void MoveIntoSnapshot(string path)
    {
        string target = Path.Combine(_folder.Snapshot, Path.GetRelativePath(_folder.Open, path));
        OwnerOnly.CreateFolder(Path.GetDirectoryName(target)!);
        File.Move(path, target, overwrite: true);
    }

    internal void Keep(ResourceState state)
    {
        lock (_lock)
        {
            _states[state.Name] = state;
            _open.Remove(state.Name);
            Changed();
        }
    }

    internal void Forget(string resource)
    {
        lock (_lock)
            _open.Remove(resource);
    }

    internal void Writing(Action write) => Writing(_place?.Path ?? Location, write);

    internal T Writing<T>(Func<T> write)
    {
        T? result = default;
        Writing(() => { result = write(); });
        return result!;
    }

    private static WorkingSnapshot Take(string path, Func<WorkingFolder> take, SnapshotPlace? place, bool isTemporary)
    {
        WorkingFolder? folder = null;
        try
        {
            Writing(path, () => folder = take());
            return new WorkingSnapshot(folder!, place, isTemporary);
        }
        catch
        {
            folder?.Dispose();
            throw;
        }
    }

    private static SnapshotManifest ReadManifest(string folder)
    {
        var files = FilesIn(folder);
        bool hasManifest = File.Exists(Path.Combine(folder, SnapshotStorage.ManifestFile));
        if (files.Count == 0 && !hasManifest)
            return new SnapshotManifest();

        // A file comes there only when it is whole. The manifest is written a moment later, and a process may die in between.
        var snapshot = TenantSnapshot.Open(folder);
        return snapshot.Manifest with
        {
            Resources = snapshot.Resources
                .Where(state => state.Status != ResourceStatus.Skipped)
                .Select(state => files.ContainsKey(state.Name) && state.Status != ResourceStatus.Collected
                    ? new ResourceState(state.Name, ResourceStatus.Collected)
                    : state)
                .ToDictionary(state => state.Name, StringComparer.OrdinalIgnoreCase),
        };
    }

    private static Dictionary<string, string> FilesIn(string snapshot) => new FolderStorage(snapshot).ListFiles()
        .Where(file => !SnapshotStorage.IsManifest(file))
        .ToDictionary(file => SnapshotStorage.ResourceOf(file)!, StringComparer.OrdinalIgnoreCase);

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

    private void Begin(string resource, string parameter)
    {
        lock (_lock)
        {
            if (_states.GetValueOrDefault(resource)?.Status == ResourceStatus.Collected || !_open.Add(resource))
                throw new ArgumentException($"The resource '{resource}' was already added.", parameter);
        }
    }

    private void Changed()
    {
        _isWritten = false;
        if (!_isTemporary)
            Write();
    }

    private void Write(bool flush = false)
    {
        if (_isWritten)
            return;

        Writing(() =>
        {
            using (var stream = OwnerOnly.ReplaceFile(_folder.Scratch))
            {
                ManifestJson.Write(stream, _manifest with { Resources = _states });
                stream.Flush(flushToDisk: flush);
            }

            File.Move(_folder.Scratch, Path.Combine(_folder.Snapshot, SnapshotStorage.ManifestFile), overwrite: true);
        });
        _isWritten = true;
    }
}

/// <summary>How far a resource has been written, so that its collection can go on there.</summary>
/// <param name="Count">The number of rows.</param>
/// <param name="Length">The number of bytes that they take.</param>
/// <param name="Continuation">Where the service goes on.</param>
internal sealed record SnapshotCheckpoint(long Count, long Length, string Continuation)
{
    /// <summary>Reads a checkpoint; null when there is none, or none that can be trusted.</summary>
    public static SnapshotCheckpoint? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), CheckpointContext.Default.SnapshotCheckpoint) is
                { Count: > 0, Length: > 0, Continuation: not null } checkpoint ? checkpoint : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it in one step.</summary>
    public void Write(string path)
    {
        string scratch = path + ".new";
        using (var stream = OwnerOnly.ReplaceFile(scratch))
            JsonSerializer.Serialize(stream, this, CheckpointContext.Default.SnapshotCheckpoint);
        File.Move(scratch, path, overwrite: true);
    }
}

[JsonSerializable(typeof(SnapshotCheckpoint))]
internal sealed partial class CheckpointContext : JsonSerializerContext;

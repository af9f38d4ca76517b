namespace SecureScore.Engine.Evidence;

/// <summary>The raw evidence of one tenant: a folder, or the same folder as a zip file.</summary>
/// <remarks>Opening reads the manifest and the names only. Rows are streamed at each call, so a snapshot of a million users needs
/// little memory; no file stays open between calls. A snapshot without manifest.json is accepted when it has a resource: its tenant is
/// unknown, and every resource counts as collected. Where the manifest says that a resource was not collected, a file of it is not read.</remarks>
public sealed class TenantSnapshot
{
    private const int MaximumManifestBytes = 16 * 1024 * 1024;

    private readonly SnapshotStorage _storage;
    private readonly Dictionary<string, string> _files;
    private readonly Dictionary<string, ResourceState> _states;

    private TenantSnapshot(SnapshotStorage storage, SnapshotManifest manifest, Dictionary<string, string> files)
    {
        _storage = storage;
        _files = files;
        Manifest = manifest;
        _states = new Dictionary<string, ResourceState>(StringComparer.OrdinalIgnoreCase);
        foreach (var state in manifest.Resources.Values)
        {
            _states[state.Name] = state.Status != ResourceStatus.Collected || files.ContainsKey(state.Name)
                ? state
                : state with { Status = ResourceStatus.Failed, Error = "the manifest says that it was collected, but its file is missing" };
        }

        foreach (string resource in files.Keys)
            _states.TryAdd(resource, new ResourceState(resource, ResourceStatus.Collected));

        Resources = [.. _states.Values.OrderBy(state => state.Name, StringComparer.Ordinal)];
    }

    /// <summary>Where the snapshot is: the full path of the folder or zip file.</summary>
    public string Location => _storage.Location;

    /// <summary>What the snapshot says of itself.</summary>
    public SnapshotManifest Manifest { get; }

    /// <summary>Every resource that the manifest or a file names, in ordinal order.</summary>
    public IReadOnlyList<ResourceState> Resources { get; }

    /// <summary>Opens a snapshot.</summary>
    /// <param name="path">A folder or a zip file.</param>
    /// <exception cref="SnapshotException">There is no snapshot at that path, or it is damaged, unsafe or of a newer format.</exception>
    public static TenantSnapshot Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Open(StorageAt(path));
        }
        catch (Exception exception) when (SnapshotStorage.IsReadFailure(exception))
        {
            throw SnapshotException.Unreadable(path, exception);
        }
    }

    /// <summary>What the snapshot says of one resource; one that it does not name counts as skipped, and only one that has a file is
    /// collected. Costs a look-up: nothing is read for it.</summary>
    public ResourceState StateOf(string resource) => _states.GetValueOrDefault(resource) ?? new ResourceState(resource, ResourceStatus.Skipped);

    /// <summary>Opens the rows of a resource, to be read one after the other.</summary>
    /// <exception cref="EvidenceUnavailableException">The resource was not collected or cannot be read.</exception>
    internal SnapshotRows OpenRows(string resource, CancellationToken cancellation = default)
    {
        var state = StateOf(resource);
        return state.Status == ResourceStatus.Collected
            ? SnapshotRows.Open(_storage, _files[state.Name], state, cancellation)
            : throw new EvidenceUnavailableException(state);
    }

    /// <summary>Streams the rows of a resource as objects.</summary>
    /// <exception cref="EvidenceUnavailableException">The resource was not collected or cannot be read, which may show only on the way.</exception>
    public IEnumerable<EvidenceObject> ReadObjects(string resource, CancellationToken cancellation = default)
    {
        using var rows = OpenRows(resource, cancellation);
        var duplicates = new JsonDuplicates();
        while (rows.Read())
            yield return rows.ReadObject(duplicates);
    }

    /// <summary>Streams the rows of a resource as they stand in its file: one JSON object in UTF-8 each, cut out and not parsed.</summary>
    /// <exception cref="EvidenceUnavailableException">The resource was not collected or cannot be read, which may show only on the way.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> ReadRows(string resource, CancellationToken cancellation = default)
    {
        using var rows = OpenRows(resource, cancellation);
        while (rows.Read())
            yield return rows.Current.ToArray();
    }

    /// <summary>The same evidence with other rows for some resources, kept in memory.</summary>
    /// <param name="replaced">All rows of each of these resources: one JSON object in UTF-8 each.</param>
    internal TenantSnapshot With(IReadOnlyDictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>> replaced)
    {
        var storage = new OverlayStorage(_storage, replaced);
        var files = new Dictionary<string, string>(_files, StringComparer.OrdinalIgnoreCase);
        var resources = Manifest.Resources.ToDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var (resource, rows) in replaced)
        {
            files[resource] = OverlayStorage.FileOf(resource);
            resources[resource] = StateOf(resource) with { Status = ResourceStatus.Collected, Count = rows.Count, Error = null };
        }

        return new TenantSnapshot(storage, Manifest with { Resources = resources }, files);
    }

    /// <summary>How the rows of a resource that was collected are kept.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="isOneObject">Whether its file holds one object that stands by itself.</param>
    internal SnapshotFormat FormatOf(string resource, bool isOneObject)
    {
        string file = _files[resource];
        return file.EndsWith(".gz", StringComparison.Ordinal) ? SnapshotFormat.CompressedLines
            : file.EndsWith(".jsonl", StringComparison.Ordinal) ? SnapshotFormat.Lines
            : isOneObject ? SnapshotFormat.Object
            : SnapshotFormat.Array;
    }

    internal static TenantSnapshot Open(SnapshotStorage storage)
    {
        var files = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? manifest = null;
        foreach (string file in storage.ListFiles().Order(StringComparer.Ordinal))
        {
            string? other = null;
            if (SnapshotStorage.ResourceOf(file) is { } resource)
                other = files.TryAdd(resource, file) ? null : files[resource];
            else
                (other, manifest) = (manifest, file);

            if (other is not null)
                throw SnapshotException.Ambiguous(storage.Location, $"there are both {other} and {file}");
        }

        if (manifest is null && files.Count == 0)
            throw SnapshotException.Empty(storage.Location);

        return new TenantSnapshot(storage, manifest is null ? new SnapshotManifest() : ReadManifest(storage, manifest), files);
    }

    private static SnapshotStorage StorageAt(string path)
    {
        string location = FullPath(path);
        if (Directory.Exists(location))
            return new FolderStorage(location);

        var file = new FileInfo(location);
        if (!file.Exists)
            throw SnapshotException.NotFound(path);

        var target = (FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
        if (!target.Exists)
            throw SnapshotException.NotFound(path);

        // A pipe or a device has no length, and is not to be opened.
        return target.Length > 0
            ? new ZipStorage(location, target.FullName)
            : throw SnapshotException.NotRecognised(path, "it is an empty file or a device");
    }

    private static string FullPath(string path)
    {
        try
        {
            return Path.GetFullPath(path);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or NotSupportedException)
        {
            throw SnapshotException.NotFound(path, exception);
        }
    }

    private static SnapshotManifest ReadManifest(SnapshotStorage storage, string name)
    {
        using var content = new MemoryStream();
        try
        {
            using var file = storage.Open(name);
            Span<byte> block = stackalloc byte[4096];
            while (file.Content.Read(block) is > 0 and var read)
            {
                content.Write(block[..read]);
                if (content.Length > MaximumManifestBytes)
                    throw SnapshotException.TooLarge(storage.Location, $"{name} is longer than 16 MB");
            }
        }
        catch (InvalidDataException exception)
        {
            throw SnapshotException.Invalid(storage.Location, $"{name}: {exception.Message}", exception);
        }

        return ManifestJson.Parse(content.GetBuffer().AsSpan(0, (int)content.Length), storage.Location);
    }
}

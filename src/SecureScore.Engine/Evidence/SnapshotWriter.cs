namespace SecureScore.Engine.Evidence;

/// <summary>Writes a snapshot at once: a folder, or a zip file where the path ends in <c>.zip</c>.</summary>
/// <remarks>A snapshot that was there before stays whole until <see cref="Complete"/>. Only the user who runs the program can read what is
/// written. Resources may be written by several threads at once, each resource by one of them. What is to go on after an interruption is a
/// <see cref="WorkingSnapshot"/> instead.</remarks>
public sealed class SnapshotWriter : IDisposable
{
    private readonly WorkingSnapshot _working;

    private SnapshotWriter(WorkingSnapshot working) => _working = working;

    /// <summary>Begins a snapshot.</summary>
    /// <param name="path">The folder or the zip file to write. What is there already must be a snapshot, and nothing else.</param>
    /// <exception cref="SnapshotException">Something else is there, somebody else writes there, or nothing can be written there.</exception>
    public static SnapshotWriter Create(string path) => new(WorkingSnapshot.ForExport(path, resume: false));

    /// <inheritdoc cref="WorkingSnapshot.AddResource"/>
    public SnapshotResourceWriter AddResource(string resource, SnapshotFormat format, DateTimeOffset? collectedAt = null) =>
        _working.AddResource(resource, format, collectedAt);

    /// <inheritdoc cref="WorkingSnapshot.AddMissing"/>
    public void AddMissing(ResourceState state) => _working.AddMissing(state);

    /// <summary>Writes the manifest and puts the snapshot in its place.</summary>
    /// <param name="manifest">What the snapshot says of itself. Its resources are those that were added here.</param>
    /// <exception cref="SnapshotException">The snapshot cannot be written; what was there before is still there.</exception>
    public void Complete(SnapshotManifest manifest)
    {
        _working.Describe(manifest);
        _working.Publish();
    }

    /// <summary>Removes what was written, unless it was completed.</summary>
    public void Dispose()
    {
        _working.Discard();
        _working.Dispose();
    }
}

namespace SecureScore.Engine.Evidence;

/// <summary>Evidence that grows while it is collected: a folder in the format of a snapshot, to which resources are added one after the other.</summary>
/// <remarks>A resource is there once it was completed; what is there survives a process that dies. Only the user who runs the program can read
/// the folder. Resources may be added by several threads at once, each resource by one of them.</remarks>
public sealed class WorkingSnapshot : IDisposable
{
    private WorkingSnapshot(string location) => Location = location;

    /// <summary>The full path of the folder.</summary>
    public string Location { get; }

    /// <summary>What the evidence says of its tenant, and of each resource that has ended.</summary>
    public SnapshotManifest Manifest => throw new NotSupportedException();

    /// <summary>Begins in a temporary folder, which goes with <see cref="Dispose"/>.</summary>
    public static WorkingSnapshot CreateTemporary() => throw new NotSupportedException();

    /// <summary>Begins in a folder, or goes on with what an interrupted collection left there.</summary>
    /// <exception cref="SnapshotException">Something else is there, or nothing can be written there.</exception>
    public static WorkingSnapshot OpenOrCreate(string folder) => new(folder);

    /// <summary>Says which tenant the evidence is of, and when its collection began.</summary>
    /// <param name="manifest">Its resources are left out of account.</param>
    public void Describe(SnapshotManifest manifest) => throw new NotSupportedException();

    /// <summary>How the collection of a resource ended; Skipped when it did not end yet, or nobody asked for it.</summary>
    public ResourceState StateOf(string resource) => throw new NotSupportedException();

    /// <summary>Begins a resource, or goes on with one at its last checkpoint.</summary>
    /// <exception cref="SnapshotException">The file cannot be written.</exception>
    public SnapshotResourceWriter AddResource(string resource, SnapshotFormat format) => throw new NotSupportedException();

    /// <summary>Notes a resource that could not be collected, and why.</summary>
    public void AddMissing(ResourceState state) => throw new NotSupportedException();

    /// <summary>What is there now, to be read and judged. Resources that are added later do not show in it.</summary>
    public TenantSnapshot Open() => throw new NotSupportedException();

    /// <summary>Removes a temporary folder.</summary>
    public void Dispose()
    {
    }
}

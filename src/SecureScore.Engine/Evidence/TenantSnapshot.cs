#pragma warning disable MA0025, CA1822
namespace SecureScore.Engine.Evidence;

/// <summary>The raw evidence of one tenant: a folder, or the same folder as a zip file.</summary>
/// <remarks>Opening reads the manifest and the names only. Rows are streamed at each call, so a snapshot of a million users needs
/// little memory; no file stays open between calls.</remarks>
public sealed class TenantSnapshot
{
    /// <summary>Where the snapshot is: the full path of the folder or zip file.</summary>
    public string Location => throw new NotImplementedException();

    /// <summary>What the snapshot says of itself.</summary>
    public SnapshotManifest Manifest => throw new NotImplementedException();

    /// <summary>Every resource that the manifest or a file names, in ordinal order.</summary>
    public IReadOnlyList<ResourceState> Resources => throw new NotImplementedException();

    /// <summary>Opens a snapshot.</summary>
    /// <param name="path">A folder or a zip file.</param>
    /// <exception cref="SnapshotException">There is no snapshot at that path, or it is damaged, unsafe or of a newer format.</exception>
    public static TenantSnapshot Open(string path) => throw new NotImplementedException();

    /// <summary>What the snapshot says of one resource; one that it does not name counts as skipped.</summary>
    public ResourceState StateOf(string resource) => throw new NotImplementedException();

    /// <summary>Opens the rows of a resource, to be read one after the other.</summary>
    /// <exception cref="EvidenceUnavailableException">The resource was not collected or cannot be read.</exception>
    internal SnapshotRows OpenRows(string resource, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Streams the rows of a resource as objects.</summary>
    /// <exception cref="EvidenceUnavailableException">The resource was not collected or cannot be read, which may show only on the way.</exception>
    public IEnumerable<EvidenceObject> ReadObjects(string resource, CancellationToken cancellation = default) => throw new NotImplementedException();
}

/// <summary>The rows of one resource, read forward once.</summary>
internal sealed class SnapshotRows : IDisposable
{
    /// <summary>The row that <see cref="Read"/> reached: one JSON object in UTF-8. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Current => throw new NotImplementedException();

    /// <summary>The number of the row, from 1.</summary>
    public long Row => throw new NotImplementedException();

    /// <summary>Goes to the next row.</summary>
    /// <exception cref="EvidenceUnavailableException">The resource cannot be read on, or ended before its count.</exception>
    public bool Read() => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}

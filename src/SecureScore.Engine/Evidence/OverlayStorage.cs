namespace SecureScore.Engine.Evidence;

/// <summary>The files of a snapshot with those of some resources replaced, in memory only.</summary>
internal sealed class OverlayStorage : SnapshotStorage
{
    private readonly SnapshotStorage _storage;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>> _replaced;

    public OverlayStorage(SnapshotStorage storage, IReadOnlyDictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>> replaced)
        : base(storage.Location)
    {
        _storage = storage;
        _replaced = replaced;
    }

    /// <summary>The file that holds the rows of a replaced resource.</summary>
    public static string FileOf(string resource) => resource + ".jsonl";

    public override IReadOnlyList<string> ListFiles() =>
        [.. _storage.ListFiles().Where(file => ResourceOf(file) is not { } resource || !_replaced.ContainsKey(resource)), .. _replaced.Keys.Select(FileOf)];

    public override SnapshotFile Open(string file)
    {
        if (ResourceOf(file) is not { } resource || !_replaced.TryGetValue(resource, out var rows))
            return _storage.Open(file);

        var content = new MemoryStream();
        foreach (var row in rows)
        {
            content.Write(row.Span);
            content.WriteByte((byte)'\n');
        }

        content.Position = 0;
        return new SnapshotFile(content) { Length = content.Length };
    }
}

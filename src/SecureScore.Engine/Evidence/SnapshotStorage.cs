using System.Text.RegularExpressions;

namespace SecureScore.Engine.Evidence;

/// <summary>Where the files of a snapshot lie: names and streams, nothing of their content.</summary>
internal abstract partial class SnapshotStorage
{
    public const string ManifestFile = "manifest.json";

    /// <summary>More files than any snapshot has, few enough to list.</summary>
    public const int MaximumFiles = 2_000;

    protected SnapshotStorage(string location) => Location = location;

    /// <summary>The full path of the snapshot.</summary>
    public string Location { get; }

    /// <summary>The manifest and the files of resources, with <c>/</c> between folder and name. Other files are left out.</summary>
    /// <exception cref="SnapshotException">Something of the snapshot is unsafe to read.</exception>
    public abstract IReadOnlyList<string> ListFiles();

    /// <summary>Opens one of the listed files.</summary>
    public abstract SnapshotFile Open(string file);

    /// <summary>Whether an exception of <see cref="Open"/>, or of the stream that it gave, tells that the file cannot be read.</summary>
    public static bool IsReadFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException;

    public static bool IsManifest(string file) => file.Equals(ManifestFile, StringComparison.OrdinalIgnoreCase);

    /// <summary>The resource that a file holds; null when the file is none of a snapshot's.</summary>
    public static string? ResourceOf(string file)
    {
        var match = ResourceFile().Match(file);
        return match.Success && !IsManifest(file[(file.IndexOf('/', StringComparison.Ordinal) + 1)..]) ? match.Groups["resource"].Value : null;
    }

    public static bool IsResourceName(string name) => ResourceName().IsMatch(name);

    [GeneratedRegex(@"\A[a-z]+/[A-Za-z0-9-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex ResourceName();

    [GeneratedRegex(@"\A(?<resource>[a-z]+/[A-Za-z0-9-]+)\.(json|jsonl|jsonl\.gz)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ResourceFile();
}

/// <summary>One open file of a snapshot.</summary>
internal sealed class SnapshotFile : IDisposable
{
    private readonly IDisposable? _owner;

    /// <param name="content">The bytes of the file.</param>
    /// <param name="owner">What has to be closed after the content.</param>
    public SnapshotFile(Stream content, IDisposable? owner = null)
    {
        Content = content;
        _owner = owner;
    }

    public Stream Content { get; }

    /// <summary>The number of bytes that the content takes while compressed; null when it is not.</summary>
    public long? CompressedLength { get; init; }

    /// <summary>The number of bytes that the content should have; null when nothing tells.</summary>
    public long? Length { get; init; }

    public void Dispose()
    {
        Content.Dispose();
        _owner?.Dispose();
    }
}

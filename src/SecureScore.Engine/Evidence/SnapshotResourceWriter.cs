using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Unicode;

namespace SecureScore.Engine.Evidence;

/// <summary>How the rows of a resource are kept.</summary>
public enum SnapshotFormat
{
    /// <summary>One JSON object.</summary>
    Object,

    /// <summary>A JSON array of objects.</summary>
    Array,

    /// <summary>One object a line, for a collection that grows with the tenant.</summary>
    Lines,

    /// <summary>One object a line, compressed with gzip.</summary>
    CompressedLines,
}

/// <summary>Writes the rows of one resource, as they come from the service.</summary>
/// <remarks>The resource belongs to the snapshot once it is completed; until then disposing forgets it.</remarks>
public sealed class SnapshotResourceWriter : IDisposable
{
    private static readonly SearchValues<byte> s_lineBreaks = SearchValues.Create("\r\n"u8);

    private readonly SnapshotWriter _snapshot;
    private readonly ResourceState _state;
    private readonly SnapshotFormat _format;
    private readonly FileStream _file;
    private readonly Stream _content;
    private bool _completed;

    internal SnapshotResourceWriter(
        SnapshotWriter snapshot, string resource, SnapshotFormat format, DateTimeOffset? collectedAt, FileStream file)
    {
        _snapshot = snapshot;
        _state = new ResourceState(resource, ResourceStatus.Collected) { CollectedAt = collectedAt };
        _format = format;
        _file = file;
        _content = format == SnapshotFormat.CompressedLines ? new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true) : file;
    }

    /// <summary>The number of rows that were written.</summary>
    public long Count { get; private set; }

    /// <summary>Writes one row.</summary>
    /// <param name="utf8">One JSON object in UTF-8, at most 16 MB.</param>
    /// <exception cref="EvidenceUnavailableException">The row is not one valid JSON object.</exception>
    /// <exception cref="SnapshotException">The file cannot be written.</exception>
    public void WriteRow(ReadOnlyMemory<byte> utf8)
    {
        if (_format == SnapshotFormat.Object && Count == 1)
            throw new InvalidOperationException($"The resource '{_state.Name}' is one object.");

        Check(utf8.Span);
        _snapshot.Writing(() =>
        {
            if (_format == SnapshotFormat.Array)
                _content.Write(Count == 0 ? "[\n"u8 : ",\n"u8);

            if (_format is SnapshotFormat.Lines or SnapshotFormat.CompressedLines)
                WriteLine(utf8.Span);
            else
                _content.Write(utf8.Span);
        });
        Count++;
    }

    /// <summary>Ends the resource: it is collected, with the rows that were written.</summary>
    /// <exception cref="SnapshotException">The file cannot be written.</exception>
    public void Complete()
    {
        if (_format == SnapshotFormat.Object && Count == 0)
            throw new InvalidOperationException($"The resource '{_state.Name}' is one object, and none was written.");

        _snapshot.Writing(() =>
        {
            if (_format == SnapshotFormat.Array)
                _content.Write(Count == 0 ? "[]\n"u8 : "\n]\n"u8);
            else if (_format == SnapshotFormat.Object || Count == 0)
                _content.Write("\n"u8); // .NET writes no gzip file at all without content.

            if (_content != _file)
                _content.Dispose();
            _file.Flush(flushToDisk: true);
            _file.Dispose();
        });
        _completed = true;
        _snapshot.Keep(_state with { Count = Count });
    }

    /// <summary>Closes the file, and removes it unless the resource was completed.</summary>
    public void Dispose()
    {
        if (_completed)
            return;

        _completed = true;
        if (_content != _file)
            _content.Dispose();
        _file.Dispose();
        File.Delete(_file.Name);
        _snapshot.Forget(_state.Name);
    }

    private void Check(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > SnapshotRows.MaximumRowBytes)
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"is longer than {SnapshotRows.MaximumRowBytes} bytes"));
        if (!Utf8.IsValid(utf8))
            throw Invalid("is not valid UTF-8");

        try
        {
            var reader = new Utf8JsonReader(utf8);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw Invalid("is not an object");

            while (reader.Read())
            {
                // Reading to the end shows whether the row is valid.
            }
        }
        catch (JsonException exception)
        {
            throw Invalid($"is not valid JSON: {JsonText.Reason(exception)}", exception);
        }
    }

    private void WriteLine(ReadOnlySpan<byte> utf8)
    {
        // Inside of JSON a line break can only stand between tokens, where a space means the same.
        while (utf8.IndexOfAny(s_lineBreaks) is >= 0 and var lineBreak)
        {
            _content.Write(utf8[..lineBreak]);
            _content.Write(" "u8);
            utf8 = utf8[(lineBreak + 1)..];
        }

        _content.Write(utf8);
        _content.Write("\n"u8);
    }

    private EvidenceUnavailableException Invalid(string reason, Exception? cause = null) =>
        new(_state with
        {
            Status = ResourceStatus.Failed,
            Error = string.Create(CultureInfo.InvariantCulture, $"row {Count + 1} {reason}"),
        }, cause);
}

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
/// <remarks>The resource belongs to the snapshot once it is completed; until then disposing forgets it, up to its last checkpoint.</remarks>
public sealed class SnapshotResourceWriter : IDisposable
{
    private static readonly SearchValues<byte> s_lineBreaks = SearchValues.Create("\r\n"u8);

    private readonly WorkingSnapshot _snapshot;
    private readonly ResourceState _state;
    private readonly SnapshotFormat _format;
    private readonly string _checkpointPath;
    private readonly FileStream _file;
    private bool _ended;

    internal SnapshotResourceWriter(WorkingSnapshot snapshot, string resource, SnapshotFormat format, DateTimeOffset? collectedAt)
    {
        _snapshot = snapshot;
        _state = new ResourceState(resource, ResourceStatus.Collected) { CollectedAt = collectedAt };
        _format = format;

        // Compressed only at the end: a compressed file cannot be cut off at a checkpoint and be written on.
        string path = snapshot.OpenPath(resource, IsLines ? ".jsonl" : ".json");
        _checkpointPath = path + ".checkpoint";
        if (SnapshotCheckpoint.Read(_checkpointPath) is { } checkpoint && new FileInfo(path) is { Exists: true } file && file.Length >= checkpoint.Length)
        {
            _file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, OwnerOnly.BufferBytes);
            _file.SetLength(checkpoint.Length);
            _file.Seek(0, SeekOrigin.End);
            Count = checkpoint.Count;
            Continuation = checkpoint.Continuation;
        }
        else
        {
            File.Delete(_checkpointPath);
            _file = OwnerOnly.ReplaceFile(path);
        }
    }

    /// <summary>The number of rows that were written, before an interruption too.</summary>
    public long Count { get; private set; }

    /// <summary>Where the service goes on after these rows, as the last checkpoint says; null at the beginning.</summary>
    public string? Continuation { get; private set; }

    private bool IsLines => _format is SnapshotFormat.Lines or SnapshotFormat.CompressedLines;

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
                _file.Write(Count == 0 ? "[\n"u8 : ",\n"u8);

            if (IsLines)
                WriteLine(utf8.Span);
            else
                _file.Write(utf8.Span);
        });
        Count++;
    }

    /// <summary>Notes that the rows so far are whole, and where the service goes on. An interrupted collection goes on from here.</summary>
    /// <param name="continuation">What the service wants to be asked next. It must hold no secret: it is kept in a file of the owner's.</param>
    /// <exception cref="SnapshotException">The file cannot be written.</exception>
    public void Checkpoint(string continuation)
    {
        ArgumentException.ThrowIfNullOrEmpty(continuation);
        if (Count > 0)
        {
            _snapshot.Writing(() =>
            {
                _snapshot.Flush(_file);
                new SnapshotCheckpoint(Count, _file.Position, continuation).Write(_checkpointPath);
            });
        }

        Continuation = continuation;
    }

    /// <summary>Forgets all rows and the checkpoint: the service does not go on from there.</summary>
    /// <exception cref="SnapshotException">The file cannot be written.</exception>
    public void Restart()
    {
        _snapshot.Writing(() =>
        {
            File.Delete(_checkpointPath);
            _file.SetLength(0);
            _file.Seek(0, SeekOrigin.Begin);
        });
        Count = 0;
        Continuation = null;
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
                _file.Write(Count == 0 ? "[]\n"u8 : "\n]\n"u8);
            else if (_format == SnapshotFormat.Object || Count == 0)
                _file.Write("\n"u8); // .NET writes no gzip file at all without content.

            _snapshot.Flush(_file);
            _file.Dispose();
            _snapshot.MoveIntoSnapshot(_format == SnapshotFormat.CompressedLines ? Compress() : _file.Name);
            File.Delete(_file.Name);
            File.Delete(_checkpointPath);
        });
        _ended = true;
        _snapshot.Keep(_state with { Count = Count });
    }

    /// <summary>Closes the file. Unless the resource was completed, its rows are forgotten, except those before a checkpoint.</summary>
    public void Dispose()
    {
        if (_ended)
            return;

        _ended = true;
        _file.Dispose();
        if (!File.Exists(_checkpointPath))
            File.Delete(_file.Name);
        _snapshot.Forget(_state.Name);
    }

    private string Compress()
    {
        string path = _file.Name + ".gz";
        using var source = File.OpenRead(_file.Name);
        using var target = OwnerOnly.ReplaceFile(path);
        using (var content = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
            source.CopyTo(content);
        _snapshot.Flush(target);
        return path;
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
            _file.Write(utf8[..lineBreak]);
            _file.Write(" "u8);
            utf8 = utf8[(lineBreak + 1)..];
        }

        _file.Write(utf8);
        _file.Write("\n"u8);
    }

    private EvidenceUnavailableException Invalid(string reason, Exception? cause = null) =>
        new(_state with
        {
            Status = ResourceStatus.Failed,
            Error = string.Create(CultureInfo.InvariantCulture, $"row {Count + 1} {reason}"),
        }, cause);
}

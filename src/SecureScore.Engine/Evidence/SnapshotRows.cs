using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Unicode;

namespace SecureScore.Engine.Evidence;

/// <summary>The rows of one resource, read forward once.</summary>
/// <remarks>Rows are cut out of a buffer and not parsed: a reader that knows what it wants parses each row once, to its end, for only the end
/// shows that the row is one valid object. Whoever finds a row invalid throws what <see cref="Invalid(string)"/> or
/// <see cref="Invalid(JsonException)"/> returns, so that every error names file and line in the same way.</remarks>
internal sealed class SnapshotRows : IDisposable
{
    /// <summary>The longest row, in bytes.</summary>
    public const int MaximumRowBytes = 16 * 1024 * 1024;

    private const int InitialBufferBytes = 128 * 1024;

    private readonly ResourceState _state;
    private readonly string _fileName;
    private readonly bool _isLines;
    private readonly SnapshotFile _file;
    private readonly MeteredStream _stored;
    private readonly Stream _content;
    private readonly long _maximumExpanded;
    private readonly CancellationToken _cancellation;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBufferBytes);
    private int _start;
    private int _end;
    private bool _ended;
    private long _expanded;

    private int _rowStart;
    private int _rowLength;
    private long _line;
    private Place _place;

    private SnapshotRows(ResourceState state, string fileName, SnapshotFile file, CancellationToken cancellation)
    {
        _state = state;
        _fileName = fileName;
        _file = file;
        _cancellation = cancellation;
        _isLines = !fileName.EndsWith(".json", StringComparison.Ordinal);
        _line = _isLines ? 0 : 1;
        _stored = new MeteredStream(file.Content);

        bool isZipped = fileName.EndsWith(".gz", StringComparison.Ordinal);
        _content = isZipped ? new GZipStream(_stored, CompressionMode.Decompress) : _stored;
        long? compressed = file.CompressedLength ?? (isZipped ? file.Content.Length : null);
        _maximumExpanded = compressed is { } length ? MaximumExpanded(length) : long.MaxValue;
    }

    private enum Place
    {
        Start,
        InArray,
        AfterObject,
        End,
    }

    /// <summary>The row that <see cref="Read"/> reached: one JSON object in UTF-8, not yet parsed. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_rowStart, _rowLength);

    /// <summary>The number of the row, from 1.</summary>
    public long Row { get; private set; }

    /// <summary>Whether the file holds one object that stands by itself, as far as it was read.</summary>
    public bool IsOneObject => !_isLines && _place == Place.AfterObject;

    /// <summary>The most rows that are read: more than any tenant has in one resource.</summary>
    public long MaximumRows { get; set; } = 50_000_000;

    /// <summary>The most bytes that compressed bytes may become. Evidence shrinks to a twentieth, rarely to a hundredth; only data made to
    /// fill a disk shrinks to a thousandth.</summary>
    public static long MaximumExpanded(long compressedLength) => Math.Max(64L * 1024 * 1024, compressedLength * 300);

    /// <summary>Opens the rows of a resource that was collected.</summary>
    /// <exception cref="EvidenceUnavailableException">The file cannot be opened.</exception>
    public static SnapshotRows Open(SnapshotStorage storage, string fileName, ResourceState state, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return new SnapshotRows(state, fileName, storage.Open(fileName), cancellation);
        }
        catch (DirectoryNotFoundException exception) when (!Directory.Exists(storage.Location))
        {
            throw Failed(state, "the evidence is gone: its connection was ended, or the snapshot was removed", exception);
        }
        catch (Exception exception) when (SnapshotStorage.IsReadFailure(exception))
        {
            throw Failed(state, $"{fileName}: {exception.Message}", exception);
        }
    }

    /// <summary>Goes to the next row.</summary>
    /// <exception cref="EvidenceUnavailableException">The resource cannot be read on, or ended before its count.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Read()
    {
        if (!(_isLines ? ReadLine() : ReadElement()))
        {
            End();
            return false;
        }

        Row++;
        if (Row > MaximumRows)
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"there are more than {MaximumRows} rows"));

        if (_rowLength > MaximumRowBytes)
            throw TooLong();

        if (!Utf8.IsValid(Current))
            throw Invalid("the text is not valid UTF-8");

        return true;
    }

    /// <summary>The current row as an object.</summary>
    /// <exception cref="EvidenceUnavailableException">The row is no valid JSON object, or one that has a property twice.</exception>
    public EvidenceObject ReadObject(JsonDuplicates duplicates)
    {
        try
        {
            if (duplicates.Find(Current) is { } duplicate)
                throw Invalid(duplicate.Describe(), duplicate.Line);

            var reader = new Utf8JsonReader(Current);
            return new EvidenceObject(
                JsonElement.ParseValue(ref reader), _state.Name, string.Create(CultureInfo.InvariantCulture, $"{_state.Name} row {Row}"));
        }
        catch (JsonException exception)
        {
            throw Invalid(exception);
        }
    }

    /// <summary>The exception that says what is wrong with the current row.</summary>
    public EvidenceUnavailableException Invalid(string reason) => Invalid(reason, 0);

    /// <summary>The exception that says why the current row is not valid JSON.</summary>
    /// <param name="exception">What a reader of <see cref="Current"/> threw.</param>
    public EvidenceUnavailableException Invalid(JsonException exception) =>
        Invalid(JsonText.Reason(exception), exception.LineNumber ?? 0, exception);

    public void Dispose()
    {
        if (_buffer.Length == 0)
            return;

        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _rowStart = _rowLength = _start = _end = 0;
        _ended = true;
        _place = Place.End;
        _content.Dispose();
        _file.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ReadLine()
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length < 0 && !_ended)
            {
                searched = _end - _start;
                if (searched > MaximumRowBytes)
                {
                    _line++;
                    throw TooLong();
                }

                Fill();
                continue;
            }

            length = length < 0 ? _end - _start : length + searched;
            if (length == 0 && _start == _end)
                return false;

            _line++;
            _rowStart = _start;
            _rowLength = length;
            _start = Math.Min(_start + length + 1, _end);
            searched = 0;
            if (TrimRow())
                return _buffer[_rowStart] == '{' ? true : throw Unexpected("an object", _buffer[_rowStart]);
        }
    }

    private bool TrimRow()
    {
        while (_rowLength > 0 && IsWhiteSpace(_buffer[_rowStart + _rowLength - 1]))
            _rowLength--;

        while (_rowLength > 0 && IsWhiteSpace(_buffer[_rowStart]))
        {
            _rowStart++;
            _rowLength--;
        }

        return _rowLength > 0;
    }

    private bool ReadElement()
    {
        if (_place == Place.End)
            return false;

        // The line of an error is that of the row's first byte until here.
        _line += Current.Count((byte)'\n');
        _rowLength = 0;

        int next = NextByte();
        if (_place == Place.Start)
        {
            if (next == '[')
            {
                _place = Place.InArray;
                next = Skip();
                if (next == ']')
                    return EndDocument();
            }
            else
            {
                _place = Place.AfterObject;
            }
        }
        else if (_place == Place.InArray)
        {
            if (next == ']')
                return EndDocument();

            next = next == ',' ? Skip() : throw Unexpected("',' or ']'", next);
        }
        else
        {
            return next < 0 ? EndDocument() : throw Unexpected("the end of the file", next);
        }

        if (next != '{')
            throw Unexpected(_place == Place.InArray ? "an object" : "an object or a list of objects", next);

        CutElement();
        return true;
    }

    private void CutElement()
    {
        try
        {
            while (true)
            {
                var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _ended, default);
                if (reader.Read() && reader.TrySkip())
                {
                    _rowStart = _start;
                    _rowLength = (int)reader.BytesConsumed;
                    _start += _rowLength;
                    return;
                }

                if (_end - _start > MaximumRowBytes)
                    throw TooLong();

                Fill();
            }
        }
        catch (JsonException exception)
        {
            throw Invalid(exception);
        }
    }

    private bool EndDocument()
    {
        int next = _start < _end ? Skip() : -1;
        _place = Place.End;
        return next < 0 ? false : throw Unexpected("the end of the file", next);
    }

    private int Skip()
    {
        _start++;
        return NextByte();
    }

    private int NextByte()
    {
        while (true)
        {
            while (_start < _end)
            {
                byte next = _buffer[_start];
                if (!IsWhiteSpace(next))
                    return next;

                _start++;
                if (next == '\n')
                    _line++;
            }

            if (_ended)
                return -1;

            Fill();
        }
    }

    private void Fill()
    {
        _cancellation.ThrowIfCancellationRequested();
        int length = _end - _start;
        if (length == _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(length * 2);
            _buffer.AsSpan(_start, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(_start, length).CopyTo(_buffer);
        }

        _start = 0;
        _end = length;
        var free = _buffer.AsSpan(length);
        int read;
        try
        {
            read = _content.ReadAtLeast(free, free.Length, throwOnEndOfStream: false);
            _ended = read < free.Length;
            if (_ended)
                CheckWhole(_expanded + read);
        }
        catch (Exception exception) when (SnapshotStorage.IsReadFailure(exception))
        {
            throw Invalid(exception.Message, 0, exception);
        }

        if (_expanded == 0 && free[..read].StartsWith("\uFEFF"u8))
            _start += 3;

        _end += read;
        _expanded += read;
        if (_expanded > _maximumExpanded)
            throw Invalid("the compressed file unpacks to more than any evidence does");
    }

    // .NET takes the end of the file for the end of compressed data, so a file that is cut off looks like a short one.
    private void CheckWhole(long expanded)
    {
        if (_content is GZipStream && (_stored.Count == 0 || _stored.LastFour != (uint)expanded))
            throw new InvalidDataException("the gzip file is cut off, or more was written behind its end");

        if (_file.Length is { } expected && _stored.Count != expected)
            throw new InvalidDataException("the entry of the zip file has another length than the zip file says");
    }

    private void End()
    {
        if (_state.Count > Row)
        {
            throw Failed(_state, string.Create(
                CultureInfo.InvariantCulture, $"{_fileName} ends after {Row} rows, but the manifest counts {_state.Count}"));
        }
    }

    private EvidenceUnavailableException TooLong() =>
        Invalid(string.Create(CultureInfo.InvariantCulture, $"the row is longer than {MaximumRowBytes} bytes"));

    private EvidenceUnavailableException Unexpected(string expected, int found) =>
        Invalid($"expected {expected}, found {Describe(found)}");

    private EvidenceUnavailableException Invalid(string reason, long lineInRow, Exception? cause = null) =>
        Failed(_state, string.Create(CultureInfo.InvariantCulture, $"{_fileName}, line {Math.Max(_line, 1) + lineInRow}: {reason}"), cause);

    private static EvidenceUnavailableException Failed(ResourceState state, string error, Exception? cause = null) =>
        new(state with { Status = ResourceStatus.Failed, Error = error }, cause);

    private static bool IsWhiteSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static string Describe(int found) => found switch
    {
        < 0 => "the end of the file",
        '{' => "an object",
        '[' => "a list",
        '"' => "text",
        't' or 'f' => "true or false",
        'n' => "null",
        '-' or (>= '0' and <= '9') => "a number",
        > ' ' and <= '~' => $"'{(char)found}'",
        _ => string.Create(CultureInfo.InvariantCulture, $"the byte 0x{found:X2}"),
    };
}

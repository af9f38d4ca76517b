namespace SecureScore.Engine.Evidence;

/// <summary>A stream that is only read: it counts the bytes, ends at a limit and keeps the last four.</summary>
internal sealed class MeteredStream : Stream
{
    private readonly Stream _inner;
    private uint _lastFour;

    public MeteredStream(Stream inner) => _inner = inner;

    /// <summary>How many bytes may be read.</summary>
    public long Limit { get; init; } = long.MaxValue;

    /// <summary>How many bytes were read.</summary>
    public long Count { get; private set; }

    /// <summary>The last four bytes that were read, as a little-endian number: the length at the end of a gzip file.</summary>
    public uint LastFour => _lastFour;

    public override bool CanRead => true;

    public override bool CanSeek => _inner.CanSeek;

    public override bool CanWrite => false;

    public override long Length => _inner.Length;

    public override long Position
    {
        get => _inner.Position;
        set => _inner.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = _inner.Read(buffer);
        Count += read;
        if (Count > Limit)
            throw new LimitException();

        foreach (byte value in buffer[Math.Max(0, read - 4)..read])
            _lastFour = (_lastFour >> 8) | ((uint)value << 24);
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => _inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }

    public sealed class LimitException : IOException;
}

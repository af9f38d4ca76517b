using System.Text;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Evidence;

/// <summary>A snapshot whose files lie in memory.</summary>
internal sealed class MemoryStorage : SnapshotStorage
{
    private readonly Dictionary<string, Func<Stream>> _files = new(StringComparer.Ordinal);

    public MemoryStorage()
        : base("memory")
    {
    }

    public MemoryStorage With(string file, string content) => With(file, Encoding.UTF8.GetBytes(content));

    public MemoryStorage With(string file, byte[] content) => With(file, () => new MemoryStream(content));

    public MemoryStorage With(string file, Func<Stream> open)
    {
        _files[file] = open;
        return this;
    }

    public override IReadOnlyList<string> ListFiles() => [.. _files.Keys];

    public override SnapshotFile Open(string file) => new(_files[file]());
}

/// <summary>The same text over and over, without an end of its own.</summary>
internal sealed class RepeatingStream : Stream
{
    private readonly byte[] _text;
    private readonly long _length;

    public RepeatingStream(string text, long times)
    {
        _length = text.Length * times;
        _text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, 1 + (64 * 1024 / text.Length))));
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = (int)Math.Min(count, _length - Position);
        for (int index = 0; index < read;)
        {
            int start = (int)((Position + index) % _text.Length);
            int length = Math.Min(_text.Length - start, read - index);
            _text.AsSpan(start, length).CopyTo(buffer.AsSpan(offset + index));
            index += length;
        }

        Position += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

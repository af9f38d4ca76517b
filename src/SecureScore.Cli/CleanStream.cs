using System.Text;
using SecureScore.Engine;

namespace SecureScore.Cli;

/// <summary>Takes what could drive a terminal out of UTF-8 text on its way to the screen; line breaks stay.</summary>
internal sealed class CleanStream : Stream
{
    private readonly Stream _screen;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    public CleanStream(Stream screen) => _screen = screen;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        char[] characters = new char[Encoding.UTF8.GetMaxCharCount(buffer.Length)];
        int length = _decoder.GetChars(buffer, characters, flush: false);
        string[] lines = new string(characters, 0, length).Split('\n');
        _screen.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => DisplayText.Clean(line.TrimEnd('\r'))))));
    }

    public override void Flush() => _screen.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

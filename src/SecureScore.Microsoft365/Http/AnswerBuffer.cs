using System.Buffers;

namespace SecureScore.Microsoft365.Http;

/// <summary>Holds the body of one answer in borrowed memory, up to a bound.</summary>
internal sealed class AnswerBuffer : IDisposable
{
    // Every answer that fits is read without copying; pages of users take a few of these.
    private const int FirstBytes = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _length;

    /// <summary>What was read.</summary>
    public ReadOnlyMemory<byte> Content => _bytes.AsMemory(0, _length);

    /// <summary>Reads a body to its end.</summary>
    /// <exception cref="ServiceFaultException">The body is longer than the bound, or cannot be unpacked.</exception>
    public async ValueTask FillAsync(Stream body, int mostBytes, CancellationToken cancellation)
    {
        while (true)
        {
            if (_length == _bytes.Length)
                Grow();

            int read = await ReadAsync(body, cancellation).ConfigureAwait(false);
            if (read == 0)
                return;

            _length += read;
            if (_length > mostBytes)
                throw new ServiceFaultException(ServiceFault.Unusable($"the answer is longer than {mostBytes / (1024 * 1024)} MB"));
        }
    }

    /// <summary>Returns the memory.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    private async ValueTask<int> ReadAsync(Stream body, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(_bytes.AsMemory(_length), cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            // What cannot be unpacked: gzip and deflate tell it in one way, brotli in the other.
            throw new ServiceFaultException(ServiceFault.Damaged);
        }
    }

    private void Grow()
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        _bytes.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}

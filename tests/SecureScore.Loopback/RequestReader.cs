using System.Globalization;
using System.Text;
using SecureScore.Emulator.Http;

namespace SecureScore.Loopback;

/// <summary>Reads the requests that come over one connection.</summary>
internal sealed class RequestReader : IDisposable
{
    private const int MaximumLine = 64 * 1024;

    private readonly BufferedStream _stream;

    public RequestReader(Stream stream) => _stream = new BufferedStream(stream, 16 * 1024);

    /// <summary>The next request; null when the client has no more.</summary>
    public async Task<EmulatedRequest?> ReadAsync(CancellationToken cancellation)
    {
        string? first = await ReadLineAsync(cancellation);
        if (string.IsNullOrEmpty(first) || first.Split(' ') is not [var method, var target, _])
            return null;

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(cancellation) is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        byte[] body = headers.ContainsKey("Transfer-Encoding")
            ? await ReadChunksAsync(cancellation)
            : await ReadBytesAsync(Length(headers), cancellation);

        // Whoever asks this address for itself, such as for the token of a managed identity, means http; the services are https only.
        string host = headers.GetValueOrDefault("Host") ?? "127.0.0.1";
        string scheme = host.StartsWith("127.0.0.1", StringComparison.Ordinal) || host.StartsWith("169.254.", StringComparison.Ordinal) ? "http" : "https";
        return new EmulatedRequest(method, new Uri($"{scheme}://{host}{target}")) { Headers = headers, Body = body };
    }

    public void Dispose() => _stream.Dispose();

    private static int Length(Dictionary<string, string> headers) =>
        headers.TryGetValue("Content-Length", out string? length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0;

    private async Task<byte[]> ReadChunksAsync(CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        while (true)
        {
            string size = await ReadLineAsync(cancellation) ?? throw new EndOfStreamException();
            byte[] chunk = await ReadBytesAsync(int.Parse(size.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), cancellation);
            await ReadLineAsync(cancellation);
            if (chunk.Length == 0)
                return body.ToArray();

            body.Write(chunk);
        }
    }

    private async Task<byte[]> ReadBytesAsync(int count, CancellationToken cancellation)
    {
        byte[] bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (await _stream.ReadAsync(one, cancellation) == 1)
        {
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');

            if (line.Append((char)one[0]).Length > MaximumLine)
                throw new IOException("A line of the request is too long.");
        }

        return null;
    }
}

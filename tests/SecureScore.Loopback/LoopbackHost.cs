using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SecureScore.Emulator;
using SecureScore.Emulator.Http;

namespace SecureScore.Loopback;

/// <summary>Serves an emulated tenant over HTTP on a port of the loopback address. What breaks, breaks as a socket does: a reset is a reset,
/// and content that is cut off ends with the connection.</summary>
public sealed class LoopbackHost : IDisposable
{
    private readonly EmulatedTenant _tenant;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private int _connections;

    private LoopbackHost(EmulatedTenant tenant) => _tenant = tenant;

    /// <summary>The address that it listens on.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>How many connections were opened to it.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Begins to listen.</summary>
    public static LoopbackHost Start(EmulatedTenant tenant)
    {
        var host = new LoopbackHost(tenant);
        host._listener.Start();
        host.Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)host._listener.LocalEndpoint).Port}"));
        _ = host.AcceptAsync();
        return host;
    }

    /// <summary>A handler that sends what is meant for the services here, as <see cref="LoopbackTransport"/> does.</summary>
    /// <param name="inner">Sends the requests; null for a handler of the transport's own.</param>
    public LoopbackTransport CreateTransport(HttpMessageHandler? inner = null) => new(Address, _tenant.Serves, inner);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(socket, _stop.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The host has ended.
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken cancellation)
    {
        using (socket)
        {
            try
            {
                socket.NoDelay = true;
                await using var stream = new NetworkStream(socket);
                using var reader = new RequestReader(stream);
                while (await reader.ReadAsync(cancellation) is { } request)
                {
                    var answer = await _tenant.AnswerAsync(request, cancellation);
                    if (!await WriteAsync(socket, stream, request, answer, cancellation))
                        return;
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client has gone, or the host has ended.
            }
        }
    }

    /// <summary>Writes an answer, and tells whether the connection is good for another.</summary>
    private static async Task<bool> WriteAsync(
        Socket socket, NetworkStream stream, EmulatedRequest request, EmulatedResponse answer, CancellationToken cancellation)
    {
        switch (answer.Ending)
        {
            case ResponseEnding.Reset:
                Reset(socket);
                return false;

            case ResponseEnding.Silent:
                await WaitForTheOtherEndAsync(stream, cancellation);
                return false;
        }

        var (body, isCompressed) = Compress(request, answer.Body);
        bool isTruncated = answer.Ending == ResponseEnding.Truncated;

        // One way of sending for answers that end well, both for those that do not: a client may miss a length, or a last chunk.
        bool isChunked = body.Length > 0 && (isTruncated ? body.Length % 2 == 0 : body.Length > 64 * 1024);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(Head(answer, body.Length, isChunked, isCompressed)), cancellation);
        if (isTruncated)
        {
            var half = body[..(body.Length / 2)];
            if (isChunked)
                await stream.WriteAsync(ChunkSize(body.Length), cancellation);
            await stream.WriteAsync(half, cancellation);
            socket.Shutdown(SocketShutdown.Both);
            return false;
        }

        if (isChunked)
        {
            for (var rest = body; rest.Length > 0; rest = rest[Math.Min(rest.Length, 32 * 1024)..])
            {
                var chunk = rest[..Math.Min(rest.Length, 32 * 1024)];
                await stream.WriteAsync(ChunkSize(chunk.Length), cancellation);
                await stream.WriteAsync(chunk, cancellation);
                await stream.WriteAsync("\r\n"u8.ToArray(), cancellation);
            }

            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellation);
        }
        else
        {
            await stream.WriteAsync(body, cancellation);
        }

        return true;
    }

    private static void Reset(Socket socket)
    {
        // Closing without lingering sends RST instead of FIN.
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    private static async Task WaitForTheOtherEndAsync(NetworkStream stream, CancellationToken cancellation)
    {
        byte[] ignored = new byte[1];
        while (await stream.ReadAsync(ignored, cancellation) > 0)
        {
        }
    }

    private static (ReadOnlyMemory<byte> Body, bool IsCompressed) Compress(EmulatedRequest request, ReadOnlyMemory<byte> body)
    {
        if (body.Length < 1024 || !request.Headers.TryGetValue("Accept-Encoding", out string? encodings)
            || !encodings.Contains("gzip", StringComparison.OrdinalIgnoreCase))
            return (body, false);

        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(body.Span);

        return (compressed.ToArray(), true);
    }

    private static string Head(EmulatedResponse answer, int length, bool isChunked, bool isCompressed)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} {(HttpStatusCode)answer.Status}\r\n");
        foreach (var (name, value) in answer.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (answer.ContentType is not null)
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: {answer.ContentType}\r\n");
        if (isCompressed)
            head.Append("Content-Encoding: gzip\r\n");
        return (isChunked
            ? head.Append("Transfer-Encoding: chunked\r\n")
            : answer.Status == 204 ? head : head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n")).Append("\r\n").ToString();
    }

    private static byte[] ChunkSize(int length) => Encoding.ASCII.GetBytes(length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
}

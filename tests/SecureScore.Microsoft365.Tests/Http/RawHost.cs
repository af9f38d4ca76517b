using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SecureScore.Microsoft365.Tests.Http;

/// <summary>A host on the loopback address that sends what a test says byte by byte, one answer a connection, the last one for ever.</summary>
internal sealed class RawHost : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly RawAnswer[] _answers;
    private readonly List<string> _requests = [];

    public RawHost(params RawAnswer[] answers)
    {
        _answers = answers;
        _listener.Start();
        Address = new Uri(FormattableString.Invariant($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}"));
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>The line and the headers of each request.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

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
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token), _stop.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The host has ended.
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        using (socket)
        {
            try
            {
                string? head = await ReadHeadAsync(socket, stop);
                if (head is null)
                    return;

                RawAnswer answer;
                lock (_requests)
                {
                    answer = _answers[Math.Min(_requests.Count, _answers.Length - 1)];
                    _requests.Add(head);
                }

                await socket.SendAsync(answer.Bytes, stop);
                if (answer.Resets)
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                else
                    socket.Shutdown(SocketShutdown.Send);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // The client has gone.
            }
        }
    }

    private static async Task<string?> ReadHeadAsync(Socket socket, CancellationToken stop)
    {
        var head = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await socket.ReceiveAsync(buffer, stop);
            if (read == 0)
                return null;
            head.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return head.ToString();
    }
}

/// <summary>What goes over a connection before it ends.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="Resets">Whether the connection is reset instead of closed.</param>
internal sealed record RawAnswer(byte[] Bytes, bool Resets = false)
{
    public static RawAnswer Of(string status, byte[] body, string headers = "", int? length = null) => new(
    [
        .. Encoding.Latin1.GetBytes(FormattableString.Invariant(
            $"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length ?? body.Length}\r\n{headers}\r\n")),
        .. body,
    ]);

    public static RawAnswer Of(string status, string body = "", string headers = "") => Of(status, Encoding.UTF8.GetBytes(body), headers);
}

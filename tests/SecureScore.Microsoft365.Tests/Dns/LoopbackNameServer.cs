using System.Net;
using System.Net.Sockets;

namespace SecureScore.Microsoft365.Tests.Dns;

/// <summary>A name server on the loopback interface that answers as a test says.</summary>
internal sealed class LoopbackNameServer : IDisposable
{
    private readonly Socket _datagrams = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _streams = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Func<byte[], IEnumerable<byte[]>> _answer;
    private readonly Func<byte[], byte[]>? _answerStream;
    private readonly CancellationTokenSource _end = new();

    /// <param name="answer">The datagrams that answer a question.</param>
    /// <param name="answerStream">What answers a question over TCP.</param>
    public LoopbackNameServer(Func<byte[], IEnumerable<byte[]>> answer, Func<byte[], byte[]>? answerStream = null)
    {
        _answer = answer;
        _answerStream = answerStream;
        _datagrams.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        EndPoint = (IPEndPoint)_datagrams.LocalEndPoint!;
        _streams.Bind(EndPoint);
        _streams.Listen();
        _ = AnswerDatagramsAsync();
        _ = AnswerStreamsAsync();
    }

    public IPEndPoint EndPoint { get; }

    public int Questions { get; private set; }

    public void Dispose()
    {
        _end.Cancel();
        _datagrams.Dispose();
        _streams.Dispose();
        _end.Dispose();
    }

    private async Task AnswerDatagramsAsync()
    {
        byte[] buffer = new byte[65_535];
        try
        {
            while (true)
            {
                var received = await _datagrams.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _end.Token);
                Questions++;
                foreach (byte[] answer in _answer(buffer[..received.ReceivedBytes]))
                    await _datagrams.SendToAsync(answer, received.RemoteEndPoint, _end.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerStreamsAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _streams.AcceptAsync(_end.Token);
                using var stream = new NetworkStream(client);
                byte[] length = new byte[2];
                await stream.ReadExactlyAsync(length, _end.Token);
                byte[] question = new byte[(length[0] << 8) | length[1]];
                await stream.ReadExactlyAsync(question, _end.Token);
                if (_answerStream is not null)
                {
                    byte[] answer = _answerStream(question);
                    await stream.WriteAsync((byte[])[(byte)(answer.Length >> 8), (byte)answer.Length, .. answer], _end.Token);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }
}

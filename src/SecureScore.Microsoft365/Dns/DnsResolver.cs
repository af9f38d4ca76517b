using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace SecureScore.Microsoft365.Dns;

/// <summary>Asks name servers over UDP, and over TCP where an answer is too long for that.</summary>
/// <remarks>Each question goes from a port of its own with an id by chance, and only an answer to just that question counts.</remarks>
internal sealed class DnsResolver : IDnsResolver
{
    private const int Port = 53;
    private const int Rounds = 2;
    private const int MostServers = 3;
    private const int LongestMessage = 65_535;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    // What Windows names where no server was set.
    private static readonly IPNetwork s_siteLocal = IPNetwork.Parse("fec0:0:0:ffff::/64");

    private readonly IReadOnlyList<IPEndPoint> _servers;
    private readonly TimeProvider _clock;

    public DnsResolver(IReadOnlyList<IPEndPoint> servers, TimeProvider clock)
    {
        _servers = servers;
        _clock = clock;
    }

    /// <summary>Asks the name servers that the operating system asks.</summary>
    public static DnsResolver OfSystem(TimeProvider clock) => new([.. SystemServers().Take(MostServers).Select(address => new IPEndPoint(address, Port))], clock);

    public async Task<IReadOnlyList<string>?> ResolveAsync(string name, DnsRecordType type, CancellationToken cancellation)
    {
        if (DnsMessage.Normalize(name) is not { } normalized)
            return null;

        for (int round = 0; round < Rounds; round++)
        {
            foreach (var server in _servers)
            {
                if (await AskAsync(server, normalized, type, cancellation).ConfigureAwait(false) is { Kind: DnsAnswerKind.Answered } answer)
                    return answer.Values;
            }
        }

        return null;
    }

    private static IEnumerable<IPAddress> SystemServers()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces()
                .Where(card => card.OperationalStatus == OperationalStatus.Up)
                .SelectMany(card => card.GetIPProperties().DnsAddresses)
                .Where(address => !s_siteLocal.Contains(address))
                .Distinct()];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }

    private async Task<DnsAnswer?> AskAsync(IPEndPoint server, string name, DnsRecordType type, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(s_patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            var answer = await AskByDatagramAsync(server, name, type, either.Token).ConfigureAwait(false);
            return answer.Kind == DnsAnswerKind.Truncated ? await AskByStreamAsync(server, name, type, either.Token).ConfigureAwait(false) : answer;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<DnsAnswer> AskByDatagramAsync(IPEndPoint server, string name, DnsRecordType type, CancellationToken cancellation)
    {
        ushort id = NewId();
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellation).ConfigureAwait(false);
        await socket.SendAsync(DnsMessage.Ask(id, name, type), cancellation).ConfigureAwait(false);
        byte[] buffer = new byte[LongestMessage];
        while (true)
        {
            // What does not answer the question may have been sent by anyone: it is not heeded.
            int length = await socket.ReceiveAsync(buffer, cancellation).ConfigureAwait(false);
            if (DnsMessage.Read(buffer.AsSpan(0, length), id, name, type) is { } answer)
                return answer;
        }
    }

    private static async Task<DnsAnswer?> AskByStreamAsync(IPEndPoint server, string name, DnsRecordType type, CancellationToken cancellation)
    {
        ushort id = NewId();
        byte[] question = DnsMessage.Ask(id, name, type);
        byte[] framed = [(byte)(question.Length >> 8), (byte)question.Length, .. question];
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, cancellation).ConfigureAwait(false);
        using var stream = new NetworkStream(socket);
        await stream.WriteAsync(framed, cancellation).ConfigureAwait(false);
        byte[] length = new byte[2];
        await stream.ReadExactlyAsync(length, cancellation).ConfigureAwait(false);
        byte[] message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(message, cancellation).ConfigureAwait(false);
        return DnsMessage.Read(message, id, name, type);
    }

    private static ushort NewId() => (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
}

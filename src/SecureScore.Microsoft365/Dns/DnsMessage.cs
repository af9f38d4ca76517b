using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace SecureScore.Microsoft365.Dns;

/// <summary>Writes questions to a name server and reads its answers (RFC 1035, RFC 6891).</summary>
internal static class DnsMessage
{
    private const int HeaderBytes = 12;
    private const int LongestName = 255;
    private const int LongestLabel = 63;
    private const int RecordBytes = 10;
    private const ushort Internet = 1;
    private const ushort OptionRecord = 41;

    // What passes every network in one piece.
    private const ushort DatagramBytes = 1232;

    private const ushort ResponseFlag = 0x8000;
    private const ushort TruncatedFlag = 0x0200;
    private const ushort RecursionDesiredFlag = 0x0100;
    private const ushort CodeMask = 0x000F;
    private const int NoSuchName = 3;

    private static readonly IdnMapping s_idn = new();

    /// <summary>A name as DNS knows it: without the last dot, Unicode labels encoded; null when it is none.</summary>
    public static string? Normalize(string name)
    {
        string trimmed = name.Trim().TrimEnd('.');
        if (!Ascii.IsValid(trimmed))
        {
            try
            {
                trimmed = s_idn.GetAscii(trimmed);
            }
            catch (ArgumentException)
            {
                return null;
            }
        }

        return trimmed.Length is > 0 and < LongestName - 1 && Array.TrueForAll(trimmed.Split('.'), label => label.Length is > 0 and <= LongestLabel)
            ? trimmed
            : null;
    }

    /// <summary>A question.</summary>
    /// <param name="id">What the answer must begin with.</param>
    /// <param name="name">A name that <see cref="Normalize"/> returned.</param>
    /// <param name="type">The type of record.</param>
    public static byte[] Ask(ushort id, string name, DnsRecordType type)
    {
        var message = new List<byte>(HeaderBytes + name.Length + 17);
        Add(message, id);
        Add(message, RecursionDesiredFlag);
        Add(message, 1);
        Add(message, 0);
        Add(message, 0);
        Add(message, 1);
        foreach (string label in name.Split('.'))
        {
            message.Add((byte)label.Length);
            message.AddRange(Encoding.ASCII.GetBytes(label));
        }

        message.Add(0);
        Add(message, (ushort)type);
        Add(message, Internet);

        // How long the answer may be: an OPT record of the root name, without options.
        message.Add(0);
        Add(message, OptionRecord);
        Add(message, DatagramBytes);
        message.AddRange([0, 0, 0, 0, 0, 0]);
        return [.. message];
    }

    /// <summary>Reads an answer.</summary>
    /// <returns>Null when the message does not answer the question: it is somebody else's, or garbage.</returns>
    public static DnsAnswer? Read(ReadOnlySpan<byte> message, ushort id, string name, DnsRecordType type)
    {
        try
        {
            if (message.Length < HeaderBytes || Number(message, 0) != id || (Number(message, 2) & ResponseFlag) == 0 || Number(message, 4) != 1)
                return null;

            int position = HeaderBytes;
            if (!Is(ReadName(message, ref position), name) || Number(message, position) != (ushort)type || Number(message, position + 2) != Internet)
                return null;

            int flags = Number(message, 2);
            if ((flags & TruncatedFlag) != 0)
                return new DnsAnswer(DnsAnswerKind.Truncated, []);

            return (flags & CodeMask) switch
            {
                0 => new DnsAnswer(DnsAnswerKind.Answered, ReadValues(message, position + 4, name, type)),
                NoSuchName => new DnsAnswer(DnsAnswerKind.Answered, []),
                _ => new DnsAnswer(DnsAnswerKind.Refused, []),
            };
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException or InvalidDataException)
        {
            // It is shorter than it says, or goes in circles.
            return null;
        }
    }

    private static IReadOnlyList<string> ReadValues(ReadOnlySpan<byte> message, int position, string name, DnsRecordType type)
    {
        int records = Number(message, 6);
        var values = new List<(string Owner, string Value)>();
        var aliases = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (int record = 0; record < records; record++)
        {
            string owner = ReadName(message, ref position);
            var found = (DnsRecordType)Number(message, position);
            bool isInternet = Number(message, position + 2) == Internet;
            int length = Number(message, position + 8);
            int start = position + RecordBytes;
            position = start + length;
            if (position > message.Length)
                throw new InvalidDataException("The message is malformed.");

            if (isInternet && found == DnsRecordType.Cname && type != DnsRecordType.Cname)
                aliases.TryAdd(owner, ReadName(message, ref start));
            else if (isInternet && found == type)
                values.Add((owner, ReadValue(message, start, length, type)));
        }

        // What stands under another name answers only when the name leads there. A chain is no longer than there are records.
        string end = name;
        for (int step = 0; step < aliases.Count && aliases.TryGetValue(end, out string? next); step++)
            end = next;
        return [.. values.Where(value => Is(value.Owner, end)).Select(value => value.Value)];
    }

    private static string ReadValue(ReadOnlySpan<byte> message, int start, int length, DnsRecordType type)
    {
        switch (type)
        {
            case DnsRecordType.Cname:
                return ReadName(message, ref start);

            case DnsRecordType.Mx:
                int name = start + 2;
                return string.Create(CultureInfo.InvariantCulture, $"{Number(message, start)} {ReadName(message, ref name)}");

            default:
                var text = new List<byte>(length);
                for (int end = start + length; start < end; start += message[start] + 1)
                    text.AddRange(message.Slice(start + 1, message[start]));
                return Encoding.UTF8.GetString([.. text]);
        }
    }

    // A pointer leads to what stood before, so each step comes nearer to the beginning and none can go round.
    private static string ReadName(ReadOnlySpan<byte> message, ref int position)
    {
        const int PointerMask = 0xC0;
        var name = new StringBuilder();
        int current = position;
        int limit = position;
        bool isFirst = true;
        while (true)
        {
            int length = message[current];
            if ((length & PointerMask) == PointerMask)
            {
                int target = Number(message, current) & 0x3FFF;
                if (isFirst)
                    position = current + 2;
                isFirst = false;
                if (target >= limit)
                    throw new InvalidDataException("The message is malformed.");
                current = limit = target;
                continue;
            }

            if ((length & PointerMask) != 0)
                throw new InvalidDataException("The message is malformed.");
            if (length == 0)
                break;

            if (name.Length + length + 1 > LongestName)
                throw new InvalidDataException("The message is malformed.");
            if (name.Length > 0)
                name.Append('.');
            name.Append(Encoding.UTF8.GetString(message.Slice(current + 1, length)));
            current += length + 1;
        }

        if (isFirst)
            position = current + 1;
        return name.ToString();
    }

    private static bool Is(string name, string expected) => name.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static ushort Number(ReadOnlySpan<byte> message, int position) => BinaryPrimitives.ReadUInt16BigEndian(message.Slice(position, 2));

    private static void Add(List<byte> message, ushort number)
    {
        message.Add((byte)(number >> 8));
        message.Add((byte)number);
    }
}

/// <summary>What a name server answered.</summary>
/// <param name="Kind">How it answered.</param>
/// <param name="Values">The values of the name.</param>
internal sealed record DnsAnswer(DnsAnswerKind Kind, IReadOnlyList<string> Values);

/// <summary>How a name server answered.</summary>
internal enum DnsAnswerKind
{
    /// <summary>It told the values, or that there are none.</summary>
    Answered,

    /// <summary>The answer did not fit into a datagram.</summary>
    Truncated,

    /// <summary>It cannot or will not tell.</summary>
    Refused,
}

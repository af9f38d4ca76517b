using System.Text;
using System.Text.Json;

namespace SecureScore.Emulator.Http;

/// <summary>A request as it reaches the tenant, whichever way it came.</summary>
/// <param name="Method">The HTTP method, in capitals.</param>
/// <param name="Address">The address that was asked for, with the host that the client meant.</param>
public sealed record EmulatedRequest(string Method, Uri Address)
{
    private static readonly Dictionary<string, string> s_none = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The headers, those of the content among them.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = s_none;

    /// <summary>The content.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether it came as a part of a batch.</summary>
    internal bool IsInBatch { get; init; }

    internal string Host => Address.Host;

    internal string Path => Uri.UnescapeDataString(Address.AbsolutePath);

    /// <summary>The parameters of the query, decoded. Names keep their <c>$</c>.</summary>
    internal Dictionary<string, string> Query => FormText.Parse(Address.Query.TrimStart('?'));

    internal string? Header(string name) => Headers.GetValueOrDefault(name);

    internal Dictionary<string, string> ReadForm() => FormText.Parse(Encoding.UTF8.GetString(Body.Span));

    /// <summary>The content as JSON; null when it is none.</summary>
    internal JsonElement? ReadJson()
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Names and values as forms and queries write them.</summary>
internal static class FormText
{
    public static Dictionary<string, string> Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? pair : pair[..equals];
            values[Decode(name)] = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
        }

        return values;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

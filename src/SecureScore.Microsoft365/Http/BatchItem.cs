using System.Text.Json;

namespace SecureScore.Microsoft365.Http;

/// <summary>One request of a batch.</summary>
/// <typeparam name="T">What the request is for.</typeparam>
/// <param name="Subject">What the request is for.</param>
/// <param name="Url">Its address, as the service wants it in a batch.</param>
internal sealed record BatchItem<T>(T Subject, string Url)
{
    /// <summary>The method.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>The body, as JSON; null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Its own headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>How often it was sent.</summary>
    public int Tries { get; set; }

    /// <summary>Whether the service refused its token just now.</summary>
    public bool IsTokenRefused { get; set; }

    /// <summary>Whether it was refused for its token already, which was renewed since.</summary>
    public bool IsTokenRenewed { get; set; }

    /// <summary>Writes the request under an id.</summary>
    public void Write(Utf8JsonWriter writer, string id)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, id);
        writer.WriteString("method"u8, Method.Method);
        writer.WriteString("url"u8, Url);
        if (Headers.Count > 0 || Body is not null)
        {
            writer.WriteStartObject("headers"u8);
            foreach (var (name, value) in Headers)
                writer.WriteString(name, value);
            if (Body is not null)
                writer.WriteString("Content-Type"u8, "application/json"u8);
            writer.WriteEndObject();
        }

        if (Body is { } body)
        {
            writer.WritePropertyName("body"u8);
            writer.WriteRawValue(body.Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}

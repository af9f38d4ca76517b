using System.Text;
using System.Text.Json;

namespace SecureScore.Emulator.Http;

/// <summary>One request of a batch.</summary>
internal sealed record BatchItem(string Id, string Method, string Url, JsonElement Element)
{
    /// <summary>The requests of a batch; null when the content is none.</summary>
    public static List<BatchItem>? ReadAll(EmulatedRequest request)
    {
        if (request.ReadJson() is not { ValueKind: JsonValueKind.Object } content
            || !content.TryGetProperty("requests", out var requests) || requests.ValueKind != JsonValueKind.Array)
            return null;

        var items = new List<BatchItem>();
        foreach (var item in requests.EnumerateArray())
        {
            if (Text(item, "id") is not { } id || Text(item, "method") is not { } method || Text(item, "url") is not { } url)
                return null;

            items.Add(new BatchItem(id, method.ToUpperInvariant(), url, item));
        }

        return items;
    }

    /// <summary>The request by itself, with the token of the batch.</summary>
    public EmulatedRequest ToRequest(EmulatedRequest batch, Uri address)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in new[] { "Authorization", "client-request-id" })
        {
            if (batch.Header(name) is { } value)
                headers[name] = value;
        }

        if (Element.TryGetProperty("headers", out var own) && own.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in own.EnumerateObject())
                headers[header.Name] = header.Value.GetString() ?? "";
        }

        byte[] body = Element.TryGetProperty("body", out var content) ? Encoding.UTF8.GetBytes(content.GetRawText()) : [];
        return new EmulatedRequest(Method, address) { Headers = headers, Body = body, IsInBatch = true };
    }

    public static void WriteAll(Utf8JsonWriter json, IEnumerable<(string Id, EmulatedResponse Response)> answers)
    {
        json.WriteStartObject();
        json.WriteStartArray("responses");
        foreach (var (id, response) in answers)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteNumber("status", response.Status);
            json.WriteStartObject("headers");
            foreach (var (name, value) in response.Headers)
                json.WriteString(name, value);
            if (response.ContentType is not null)
                json.WriteString("Content-Type", response.ContentType);
            json.WriteEndObject();
            if (!response.Body.IsEmpty)
            {
                json.WritePropertyName("body");
                if (response.ContentType?.Contains("json", StringComparison.Ordinal) == true)
                    json.WriteRawValue(response.Body.Span, skipInputValidation: true);
                else
                    json.WriteStringValue(response.Body.Span);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

using System.Globalization;
using System.Text.Json;

namespace SecureScore.Microsoft365.Http;

/// <summary>One answer of a batch.</summary>
/// <param name="Id">The id of the request.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="RetryAfter">How long the service asks to wait; null when it does not tell.</param>
/// <param name="RequestId">The service's own id of the request; null when it does not tell.</param>
/// <param name="Body">The body; empty when there is none.</param>
internal readonly record struct BatchAnswer(string Id, int Status, TimeSpan? RetryAfter, string? RequestId, ReadOnlyMemory<byte> Body)
{
    /// <summary>Reads the answers to a batch, in whatever order they are.</summary>
    /// <exception cref="JsonException">The answer is damaged.</exception>
    /// <exception cref="ServiceFaultException">The answer is none to a batch.</exception>
    public static IReadOnlyList<BatchAnswer> Read(ReadOnlyMemory<byte> json, DateTimeOffset now)
    {
        var answers = new List<BatchAnswer>();
        bool isBatch = false;
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isList = reader.ValueTextEquals("responses"u8);
                reader.Read();
                if (isList && !isBatch && reader.TokenType == JsonTokenType.StartArray)
                {
                    isBatch = true;
                    while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                        answers.Add(ReadOne(json, ref reader, now));
                    if (reader.TokenType != JsonTokenType.EndArray)
                        throw NoBatch();
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        reader.Read();
        return isBatch ? answers : throw NoBatch();
    }

    private static BatchAnswer ReadOne(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader, DateTimeOffset now)
    {
        var answer = new BatchAnswer("", 0, null, null, default);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                answer = answer with { Id = TextOf(ref reader) ?? "" };
            }
            else if (reader.ValueTextEquals("status"u8))
            {
                reader.Read();
                answer = answer with { Status = int.TryParse(TextOf(ref reader), NumberStyles.None, CultureInfo.InvariantCulture, out int status) ? status : 0 };
            }
            else if (reader.ValueTextEquals("headers"u8))
            {
                reader.Read();
                answer = ReadHeaders(answer, ref reader, now);
            }
            else if (reader.ValueTextEquals("body"u8))
            {
                reader.Read();
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                answer = answer with { Body = json[start..(int)reader.BytesConsumed] };
            }
            else
            {
                reader.Skip();
            }
        }

        return answer;
    }

    private static BatchAnswer ReadHeaders(BatchAnswer answer, ref Utf8JsonReader reader, DateTimeOffset now)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return answer;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.ReadText()!;
            reader.Read();
            string? value = TextOf(ref reader);
            if (name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase))
                answer = answer with { RetryAfter = WaitOf(value, now) };
            else if (name.Equals("request-id", StringComparison.OrdinalIgnoreCase))
                answer = answer with { RequestId = value };
        }

        return answer;
    }

    private static TimeSpan? WaitOf(string? text, DateTimeOffset now)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
            return TimeSpan.FromSeconds(seconds);

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? TimeSpan.FromTicks(Math.Max(0, (date - now).Ticks))
            : null;
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.ReadText();
            case JsonTokenType.Number:
                return System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    private static ServiceFaultException NoBatch() => new(ServiceFault.Unusable("the answer is none to a batch"));
}

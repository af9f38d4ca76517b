using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;

namespace SecureScore.Reporting;

/// <summary>Writes records as JSON.</summary>
internal static class JsonReport
{
    private const int FlushAt = 64 * 1024;

    // The output is no HTML: what HTML would misread stays readable. Control characters are escaped all the same.
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write<T>(Stream output, T record, JsonTypeInfo<T> type)
    {
        using var json = new Utf8JsonWriter(output, s_options);
        JsonSerializer.Serialize(json, record, type);
        End(output, json);
    }

    public static void WriteArray<T>(Stream output, IEnumerable<T> records, JsonTypeInfo<T> type)
    {
        using var json = new Utf8JsonWriter(output, s_options);
        json.WriteStartArray();
        foreach (var record in records)
        {
            JsonSerializer.Serialize(json, record, type);
            if (json.BytesPending >= FlushAt)
                json.Flush();
        }

        json.WriteEndArray();
        End(output, json);
    }

    private static void End(Stream output, Utf8JsonWriter json)
    {
        json.Flush();
        output.Write("\n"u8);
        output.Flush();
    }
}

/// <summary>Dates in UTC with a Z, as the services write them.</summary>
internal sealed class UtcDateConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, Converters = [typeof(UtcDateConverter)])]
[JsonSerializable(typeof(SecureScoreResult))]
[JsonSerializable(typeof(ControlResult))]
[JsonSerializable(typeof(ScoreEvidence))]
[JsonSerializable(typeof(HistoryPoint))]
[JsonSerializable(typeof(PublishedScorePoint))]
[JsonSerializable(typeof(RecordedScore))]
[JsonSerializable(typeof(ScoreEvent))]
[JsonSerializable(typeof(DecisionEntry))]
internal sealed partial class ReportJson : JsonSerializerContext;

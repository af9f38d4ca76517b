using System.Text.Json;

namespace SecureScore.Emulator.Http;

/// <summary>Writes rows with those of their properties that were asked for.</summary>
internal static class RowText
{
    /// <summary>Writes a row.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="row">One JSON object.</param>
    /// <param name="wanted">Whether a property is wanted; null writes the row as it is.</param>
    public static void Write(Utf8JsonWriter json, ReadOnlyMemory<byte> row, Func<string, bool>? wanted)
    {
        if (wanted is null)
        {
            json.WriteRawValue(row.Span, skipInputValidation: true);
            return;
        }

        json.WriteStartObject();
        var reader = new Utf8JsonReader(row.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!wanted(name))
                continue;

            json.WritePropertyName(name);
            json.WriteRawValue(row.Span[start..(int)reader.BytesConsumed], skipInputValidation: true);
        }

        json.WriteEndObject();
    }
}

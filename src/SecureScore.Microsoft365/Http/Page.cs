using System.Text.Json;

namespace SecureScore.Microsoft365.Http;

/// <summary>Where the rows of one page stand in an answer, and what the answer says beside them.</summary>
internal sealed class Page
{
    private readonly ReadOnlyMemory<byte> _answer;
    private readonly List<(int Start, int Length)> _rows = [];

    private Page(ReadOnlyMemory<byte> answer) => _answer = answer;

    /// <summary>The number of rows.</summary>
    public int Count => _rows.Count;

    /// <summary>Where the next page is; null when there is none.</summary>
    public string? NextLink { get; private set; }

    /// <summary>The number of rows of all pages; null when the service did not tell.</summary>
    public long? Total { get; private set; }

    /// <summary>A row, as the service wrote it.</summary>
    public ReadOnlyMemory<byte> this[int index] => _answer.Slice(_rows[index].Start, _rows[index].Length);

    /// <summary>Reads an answer to its end: an object with its rows in <c>value</c>, or the array of the rows alone.</summary>
    /// <exception cref="JsonException">The answer is damaged.</exception>
    /// <exception cref="ServiceFaultException">The answer is none to what was asked.</exception>
    public static Page Read(ReadOnlyMemory<byte> answer)
    {
        var page = new Page(answer);
        var reader = new Utf8JsonReader(answer.Span);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
            page.ReadRows(ref reader);
        else if (reader.TokenType != JsonTokenType.StartObject || !page.ReadEnvelope(ref reader))
            throw new ServiceFaultException(ServiceFault.Unusable("the answer holds no list"));

        // What follows the list would show that the answer is not whole.
        reader.Read();
        return page;
    }

    private bool ReadEnvelope(ref Utf8JsonReader reader)
    {
        bool hasRows = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("value"u8) && !hasRows)
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartArray)
                    return false;

                ReadRows(ref reader);
                hasRows = true;
            }
            else if (reader.ValueTextEquals("@odata.nextLink"u8))
            {
                reader.Read();
                NextLink = reader.TokenType == JsonTokenType.String ? reader.ReadText() : null;
            }
            else if (reader.ValueTextEquals("@odata.count"u8))
            {
                reader.Read();
                Total = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long total) ? total : null;
            }
            else
            {
                reader.Skip();
            }
        }

        return hasRows;
    }

    private void ReadRows(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new ServiceFaultException(ServiceFault.Unusable("a row of the answer is no object"));

            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            _rows.Add((start, (int)reader.BytesConsumed - start));
        }
    }
}

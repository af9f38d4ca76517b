using System.Text.Json;

namespace SecureScore.Engine.Evidence;

/// <summary>Finds a property that an object has twice, at any depth: which of the two counts would be a guess.</summary>
/// <remarks>Names that differ in case only are the same property, as properties are read that way. An instance keeps its sets between
/// calls, so that many rows cost little.</remarks>
internal sealed class JsonDuplicates
{
    private readonly List<HashSet<string>> _names = [];

    /// <summary>Reads one JSON value; null when no object in it has a property twice.</summary>
    /// <exception cref="JsonException">The text is not one valid JSON value.</exception>
    public Duplicate? Find(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                NamesAt(reader.CurrentDepth).Clear();
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = NameOf(ref reader, utf8);
                if (!NamesAt(reader.CurrentDepth - 1).Add(name))
                    return new Duplicate(name, LineOf(ref reader, utf8));
            }
        }

        return null;
    }

    private HashSet<string> NamesAt(int depth)
    {
        while (_names.Count <= depth)
            _names.Add(new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        return _names[depth];
    }

    private static string NameOf(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("The name of a property is not valid Unicode text.", path: null, LineOf(ref reader, utf8), bytePositionInLine: null, exception);
        }
    }

    private static int LineOf(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8) => utf8[..(int)reader.TokenStartIndex].Count((byte)'\n');
}

/// <summary>A property that is there twice.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">How many line breaks stand before the second one.</param>
internal sealed record Duplicate(string Name, int Line)
{
    public string Describe() => $"the property '{Name}' is there twice";
}

internal static class JsonText
{
    /// <summary>Why a text is not valid JSON, without the position, which counts from the start of the row.</summary>
    public static string Reason(JsonException exception)
    {
        string message = exception.Message;
        foreach (string position in (ReadOnlySpan<string>)[" Path: ", " LineNumber: "])
        {
            int start = message.IndexOf(position, StringComparison.Ordinal);
            if (start > 0)
                message = message[..start];
        }

        return message;
    }
}

using System.Text;
using System.Text.Json;

namespace SecureScore.Engine.Evidence;

/// <summary>Finds a property that an object has twice, at any depth: which of the two counts would be a guess.</summary>
/// <remarks>Names that differ in case only are the same property, as properties are read that way. An instance keeps its sets between
/// calls, so that many rows cost little.</remarks>
internal sealed class JsonDuplicates
{
    private readonly List<Names> _names = [];

    /// <summary>Reads one JSON value; null when no object in it has a property twice.</summary>
    /// <exception cref="JsonException">The text is not one valid JSON value.</exception>
    public Duplicate? Find(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                NamesAt(reader.CurrentDepth).Clear();
            else if (reader.TokenType == JsonTokenType.PropertyName && !NamesAt(reader.CurrentDepth - 1).Add(ref reader, utf8))
                return new Duplicate(NameOf(ref reader, utf8), LineOf(ref reader, utf8));
        }

        return null;
    }

    private Names NamesAt(int depth)
    {
        while (_names.Count <= depth)
            _names.Add(new Names());
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

    /// <summary>The names in one object. Few and plain ones, as nearly all objects have, are compared where they stand in the text.</summary>
    private sealed class Names
    {
        private const int Few = 100;

        private readonly List<(int Start, int Length)> _plain = [];
        private readonly HashSet<string> _others = new(StringComparer.OrdinalIgnoreCase);

        public void Clear()
        {
            _plain.Clear();
            _others.Clear();
        }

        /// <summary>Takes the name on which the reader stands; false when it is there already.</summary>
        public bool Add(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
        {
            var name = reader.ValueSpan;
            if (_others.Count > 0 || _plain.Count == Few || reader.ValueIsEscaped || !Ascii.IsValid(name))
                return AddOther(NameOf(ref reader, utf8), utf8);

            foreach (var (start, length) in _plain)
            {
                if (length == name.Length && Ascii.EqualsIgnoreCase(utf8.Slice(start, length), name))
                    return false;
            }

            // The name stands behind its quotation mark.
            _plain.Add(((int)reader.TokenStartIndex + 1, name.Length));
            return true;
        }

        private bool AddOther(string name, ReadOnlySpan<byte> utf8)
        {
            foreach (var (start, length) in _plain)
                _others.Add(Encoding.ASCII.GetString(utf8.Slice(start, length)));
            _plain.Clear();
            return _others.Add(name);
        }
    }
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

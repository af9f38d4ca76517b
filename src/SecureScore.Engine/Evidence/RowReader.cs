using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace SecureScore.Engine.Evidence;

/// <summary>The properties that a view wants of each row, found by name whatever its case.</summary>
internal sealed class RowProperties
{
    private readonly byte[][] _names;

    public RowProperties(params string[] names) => _names = [.. names.Select(Encoding.UTF8.GetBytes)];

    public string NameOf(int index) => Encoding.UTF8.GetString(_names[index]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int IndexOf(ReadOnlySpan<byte> name)
    {
        for (int index = 0; index < _names.Length; index++)
        {
            byte[] wanted = _names[index];
            if (wanted.Length == name.Length && (name.SequenceEqual(wanted) || Ascii.EqualsIgnoreCase(name, wanted)))
                return index;
        }

        return -1;
    }
}

/// <summary>Reads some properties of one row without making an object of it: for resources with a row for every user.</summary>
/// <remarks>As strict as <see cref="EvidenceObject"/>: a value of another kind, or a wanted property that is there twice, makes the resource unreadable.</remarks>
internal ref struct RowReader
{
    private const int DepthOfProperties = 1;

    private readonly SnapshotRows _rows;
    private readonly RowProperties _properties;
    private Utf8JsonReader _json;
    private uint _seen;
    private int _property;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public RowReader(SnapshotRows rows, RowProperties properties)
    {
        _rows = rows;
        _properties = properties;
        _json = new Utf8JsonReader(rows.Current);
        _property = -1;
        try
        {
            _json.Read();
        }
        catch (JsonException exception)
        {
            throw rows.Invalid(exception);
        }

        if (_json.TokenType != JsonTokenType.StartObject)
            throw rows.Invalid($"expected an object, found {Kind(_json.TokenType)}");
    }

    /// <summary>Goes to the next wanted property and stands on its value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Next(out int property)
    {
        try
        {
            while (_json.Read())
            {
                if (_json.TokenType == JsonTokenType.EndObject)
                    continue;

                _property = IndexOfName();
                _json.Read();
                if (_property < 0)
                {
                    _json.Skip();
                    continue;
                }

                if ((_seen & (1u << _property)) != 0)
                    throw _rows.Invalid($"the property '{_properties.NameOf(_property)}' is there twice");

                _seen |= 1u << _property;
                property = _property;
                return true;
            }
        }
        catch (JsonException exception)
        {
            throw _rows.Invalid(exception);
        }

        property = -1;
        return false;
    }

    /// <summary>The text of the current property in UTF-8; empty when it is null.</summary>
    public readonly ReadOnlySpan<byte> Utf8Text() => _json.TokenType switch
    {
        JsonTokenType.Null => default,
        JsonTokenType.String when !_json.ValueIsEscaped => _json.ValueSpan,
        JsonTokenType.String => Encoding.UTF8.GetBytes(Unescaped()),
        _ => throw Unexpected("text"),
    };

    /// <summary>The text of the current property; null when it is null.</summary>
    public readonly string? Text() => _json.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => Unescaped(),
        _ => throw Unexpected("text"),
    };

    /// <summary>Goes to the next text of the list that the current property holds; null holds none.</summary>
    public bool NextText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (_json.CurrentDepth == DepthOfProperties)
        {
            if (_json.TokenType == JsonTokenType.Null)
                return false;
            if (_json.TokenType != JsonTokenType.StartArray)
                throw Unexpected("a list");
        }

        try
        {
            _json.Read();
        }
        catch (JsonException exception)
        {
            throw _rows.Invalid(exception);
        }

        if (_json.TokenType == JsonTokenType.EndArray)
            return false;

        text = Utf8Text();
        return true;
    }

    /// <summary>The current property as it stands in the file, be it a list or an object; empty when it is null.</summary>
    public ReadOnlySpan<byte> Raw()
    {
        if (_json.TokenType == JsonTokenType.Null)
            return default;

        int start = (int)_json.TokenStartIndex;
        try
        {
            _json.Skip();
        }
        catch (JsonException exception)
        {
            throw _rows.Invalid(exception);
        }

        return _rows.Current[start..(int)_json.BytesConsumed];
    }

    /// <summary>The current property as true or false; null when it is null.</summary>
    public readonly bool? Boolean() => _json.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Unexpected("true or false"),
    };

    /// <summary>The current property as true or false, which it must be.</summary>
    public readonly bool RequiredBoolean() => Boolean() ?? throw Missing(_property);

    /// <summary>The id that the current property holds.</summary>
    public readonly EntityId Id()
    {
        var text = Utf8Text();
        return text.IsEmpty ? throw Missing(_property) : EntityId.Parse(text);
    }

    /// <summary>The id that the current property holds; null when it is null.</summary>
    public readonly EntityId? OptionalId() => _json.TokenType == JsonTokenType.Null ? null : Id();

    /// <summary>Fails when one of the first so many properties was not met.</summary>
    public readonly void Require(int count)
    {
        for (int index = 0; index < count; index++)
        {
            if ((_seen & (1u << index)) == 0)
                throw Missing(index);
        }
    }

    public readonly EvidenceUnavailableException Missing(int property) =>
        _rows.Invalid($"the property '{_properties.NameOf(property)}' is missing");

    private readonly int IndexOfName() => _properties.IndexOf(_json.ValueIsEscaped ? Encoding.UTF8.GetBytes(Unescaped()) : _json.ValueSpan);

    private readonly string Unescaped()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json checks the encoding of a string only when it is taken out.
            throw _rows.Invalid("expected valid Unicode text");
        }
    }

    private readonly EvidenceUnavailableException Unexpected(string expected) =>
        _rows.Invalid($"{_properties.NameOf(_property)}: expected {expected}, found {Kind(_json.TokenType)}");

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Null => "null",
        _ => "nothing",
    };
}

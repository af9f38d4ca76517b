using System.Globalization;
using System.Text.Json;
using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Evidence;

/// <summary>One JSON object of a snapshot, read by property name as the services write it: case does not matter, nor whether a number or a
/// Boolean came as text.</summary>
/// <remarks>A value of another kind than asked for is not guessed: it makes the resource unreadable, and the error tells row and property.</remarks>
public readonly struct EvidenceObject
{
    private readonly JsonElement _element;
    private readonly string _resource;
    private readonly string _path;

    internal EvidenceObject(JsonElement element, string resource, string path)
    {
        _resource = resource;
        _path = path;
        _element = element.ValueKind == JsonValueKind.Object ? element : throw Unreadable("an object", element);
    }

    /// <summary>Whether the property is there and not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>The text of a property; null when it is absent or null.</summary>
    public string? Text(string name) => Find(name) is { } value ? AsText(value, name) : null;

    /// <summary>The text of a property that must be there.</summary>
    public string RequiredText(string name) => Text(name) ?? throw Missing(name);

    /// <summary>A true-or-false property; null when it is absent or null. Exchange and Teams write some as text.</summary>
    public bool? Boolean(string name)
    {
        if (Find(name) is not { } value)
            return null;

        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when bool.TryParse(AsText(value, name), out bool parsed) => parsed,
            _ => throw Unreadable("true or false", value, name),
        };
    }

    /// <summary>A true-or-false property that must be there.</summary>
    public bool RequiredBoolean(string name) => Boolean(name) ?? throw Missing(name);

    /// <summary>A number; null when the property is absent or null. Graph writes some as text.</summary>
    public decimal? Number(string name)
    {
        if (Find(name) is not { } value)
            return null;

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number))
            return number;

        if (value.ValueKind == JsonValueKind.String
            && decimal.TryParse(AsText(value, name), NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return number;

        throw Unreadable("a number", value, name);
    }

    /// <summary>A number that must be there.</summary>
    public decimal RequiredNumber(string name) => Number(name) ?? throw Missing(name);

    /// <summary>A date and time; null when the property is absent or null.</summary>
    public DateTimeOffset? Date(string name)
    {
        if (Find(name) is not { } value)
            return null;

        return DateTimeOffset.TryParse(AsText(value, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : throw Unreadable("a date and time", value, name);
    }

    /// <summary>A nested object; null when the property is absent or null.</summary>
    public EvidenceObject? Object(string name) =>
        Find(name) is { } value ? new EvidenceObject(value, _resource, $"{_path}.{name}") : null;

    /// <summary>A nested object that must be there.</summary>
    public EvidenceObject RequiredObject(string name) => Object(name) ?? throw Missing(name);

    /// <summary>A list of objects; empty when the property is absent or null.</summary>
    public IReadOnlyList<EvidenceObject> Objects(string name)
    {
        if (Find(name) is not { } value)
            return [];

        var list = new List<EvidenceObject>();
        foreach (var item in Items(value, name))
            list.Add(new EvidenceObject(item, _resource, $"{_path}.{name}[{list.Count}]"));
        return list;
    }

    /// <summary>A list of texts; empty when the property is absent or null. One text alone counts as a list of one.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (Find(name) is not { } value)
            return [];

        if (value.ValueKind == JsonValueKind.String)
            return [AsText(value, name)];

        var list = new List<string>();
        foreach (var item in Items(value, name))
            list.Add(AsText(item, name));
        return list;
    }

    /// <summary>A list of names that must be there, be it null or empty. The service writes a name as text or as an object with a name, one
    /// name alone without a list, and none as an empty text.</summary>
    internal IReadOnlyList<string> RequiredNames(string name)
    {
        if (!IsThere(name))
            throw Missing(name);

        return Names(name);
    }

    /// <summary>A list of names as <see cref="RequiredNames"/> reads it; empty when it is absent too.</summary>
    internal IReadOnlyList<string> Names(string name)
    {
        if (Find(name) is not { } value || (value.ValueKind == JsonValueKind.String && AsText(value, name).Length == 0))
            return [];

        var list = new List<string>();
        foreach (var item in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1))
            list.Add(item.ValueKind == JsonValueKind.Object ? NameOf(item, $"{name}[{list.Count}]") : AsText(item, name));
        return list;
    }

    /// <summary>A list of texts that must be there, be it empty.</summary>
    public IReadOnlyList<string> RequiredTexts(string name) => Has(name) ? Texts(name) : throw Missing(name);

    /// <summary>A list of objects that must be there, be it empty.</summary>
    public IReadOnlyList<EvidenceObject> RequiredObjects(string name) => Has(name) ? Objects(name) : throw Missing(name);

    /// <summary>How many entries a list holds, whatever they are. The property must be there; null is an empty list, and one value alone a
    /// list of one.</summary>
    internal int RequiredCount(string name)
    {
        if (!IsThere(name))
            throw Missing(name);

        return Find(name) switch
        {
            null => 0,
            { ValueKind: JsonValueKind.Array } list => list.GetArrayLength(),
            { ValueKind: JsonValueKind.String } text => AsText(text, name).Length == 0 ? 0 : 1,
            { ValueKind: JsonValueKind.Object } => 1,
            { } other => throw Unreadable("a list", other, name),
        };
    }

    private string NameOf(JsonElement item, string path)
    {
        var named = new EvidenceObject(item, _resource, $"{_path}.{path}");
        return named.Text("Name") ?? named.RequiredText("DisplayName");
    }

    /// <summary>Whether the property is there, be it null.</summary>
    internal bool IsThere(string name)
    {
        foreach (var property in _element.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>The value of a property, whatever it is; nothing when it is absent or null.</summary>
    internal SettingValue Setting(string name) => Find(name) is { } value ? SettingValue.From(value) : SettingValue.Nothing;

    /// <summary>The object as it would be after changes of its settings.</summary>
    internal EvidenceObject With(IEnumerable<SettingChange> changes)
    {
        var changed = changes.Aggregate((SettingGroup)SettingValue.From(_element), (row, change) => row.With(change.Name, change.Wanted));
        using var document = JsonDocument.Parse(changed.ToJson());
        return new EvidenceObject(document.RootElement.Clone(), _resource, _path);
    }

    /// <summary>The names of the properties that hold something, without annotations and without those that the reader knows.</summary>
    internal IEnumerable<string> GivenBeyond(params string[] known)
    {
        foreach (var property in _element.EnumerateObject())
        {
            string name = property.Name;
            if (IsGiven(name, property.Value) && !known.Contains(name, StringComparer.OrdinalIgnoreCase))
                yield return name;
        }
    }

    // OData writes annotations as "property@odata.context".
    private static bool IsGiven(string name, JsonElement value) => !name.Contains('@', StringComparison.Ordinal) && value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.String => !value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(property => IsGiven(property.Name, property.Value)),
        _ => true,
    };

    private IEnumerable<JsonElement> Items(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Unreadable("a list", value, name);

    private JsonElement? Find(string name)
    {
        if (!_element.TryGetProperty(name, out var value))
        {
            foreach (var property in _element.EnumerateObject())
            {
                if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return property.Value.ValueKind == JsonValueKind.Null ? null : property.Value;
            }

            return null;
        }

        return value.ValueKind == JsonValueKind.Null ? null : value;
    }

    private string AsText(JsonElement value, string name)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => throw Unreadable("text", value, name),
            };
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json checks the encoding of a string only when it is taken out.
            throw Unreadable("valid Unicode text", value, name);
        }
    }

    private EvidenceUnavailableException Missing(string name) => Failure($"{_path}: the property '{name}' is missing");

    private EvidenceUnavailableException Unreadable(string expected, JsonElement found, string? name = null) =>
        Failure($"{_path}{(name is null ? "" : "." + name)}: expected {expected}, found {Kind(found)}");

    private EvidenceUnavailableException Failure(string error) => EvidenceUnavailableException.Unusable(_resource, error);

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}

using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace SecureScore.Engine.Remediation;

/// <summary>A value of a setting, whatever service it belongs to: nothing, a flag, a number, a text, a list, or a group of named values.</summary>
/// <remarks>Immutable, and compared by what it says (<see cref="SameAs"/>): services give the items of a list in any order, and write nothing,
/// null and an empty list for the same.</remarks>
public abstract record SettingValue
{
    private protected SettingValue()
    {
    }

    /// <summary>No value: what a service writes as null, or leaves out.</summary>
    public static SettingValue Nothing { get; } = new NothingValue();

    /// <summary>A true-or-false value.</summary>
    public static SettingValue Of(bool value) => new FlagValue(value);

    /// <summary>A number.</summary>
    public static SettingValue Of(decimal value) => new NumberValue(value);

    /// <summary>A text; nothing for null.</summary>
    public static SettingValue Of(string? value) => value is null ? Nothing : new TextValue(value);

    /// <summary>A list of texts.</summary>
    public static SettingValue Of(IEnumerable<string> values) => new ListValue([.. values.Select(value => Of(value))]);

    /// <summary>A list.</summary>
    public static SettingValue ListOf(params IEnumerable<SettingValue> items) => new ListValue([.. items]);

    /// <summary>A group of named values, in their order.</summary>
    public static SettingGroup Group(params IEnumerable<(string Name, SettingValue Value)> members) =>
        new([.. members.Select(member => KeyValuePair.Create(member.Name, member.Value))]);

    /// <summary>The value that a JSON text has.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static SettingValue Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        return From(document.RootElement);
    }

    /// <summary>The value as JSON, the same for the same value on every machine.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Whether both say the same to a service: whatever the order of lists, whether a number or a flag came as text, and whether nothing is
    /// left out, null or an empty list.</summary>
    public bool SameAs(SettingValue other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (IsEmpty && other.IsEmpty) || (this, other) switch
        {
            (ListValue mine, ListValue others) => mine.HasSameItemsAs(others),
            (SettingGroup mine, SettingGroup others) => mine.HasSameMembersAs(others),
            (TextValue mine, TextValue others) => mine.Value == others.Value,
            (FlagValue or NumberValue or TextValue, FlagValue or NumberValue or TextValue) =>
                Plain(this).Equals(Plain(other), StringComparison.OrdinalIgnoreCase),
            _ => false,
        };

        static string Plain(SettingValue value) => value switch
        {
            FlagValue flag => flag.Value ? "True" : "False",
            NumberValue number => number.Value.ToString("0.#############################", CultureInfo.InvariantCulture),
            TextValue text => text.Value,
            _ => "",
        };
    }

    /// <summary>Whether there is nothing in it: no value, or an empty list.</summary>
    public bool IsEmpty => this is NothingValue or ListValue { Items.Count: 0 };

    /// <summary>The flag; null when it is none.</summary>
    public bool? AsFlag() => this switch
    {
        FlagValue flag => flag.Value,
        TextValue text when bool.TryParse(text.Value, out bool value) => value,
        _ => null,
    };

    /// <summary>The number; null when it is none.</summary>
    public decimal? AsNumber() => this switch
    {
        NumberValue number => number.Value,
        TextValue text when decimal.TryParse(text.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal value) => value,
        _ => null,
    };

    /// <summary>The text; null when it is none.</summary>
    public string? AsText() => this is TextValue text ? text.Value : null;

    /// <summary>The texts of a list; empty when it is none.</summary>
    public IReadOnlyList<string> AsTexts() => this is ListValue list ? [.. list.Items.Select(item => item.AsText()).OfType<string>()] : [];

    /// <summary>The items of a list; empty when it is none.</summary>
    public IReadOnlyList<SettingValue> AsList() => this is ListValue list ? list.Items : [];

    /// <summary>The value for people, in one line: it may hold text of the tenant, which is to be cleaned where it meets a screen.</summary>
    public sealed override string ToString() => this switch
    {
        FlagValue flag => flag.Value ? "True" : "False",
        NumberValue number => number.Value.ToString("0.#############################", CultureInfo.InvariantCulture),
        TextValue { Value.Length: > 0 } text => text.Value,
        ListValue { Items.Count: > 0 } list => string.Join(", ", list.Items),
        SettingGroup group => "{" + string.Join("; ", group.Members.Select(member => $"{member.Key}={member.Value}")) + "}",
        _ => "(none)",
    };

    internal static SettingValue From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.Number => element.TryGetDecimal(out decimal number) ? Of(number) : Of(element.GetRawText()),
        JsonValueKind.String => Of(element.GetString()),
        JsonValueKind.Array => ListOf(element.EnumerateArray().Select(From)),
        JsonValueKind.Object => Group(element.EnumerateObject().Select(property => (property.Name, From(property.Value)))),
        _ => Nothing,
    };

    internal void Write(Utf8JsonWriter writer)
    {
        switch (this)
        {
            case FlagValue flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            case NumberValue number:
                // Trailing zeros say nothing, and would make the same value another text.
                writer.WriteRawValue(number.Value.ToString("0.#############################", CultureInfo.InvariantCulture));
                break;
            case TextValue text:
                writer.WriteStringValue(text.Value);
                break;
            case ListValue list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    item.Write(writer);
                writer.WriteEndArray();
                break;
            case SettingGroup group:
                writer.WriteStartObject();
                foreach (var (name, value) in group.Members)
                {
                    writer.WritePropertyName(name);
                    value.Write(writer);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private sealed record NothingValue : SettingValue;

    private sealed record FlagValue(bool Value) : SettingValue;

    private sealed record NumberValue(decimal Value) : SettingValue;

    private sealed record TextValue(string Value) : SettingValue;

    private sealed record ListValue(IReadOnlyList<SettingValue> Items) : SettingValue
    {
        public bool HasSameItemsAs(ListValue other)
        {
            if (Items.Count != other.Items.Count)
                return false;

            var left = other.Items.ToList();
            return Items.All(item => left.FindIndex(item.SameAs) is >= 0 and var found && Take(found));

            bool Take(int index)
            {
                left.RemoveAt(index);
                return true;
            }
        }
    }
}

/// <summary>A group of named values, in their order: an object of a service, or a part of one. Names compare ignoring case.</summary>
/// <param name="Members">The values by name.</param>
public sealed record SettingGroup(IReadOnlyList<KeyValuePair<string, SettingValue>> Members) : SettingValue
{
    // A directory setting keeps its values as a list of names and values.
    private const string ItemName = "name";
    private const string ItemValue = "value";

    /// <summary>The value at a path: names with dots between them. Nothing when there is none.</summary>
    /// <remarks>In a list of groups that each have a name and a value, a name of the path chooses the value of the item so called: so are the
    /// settings of the directory kept.</remarks>
    public SettingValue this[string path]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(path);

            // OData writes the kind of an object as a name with dots.
            if (Find(this, path) is { IsEmpty: false } named)
                return named;

            SettingValue value = this;
            foreach (string name in path.Split('.'))
                value = Find(value, name);
            return value;
        }
    }

    /// <summary>The same with another value at a path. What is missing on the way is made.</summary>
    public SettingGroup With(string path, SettingValue value)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        int dot = path.StartsWith('@') ? -1 : path.IndexOf('.', StringComparison.Ordinal);
        string name = dot < 0 ? path : path[..dot];
        if (dot < 0)
            return Set(name, value);

        string rest = path[(dot + 1)..];
        return Set(name, this[name] switch
        {
            SettingGroup group => group.With(rest, value),
            var list when IsNamedValues(list) => SetItem(list, rest, value),
            _ => Group().With(rest, value),
        });
    }

    /// <summary>The same without some of its members.</summary>
    public SettingGroup Without(params IEnumerable<string> names)
    {
        var left = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new SettingGroup([.. Members.Where(member => !left.Contains(member.Key))]);
    }

    /// <summary>Whether another group has all that this one has, and says the same there. What only the other one has does not matter: services add to
    /// what they are given.</summary>
    public bool IsWithin(SettingGroup other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Members.All(member => (member.Value, other[member.Key]) switch
        {
            (SettingGroup mine, SettingGroup others) => mine.IsWithin(others),
            (SettingGroup mine, { IsEmpty: true }) => mine.Members.All(inner => inner.Value.IsEmpty),
            var (mine, others) => mine.SameAs(others),
        });
    }

    internal bool HasSameMembersAs(SettingGroup other) => IsWithin(other) && other.IsWithin(this);

    private static SettingValue Find(SettingValue value, string name) => value switch
    {
        SettingGroup group => group.Members.FirstOrDefault(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? Nothing,
        _ when IsNamedValues(value) => value.AsList().OfType<SettingGroup>().FirstOrDefault(item => IsCalled(item, name))?[ItemValue] ?? Nothing,
        _ => Nothing,
    };

    private static bool IsNamedValues(SettingValue value) =>
        value.AsList() is { Count: > 0 } items && items.All(item => item is SettingGroup group && group[ItemName].AsText() is not null);

    private static bool IsCalled(SettingGroup item, string name) => name.Equals(item[ItemName].AsText(), StringComparison.OrdinalIgnoreCase);

    private static SettingValue SetItem(SettingValue list, string name, SettingValue value)
    {
        var items = list.AsList().Cast<SettingGroup>().ToList();
        int index = items.FindIndex(item => IsCalled(item, name));
        if (index < 0)
            items.Add(Group((ItemName, Of(name)), (ItemValue, value)));
        else
            items[index] = items[index].With(ItemValue, value);
        return ListOf(items);
    }

    private SettingGroup Set(string name, SettingValue value)
    {
        var members = Members.ToList();
        int index = members.FindIndex(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
            members.Add(KeyValuePair.Create(name, value));
        else
            members[index] = KeyValuePair.Create(members[index].Key, value);
        return new SettingGroup(members);
    }
}

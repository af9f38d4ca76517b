using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace SecureScore.Engine.Remediation;

/// <summary>A value of a setting, whatever service it belongs to: nothing, a flag, a number, a text, a list, or a group of named values.</summary>
/// <remarks>Immutable. Two are equal when they have the same JSON; whether they say the same to a service is for <see cref="SameAs"/>: services give the
/// items of a list in any order, and write nothing, null and an empty list for the same.</remarks>
public abstract record SettingValue
{
    /// <summary>How deep lists and groups may lie in each other.</summary>
    internal const int MaxDepth = 64;

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
    /// <exception cref="JsonException">The text is no JSON, or too deep.</exception>
    public static SettingValue Parse(ReadOnlySpan<byte> json) => Parse(json, MaxDepth);

    /// <summary>The value as JSON, the same for the same value on every machine.</summary>
    public byte[] ToJson() => ToJson(MaxDepth);

    /// <summary>Whether both say the same to a service: whatever the order of lists, whether a number or a flag came as text, and whether nothing is
    /// left out, null or an empty list.</summary>
    public bool SameAs(SettingValue other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (IsEmpty && other.IsEmpty) || (this, other) switch
        {
            (ListValue mine, ListValue others) => mine.HasSameItemsAs(others),
            (SettingGroup mine, SettingGroup others) => mine.HasSameMembersAs(others),
            (NumberValue mine, TextValue others) => others.AsNumber() == mine.Value,
            (TextValue mine, NumberValue others) => mine.AsNumber() == others.Value,
            (FlagValue mine, TextValue others) => others.AsFlag() == mine.Value,
            (TextValue mine, FlagValue others) => mine.AsFlag() == others.Value,
            _ => Equals(other),
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
        TextValue text when decimal.TryParse(text.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) => value,
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
        NumberValue number => number.Json,
        LongNumberValue number => number.Json,
        TextValue { Value.Length: > 0 } text => text.Value,
        ListValue { Items.Count: > 0 } list => string.Join(", ", list.Items),
        SettingGroup group => "{" + string.Join("; ", group.Members.Select(member => $"{member.Key}={member.Value}")) + "}",
        _ => "(none)",
    };

    internal static SettingValue From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.Number => Number(element),
        JsonValueKind.String => Of(element.GetString()),
        JsonValueKind.Array => ListOf(element.EnumerateArray().Select(From)),
        // Of a name that is there twice the last value counts, as for every reader of JSON.
        JsonValueKind.Object => Group(element.EnumerateObject().Select(property => (property.Name, From(property.Value)))
            .Reverse().DistinctBy(member => member.Name, StringComparer.Ordinal).Reverse()),
        _ => Nothing,
    };

    internal static SettingValue Parse(ReadOnlySpan<byte> json, int maxDepth)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            return reader.Read() ? throw new JsonException("The text goes on after its value.") : From(document.RootElement);
        }
        catch (InvalidOperationException exception)
        {
            // Half a character, written as an escape.
            throw new JsonException(exception.Message, exception);
        }
    }

    internal byte[] ToJson(int maxDepth)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = maxDepth }))
            Write(writer);
        return buffer.WrittenSpan.ToArray();
    }

    internal void Write(Utf8JsonWriter writer)
    {
        switch (this)
        {
            case FlagValue flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            case NumberValue number:
                writer.WriteRawValue(number.Json);
                break;
            case LongNumberValue number:
                writer.WriteRawValue(number.Json);
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

    // What a decimal does not hold to the last digit stays as it was written: it is to be restored, not to be reckoned with.
    private static SettingValue Number(JsonElement element)
    {
        string json = element.GetRawText();
        return json.Length <= 28 && element.TryGetDecimal(out decimal number)
            && (json.AsSpan().IndexOfAny('e', 'E') < 0 || (number != 0 && (double)number == element.GetDouble()))
            ? Of(number)
            : new LongNumberValue(json);
    }

    private sealed record NothingValue : SettingValue;

    private sealed record FlagValue(bool Value) : SettingValue;

    private sealed record NumberValue(decimal Value) : SettingValue
    {
        // Trailing zeros and the sign of zero say nothing, and would make the same value another text.
        public string Json => Value == 0 ? "0" : Value.ToString("0.#############################", CultureInfo.InvariantCulture);
    }

    private sealed record LongNumberValue(string Json) : SettingValue;

    private sealed record TextValue(string Value) : SettingValue;

    private sealed record ListValue(IReadOnlyList<SettingValue> Items) : SettingValue
    {
        public bool Equals(ListValue? other) => other is not null && Items.SequenceEqual(other.Items);

        public override int GetHashCode() => Items.Aggregate(Items.Count, (hash, item) => HashCode.Combine(hash, item));

        public bool HasSameItemsAs(ListValue other)
        {
            if (Items.Count != other.Items.Count)
                return false;

            // Lists of thousands of senders are lists of texts.
            if (Items.All(item => item is TextValue) && other.Items.All(item => item is TextValue))
                return AsTexts().Order(StringComparer.Ordinal).SequenceEqual(other.AsTexts().Order(StringComparer.Ordinal), StringComparer.Ordinal);

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
    /// <remarks>A name may hold dots itself, as <c>@odata.type</c> does: the longest name that is there counts. In a list of groups that each have a name
    /// and a value, a name of the path chooses the value of the item so called: so are the settings of the directory kept.</remarks>
    public SettingValue this[string path]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(path);
            SettingValue value = this;
            while (Find(value, path) is null)
            {
                int dot = NameLength(value, path);
                if (dot == path.Length || Find(value, path[..dot]) is not { } inner)
                    return Nothing;
                (value, path) = (inner, path[(dot + 1)..]);
            }

            return Find(value, path) ?? Nothing;
        }
    }

    /// <summary>The same with another value at a path. What is missing on the way is made.</summary>
    public SettingGroup With(string path, SettingValue value)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        int dot = Find(this, path) is null ? NameLength(this, path) : path.Length;
        if (dot == path.Length)
            return Set(path, value);

        string name = path[..dot];
        string rest = path[(dot + 1)..];
        return Set(name, Find(this, name) switch
        {
            SettingGroup group => group.With(rest, value),
            { } list when IsNamedValues(list) || list.Equals(ListOf()) => SetItem(list, rest, value),
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
        return Members.All(member => (member.Value, Find(other, member.Key) ?? Nothing) switch
        {
            (SettingGroup mine, SettingGroup others) => mine.IsWithin(others),
            (SettingGroup mine, { IsEmpty: true }) => mine.Members.All(inner => inner.Value.IsEmpty),
            var (mine, others) => mine.SameAs(others),
        });
    }

    internal bool HasSameMembersAs(SettingGroup other) => IsWithin(other) && other.IsWithin(this);

    /// <inheritdoc/>
    public bool Equals(SettingGroup? other) =>
        other is not null && Members.Select(member => member.Key).SequenceEqual(other.Members.Select(member => member.Key), StringComparer.Ordinal)
        && Members.Select(member => member.Value).SequenceEqual(other.Members.Select(member => member.Value));

    /// <inheritdoc/>
    public override int GetHashCode() => Members.Aggregate(Members.Count, (hash, member) => HashCode.Combine(hash, member.Key, member.Value));

    // Null when there is none of the name, unlike nothing, which is a value.
    private static SettingValue? Find(SettingValue value, string name) => value switch
    {
        SettingGroup group when group.IndexOf(name) is >= 0 and var index => group.Members[index].Value,
        not SettingGroup when IsNamedValues(value) => Find(value.AsList().OfType<SettingGroup>().FirstOrDefault(item => IsCalled(item, name)) ?? Nothing, ItemValue),
        _ => null,
    };

    /// <summary>How much of a path is the first name: as much as there is a name of, otherwise up to the first dot.</summary>
    private static int NameLength(SettingValue value, string path)
    {
        for (int dot = path.LastIndexOf('.'); dot > 0; dot = path.LastIndexOf('.', dot - 1))
        {
            if (Find(value, path[..dot]) is not null)
                return dot;
        }

        // What a service adds about a property is named with a dot.
        return path.IndexOf('.', StringComparison.Ordinal) is > 0 and var first && path[0] != '@' ? first : path.Length;
    }

    private static bool IsNamedValues(SettingValue value) => value.AsList() is { Count: > 0 } items
        && items.All(item => item is SettingGroup group && group.IndexOf(ItemValue) >= 0 && Find(group, ItemName)?.AsText() is not null);

    private static bool IsCalled(SettingGroup item, string name) => name.Equals(Find(item, ItemName)?.AsText(), StringComparison.OrdinalIgnoreCase);

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
        int index = IndexOf(name);
        if (index < 0)
            members.Add(KeyValuePair.Create(name, value));
        else
            members[index] = KeyValuePair.Create(members[index].Key, value);
        return new SettingGroup(members);
    }

    // Two names may differ in case only. Whoever asks for one of them by its own case gets that one.
    private int IndexOf(string name)
    {
        int found = -1;
        for (int index = 0; index < Members.Count; index++)
        {
            if (Members[index].Key == name)
                return index;
            if (found < 0 && Members[index].Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                found = index;
        }

        return found;
    }
}

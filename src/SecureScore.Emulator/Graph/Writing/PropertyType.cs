using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecureScore.Emulator.Graph.Writing;

/// <summary>What a property of Graph takes. Source: the public metadata of Graph v1.0.</summary>
internal abstract record PropertyType
{
    /// <summary>Whether only the service sets it.</summary>
    public bool IsReadOnly { get; init; }

    public bool TakesNull { get; init; } = true;

    /// <summary>What a new object has where nothing is given.</summary>
    public virtual JsonNode? Initial => null;

    protected abstract string Name { get; }

    public static PropertyType Text { get; } = new TextType();

    public static PropertyType Flag { get; } = new FlagType();

    /// <summary>What the service sets, which a new object is without.</summary>
    public static PropertyType ReadOnly { get; } = new TextType { IsReadOnly = true };

    public static PropertyType Texts { get; } = new ListType(Text) { TakesNull = false };

    public static PropertyType Whole(int least, int most) => new NumberType(least, most);

    public static PropertyType Choice(params string[] values) => new ChoiceType(values);

    public static PropertyType Choices(params string[] values) => new ListType(Choice(values)) { TakesNull = false };

    /// <summary>What is wrong with a value; null when nothing is.</summary>
    public string? Fault(string name, JsonNode? value)
    {
        if (IsReadOnly)
            return $"Property '{name}' is read-only and cannot be set.";

        if (value is null)
        {
            return TakesNull
                ? null
                : $"A null value was found for the property named '{name}', which has the expected type '{Name}[Nullable=False]'. The expected type does not allow null values.";
        }

        return FaultOf(name, value);
    }

    /// <summary>A given value as the service keeps it, with what was not given.</summary>
    public virtual JsonNode? Complete(JsonNode? given) => given?.DeepClone();

    protected abstract string? FaultOf(string name, JsonNode value);

    protected string WrongKind(string name) => $"Cannot convert the value of the property '{name}' to the expected type '{Name}'.";

    private sealed record TextType : PropertyType
    {
        protected override string Name => "Edm.String";

        protected override string? FaultOf(string name, JsonNode value) => value.GetValueKind() == JsonValueKind.String ? null : WrongKind(name);
    }

    private sealed record FlagType : PropertyType
    {
        protected override string Name => "Edm.Boolean";

        protected override string? FaultOf(string name, JsonNode value) =>
            value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? null : WrongKind(name);
    }

    private sealed record NumberType(int Least, int Most) : PropertyType
    {
        protected override string Name => "Edm.Int32";

        protected override string? FaultOf(string name, JsonNode value)
        {
            if (value.GetValueKind() != JsonValueKind.Number || !int.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
                return WrongKind(name);

            return number >= Least && number <= Most ? null : $"Invalid value '{value.ToJsonString()}' specified for property '{name}'.";
        }
    }

    private sealed record ChoiceType(string[] Values) : PropertyType
    {
        protected override string Name => "Edm.String";

        // Several values of an enumeration with flags are joined with commas.
        protected override string? FaultOf(string name, JsonNode value)
        {
            if (value.GetValueKind() != JsonValueKind.String)
                return WrongKind(name);

            string text = value.GetValue<string>();
            return text.Split(',').All(one => Values.Contains(one, StringComparer.Ordinal)) ? null : $"Invalid value '{text}' specified for property '{name}'.";
        }
    }
}

/// <summary>A list. It is always written whole.</summary>
/// <param name="Item">What its items are.</param>
internal sealed record ListType(PropertyType Item) : PropertyType
{
    public override JsonNode? Initial => TakesNull ? null : new JsonArray();

    protected override string Name => "Collection";

    public override JsonNode? Complete(JsonNode? given) =>
        given is JsonArray items ? new JsonArray([.. items.Select(Item.Complete)]) : Initial;

    protected override string? FaultOf(string name, JsonNode value) => value is JsonArray items
        ? items.Select(item => (Item with { TakesNull = false }).Fault(name, item)).FirstOrDefault(fault => fault is not null)
        : WrongKind(name);
}

/// <summary>An object with the properties of one type.</summary>
/// <param name="Type">The name of the type, as Graph has it.</param>
/// <param name="Properties">What it has, in the order in which the service writes it.</param>
internal sealed record ObjectType(string Type, IReadOnlyList<KeyValuePair<string, PropertyType>> Properties) : PropertyType
{
    private const string TypeName = "@odata.type";

    /// <summary>Types of which an object is one and says so, and what each has besides; empty when there is one type only.</summary>
    public IReadOnlyList<ObjectType> Kinds { get; init; } = [];

    /// <summary>Whether a change takes its place, with nothing where nothing is given. So it is where the reference does not say that the rest stays: whoever
    /// counts on that is found out.</summary>
    public bool IsReplaced { get; init; }

    protected override string Name => "microsoft.graph." + Type;

    public static ObjectType Of(string type, params (string Name, PropertyType Type)[] properties) =>
        new(type, [.. properties.Select(property => KeyValuePair.Create(property.Name, property.Type))]);

    /// <summary>Puts a change into an object: objects inside are changed, everything else is replaced.</summary>
    public void Merge(JsonObject target, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            if (IsAnnotation(name) || TypeOf(name, target) is not { } type)
                continue;

            if (type is ObjectType { IsReplaced: false } inner && value is JsonObject changed && target[name] is JsonObject former)
                inner.Merge(former, changed);
            else
                target[name] = type is ObjectType whole ? whole.Replace(value, target[name] as JsonObject) : type.Complete(value);
        }
    }

    // What only the service sets stays.
    private JsonNode? Replace(JsonNode? given, JsonObject? former)
    {
        var replaced = Complete(given);
        if (replaced is JsonObject row && former is not null)
        {
            foreach (var (name, _) in Properties.Where(property => property.Value.IsReadOnly))
                row[name] = former[name]?.DeepClone();
        }

        return replaced;
    }

    public override JsonNode? Complete(JsonNode? given)
    {
        if (given is not JsonObject sent)
            return null;

        var whole = new JsonObject();
        if (KindOf(sent) is { } kind)
            whole[TypeName] = "#" + kind.Name;
        foreach (var (name, type) in AllOf(sent))
            whole[name] = sent.TryGetPropertyValue(name, out var value) ? type.Complete(value) : type.Initial;
        return whole;
    }

    /// <summary>What is wrong with a change of an object; null when nothing is.</summary>
    /// <param name="change">What is sent.</param>
    /// <param name="target">What it changes; null for a new object.</param>
    public string? FaultOf(JsonObject change, JsonObject? target)
    {
        if (Kinds.Count > 0 && KindOf(change) is null && (target is null || change.ContainsKey(TypeName)))
            return $"The type of the object is none of those derived from '{Name}'.";

        if (target is not null && KindOf(change) is { } kind && kind != KindOf(target))
            return "The type of an object cannot be changed.";

        foreach (var (name, value) in change)
        {
            if (IsAnnotation(name))
                continue;

            if (TypeOf(name, target ?? change) is not { } type)
                return $"The property '{name}' does not exist on type '{Name}'. Make sure to only use property names that are defined by the type.";

            if (type.Fault(name, value) is { } fault)
                return fault;
        }

        return null;
    }

    protected override string? FaultOf(string name, JsonNode value) => value is JsonObject sent ? FaultOf(sent, target: null) : WrongKind(name);

    private static bool IsAnnotation(string name) => name.StartsWith("@odata.", StringComparison.Ordinal);

    private ObjectType? KindOf(JsonObject row) =>
        (row[TypeName] as JsonValue)?.GetValue<string>() is { } type ? Kinds.FirstOrDefault(kind => type.TrimStart('#') == kind.Name) : null;

    private IEnumerable<KeyValuePair<string, PropertyType>> AllOf(JsonObject row) => Properties.Concat(KindOf(row)?.Properties ?? []);

    private PropertyType? TypeOf(string name, JsonObject row) => AllOf(row).FirstOrDefault(property => property.Key == name).Value;
}

using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecureScore.Emulator.Exchange;

/// <summary>A parameter of a cmdlet that changes something: the property that it sets, and what it takes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Read">Makes the property of what was given and what was there before.</param>
internal sealed record CmdletParameter(string Name, Func<string, JsonElement, JsonNode?, JsonNode?> Read)
{
    private const string HashTable = "#Exchange.GenericHashTable";

    /// <summary>The property that it sets.</summary>
    public string Property { get; init; } = Name;

    /// <summary>Whether only a new object takes it.</summary>
    public bool OnlyNew { get; init; }

    public static CmdletParameter Flag(string name) => new(name, static (parameter, given, _) => given.ValueKind switch
    {
        JsonValueKind.True => JsonValue.Create(true),
        JsonValueKind.False => JsonValue.Create(false),
        _ => throw Inconvertible(parameter, given, "System.Boolean"),
    });

    public static CmdletParameter Number(string name, int least, int most) => new(name, (parameter, given, _) =>
    {
        if (given.ValueKind != JsonValueKind.Number || !given.TryGetInt32(out int number))
            throw Inconvertible(parameter, given, "System.Int32");

        return number >= least && number <= most
            ? JsonValue.Create(number)
            : throw CmdletException.Unusable(parameter, string.Create(CultureInfo.InvariantCulture, $"The value must be between {least} and {most}. The value is {number}."));
    });

    public static CmdletParameter Text(string name) => new(name, static (parameter, given, _) => given.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => JsonValue.Create(given.GetString()),
        _ => throw Inconvertible(parameter, given, "System.String"),
    });

    public static CmdletParameter Choice(string name, params string[] choices) => new(name, (parameter, given, _) =>
        given.ValueKind == JsonValueKind.String && Array.Find(choices, choice => choice.Equals(given.GetString(), StringComparison.OrdinalIgnoreCase)) is { } chosen
            ? JsonValue.Create(chosen)
            : throw CmdletException.Unusable(
                parameter, $"Unable to match the identifier name {given} to a valid enumerator name. Specify one of the following enumerator names and try again: {string.Join(", ", choices)}"));

    /// <summary>A list that is given whole; nothing leaves none.</summary>
    public static CmdletParameter List(string name) => new(name, static (parameter, given, _) => Texts(parameter, given) is { Count: > 0 } texts ? ArrayOf(texts) : null);

    /// <summary>A list that is given whole, or by what is added and removed.</summary>
    public static CmdletParameter Values(string name, Func<string, bool>? isValid = null) => new(name, (parameter, given, former) =>
    {
        var values = former is JsonArray present ? present.Select(value => value!.GetValue<string>()).ToList() : [];
        if (given.ValueKind != JsonValueKind.Object)
        {
            values = Texts(parameter, given);
        }
        else
        {
            if (!given.TryGetProperty("@odata.type", out var type) || type.ToString() != HashTable)
                throw Inconvertible(parameter, given, "Microsoft.Exchange.Data.MultiValuedProperty");

            foreach (var member in given.EnumerateObject().Where(member => member.Name != "@odata.type"))
            {
                var texts = Texts(parameter, member.Value);
                if (member.Name.Equals("Add", StringComparison.OrdinalIgnoreCase))
                    values.AddRange(texts.Where(text => !values.Contains(text, StringComparer.OrdinalIgnoreCase)));
                else if (member.Name.Equals("Remove", StringComparison.OrdinalIgnoreCase))
                    values.RemoveAll(value => texts.Contains(value, StringComparer.OrdinalIgnoreCase));
                else
                    throw CmdletException.Unusable(parameter, $"The hash table takes Add and Remove, and not {member.Name}.");
            }
        }

        return isValid is not null && values.Find(value => !isValid(value)) is { } wrong
            ? throw CmdletException.Unusable(parameter, $"The value \"{wrong}\" isn't valid.")
            : ArrayOf(values);
    });

    public static bool IsAddress(string value) => value.Split('@') is [{ Length: > 0 }, { Length: > 0 } domain] && domain.Contains('.', StringComparison.Ordinal);

    public static bool IsNetwork(string value) => IPAddress.TryParse(value, out _) || IPNetwork.TryParse(value, out _);

    /// <summary>A display name and an address, with a semicolon between them.</summary>
    public static bool IsNamedAddress(string value) => value.Split(';') is [{ Length: > 0 }, var address] && IsAddress(address);

    private static List<string> Texts(string parameter, JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.String => [given.GetString()!],
        JsonValueKind.Array when given.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. given.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw Inconvertible(parameter, given, "System.String[]"),
    };

    private static JsonArray ArrayOf(List<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static CmdletException Inconvertible(string parameter, JsonElement given, string type) =>
        CmdletException.Unusable(parameter, $"Cannot convert value \"{given}\" to type \"{type}\".");
}

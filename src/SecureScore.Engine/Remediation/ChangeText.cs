using System.Globalization;

namespace SecureScore.Engine.Remediation;

/// <summary>Changes in words, for those who are to agree to them.</summary>
/// <remarks>Names and values come from the tenant: they stand in brackets or quotation marks and are cut where they are longer than anybody reads, so that none
/// can pass for another or push another out of sight.</remarks>
public static class ChangeText
{
    private const int MostCharacters = 120;
    private const int MostItems = 5;

    /// <summary>A change, a line for each setting.</summary>
    public static IReadOnlyList<string> Lines(TenantChange change) => change switch
    {
        SettingsChange settings => [.. settings.Settings.Select(setting => $"{Object(change, settings.Identity)}: {Of(setting)}")],
        ObjectCreation creation => [$"{Object(change, null)} is created with {Content(creation.Content)}"],
        ObjectRemoval removal => [$"{Object(change, removal.Identity)} is removed"],
        _ => [change.Resource],
    };

    /// <summary>Changes in one short line: the first, and how many more there are.</summary>
    public static string Summary(IReadOnlyCollection<TenantChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        string[] lines = [.. changes.SelectMany(change => change is ObjectCreation ? [$"{Object(change, null)} is created"] : Lines(change))];
        return lines.Length < 2 ? string.Concat(lines) : string.Create(CultureInfo.InvariantCulture, $"{lines[0]}, and {lines.Length - 1} more");
    }

    /// <summary>A setting from what to what. Of a long list, what comes and what goes.</summary>
    public static string Of(SettingChange setting)
    {
        var (former, wanted) = (setting.Former.AsList(), setting.Wanted.AsList());
        if (former.Count <= MostItems && wanted.Count <= MostItems)
            return $"{setting.Name} from {Value(setting.Former)} to {Value(setting.Wanted)}";

        var added = wanted.Where(item => !former.Any(item.SameAs)).ToArray();
        var removed = former.Where(item => !wanted.Any(item.SameAs)).ToArray();
        string[] parts = [Items("gains", added), Items("loses", removed), $"keeps {wanted.Count - added.Length}"];
        return $"{setting.Name} {string.Join(", ", parts.Where(part => part.Length > 0))}";
    }

    private static string Items(string verb, SettingValue[] items) => items.Length == 0
        ? ""
        : $"{verb} {items.Length} ({string.Join(", ", items.Take(MostItems).Select(Value))}{(items.Length > MostItems ? ", ..." : "")})";

    private static string Object(TenantChange change, string? identity)
    {
        string kind = change.Resource[(change.Resource.IndexOf('/', StringComparison.Ordinal) + 1)..];
        kind = kind.StartsWith("Get-", StringComparison.OrdinalIgnoreCase) ? kind["Get-".Length..] : kind;
        return (change.Label ?? identity) is { } name ? $"{kind} [{Short(name).Replace('[', '(').Replace(']', ')')}]" : kind;
    }

    private static string Content(SettingGroup content) =>
        string.Join(", ", Flatten(content, "").Select(member => $"{member.Key} = {Value(member.Value)}"));

    private static IEnumerable<KeyValuePair<string, SettingValue>> Flatten(SettingGroup group, string prefix) => group.Members.SelectMany(member => member.Value switch
    {
        SettingGroup inner => Flatten(inner, $"{prefix}{member.Key}."),
        { IsEmpty: true } => [],
        var value => [KeyValuePair.Create(prefix + member.Key, value)],
    });

    private static string Value(SettingValue value) => value switch
    {
        _ when CreatedIdentity.IsOpen(value.AsText()) => "(as created)",
        _ when value.AsText() is { Length: > 0 } text => $"'{Short(text).Replace('\'', '\u2019')}'",
        _ when value.AsList() is { Count: > 0 } items => Short(string.Join(", ", items.Select(item => CreatedIdentity.IsOpen(item.AsText()) ? Value(item) : item.ToString()))),
        _ => Short(value.ToString()),
    };

    private static string Short(string text)
    {
        // What is not shown does not count for the length.
        string clean = DisplayText.Clean(text);
        return clean.Length <= MostCharacters ? clean : clean[..(MostCharacters - 3)] + "...";
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecureScore.Engine.Evidence;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SecureScore.Samples;

/// <summary>Makes a row of a resource: the template, and over it what the description says.</summary>
/// <remarks>Tags stand for what only the generator knows: <c>!user</c>, <c>!group</c>, <c>!role</c> and <c>!location</c> for an id, <c>!mail</c> for an address,
/// <c>!tenant</c> for the tenant's id, <c>!gone</c> for that of what was deleted, <c>!ago</c> for a time before the collection, <c>!name</c> and <c>!id</c> for those of the row.</remarks>
internal sealed partial class EvidenceRow(string resource, ResourceTemplate template, TenantDirectory directory, Defaults defaults, SnapshotManifest tenant)
{
    private string? _name;

    public JsonObject Create(YamlNode described)
    {
        var map = new DescriptionMap(described);
        if (template.NameProperty is { } property)
        {
            var name = map.Find(property) ?? template.Properties[property];
            _name = DescriptionMap.TextOf(name);
            if (_name == "null")
                throw new DescriptionException(described, $"{resource}: '{property}' is missing");
        }

        var row = new JsonObject();
        foreach (var (key, value) in template.Properties)
            row[key] = Merge(value, map.Find(key));
        End(map);
        return row;
    }

    private JsonNode? Merge(YamlNode usual, YamlNode? described)
    {
        if (described is null)
            return Convert(usual);

        // An empty mapping is a value of its own: it has no properties to hold to.
        if (usual is not YamlMappingNode { Children.Count: > 0 } mapping || described is not YamlMappingNode)
            return Convert(described);

        var map = new DescriptionMap(described);
        var merged = new JsonObject();
        foreach (var (key, value) in mapping.Children)
        {
            string name = DescriptionMap.TextOf(key);
            merged[name] = Merge(value, map.Find(name));
        }

        End(map);
        return merged;
    }

    private void End(DescriptionMap map)
    {
        try
        {
            map.End();
        }
        catch (DescriptionException exception)
        {
            throw new DescriptionException(exception.Line, $"{resource}: {exception.Message}", exception);
        }
    }

    private JsonNode? Convert(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                return new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create(DescriptionMap.TextOf(pair.Key), Convert(pair.Value))));
            case YamlSequenceNode list:
                return new JsonArray([.. list.Children.Select(Convert)]);
            case YamlScalarNode scalar when !scalar.Tag.IsEmpty && scalar.Tag.IsLocal:
                return Resolve(scalar);
            case YamlScalarNode { Style: ScalarStyle.Plain, Value: { } plain }:
                return FromPlain(plain);
            default:
                return DescriptionMap.TextOf(node);
        }
    }

    private static JsonNode? FromPlain(string text) => text switch
    {
        "" or "null" or "~" => null,
        "true" => true,
        "false" => false,
        _ when Number().IsMatch(text) => decimal.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };

    private string Resolve(YamlScalarNode node) => node.Tag.Value switch
    {
        "!user" => directory.FindPerson(node).Id,
        "!group" => directory.FindGroup(node).Id,
        "!mail" => MailOf(node),
        "!role" => defaults.Roles.TryGetValue(node.Value ?? "", out string? role)
            ? role
            : throw new DescriptionException(node, $"no directory role is called '{node.Value}'"),
        "!tenant" => tenant.TenantId!,
        "!location" => Stable.Id(Resources.NamedLocations, node.Value ?? ""),
        "!gone" => Stable.Id("gone", node.Value ?? ""),
        "!ago" => Timestamp.Format(tenant.CollectedAt!.Value - Timestamp.Age(node)),
        "!name" => _name ?? resource,
        "!id" => Stable.Id(resource, node.Value is { Length: > 0 } part ? $"{_name}/{part}" : _name ?? resource),
        var tag => throw new DescriptionException(node, $"the tag {tag} is unknown"),
    };

    private string MailOf(YamlScalarNode node)
    {
        string name = DescriptionMap.TextOf(node);
        return directory.TryFindGroup(name)?.Mail ?? directory.TryFindPerson(name)?.Mail
            ?? throw new DescriptionException(node, $"neither a group nor a person with a mailbox is called '{name}'");
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}

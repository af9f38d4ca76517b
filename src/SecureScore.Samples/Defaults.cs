using SecureScore.Engine.Evidence;
using YamlDotNet.RepresentationModel;

namespace SecureScore.Samples;

/// <summary>What every tenant has before anyone changes anything: Defaults.yaml.</summary>
internal sealed class Defaults
{
    private const string File = "Defaults.yaml";

    private Defaults(DescriptionMap file)
    {
        var plans = file.Map("servicePlans");
        foreach (string name in plans.Keys)
            ServicePlans.Add(name, plans.Text(name));

        var roles = file.Map("roles");
        foreach (string name in roles.Keys)
            Roles.Add(name, roles.Text(name));

        var resources = file.Map("resources");
        foreach (string name in resources.Keys)
            Resources.Add(name, new ResourceTemplate(resources.Map(name)));
        file.End();
    }

    /// <summary>Service plans: the name and the id.</summary>
    public Dictionary<string, string> ServicePlans { get; } = new(StringComparer.Ordinal);

    /// <summary>Directory roles: the name and the template id.</summary>
    public Dictionary<string, string> Roles { get; } = new(StringComparer.Ordinal);

    /// <summary>The shape of each resource's rows.</summary>
    public Dictionary<string, ResourceTemplate> Resources { get; } = new(StringComparer.Ordinal);

    public static Defaults Read()
    {
        using var stream = typeof(Defaults).Assembly.GetManifestResourceStream(File)!;
        using var text = new StreamReader(stream);
        try
        {
            return new Defaults(DescriptionMap.Parse(text));
        }
        catch (DescriptionException exception)
        {
            throw new InvalidOperationException($"{File}({exception.Line}): {exception.Message}", exception);
        }
    }
}

/// <summary>The properties of a row of a resource, each with the value that it has where nobody changed it.</summary>
internal sealed class ResourceTemplate
{
    public ResourceTemplate(DescriptionMap template)
    {
        string rows = template.OptionalText("$rows") ?? "list";
        Format = rows switch
        {
            "object" => SnapshotFormat.Object,
            "list" => SnapshotFormat.Array,
            _ => throw new DescriptionException(template.Node, $"'{rows}' is neither object nor list"),
        };
        NameProperty = template.OptionalText("$name");
        foreach (string property in template.Keys.Where(key => !key.StartsWith('$')))
            Properties.Add(property, template.Required(property));
        template.End();
    }

    public SnapshotFormat Format { get; }

    /// <summary>The property that tells rows apart; null where there is one row only.</summary>
    public string? NameProperty { get; }

    public Dictionary<string, YamlNode> Properties { get; } = new(StringComparer.Ordinal);
}

using System.Reflection;

namespace SecureScore.Documentation;

/// <summary>A cmdlet as its attributes describe it.</summary>
internal sealed record CmdletDescription(
    string Verb, string Noun, Type Type, string? DefaultParameterSet, bool SupportsShouldProcess,
    IReadOnlyList<ParameterDescription> Parameters, IReadOnlyList<string> OutputTypes)
{
    private const string Namespace = "System.Management.Automation.";

    public string Name => $"{Verb}-{Noun}";

    /// <summary>The names of the parameter sets, the default one first.</summary>
    public IEnumerable<string> ParameterSets
    {
        get
        {
            var names = Parameters.SelectMany(parameter => parameter.Bindings.Keys)
                .Where(name => name != ParameterDescription.AllSets)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(name => name == DefaultParameterSet)
                .ThenBy(name => name, StringComparer.Ordinal)
                .ToArray();
            return names.Length == 0 ? [ParameterDescription.AllSets] : names;
        }
    }

    public static IReadOnlyList<CmdletDescription> FindAll(Assembly assembly) =>
    [
        .. assembly.GetExportedTypes()
            .Select(type => (Type: type, Attribute: Attributes(type, "CmdletAttribute").SingleOrDefault()))
            .Where(candidate => candidate.Attribute is not null && !candidate.Type.IsAbstract)
            .Select(candidate => Describe(candidate.Type, candidate.Attribute!))
            .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal),
    ];

    private static CmdletDescription Describe(Type type, CustomAttributeData cmdlet) => new(
        (string)cmdlet.ConstructorArguments[0].Value!,
        (string)cmdlet.ConstructorArguments[1].Value!,
        type,
        Named<string>(cmdlet, "DefaultParameterSetName"),
        Named<bool>(cmdlet, "SupportsShouldProcess"),
        [
            .. type.GetProperties()
                .Select(property => (Property: property, Attributes: Attributes(property, "ParameterAttribute").ToArray()))
                .Where(candidate => candidate.Attributes.Length > 0)
                .Select(candidate => Describe(candidate.Property, candidate.Attributes))
                .OrderBy(parameter => parameter.Bindings.Values.Min(binding => binding.Position ?? int.MaxValue))
                .ThenBy(parameter => parameter.Name, StringComparer.Ordinal),
        ],
        [.. Attributes(type, "OutputTypeAttribute").SelectMany(Texts)]);

    private static IEnumerable<string> Texts(CustomAttributeData attribute) => attribute.ConstructorArguments
        .SelectMany(argument => argument.Value is IReadOnlyCollection<CustomAttributeTypedArgument> list ? list : [argument])
        .Select(argument => argument.Value is Type type ? type.FullName! : (string)argument.Value!);

    private static ParameterDescription Describe(PropertyInfo property, IEnumerable<CustomAttributeData> attributes) => new(
        property.Name,
        property,
        attributes.ToDictionary(
            attribute => Named<string>(attribute, "ParameterSetName") ?? ParameterDescription.AllSets,
            attribute => new ParameterBinding(
                Named<bool>(attribute, "Mandatory"),
                Named<int?>(attribute, "Position") is >= 0 and var position ? position : null,
                Named<bool>(attribute, "ValueFromPipeline"),
                Named<bool>(attribute, "ValueFromPipelineByPropertyName")),
            StringComparer.Ordinal),
        [.. Attributes(property, "AliasAttribute").SelectMany(Texts)],
        Attributes(property, "SupportsWildcardsAttribute").Any(),
        [.. Attributes(property, "ValidateSetAttribute").SelectMany(Texts)]);

    private static IEnumerable<CustomAttributeData> Attributes(MemberInfo member, string name) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType.FullName == Namespace + name);

    private static T? Named<T>(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name) is { MemberInfo: not null } found
            ? (T?)found.TypedValue.Value
            : default;
}

/// <summary>A parameter of a cmdlet.</summary>
internal sealed record ParameterDescription(
    string Name, PropertyInfo Property, IReadOnlyDictionary<string, ParameterBinding> Bindings, IReadOnlyList<string> Aliases, bool Wildcards,
    IReadOnlyList<string> AllowedValues)
{
    /// <summary>PowerShell's own name for "in every parameter set".</summary>
    public const string AllSets = "__AllParameterSets";

    public bool IsSwitch => Property.PropertyType.FullName == "System.Management.Automation.SwitchParameter";

    /// <summary>The type as a person would write it: Nullable and array element taken apart.</summary>
    public string TypeName
    {
        get
        {
            var type = Property.PropertyType;
            string suffix = type.IsArray ? "[]" : "";
            type = type.IsArray ? type.GetElementType()! : type;
            type = type.IsGenericType && type.Name.StartsWith("Nullable`", StringComparison.Ordinal) ? type.GetGenericArguments()[0] : type;
            return type.Name + suffix;
        }
    }

    /// <summary>The values to choose from: those that are allowed, or all of an enumeration; empty for other types.</summary>
    public IReadOnlyList<string> Values
    {
        get
        {
            if (AllowedValues.Count > 0)
                return AllowedValues;
            var type = Property.PropertyType.IsArray ? Property.PropertyType.GetElementType()! : Property.PropertyType;
            type = type.IsGenericType ? type.GetGenericArguments()[0] : type;
            return type.IsEnum ? [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(value => value.Name)] : [];
        }
    }

    /// <summary>Whether the parameter takes several values; then the syntax shows its type and not the values.</summary>
    public bool IsList => Property.PropertyType.IsArray;

    public ParameterBinding? In(string parameterSet) =>
        Bindings.GetValueOrDefault(parameterSet) ?? Bindings.GetValueOrDefault(AllSets);
}

/// <summary>How a parameter binds in one parameter set.</summary>
internal sealed record ParameterBinding(bool Mandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    public string Pipeline => (ByValue, ByPropertyName) switch
    {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        _ => "false",
    };
}

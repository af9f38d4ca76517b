using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace SecureScore.Documentation;

/// <summary>The module's help in MAML, the format that Get-Help reads: comments of the code, joined with the pages in docs/cmdlets.</summary>
internal static class HelpFile
{
    private static readonly XNamespace s_help = "http://msh";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static void Write(string assemblyPath, string pages, string output)
    {
        var comments = XmlComments.Load(Path.ChangeExtension(assemblyPath, ".xml"));
        using var context = new MetadataLoadContext(new PathAssemblyResolver(References(assemblyPath)));
        var cmdlets = CmdletDescription.FindAll(context.LoadFromAssemblyPath(Path.GetFullPath(assemblyPath)));
        var help = new XElement(
            s_help + "helpItems",
            new XAttribute("schema", "maml"),
            cmdlets.Select(cmdlet => Command(cmdlet, comments, CmdletPage.Load(Path.Combine(pages, cmdlet.Name + ".md"), cmdlet.Name))));

        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
            new XDocument(help).Save(writer);
        GeneratedFile.Write(output, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + text + "\n");
    }

    // The assembly's own folder (Engine), the reference assembly of PowerShell that this program was built with, and the running framework.
    private static IEnumerable<string> References(string assemblyPath) =>
        new[] { Path.GetDirectoryName(Path.GetFullPath(assemblyPath))!, AppContext.BaseDirectory, RuntimeEnvironment.GetRuntimeDirectory() }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll"))
            .DistinctBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase);

    private static XElement Command(CmdletDescription cmdlet, XmlComments comments, CmdletPage page)
    {
        var synopsis = Required(comments.Paragraphs("T:" + cmdlet.Type.FullName, "summary"), cmdlet.Name);
        return new XElement(
            s_command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", s_maml),
            new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            new XElement(
                s_command + "details",
                new XElement(s_command + "name", cmdlet.Name),
                new XElement(s_maml + "description", Paragraphs(synopsis)),
                new XElement(s_command + "verb", cmdlet.Verb),
                new XElement(s_command + "noun", cmdlet.Noun)),
            new XElement(s_maml + "description", Paragraphs(page.Description)),
            new XElement(
                s_command + "syntax",
                cmdlet.ParameterSets.Select(set => new XElement(
                    s_command + "syntaxItem",
                    new XElement(s_maml + "name", cmdlet.Name),
                    InSyntaxOrder(cmdlet, set).Select(parameter => Parameter(parameter, parameter.In(set)!, comments))))),
            new XElement(
                s_command + "parameters",
                cmdlet.Parameters.Select(parameter => Parameter(parameter, Widest(parameter), comments))),
            new XElement(s_command + "inputTypes", InputTypes(cmdlet).Select(type => TypeElement(s_command + "inputType", type))),
            new XElement(s_command + "returnValues", cmdlet.OutputTypes.Select(type => TypeElement(s_command + "returnValue", type))),
            new XElement(
                s_maml + "alertSet",
                new XElement(s_maml + "alert", Paragraphs(comments.Paragraphs("T:" + cmdlet.Type.FullName, "remarks")))),
            new XElement(s_command + "examples", page.Examples.Select(Example)),
            new XElement(
                s_maml + "relatedLinks",
                page.Links.Select(link => new XElement(
                    s_maml + "navigationLink",
                    new XElement(s_maml + "linkText", link.Text),
                    new XElement(s_maml + "uri", link.Address ?? "")))));
    }

    private static IEnumerable<ParameterDescription> InSyntaxOrder(CmdletDescription cmdlet, string set) => cmdlet.Parameters
        .Where(parameter => parameter.In(set) is not null)
        .OrderBy(parameter => parameter.In(set)!.Position ?? int.MaxValue)
        .ThenByDescending(parameter => parameter.In(set)!.Mandatory)
        .ThenBy(parameter => parameter.Name, StringComparer.Ordinal);

    // One entry serves all sets in the list of parameters: it is mandatory only if it always is, and takes the pipeline if it ever does.
    private static ParameterBinding Widest(ParameterDescription parameter) => new(
        parameter.Bindings.Values.All(binding => binding.Mandatory),
        parameter.Bindings.Values.Select(binding => binding.Position).FirstOrDefault(position => position is not null),
        parameter.Bindings.Values.Any(binding => binding.ByValue),
        parameter.Bindings.Values.Any(binding => binding.ByPropertyName));

    private static IEnumerable<string> InputTypes(CmdletDescription cmdlet) => cmdlet.Parameters
        .Where(parameter => parameter.Bindings.Values.Any(binding => binding.ByValue || binding.ByPropertyName))
        .Select(parameter => parameter.Property.PropertyType.FullName!)
        .Distinct(StringComparer.Ordinal);

    private static XElement Parameter(ParameterDescription parameter, ParameterBinding binding, XmlComments comments)
    {
        var description = Required(
            comments.Paragraphs($"P:{parameter.Property.DeclaringType!.FullName}.{parameter.Name}", "summary"),
            $"{parameter.Property.DeclaringType!.Name}.{parameter.Name}");
        return new XElement(
            s_command + "parameter",
            new XAttribute("required", binding.Mandatory ? "true" : "false"),
            new XAttribute("variableLength", "false"),
            new XAttribute("globbing", parameter.Wildcards ? "true" : "false"),
            new XAttribute("pipelineInput", binding.Pipeline),
            new XAttribute("position", binding.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(s_maml + "name", parameter.Name),
            new XElement(s_maml + "description", Paragraphs([.. description, .. ValuesOfList(parameter)])),
            parameter.Values.Count == 0 || parameter.IsList
                ? null
                : new XElement(
                    s_command + "parameterValueGroup",
                    parameter.Values.Select(value => new XElement(
                        s_command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value))),
            parameter.IsSwitch
                ? null
                : new XElement(
                    s_command + "parameterValue",
                    new XAttribute("required", "true"),
                    new XAttribute("variableLength", "false"),
                    parameter.TypeName),
            TypeElement(parameter.TypeName),
            new XElement(s_dev + "defaultValue", parameter.IsSwitch ? "False" : "None"));
    }

    private static string[] ValuesOfList(ParameterDescription parameter) =>
        parameter.IsList && parameter.Values.Count > 0 ? [$"Values: {string.Join(", ", parameter.Values)}."] : [];

    private static XElement TypeElement(XName name, string type) =>
        new(name, TypeElement(type), new XElement(s_maml + "description", new XElement(s_maml + "para", "")));

    private static XElement TypeElement(string type) =>
        new(s_dev + "type", new XElement(s_maml + "name", type), new XElement(s_maml + "uri"));

    private static XElement Example(CmdletExample example, int index) => new(
        s_command + "example",
        new XElement(s_maml + "title", $"Example {index + 1}: {example.Title}"),
        new XElement(s_dev + "code", example.Code),
        new XElement(s_dev + "remarks", Paragraphs(example.Remarks)));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) =>
        paragraphs.Select(paragraph => new XElement(s_maml + "para", paragraph));

    private static IReadOnlyList<string> Required(IReadOnlyList<string> paragraphs, string what) => paragraphs.Count > 0
        ? paragraphs
        : throw new DocumentationException($"{what} has no <summary> in its XML comments.");
}

using System.Text;
using System.Xml.Linq;

namespace SecureScore.Documentation;

/// <summary>The XML comments of an assembly, as plain paragraphs.</summary>
internal sealed class XmlComments
{
    private readonly Dictionary<string, XElement> _members;

    private XmlComments(Dictionary<string, XElement> members) => _members = members;

    public static XmlComments Load(string path)
    {
        if (!File.Exists(path))
            throw new DocumentationException($"The XML comments '{path}' are missing: GenerateDocumentationFile must be on.");

        return new XmlComments(XDocument.Load(path).Root!.Element("members")!.Elements("member")
            .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal));
    }

    /// <summary>The paragraphs of one tag of a member; empty when it has none.</summary>
    public IReadOnlyList<string> Paragraphs(string member, string tag) =>
        _members.GetValueOrDefault(member)?.Element(tag) is { } element ? Paragraphs(element) : [];

    private static List<string> Paragraphs(XElement element)
    {
        var paragraphs = new List<string>();
        var current = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            if (node is XElement { Name.LocalName: "para" } paragraph)
            {
                Flush();
                current.Append(InlineText(paragraph));
                Flush();
            }
            else
            {
                current.Append(InlineText(node));
            }
        }

        Flush();
        return paragraphs;

        void Flush()
        {
            string text = string.Join(' ', current.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (text.Length > 0)
                paragraphs.Add(text);
            current.Clear();
        }
    }

    private static string InlineText(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" or "paramref" } reference => ReferenceText(reference),
        XElement element => string.Concat(element.Nodes().Select(InlineText)),
        _ => "",
    };

    private static string ReferenceText(XElement reference)
    {
        if (reference.Attribute("langword") is { } word)
            return word.Value;

        string target = (reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("href"))?.Value ?? reference.Value;
        int parameters = target.IndexOf('(', StringComparison.Ordinal);
        string name = parameters < 0 ? target : target[..parameters];
        return name[(name.LastIndexOf('.') + 1)..];
    }
}

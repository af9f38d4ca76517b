using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace SecureScore.Documentation;

/// <summary>What a page in docs/cmdlets adds to the comments in the code: a description, examples and links.</summary>
/// <param name="Description">Paragraphs below the title.</param>
/// <param name="Examples">The sections below "Examples".</param>
/// <param name="Links">The names and addresses below "See also".</param>
internal sealed record CmdletPage(
    IReadOnlyList<string> Description, IReadOnlyList<CmdletExample> Examples, IReadOnlyList<(string Text, string? Address)> Links)
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    public static CmdletPage Load(string path, string cmdlet)
    {
        if (!File.Exists(path))
            throw new DocumentationException($"{cmdlet} has no page: write '{path}' with a description and at least one example.");

        var description = new List<string>();
        var examples = new List<CmdletExample>();
        var links = new List<(string, string?)>();
        string section = "";
        foreach (var block in Markdown.Parse(File.ReadAllText(path), s_pipeline))
        {
            switch (block)
            {
                case HeadingBlock { Level: 1 } title when Text(title) != cmdlet:
                    throw new DocumentationException($"'{path}' must begin with '# {cmdlet}'.");
                case HeadingBlock { Level: 2 } heading:
                    section = Text(heading);
                    break;
                case HeadingBlock { Level: 3 } heading when section == "Examples":
                    examples.Add(new CmdletExample(Text(heading)));
                    break;
                case FencedCodeBlock code when section == "Examples" && examples.Count > 0:
                    examples[^1] = examples[^1] with { Code = code.Lines.ToString().Trim() };
                    break;
                case ParagraphBlock paragraph when section == "Examples" && examples.Count > 0:
                    examples[^1] = examples[^1] with { Remarks = [.. examples[^1].Remarks, Text(paragraph)] };
                    break;
                case ParagraphBlock paragraph when section.Length == 0:
                    description.Add(Text(paragraph));
                    break;
                case ListBlock list when section.Length == 0:
                    description.AddRange(list.Descendants<ParagraphBlock>().Select(item => "- " + Text(item)));
                    break;
                case Table table when section.Length == 0:
                    description.AddRange(table.OfType<TableRow>().Where(row => !row.IsHeader).Select(Row));
                    break;
                case ListBlock list when section == "See also":
                    links.AddRange(list.Descendants<LinkInline>().Select(link => (Text(link), Address(link))));
                    break;
            }
        }

        if (description.Count == 0 || examples.Count == 0 || examples.Any(example => example.Code.Length == 0))
            throw new DocumentationException($"'{path}' needs a description below its title and examples with a heading and a code block.");

        return new CmdletPage(description, examples, links);
    }

    // A link to the page of another cmdlet is only good on the web; in the shell the name of the cmdlet is the link.
    private static string? Address(LinkInline link) =>
        link.Url?.StartsWith("https://", StringComparison.Ordinal) == true ? link.Url : null;

    // Help has no tables. What is in the first column is what the rest is about.
    private static string Row(TableRow row) => "- " + string.Join(": ", row.Select(cell => string.Concat(cell.Descendants<ParagraphBlock>().Select(Text))));

    private static string Text(LeafBlock block) => block.Inline is null ? "" : Text(block.Inline);

    private static string Text(ContainerInline container) => string.Concat(container.Select(inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        ContainerInline inner => Text(inner),
        _ => "",
    }));
}

/// <summary>One example of a cmdlet.</summary>
internal sealed record CmdletExample(string Title)
{
    public string Code { get; init; } = "";

    public IReadOnlyList<string> Remarks { get; init; } = [];
}

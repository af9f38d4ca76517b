namespace SecureScore.Documentation.Tests;

public sealed class CmdletPageTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_page_gives_description_examples_and_links()
    {
        var page = Load("""
            # Get-Thing

            Lists *things*
            of `any` kind.

            ## Examples

            ### List them

            ```powershell
            Get-Thing
            Get-Thing -All
            ```

            Lists all.

            ## See also

            - [Set-Thing](Set-Thing.md)
            - [The web](https://example.com/)
            """);

        page.Description.ShouldBe(["Lists things of any kind."]);
        page.Examples.Single().Title.ShouldBe("List them");
        page.Examples.Single().Code.ShouldBe("Get-Thing\nGet-Thing -All");
        page.Examples.Single().Remarks.ShouldBe(["Lists all."]);
        page.Links.ShouldBe([("Set-Thing", null), ("The web", "https://example.com/")]);
    }

    [Fact]
    public void Lists_and_tables_of_a_description_become_lines()
    {
        var page = Load("""
            # Get-Thing

            Lists things.

            - big ones
            - *small* ones

            | thing | parameters |
            |---|---|
            | a big one | `-Big` |
            | any | none, or `-Small` |

            ## Examples

            ### One

            ```
            x
            ```
            """);

        page.Description.ShouldBe(["Lists things.", "- big ones", "- small ones", "- a big one: -Big", "- any: none, or -Small"]);
    }

    [Theory]
    [InlineData("# Get-Other\n\nText\n\n## Examples\n\n### One\n\n```\nx\n```\n", "must begin with '# Get-Thing'")]
    [InlineData("# Get-Thing\n\nText\n", "needs a description")]
    [InlineData("# Get-Thing\n\nText\n\n## Examples\n\n### One\n\nNo code.\n", "needs a description")]
    [InlineData("# Get-Thing\n\n## Examples\n\n### One\n\n```\nx\n```\n", "needs a description")]
    public void A_page_that_would_leave_a_hole_in_the_help_is_refused(string text, string message) =>
        Should.Throw<DocumentationException>(() => Load(text)).Message.ShouldContain(message);

    [Fact]
    public void A_cmdlet_without_a_page_is_refused() =>
        Should.Throw<DocumentationException>(() => CmdletPage.Load(_path + ".missing", "Get-Thing")).Message.ShouldContain("has no page");

    private CmdletPage Load(string text)
    {
        File.WriteAllText(_path, text);
        return CmdletPage.Load(_path, "Get-Thing");
    }
}

using System.Reflection;
using System.Text.RegularExpressions;
using SecureScore.Engine;

namespace SecureScore.Documentation.Tests;

public partial class ErrorPageTests
{
    private static readonly string s_root = typeof(ErrorPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    [Fact]
    public void Every_error_has_its_line_in_the_page_and_every_line_its_error()
    {
        var ids = typeof(ErrorIds).GetFields().Select(field => field.Name).Order(StringComparer.Ordinal);

        var documented = Row().Matches(File.ReadAllText(Path.Combine(s_root, "docs", "errors.md"))).Select(row => row.Groups["id"].Value);

        documented.ShouldBe(ids);
    }

    [GeneratedRegex(@"^\| (?<id>[A-Z]\w+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}

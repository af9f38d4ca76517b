using System.Reflection;
using SecureScore.Engine.Remediation;

namespace SecureScore.Documentation.Tests;

public class RemediationPageTests
{
    private static readonly string s_root = typeof(RemediationPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    [Fact]
    public void The_page_in_docs_is_the_one_that_code_and_catalogue_generate() =>
        File.ReadAllText(Path.Combine(s_root, "docs", "remediations.md")).ShouldBe(
            RemediationPage.Generate(),
            "run: dotnet run --project src/SecureScore.Documentation -- remediations docs/remediations.md");

    [Fact]
    public void Every_value_says_what_it_is_for()
    {
        foreach (var parameter in RemediationCatalog.All.SelectMany(remediation => remediation.Parameters))
            parameter.Description.ShouldEndWith(".", customMessage: parameter.Name);
    }
}

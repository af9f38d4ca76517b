using System.Reflection;
using SecureScore.Engine.Controls;

namespace SecureScore.Documentation.Tests;

public class ControlPageTests
{
    private static readonly string s_root = typeof(ControlPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    [Fact]
    public void The_page_in_docs_is_the_one_that_code_and_catalogue_generate() =>
        File.ReadAllText(Path.Combine(s_root, "docs", "controls.md")).ShouldBe(
            ControlPage.Generate(),
            "run: dotnet run --project src/SecureScore.Documentation -- controls docs/controls.md");

    [Fact]
    public void Every_rule_explains_itself()
    {
        foreach (var evaluator in ControlEvaluators.All)
        {
            evaluator.Rule.ShouldEndWith(".", customMessage: evaluator.ControlId);
            evaluator.Evidence.ShouldNotBeEmpty(evaluator.ControlId);
            if (evaluator.Certainty == Certainty.Unproven)
                evaluator.OtherReading.ShouldNotBeNullOrWhiteSpace(evaluator.ControlId);
        }
    }
}

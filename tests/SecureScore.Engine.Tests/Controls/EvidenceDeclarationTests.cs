using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls;

/// <summary>Every rule says beforehand what it reads: collectors, permissions and the date of a result rest on it.</summary>
public class EvidenceDeclarationTests
{
    public static TheoryData<string> Rules { get; } = [.. ControlEvaluators.All.Select(rule => rule.ControlId)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_reads_what_it_declares_and_nothing_else(string controlId)
    {
        var rule = ControlEvaluators.Find(controlId)!;
        var evidence = new TenantEvidence(Repository.OpenSample());

        Judge(rule, evidence);

        evidence.Used.ShouldNotBeEmpty();
        evidence.Used.Except(rule.Evidence, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_is_described(string controlId)
    {
        var rule = ControlEvaluators.Find(controlId)!;

        rule.Rule.ShouldEndWith(".");
        (rule.OtherReading ?? ".").ShouldEndWith(".");
        if (rule.Certainty == Certainty.Unproven)
            rule.OtherReading.ShouldNotBeNull();
        rule.Evidence.ShouldNotBeEmpty();
        rule.Evidence.ShouldBeUnique(StringComparer.Ordinal);
    }

    private static void Judge(ControlEvaluator rule, TenantEvidence evidence)
    {
        try
        {
            var verdict = rule.Evaluate(evidence, ControlCatalog.FindEdition(rule.ControlId)!.GetControl(rule.ControlId));
            verdict.Items?.Invoke().Count();
        }
        catch (EvidenceUnavailableException exception)
        {
            rule.Evidence.Contains(exception.State.Name, StringComparer.Ordinal).ShouldBeTrue(exception.State.Name);
        }
    }
}

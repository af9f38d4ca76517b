using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls;

/// <summary>What tests of rules say of a verdict.</summary>
internal static class VerdictAssertions
{
    public static void ShouldHaveCounted(this Verdict verdict, long compliant, long total)
    {
        verdict.Reason.ShouldBeNull(verdict.Explanation);
        verdict.CompliantCount.ShouldBe(compliant);
        verdict.TotalCount.ShouldBe(total);
    }

    /// <param name="verdict">The verdict.</param>
    /// <param name="findings">The ids of all its findings, separated by commas; empty for none.</param>
    public static void ShouldHaveFound(this Verdict verdict, string findings) =>
        string.Join(',', verdict.Findings.Select(finding => finding.Id)).ShouldBe(findings);

    /// <summary>There is an item for each thing that fails and none without, and every text is there.</summary>
    public static void ShouldExplainItself(this Verdict verdict)
    {
        var items = verdict.Items?.Invoke().ToArray() ?? [];
        (items.Length > 0).ShouldBe(verdict.CompliantCount < verdict.TotalCount);
        verdict.ImplementationStatus.ShouldNotBeNullOrWhiteSpace();
        verdict.Explanation.ShouldNotBeNullOrWhiteSpace();
        foreach (var item in items)
        {
            item.DisplayName.ShouldNotBeNullOrWhiteSpace();
            item.Setting.ShouldNotBeNullOrWhiteSpace();
            item.Actual.ShouldNotBeNull();
            item.Expected.ShouldNotBeNullOrWhiteSpace();
            item.Actual.ShouldNotBe(item.Expected, StringComparer.Ordinal);
            item.Reason.ShouldNotBeNullOrWhiteSpace();
        }
    }

    public static void ShouldNotApply(this Verdict verdict)
    {
        verdict.Reason.ShouldBe(NotEvaluatedReason.NotApplicable);
        verdict.Explanation.ShouldNotBeNullOrWhiteSpace();
        verdict.Items.ShouldBeNull();
    }

    /// <summary>The rule cannot tell, because of a value that it does not know or that is missing.</summary>
    public static void ShouldBeOpen(this Verdict verdict, string explanation)
    {
        verdict.Reason.ShouldBe(NotEvaluatedReason.SourceFailed);
        verdict.Explanation.ShouldBe(explanation);
        verdict.Items.ShouldBeNull();
    }

    /// <summary>The rule cannot tell, because this resource cannot be used.</summary>
    public static void ShouldNotEvaluate(this TestTenant tenant, string controlId, string resource) =>
        Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate(controlId)).State.Name.ShouldBe(resource);

    /// <inheritdoc cref="ShouldNotEvaluate(TestTenant, string, string)"/>
    public static void ShouldNotEvaluate(this TestTenant tenant, ControlEvaluator rule, string resource) =>
        Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate(rule)).State.Name.ShouldBe(resource);
}

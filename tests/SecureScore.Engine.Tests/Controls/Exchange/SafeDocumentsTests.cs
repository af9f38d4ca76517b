using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Exchange;

public class SafeDocumentsTests
{
    private const string ControlId = "mdo_safedocuments";

    [Theory]
    [InlineData("true", "false", "")]
    [InlineData("\"True\"", "\"False\"", "")]
    [InlineData("true", "true", "AllowSafeDocsOpen")]
    [InlineData("false", "false", "EnableSafeDocs")]
    [InlineData("\"false\"", "\"true\"", "EnableSafeDocs,AllowSafeDocsOpen")]
    public void It_is_on_and_nobody_clicks_through(string enabled, string clickThrough, string wrong)
    {
        using var tenant = Tenant(enabled, clickThrough);

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(wrong.Length == 0 ? 1 : 0, 1);
        verdict.ShouldExplainItself();
        string.Join(',', (verdict.Items?.Invoke() ?? []).Select(item => item.Setting)).ShouldBe(wrong);
    }

    [Theory]
    [InlineData("null", "false")]
    [InlineData("true", "null")]
    [InlineData("true", "[]")]
    [InlineData("1", "false")]
    public void A_setting_that_cannot_be_read_decides_nothing(string enabled, string clickThrough)
    {
        using var tenant = Tenant(enabled, clickThrough);

        tenant.ShouldNotEvaluate(ControlId, Resources.AtpPolicyForO365);
    }

    private static TestTenant Tenant(string enabled, string clickThrough) => new TestTenant().With(
        Resources.AtpPolicyForO365, $$"""{"Identity":"Default","EnableSafeDocs":{{enabled}},"AllowSafeDocsOpen":{{clickThrough}}}""");
}

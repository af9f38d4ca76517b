using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Exchange;

public class MailTipsTests
{
    private const string ControlId = "exo_mailtipsenabled";

    /// <summary>The four settings, and how many do not comply.</summary>
    [Theory]
    [InlineData("true", "true", "true", "25", 0)]
    [InlineData("\"True\"", "\"true\"", "\"TRUE\"", "\"25\"", 0)]
    [InlineData("true", "true", "true", "24", 0)]
    [InlineData("true", "true", "true", "26", 1)]
    [InlineData("true", "true", "true", "\"26\"", 1)]
    [InlineData("false", "true", "true", "25", 1)]
    [InlineData("true", "false", "true", "25", 1)]
    [InlineData("true", "true", "false", "25", 1)]
    [InlineData("false", "\"False\"", "false", "1000", 4)]
    public void All_four_settings_decide(string all, string external, string group, string threshold, int wrong)
    {
        using var tenant = Tenant(all, external, group, threshold);

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(wrong == 0 ? 1 : 0, 1);
        verdict.ShouldExplainItself();
        (verdict.Items?.Invoke() ?? []).Count().ShouldBe(wrong);
    }

    [Theory]
    [InlineData("null", "true", "true", "25")]
    [InlineData("true", "[]", "true", "25")]
    [InlineData("true", "true", "\"yes\"", "25")]
    [InlineData("true", "true", "true", "null")]
    [InlineData("true", "true", "true", "\"many\"")]
    [InlineData("true", "true", "true", "[]")]
    public void A_setting_that_cannot_be_read_decides_nothing(string all, string external, string group, string threshold)
    {
        using var tenant = Tenant(all, external, group, threshold);

        tenant.ShouldNotEvaluate(ControlId, Resources.OrganizationConfig);
    }

    private static TestTenant Tenant(string all, string external, string group, string threshold) => new TestTenant().With(Resources.OrganizationConfig, $$"""
        {
          "MailTipsAllTipsEnabled": {{all}}, "MailTipsExternalRecipientsTipsEnabled": {{external}},
          "MailTipsGroupMetricsEnabled": {{group}}, "MailTipsLargeAudienceThreshold": {{threshold}}
        }
        """);
}

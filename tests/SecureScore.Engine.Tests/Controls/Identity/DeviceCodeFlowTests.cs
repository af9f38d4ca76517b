using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class DeviceCodeFlowTests
{
    private const string ControlId = "ss_device_code";
    private const string Block = """{"operator":"OR","builtInControls":["block"]}""";
    private const string Mfa = """{"operator":"OR","builtInControls":["mfa"]}""";

    [Theory]
    [InlineData("deviceCodeFlow", Block, "", 2)]
    [InlineData("DeviceCodeFlow,authenticationTransfer", Block, "", 2)]
    [InlineData("authenticationTransfer", Block, "", 0)]
    [InlineData("authenticationTransfer,smokeSignals", Block, "", null)]
    [InlineData("none", Block, "", 2)]
    [InlineData("deviceCodeFlow", Mfa, "", 0)]
    [InlineData("deviceCodeFlow", Block, ""","locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}""", 0)]
    [InlineData("deviceCodeFlow", Block, ""","signInRiskLevels":["high"]""", 0)]
    public void A_policy_blocks_the_flow_for_everyone(string methods, string grants, string conditions, int? compliant)
    {
        using var tenant = TestTenant.WithAda().Person("ben").Policy(
            "Codes", grants: grants, conditions: $$""" "clientAppTypes":["all"],"authenticationFlows":{"transferMethods":"{{methods}}"}{{conditions}} """);

        var verdict = tenant.Evaluate(ControlId);

        verdict.Reason.ShouldBe(compliant is null ? NotEvaluatedReason.SourceFailed : null);
        if (compliant is not { } count)
            return;

        verdict.ShouldHaveCounted(count, 2);
        verdict.ShouldExplainItself();
    }

    [Fact]
    public void A_policy_about_something_else_is_not_spoken_of()
    {
        using var tenant = TestTenant.WithAda().Policy("Legacy", grants: Block, conditions: """ "clientAppTypes":["other","exchangeActiveSync"] """);

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(0, 1);
        verdict.Explanation.ShouldBe("No enabled policy blocks sign-in by device code for all apps.");
    }

    [Fact]
    public void Whom_the_policy_excludes_is_named()
    {
        using var tenant = TestTenant.WithAda().Person("room").Policy(
            "Codes",
            """ "includeUsers":["All"],"excludeUsers":["{room}"] """,
            Block,
            conditions: """ "clientAppTypes":["all"],"authenticationFlows":{"transferMethods":"deviceCodeFlow"} """);

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(1, 2);
        verdict.Items!().ShouldHaveSingleItem().UserPrincipalName.ShouldBe("room@contoso.com");
    }
}

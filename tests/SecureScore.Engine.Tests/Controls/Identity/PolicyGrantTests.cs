using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class PolicyGrantTests
{
    private const string CustomStrength = """ "authenticationStrength":{"id":"11111111-0000-0000-0000-000000000000","requirementsSatisfied":"mfa"} """;

    [Theory]
    [InlineData("null", 0)]
    [InlineData("""{"operator":"OR","builtInControls":[]}""", 0)]
    [InlineData("""{"operator":"OR","builtInControls":["mfa"]}""", 1)]
    [InlineData("""{"operator":"AND","builtInControls":["MFA"]}""", 1)]
    [InlineData("""{"operator":null,"builtInControls":["mfa"]}""", 1)]
    [InlineData("""{"operator":"AND","builtInControls":["mfa","compliantDevice"]}""", 1)]
    [InlineData("""{"operator":"OR","builtInControls":["mfa","compliantDevice"]}""", 0)]
    [InlineData("""{"operator":"or","builtInControls":["mfa"],"termsOfUse":["t1"]}""", 0)]
    [InlineData("""{"operator":"AND","builtInControls":["mfa"],"termsOfUse":["t1"]}""", 1)]
    [InlineData("""{"operator":"OR","builtInControls":["block"]}""", 0)]
    [InlineData("""{"operator":"OR","builtInControls":["compliantDevice"]}""", 0)]
    [InlineData("""{"operator":"XOR","builtInControls":["mfa","compliantDevice"]}""", null)]
    [InlineData("""{"operator":"OR","builtInControls":["retinaScan"]}""", null)]
    [InlineData("""{"operator":"OR","builtInControls":["unknownFutureValue"]}""", null)]
    [InlineData("""{"operator":"AND","builtInControls":["mfa","retinaScan"]}""", 1)]
    [InlineData("""{"operator":"OR","builtInControls":["mfa","retinaScan"]}""", null)]
    [InlineData("""{"operator":"OR","builtInControls":["mfa","retinaScan","compliantDevice"]}""", 0)]
    [InlineData($$"""{"operator":"OR","builtInControls":[],{{CustomStrength}}}""", 1)]
    [InlineData($$"""{"operator":"OR","builtInControls":["compliantDevice"],{{CustomStrength}}}""", 0)]
    [InlineData("""{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000002"}}""", 1)]
    [InlineData("""{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}}""", 1)]
    [InlineData("""{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"listed-mfa"}}""", 1)]
    [InlineData("""{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"listed-none"}}""", 0)]
    [InlineData("""{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"not listed"}}""", null)]
    public void A_policy_requires_mfa_when_nothing_else_is_enough(string grants, int? compliant)
    {
        using var tenant = TestTenant.WithAda().Policy("Policy", grants: grants).With(
            Resources.AuthenticationStrengthPolicies,
            new { id = "listed-mfa", requirementsSatisfied = "mfa" },
            new { id = "listed-none", requirementsSatisfied = "none" });
        var verdict = tenant.Evaluate("AdminMFAV2");
        verdict.Reason.ShouldBe(compliant is null ? NotEvaluatedReason.SourceFailed : null);
        verdict.CompliantCount.ShouldBe(compliant ?? 0);
    }

    [Fact]
    public void The_explanation_says_what_is_enough_instead()
    {
        using var tenant = TestTenant.WithAda().Policy("Policy", grants: """{"operator":"OR","builtInControls":["mfa","compliantDevice","domainJoinedDevice"]}""");
        tenant.Evaluate("AdminMFAV2").Explanation.ShouldContain(
            "Policy 'Policy' does not count: it is satisfied by a compliant device or a hybrid joined device instead.");
    }

    [Theory]
    [InlineData("null", 0)]
    [InlineData("""{"operator":"OR","builtInControls":["mfa"]}""", 1)]
    [InlineData("""{"operator":"OR","builtInControls":["block"]}""", 1)]
    [InlineData("""{"operator":"AND","builtInControls":["mfa","passwordChange"]}""", 1)]
    [InlineData("""{"operator":"OR","builtInControls":["mfa","passwordChange"]}""", 1)]
    [InlineData("""{"operator":"OR","builtInControls":["riskRemediation"]}""", 1)]
    [InlineData("""{"operator":"OR","builtInControls":["mfa","compliantDevice"]}""", 0)]
    [InlineData("""{"operator":"OR","builtInControls":["compliantDevice"]}""", 0)]
    [InlineData("""{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000003"}}""", 1)]
    [InlineData("""{"operator":"OR","builtInControls":["retinaScan"]}""", null)]
    public void A_risk_is_answered_by_a_block_or_by_proof(string grants, int? compliant)
    {
        using var tenant = TestTenant.WithAda().Policy("Policy", grants: grants, conditions: """ "signInRiskLevels":["high","medium"] """);
        var verdict = tenant.Evaluate("SigninRiskPolicy");
        verdict.Reason.ShouldBe(compliant is null ? NotEvaluatedReason.SourceFailed : null);
        verdict.CompliantCount.ShouldBe(compliant ?? 0);
    }
}

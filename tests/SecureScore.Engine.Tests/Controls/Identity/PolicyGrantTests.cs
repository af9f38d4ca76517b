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

    [Theory]
    [InlineData("""{"operator":"OR","builtInControls":["mfa"],"palmReader":{"isRequired":true}}""", null)]
    [InlineData("""{"operator":"AND","builtInControls":["mfa"],"palmReader":{"isRequired":true}}""", 1)]
    [InlineData("""{"operator":"OR","builtInControls":["mfa"],"palmReader":null,"termsOfUse":[],"authenticationStrength@odata.context":"x"}""", 1)]
    public void A_demand_of_an_unknown_kind_is_a_demand(string grants, int? compliant)
    {
        using var tenant = TestTenant.WithAda().Policy("Policy", grants: grants);
        var verdict = tenant.Evaluate("AdminMFAV2");
        verdict.Reason.ShouldBe(compliant is null ? NotEvaluatedReason.SourceFailed : null);
        verdict.CompliantCount.ShouldBe(compliant ?? 0);
    }

    [Theory]
    [InlineData(ResourceStatus.Denied, NotEvaluatedReason.PermissionMissing)]
    [InlineData(ResourceStatus.NotConnected, NotEvaluatedReason.NotConnected)]
    [InlineData(ResourceStatus.Skipped, NotEvaluatedReason.NotCollected)]
    [InlineData(ResourceStatus.Failed, NotEvaluatedReason.SourceFailed)]
    public void A_strength_without_details_is_open_for_the_reason_why_they_are_missing(ResourceStatus status, NotEvaluatedReason reason)
    {
        using var tenant = TestTenant.WithAda().Policy("Policy", grants: """{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"own","displayName":"Keys"}}""")
            .WithState(Resources.AuthenticationStrengthPolicies, status, permission: "Policy.Read.All");
        foreach (string control in new[] { "AdminMFAV2", "aad_phishing_MFA_strength" })
        {
            var result = tenant.Judge(control);
            result.Reason.ShouldBe(reason);
            result.Explanation!.ShouldContain("the authentication strength 'Keys'");
        }
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
        using var tenant = TestTenant.WithAda().Policy("Policy", grants: grants, conditions: """ "clientAppTypes":["all"],"signInRiskLevels":["high","medium"] """);
        var verdict = tenant.Evaluate("SigninRiskPolicy");
        verdict.Reason.ShouldBe(compliant is null ? NotEvaluatedReason.SourceFailed : null);
        verdict.CompliantCount.ShouldBe(compliant ?? 0);
    }
}

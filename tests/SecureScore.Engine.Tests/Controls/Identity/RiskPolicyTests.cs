using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class RiskPolicyTests
{
    private const string AllClients = """ "clientAppTypes":["all"], """;

    [Theory]
    [InlineData("UserRiskPolicy", """ "userRiskLevels":[] """, 0)]
    [InlineData("UserRiskPolicy", """ "userRiskLevels":["high"] """, 1)]
    [InlineData("UserRiskPolicy", """ "userRiskLevels":["low","medium","High"] """, 1)]
    [InlineData("UserRiskPolicy", """ "userRiskLevels":["medium"] """, 0)]
    [InlineData("UserRiskPolicy", """ "userRiskLevels":["extreme"] """, null)]
    [InlineData("UserRiskPolicy", """ "userRiskLevels":["high","extreme"] """, 1)]
    [InlineData("UserRiskPolicy", """ "signInRiskLevels":["high"] """, 0)]
    [InlineData("UserRiskPolicy", """ "userRiskLevels":["high"],"signInRiskLevels":["high"] """, 0)]
    [InlineData("SigninRiskPolicy", """ "signInRiskLevels":["high","medium"] """, 1)]
    [InlineData("SigninRiskPolicy", """ "signInRiskLevels":["high"] """, 1)]
    [InlineData("SigninRiskPolicy", """ "signInRiskLevels":["medium","low"] """, 0)]
    [InlineData("SigninRiskPolicy", """ "signInRiskLevels":["extreme"] """, null)]
    [InlineData("SigninRiskPolicy", """ "userRiskLevels":["high"] """, 0)]
    [InlineData("SigninRiskPolicy", """ "userRiskLevels":["high"],"signInRiskLevels":["high"] """, 0)]
    public void A_policy_must_answer_high_risk_alone(string control, string levels, int? compliant)
    {
        using var tenant = TestTenant.WithAda().Policy("Risk", grants: """{"operator":"OR","builtInControls":["block"]}""", conditions: AllClients + levels);
        var verdict = tenant.Evaluate(control);
        verdict.Reason.ShouldBe(compliant is null ? NotEvaluatedReason.SourceFailed : null);
        verdict.CompliantCount.ShouldBe(compliant ?? 0);
    }

    [Theory]
    [InlineData("UserRiskPolicy", """ "userRiskLevels":["high"] """, "mfa", "RiskNotEnded")]
    [InlineData("UserRiskPolicy", """ "userRiskLevels":["high"] """, "block", null)]
    [InlineData("SigninRiskPolicy", """ "signInRiskLevels":["high"] """, "mfa", "MediumRiskMissing")]
    [InlineData("SigninRiskPolicy", """ "signInRiskLevels":["high","medium"] """, "mfa", null)]
    public void The_stricter_reading_is_a_finding(string control, string levels, string grant, string? finding)
    {
        using var tenant = TestTenant.WithAda().Policy("Risk", grants: $$"""{"operator":"OR","builtInControls":["{{grant}}"]}""", conditions: AllClients + levels);
        var verdict = tenant.Evaluate(control);
        verdict.CompliantCount.ShouldBe(1);
        verdict.Findings.SingleOrDefault()?.Id.ShouldBe(finding);
        verdict.Findings.Count.ShouldBe(finding is null ? 0 : 1);
    }

    [Theory]
    [InlineData("UserRiskPolicy", "user risk")]
    [InlineData("SigninRiskPolicy", "sign-in risk")]
    public void Without_policies_nobody_is_covered(string control, string risk)
    {
        using var tenant = TestTenant.WithoutPeople().People(35).Role("user1");
        var verdict = tenant.Evaluate(control);
        verdict.ImplementationStatus.ShouldBe($"You have 0 of 35 users with the {risk} policy turned on.");
        verdict.Explanation.ShouldBe($"No enabled policy answers high {risk}.");
        verdict.Items!().Count().ShouldBe(35);
    }

    [Theory]
    [InlineData("UserRiskPolicy")]
    [InlineData("SigninRiskPolicy")]
    [InlineData("MFARegistrationV2")]
    [InlineData("BlockLegacyAuthentication")]
    [InlineData("SelfServicePasswordReset")]
    public void Guests_alone_are_0_of_0(string control)
    {
        using var tenant = TestTenant.WithoutPeople().Person("gus", type: "Guest").Role("gus");
        var verdict = tenant.Evaluate(control);
        verdict.Reason.ShouldBeNull();
        verdict.TotalCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("UserRiskPolicy")]
    [InlineData("SigninRiskPolicy")]
    [InlineData("MFARegistrationV2")]
    [InlineData("BlockLegacyAuthentication")]
    [InlineData("SelfServicePasswordReset")]
    public void Users_of_unknown_types_alone_are_not_0_of_0(string control)
    {
        using var tenant = TestTenant.WithoutPeople().Person("eve", type: "Robot").Role("eve");
        var state = Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate(control)).State;
        state.Name.ShouldBe(Resources.Users);
        state.Status.ShouldBe(ResourceStatus.Failed);
    }

    [Theory]
    [InlineData("UserRiskPolicy")]
    [InlineData("SigninRiskPolicy")]
    [InlineData("MFARegistrationV2")]
    [InlineData("BlockLegacyAuthentication")]
    [InlineData("SelfServicePasswordReset")]
    public void Nobody_who_may_sign_in_is_not_judged(string control)
    {
        using var tenant = TestTenant.WithoutPeople().Person("off", enabled: false).Role("off");
        var state = Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate(control)).State;
        state.Name.ShouldBe(Resources.Users);
        state.Status.ShouldBe(ResourceStatus.Failed);
    }
}

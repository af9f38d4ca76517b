using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>SigninRiskPolicy: a policy answers a high risk that a sign-in is not the user's own.</summary>
internal sealed class SignInRiskPolicy : RiskPolicy
{
    public override string ControlId => "SigninRiskPolicy";

    public override string Rule =>
        "The share of enabled members covered by an enabled Conditional Access policy for all apps whose sign-in risk levels include high and that blocks, "
        + "requires MFA, or requires a password change or risk remediation. Classic Identity Protection policies do not count.";

    public override string OtherReading => "The policy must answer medium risk too. One that does not is a finding.";

    protected override string Risk => "sign-in risk";

    protected override PolicyFit Measure(ConditionalAccessPolicy policy, PolicyFit fit) => fit
        .AtHighSignInRisk()
        .Note(
            !policy.SignInRiskLevels.Contains("medium", StringComparer.OrdinalIgnoreCase),
            "MediumRiskMissing",
            $"Policy '{policy.Name}' does not answer medium sign-in risk.");
}

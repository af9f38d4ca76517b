using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>UserRiskPolicy: a policy answers a high risk that an account is in other hands.</summary>
internal sealed class UserRiskPolicy : RiskPolicy
{
    public override string ControlId => "UserRiskPolicy";

    public override string Rule =>
        "The share of enabled members covered by an enabled Conditional Access policy for all apps whose user risk levels include high and that blocks, "
        + "requires MFA, or requires a password change or risk remediation. Classic Identity Protection policies do not count.";

    public override string OtherReading => "MFA alone may not be enough: it does not end the risk of the user. Policies that ask for nothing more are a finding.";

    protected override string Risk => "user risk";

    protected override PolicyFit Measure(ConditionalAccessPolicy policy, PolicyFit fit) => fit
        .AtHighUserRisk()
        .Note(
            policy.Grants.All(grant => grant.EndsUserRisk != true),
            "RiskNotEnded",
            $"Policy '{policy.Name}' asks for MFA only, which does not end the risk of the user: require a password change or risk remediation.");
}

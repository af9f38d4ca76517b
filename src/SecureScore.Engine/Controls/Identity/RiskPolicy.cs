using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>A control that counts the users for whom a Conditional Access policy answers a high risk.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/id-protection/howto-identity-protection-configure-risk-policies.</remarks>
internal abstract class RiskPolicy : ControlEvaluator
{
    public override IReadOnlyList<string> Evidence { get; } =
        [Resources.ConditionalAccessPolicies, Resources.AuthenticationStrengthPolicies, .. Administrators.Sources];

    public override Certainty Certainty => Certainty.Likely;

    /// <summary>The risk, as in "user risk".</summary>
    protected abstract string Risk { get; }

    /// <summary>Measures a policy that already answers the risk in some way.</summary>
    protected abstract PolicyFit Measure(ConditionalAccessPolicy policy, PolicyFit fit);

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var population = evidence.Population;
        var coverage = new ConditionalAccessCoverage(evidence, population, policy => Measure(policy, PolicyFit.Of(policy)
            .Guarantees(grant => grant.AnswersRisk)
            .ForAllApplications()
            .ForClients("browser", "mobileAppsAndDesktopClients")
            .WithoutOtherConditions()));
        string effect = $"answers high {Risk}";
        return new UserVerdict
        {
            Evidence = evidence,
            Population = population,
            Compliant = coverage.Users,
            Counted = $"users with the {Risk} policy turned on",
            Doubts = coverage.Doubts,
            Findings = [.. coverage.Findings, .. PopulationFindings.Of(evidence)],
            Explanation = [.. CoverageExplanation.Of(coverage, population, effect)],
            Failure = CoverageExplanation.Failure([coverage], $"Policy for {Risk}", effect),
        }.ToVerdict();
    }
}

using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>ss_device_code: a policy blocks sign-in by device code, which attackers let victims complete.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/conditional-access/policy-block-authentication-flows.</remarks>
internal sealed class DeviceCodeFlow : ControlEvaluator
{
    private const string Effect = "blocks sign-in by device code for all apps";

    public override string ControlId => "ss_device_code";

    public override IReadOnlyList<string> Evidence { get; } =
        [Resources.ConditionalAccessPolicies, Resources.AuthenticationStrengthPolicies, .. Administrators.Sources];

    public override string Rule => "The share of enabled members for whom an enabled Conditional Access policy blocks device code flow, for all apps.";

    public override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading => "A policy that allows the flow in some places or on some devices, as Microsoft suggests for meeting rooms, could count as well.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var population = evidence.Population;
        var coverage = new ConditionalAccessCoverage(evidence, population, Measure);
        return new UserVerdict
        {
            Evidence = evidence,
            Population = population,
            Compliant = coverage.Users,
            Counted = "users with sign-in by device code blocked",
            Doubts = coverage.Doubts,
            Findings = [.. coverage.Findings, .. PopulationFindings.Of(evidence)],
            Explanation = [.. CoverageExplanation.Of(coverage, population, Effect)],
            Failure = CoverageExplanation.Failure([coverage], "Device code flow", Effect),
        }.ToVerdict();
    }

    // A block for everything stops this flow as well; one for something else is not about it.
    private static PolicyFit Measure(ConditionalAccessPolicy policy)
    {
        var fit = PolicyFit.Of(policy)
            .Guarantees(grant => grant.Blocks)
            .ForAllApplications()
            .ForClients("browser", "mobileAppsAndDesktopClients")
            .AtAnyRisk()
            .WithoutOtherConditions("deviceCodeFlow");
        return fit.OnlyIf(policy.TransferMethods.Count > 0 || fit.Obstacles.Count == 0);
    }
}

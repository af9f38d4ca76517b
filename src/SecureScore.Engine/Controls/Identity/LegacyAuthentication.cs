using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>BlockLegacyAuthentication: a policy blocks clients that cannot do MFA.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/conditional-access/policy-block-legacy-authentication.</remarks>
internal sealed class LegacyAuthentication : ControlEvaluator
{
    private const string Counted = "users with legacy authentication blocked";
    private const string Effect = "blocks legacy authentication for all apps";

    public override string ControlId => "BlockLegacyAuthentication";

    public override IReadOnlyList<string> Evidence { get; } =
        [Resources.ConditionalAccessPolicies, Resources.AuthenticationStrengthPolicies, Resources.SecurityDefaults, .. Administrators.Sources];

    public override string Rule =>
        "The share of enabled members for whom enabled Conditional Access policies block the client types exchangeActiveSync and other, for all apps. "
        + "One policy may block both, or two one each. Security defaults give all points.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading => "Microsoft's total can differ from the number of enabled members; which users it then leaves out is not published.";

    public override bool SatisfiedBySecurityDefaults => true;

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var (defaults, unknownDefaults) = SecurityDefaults.Read(evidence);
        if (defaults == true)
            return SecurityDefaults.FullPoints(() => evidence.Population, Counted);

        var population = evidence.Population;
        int total = population.Count;
        var activeSync = new ConditionalAccessCoverage(evidence, population, policy => Measure(policy, "exchangeActiveSync"));
        var other = new ConditionalAccessCoverage(evidence, population, policy => Measure(policy, "other"));
        var covered = activeSync.Users.Intersect(other.Users);
        var withReportOnly = activeSync.WithReportOnly.Intersect(other.WithReportOnly).Intersect(population).Certain.Count;
        var reporting = activeSync.ReportOnly.Count > 0 ? activeSync : other;
        return new UserVerdict
        {
            Evidence = evidence,
            Population = population,
            Compliant = unknownDefaults is null ? covered : covered with { Possible = evidence.Users.Everyone },
            Counted = Counted,
            Doubts = [.. activeSync.Doubts, .. other.Doubts, .. unknownDefaults is null ? Array.Empty<Doubt>() : [unknownDefaults]],
            Findings = [.. activeSync.Findings, .. other.Findings, .. PopulationFindings.Of(evidence)],
            Explanation =
            [
                .. Counting(activeSync, other, total),
                .. CoverageExplanation.LeftOut(activeSync.LeftOut.Where(fit => NeverCounts(fit, activeSync, other))),
                .. CoverageExplanation.ReportOnly(reporting, covered.Intersect(population).Certain.Count, withReportOnly, total),
            ],
            Failure = CoverageExplanation.Failure([activeSync, other], "Legacy authentication", Effect),
        }.ToVerdict();
    }

    private static PolicyFit Measure(ConditionalAccessPolicy policy, string clientType) => PolicyFit.Of(policy)
        .Guarantees(grant => grant.Blocks)
        .ForAllApplications()
        .ForClients(clientType)
        .AtAnyRisk()
        .WithoutOtherConditions();

    private static IEnumerable<string> Counting(ConditionalAccessCoverage activeSync, ConditionalAccessCoverage other, int total)
    {
        if (activeSync.Counted.Count == 0 && other.Counted.Count == 0)
            yield return $"No enabled policy {Effect}.";
        foreach (var reach in activeSync.Counted.Union(other.Counted))
        {
            string clients = !other.Counted.Contains(reach) ? "Exchange ActiveSync alone" : !activeSync.Counted.Contains(reach) ? "the other legacy clients alone" : "all legacy clients";
            yield return $"Policy '{reach.Policy.Name}' blocks {clients} for {reach.Covered} of {Quantity.Of(total, "user")}.";
        }
    }

    private static bool NeverCounts(PolicyFit fit, ConditionalAccessCoverage activeSync, ConditionalAccessCoverage other) =>
        !activeSync.Counted.Concat(other.Counted).Any(reach => ReferenceEquals(reach.Policy, fit.Policy));
}

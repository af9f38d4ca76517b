using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>aad_phishing_MFA_strength: a policy requires MFA that resists phishing of administrators.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/conditional-access/policy-admin-phish-resistant-mfa.</remarks>
internal sealed class PhishingResistantMfa : ControlEvaluator
{
    public override string ControlId => "aad_phishing_MFA_strength";

    public override IReadOnlyList<string> Evidence { get; } =
        [Resources.ConditionalAccessPolicies, Resources.AuthenticationStrengthPolicies, Resources.Users, Resources.Groups];

    public override string Rule =>
        $"One enabled Conditional Access policy for all apps requires the phishing-resistant MFA strength (or a custom one that allows nothing weaker) of the {AdministrativeRoles.ToProtect.Count} "
        + "administrative roles that Microsoft lists, or of all users, and excludes nobody and no app.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading => "An emergency account may be excluded. Microsoft's text allows no exclusion; the explanation names each.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control) => PolicyVerdict.Measure(
        evidence,
        "requires phishing-resistant MFA of administrators",
        policy => PolicyFit.Of(policy)
            .Guarantees(grant => grant.RequiresPhishingResistance)
            .ForAllApplications()
            .ForClients("browser", "mobileAppsAndDesktopClients")
            .AtAnyRisk()
            .WithoutOtherConditions()
            .Demand(MissingRoles(policy.Include).Length == 0, $"does not name {string.Join(", ", MissingRoles(policy.Include))}")
            .Demand(policy.ExcludedApplications.Count == 0, $"excludes {Quantity.Of(policy.ExcludedApplications.Count, "app")}")
            .DemandAtLast(() => policy.Exclude.IsEmpty, () => $"excludes {policy.Exclude.Describe(evidence)}, without which it would count"))
        .ToVerdict();

    private static string[] MissingRoles(PolicyAudience audience)
    {
        if (audience.Everyone)
            return [];

        var named = audience.Roles.Select(EntityId.Parse).ToHashSet();
        return [.. AdministrativeRoles.ToProtect.Where(role => !named.Contains(role.Key)).Select(role => role.Value)];
    }
}

using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>A Conditional Access policy that requires MFA at every sign-in to any app.</summary>
internal static class MfaPolicy
{
    public static PolicyFit Measure(ConditionalAccessPolicy policy) => PolicyFit.Of(policy)
        .Guarantees(grant => grant.RequiresMfa)
        .ForAllApplications()
        .ForClients("browser", "mobileAppsAndDesktopClients")
        .AtAnyRisk()
        .WithoutOtherConditions();

    /// <summary>Enabled policies that ask another company's service, which may well be MFA.</summary>
    public static IEnumerable<Finding> ThirdParty(TenantEvidence evidence) => evidence.ConditionalAccessPolicies
        .Where(policy => policy.State == PolicyState.Enabled && policy.Grants.Any(grant => grant.IsThirdParty))
        .Select(policy => new Finding(
            "ThirdPartyMfa",
            $"Policy '{policy.Name}' asks for {string.Join(", ", policy.Grants.Where(grant => grant.IsThirdParty))}, which does not count. "
            + "If that is MFA, give the control the status ThirdParty."));
}

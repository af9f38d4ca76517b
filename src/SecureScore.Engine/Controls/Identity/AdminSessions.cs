using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>aad_sign_in_freq_session_timeout: sessions of administrators end soon and do not outlive the browser.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/conditional-access/concept-session-lifetime.</remarks>
internal sealed class AdminSessions : ControlEvaluator
{
    private static readonly TimeSpan s_limit = TimeSpan.FromHours(4);
    private static readonly TimeSpan s_limitWithPrivilegedIdentityManagement = TimeSpan.FromHours(24);

    public override string ControlId => "aad_sign_in_freq_session_timeout";

    public override IReadOnlyList<string> Evidence { get; } =
        [Resources.ConditionalAccessPolicies, Resources.AuthenticationStrengthPolicies, Resources.SubscribedSkus, .. Administrators.Sources];

    public override string Rule =>
        $"Every enabled user in one of the {AdministrativeRoles.ToProtect.Count} administrative roles that Microsoft lists is covered by an enabled Conditional Access policy for all apps that requires MFA, "
        + "asks for a new sign-in after 4 hours at most (24 where the tenant owns Microsoft Entra ID P2) and never keeps browser sessions.";

    public override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading =>
        "The policy must name all the roles, held by anyone or not. The longer limit may need Privileged Identity Management in use, not owned alone. A policy that asks again "
        + "for the second factor only (secondaryAuthentication) could count; here it does not, for the sign-in goes on. "
        + Administrators.UnknownEligibility;

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var administrators = Administrators.Holding(evidence, AdministrativeRoles.ToProtect.ContainsKey);
        if (!administrators.AreKnown)
            return administrators.Undecided();

        var population = administrators.Users.Certain;
        var coverage = new ConditionalAccessCoverage(evidence, population, policy => Measure(policy, evidence));
        const string Effect = "requires MFA, limits the session and never keeps it in the browser";
        return new UserVerdict
        {
            Evidence = evidence,
            Population = population,
            Compliant = coverage.Users,
            Counted = "users with administrative roles whose sign-in frequency and browser sessions are limited",
            Doubts = coverage.Doubts,
            Findings = [.. administrators.Findings, .. coverage.Findings],
            Explanation = [.. CoverageExplanation.Of(coverage, population, Effect)],
            Failure = CoverageExplanation.Failure([coverage], "Session of administrators", Effect),
        }.ToVerdict();
    }

    private static PolicyFit Measure(ConditionalAccessPolicy policy, TenantEvidence evidence)
    {
        bool? ownsP2 = evidence.Licences?.Opens(ControlCatalog.LicenceGates["EntraP2"]);
        bool isUnknownFrequency = policy.UnknownSignInFrequency is not null;
        return MfaPolicy.Measure(policy)
            .OnlyIf(policy.SignInFrequency is not null || isUnknownFrequency || policy.PersistentBrowser is not null)
            .Demand(
                IsShort(policy, ownsP2),
                isUnknownFrequency ? $"has the unknown sign-in frequency '{policy.UnknownSignInFrequency}'"
                    : policy.SignInFrequency is { } frequency
                        ? $"lets a session last {Quantity.Of((long)frequency.TotalHours, "hour")}{(ownsP2 is null ? ", and the tenant's licences are unknown" : "")}"
                    : "does not limit how long a session lasts",
                isUnknownFrequency ? null : evidence.MissingLicences,
                isUnknownFrequency)
            .Demand(
                policy.SignInFrequencyAuthentication?.ToUpperInvariant() switch
                {
                    null or "PRIMARYANDSECONDARYAUTHENTICATION" => true,
                    "SECONDARYAUTHENTICATION" => false,
                    _ => null,
                },
                $"does not ask for the whole sign-in again (authenticationType {policy.SignInFrequencyAuthentication})",
                isUnknownValue: true)
            .Demand(
                policy.PersistentBrowser?.ToUpperInvariant() switch { "NEVER" => true, null or "ALWAYS" => false, _ => null },
                $"does not forbid persistent browser sessions (mode {policy.PersistentBrowser ?? "not set"})",
                isUnknownValue: true);
    }

    private static bool? IsShort(ConditionalAccessPolicy policy, bool? ownsP2)
    {
        if (policy.SignInFrequency is not { } frequency)
            return policy.UnknownSignInFrequency is null ? false : null;

        return frequency <= s_limit ? true : frequency > s_limitWithPrivilegedIdentityManagement ? false : ownsP2;
    }
}

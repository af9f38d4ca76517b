using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>IntegratedApps: users may consent to apps of verified publishers or with low-impact permissions at most.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/enterprise-apps/manage-app-consent-policies. Policies for the owners of
/// teams, chats and groups stand in the same list and have nothing to do with this control.</remarks>
internal sealed class UserConsent : ControlEvaluator
{
    /// <summary>What the names of consent policies for users begin with, as against those for the owners of teams, chats and groups.</summary>
    internal const string ForSelf = "ManagePermissionGrantsForSelf.";
    private const string Legacy = "microsoft-user-default-legacy";
    /// <summary>Microsoft's policy for permissions that were classified as low impact.</summary>
    internal const string LowImpact = "microsoft-user-default-low";
    private const string ManagedByMicrosoft = "microsoft-user-default-recommended";

    public override string ControlId => "IntegratedApps";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.AuthorizationPolicy, Resources.PermissionGrantPolicies];

    public override string Rule =>
        "Users may not consent to apps, or only under Microsoft's low-impact or recommended policy, or under a policy of your own of which every "
        + "condition asks for a verified publisher or for permissions classified as low impact.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading =>
        "CIS wants no consent by users at all. A limited consent earns the points here, and a finding says that it is there.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var authorization = evidence.Single(Resources.AuthorizationPolicy);
        var policies = authorization.RequiredObject("defaultUserRolePermissions").RequiredTexts("permissionGrantPoliciesAssigned")
            .Where(name => name.StartsWith(ForSelf, StringComparison.OrdinalIgnoreCase))
            .Select(name => name[ForSelf.Length..])
            .ToArray();
        var open = policies.Where(id => !IsLimited(evidence, id)).ToArray();
        var findings = new List<Finding>();
        if (authorization.Boolean("allowUserConsentForRiskyApps") == true)
            findings.Add(new Finding("RiskyAppConsent", "Users may also consent to apps that Microsoft considers risky."));
        if (open.Length == 0)
            findings.AddRange(policies.Select(Remains));

        string status = policies.Length == 0 ? "Users may not consent to apps."
            : open.Length == 0 ? "You have a user consent policy in place."
            : "Users may consent to any app.";
        return Verdict.Setting(open.Length == 0, status) with
        {
            Explanation = policies.Length == 0
                ? "No consent policy for users is assigned: apps need the approval of an administrator."
                : $"Consent policies for users: {string.Join(", ", policies)}.",
            Findings = findings,
            Items = open.Length == 0 ? null : () => open.Select(id => new ScoreEvidence
            {
                Kind = EvidenceKind.Policy,
                Id = id,
                Identity = id,
                DisplayName = id,
                Setting = "defaultUserRolePermissions.permissionGrantPoliciesAssigned",
                Actual = ForSelf + id,
                Expected = $"nothing, or {ForSelf}{LowImpact}",
                Reason = Is(id, Legacy)
                    ? "Users may give any app access to what they can access themselves."
                    : "At least one of the policy's conditions lets users consent to apps of unverified publishers with permissions that are not of low impact.",
            }),
        };
    }

    /// <summary>Whether a consent policy lets users consent to apps of verified publishers or to low-impact permissions at most.</summary>
    /// <param name="evidence">The tenant.</param>
    /// <param name="id">The policy, without what comes before its name in the list.</param>
    /// <exception cref="EvidenceUnavailableException">It is a policy of the tenant's own that cannot be read.</exception>
    internal static bool IsLimited(TenantEvidence evidence, string id)
    {
        if (Is(id, LowImpact) || Is(id, ManagedByMicrosoft))
            return true;

        if (Is(id, Legacy))
            return false;

        foreach (var policy in evidence.List(Resources.PermissionGrantPolicies))
        {
            if (Is(policy.RequiredText("id"), id))
                return policy.RequiredObjects("includes").All(IsLimited);
        }

        throw EvidenceUnavailableException.Unusable(Resources.PermissionGrantPolicies, $"it does not hold the policy '{id}', which users consent under");
    }

    private static bool IsLimited(EvidenceObject condition) =>
        condition.Boolean("clientApplicationsFromVerifiedPublisherOnly") == true
        || (condition.Text("permissionClassification") is { } classification && Is(classification, "low"));

    private static Finding Remains(string id) => Is(id, ManagedByMicrosoft)
        ? new Finding("ConsentManagedByMicrosoft", "What users may consent to is decided by Microsoft and can change without notice.")
        : new Finding("LimitedUserConsent", $"Users may still consent to apps under the policy {id}.");

    private static bool Is(string text, string expected) => text.Equals(expected, StringComparison.OrdinalIgnoreCase);
}

using SecureScore.Engine.Controls.Identity;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>IntegratedApps: users consent to low-impact permissions at most, or to nothing.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/enterprise-apps/configure-user-consent. The policies for the owners of teams, chats and
/// groups stand in the same list, and stay.</remarks>
internal sealed class UserConsentRemediation : SettingRemediation
{
    private const string Setting = "defaultUserRolePermissions.permissionGrantPoliciesAssigned";
    private const string Mode = "Mode";
    private const string Off = "Off";
    private const string LowRisk = "LowRisk";

    // All names of the list begin so, those for owners too.
    private const string AnyPolicy = "ManagePermissionGrantsFor";

    public UserConsentRemediation()
        : base("IntegratedApps", RiskClass.B, Resources.AuthorizationPolicy, Setting)
    {
    }

    public override string Summary => "Lets users consent to apps only where the permissions are of low impact and the publisher is verified, or not at all.";

    public override string UserNotice => "Apps that want more than that ask for an administrator's approval; consent that was given before stays.";

    protected override IReadOnlyList<string> ReadsBesides { get; } = [Resources.PermissionGrantPolicies, Resources.AdminConsentRequestPolicy];

    public override IReadOnlyList<RemediationParameter> Parameters { get; } =
    [
        new(Mode, ParameterKind.Text, "What users may still consent to: LowRisk (permissions that you classified as low impact) or Off (nothing). LowRisk when nothing is said.")
        {
            Choices = [Off, LowRisk],
        },
    ];

    public override IReadOnlyList<string> UndoWarnings { get; } = ["Users may consent to apps as before, without anybody looking at what they ask for."];

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var present = request.Evidence.SingleSettings(Resources.AuthorizationPolicy);
        if (present["defaultUserRolePermissions"] is not SettingGroup permissions || !permissions.Members.Any(IsTheList))
            throw EvidenceUnavailableException.Unusable(Resources.AuthorizationPolicy, "it does not tell what users may consent to");

        bool isOff = Off.Equals(request.Values.Text(Mode), StringComparison.OrdinalIgnoreCase);
        var former = present[Setting].AsTexts();
        List<string> wanted = [.. former.Where(name => !IsForUsers(name) || (!isOff && UserConsent.IsLimited(request.Evidence, name[UserConsent.ForSelf.Length..])))];
        bool addsLowImpact = !isOff && former.Any(IsForUsers) && !wanted.Any(IsForUsers);
        if (addsLowImpact)
            wanted.Insert(0, UserConsent.ForSelf + UserConsent.LowImpact);

        return DraftOf(Missing(present, null, null, (Setting, SettingValue.Of(wanted))), [.. Warnings(request.Evidence, addsLowImpact)]) with { ForWhom = "all users" };
    }

    protected override bool Accepts(string setting, SettingValue value) =>
        value.AsList().All(item => item.AsText() is { } name && name.StartsWith(AnyPolicy, StringComparison.OrdinalIgnoreCase)) && (value.IsEmpty || value.AsList().Count > 0);

    private static IEnumerable<string> Warnings(TenantEvidence evidence, bool addsLowImpact)
    {
        bool? hasWorkflow;
        try
        {
            hasWorkflow = evidence.Single(Resources.AdminConsentRequestPolicy).Boolean("isEnabled");
        }
        catch (EvidenceUnavailableException)
        {
            hasWorkflow = null;
        }

        if (hasWorkflow != true)
        {
            yield return $"The admin consent workflow {(hasWorkflow == false ? "is off" : "could not be read")}: without it users whose app wants consent have nobody to ask. "
                + "Put aad_admin_consent_workflow in place first.";
        }

        if (addsLowImpact)
        {
            yield return "Only permissions that are classified as low impact can be consented to, and classifying them is left to you: Microsoft Entra admin center > Enterprise apps > "
                + "Consent and permissions > Permission classifications > Low > Add permissions > Microsoft Graph > User.Read, offline_access, openid, profile and email. Where none is, users consent to nothing.";
        }
    }

    private static bool IsTheList(KeyValuePair<string, SettingValue> member) =>
        member.Key.Equals("permissionGrantPoliciesAssigned", StringComparison.OrdinalIgnoreCase) && (member.Value.IsEmpty || member.Value.AsList().Count > 0);

    private static bool IsForUsers(string name) => name.StartsWith(UserConsent.ForSelf, StringComparison.OrdinalIgnoreCase);
}

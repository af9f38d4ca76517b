using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_antiphishingpolicies: a policy recognises phishing, impersonation and spoofing.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-antiphishpolicy and https://learn.microsoft.com/defender-office-365/anti-phishing-policies-about.</remarks>
internal sealed class AntiPhishingPolicies : MailControl
{
    public override string ControlId => "mdo_antiphishingpolicies";

    internal override MailFeature Feature => MailFeature.AntiPhishing;

    protected override string Demand =>
        "PhishThresholdLevel is 2 or higher, and EnableMailboxIntelligence, EnableMailboxIntelligenceProtection and EnableSpoofIntelligence are on";

    protected override string Alternative => "Users and domains could have to be protected from impersonation as well, as CIS asks. What is missing is a finding.";

    public override IReadOnlyList<SettingRequirement> Requirements { get; } =
    [
        PhishingThreshold.Level,
        SettingRequirement.Switch("EnableMailboxIntelligence"),
        SettingRequirement.Switch("EnableMailboxIntelligenceProtection"),
        SettingRequirement.Switch("EnableSpoofIntelligence"),
    ];

    internal override IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy)
    {
        if (policy.Boolean("EnableTargetedUserProtection") == false)
            yield return Note("UsersNotProtected", reach, "protects no user from impersonation");
        if (policy.Boolean("EnableOrganizationDomainsProtection") == false && policy.Boolean("EnableTargetedDomainsProtection") == false)
            yield return Note("DomainsNotProtected", reach, "protects no domain from impersonation");
    }
}

using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_enabledomainstoprotect: your own domains and chosen ones are protected from being imitated.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-antiphishpolicy.</remarks>
internal sealed class DomainImpersonation : MailControl
{
    public override string ControlId => "mdo_enabledomainstoprotect";

    internal override MailFeature Feature => MailFeature.AntiPhishing;

    protected override string Demand => "EnableOrganizationDomainsProtection and EnableTargetedDomainsProtection are on";

    protected override string Alternative => "Either of the two settings could be enough.";

    public override IReadOnlyList<SettingRequirement> Requirements { get; } =
        [SettingRequirement.Switch("EnableOrganizationDomainsProtection"), SettingRequirement.Switch("EnableTargetedDomainsProtection")];

    internal override IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy)
    {
        if (policy.Boolean("EnableOrganizationDomainsProtection") != policy.Boolean("EnableTargetedDomainsProtection"))
            yield return Note("DomainsPartlyProtected", reach, "protects either your own domains or chosen ones, not both");
    }
}

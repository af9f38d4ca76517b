using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_targeteddomainprotectionaction: mail from a domain that imitates a protected one goes to quarantine.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-antiphishpolicy.</remarks>
internal sealed class DomainImpersonationAction : MailAction
{
    public override string ControlId => "mdo_targeteddomainprotectionaction";

    internal override MailFeature Feature => MailFeature.AntiPhishing;

    protected override string Setting => "TargetedDomainProtectionAction";

    protected override IReadOnlyList<string> Passing { get; } = [Quarantine];

    internal override IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy)
    {
        if (policy.Boolean("EnableTargetedDomainsProtection") == false && policy.Boolean("EnableOrganizationDomainsProtection") == false)
            yield return Note("WithoutEffect", reach, $"protects no domain from impersonation, so its {Setting} has no effect");
    }
}

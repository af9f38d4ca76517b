using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_safeattachmentpolicy: a policy has attachments opened and watched before they are delivered.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-safeattachmentpolicy.</remarks>
internal sealed class SafeAttachmentPolicies : MailControl
{
    public override string ControlId => "mdo_safeattachmentpolicy";

    internal override MailFeature Feature => MailFeature.SafeAttachments;

    protected override string Demand => "Enable is on";

    protected override string Alternative => "The built-in protection could be too little: the control asks for a policy. It passes, with a finding.";

    public override IReadOnlyList<SettingRequirement> Requirements { get; } = [SettingRequirement.Switch("Enable")];

    internal override IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy)
    {
        if (reach.Source == MailPolicySource.BuiltIn)
            yield return Note("OnlyBuiltInProtection", reach, "is only the built-in protection, not a preset or a policy of your own");
        if (policy.Boolean("Enable") == true && "Allow".Equals(policy.Text("Action"), StringComparison.OrdinalIgnoreCase))
            yield return Note("OnlyMonitoring", reach, "has Action Allow: it delivers malware and only records it");
    }
}

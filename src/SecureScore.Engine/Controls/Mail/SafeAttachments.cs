using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_safeattachments: messages with dangerous attachments are blocked.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-safeattachmentpolicy.</remarks>
internal sealed class SafeAttachments : MailControl
{
    public override string ControlId => "mdo_safeattachments";

    internal override MailFeature Feature => MailFeature.SafeAttachments;

    protected override string Demand => "Enable is on and Action is Block";

    protected override string Alternative => "DynamicDelivery could count, as CIS accepts it; the control's title speaks of block mode.";

    public override IReadOnlyList<SettingRequirement> Requirements { get; } =
        [SettingRequirement.Switch("Enable"), SettingRequirement.Choice("Action", ["Block"], ["Block", "DynamicDelivery", "Replace", "Allow"])];

    internal override IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy)
    {
        if (policy.Boolean("Enable") == true && "DynamicDelivery".Equals(policy.Text("Action"), StringComparison.OrdinalIgnoreCase))
            yield return Note("DynamicDelivery", reach, "delivers messages at once and their attachments after the scan, which CIS accepts");
    }
}

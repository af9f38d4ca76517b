using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_thresholdreachedaction: whoever reaches a sending limit is blocked until an administrator looks.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedoutboundspamfilterpolicy.</remarks>
internal sealed class RecipientLimitAction : MailControl
{
    public override string ControlId => "mdo_thresholdreachedaction";

    internal override MailFeature Feature => MailFeature.OutboundSpam;

    protected override string Demand => "ActionWhenThresholdReached is BlockUser";

    protected override string Alternative =>
        "BlockUserForToday, the service's default, could count, as CIS accepts it. A real score gave a tenant with the default no points.";

    public override IReadOnlyList<SettingRequirement> Requirements { get; } =
        [SettingRequirement.Choice("ActionWhenThresholdReached", ["BlockUser"], ["BlockUser", "BlockUserForToday", "Alert"])];

    internal override IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy)
    {
        if ("BlockUserForToday".Equals(policy.Text("ActionWhenThresholdReached"), StringComparison.OrdinalIgnoreCase))
            yield return Note("BlockedForADay", reach, "blocks a user who reached the limit until the next day, which CIS accepts");
    }
}

using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_autoforwardingmode: users cannot forward mail automatically unless the service lets them.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedoutboundspamfilterpolicy and https://learn.microsoft.com/defender-office-365/outbound-spam-policies-external-email-forwarding.</remarks>
internal sealed class AutomaticForwarding : MailControl
{
    public override string ControlId => "mdo_autoforwardingmode";

    internal override MailFeature Feature => MailFeature.OutboundSpam;

    protected override string Demand => "AutoForwardingMode is Automatic or Off";

    protected override string Alternative => "Off could fail, as the control's title speaks of system controlled, which is Automatic.";

    internal static IReadOnlyList<string> Modes { get; } = ["Automatic", "Off", "On"];

    // What Automatic means differs between tenants: only Off forbids for certain.
    public override IReadOnlyList<SettingRequirement> Requirements { get; } =
        [SettingRequirement.Choice("AutoForwardingMode", ["Automatic", "Off"], Modes, wanted: "Off")];

    internal override IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy)
    {
        if ("Automatic".Equals(policy.Text("AutoForwardingMode"), StringComparison.OrdinalIgnoreCase))
            yield return Note("AutomaticMode", reach, "has AutoForwardingMode Automatic, which forbids forwarding in most tenants and allows it in some older ones");
    }
}

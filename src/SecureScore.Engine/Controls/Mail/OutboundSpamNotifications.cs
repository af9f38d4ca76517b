using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_spam_notifications_only_for_admins: administrators are told of users who send spam.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedoutboundspamfilterpolicy.</remarks>
internal sealed class OutboundSpamNotifications : MailControl
{
    public override string ControlId => "mdo_spam_notifications_only_for_admins";

    internal override MailFeature Feature => MailFeature.OutboundSpam;

    protected override string Demand =>
        "NotifyOutboundSpam and BccSuspiciousOutboundMail are on, and NotifyOutboundSpamRecipients and BccSuspiciousOutboundAdditionalRecipients have entries";

    protected override string Alternative => "One of the two notifications could be enough; Microsoft's text for the control is not published.";

    public override IReadOnlyList<SettingRequirement> Requirements { get; } =
    [
        SettingRequirement.Switch("NotifyOutboundSpam"),
        SettingRequirement.Filled("NotifyOutboundSpamRecipients"),
        SettingRequirement.Switch("BccSuspiciousOutboundMail"),
        SettingRequirement.Filled("BccSuspiciousOutboundAdditionalRecipients"),
    ];
}

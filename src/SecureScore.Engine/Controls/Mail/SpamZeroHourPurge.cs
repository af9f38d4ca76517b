using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_zapspam: spam that is recognised late is moved out of mailboxes.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedcontentfilterpolicy.</remarks>
internal sealed class SpamZeroHourPurge : MailSwitch
{
    public override string ControlId => "mdo_zapspam";

    internal override MailFeature Feature => MailFeature.AntiSpam;

    protected override string Setting => "SpamZapEnabled";
}

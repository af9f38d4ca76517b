using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_commonattachmentsfilter: attachments of kinds that carry malware are stopped.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-malwarefilterpolicy.</remarks>
internal sealed class CommonAttachmentsFilter : MailSwitch
{
    public override string ControlId => "mdo_commonattachmentsfilter";

    internal override MailFeature Feature => MailFeature.AntiMalware;

    protected override string Setting => "EnableFileFilter";
}

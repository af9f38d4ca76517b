using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_enablemailboxintelligence: whom a user writes with is learned, to tell impersonation.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-antiphishpolicy.</remarks>
internal sealed class MailboxIntelligence : MailSwitch
{
    public override string ControlId => "mdo_enablemailboxintelligence";

    internal override MailFeature Feature => MailFeature.AntiPhishing;

    protected override string Setting => "EnableMailboxIntelligence";
}

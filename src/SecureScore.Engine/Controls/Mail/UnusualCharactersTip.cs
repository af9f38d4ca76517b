using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_unusualcharacterssafetytips: a safety tip warns of unusual characters in a protected name or domain.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-antiphishpolicy.</remarks>
internal sealed class UnusualCharactersTip : MailSwitch
{
    public override string ControlId => "mdo_unusualcharacterssafetytips";

    internal override MailFeature Feature => MailFeature.AntiPhishing;

    protected override string Setting => "EnableUnusualCharactersSafetyTips";
}

using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_similaruserssafetytips: a safety tip warns of a sender whose name resembles a protected user.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-antiphishpolicy.</remarks>
internal sealed class SimilarUsersTip : MailSwitch
{
    public override string ControlId => "mdo_similaruserssafetytips";

    internal override MailFeature Feature => MailFeature.AntiPhishing;

    protected override string Setting => "EnableSimilarUsersSafetyTips";
}

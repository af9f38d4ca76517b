using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_similardomainssafetytips: a safety tip warns of a domain that resembles a protected one.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-antiphishpolicy.</remarks>
internal sealed class SimilarDomainsTip : MailSwitch
{
    public override string ControlId => "mdo_similardomainssafetytips";

    internal override MailFeature Feature => MailFeature.AntiPhishing;

    protected override string Setting => "EnableSimilarDomainsSafetyTips";
}

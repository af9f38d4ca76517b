using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_highconfidencephishaction: what is certainly phishing goes to quarantine.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedcontentfilterpolicy.</remarks>
internal sealed class HighConfidencePhishingAction : MailAction
{
    public override string ControlId => "mdo_highconfidencephishaction";

    internal override MailFeature Feature => MailFeature.AntiSpam;

    protected override string Setting => "HighConfidencePhishAction";

    protected override IReadOnlyList<string> Passing { get; } = [Quarantine];
}

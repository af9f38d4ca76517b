using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_phisspamacation: phishing goes to quarantine.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedcontentfilterpolicy.</remarks>
internal sealed class PhishingAction : MailAction
{
    public override string ControlId => "mdo_phisspamacation";

    internal override MailFeature Feature => MailFeature.AntiSpam;

    protected override string Setting => "PhishSpamAction";

    protected override IReadOnlyList<string> Passing { get; } = [Quarantine];
}

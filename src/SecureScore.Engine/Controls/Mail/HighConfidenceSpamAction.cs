using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_highconfidencespamaction: what is certainly spam goes to quarantine.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedcontentfilterpolicy.</remarks>
internal sealed class HighConfidenceSpamAction : MailAction
{
    public override string ControlId => "mdo_highconfidencespamaction";

    internal override MailFeature Feature => MailFeature.AntiSpam;

    protected override string Setting => "HighConfidenceSpamAction";

    protected override IReadOnlyList<string> Passing { get; } = [Quarantine];
}

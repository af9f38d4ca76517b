using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_spamaction: spam goes to Junk Email or to quarantine.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedcontentfilterpolicy.</remarks>
internal sealed class SpamAction : MailAction
{
    public override string ControlId => "mdo_spamaction";

    internal override MailFeature Feature => MailFeature.AntiSpam;

    protected override string Setting => "SpamAction";

    protected override IReadOnlyList<string> Passing { get; } = [Junk, Quarantine];
}

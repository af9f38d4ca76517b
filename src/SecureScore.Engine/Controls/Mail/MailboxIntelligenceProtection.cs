using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_mailboxintelligenceprotection: what mailbox intelligence detects is acted upon.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-antiphishpolicy.</remarks>
internal sealed class MailboxIntelligenceProtection : MailSwitch
{
    public override string ControlId => "mdo_mailboxintelligenceprotection";

    internal override MailFeature Feature => MailFeature.AntiPhishing;

    protected override string Setting => "EnableMailboxIntelligenceProtection";

    internal override IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy)
    {
        if (policy.Boolean("EnableMailboxIntelligence") == false && policy.Boolean(Setting) == true)
            yield return Note("WithoutEffect", reach, $"has {Setting} on, which has no effect while EnableMailboxIntelligence is off");
    }
}

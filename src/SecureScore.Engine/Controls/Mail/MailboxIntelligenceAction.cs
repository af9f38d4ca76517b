using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_mailboxintelligenceprotectionaction: what mailbox intelligence detects goes to Junk Email or to quarantine.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-antiphishpolicy.</remarks>
internal sealed class MailboxIntelligenceAction : MailAction
{
    public override string ControlId => "mdo_mailboxintelligenceprotectionaction";

    internal override MailFeature Feature => MailFeature.AntiPhishing;

    protected override string Setting => "MailboxIntelligenceProtectionAction";

    protected override IReadOnlyList<string> Passing { get; } = [Junk, Quarantine];

    internal override IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy)
    {
        if (policy.Boolean("EnableMailboxIntelligenceProtection") == false)
            yield return Note("WithoutEffect", reach, $"does not act on what mailbox intelligence detects, so its {Setting} has no effect");
    }
}

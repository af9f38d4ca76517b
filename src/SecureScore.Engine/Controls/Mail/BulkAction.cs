using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_bulkspamaction: bulk mail goes to Junk Email or to quarantine.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedcontentfilterpolicy.</remarks>
internal sealed class BulkAction : MailAction
{
    public override string ControlId => "mdo_bulkspamaction";

    internal override MailFeature Feature => MailFeature.AntiSpam;

    protected override string Setting => "BulkSpamAction";

    protected override IReadOnlyList<string> Passing { get; } = [Junk, Quarantine];

    protected override string Alternative => "Microsoft's text speaks of Junk Email only, so quarantine could fail. It passes, with a finding.";

    internal override IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy)
    {
        if (Quarantine.Equals(policy.Text(Setting), StringComparison.OrdinalIgnoreCase))
            yield return Note("BulkQuarantine", reach, "quarantines bulk mail, which is stricter than Microsoft's text asks for");
    }
}

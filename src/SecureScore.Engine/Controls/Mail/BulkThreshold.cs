using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_bulkthreshold: mail that many complain about counts as bulk mail.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedcontentfilterpolicy and https://learn.microsoft.com/defender-office-365/anti-spam-bulk-complaint-level-bcl-about.</remarks>
internal sealed class BulkThreshold : MailControl
{
    public override string ControlId => "mdo_bulkthreshold";

    internal override MailFeature Feature => MailFeature.AntiSpam;

    protected override string Demand => "BulkThreshold is 6 or lower";

    public override IReadOnlyList<SettingRequirement> Requirements { get; } =
        [SettingRequirement.Number("BulkThreshold", (1, 9), value => value <= 6, "6 or lower", wanted: 6)];

    internal override IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy)
    {
        if ("Off".Equals(policy.Text("MarkAsSpamBulkMail"), StringComparison.OrdinalIgnoreCase))
            yield return Note("WithoutEffect", reach, "has MarkAsSpamBulkMail off, so its BulkThreshold has no effect");
    }
}

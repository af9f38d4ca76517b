using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_phishthresholdlevel: phishing is recognised more readily than by default.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-antiphishpolicy.</remarks>
internal sealed class PhishingThreshold : MailControl
{
    public override string ControlId => "mdo_phishthresholdlevel";

    internal override MailFeature Feature => MailFeature.AntiPhishing;

    protected override string Demand => "PhishThresholdLevel is 2 or higher";

    protected override string Alternative => "Microsoft's text for the control speaks of 2 or 3, its title of 2 or higher. 4, which the strict preset has, passes.";

    // The standard preset has 3.
    internal static SettingRequirement Level { get; } =
        SettingRequirement.Number("PhishThresholdLevel", (1, 4), value => value >= 2, "2 or higher", wanted: 3);

    public override IReadOnlyList<SettingRequirement> Requirements { get; } = [Level];

    internal override IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy)
    {
        // The strict preset has 4 by Microsoft's own choice.
        if (policy.Number("PhishThresholdLevel") == 4 && reach.Source != MailPolicySource.Preset)
            yield return Note("HighestThreshold", reach, "has PhishThresholdLevel 4, where more good mail is taken for phishing");
    }
}

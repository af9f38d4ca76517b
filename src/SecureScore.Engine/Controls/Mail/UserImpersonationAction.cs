using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_targeteduserprotectionaction: mail from someone who imitates a protected user goes to quarantine.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-antiphishpolicy.</remarks>
internal sealed class UserImpersonationAction : MailAction
{
    public override string ControlId => "mdo_targeteduserprotectionaction";

    internal override MailFeature Feature => MailFeature.AntiPhishing;

    protected override string Setting => "TargetedUserProtectionAction";

    protected override IReadOnlyList<string> Passing { get; } = [Quarantine];

    internal override IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy)
    {
        if (policy.Boolean("EnableTargetedUserProtection") == false)
            yield return Note("WithoutEffect", reach, $"protects no user from impersonation, so its {Setting} has no effect");
    }
}

using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_targetedusersprotection: chosen users are protected from being imitated.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-antiphishpolicy.</remarks>
internal sealed class UserImpersonation : MailControl
{
    public override string ControlId => "mdo_targetedusersprotection";

    internal override MailFeature Feature => MailFeature.AntiPhishing;

    protected override string Demand => "EnableTargetedUserProtection is on and TargetedUsersToProtect has entries";

    protected override string Alternative => "EnableTargetedUserProtection alone could be enough; without entries it protects nobody.";

    public override IReadOnlyList<SettingRequirement> Requirements { get; } =
        [SettingRequirement.Switch("EnableTargetedUserProtection"), SettingRequirement.Filled("TargetedUsersToProtect")];
}

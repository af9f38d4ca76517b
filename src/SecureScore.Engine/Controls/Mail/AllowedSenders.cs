using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_allowedsenderscombined: no sender and no domain of senders skips the spam filter.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedcontentfilterpolicy.</remarks>
internal sealed class AllowedSenders : MailControl
{
    public override string ControlId => "mdo_allowedsenderscombined";

    internal override MailFeature Feature => MailFeature.AntiSpam;

    protected override string Demand => "AllowedSenderDomains and AllowedSenders are empty";

    protected override string Alternative => "Allowed senders could be let pass, as the control's title speaks of domains only.";

    public override IReadOnlyList<SettingRequirement> Requirements { get; } =
        [SettingRequirement.Empty("AllowedSenderDomains"), SettingRequirement.Empty("AllowedSenders")];
}

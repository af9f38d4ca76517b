using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_quarantineretentionperiod: spam stays in quarantine as long as the service can keep it.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedcontentfilterpolicy.</remarks>
internal sealed class QuarantineRetention : MailControl
{
    public override string ControlId => "mdo_quarantineretentionperiod";

    internal override MailFeature Feature => MailFeature.AntiSpam;

    protected override string Demand => "QuarantineRetentionPeriod is 30";

    public override IReadOnlyList<SettingRequirement> Requirements { get; } =
        [SettingRequirement.Number("QuarantineRetentionPeriod", (1, 30), value => value == 30, "30", wanted: 30)];
}

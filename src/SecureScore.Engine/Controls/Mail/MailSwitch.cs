namespace SecureScore.Engine.Controls.Mail;

/// <summary>A control about a setting of mail protection that must be on.</summary>
internal abstract class MailSwitch : MailControl
{
    protected sealed override string Demand => $"{Setting} is on";

    /// <summary>The property of a policy that decides.</summary>
    protected abstract string Setting { get; }

    public sealed override IReadOnlyList<SettingRequirement> Requirements => [SettingRequirement.Switch(Setting)];
}

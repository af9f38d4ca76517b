using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>spo_idle_session_timeout: SharePoint and OneDrive sign out people who walked away.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/idlesessionsignout.</remarks>
internal sealed class IdleSessionRemediation : SettingRemediation
{
    private const string Enabled = "idleSessionSignOut.isEnabled";
    private const string SignOut = "idleSessionSignOut.signOutAfterInSeconds";
    private const string Warn = "idleSessionSignOut.warnAfterInSeconds";
    private const string Minutes = "SignOutAfterMinutes";
    private const int UsualMinutes = 180;
    private const int WarnMinutesBefore = 5;
    private const int LongestMinutes = 24 * 60;
    private const int SecondsOfMinute = 60;

    public IdleSessionRemediation()
        : base("spo_idle_session_timeout", RiskClass.B, Resources.SharePointSettings, Enabled, SignOut, Warn)
    {
    }

    public override string Summary => "Signs people out of SharePoint and OneDrive in the browser who did nothing for some hours.";

    public override string UserNotice => "A browser on an unmanaged device that nobody touched for that long warns, and then wants a new sign-in.";

    public override IReadOnlyList<RemediationParameter> Parameters { get; } =
    [
        new(Minutes, ParameterKind.Number, "After how many minutes they are signed out, more than 5 and up to 1440. 180 where it is off and nothing is said."),
    ];

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var present = request.Evidence.SingleSettings(Resources.SharePointSettings);
        bool isOn = present[Enabled].AsFlag() ?? throw EvidenceUnavailableException.Unusable(Resources.SharePointSettings, "it does not tell whether idle sessions are signed out");
        if (isOn && !request.Values.Has(Minutes))
            return RemediationDraft.Nothing;

        int minutes = request.Values.Number(Minutes) ?? UsualMinutes;
        if (minutes is <= WarnMinutesBefore or > LongestMinutes)
            throw Invalid($"'{Minutes}' of '{ControlId}' takes more than 5 and up to 1440 minutes, not {request.Values.Text(Minutes)}.");

        return DraftOf(Missing(
            present,
            null,
            null,
            (Enabled, SettingValue.Of(true)),
            (SignOut, SettingValue.Of(minutes * SecondsOfMinute)),
            (Warn, SettingValue.Of((minutes - WarnMinutesBefore) * SecondsOfMinute)))) with { ForWhom = "everyone who uses SharePoint or OneDrive in a browser" };
    }

    protected override bool Accepts(string setting, SettingValue value) => setting == Enabled ? value.AsFlag() is not null : value.IsEmpty || value.AsNumber() is >= 0;
}

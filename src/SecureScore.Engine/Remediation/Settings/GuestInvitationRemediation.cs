using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>ss_guest_invites: not everyone may invite guests.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/authorizationpolicy, allowInvitesFrom.</remarks>
internal sealed class GuestInvitationRemediation : SettingRemediation
{
    private const string Setting = "allowInvitesFrom";
    private const string Wanted = "adminsAndGuestInviters";

    private static readonly string[] s_closed = [Wanted, "none"];
    private static readonly string[] s_known = [.. s_closed, "adminsGuestInvitersAndAllMembers", "everyone"];

    public GuestInvitationRemediation()
        : base("ss_guest_invites", RiskClass.B, Resources.AuthorizationPolicy, Setting)
    {
    }

    public override string Summary => "Lets only administrators and people with the role Guest Inviter invite guests.";

    public override string UserNotice => "Whoever invited guests, or shared with new ones, needs the role Guest Inviter or asks somebody who has it.";

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var present = request.Evidence.SingleSettings(Resources.AuthorizationPolicy);
        string? value = present[Setting].AsText();
        if (value is null || !IsAmong(s_known, value))
            throw EvidenceUnavailableException.Unusable(Resources.AuthorizationPolicy, $"{Setting} is '{value}', which is unknown here");

        return IsAmong(s_closed, value) ? RemediationDraft.Nothing : DraftOf(
            Missing(present, null, null, (Setting, SettingValue.Of(Wanted))),
            "Give the role Guest Inviter to those who work with partners, before they are kept from it.");
    }

    protected override bool Accepts(string setting, SettingValue value) => value.AsText() is { } text && IsAmong(s_known, text);

    private static bool IsAmong(string[] values, string value) => values.Contains(value, StringComparer.OrdinalIgnoreCase);
}

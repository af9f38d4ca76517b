using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>ss_guest_role: guests see less of the directory than members do.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/users/users-restrict-guest-permissions.</remarks>
internal sealed class GuestAccessRemediation : SettingRemediation
{
    private const string Setting = "guestUserRoleId";
    private const string Access = "Access";
    private const string Limited = "Limited";
    private const string Restricted = "Restricted";
    private const string AsMembersId = "a0b1b346-4d3e-4e8b-98f8-753987be4970";
    private const string LimitedId = "10dae51f-b6af-4016-8d66-8c2a99b929b3";
    private const string RestrictedId = "2af84b1e-32c8-42b7-82bc-daa82404023b";

    private static readonly string[] s_known = [AsMembersId, LimitedId, RestrictedId];

    public GuestAccessRemediation()
        : base("ss_guest_role", RiskClass.B, Resources.AuthorizationPolicy, Setting)
    {
    }

    public override string Summary => "Gives guests less access to the directory than members have.";

    public override string UserNotice => "Guests no longer see all users and groups; with Restricted they do not even see who else is in their own groups.";

    public override IReadOnlyList<RemediationParameter> Parameters { get; } =
    [
        new(Access, ParameterKind.Text, "What guests see: Limited (other members of their groups; Microsoft's default) or Restricted (only themselves). Limited when nothing is said.")
        {
            Choices = [Limited, Restricted],
        },
    ];

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var present = request.Evidence.SingleSettings(Resources.AuthorizationPolicy);
        string? role = present[Setting].AsText();
        if (role is null || !IsKnown(role))
            throw EvidenceUnavailableException.Unusable(Resources.AuthorizationPolicy, $"{Setting} is '{role}', which is unknown here");

        // Less than Restricted is nobody's wish who asks for less access.
        bool restrict = Restricted.Equals(request.Values.Text(Access), StringComparison.OrdinalIgnoreCase);
        return Is(role, RestrictedId) || (Is(role, LimitedId) && !restrict)
            ? RemediationDraft.Nothing
            : DraftOf(Missing(present, null, null, (Setting, SettingValue.Of(restrict ? RestrictedId : LimitedId)))) with { ForWhom = "all guests" };
    }

    protected override bool Accepts(string setting, SettingValue value) => value.AsText() is { } role && IsKnown(role);

    private static bool IsKnown(string role) => s_known.Contains(role, StringComparer.OrdinalIgnoreCase);

    private static bool Is(string role, string id) => role.Equals(id, StringComparison.OrdinalIgnoreCase);
}

using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>aad_third_party_apps: users may not register apps.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/defaultuserrolepermissions.</remarks>
internal sealed class AppRegistration : SwitchControl
{
    public override string ControlId => "aad_third_party_apps";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.AuthorizationPolicy];

    public override string Rule => "Users without an administrative role may not register apps.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading =>
        "The title speaks of integrated apps of third parties; Microsoft's instructions name the setting App registrations, which is what counts here.";

    protected override string DisplayName => "Users can register applications";

    protected override string Setting => "defaultUserRolePermissions.allowedToCreateApps";

    protected override bool Expected => false;

    protected override (string, string) Compliant =>
        ("Only administrators may register apps.", "Users cannot add apps to the directory.");

    protected override (string, string) NotCompliant =>
        ("Every user may register apps.", "Any user can add an app of a third party to the directory and give it a secret of its own.");
}

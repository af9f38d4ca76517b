using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>ss_create_tenants: users may not create further tenants.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/defaultuserrolepermissions, allowedToCreateTenants.</remarks>
internal sealed class TenantCreation : SwitchControl
{
    public override string ControlId => "ss_create_tenants";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.AuthorizationPolicy];

    public override string Rule => "Users without an administrative role may not create tenants.";

    public override Certainty Certainty => Certainty.Likely;

    protected override string DisplayName => "Non-admin users can create tenants";

    protected override string Setting => "defaultUserRolePermissions.allowedToCreateTenants";

    protected override bool Expected => false;

    protected override (string, string) Compliant =>
        ("Only administrators may create tenants.", "Users cannot make a directory that nobody watches.");

    protected override (string, string) NotCompliant =>
        ("Every user may create tenants.", "Whoever creates a tenant is its Global Administrator, and nobody here sees what happens in it.");
}

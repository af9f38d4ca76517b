using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Reviews;

/// <summary>DelegatedAdmins: review administrators of roles other than Global Administrator.</summary>
internal sealed class DelegatedAdmins : AuditReview
{
    // The audit log has kept the role's old name; ids stand in its values between quotation marks.
    private static readonly string[] s_global = ["62e90394-69f5-4237-9190-012177145e10", "Company Administrator", "Global Administrator"];

    public override string ControlId => "DelegatedAdmins";

    protected override string Subject => "change of who holds, or may activate, a directory role other than Global Administrator";

    protected override bool IsReviewed(EvidenceObject entry, string activity) =>
        RoleChanges.IsMembership(activity) && !entry.Objects("targetResources").Any(IsGlobal);

    private static bool IsGlobal(EvidenceObject target) =>
        Names(target.Text("id"))
        || Names(target.Text("displayName"))
        || target.Objects("modifiedProperties").Any(property => Names(property.Text("newValue")) || Names(property.Text("oldValue")));

    private static bool Names(string? value) =>
        value is not null && s_global.Contains(value.Trim('"'), StringComparer.OrdinalIgnoreCase);
}

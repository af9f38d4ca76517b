using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Reviews;

/// <summary>RGChanges: review who got or lost a directory role.</summary>
internal sealed class RoleChanges : AuditReview
{
    public override string ControlId => "RGChanges";

    protected override string Subject => "change of who holds, or may activate, a directory role";

    /// <summary>Whether the activity gives a role to someone or takes it; Privileged Identity Management writes many variants of it.</summary>
    public static bool IsMembership(string activity) =>
        activity.Contains("member to role", StringComparison.OrdinalIgnoreCase) || activity.Contains("member from role", StringComparison.OrdinalIgnoreCase);

    protected override bool IsReviewed(EvidenceObject entry, string activity) => IsMembership(activity);
}

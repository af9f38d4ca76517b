using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Reviews;

/// <summary>AccountChanges: review who reset a password alone, or changed the phone, address or key that proves who they are.</summary>
internal sealed class AccountChanges : AuditReview
{
    public override string ControlId => "AccountChanges";

    protected override string Subject => "self-service password reset and no change of security info";

    protected override bool IsReviewed(EvidenceObject entry, string activity) => Is(
        activity,
        "Reset password (self-service)",
        "User registered security info",
        "User registered all required security info",
        "User changed default security info",
        "User deleted security info",
        "Admin registered security info",
        "Admin updated security info",
        "Admin deleted security info");
}

using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Reviews;

/// <summary>ReviewPWReset: review whose password was reset.</summary>
internal sealed class PasswordResets : AuditReview
{
    public override string ControlId => "ReviewPWReset";

    protected override string Subject => "reset of a password";

    protected override bool IsReviewed(EvidenceObject entry, string activity) => Is(activity, "Reset password (self-service)", "Reset password (by admin)", "Reset user password");
}

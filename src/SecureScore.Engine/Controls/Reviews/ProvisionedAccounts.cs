using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Reviews;

/// <summary>ProvisionedAccounts: review which accounts were made.</summary>
internal sealed class ProvisionedAccounts : AuditReview
{
    public override string ControlId => "ProvisionedAccounts";

    protected override string Subject => "new account";

    protected override bool IsReviewed(EvidenceObject entry, string activity) => Is(activity, "Add user");
}

using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Reviews;

/// <summary>NewProvisionedAccounts: review which accounts were made; it later took the place of ProvisionedAccounts.</summary>
internal sealed class NewProvisionedAccounts : AuditReview
{
    public override string ControlId => "NewProvisionedAccounts";

    protected override string Subject => "new account";

    protected override bool IsReviewed(EvidenceObject entry, string activity) => Is(activity, "Add user");
}

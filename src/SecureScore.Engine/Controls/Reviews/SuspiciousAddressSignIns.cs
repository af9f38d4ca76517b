namespace SecureScore.Engine.Controls.Reviews;

/// <summary>ReviewSuspciousIPSignins: review who signed in from suspicious addresses.</summary>
internal sealed class SuspiciousAddressSignIns : RiskySignInReview
{
    public override string ControlId => "ReviewSuspciousIPSignins";

    protected override string Subject => "user who signed in from a suspicious address";

    protected override IReadOnlyList<string> Risks { get; } = ["suspiciousIPAddress", "maliciousIPAddress", "maliciousIPAddressValidCredentialsBlockedIP", "nationStateIP", "passwordSpray"];
}

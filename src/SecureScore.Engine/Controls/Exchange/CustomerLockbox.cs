using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>CustomerLockBoxEnabled: Microsoft's engineers ask before they open the tenant's content.</summary>
/// <remarks>Source: https://learn.microsoft.com/purview/customer-lockbox-requests.</remarks>
internal sealed class CustomerLockbox : SwitchControl
{
    public override string ControlId => "CustomerLockBoxEnabled";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.OrganizationConfig];

    public override string Rule => "Customer Lockbox is switched on.";

    public override Certainty Certainty => Certainty.Confirmed;

    protected override string DisplayName => "Customer Lockbox";

    protected override string Setting => "CustomerLockBoxEnabled";

    protected override (string, string) Compliant =>
        ("Customer Lockbox is on.", "Microsoft's engineers reach content for support only after you approve it.");

    protected override (string, string) NotCompliant =>
        ("Customer Lockbox is off.", "Microsoft's engineers can reach content for support under Microsoft's own approval, without yours.");
}

using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>CustomerLockBoxEnabled: Microsoft's engineers ask before they open the tenant's content.</summary>
/// <remarks>Source: https://learn.microsoft.com/purview/customer-lockbox-requests.</remarks>
internal sealed class CustomerLockbox : ControlEvaluator
{
    public override string ControlId => "CustomerLockBoxEnabled";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.OrganizationConfig];

    public override string Rule => "Customer Lockbox is switched on.";

    public override Certainty Certainty => Certainty.Confirmed;

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        bool enabled = evidence.Single(Resources.OrganizationConfig).RequiredBoolean("CustomerLockBoxEnabled");
        string status = enabled ? "Customer Lockbox is on." : "Customer Lockbox is off.";
        return Verdict.Setting(enabled, status) with
        {
            Explanation = enabled
                ? "Microsoft's engineers reach content for support only after you approve it."
                : "Microsoft's engineers can reach content for support under Microsoft's own approval, without yours.",
            Items = enabled ? null : () =>
            [
                new ScoreEvidence
                {
                    Kind = EvidenceKind.Setting,
                    DisplayName = "Customer Lockbox",
                    Setting = "CustomerLockBoxEnabled",
                    Actual = "False",
                    Expected = "True",
                    Reason = status,
                },
            ],
        };
    }
}

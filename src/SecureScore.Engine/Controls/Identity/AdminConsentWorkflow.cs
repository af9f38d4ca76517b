using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>aad_admin_consent_workflow: users who may not consent to an app can ask an administrator.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/adminconsentrequestpolicy.</remarks>
internal sealed class AdminConsentWorkflow : ControlEvaluator
{
    public override string ControlId => "aad_admin_consent_workflow";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.AdminConsentRequestPolicy];

    public override string Rule => "The admin consent workflow is switched on.";

    public override Certainty Certainty => Certainty.Confirmed;

    public override string OtherReading => "Some checks also want at least one reviewer. Without one the workflow earns the points, and a finding says so.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var policy = evidence.Single(Resources.AdminConsentRequestPolicy);
        bool enabled = policy.RequiredBoolean("isEnabled");
        bool nobodyReviews = enabled && policy.Objects("reviewers").Count == 0;
        return Verdict.Setting(enabled, enabled ? "The admin consent workflow is on." : "The admin consent workflow is off.") with
        {
            Explanation = enabled
                ? "Users can ask an administrator to approve an app that they may not consent to themselves."
                : "Users who may not consent to an app have no way to ask for approval.",
            Findings = nobodyReviews
                ? [new Finding("NoReviewers", "The admin consent workflow has no reviewer: requests reach nobody.")]
                : [],
            Items = enabled ? null : () =>
            [
                new ScoreEvidence
                {
                    Kind = EvidenceKind.Setting,
                    DisplayName = "Admin consent workflow",
                    Setting = "isEnabled",
                    Actual = "False",
                    Expected = "True",
                    Reason = "The admin consent workflow is off.",
                },
            ],
        };
    }
}

using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>aad_admin_consent_workflow: users who may not consent to an app can ask an administrator.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/adminconsentrequestpolicy.</remarks>
internal sealed class AdminConsentWorkflow : SwitchControl
{
    public override string ControlId => "aad_admin_consent_workflow";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.AdminConsentRequestPolicy];

    public override string Rule => "The admin consent workflow is switched on.";

    public override Certainty Certainty => Certainty.Confirmed;

    public override string OtherReading => "Some checks also want at least one reviewer. Without one the workflow earns the points, and a finding says so.";

    protected override string DisplayName => "Admin consent workflow";

    protected override string Setting => "isEnabled";

    protected override (string, string) Compliant =>
        ("The admin consent workflow is on.", "Users can ask an administrator to approve an app that they may not consent to themselves.");

    protected override (string, string) NotCompliant =>
        ("The admin consent workflow is off.", "Users who may not consent to an app have no way to ask for approval.");

    protected override IEnumerable<Finding> FindingsOn(TenantEvidence evidence, EvidenceObject settings, bool complies)
    {
        if (complies && settings.Objects("reviewers").Count == 0)
            yield return new Finding("NoReviewers", "The admin consent workflow has no reviewer: requests reach nobody.");
    }
}

using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>SelfServicePasswordReset: every user may reset a forgotten password.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/userregistrationdetails, isSsprEnabled. The property allowedToUseSSPR of the
/// authorization policy is about administrators only and does not count.</remarks>
internal sealed class SelfServicePasswordReset : ControlEvaluator
{
    public override string ControlId => "SelfServicePasswordReset";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.UserRegistrationDetails, .. Administrators.Sources];

    public override string Rule => "The share of enabled members whom policy lets reset their own password.";

    public override Certainty Certainty => Certainty.Confirmed;

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control) => new UserVerdict
    {
        Evidence = evidence,
        Population = evidence.Population,
        Compliant = UserBounds.Exactly(evidence.Registration.PasswordResetEnabled),
        Counted = "users with self-service password reset enabled",
        Findings = [.. PopulationFindings.Of(evidence)],
        Explanation = ["The authentication methods registration report says for whom it is enabled; whoever it does not name counts as not enabled."],
        Failure = _ => new ScoreEvidence
        {
            Kind = EvidenceKind.User,
            Setting = "isSsprEnabled",
            Actual = "False",
            Expected = "True",
            Reason = "Policy does not let the user reset the password.",
        },
    }.ToVerdict();
}

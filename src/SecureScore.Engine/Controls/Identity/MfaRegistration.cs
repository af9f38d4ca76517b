using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>MFARegistrationV2: every user has registered for MFA.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/userregistrationdetails, isMfaRegistered.</remarks>
internal sealed class MfaRegistration : ControlEvaluator
{
    private const string Counted = "users registered with MFA";

    public override string ControlId => "MFARegistrationV2";

    public override IReadOnlyList<string> Evidence { get; } =
        [Resources.UserRegistrationDetails, Resources.SecurityDefaults, Resources.ConditionalAccessPolicies, Resources.AuthenticationStrengthPolicies, .. Administrators.Sources];

    public override string Rule =>
        "The share of enabled members who have registered a method of MFA. A policy that requires MFA does not count by itself. Security defaults give all points.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading => "isMfaCapable: registered a method that policy lets the user use.";

    public override bool SatisfiedBySecurityDefaults => true;

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var (defaults, unknownDefaults) = SecurityDefaults.Read(evidence);
        if (defaults == true)
            return SecurityDefaults.FullPoints(() => evidence.Population, Counted) with { Findings = [.. NotYetRegistered(evidence)] };

        var population = evidence.Population;
        var registered = evidence.Registration.MfaRegistered;
        return new UserVerdict
        {
            Evidence = evidence,
            Population = population,
            Compliant = unknownDefaults is null ? UserBounds.Exactly(registered) : new UserBounds(registered, evidence.Users.Everyone),
            Counted = Counted,
            Doubts = unknownDefaults is null ? [] : [unknownDefaults],
            Findings = [.. PopulationFindings.Of(evidence)],
            Explanation = ["The authentication methods registration report says who has registered; whoever it does not name has not."],
            Failure = _ => new ScoreEvidence
            {
                Kind = EvidenceKind.User,
                Setting = "isMfaRegistered",
                Actual = "False",
                Expected = "True",
                Reason = "The user has not registered a method of MFA.",
            },
        }.ToVerdict();
    }

    private static IEnumerable<Finding> NotYetRegistered(TenantEvidence evidence)
    {
        int missing;
        int total;
        try
        {
            total = evidence.Population.Count;
            missing = total - evidence.Population.Intersect(evidence.Registration.MfaRegistered).Count;
        }
        catch (EvidenceUnavailableException)
        {
            yield break;
        }

        if (missing > 0)
            yield return new Finding("NotYetRegistered", $"{missing} of {Quantity.Of(total, "user")} {Quantity.Verb(missing, "has", "have")} not registered for MFA yet.");
    }
}

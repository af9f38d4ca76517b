using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>ss_ca_breakglass_excluded: no Conditional Access policy can lock out the accounts that are kept for emergencies.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/role-based-access-control/security-emergency-access.</remarks>
internal sealed class BreakGlassExclusion : ControlEvaluator
{
    private const int Recommended = 2;

    public override string ControlId => "ss_ca_breakglass_excluded";

    public override IReadOnlyList<string> Evidence { get; } = BreakGlassAccounts.Sources;

    public override string Rule =>
        "The share of emergency access accounts that every enabled policy excludes which is for all users or for Global Administrators and blocks or asks for something. "
        + "Such an account is an enabled, active Global Administrator whom one of these policies excludes, by account or group, or whose name says so. A tenant without one fails.";

    public override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading =>
        "Newer guidance wants emergency access accounts under MFA by a passkey of their own, so that one policy which asks for it would be right. "
        + "An administrator whom a policy excludes for another reason counts as one here.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var accounts = BreakGlassAccounts.Find(evidence);
        if (!accounts.Users.Certain.SetEquals(accounts.Users.Possible))
            return UserVerdict.Undecided($"At least {Quantity.Of(accounts.Users.Certain.Count, "emergency access account")}", accounts.Doubts);

        var population = accounts.Users.Certain;
        if (population.IsEmpty)
            return NoneFound();

        var doubts = new List<Doubt>(accounts.Doubts);
        var covering = accounts.Policies.Select(policy => (Policy: policy, Excluded: ExcludedFrom(evidence, policy, doubts))).ToArray();
        var compliant = covering.Aggregate(UserBounds.Exactly(population), (users, covered) => users.Intersect(covered.Excluded));
        return new UserVerdict
        {
            Evidence = evidence,
            Population = population,
            Compliant = compliant,
            Counted = "emergency access accounts excluded from every policy that could lock them out",
            Doubts = doubts,
            Findings = population.Count < Recommended
                ? [new Finding("OneBreakGlassAccount", $"Only one emergency access account was found; Microsoft recommends {Recommended}.")]
                : [],
            Explanation = [$"{Quantity.Of(covering.Length, "policy")} in force could lock out an administrator."],
            Failure = user =>
            {
                var policies = covering.Where(covered => !covered.Excluded.Certain.Contains(user)).Select(covered => covered.Policy.Name).ToArray();
                return new ScoreEvidence
                {
                    Kind = EvidenceKind.User,
                    Setting = "Emergency access account",
                    Actual = "Not excluded",
                    Expected = "Excluded",
                    Reason = $"{Quantity.Of(policies.Length, "policy")} could lock the account out: {string.Join(", ", policies.Select(name => $"'{name}'"))}.",
                    Policy = policies[0],
                };
            },
        }.ToVerdict();
    }

    private static UserBounds ExcludedFrom(TenantEvidence evidence, ConditionalAccessPolicy policy, List<Doubt> doubts)
    {
        var excluded = policy.Exclude.Resolve(evidence, policy, "excludes", doubts, []);
        if (policy.State != PolicyState.Unknown)
            return excluded;

        doubts.Add(BreakGlassAccounts.UnknownState(policy));
        return excluded with { Possible = evidence.Users.Everyone };
    }

    private static Verdict NoneFound() => Verdict.Settings(
        "No emergency access account was found.",
        new TenantSetting("Emergency access accounts", "Global Administrators", "none found", "two", Complies: false)) with
    {
        Explanation = "No enabled Global Administrator is excluded from a policy for everyone or for administrators, and none has a name that says so: "
            + "a policy or an outage of MFA can lock everyone out.",
        Findings = [new Finding("NoBreakGlassAccount", "No account is recognisable as one for emergencies.")],
    };
}

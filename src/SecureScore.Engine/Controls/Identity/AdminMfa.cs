using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>AdminMFAV2: everyone in an administrative role has registered for MFA and is asked for it.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/conditional-access/policy-old-require-mfa-admin.</remarks>
internal sealed class AdminMfa : ControlEvaluator
{
    private const int MostNames = 5;
    private const string Counted = "users with administrative roles registered and protected with MFA";

    public override string ControlId => "AdminMFAV2";

    public override IReadOnlyList<string> Evidence { get; } =
    [
        .. Administrators.Sources, Resources.UserRegistrationDetails, Resources.ConditionalAccessPolicies,
        Resources.AuthenticationStrengthPolicies, Resources.SecurityDefaults,
    ];

    public override string Rule =>
        "The share of enabled users in an administrative role (active or eligible, directly or through a group) who have registered for MFA and of whom an enabled "
        + "Conditional Access policy for all apps, or the setting on the user, requires it. Security defaults give all points.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading =>
        "Microsoft's text names nine roles as the least; here every directory role counts except those that give no administrative rights. Guests in such a role "
        + "count here. Eligible users count as if their role were active. " + Administrators.UnknownEligibility;

    public override bool SatisfiedBySecurityDefaults => true;

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var (defaults, unknownDefaults) = SecurityDefaults.Read(evidence);
        if (defaults == true)
            return SecurityDefaults.FullPoints(() => Administrators.Holding(evidence, AdministrativeRoles.Contains) is { AreKnown: true } known ? known.Users.Certain : null, Counted);

        var administrators = Administrators.Holding(evidence, AdministrativeRoles.Contains);
        if (!administrators.AreKnown)
            return administrators.Undecided();

        var population = administrators.Users.Certain;
        int total = population.Count;
        var registered = evidence.Registration.MfaRegistered.Intersect(population);
        var coverage = new ConditionalAccessCoverage(evidence, population, MfaPolicy.Measure);
        var perUser = evidence.Users.PerUserMfa;
        var isProtected = coverage.Users.Union(perUser);
        var compliant = isProtected.Intersect(registered);
        int withReportOnly = coverage.WithReportOnly.Union(perUser).Intersect(registered).Certain.Count;
        var reasons = CoverageExplanation.Failure([coverage], "MFA", "requires MFA");
        return new UserVerdict
        {
            Evidence = evidence,
            Population = population,
            Compliant = unknownDefaults is null ? compliant : compliant with { Possible = population },
            Counted = Counted,
            Doubts = [.. coverage.Doubts, .. UnknownPerUserMfa(perUser), .. unknownDefaults is null ? Array.Empty<Doubt>() : [unknownDefaults]],
            Findings = [.. administrators.Findings, .. coverage.Findings, .. MfaPolicy.ThirdParty(evidence)],
            Explanation =
            [
                $"{registered.Count} of {total} {Quantity.Verb(registered.Count, "has", "have")} registered for MFA; it is required of {isProtected.Certain.CountIn(population)}.",
                .. CoverageExplanation.Of(coverage, total, "requires MFA"),
                .. Excluded(evidence, coverage, registered.Except(isProtected.Certain), total, control.MaxPoints),
                .. PerUser(perUser.Certain.CountIn(population)),
                .. CoverageExplanation.ReportOnly(coverage, compliant.Certain.Count, withReportOnly, total),
            ],
            Failure = user =>
            {
                bool hasRegistered = registered.Contains(user);
                bool isCovered = isProtected.Certain.Contains(user);
                var failure = isCovered ? null : reasons(user);
                return new ScoreEvidence
                {
                    Kind = EvidenceKind.User,
                    Setting = "MFA",
                    Actual = $"{(hasRegistered ? "Registered" : "Not registered")}, {(isCovered ? "protected" : "not protected")}",
                    Expected = "Registered, protected",
                    Reason = $"{(hasRegistered ? "" : "The user has not registered for MFA. ")}{failure?.Reason}".TrimEnd(),
                    Policy = failure?.Policy,
                };
            },
        }.ToVerdict();
    }

    // Few policies leave out few administrators; where they are many, the evidence names each.
    private static IEnumerable<string> Excluded(
        TenantEvidence evidence, ConditionalAccessCoverage coverage, UserSet unprotected, int total, decimal? maxPoints)
    {
        var left = unprotected;
        foreach (var (policy, users) in coverage.Exclusions())
        {
            var excluded = users.Intersect(left);
            int count = excluded.Count;
            left = left.Except(excluded);
            if (count > 0)
            {
                string who = count > MostNames ? Quantity.Of(count, "user") : string.Join(", ", evidence.ReadUsers(excluded).Select(user => user.Name));
                string points = maxPoints is { } all ? string.Create(CultureInfo.InvariantCulture, $", {all * count / total:0.00} points") : "";
                yield return $"Policy '{policy.Name}' excludes {who}, which costs {count} of {Quantity.Of(total, "user")}{points}.";
            }
        }
    }

    private static IEnumerable<string> PerUser(int count) =>
        count == 0 ? [] : [$"The setting on the user requires it of {Quantity.Of(count, "user")}."];

    private static IEnumerable<Doubt> UnknownPerUserMfa(UserBounds perUser) => perUser.Certain.SetEquals(perUser.Possible)
        ? []
        : [new Doubt("the setting perUserMfaState of some users has an unknown value", IsUnknownValue: true)];
}

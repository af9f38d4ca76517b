using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>Says in words which policies cover whom, and which do not count and why.</summary>
internal static class CoverageExplanation
{
    private const int MostPolicies = 10;

    /// <summary>The sentences of an explanation.</summary>
    /// <param name="coverage">The coverage.</param>
    /// <param name="total">How many users count.</param>
    /// <param name="effect">What a policy that counts does, as in "no enabled policy requires MFA".</param>
    public static IEnumerable<string> Of(ConditionalAccessCoverage coverage, int total, string effect)
    {
        if (coverage.Counted.Count == 0)
            yield return $"No enabled policy {effect}.";
        foreach (var reach in coverage.Counted.Take(MostPolicies))
            yield return $"Policy '{reach.Policy.Name}' covers {reach.Covered} of {Quantity.Of(total, "user")}.";
        if (coverage.Counted.Count > MostPolicies)
        {
            int more = coverage.Counted.Count - MostPolicies;
            yield return $"{Quantity.Of(more, "more policy")} {Quantity.Verb(more, "counts", "count")}.";
        }

        foreach (string sentence in LeftOut(coverage.LeftOut))
            yield return sentence;
    }

    /// <summary>The whole explanation of a control that one coverage alone decides, with what policies that only report would add.</summary>
    /// <param name="coverage">The coverage.</param>
    /// <param name="population">The users who count.</param>
    /// <param name="effect">What a policy that counts does.</param>
    public static IEnumerable<string> Of(ConditionalAccessCoverage coverage, UserSet population, string effect)
    {
        int total = population.Count;
        return Of(coverage, total, effect).Concat(
            ReportOnly(coverage, coverage.Users.Certain.CountIn(population), coverage.WithReportOnly.Certain.CountIn(population), total));
    }

    /// <summary>The policies in force that are about the same thing and do not count.</summary>
    public static IEnumerable<string> LeftOut(IEnumerable<PolicyFit> fits)
    {
        var leftOut = fits.Where(fit => fit.Policy.State != PolicyState.ReportOnly).ToArray();
        foreach (var fit in leftOut.Take(MostPolicies))
            yield return $"Policy '{fit.Policy.Name}' does not count: it {string.Join(" and it ", fit.Obstacles)}.";
        if (leftOut.Length > MostPolicies)
        {
            int more = leftOut.Length - MostPolicies;
            yield return $"{Quantity.Of(more, "more policy")} of the kind {Quantity.Verb(more, "does", "do")} not count.";
        }
    }

    /// <summary>What the policies that only report would earn if they were in force.</summary>
    /// <param name="coverage">The coverage.</param>
    /// <param name="now">How many users comply.</param>
    /// <param name="then">How many would.</param>
    /// <param name="total">How many users count.</param>
    public static IEnumerable<string> ReportOnly(ConditionalAccessCoverage coverage, int now, int then, int total)
    {
        if (coverage.ReportOnly.Count == 0)
            yield break;

        string names = string.Join(", ", coverage.ReportOnly.Take(MostPolicies).Select(reach => $"'{reach.Policy.Name}'"));
        yield return then > now
            ? $"Report-only policies earn nothing: in force, {names} would make it {then} of {total}."
            : $"Report-only policies earn nothing, and {names} would add nobody.";
    }

    /// <summary>What is wrong with users whom no policy covers: the policy that excludes them, or that there is none.</summary>
    /// <param name="coverages">The coverages that a user must be in.</param>
    /// <param name="setting">What the policies are about.</param>
    /// <param name="effect">What a policy that counts does.</param>
    public static Func<int, ScoreEvidence> Failure(IReadOnlyList<ConditionalAccessCoverage> coverages, string setting, string effect)
    {
        var exclusions = new Lazy<(ConditionalAccessPolicy Policy, UserSet Users)[]>(() => [.. coverages.SelectMany(coverage => coverage.Exclusions())]);
        return user =>
        {
            string? policy = exclusions.Value.FirstOrDefault(exclusion => exclusion.Users.Contains(user)).Policy?.Name;
            return new ScoreEvidence
            {
                Kind = EvidenceKind.User,
                Setting = setting,
                Actual = "Not covered",
                Expected = "Covered",
                Reason = policy is null ? $"No enabled policy for this user {effect}." : $"Policy '{policy}' excludes this user.",
                Policy = policy,
            };
        };
    }
}

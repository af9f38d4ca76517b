using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>Makes a verdict of "one enabled policy meets every demand": which one, or why the nearest ones do not.</summary>
internal sealed record PolicyVerdict
{
    /// <summary>The policies that are about the control's subject, measured.</summary>
    public required IReadOnlyList<PolicyFit> Fits { get; init; }

    /// <summary>What the policy does, as in "an enabled policy blocks Azure management for users".</summary>
    public required string Effect { get; init; }

    /// <summary>What the snapshot leaves open about the demands.</summary>
    public IReadOnlyList<Doubt> Doubts { get; init; } = [];

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public static PolicyVerdict Measure(TenantEvidence evidence, string effect, Func<ConditionalAccessPolicy, PolicyFit> measure) => new()
    {
        Effect = effect,
        Fits = [.. evidence.ConditionalAccessPolicies
            .Where(policy => policy.State != PolicyState.Disabled)
            .Select(measure)
            .Where(fit => fit.Concerns)],
    };

    public Verdict ToVerdict()
    {
        var fitting = Fits.Where(fit => fit.Obstacles.Count == 0).ToArray();
        var compliant = fitting.Where(fit => fit.Policy.State == PolicyState.Enabled && fit.Doubts.Count == 0).ToArray();
        var open = fitting.Where(fit => fit.Policy.State != PolicyState.ReportOnly).SelectMany(fit => fit.Doubts).ToArray();
        if (compliant.Length == 0 && open.Length > 0)
            return UserVerdict.Undecided($"It is open whether an enabled policy {Effect}", [.. open, .. Doubts]);

        string status = compliant.Length > 0
            ? $"Policy '{compliant[0].Policy.Name}' {Effect}."
            : $"No enabled policy {Effect}.";
        return Verdict.Setting(compliant.Length > 0, status) with
        {
            Explanation = string.Join(" ", Explanation(compliant)),
            Findings = [.. Findings.Concat(compliant.SelectMany(fit => fit.Findings)).Concat(Fits.SelectMany(fit => fit.UnknownValues)).Distinct()],
            Items = compliant.Length > 0 || Fits.Count == 0 ? null : () => Fits.Select(Failure),
        };
    }

    private IEnumerable<string> Explanation(IReadOnlyCollection<PolicyFit> compliant)
    {
        if (compliant.Count > 0)
        {
            yield return $"{Quantity.Of(compliant.Count, "policy")} in force: {string.Join(", ", compliant.Select(fit => $"'{fit.Policy.Name}'"))}.";
            yield break;
        }

        if (Fits.Count == 0)
            yield return "No policy that is switched on or only reports is about this.";
        foreach (var fit in Fits.Where(fit => fit.Policy.State == PolicyState.ReportOnly))
            yield return $"Policy '{fit.Policy.Name}' only reports, which earns nothing: {InForce(fit)}.";
        foreach (string sentence in CoverageExplanation.LeftOut(Fits.Where(fit => fit.Obstacles.Count > 0)))
            yield return sentence;
    }

    private static string InForce(PolicyFit fit) =>
        fit.Obstacles.Count > 0 ? $"in force it would not count either, for it {string.Join(" and it ", fit.Obstacles)}"
            : fit.Doubts.Count > 0 ? $"it is open whether it would count in force, for {string.Join("; ", fit.Doubts.Select(doubt => doubt.Message))}"
            : "in force it would earn the points";

    private static ScoreEvidence Failure(PolicyFit fit) => new()
    {
        Kind = EvidenceKind.Policy,
        Id = fit.Policy.Id,
        DisplayName = fit.Policy.Name,
        Setting = "state",
        Actual = fit.Policy.StateText,
        Expected = "enabled",
        Reason = fit.Obstacles.Count == 0 ? "The policy only reports." : $"The policy {string.Join(" and ", fit.Obstacles)}.",
        Policy = fit.Policy.Name,
    };
}

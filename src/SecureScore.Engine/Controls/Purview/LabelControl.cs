using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Purview;

/// <summary>A control that counts the users whom policies about sensitivity labels reach.</summary>
internal abstract class LabelControl : ControlEvaluator
{
    /// <summary>What is counted, as the end of "You have 3 of 7 ...".</summary>
    protected abstract string Counted { get; }

    /// <summary>What a policy is called.</summary>
    protected abstract string PolicyKind { get; }

    public sealed override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var policies = evidence.List(Evidence[0]);
        var population = evidence.Population;
        var covered = UserBounds.Exactly(evidence.Users.NoOne());
        var doubts = new List<Doubt>();
        var findings = new List<Finding>();
        var explanation = new List<string>();
        foreach (var policy in policies)
        {
            var audience = new PurviewAudience(evidence, policy, doubts, findings);
            if (Obstacle(policy, findings) is { } obstacle)
            {
                explanation.Add($"Policy '{audience.Name}' does not count: {obstacle}.");
                continue;
            }

            var users = Reach(policy, audience);
            covered = covered.Union(users);
            if (users.Certain.SetEquals(users.Possible))
                explanation.Add($"Policy '{audience.Name}' reaches {Quantity.Of(users.Certain.CountIn(population), "user")}.");
        }

        return new UserVerdict
        {
            Evidence = evidence,
            Population = population,
            Compliant = covered,
            Counted = Counted,
            Doubts = doubts,
            Findings = [.. findings, .. PopulationFindings.Of(evidence)],
            Explanation = policies.Count == 0 ? [$"There is no {PolicyKind}."] : explanation,
            Failure = _ => new ScoreEvidence
            {
                Kind = EvidenceKind.User,
                Setting = PolicyKind,
                Actual = "none",
                Expected = "one that reaches the user",
                Reason = $"No {PolicyKind} that counts reaches the user.",
            },
        }.ToVerdict();
    }

    /// <summary>Why a policy does not count, without a full stop; null when it does.</summary>
    protected abstract string? Obstacle(EvidenceObject policy, List<Finding> findings);

    /// <summary>The users whom a policy that counts reaches.</summary>
    protected abstract UserBounds Reach(EvidenceObject policy, PurviewAudience audience);
}

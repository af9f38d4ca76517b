using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Evidence;

/// <summary>Which users the policies of a tenant cover, for one demand on policies.</summary>
internal sealed class ConditionalAccessCoverage
{
    private readonly TenantEvidence _evidence;
    private readonly UserSet _population;
    private readonly List<Doubt> _doubts = [];
    private readonly List<Finding> _findings = [];
    private readonly List<PolicyReach> _counted = [];
    private readonly List<PolicyReach> _reportOnly = [];
    private readonly List<PolicyFit> _leftOut = [];

    /// <summary>Computes the coverage.</summary>
    /// <param name="evidence">The tenant.</param>
    /// <param name="population">The users among whom a policy's reach is counted.</param>
    /// <param name="measure">Measures a policy up to the demand.</param>
    public ConditionalAccessCoverage(TenantEvidence evidence, UserSet population, Func<ConditionalAccessPolicy, PolicyFit> measure)
    {
        _evidence = evidence;
        _population = population;
        var nobody = UserBounds.Exactly(evidence.Users.NoOne());
        Users = nobody;
        WithReportOnly = nobody;
        foreach (var policy in evidence.ConditionalAccessPolicies)
            Add(policy, measure(policy));
        WithReportOnly = WithReportOnly.Union(Users);
    }

    /// <summary>Whom enabled policies cover.</summary>
    public UserBounds Users { get; private set; }

    /// <summary>Whom they would cover together with the policies that only report.</summary>
    public UserBounds WithReportOnly { get; private set; }

    /// <summary>The enabled policies that count.</summary>
    public IReadOnlyList<PolicyReach> Counted => _counted;

    /// <summary>The policies that would count if they did more than report.</summary>
    public IReadOnlyList<PolicyReach> ReportOnly => _reportOnly;

    /// <summary>The policies that are about the same thing and do not count.</summary>
    public IReadOnlyList<PolicyFit> LeftOut => _leftOut;

    /// <summary>What the snapshot leaves open.</summary>
    public IReadOnlyList<Doubt> Doubts => _doubts;

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Everyone whom a policy that counts leaves out by name, group, role or as a guest, with the policy.</summary>
    public IEnumerable<(ConditionalAccessPolicy Policy, UserSet Users)> Exclusions()
    {
        foreach (var policy in _counted.Select(reach => reach.Policy).Where(policy => !policy.Exclude.IsEmpty))
            yield return (policy, ExcludedFrom(policy));
    }

    private UserSet ExcludedFrom(ConditionalAccessPolicy policy) => policy.Exclude.Resolve(_evidence, policy, "excludes", [], []).Certain;

    private void Add(ConditionalAccessPolicy policy, PolicyFit fit)
    {
        if (policy.State == PolicyState.Disabled || !fit.Concerns)
            return;

        _findings.AddRange(fit.UnknownValues);
        if (fit.Obstacles.Count > 0)
        {
            _leftOut.Add(fit);
            return;
        }

        var doubts = new List<Doubt>();
        var users = policy.Include.Resolve(_evidence, policy, "includes", doubts, _findings);
        int excluded = 0;
        if (!policy.Exclude.IsEmpty)
        {
            var leftOut = policy.Exclude.Resolve(_evidence, policy, "excludes", doubts, _findings);
            users = users.Except(leftOut);
            excluded = leftOut.Certain.CountIn(_population);
        }

        int covered = users.Certain.CountIn(_population);
        bool isSure = fit.Doubts.Count == 0;
        if (!isSure)
        {
            doubts.AddRange(fit.Doubts);
            users = users with { Certain = _evidence.Users.NoOne() };
        }

        if (policy.State == PolicyState.ReportOnly)
        {
            if (isSure)
                _reportOnly.Add(new PolicyReach(policy, covered));
            WithReportOnly = WithReportOnly.Union(users);
            return;
        }

        _doubts.AddRange(doubts);
        Users = Users.Union(users);
        if (isSure)
        {
            _counted.Add(new PolicyReach(policy, covered));
            _findings.AddRange(fit.Findings);
            if (excluded > 0)
                _findings.Add(new Finding("PolicyExclusions", $"Policy '{policy.Name}' excludes {Quantity.Of(excluded, "user")} who {Quantity.Verb(excluded, "counts", "count")}."));
        }
    }
}

/// <summary>A policy and how many users of the population it covers.</summary>
internal sealed record PolicyReach(ConditionalAccessPolicy Policy, int Covered);

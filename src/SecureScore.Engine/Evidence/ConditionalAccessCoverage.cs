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
        foreach (var policy in _counted.Select(reach => reach.Policy))
            yield return (policy, AudienceOf(policy.Exclude, policy, "excludes", [], []).Certain);
    }

    private void Add(ConditionalAccessPolicy policy, PolicyFit fit)
    {
        if (policy.State == PolicyState.Disabled || !fit.Concerns)
            return;

        if (policy.State == PolicyState.Unknown)
            _findings.Add(new Finding("UnknownPolicyValue", $"Policy '{policy.Name}' has the unknown state '{policy.StateText}'; it is not counted."));
        foreach (string doubt in fit.Doubts)
            _findings.Add(new Finding("UnknownPolicyValue", $"Policy '{policy.Name}' {doubt}; it is not counted."));
        if (fit.Obstacles.Count > 0)
        {
            _leftOut.Add(fit);
            return;
        }

        var doubts = new List<Doubt>();
        var users = ReachOf(policy, doubts);
        int covered = users.Certain.Intersect(_population).Count;
        bool isSure = fit.Doubts.Count == 0 && policy.State != PolicyState.Unknown;
        if (!isSure)
        {
            doubts.Add(new Doubt(
                $"policy '{policy.Name}' {fit.Doubts.Append($"has the unknown state '{policy.StateText}'").First()}", IsUnknownValue: true));
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
        }
    }

    private UserBounds ReachOf(ConditionalAccessPolicy policy, List<Doubt> doubts) =>
        AudienceOf(policy.Include, policy, "includes", doubts, _findings)
            .Except(AudienceOf(policy.Exclude, policy, "excludes", doubts, _findings));

    private UserBounds AudienceOf(PolicyAudience audience, ConditionalAccessPolicy policy, string verb, List<Doubt> doubts, List<Finding> findings)
    {
        var directory = _evidence.Users;
        if (audience.Everyone)
            return UserBounds.Exactly(directory.Everyone);

        var named = directory.NoOne();
        foreach (string user in audience.Users)
        {
            if (directory.TryFind(EntityId.Parse(user), out int position))
                named.Add(position);
            else
                findings.Add(Deleted("user", user));
        }

        var users = UserBounds.Exactly(named);
        foreach (string id in audience.Groups)
        {
            var group = _evidence.Groups.Find(id);
            if (group.Members is not null)
            {
                users = users.Union(UserBounds.Exactly(group.Members));
            }
            else if (group.IsDeleted)
            {
                findings.Add(Deleted("group", id));
            }
            else
            {
                doubts.Add(new Doubt($"the snapshot does not tell who is in group '{group.Name}', which policy '{policy.Name}' {verb}", group.Missing));
                users = users with { Possible = directory.Everyone };
            }
        }

        if (audience.Roles.Count > 0)
            users = users.Union(HoldersOf(audience.Roles));
        return audience.GuestTypes.Count > 0 ? users.Union(GuestsOf(audience)) : users;

        Finding Deleted(string kind, string id) =>
            new("DeletedReference", $"Policy '{policy.Name}' {verb} the {kind} {id}, which does not exist any more.");

        UserBounds HoldersOf(IReadOnlyList<string> ids)
        {
            DirectoryRoles roles;
            try
            {
                roles = _evidence.Roles;
            }
            catch (EvidenceUnavailableException exception)
            {
                doubts.Add(new Doubt($"the snapshot does not tell who holds the roles that policy '{policy.Name}' {verb}", exception.State));
                return new UserBounds(directory.NoOne(), directory.Everyone);
            }

            foreach (string id in ids.Where(id => roles.Exists(EntityId.Parse(id)) == false))
                findings.Add(Deleted("role", id));

            // Conditional Access reaches holders of a role only where the role spans the tenant.
            var wanted = ids.Select(EntityId.Parse).ToHashSet();
            return roles.Holders(assignment => assignment.IsTenantWide && wanted.Contains(assignment.Role), doubts);
        }

        UserBounds GuestsOf(PolicyAudience guests)
        {
            var found = directory.NoOne();
            bool isKnown = true;
            foreach (string type in guests.GuestTypes)
            {
                switch (type.ToUpperInvariant())
                {
                    case "INTERNALGUEST":
                        found = found.Union(directory.Guests.Except(directory.Invited));
                        break;
                    case "B2BCOLLABORATIONGUEST":
                        found = found.Union(directory.Guests.Intersect(directory.Invited));
                        break;
                    case "B2BCOLLABORATIONMEMBER":
                        found = found.Union(directory.Members.Intersect(directory.Invited));
                        break;
                    case "B2BDIRECTCONNECTUSER" or "OTHEREXTERNALUSER" or "SERVICEPROVIDER":
                        // These people have no account in this directory.
                        break;
                    default:
                        isKnown = false;
                        doubts.Add(new Doubt($"policy '{policy.Name}' {verb} the unknown kind of guest '{type}'", IsUnknownValue: true));
                        findings.Add(new Finding("UnknownPolicyValue", $"Policy '{policy.Name}' {verb} the unknown kind of guest '{type}'."));
                        break;
                }
            }

            if (guests.OnlySomeTenants)
                doubts.Add(new Doubt($"the snapshot does not tell which guests come from the tenants that policy '{policy.Name}' {verb}"));
            return new UserBounds(
                guests.OnlySomeTenants ? directory.NoOne() : found,
                isKnown ? found : directory.Guests.Union(directory.Invited));
        }
    }
}

/// <summary>A policy and how many users of the population it covers.</summary>
internal sealed record PolicyReach(ConditionalAccessPolicy Policy, int Covered);

using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Evidence;

/// <summary>How one policy measures up to what a control asks of a policy. Built by stating the demands one after the other.</summary>
internal sealed class PolicyFit
{
    private static readonly string[] s_clientAppTypes = ["browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "easSupported", "other"];
    private static readonly string[] s_riskLevels = ["low", "medium", "high", "hidden", "none"];

    private static readonly string[] s_transferMethods = ["deviceCodeFlow", "authenticationTransfer"];

    private readonly List<string> _obstacles = [];
    private readonly List<Doubt> _doubts = [];
    private readonly List<Finding> _findings = [];

    private PolicyFit(ConditionalAccessPolicy policy) => Policy = policy;

    public ConditionalAccessPolicy Policy { get; }

    /// <summary>Whether the policy is about what the control asks at all; one that is not is left unsaid.</summary>
    public bool Concerns { get; private set; } = true;

    /// <summary>Why the policy does not count, each as the end of "policy X ...".</summary>
    public IReadOnlyList<string> Obstacles => _obstacles;

    /// <summary>What is unknown about the policy and decides whether it counts.</summary>
    public IReadOnlyList<Doubt> Doubts => _doubts;

    /// <summary>What is worth knowing about the policy where it counts.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Values that this program does not know, each a finding.</summary>
    public IEnumerable<Finding> UnknownValues => _doubts.Where(doubt => doubt.IsUnknownValue)
        .Select(doubt => new Finding("UnknownValue", $"Not counted: {doubt.Message}."));

    public static PolicyFit Of(ConditionalAccessPolicy policy)
    {
        var fit = new PolicyFit(policy);
        if (policy.State == PolicyState.Unknown)
            fit.Unknown($"has the unknown state '{policy.StateText}'");
        return fit;
    }

    /// <summary>Whoever passes the policy has met one of the accepted controls.</summary>
    /// <param name="accept">Whether a control is accepted; null when that is unknown.</param>
    public PolicyFit Guarantees(Func<PolicyGrant, bool?> accept)
    {
        var grants = Policy.Grants.Select(grant => (Grant: grant, Accepted: accept(grant))).ToArray();
        if (!grants.Any(grant => grant.Accepted != false))
        {
            Concerns = false;
            return this;
        }

        bool? guaranteed = grants.Length == 1 ? grants[0].Accepted : Policy.AnyGrantIsEnough switch
        {
            true => All(grants.Select(grant => grant.Accepted)),
            false => Any(grants.Select(grant => grant.Accepted)),
            null => null,
        };
        if (guaranteed == false)
            _obstacles.Add($"is satisfied by {string.Join(" or ", grants.Where(grant => grant.Accepted == false).Select(grant => grant.Grant))} instead");
        else if (guaranteed is null)
            DoubtGrants([.. grants.Where(grant => grant.Accepted is null).Select(grant => grant.Grant)]);
        return this;
    }

    /// <summary>The policy applies to all applications. Excluded ones count as covered and are a finding.</summary>
    public PolicyFit ForAllApplications()
    {
        if (Policy.IsForActions)
            _obstacles.Add("applies to a user action or an authentication context, not to all apps");
        else if (!Policy.IncludedApplications.Contains("All", StringComparer.OrdinalIgnoreCase) || Policy.HasApplicationFilter)
            _obstacles.Add("does not apply to all apps");
        else if (Policy.ExcludedApplications.Count > 0)
            _findings.Add(new Finding("ExcludedApplications", $"Policy '{Policy.Name}' counts although it excludes {Quantity.Of(Policy.ExcludedApplications.Count, "app")}: {string.Join(", ", Policy.ExcludedApplications)}."));
        return this;
    }

    /// <summary>The policy applies to these kinds of client at least.</summary>
    public PolicyFit ForClients(params ReadOnlySpan<string> types)
    {
        if (Has(Policy.ClientAppTypes, "all"))
            return this;

        if (Policy.ClientAppTypes.Count == 0)
        {
            Unknown("does not tell the kinds of client that it applies to (clientAppTypes)");
            return this;
        }

        foreach (string type in types)
        {
            if (Has(Policy.ClientAppTypes, type))
                continue;

            return Lacking(Policy.ClientAppTypes, s_clientAppTypes, $"does not apply to every kind of client: '{type}' is missing");
        }

        return this;
    }

    /// <summary>The policy answers high user risk, whatever the risk of the sign-in.</summary>
    public PolicyFit AtHighUserRisk() => AtRisk(Policy.UserRiskLevels, Policy.SignInRiskLevels, "sign-in risk");

    /// <summary>The policy answers high sign-in risk, whatever the risk of the user.</summary>
    public PolicyFit AtHighSignInRisk() => AtRisk(Policy.SignInRiskLevels, Policy.UserRiskLevels, "user risk");

    /// <summary>The policy applies whatever the risk.</summary>
    public PolicyFit AtAnyRisk()
    {
        if (Policy.UserRiskLevels.Count > 0 || Policy.SignInRiskLevels.Count > 0)
            _obstacles.Add("applies only at some levels of risk");
        return this;
    }

    /// <summary>No other condition keeps the policy from applying.</summary>
    /// <param name="transferMethod">The authentication flow that the policy must reach; null for every sign-in.</param>
    public PolicyFit WithoutOtherConditions(string? transferMethod = null)
    {
        if (Policy.TransferMethods.Count > 0 && transferMethod is null)
            _obstacles.Add("applies only in some authentication flows");
        else if (Policy.TransferMethods.Count > 0 && !Has(Policy.TransferMethods, transferMethod!))
            Lacking(Policy.TransferMethods, s_transferMethods, "applies only in other authentication flows");
        _obstacles.AddRange(Policy.Narrowing.Select(condition => $"applies {condition}"));
        foreach (string condition in Policy.UnknownConditions)
            Unknown($"has the unknown condition '{condition}'");
        return this;
    }

    /// <summary>The policy meets a demand of the control's own.</summary>
    /// <param name="met">Whether it does; null when the snapshot does not tell.</param>
    /// <param name="otherwise">Why it does not count, as the end of "policy X ...".</param>
    /// <param name="missing">The resource that would tell, where it is one that was not collected.</param>
    /// <param name="isUnknownValue">Whether a value that this program does not know is why the snapshot does not tell.</param>
    public PolicyFit Demand(bool? met, string otherwise, ResourceState? missing = null, bool isUnknownValue = false)
    {
        if (met == false)
            _obstacles.Add(otherwise);
        else if (met is null)
            _doubts.Add(new Doubt($"policy '{Policy.Name}' may not count: it {otherwise}", missing, isUnknownValue));
        return this;
    }

    /// <summary>The policy meets a demand that takes long to check, so that only a policy that meets all others is checked.</summary>
    /// <param name="met">Whether it does; null when the snapshot does not tell.</param>
    /// <param name="otherwise">Why it does not count, as the end of "policy X ...".</param>
    public PolicyFit DemandAtLast(Func<bool?> met, Func<string> otherwise) =>
        Concerns && _obstacles.Count == 0 && met() is var answer && answer != true ? Demand(answer, otherwise()) : this;

    /// <summary>The policy is about something that the control does not ask for, unless it is.</summary>
    public PolicyFit OnlyIf(bool concerns)
    {
        Concerns &= concerns;
        return this;
    }

    /// <summary>Adds something worth knowing where the policy counts.</summary>
    public PolicyFit Note(bool applies, string id, string message)
    {
        if (applies)
            _findings.Add(new Finding(id, message));
        return this;
    }

    private PolicyFit AtRisk(IReadOnlyList<string> levels, IReadOnlyList<string> otherLevels, string other)
    {
        if (levels.Count == 0)
            return OnlyIf(false);

        if (otherLevels.Count > 0)
            _obstacles.Add($"applies only together with a {other}");
        return Has(levels, "high") ? this : Lacking(levels, s_riskLevels, "does not apply at high risk");
    }

    private PolicyFit Lacking(IReadOnlyList<string> values, string[] known, string obstacle)
    {
        var unknown = values.Where(value => !Has(known, value)).ToArray();
        if (unknown.Length == 0)
            _obstacles.Add(obstacle);
        else
            Unknown($"names the unknown value {string.Join(", ", unknown.Select(value => $"'{value}'"))}");
        return this;
    }

    private void DoubtGrants(IReadOnlyCollection<PolicyGrant> unknown)
    {
        // The details of a strength of the tenant's own stand in another resource, which may not have been collected.
        var missing = unknown.Select(grant => grant.Strength?.Missing).FirstOrDefault(state => state is not null);
        if (missing is null)
            Unknown($"asks for something unknown: {string.Join(", ", unknown.Select(grant => grant.ToString()).DefaultIfEmpty("its operator"))}");
        else
            _doubts.Add(new Doubt($"the snapshot does not tell what policy '{Policy.Name}' asks for: {string.Join(", ", unknown)}", missing));
    }

    private void Unknown(string what) => _doubts.Add(new Doubt($"policy '{Policy.Name}' {what}", IsUnknownValue: true));

    private static bool Has(IReadOnlyCollection<string> values, string value) => values.Contains(value, StringComparer.OrdinalIgnoreCase);

    private static bool? All(IEnumerable<bool?> answers) =>
        answers.Aggregate((bool?)true, (all, answer) => all == false || answer == false ? false : all is null || answer is null ? null : true);

    private static bool? Any(IEnumerable<bool?> answers) =>
        answers.Aggregate((bool?)false, (any, answer) => any == true || answer == true ? true : any is null || answer is null ? null : false);
}

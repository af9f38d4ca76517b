using System.Globalization;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Evidence;

/// <summary>Which policy of a feature decides for which users.</summary>
/// <remarks>Each recipient has one policy of a feature: that of the strict preset, else of the standard preset, else of the first rule by
/// priority, else the default one, or for Safe Links and Safe Attachments the built-in protection. Source:
/// https://learn.microsoft.com/defender-office-365/preset-security-policies.</remarks>
internal sealed class MailPolicies
{
    private const int MostNames = 10;

    // What a rule may call its policy.
    private static readonly string[] s_names = ["Identity", "Name", "Id", "Guid", "ExchangeObjectId", "DistinguishedName"];

    private readonly TenantEvidence _evidence;
    private readonly MailFeature _feature;
    private readonly IReadOnlyList<EvidenceObject> _policies;
    private readonly Dictionary<string, EvidenceObject> _byName;
    private readonly List<MailPolicyReach> _reaches = [];
    private readonly List<Doubt> _doubts = [];
    private readonly List<Finding> _findings = [];
    private UserBounds _left;

    public MailPolicies(TenantEvidence evidence, MailFeature feature)
    {
        _evidence = evidence;
        _feature = feature;
        _policies = evidence.List(feature.Policies);
        _byName = ByName();
        var rules = Parse(feature.Rules);
        var presets = feature.Presets is null ? [] : Parse(feature.Presets);
        _left = UserBounds.Exactly(evidence.MailUsers.Users);

        foreach (var preset in presets.GroupBy(RankOfPreset).OrderBy(rank => rank.Key))
            Take([.. preset.Where(rule => rule.IsEnabled != false)], MailPolicySource.Preset, isOrdered: true);

        var inForce = rules.Where(rule => rule.IsEnabled != false).ToArray();
        bool isOrdered = inForce.All(rule => rule.Priority is not null);
        foreach (var rank in inForce.GroupBy(rule => isOrdered ? rule.Priority!.Value : 0).OrderBy(rank => rank.Key))
            Take([.. rank], MailPolicySource.Custom, isOrdered);

        if (feature.BuiltIn is null)
            TakeDefault();
        else
            TakeBuiltIn(feature.BuiltIn);

        foreach (var rule in rules.Where(rule => rule.IsEnabled == false))
            Find("DisabledRule", $"Rule '{rule.Name}' of the {feature.Title} policies is switched off.");
        FindPoliciesWithoutRule([.. rules, .. presets]);
    }

    /// <summary>The policies in force, in the order in which the service asks them. The last may be no policy at all.</summary>
    public IReadOnlyList<MailPolicyReach> Reaches => _reaches;

    /// <summary>What the snapshot leaves open.</summary>
    public IReadOnlyList<Doubt> Doubts => _doubts;

    public IReadOnlyList<Finding> Findings => _findings;

    private MailRule[] Parse(string resource) =>
        [.. _evidence.List(resource).Select(row => MailRule.Parse(row, _feature, hasConditions: resource != _feature.BuiltIn))];

    private int RankOfPreset(MailRule rule) =>
        Names(rule.Name, "Strict") ? 0
            : Names(rule.Name, "Standard") ? 1
            : rule.IsEnabled == false ? 2
            : throw EvidenceUnavailableException.Unusable(
                _feature.Presets!, $"rule '{rule.Name}' is of neither the strict nor the standard preset, so its place in the order is unknown");

    private static bool Names(string rule, string preset) => rule.StartsWith(preset, StringComparison.OrdinalIgnoreCase);

    /// <summary>Gives users to the policy of the next rule, or to those of several rules among which the order is open.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="source">Where they come from.</param>
    /// <param name="isOrdered">Whether all rules tell their priority.</param>
    private void Take(MailRule[] rules, MailPolicySource source, bool isOrdered)
    {
        var reached = rules.Select(rule => _left.Intersect(Resolve(rule))).ToArray();
        if (rules.Length > 1)
        {
            string names = List([.. rules.Select(rule => $"'{rule.Name}'")]);
            string problem = isOrdered
                ? string.Create(CultureInfo.InvariantCulture, $"rules {names} of the {_feature.Title} policies have the same place in the order, {rules[0].Priority ?? 0}")
                : $"not all rules of the {_feature.Title} policies tell their priority: {names}";
            Find(isOrdered ? "RepeatedPriority" : "MissingPriority", $"The order is open: {problem}.");
            _doubts.Add(new Doubt($"the order is open, for {problem}", IsUnknownValue: true));
        }

        var shared = Shared(reached);
        for (int index = 0; index < rules.Length; index++)
        {
            var users = reached[index];
            Add(rules[index], source, shared is null ? users : users with { Certain = users.Certain.Except(shared) });
        }

        foreach (var users in reached)
            _left = _left.Except(users);
    }

    /// <summary>Users whom more than one rule may cover; null when nobody is.</summary>
    private static UserSet? Shared(UserBounds[] reached)
    {
        UserSet? shared = null;
        var seen = reached.Length > 1 ? reached[0].Possible : null;
        foreach (var users in reached.Skip(1))
        {
            var again = seen!.Intersect(users.Possible);
            if (!again.IsEmpty)
                shared = shared?.Union(again) ?? again;
            seen = seen.Union(users.Possible);
        }

        return shared;
    }

    private void Add(MailRule rule, MailPolicySource source, UserBounds users)
    {
        EvidenceObject? policy = rule.Policy is not null && _byName.TryGetValue(rule.Policy, out var named) ? named : null;
        string name = source == MailPolicySource.Preset ? rule.Name : policy is { } found ? NameOf(found) : rule.Policy ?? rule.Name;
        if (policy is null)
        {
            string problem = rule.Policy is null
                ? $"rule '{rule.Name}' names no {_feature.Title} policy"
                : $"rule '{rule.Name}' points to the {_feature.Title} policy '{rule.Policy}', which does not exist";
            Find("DeletedPolicy", $"Not every rule has a policy: {problem}.");
            if (!users.Possible.IsEmpty)
                _doubts.Add(new Doubt($"{problem}, and it is in force for {Quantity.Of(users.Possible.Count, "user")}", IsUnknownValue: true));
        }

        _reaches.Add(new MailPolicyReach(name, policy is null ? MailPolicySource.Deleted : source, policy, users));
    }

    private void TakeDefault()
    {
        var defaults = _policies.Where(policy => policy.Boolean("IsDefault") == true).ToArray();
        if (defaults.Length != 1)
            throw EvidenceUnavailableException.Unusable(_feature.Policies, $"it holds {Quantity.Of(defaults.Length, "default policy")}, though every tenant has one");

        _reaches.Add(new MailPolicyReach(NameOf(defaults[0]), MailPolicySource.Default, defaults[0], _left));
    }

    private void TakeBuiltIn(string resource)
    {
        var policies = _policies.Where(policy => policy.Boolean("IsBuiltInProtection") == true).ToArray();
        if (policies.Length > 1)
            throw EvidenceUnavailableException.Unusable(_feature.Policies, $"it holds {policies.Length} policies of the built-in protection, though there is one");

        if (policies.Length == 1)
        {
            var users = _left.Intersect(WithBuiltIn(resource));
            _reaches.Add(new MailPolicyReach(NameOf(policies[0]), MailPolicySource.BuiltIn, policies[0], users));
            _left = _left.Except(users);
        }

        if (!_left.Possible.IsEmpty)
            _reaches.Add(new MailPolicyReach("No policy", MailPolicySource.None, null, _left));
    }

    private UserBounds WithBuiltIn(string resource)
    {
        var everyone = UserBounds.Exactly(_evidence.Users.Everyone);
        MailRule[] rules;
        try
        {
            rules = Parse(resource);
        }
        catch (EvidenceUnavailableException exception)
        {
            _doubts.Add(new Doubt("the snapshot does not tell whom the built-in protection leaves out", exception.State));
            return everyone with { Certain = _evidence.Users.NoOne() };
        }

        // The protection is there without a rule; the rule only holds exceptions.
        foreach (var rule in rules)
            everyone = rule.IsEnabled == false ? UserBounds.Exactly(_evidence.Users.NoOne()) : everyone.Intersect(Resolve(rule));
        return everyone;
    }

    private UserBounds Resolve(MailRule rule)
    {
        UserBounds? named = null;
        var strangers = new List<string>();
        if (rule.Included.People.Count > 0)
            named = People(rule, rule.Included.People, strangers);
        if (rule.Included.Groups.Count > 0)
            named = Both(named, Groups(rule, rule.Included.Groups));
        if (rule.Included.Domains.Count > 0)
            named = Both(named, Domains(rule, rule.Included.Domains, _feature.Conditions.CoversSubdomains ? true : null));
        var included = named ?? UserBounds.Exactly(_evidence.Users.Everyone);

        // Microsoft documents that a condition covers sub-domains "unless you specifically exclude them", and not what an exception does.
        if (rule.Excepted.People.Count > 0)
            included = included.Except(People(rule, rule.Excepted.People, strangers));
        if (rule.Excepted.Groups.Count > 0)
            included = included.Except(Groups(rule, rule.Excepted.Groups));
        if (rule.Excepted.Domains.Count > 0)
            included = included.Except(Domains(rule, rule.Excepted.Domains, null));

        if (strangers.Count > 0)
            Find("UnknownRecipient", $"Rule '{rule.Name}' names {List(strangers)}, which no user goes by.");

        if (rule.IsEnabled is not null)
            return included;

        _doubts.Add(new Doubt($"rule '{rule.Name}' has the unknown state '{rule.State}'", IsUnknownValue: true));
        return included with { Certain = _evidence.Users.NoOne() };
    }

    private static UserBounds Both(UserBounds? named, UserBounds others) => named?.Intersect(others) ?? others;

    private UserBounds People(MailRule rule, IReadOnlyList<string> names, List<string> strangers)
    {
        var open = new List<string>();
        var users = _evidence.MailRecipients.Named(names, open, strangers);
        if (open.Count > 0)
            _doubts.Add(new Doubt($"the snapshot does not tell who goes by the names that rule '{rule.Name}' holds: {List(open)}"));
        return users;
    }

    private UserBounds Groups(MailRule rule, IReadOnlyList<string> names)
    {
        var users = _evidence.Users.NoOne();
        bool isWhole = true;
        foreach (string name in names)
        {
            var group = _evidence.MailGroups.Find(name);
            if (group.Members is not null)
            {
                users.AddRange(group.Members);
                continue;
            }

            isWhole = false;
            _doubts.Add(new Doubt($"the snapshot does not tell who is in group '{name}', which rule '{rule.Name}' names", group.Missing));
        }

        return isWhole ? UserBounds.Exactly(users) : new UserBounds(users, _evidence.Users.Everyone);
    }

    private UserBounds Domains(MailRule rule, IReadOnlyList<string> domains, bool? subdomains)
    {
        var users = _evidence.MailRecipients.InDomains(domains, subdomains, out bool isOpen);
        if (isOpen)
            _doubts.Add(new Doubt($"it is open whether users of sub-domains, or without a primary address, belong to the domains that rule '{rule.Name}' names"));
        return users;
    }

    private void FindPoliciesWithoutRule(IReadOnlyCollection<MailRule> rules)
    {
        var named = rules.Select(rule => rule.Policy).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var policy in _policies)
        {
            bool needsRule = policy.Boolean("IsDefault") != true && policy.Boolean("IsBuiltInProtection") != true
                && policy.Text("RecommendedPolicyType") is null or "Custom";
            if (needsRule && !NamesOf(policy).Any(named.Contains))
                Find("PolicyWithoutRule", $"The {_feature.Title} policy '{NameOf(policy)}' has no rule, so it covers nobody.");
        }
    }

    private Dictionary<string, EvidenceObject> ByName()
    {
        var policies = new Dictionary<string, EvidenceObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var policy in _policies)
        {
            foreach (string name in NamesOf(policy))
                policies.TryAdd(name, policy);
        }

        return policies;
    }

    private static IEnumerable<string> NamesOf(EvidenceObject policy) => s_names.Select(policy.Text).OfType<string>();

    private static string List(IReadOnlyList<string> names) => string.Join(", ", names.Take(MostNames))
        + (names.Count > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MostNames} more") : "");

    private static string NameOf(EvidenceObject policy) => policy.Text("Name") ?? policy.RequiredText("Identity");

    private void Find(string id, string message) => _findings.Add(new Finding(id, message));
}

/// <summary>A policy in force, and for whom.</summary>
/// <param name="Name">The name that administrators know; a preset's own, not that of the policy behind it.</param>
/// <param name="Source">Where the policy comes from.</param>
/// <param name="Policy">The policy; null when there is none, or none any more.</param>
/// <param name="Users">The users for whom it decides.</param>
internal sealed record MailPolicyReach(string Name, MailPolicySource Source, EvidenceObject? Policy, UserBounds Users);

/// <summary>Where a policy in force comes from.</summary>
internal enum MailPolicySource
{
    Preset,
    Custom,
    Default,
    BuiltIn,

    /// <summary>A rule whose policy does not exist.</summary>
    Deleted,

    /// <summary>No policy at all.</summary>
    None,
}

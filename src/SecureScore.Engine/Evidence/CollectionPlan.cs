using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Tenants;

namespace SecureScore.Engine.Evidence;

/// <summary>Which resources to collect.</summary>
public static class CollectionPlan
{
    /// <summary>What every judgement wants: whose tenant it is, its licences, and Microsoft's own score.</summary>
    public static IReadOnlyList<string> Always { get; } =
        [Resources.Organization, Resources.SubscribedSkus, Resources.SecureScores, Resources.SecureScoreControlProfiles];

    /// <summary>The resources that judging controls takes, in the order of <see cref="ResourceDefinitions.All"/>.</summary>
    /// <param name="catalog">The edition that is judged.</param>
    /// <param name="controlIds">The controls; null means all. A resource that is collected only when somebody wants just that is among the result
    /// only for a control that is named here and is about that resource.</param>
    /// <param name="services">The services that may be asked; null means all.</param>
    public static IReadOnlyList<string> For(ControlCatalog catalog, IEnumerable<string>? controlIds = null, IReadOnlyCollection<TenantService>? services = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        bool isNamed = controlIds is not null;
        var wanted = new HashSet<string>(Always, StringComparer.OrdinalIgnoreCase);
        foreach (string id in controlIds ?? catalog.Controls.Select(control => control.Id))
        {
            if (ControlEvaluators.Find(id) is { } evaluator)
                wanted.UnionWith(evaluator.Evidence.Where((resource, index) => !IsOptional(resource) || (isNamed && index == 0)));
        }

        return Complete(wanted, services);
    }

    /// <summary>Every resource, except those that are collected only when somebody wants just that.</summary>
    /// <param name="services">The services that may be asked; null means all.</param>
    public static IReadOnlyList<string> Everything(IReadOnlyCollection<TenantService>? services = null) =>
        Complete(ResourceDefinitions.All.Where(definition => !definition.IsOptional).Select(definition => definition.Name).ToHashSet(StringComparer.OrdinalIgnoreCase), services);

    /// <summary>Resources with those that they need, each after those that it has to wait for.</summary>
    /// <param name="resources">Names of resources. Those that are never collected are left out.</param>
    public static IReadOnlyList<ResourceDefinition> Order(IEnumerable<string> resources)
    {
        var wanted = Complete(resources.ToHashSet(StringComparer.OrdinalIgnoreCase), services: null);
        var ordered = new List<ResourceDefinition>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string resource in wanted)
            Add(resource);
        return ordered;

        void Add(string resource)
        {
            if (!seen.Add(resource))
                return;

            var definition = ResourceDefinitions.Find(resource)!;
            foreach (string former in definition.After.Where(name => wanted.Contains(name, StringComparer.OrdinalIgnoreCase)))
                Add(former);
            ordered.Add(definition);
        }
    }

    /// <summary>Those of the resources that are there which have to be collected again with what is wanted now: the members of groups, when more
    /// resources than before name groups.</summary>
    /// <param name="present">Names of the resources that are there.</param>
    /// <param name="wanted">Names of the resources that are wanted.</param>
    public static IReadOnlyList<string> Outdated(IEnumerable<string> present, IEnumerable<string> wanted)
    {
        var there = present.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return there.Contains(Resources.GroupMembers) && wanted.Any(resource => !there.Contains(resource) && NamedGroups.Sources.Contains(resource, StringComparer.OrdinalIgnoreCase))
            ? [Resources.GroupMembers]
            : [];
    }

    /// <summary>Those of some resources that the tenant's licences do not include, each with the name of what is missing. None where the licences
    /// are unknown.</summary>
    /// <param name="snapshot">The evidence so far.</param>
    /// <param name="resources">The resources.</param>
    public static IReadOnlyDictionary<string, string> Unlicensed(TenantSnapshot snapshot, IEnumerable<ResourceDefinition> resources)
    {
        var licences = new TenantEvidence(snapshot).Licences;
        return resources
            .Where(resource => resource.LicenceGate is not null && licences?.Opens(ControlCatalog.LicenceGates[resource.LicenceGate]) == false)
            .ToDictionary(resource => resource.Name, resource => ControlCatalog.LicenceGates[resource.LicenceGate!].DisplayName, StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsOptional(string resource) => ResourceDefinitions.Find(resource)?.IsOptional == true;

    private static IReadOnlyList<string> Complete(HashSet<string> wanted, IReadOnlyCollection<TenantService>? services)
    {
        foreach (var definition in ResourceDefinitions.All.Where(definition => wanted.Contains(definition.Name) && IsAsked(definition)).ToArray())
            wanted.UnionWith(definition.Needs);
        return [.. ResourceDefinitions.All.Where(definition => wanted.Contains(definition.Name) && IsAsked(definition)).Select(definition => definition.Name)];

        bool IsAsked(ResourceDefinition definition) => services is null || services.Count == 0 || services.Contains(definition.Service);
    }
}

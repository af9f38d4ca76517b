namespace SecureScore.Engine.Evidence;

/// <summary>Finds the groups that policies, rules and role assignments name: those whose members a judgement may need.</summary>
public static class NamedGroups
{
    private const string GroupType = "#microsoft.graph.group";

    private static readonly string[] s_assignments =
        [Resources.RoleAssignments, Resources.RoleEligibilityScheduleInstances, Resources.RoleAssignmentScheduleInstances];

    /// <summary>The resources that name groups, and the one that knows groups by name.</summary>
    public static IReadOnlyList<string> Sources { get; } =
    [
        Resources.ConditionalAccessPolicies,
        .. s_assignments,
        .. MailFeature.All.SelectMany(feature => new[] { feature.Rules, feature.Presets, feature.BuiltIn }).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase),
        .. PurviewAudience.Sources,
        Resources.Groups,
    ];

    /// <summary>The ids of the groups, each once, in the order of the resources that name them. What cannot be read names none.</summary>
    /// <param name="snapshot">The evidence so far.</param>
    /// <param name="cancellation">Ends the search early.</param>
    public static IReadOnlyList<string> Find(TenantSnapshot snapshot, CancellationToken cancellation = default)
    {
        var evidence = new TenantEvidence(snapshot, cancellation);
        var ids = new List<string>();
        Try(() => ids.AddRange(evidence.ConditionalAccessPolicies.SelectMany(policy => policy.Include.Groups.Concat(policy.Exclude.Groups))));
        foreach (string resource in s_assignments)
            Try(() => ids.AddRange(evidence.Peek(resource).Where(IsOfGroup).Select(row => row.RequiredText("principalId"))));
        Try(() => ids.AddRange(evidence.MailGroups.Ids));
        return [.. ids.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The ids of the groups that have some ids or display names; a name that no group has, or several have, names none.</summary>
    /// <param name="snapshot">The evidence so far.</param>
    /// <param name="names">The ids and display names.</param>
    /// <param name="cancellation">Ends the search early.</param>
    /// <exception cref="EvidenceUnavailableException">The groups were not collected or cannot be read.</exception>
    public static IReadOnlyList<string> Resolve(TenantSnapshot snapshot, IReadOnlyCollection<string> names, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(names);
        var wanted = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var byId = new List<string>();
        var byName = new List<(string Name, string Id)>();
        if (wanted.Count == 0)
            return byId;

        foreach (var group in snapshot.ReadObjects(Resources.Groups, cancellation))
        {
            string id = group.RequiredText("id");
            if (wanted.Contains(id))
                byId.Add(id);
            else if (group.Text("displayName") is { } name && wanted.Contains(name))
                byName.Add((name, id));
        }

        return [.. byId, .. byName.GroupBy(group => group.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() == 1).Select(group => group.First().Id)];
    }

    private static bool IsOfGroup(EvidenceObject assignment) =>
        assignment.Object("principal")?.Text("@odata.type") is { } type && type.Equals(GroupType, StringComparison.OrdinalIgnoreCase);

    private static void Try(Action find)
    {
        try
        {
            find();
        }
        catch (EvidenceUnavailableException)
        {
            // Whoever judges by this resource is told.
        }
    }
}

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

namespace SecureScore.Engine.Evidence;

/// <summary>What the snapshot knows of one group that a policy or a role assignment names.</summary>
/// <param name="Name">The group's name, or its id where the name is unknown.</param>
/// <param name="Members">Its users; null when they are unknown.</param>
internal sealed record GroupMembers(string Name, UserSet? Members)
{
    /// <summary>Whether the directory does not hold the group any more.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The resource that would tell the members, when it was not collected.</summary>
    public ResourceState? Missing { get; init; }
}

/// <summary>Finds the groups that policies and role assignments name: their names, their members, or that they were deleted.</summary>
internal sealed class GroupDirectory
{
    private static readonly RowProperties s_properties = new("id", "displayName");

    private readonly TenantEvidence _evidence;

    public GroupDirectory(TenantEvidence evidence) => _evidence = evidence;

    public GroupMembers Find(string groupId)
    {
        var id = EntityId.Parse(groupId);
        var names = Names();
        string name = NameOf(groupId);
        ResourceState? missing = null;
        try
        {
            if (_evidence.GroupMemberships.Find(id) is { } members)
                return new GroupMembers(name, members);
        }
        catch (EvidenceUnavailableException exception)
        {
            missing = exception.State;
        }

        return new GroupMembers(name, null) { Missing = missing, IsDeleted = names is not null && !names.ContainsKey(id) };
    }

    /// <summary>The group's name, or its id where the name is unknown.</summary>
    public string NameOf(string groupId) => Names()?.GetValueOrDefault(EntityId.Parse(groupId)) ?? groupId;

    /// <summary>The groups of graph/groups that anything names; null when the groups were not collected.</summary>
    private IReadOnlyDictionary<EntityId, string?>? Names()
    {
        try
        {
            return _evidence.NamedGroups;
        }
        catch (EvidenceUnavailableException)
        {
            return null;
        }
    }

    public static Dictionary<EntityId, string?> ReadNames(SnapshotRows rows, IReadOnlySet<EntityId> wanted)
    {
        var names = new Dictionary<EntityId, string?>();
        while (rows.Read())
        {
            EntityId id = default;
            string? name = null;
            bool isWanted = true;
            var row = new RowReader(rows, s_properties);
            while (row.Next(out int property))
            {
                if (property == 0)
                    isWanted = wanted.Contains(id = row.Id());
                else if (isWanted)
                    name = row.Text();
            }

            row.Require(1);
            if (isWanted)
                names[id] = name;
        }

        return names;
    }
}

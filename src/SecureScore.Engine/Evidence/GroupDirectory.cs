using System.Collections.Concurrent;

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
    private readonly Lazy<Dictionary<EntityId, string?>?> _names;
    private readonly ConcurrentDictionary<EntityId, GroupMembers> _found = [];

    /// <summary>Creates the directory.</summary>
    /// <param name="evidence">The tenant.</param>
    /// <param name="named">The groups that will be asked for: the names of all others are not kept.</param>
    public GroupDirectory(TenantEvidence evidence, IReadOnlySet<EntityId> named)
    {
        _evidence = evidence;
        _names = new Lazy<Dictionary<EntityId, string?>?>(() => Names(evidence, named));
    }

    public GroupMembers Find(string groupId) => _found.GetOrAdd(EntityId.Parse(groupId), id => Find(id, NameOf(groupId)));

    /// <summary>The group's name, or its id where the name is unknown.</summary>
    public string NameOf(string groupId) => _names.Value?.GetValueOrDefault(EntityId.Parse(groupId)) ?? groupId;

    private GroupMembers Find(EntityId id, string name)
    {
        ResourceState? missing = null;
        try
        {
            var unresolved = new HashSet<EntityId>();
            if (_evidence.GroupMemberships.Find(id, unresolved) is { } members)
            {
                // Devices and deleted users are no loss; a nested group whose members the snapshot lacks is one.
                return new GroupMembers(name, unresolved.Count > 0 && unresolved.Overlaps(_evidence.GroupsWithoutMembers) ? null : members);
            }
        }
        catch (EvidenceUnavailableException exception)
        {
            missing = exception.State;
        }

        return new GroupMembers(name, null) { Missing = missing, IsDeleted = _names.Value?.ContainsKey(id) == false };
    }

    /// <summary>Those of the named groups that exist, with their names.</summary>
    /// <exception cref="EvidenceUnavailableException">The groups were not collected or cannot be read.</exception>
    public static IReadOnlyDictionary<EntityId, string?> Existing(TenantEvidence evidence, IReadOnlySet<EntityId> named) =>
        evidence.ReadRows(Resources.Groups, rows => Read(rows, named));

    /// <summary>The same; null when the groups cannot be read.</summary>
    internal static Dictionary<EntityId, string?>? Names(TenantEvidence evidence, IReadOnlySet<EntityId> named)
    {
        try
        {
            return evidence.ReadRows(Resources.Groups, rows => Read(rows, named));
        }
        catch (EvidenceUnavailableException)
        {
            return null;
        }
    }

    private static Dictionary<EntityId, string?> Read(SnapshotRows rows, IReadOnlySet<EntityId> named)
    {
        var names = new Dictionary<EntityId, string?>();
        while (rows.Read())
        {
            EntityId id = default;
            string? name = null;
            bool isNamed = true;
            var row = new RowReader(rows, s_properties);
            while (row.Next(out int property))
            {
                if (property == 0)
                    isNamed = named.Contains(id = row.Id());
                else if (isNamed)
                    name = row.Text();
            }

            row.Require(1);
            if (isNamed)
                names[id] = name;
        }

        return names;
    }
}

namespace SecureScore.Engine.Evidence;

/// <summary>Which users are in which group, nested groups included, for the groups that graph/groupMembers names.</summary>
internal sealed class GroupMemberships
{
    private const int GroupId = 0;
    private const int MemberId = 1;

    // Members are looked up so many at a time: enough for all processors, and little memory.
    private const int BatchSize = 65_536;

    private static readonly RowProperties s_properties = new("groupId", "memberId");

    private readonly UserDirectory _users;
    private readonly Dictionary<EntityId, Members> _groups = [];

    private GroupMemberships(UserDirectory users) => _users = users;

    public static GroupMemberships Read(SnapshotRows rows, UserDirectory users)
    {
        var memberships = new GroupMemberships(users);
        var ids = new List<EntityId>();
        var groups = new List<Members>();
        EntityId lastId = default;
        Members? last = null;
        while (rows.Read())
        {
            EntityId group = default;
            EntityId member = default;
            var row = new RowReader(rows, s_properties);
            while (row.Next(out int property))
            {
                if (property == GroupId)
                    group = row.Id();
                else
                    member = row.Id();
            }

            row.Require(MemberId + 1);

            // Rows of one group follow one another, so most need no look-up.
            if (last is null || group != lastId)
            {
                lastId = group;
                if (!memberships._groups.TryGetValue(group, out last))
                    memberships._groups.Add(group, last = new Members(users.Capacity));
            }

            ids.Add(member);
            groups.Add(last);
            if (ids.Count == BatchSize)
                memberships.Take(ids, groups);
        }

        memberships.Take(ids, groups);
        return memberships;
    }

    /// <summary>The users in a group, through any depth of nested groups; null when the file does not name the group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="unresolved">Takes the members that are neither a user nor a group of the file.</param>
    public UserSet? Find(EntityId group, ICollection<EntityId> unresolved)
    {
        if (!_groups.TryGetValue(group, out var direct))
            return null;

        var users = _users.NoOne();
        var visited = new HashSet<Members> { direct };
        var pending = new Stack<Members>(visited);
        while (pending.TryPop(out var members))
        {
            users = members.UnionWith(users);
            foreach (var other in members.Others)
            {
                if (!_groups.TryGetValue(other, out var nested))
                    unresolved.Add(other);
                else if (visited.Add(nested))
                    pending.Push(nested);
            }
        }

        return users;
    }

    private void Take(List<EntityId> members, List<Members> groups)
    {
        int[] positions = _users.Find(members);
        for (int index = 0; index < positions.Length; index++)
        {
            if (positions[index] >= 0)
                groups[index].Add(positions[index]);
            else
                groups[index].Others.Add(members[index]);
        }

        members.Clear();
        groups.Clear();
    }

    /// <summary>The members of one group: a list while they are few, one bit for each user of the directory once that takes less memory.</summary>
    private sealed class Members(int capacity)
    {
        private const int BitsOfPosition = 32;

        private List<int>? _few = [];
        private UserSet? _many;

        /// <summary>Members that are no users: nested groups, and what has no meaning here.</summary>
        public HashSet<EntityId> Others { get; } = [];

        public void Add(int user)
        {
            if (_few is null)
            {
                _many!.Add(user);
                return;
            }

            _few.Add(user);
            if (_few.Count > capacity / BitsOfPosition)
            {
                _many = UnionWith(new UserSet(capacity));
                _few = null;
            }
        }

        public UserSet UnionWith(UserSet users)
        {
            if (_many is not null)
                return users.Union(_many);

            foreach (int user in _few!)
                users.Add(user);
            return users;
        }
    }
}

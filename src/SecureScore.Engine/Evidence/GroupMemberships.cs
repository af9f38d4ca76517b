namespace SecureScore.Engine.Evidence;

/// <summary>Which users are in which group, nested groups included, for the groups that graph/groupMembers names.</summary>
internal sealed class GroupMemberships
{
    private readonly UserDirectory _users;
    private readonly Dictionary<EntityId, Members> _groups = [];

    /// <summary>Joins the rows with the directory.</summary>
    public GroupMemberships(UserDirectory users, IEnumerable<MemberRows> blocks)
    {
        _users = users;
        foreach (var block in blocks)
            Add(block);
    }

    /// <summary>The members, of any group, that are neither a user nor a group of the file.</summary>
    public IReadOnlySet<EntityId> Unresolved =>
        _groups.Values.SelectMany(members => members.Others).Where(other => !_groups.ContainsKey(other)).ToHashSet();

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
            members.AddTo(users);
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

    private void Add(MemberRows block)
    {
        int[] positions = _users.Find(block.Members);
        for (int run = 0; run < block.Runs.Count; run++)
        {
            var (group, start) = block.Runs[run];
            int end = run + 1 < block.Runs.Count ? block.Runs[run + 1].Start : positions.Length;
            var members = Of(group);
            for (int index = start; index < end; index++)
            {
                if (positions[index] >= 0)
                    members.Add(positions[index]);
                else
                    members.Others.Add(block.Members[index]);
            }
        }
    }

    private Members Of(EntityId group)
    {
        if (!_groups.TryGetValue(group, out var members))
            _groups.Add(group, members = new Members(_users.Capacity));
        return members;
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
                var many = new UserSet(capacity);
                AddTo(many);
                _many = many;
                _few = null;
            }
        }

        public void AddTo(UserSet users)
        {
            if (_many is not null)
            {
                users.AddRange(_many);
                return;
            }

            foreach (int user in _few!)
                users.Add(user);
        }
    }
}

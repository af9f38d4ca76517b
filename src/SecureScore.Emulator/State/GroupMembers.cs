using System.Text.Json;
using SecureScore.Engine.Evidence;

namespace SecureScore.Emulator.State;

/// <summary>The members of each group, held as ids: groups are asked for one by one, and their rows lie in one file.</summary>
internal sealed class GroupMembers
{
    private readonly Dictionary<Guid, List<Guid>> _members = [];
    private readonly HashSet<Guid> _groups = [];

    private GroupMembers()
    {
    }

    public static GroupMembers Read(TenantSnapshot snapshot)
    {
        var members = new GroupMembers();
        foreach (var row in RowsOf(snapshot, Resources.Groups))
        {
            using var group = JsonDocument.Parse(row);
            if (Id(group, "id") is { } id)
                members._groups.Add(id);
        }

        foreach (var row in RowsOf(snapshot, Resources.GroupMembers))
        {
            using var member = JsonDocument.Parse(row);
            if (Id(member, "groupId") is not { } group || Id(member, "memberId") is not { } person)
                continue;

            if (!members._members.TryGetValue(group, out var list))
                members._members.Add(group, list = []);
            list.Add(person);
        }

        // The service names the people of nested groups, not these groups.
        foreach (var (group, people) in members._members.Where(pair => pair.Value.Exists(members.IsGroup)).Select(pair => (pair.Key, members.PeopleOf(pair.Key))).ToArray())
            members._members[group] = people;
        return members;
    }

    /// <summary>The members of a group; null when there is no such group.</summary>
    public IReadOnlyList<Guid>? Of(string group)
    {
        if (!Guid.TryParse(group, out var id))
            return null;

        return _members.TryGetValue(id, out var members) ? members : _groups.Contains(id) ? [] : null;
    }

    private bool IsGroup(Guid id) => _groups.Contains(id) || _members.ContainsKey(id);

    private List<Guid> PeopleOf(Guid group)
    {
        var people = new HashSet<Guid>();
        var seen = new HashSet<Guid> { group };
        var pending = new Stack<Guid>(seen);
        while (pending.TryPop(out var next))
        {
            foreach (var member in _members.GetValueOrDefault(next, []))
            {
                if (!IsGroup(member))
                    people.Add(member);
                else if (seen.Add(member))
                    pending.Push(member);
            }
        }

        return [.. people];
    }

    private static Guid? Id(JsonDocument row, string name) =>
        row.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var id) ? id : null;

    private static IEnumerable<ReadOnlyMemory<byte>> RowsOf(TenantSnapshot snapshot, string resource) =>
        snapshot.StateOf(resource).Status == ResourceStatus.Collected ? snapshot.ReadRows(resource) : [];
}

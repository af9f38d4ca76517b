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

        return members;
    }

    /// <summary>The members of a group; null when there is no such group.</summary>
    public IReadOnlyList<Guid>? Of(string group)
    {
        if (!Guid.TryParse(group, out var id))
            return null;

        return _members.TryGetValue(id, out var members) ? members : _groups.Contains(id) ? [] : null;
    }

    private static Guid? Id(JsonDocument row, string name) =>
        row.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var id) ? id : null;

    private static IEnumerable<ReadOnlyMemory<byte>> RowsOf(TenantSnapshot snapshot, string resource) =>
        snapshot.StateOf(resource).Status == ResourceStatus.Collected ? snapshot.ReadRows(resource) : [];
}

using System.Runtime.CompilerServices;

namespace SecureScore.Engine.Evidence;

/// <summary>Some rows of graph/groupMembers, one after the other, not yet joined with the directory: a few bytes a row.</summary>
/// <remarks>A row without a member tells that its group is known, and has none unless other rows name some.</remarks>
internal sealed class MemberRows
{
    private const int GroupId = 0;

    // Enough rows for all processors to look their members up, and little memory.
    private const int BlockSize = 65_536;

    private static readonly RowProperties s_properties = new("groupId", "memberId");

    private readonly List<EntityId> _members;
    private readonly List<(EntityId Group, int Start)> _runs = [];

    private MemberRows(int capacity) => _members = new List<EntityId>(capacity);

    /// <summary>The member of each row that has one.</summary>
    public List<EntityId> Members => _members;

    /// <summary>Rows of one group follow one another: the group of each run, and the member at which the run starts.</summary>
    public IReadOnlyList<(EntityId Group, int Start)> Runs => _runs;

    /// <summary>Reads all rows, block by block.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="expected">How many rows to expect.</param>
    /// <param name="keep">Whether the blocks are kept; else each holds only until the next.</param>
    public static IEnumerable<MemberRows> Read(SnapshotRows rows, int expected, bool keep)
    {
        byte[] group = [];
        int capacity = Math.Min(expected, BlockSize);
        var block = new MemberRows(capacity);
        while (true)
        {
            bool isLast = block.Fill(rows, ref group);
            yield return block;
            if (isLast)
                yield break;

            if (keep)
            {
                block = new MemberRows(capacity);
            }
            else
            {
                block._members.Clear();
                block._runs.Clear();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Fill(SnapshotRows rows, ref byte[] group)
    {
        while (_members.Count < BlockSize && _runs.Count < BlockSize)
        {
            if (!rows.Read())
                return true;

            ReadOnlySpan<byte> groupId = default;
            EntityId? member = null;
            var row = new RowReader(rows, s_properties);
            while (row.Next(out int property))
            {
                if (property == GroupId)
                    groupId = row.Utf8Text();
                else
                    member = row.OptionalId();
            }

            row.Require(GroupId + 1);
            if (groupId.IsEmpty)
                throw row.Missing(GroupId);

            if (_runs.Count == 0 || !groupId.SequenceEqual(group))
            {
                group = groupId.ToArray();
                _runs.Add((EntityId.Parse(groupId), _members.Count));
            }

            if (member is { } id)
                _members.Add(id);
        }

        return false;
    }
}

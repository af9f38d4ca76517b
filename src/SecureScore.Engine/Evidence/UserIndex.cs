using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecureScore.Engine.Evidence;

/// <summary>Finds the position of a user by id: an open-addressing table made for many look-ups at a time.</summary>
/// <remarks>The table of a large directory does not fit in a processor's caches, so a look-up is a wait for memory. Here a look-up touches two places instead
/// of the three or four of a dictionary, and the places of a whole block are touched before any answer is needed: the waits overlap.</remarks>
internal sealed class UserIndex
{
    private const int BlockSize = 128;
    private const ulong TagMask = 0xFFFF_FFFF_0000_0000;

    // Whoever writes a snapshot cannot choose ids that all fall into one place.
    private static readonly ulong s_seed = (ulong)Random.Shared.NextInt64() | 1;

    private readonly List<EntityId> _ids;

    // The upper half of the hash, then the position plus one; 0 is free.
    private readonly ulong[] _slots;
    private readonly int _mask;

    /// <summary>Creates the index.</summary>
    /// <param name="ids">The id of each position.</param>
    /// <param name="repeated">Takes each position whose id comes again later: the last one counts.</param>
    public UserIndex(List<EntityId> ids, Action<int> repeated)
    {
        _ids = ids;
        _slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(ids.Count, 4) * 2)];
        _mask = _slots.Length - 1;
        for (int position = 0; position < ids.Count; position++)
        {
            ulong hash = Hash(ids[position]);
            int slot = FirstSlot(hash);
            while (_slots[slot] != 0 && !IsAt(slot, hash, ids[position]))
                slot = (slot + 1) & _mask;

            if (_slots[slot] != 0)
                repeated(PositionIn(_slots[slot]));
            _slots[slot] = (hash & TagMask) | (uint)(position + 1);
        }
    }

    /// <summary>The position of a user; -1 when the directory does not hold it.</summary>
    public int Find(EntityId id)
    {
        ulong hash = Hash(id);
        return Find(id, hash, FirstSlot(hash));
    }

    /// <summary>The positions of many users, -1 for those that are not there.</summary>
    // Compiled once and for good: a judgement calls it a few times, each time for long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(ReadOnlySpan<EntityId> ids, Span<int> positions)
    {
        Span<ulong> hashes = stackalloc ulong[BlockSize];
        Span<ulong> entries = stackalloc ulong[BlockSize];
        var known = CollectionsMarshal.AsSpan(_ids);
        for (int start = 0; start < ids.Length; start += BlockSize)
        {
            var block = ids.Slice(start, Math.Min(BlockSize, ids.Length - start));
            for (int index = 0; index < block.Length; index++)
            {
                hashes[index] = Hash(block[index]);
                entries[index] = _slots[FirstSlot(hashes[index])];
            }

            for (int index = 0; index < block.Length; index++)
            {
                ulong entry = entries[index];
                bool isFirst = entry != 0 && ((entry ^ hashes[index]) & TagMask) == 0 && known[PositionIn(entry)] == block[index];
                positions[start + index] = isFirst ? PositionIn(entry)
                    : entry == 0 ? -1
                    : Find(block[index], hashes[index], FirstSlot(hashes[index]));
            }
        }
    }

    private int Find(EntityId id, ulong hash, int slot)
    {
        while (_slots[slot] != 0)
        {
            if (IsAt(slot, hash, id))
                return PositionIn(_slots[slot]);
            slot = (slot + 1) & _mask;
        }

        return -1;
    }

    private bool IsAt(int slot, ulong hash, EntityId id) =>
        ((_slots[slot] ^ hash) & TagMask) == 0 && _ids[PositionIn(_slots[slot])] == id;

    private int FirstSlot(ulong hash) => (int)hash & _mask;

    private static int PositionIn(ulong entry) => (int)(uint)entry - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(EntityId id)
    {
        var bits = Unsafe.BitCast<EntityId, UInt128>(id);
        ulong hash = ((ulong)bits ^ s_seed) * 0x9E37_79B9_7F4A_7C15;
        hash = (BitOperations.RotateLeft(hash, 32) ^ (ulong)(bits >> 64)) * 0xD6E8_FEB8_6659_FD93;
        return hash ^ (hash >> 32);
    }
}

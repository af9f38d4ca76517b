using System.Numerics;

namespace SecureScore.Engine.Evidence;

/// <summary>A set of users of one directory, one bit a user: the algebra in which coverage is computed.</summary>
/// <remarks>A user is the position of its row in graph/users. Sets of one directory have the same length.</remarks>
internal sealed class UserSet
{
    private readonly ulong[] _bits;

    public UserSet(int capacity)
    {
        Capacity = capacity;
        _bits = new ulong[(capacity + 63) / 64];
    }

    private UserSet(int capacity, ulong[] bits)
    {
        Capacity = capacity;
        _bits = bits;
    }

    public int Capacity { get; }

    public int Count
    {
        get
        {
            int count = 0;
            foreach (ulong word in _bits)
                count += BitOperations.PopCount(word);
            return count;
        }
    }

    public bool IsEmpty => !_bits.AsSpan().ContainsAnyExcept(0UL);

    public static UserSet Everyone(int capacity)
    {
        var set = new UserSet(capacity);
        Array.Fill(set._bits, ulong.MaxValue);
        if (capacity % 64 != 0)
            set._bits[^1] = (1UL << (capacity % 64)) - 1;
        return set;
    }

    public bool Contains(int user) => (uint)user < (uint)Capacity && (_bits[user >> 6] & (1UL << (user & 63))) != 0;

    public void Add(int user) => _bits[user >> 6] |= 1UL << (user & 63);

    public UserSet Union(UserSet other) => Combine(other, static (left, right) => left | right);

    public UserSet Intersect(UserSet other) => Combine(other, static (left, right) => left & right);

    public UserSet Except(UserSet other) => Combine(other, static (left, right) => left & ~right);

    public bool SetEquals(UserSet other) => Capacity == other.Capacity && _bits.AsSpan().SequenceEqual(other._bits);

    /// <summary>The members, in the order of graph/users.</summary>
    public IEnumerable<int> Members()
    {
        for (int index = 0; index < _bits.Length; index++)
        {
            for (ulong word = _bits[index]; word != 0; word &= word - 1)
                yield return (index << 6) + BitOperations.TrailingZeroCount(word);
        }
    }

    private UserSet Combine(UserSet other, Func<ulong, ulong, ulong> operation)
    {
        if (other.Capacity != Capacity)
            throw new ArgumentException("Both sets must belong to the same directory.", nameof(other));

        var bits = new ulong[_bits.Length];
        for (int index = 0; index < bits.Length; index++)
            bits[index] = operation(_bits[index], other._bits[index]);
        return new UserSet(Capacity, bits);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

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

    /// <summary>Adds every member of another set to this one.</summary>
    public void AddRange(UserSet other) => Combine<Or>(this, other, this);

    public UserSet Union(UserSet other) => Combine<Or>(this, other, new UserSet(Capacity));

    public UserSet Intersect(UserSet other) => Combine<And>(this, other, new UserSet(Capacity));

    public UserSet Except(UserSet other) => Combine<AndNot>(this, other, new UserSet(Capacity));

    /// <summary>How many members both sets have.</summary>
    public int CountIn(UserSet other)
    {
        EnsureSameDirectory(other);
        int count = 0;
        for (int index = 0; index < _bits.Length; index++)
            count += BitOperations.PopCount(_bits[index] & other._bits[index]);
        return count;
    }

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

    // Compiled once and for good: a judgement ends before the runtime would get to compile the loop a second time, better.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static UserSet Combine<TOperation>(UserSet left, UserSet right, UserSet result)
        where TOperation : struct, IOperation
    {
        left.EnsureSameDirectory(right);
        var operation = default(TOperation);
        int index = 0;
        for (; index <= left._bits.Length - Vector<ulong>.Count; index += Vector<ulong>.Count)
            operation.Apply(new Vector<ulong>(left._bits, index), new Vector<ulong>(right._bits, index)).CopyTo(result._bits, index);
        for (; index < left._bits.Length; index++)
            result._bits[index] = operation.Apply(left._bits[index], right._bits[index]);
        return result;
    }

    private void EnsureSameDirectory(UserSet other)
    {
        if (other.Capacity != Capacity)
            throw new ArgumentException("Both sets must belong to the same directory.", nameof(other));
    }

    private interface IOperation
    {
        Vector<ulong> Apply(Vector<ulong> left, Vector<ulong> right);

        ulong Apply(ulong left, ulong right);
    }

    private readonly struct Or : IOperation
    {
        public Vector<ulong> Apply(Vector<ulong> left, Vector<ulong> right) => left | right;

        public ulong Apply(ulong left, ulong right) => left | right;
    }

    private readonly struct And : IOperation
    {
        public Vector<ulong> Apply(Vector<ulong> left, Vector<ulong> right) => left & right;

        public ulong Apply(ulong left, ulong right) => left & right;
    }

    private readonly struct AndNot : IOperation
    {
        public Vector<ulong> Apply(Vector<ulong> left, Vector<ulong> right) => Vector.AndNot(left, right);

        public ulong Apply(ulong left, ulong right) => left & ~right;
    }
}

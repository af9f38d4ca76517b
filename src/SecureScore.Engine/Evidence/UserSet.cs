using System.Numerics;
using System.Runtime.CompilerServices;

namespace SecureScore.Engine.Evidence;

/// <summary>A set of users of one directory, one bit a user: the algebra in which coverage is computed.</summary>
/// <remarks>A user is the position of its row in graph/users. Sets of one directory have the same length. The bits lie in blocks small enough for the
/// garbage collector to take sets that lived for one operation away at once, as it does not with large arrays.</remarks>
internal sealed class UserSet
{
    private const int BitsOfWord = 6;
    private const int BitsOfBlock = 19;
    private const int WordsOfBlock = 1 << (BitsOfBlock - BitsOfWord);

    private readonly ulong[][] _blocks;

    public UserSet(int capacity)
    {
        Capacity = capacity;
        int words = (capacity + 63) >> BitsOfWord;
        _blocks = new ulong[(words + WordsOfBlock - 1) / WordsOfBlock][];
        for (int block = 0; block < _blocks.Length; block++)
            _blocks[block] = new ulong[Math.Min(WordsOfBlock, words - (block * WordsOfBlock))];
    }

    public int Capacity { get; }

    public int Count
    {
        get
        {
            int count = 0;
            foreach (ulong[] block in _blocks)
            {
                foreach (ulong word in block)
                    count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    public bool IsEmpty => Array.TrueForAll(_blocks, block => !block.AsSpan().ContainsAnyExcept(0UL));

    public static UserSet Everyone(int capacity)
    {
        var set = new UserSet(capacity);
        foreach (ulong[] block in set._blocks)
            Array.Fill(block, ulong.MaxValue);
        if (capacity % 64 != 0)
            set._blocks[^1][^1] = (1UL << (capacity % 64)) - 1;
        return set;
    }

    public bool Contains(int user) => (uint)user < (uint)Capacity && (WordOf(user) & (1UL << (user & 63))) != 0;

    public void Add(int user) => WordOf(user) |= 1UL << (user & 63);

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
        for (int block = 0; block < _blocks.Length; block++)
        {
            ulong[] words = _blocks[block];
            ulong[] others = other._blocks[block];
            for (int index = 0; index < words.Length; index++)
                count += BitOperations.PopCount(words[index] & others[index]);
        }

        return count;
    }

    public bool SetEquals(UserSet other) =>
        Capacity == other.Capacity && _blocks.Zip(other._blocks).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    /// <summary>The members, in the order of graph/users.</summary>
    public IEnumerable<int> Members()
    {
        for (int block = 0; block < _blocks.Length; block++)
        {
            ulong[] words = _blocks[block];
            for (int index = 0; index < words.Length; index++)
            {
                for (ulong word = words[index]; word != 0; word &= word - 1)
                    yield return (block << BitsOfBlock) + (index << BitsOfWord) + BitOperations.TrailingZeroCount(word);
            }
        }
    }

    private ref ulong WordOf(int user) => ref _blocks[user >> BitsOfBlock][(user >> BitsOfWord) & (WordsOfBlock - 1)];

    // Compiled once and for good: a judgement ends before the runtime would get to compile the loop a second time, better.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static UserSet Combine<TOperation>(UserSet left, UserSet right, UserSet result)
        where TOperation : struct, IOperation
    {
        left.EnsureSameDirectory(right);
        var operation = default(TOperation);
        for (int block = 0; block < left._blocks.Length; block++)
        {
            ulong[] leftWords = left._blocks[block];
            ulong[] rightWords = right._blocks[block];
            ulong[] words = result._blocks[block];
            int index = 0;
            for (; index <= words.Length - Vector<ulong>.Count; index += Vector<ulong>.Count)
                operation.Apply(new Vector<ulong>(leftWords, index), new Vector<ulong>(rightWords, index)).CopyTo(words, index);
            for (; index < words.Length; index++)
                words[index] = operation.Apply(leftWords[index], rightWords[index]);
        }

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

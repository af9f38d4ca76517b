namespace SecureScore.Engine.Evidence;

/// <summary>Byte sequences that come again and again, kept once each and told apart by a number.</summary>
/// <remarks>Once all are added several threads may look for them.</remarks>
internal sealed class InternedBytes
{
    private readonly List<byte[]> _values = [];
    private readonly List<int> _next = [];
    private readonly Dictionary<int, int> _firstByHash = [];
    private int _last = -1;

    public int Count => _values.Count;

    public ReadOnlySpan<byte> this[int number] => _values[number];

    /// <summary>The number of a sequence, which is kept when it is new.</summary>
    public int Add(ReadOnlySpan<byte> value)
    {
        int hash = Hash(value);
        int found = Find(value, hash);
        if (found >= 0)
            return found;

        _last = _values.Count;
        _next.Add(_firstByHash.GetValueOrDefault(hash, -1));
        _firstByHash[hash] = _last;
        _values.Add(value.ToArray());
        return _last;
    }

    /// <summary>The number of a sequence, -1 when it is not kept.</summary>
    public int Find(ReadOnlySpan<byte> value) => Find(value, Hash(value));

    private int Find(ReadOnlySpan<byte> value, int hash)
    {
        // Neighbours mostly have the same domain and the same licences.
        int last = _last;
        if (last >= 0 && value.SequenceEqual(_values[last]))
            return last;

        for (int number = _firstByHash.GetValueOrDefault(hash, -1); number >= 0; number = _next[number])
        {
            if (value.SequenceEqual(_values[number]))
                return _last = number;
        }

        return -1;
    }

    private static int Hash(ReadOnlySpan<byte> value)
    {
        var hash = default(HashCode);
        hash.AddBytes(value);
        return hash.ToHashCode();
    }
}

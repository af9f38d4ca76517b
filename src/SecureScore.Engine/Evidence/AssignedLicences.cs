using System.Buffers.Binary;
using System.Numerics;

namespace SecureScore.Engine.Evidence;

/// <summary>A licence that a user has.</summary>
/// <param name="SkuId">The subscription.</param>
/// <param name="DisabledPlans">Its service plans that are switched off for the user.</param>
internal sealed record AssignedLicence(string SkuId, IReadOnlyList<string> DisabledPlans);

/// <summary>The licences of each user of a directory.</summary>
/// <remarks>A few combinations of licences serve all users of a tenant: each is read and kept once, and a user costs one number. What is wrong with a
/// combination concerns only those who ask for it.</remarks>
internal sealed class AssignedLicences(int capacity)
{
    private const int MostCombinations = 100_000;

    private readonly List<int> _combinationOf = new(capacity);
    private readonly List<Combination> _combinations = [];
    private readonly Dictionary<ulong, int> _byHash = [];
    private readonly JsonDuplicates _duplicates = new();

    /// <summary>The licences of a user; null when its row does not tell.</summary>
    /// <exception cref="EvidenceUnavailableException">The row tells them in a way that cannot be read.</exception>
    public IReadOnlyList<AssignedLicence>? Of(int user) => LicencesOf(_combinationOf[user]);

    /// <summary>Sorts users by an answer that depends on their licences alone: asked once for each combination that occurs.</summary>
    /// <param name="users">The users.</param>
    /// <param name="answer">The answer for some licences; they are null when the rows do not tell.</param>
    /// <exception cref="EvidenceUnavailableException">A row tells the licences in a way that cannot be read.</exception>
    public IReadOnlyDictionary<T, UserSet> GroupBy<T>(UserSet users, Func<IReadOnlyList<AssignedLicence>?, T> answer)
        where T : notnull
    {
        var groupOf = new UserSet?[_combinations.Count + 1];
        var groups = new Dictionary<T, UserSet>();
        foreach (int user in users.Members())
        {
            int combination = _combinationOf[user];
            if (groupOf[combination + 1] is not { } group)
            {
                var given = answer(LicencesOf(combination));
                if (!groups.TryGetValue(given, out group))
                    groups.Add(given, group = new UserSet(users.Capacity));
                groupOf[combination + 1] = group;
            }

            group.Add(user);
        }

        return groups;
    }

    /// <summary>Takes the next user.</summary>
    /// <param name="json">The licences as the row has them; empty when it has none.</param>
    /// <param name="rows">The reader, which stands on the row.</param>
    internal void Add(ReadOnlySpan<byte> json, SnapshotRows rows) => _combinationOf.Add(json.IsEmpty ? -1 : Find(json, rows));

    private IReadOnlyList<AssignedLicence>? LicencesOf(int combination)
    {
        if (combination < 0)
            return null;

        var (_, licences, failure) = _combinations[combination];
        return failure is null ? licences : throw new EvidenceUnavailableException(failure);
    }

    private int Find(ReadOnlySpan<byte> json, SnapshotRows rows)
    {
        ulong hash = Hash(json);
        for (; _byHash.TryGetValue(hash, out int combination); hash++)
        {
            if (json.SequenceEqual(_combinations[combination].Json))
                return combination;
        }

        if (_combinations.Count == MostCombinations)
            throw rows.Invalid($"there are more than {MostCombinations} combinations of assignedLicenses");

        _byHash.Add(hash, _combinations.Count);
        _combinations.Add(Read(json, rows));
        return _combinations.Count - 1;
    }

    private Combination Read(ReadOnlySpan<byte> json, SnapshotRows rows)
    {
        try
        {
            var user = rows.ReadObject(_duplicates);
            var licences = user.Has("assignedLicenses")
                ? user.Objects("assignedLicenses").Select(row => new AssignedLicence(row.RequiredText("skuId"), row.Texts("disabledPlans"))).ToArray()
                : null;
            return new Combination(json.ToArray(), licences, null);
        }
        catch (EvidenceUnavailableException exception)
        {
            return new Combination(json.ToArray(), null, exception.State);
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> json)
    {
        ulong hash = (ulong)json.Length;
        for (; json.Length >= sizeof(ulong); json = json[sizeof(ulong)..])
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(json));
        foreach (byte value in json)
            hash = Mix(hash, value);
        return hash;
    }

    private static ulong Mix(ulong hash, ulong value) => BitOperations.RotateLeft(hash ^ value, 23) * 0x9E37_79B9_7F4A_7C15;

    private readonly record struct Combination(byte[] Json, IReadOnlyList<AssignedLicence>? Licences, ResourceState? Failure);
}

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
    private const int None = -1;

    private readonly List<int> _combinationOf = new(capacity);
    private readonly InternedBytes _combinations = new();
    private readonly List<Combination> _licences = [];
    private readonly JsonDuplicates _duplicates = new();

    /// <summary>The licences of a user; null when its row does not tell.</summary>
    /// <exception cref="EvidenceUnavailableException">The row tells them in a way that cannot be read.</exception>
    public IReadOnlyList<AssignedLicence>? Of(int user) => LicencesOf(_combinationOf[user]);

    /// <summary>Those of some users whose licences meet a demand, which is asked once for each combination of licences that occurs.</summary>
    /// <param name="users">The users.</param>
    /// <param name="demand">The demand on some licences; they are null when the rows do not tell.</param>
    /// <exception cref="EvidenceUnavailableException">A row tells the licences in a way that cannot be read.</exception>
    public UserSet Where(UserSet users, Func<IReadOnlyList<AssignedLicence>?, bool> demand)
    {
        bool?[] meets = new bool?[_licences.Count + 1];
        var found = new UserSet(users.Capacity);
        foreach (int user in users.Members())
        {
            int combination = _combinationOf[user];
            if (meets[combination + 1] ??= demand(LicencesOf(combination)))
                found.Add(user);
        }

        return found;
    }

    /// <summary>Takes the next user.</summary>
    /// <param name="json">The licences as the row has them; empty when it has none.</param>
    /// <param name="rows">The reader, which stands on the row.</param>
    internal void Add(ReadOnlySpan<byte> json, SnapshotRows rows)
    {
        int combination = json.IsEmpty ? None : _combinations.Add(json);
        if (combination == _licences.Count)
        {
            if (combination == MostCombinations)
                throw rows.Invalid($"there are more than {MostCombinations} combinations of assignedLicenses");
            _licences.Add(Read(rows));
        }

        _combinationOf.Add(combination);
    }

    private IReadOnlyList<AssignedLicence>? LicencesOf(int combination)
    {
        if (combination == None)
            return null;

        var (licences, failure) = _licences[combination];
        return failure is null ? licences : throw new EvidenceUnavailableException(failure);
    }

    private Combination Read(SnapshotRows rows)
    {
        try
        {
            var assigned = rows.ReadObject(_duplicates).Objects("assignedLicenses");
            return new Combination([.. assigned.Select(licence => new AssignedLicence(licence.RequiredText("skuId"), licence.Texts("disabledPlans")))], null);
        }
        catch (EvidenceUnavailableException exception)
        {
            return new Combination([], exception.State);
        }
    }

    private readonly record struct Combination(IReadOnlyList<AssignedLicence> Licences, ResourceState? Failure);
}

namespace SecureScore.Engine.Evidence;

/// <summary>Finds the groups that rules of mail protection name by address, name or id.</summary>
internal sealed class MailGroups
{
    private const int Id = 0;
    private const int Mail = 1;
    private const int ProxyAddresses = 2;
    private const int DisplayName = 3;
    private const int MailNickname = 4;

    private static readonly RowProperties s_properties = new("id", "mail", "proxyAddresses", "displayName", "mailNickname");

    private readonly NameTable _names;
    private readonly Dictionary<int, Matches> _matches;
    private readonly GroupDirectory _directory;
    private readonly ResourceState? _missing;

    public MailGroups(TenantEvidence evidence, NameTable names)
    {
        _names = names;
        try
        {
            _matches = names.IsEmpty ? [] : evidence.ReadRows(Resources.Groups, rows => Read(rows, names));
        }
        catch (EvidenceUnavailableException exception)
        {
            _matches = [];
            _missing = exception.State;
        }

        _directory = new GroupDirectory(evidence, Ids.Select(EntityId.Parse).ToHashSet());
    }

    /// <summary>The ids of all groups that go by a name that a rule or a policy uses.</summary>
    public IEnumerable<string> Ids => _matches.Values.SelectMany(match => match.Ids);

    /// <summary>The group that a rule names. Its members are unknown when the snapshot does not hold the group, as with dynamic distribution
    /// groups, or holds several that go by the name.</summary>
    public GroupMembers Find(string name)
    {
        var matches = _matches.GetValueOrDefault(_names.Find(name));
        string? id = matches?.Single ?? (_missing is not null && Guid.TryParse(name, out _) ? name : null);
        return id is null ? new GroupMembers(name, null) { Missing = _missing } : _directory.Find(id) with { Name = name };
    }

    /// <summary>Whether the snapshot holds a group that goes by the name; null when its groups cannot be read.</summary>
    public bool? Holds(string name) => _missing is null ? _matches.ContainsKey(_names.Find(name)) : null;

    private static Dictionary<int, Matches> Read(SnapshotRows rows, NameTable names)
    {
        var found = new Dictionary<int, Matches>();
        var exact = new List<int>();
        var likely = new List<int>();
        while (rows.Read())
        {
            exact.Clear();
            likely.Clear();
            string id = "";
            var row = new RowReader(rows, s_properties);
            while (row.Next(out int property))
            {
                switch (property)
                {
                    case Id:
                        id = row.Text() is { Length: > 0 } text ? text : throw row.Missing(Id);
                        Meet(row.Utf8Text(), exact);
                        break;
                    case Mail:
                        Meet(row.Utf8Text(), exact);
                        break;
                    case ProxyAddresses:
                        while (row.NextText(out var address))
                            Meet(address[(address.IndexOf((byte)':') + 1)..], exact);
                        break;
                    case DisplayName or MailNickname:
                        Meet(row.Utf8Text(), likely);
                        break;
                }
            }

            row.Require(1);
            foreach (int name in exact)
                Of(name).Exact.Add(id);
            foreach (int name in likely)
                Of(name).Likely.Add(id);
        }

        return found;

        Matches Of(int name)
        {
            if (!found.TryGetValue(name, out var matches))
                found.Add(name, matches = new Matches());
            return matches;
        }

        void Meet(ReadOnlySpan<byte> name, List<int> met)
        {
            int number = name.IsEmpty ? -1 : names.Find(name);
            if (number >= 0)
                met.Add(number);
        }
    }

    /// <summary>The groups that go by one name: by address or id, which no two groups share, or by other names.</summary>
    private sealed class Matches
    {
        public HashSet<string> Exact { get; } = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Likely { get; } = new(StringComparer.OrdinalIgnoreCase);

        public IEnumerable<string> Ids => Exact.Concat(Likely);

        public string? Single => Exact.Count == 1 ? Exact.First() : Exact.Count == 0 && Likely.Count == 1 ? Likely.First() : null;
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SecureScore.Engine.Evidence;

/// <summary>What the rows of graph/users say about mail: whether a user has an address, of which domain, with which licences, and who goes by a
/// name that a rule mentions. A few bytes a user, whose number is the position of the row.</summary>
internal sealed class MailRecipients
{
    private const int Id = 0;
    private const int Mail = 1;
    private const int ProxyAddresses = 2;
    private const int AssignedLicenses = 3;
    private const int UserPrincipalName = 4;
    private const int DisplayName = 5;

    private const int SmtpLength = 5;

    private const int None = -1;
    private const int Unknown = -2;

    private static readonly RowProperties s_properties =
        new("id", "mail", "proxyAddresses", "assignedLicenses", "userPrincipalName", "displayName");

    private readonly NameTable _names;
    private readonly List<int> _domains;
    private readonly List<int> _licences;
    private readonly List<int> _withoutAddresses = [];
    private readonly InternedBytes _domainNames = new();
    private readonly InternedBytes _licenceTexts = new();
    private readonly List<AssignedLicences> _assigned = [];
    private readonly Dictionary<int, SortedSet<int>> _byName = [];
    private readonly Lazy<(int[] Users, int[] Starts)> _byDomain;

    private MailRecipients(NameTable names, int capacity)
    {
        _names = names;
        _domains = new List<int>(capacity);
        _licences = new List<int>(capacity);
        _byDomain = new Lazy<(int[] Users, int[] Starts)>(SortByDomain);
    }

    /// <summary>Users with a mail address.</summary>
    public UserSet Addressed => Where(_domains, domain => domain != None);

    /// <summary>Reads the rows of graph/users.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="names">The people whom rules name: nobody else is found by name afterwards.</param>
    /// <param name="capacity">How many rows to expect.</param>
    public static MailRecipients Read(SnapshotRows rows, NameTable names, int capacity)
    {
        var recipients = new MailRecipients(names, capacity);
        while (rows.Read())
            recipients.ReadUser(rows);
        return recipients;
    }

    /// <summary>The users whose licences meet a demand. Licences that a row does not tell are null.</summary>
    public UserSet WithLicences(Func<AssignedLicences?, bool> demand)
    {
        bool unknown = demand(null);
        bool[] known = [.. _assigned.Select(demand)];
        return Where(_licences, licences => licences < 0 ? unknown : known[licences]);
    }

    /// <summary>The users who go by the names of a rule, be it an address, a display name or an id.</summary>
    /// <param name="names">The names.</param>
    /// <param name="open">Takes the names of which it is open who is meant.</param>
    /// <param name="strangers">Takes the names that nobody goes by.</param>
    public UserBounds Named(IEnumerable<string> names, List<string> open, List<string> strangers)
    {
        var certain = new UserSet(_domains.Count);
        var possible = new UserSet(_domains.Count);
        foreach (string name in names)
        {
            bool isAddress = MailName.IsAddress(name);
            int number = _names.Find(name);
            if (number >= 0 && _byName.TryGetValue(number, out var users))
            {
                // An address, an id and mostly a name is one user's; of several it is open which one is meant.
                var found = users.Count == 1 ? certain : possible;
                foreach (int user in users)
                    found.Add(user);
                if (users.Count > 1)
                    open.Add(name);
            }
            else if (!isAddress)
            {
                // It may be a name that Exchange alone knows.
                possible = UserSet.Everyone(_domains.Count);
                open.Add(name);
            }
            else if (_withoutAddresses.Count > 0)
            {
                // It may belong to a user whose addresses the rows do not tell.
                foreach (int user in _withoutAddresses)
                    possible.Add(user);
                open.Add(name);
            }
            else
            {
                strangers.Add(name);
            }
        }

        return possible.IsEmpty ? UserBounds.Exactly(certain) : new UserBounds(certain, possible.Union(certain));
    }

    /// <summary>The users whose primary address is in one of some domains.</summary>
    /// <param name="domains">The domains.</param>
    /// <param name="subdomains">Whether sub-domains belong: true and false where that is known, null where it is open.</param>
    /// <param name="isOpen">Whether it is open of anyone.</param>
    public UserBounds InDomains(IEnumerable<string> domains, bool? subdomains, out bool isOpen)
    {
        var wanted = domains.Select(MailName.DomainKey).ToHashSet(StringComparer.Ordinal);
        var certain = new UserSet(_domains.Count);
        var possible = new UserSet(_domains.Count);
        for (int number = 0; number < _domainNames.Count; number++)
        {
            string domain = MailName.DomainKey(Encoding.UTF8.GetString(_domainNames[number]));
            bool? belongs = wanted.Contains(domain) ? true
                : wanted.Any(parent => domain.EndsWith("." + parent, StringComparison.Ordinal)) ? subdomains
                : false;
            if (belongs == true)
                Add(number, certain);
            if (belongs != false)
                Add(number, possible);
        }

        Add(_domainNames.Count, possible);
        isOpen = !certain.SetEquals(possible);
        return isOpen ? new UserBounds(certain, possible) : UserBounds.Exactly(certain);
    }

    private void ReadUser(SnapshotRows rows)
    {
        int user = _domains.Count;
        int licences = Unknown;
        bool tellsAddresses = false;
        bool hasAddress = false;
        ReadOnlySpan<byte> mail = default;
        ReadOnlySpan<byte> primary = default;
        var row = new RowReader(rows, s_properties);
        while (row.Next(out int property))
        {
            switch (property)
            {
                case Id or DisplayName:
                    if (_names.HasOtherNames)
                        Meet(row.Utf8Text(), user);
                    break;
                case UserPrincipalName:
                    if (_names.HasAddresses)
                        Meet(row.Utf8Text(), user);
                    break;
                case Mail:
                    mail = row.Utf8Text();
                    if (_names.HasAddresses)
                        Meet(mail, user);
                    break;
                case ProxyAddresses:
                    tellsAddresses = true;
                    while (row.NextText(out var address))
                    {
                        if (!IsSmtp(address))
                            continue;

                        hasAddress = true;
                        if (address[0] == (byte)'S')
                            primary = address[SmtpLength..];
                        if (_names.HasAddresses)
                            Meet(address[SmtpLength..], user);
                    }

                    break;
                case AssignedLicenses:
                    licences = NumberOf(row.Raw(), rows);
                    break;
            }
        }

        _domains.Add(DomainOf(primary.IsEmpty ? mail : primary, hasAddress));
        _licences.Add(licences);
        if (!tellsAddresses)
            _withoutAddresses.Add(user);
    }

    private static bool IsSmtp(ReadOnlySpan<byte> address) => address.Length > SmtpLength && Ascii.EqualsIgnoreCase(address[..SmtpLength], "smtp:"u8);

    private int DomainOf(ReadOnlySpan<byte> primary, bool hasAddress)
    {
        int at = primary.LastIndexOf((byte)'@');
        return at >= 0 ? _domainNames.Add(primary[(at + 1)..]) : hasAddress ? Unknown : None;
    }

    private void Meet(ReadOnlySpan<byte> name, int user)
    {
        int number = name.IsEmpty ? None : _names.Find(name);
        if (number < 0)
            return;

        if (!_byName.TryGetValue(number, out var users))
            _byName.Add(number, users = []);
        users.Add(user);
    }

    private int NumberOf(ReadOnlySpan<byte> licences, SnapshotRows rows)
    {
        if (licences.IsEmpty)
            return Unknown;

        int number = _licenceTexts.Add(licences);
        if (number == _assigned.Count)
            _assigned.Add(Parse(licences, rows));
        return number;
    }

    private static AssignedLicences Parse(ReadOnlySpan<byte> licences, SnapshotRows rows)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"{Resources.Users} row {rows.Row}.assignedLicenses");
        var reader = new Utf8JsonReader(licences);
        var list = JsonElement.ParseValue(ref reader);
        return list.ValueKind == JsonValueKind.Array
            ? AssignedLicences.Parse(list.EnumerateArray().Select((licence, index) =>
                new EvidenceObject(licence, Resources.Users, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"))))
            : throw rows.Invalid("assignedLicenses: expected a list");
    }

    private void Add(int domain, UserSet set)
    {
        var (users, starts) = _byDomain.Value;
        foreach (int user in users.AsSpan(starts[domain]..starts[domain + 1]))
            set.Add(user);
    }

    // The users of one domain after those of another; last those whose primary address is unknown.
    private (int[] Users, int[] Starts) SortByDomain()
    {
        int unknown = _domainNames.Count;
        int[] starts = new int[unknown + 2];
        foreach (int domain in _domains)
        {
            if (domain != None)
                starts[(domain == Unknown ? unknown : domain) + 1]++;
        }

        for (int domain = 1; domain < starts.Length; domain++)
            starts[domain] += starts[domain - 1];

        int[] users = new int[starts[^1]];
        int[] next = [.. starts];
        for (int user = 0; user < _domains.Count; user++)
        {
            if (_domains[user] != None)
                users[next[_domains[user] == Unknown ? unknown : _domains[user]]++] = user;
        }

        return (users, starts);
    }

    private static UserSet Where(List<int> values, Func<int, bool> demand)
    {
        var set = new UserSet(values.Count);
        for (int user = 0; user < values.Count; user++)
        {
            if (demand(values[user]))
                set.Add(user);
        }

        return set;
    }
}

using System.Text;

namespace SecureScore.Engine.Evidence;

/// <summary>What the rows of graph/users say about mail: whether a user has an address, of which domain, and who goes by a name that a rule mentions.
/// A few bytes a user, whose number is the position of the row.</summary>
internal sealed class MailRecipients
{
    private const int SmtpLength = 5;

    private const int None = -1;
    private const int Unknown = -2;

    private readonly NameTable _names;
    private readonly List<int> _domains;
    private readonly List<int> _withoutAddresses = [];
    private readonly InternedBytes _domainNames = new();
    private readonly Dictionary<int, SortedSet<int>> _byName = [];
    private readonly Lazy<(int[] Users, int[] Starts)> _byDomain;

    /// <summary>Creates what the rows fill.</summary>
    /// <param name="names">The people whom rules name: nobody else is found by name afterwards.</param>
    /// <param name="capacity">How many rows to expect.</param>
    public MailRecipients(NameTable names, int capacity)
    {
        _names = names;
        _domains = new List<int>(capacity);
        _byDomain = new Lazy<(int[] Users, int[] Starts)>(SortByDomain);
    }

    /// <summary>Users with a mail address.</summary>
    public UserSet Addressed => Where(_domains, domain => domain != None);

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

    /// <summary>Begins the row of the next user.</summary>
    public RowOfUser Begin() => new(this);

    /// <summary>Takes out rows that do not count, for a later one has their id.</summary>
    public void Forget(Predicate<int> user)
    {
        foreach (var (name, users) in _byName)
        {
            users.RemoveWhere(user);
            if (users.Count == 0)
                _byName.Remove(name);
        }

        _withoutAddresses.RemoveAll(user);
        for (int row = 0; row < _domains.Count; row++)
        {
            if (user(row))
                _domains[row] = None;
        }
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

    /// <summary>One row while it is read.</summary>
    internal ref struct RowOfUser
    {
        private readonly MailRecipients _recipients;
        private readonly int _user;
        private ReadOnlySpan<byte> _mail;
        private ReadOnlySpan<byte> _primary;
        private bool _tellsAddresses;
        private bool _hasAddress;

        public RowOfUser(MailRecipients recipients)
        {
            _recipients = recipients;
            _user = recipients._domains.Count;
        }

        /// <summary>Takes the user principal name, which looks like an address.</summary>
        public readonly void PrincipalName(ReadOnlySpan<byte> name) => MeetAddress(name);

        /// <summary>Takes a name that is no address: the id or the display name.</summary>
        public readonly void OtherName(ReadOnlySpan<byte> name)
        {
            if (_recipients._names.HasOtherNames)
                _recipients.Meet(name, _user);
        }

        public void Mail(ReadOnlySpan<byte> mail)
        {
            _mail = mail;
            MeetAddress(mail);
        }

        /// <summary>Takes the list on which the reader stands.</summary>
        public void ProxyAddresses(ref RowReader row)
        {
            _tellsAddresses = true;
            while (row.NextText(out var address))
            {
                if (!IsSmtp(address))
                    continue;

                _hasAddress = true;
                if (address[0] == (byte)'S')
                    _primary = address[SmtpLength..];
                MeetAddress(address[SmtpLength..]);
            }
        }

        public readonly void End()
        {
            _recipients._domains.Add(_recipients.DomainOf(_primary.IsEmpty ? _mail : _primary, _hasAddress));
            if (!_tellsAddresses)
                _recipients._withoutAddresses.Add(_user);
        }

        private readonly void MeetAddress(ReadOnlySpan<byte> address)
        {
            if (_recipients._names.HasAddresses)
                _recipients.Meet(address, _user);
        }
    }
}

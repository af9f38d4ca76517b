using System.Globalization;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace SecureScore.Samples;

/// <summary>The people and groups of the tenant: those whom the description names, and as many more as its departments have.</summary>
internal sealed class TenantDirectory
{
    // What people register, the usual first: a department's unnamed people take one of these each.
    private static readonly string[][] s_methods =
    [
        ["microsoftAuthenticatorPush", "softwareOneTimePasscode", "mobilePhone"],
        ["microsoftAuthenticatorPush", "softwareOneTimePasscode"],
        ["mobilePhone"],
        ["microsoftAuthenticatorPush", "softwareOneTimePasscode", "windowsHelloForBusiness"],
        ["mobilePhone", "email"],
    ];

    private readonly Dictionary<string, Person> _people = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<string> _nicknames = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _skus;
    private readonly string _initialDomain;
    private readonly string _mailDomain;
    private readonly DateTimeOffset _now;

    public TenantDirectory(DescriptionMap description, Dictionary<string, string> skus, string initialDomain, string mailDomain, DateTimeOffset now)
    {
        _skus = skus;
        _initialDomain = initialDomain;
        _mailDomain = mailDomain;
        _now = now;

        var kinds = description.Map("kinds");
        var named = description.Maps("people").Select(person => (Map: person, Department: person.OptionalText("department"))).ToArray();
        var guests = description.Maps("guests");
        var names = new NameList(description.Maps("names"), named.Select(person => person.Map).Concat(guests).Select(person => person.Text("name")));
        foreach (var department in description.Maps("departments"))
        {
            string name = department.Text("name");
            AddDepartment(department, new DescriptionMap(kinds.Required("employee")), names, [.. named.Where(person => person.Department == name).Select(person => person.Map)]);
        }

        foreach (var (map, department) in named.Where(person => person.Department is null || !Departments.Contains(person.Department)))
        {
            if (department is not null)
                throw new DescriptionException(map.Node, $"no department is called '{department}'");

            var kind = new DescriptionMap(kinds.Required(map.Text("kind")));
            Add(map.Node, Named(map, kind, department: null, licence: null, _mailDomain, mayResetPassword: null));
        }

        foreach (string kind in kinds.Keys)
            kinds.Find(kind);
        kinds.End();
        foreach (var guest in guests)
            AddGuest(guest);
        foreach (var group in description.Maps("groups"))
            AddGroup(group);
    }

    public List<Person> People { get; } = [];

    public List<Group> Groups { get; } = [];

    public HashSet<string> Departments { get; } = new(StringComparer.Ordinal);

    /// <summary>The groups that a policy, a rule or a role assignment names.</summary>
    public HashSet<Group> NamedGroups { get; } = [];

    public Person FindPerson(YamlNode node) => TryFindPerson(DescriptionMap.TextOf(node))
        ?? throw new DescriptionException(node, $"nobody is called '{DescriptionMap.TextOf(node)}'");

    public Person? TryFindPerson(string name) => _people.GetValueOrDefault(name);

    /// <summary>Finds a group for a policy, a rule or a role assignment, which makes its members part of the evidence.</summary>
    public Group FindGroup(YamlNode node) => TryFindGroup(DescriptionMap.TextOf(node))
        ?? throw new DescriptionException(node, $"no group is called '{DescriptionMap.TextOf(node)}'");

    public Group? TryFindGroup(string name)
    {
        if (_groups.TryGetValue(name, out var group))
            NamedGroups.Add(group);
        return group;
    }

    private void AddDepartment(DescriptionMap department, DescriptionMap kind, NameList names, DescriptionMap[] named)
    {
        string name = department.Text("name");
        int count = department.Number("people");
        int registered = department.Number("registered");
        string licence = department.Text("licence");
        string domain = department.OptionalText("domain") ?? _mailDomain;
        bool mayResetPassword = department.Flag("passwordReset") ?? false;
        var titles = department.Texts("titles");
        department.End();
        if (!Departments.Add(name))
            throw new DescriptionException(department.Node, $"the department '{name}' is described twice");

        foreach (var person in named)
        {
            string? personKind = person.OptionalText("kind");
            if (personKind is not (null or "employee"))
                throw new DescriptionException(person.Node, "the people of a department are employees");
            Add(person.Node, Named(person, kind, name, licence, domain, mayResetPassword));
        }

        if (named.Length > count)
            throw new DescriptionException(department.Node, $"'{name}' has {count} people, but more are named");

        string[] others = [.. Enumerable.Range(0, count - named.Length).Select(index => $"{name}/{index}")];
        int left = registered - People.Count(person => person.Department == name && person.Methods.Count > 0);
        if (left < 0 || left > others.Length)
            throw new DescriptionException(department.Node, $"{registered} of the {count} people of '{name}' cannot have registered");

        var unnamed = others.OrderBy(Stable.Order).Take(left).ToHashSet(StringComparer.Ordinal);
        foreach (string key in others)
        {
            string display = names.Next(key) ?? throw new DescriptionException(department.Node, $"'names' has too few names for the people of '{name}'");
            string nickname = Nickname(display);
            while (!_nicknames.Add(nickname))
                nickname += "2";
            Add(department.Node, Complete(
                new Person
                {
                    Name = display,
                    UserPrincipalName = $"{nickname}@{domain}",
                    Department = name,
                    JobTitle = titles.Count == 0 ? null : titles[Stable.Number("title/" + key, titles.Count)],
                    Licences = [Sku(department.Node, licence)],
                    Methods = unnamed.Contains(key) ? s_methods[Stable.Number("method/" + key, s_methods.Length)] : [],
                    MayResetPassword = mayResetPassword,
                    Created = CreationOf(key),
                },
                nickname,
                isSynced: true,
                hasMail: true));
        }
    }

    private Person Named(DescriptionMap person, DescriptionMap kind, string? department, string? licence, string domain, bool? mayResetPassword)
    {
        string name = person.Text("name");
        string nickname = person.OptionalText("nickname") ?? Nickname(name);
        bool isSynced = Either("synced") ?? false;
        bool hasMail = Either("mail") ?? false;
        bool isEnabled = Either("enabled") ?? true;
        var usualLicences = kind.Find("licences");
        var licences = person.Find("licences") ?? usualLicences;
        person.OptionalText("kind");
        var result = new Person
        {
            Name = name,
            UserPrincipalName = $"{nickname}@{(hasMail || isSynced ? person.OptionalText("domain") ?? domain : _initialDomain)}",
            Department = department ?? person.OptionalText("department"),
            JobTitle = person.OptionalText("title"),
            IsEnabled = isEnabled,
            Licences = licences is not null ? [.. DescriptionMap.ListOf(licences).Select(sku => Sku(sku, DescriptionMap.TextOf(sku)))]
                : licence is not null ? [Sku(person.Node, licence)]
                : [],
            PerUserMfa = person.OptionalText("perUserMfa") ?? "disabled",
            Methods = person.Texts("registered"),
            MayResetPassword = person.Flag("passwordReset") ?? mayResetPassword ?? false,
            Created = CreationOf(name),
        };
        person.End();
        kind.End();
        _nicknames.Add(nickname);
        return Complete(result, nickname, isSynced, hasMail);

        // Both are asked for: a key of the kind is no mistake because an account says otherwise.
        bool? Either(string key)
        {
            bool? usual = kind.Flag(key);
            return person.Flag(key) ?? usual;
        }
    }

    private Person Complete(Person person, string nickname, bool isSynced, bool hasMail) => person with
    {
        IsSynced = isSynced,
        Mail = hasMail ? person.UserPrincipalName : null,
        Alias = hasMail ? $"{nickname}@{_initialDomain}" : null,
    };

    private void AddGuest(DescriptionMap guest)
    {
        string mail = guest.Text("mail");
        Add(guest.Node, new Person
        {
            Name = guest.Text("name"),
            Mail = mail,
            UserPrincipalName = $"{mail.Replace('@', '_')}#EXT#@{_initialDomain}",
            JobTitle = guest.OptionalText("title"),
            IsGuest = true,
            IsEnabled = guest.Flag("enabled") ?? true,
            Methods = guest.Texts("registered"),
            Created = CreationOf(mail),
        });
        guest.End();
    }

    private void Add(YamlNode node, Person person)
    {
        if (!_people.TryAdd(person.UserPrincipalName, person))
            throw new DescriptionException(node, $"two accounts are called {person.UserPrincipalName}");

        if (!_people.TryAdd(person.Name, person))
            throw new DescriptionException(node, $"two people are called {person.Name}");
        People.Add(person);
    }

    private void AddGroup(DescriptionMap group)
    {
        string name = group.Text("name");
        string kindText = group.Text("kind");
        if (!Enum.TryParse(kindText, ignoreCase: true, out GroupKind kind))
            throw new DescriptionException(group.Node, $"'{kindText}' is no kind of group: {string.Join(", ", Enum.GetNames<GroupKind>())}");

        string nickname = group.OptionalText("nickname") ?? Nickname(name);
        var departments = group.Texts("departments");
        if (departments.FirstOrDefault(department => !Departments.Contains(department)) is { } unknown)
            throw new DescriptionException(group.Node, $"no department is called '{unknown}'");

        var added = new Group
        {
            Name = name,
            Kind = kind,
            Nickname = nickname,
            Description = group.OptionalText("description"),
            Mail = kind == GroupKind.Security ? null : $"{nickname}@{_mailDomain}",
            Visibility = group.OptionalText("visibility") ?? (kind == GroupKind.Unified ? "Private" : null),
            IsAssignableToRole = group.Flag("assignableToRole"),
            IsSynced = group.Flag("synced") ?? false,
            Created = CreationOf(name),
            Members =
            [
                .. People.Where(person => person.IsEnabled && person.Department is { } department && departments.Contains(department, StringComparer.Ordinal)),
                .. group.List("members").Select(FindPerson),
            ],
            Groups = [.. group.List("groups").Select(member => _groups.GetValueOrDefault(DescriptionMap.TextOf(member))
                ?? throw new DescriptionException(member, $"no group above is called '{DescriptionMap.TextOf(member)}'"))],
        };
        group.End();
        if (!_groups.TryAdd(name, added))
            throw new DescriptionException(group.Node, $"the group '{name}' is described twice");
        Groups.Add(added);
    }

    private string Sku(YamlNode node, string licence) => _skus.TryGetValue(licence, out string? sku)
        ? sku
        : throw new DescriptionException(node, $"no licence is called '{licence}'");

    // Some time in the last years, on a working morning.
    private DateTimeOffset CreationOf(string name) =>
        new DateTimeOffset(_now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-60 - Stable.Number("created/" + name, 1400)).AddMinutes((7 * 60) + Stable.Number("minute/" + name, 300));

    // Letters that do not fall apart into a base letter and a mark.
    private static string Nickname(string name) => new(
    [
        .. name.ToLowerInvariant()
            .Replace("ø", "o", StringComparison.Ordinal).Replace("ł", "l", StringComparison.Ordinal).Replace("đ", "d", StringComparison.Ordinal)
            .Replace("ß", "ss", StringComparison.Ordinal).Replace("ı", "i", StringComparison.Ordinal).Replace("æ", "ae", StringComparison.Ordinal)
            .Normalize(NormalizationForm.FormD)
            .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            .Select(letter => letter is ' ' ? '.' : letter)
            .Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-'),
    ]);

    /// <summary>Names for those whom the description only counts: a given and a family name of one language, that nobody else has.</summary>
    private sealed class NameList(IReadOnlyList<DescriptionMap> languages, IEnumerable<string> taken)
    {
        private readonly HashSet<string> _taken = new(taken, StringComparer.OrdinalIgnoreCase);
        private readonly (IReadOnlyList<string> Given, IReadOnlyList<string> Family)[] _languages = [.. languages.Select(Read)];

        /// <summary>The name of somebody; null when all names of a language are taken.</summary>
        public string? Next(string key)
        {
            if (_languages.Length == 0)
                return null;

            var (given, family) = _languages[Stable.Number("language/" + key, _languages.Length)];
            int combinations = given.Count * family.Count;
            if (combinations == 0)
                return null;

            int first = Stable.Number("given/" + key, given.Count);
            int last = Stable.Number("family/" + key, family.Count);
            for (int tried = 0; tried < combinations; tried++)
            {
                string name = $"{given[first % given.Count]} {family[last % family.Count]}";
                if (_taken.Add(name))
                    return name;

                last++;
                first += last % family.Count == 0 ? 1 : 0;
            }

            return null;
        }

        private static (IReadOnlyList<string> Given, IReadOnlyList<string> Family) Read(DescriptionMap language)
        {
            var names = (language.Texts("given"), language.Texts("family"));
            language.End();
            return names;
        }
    }
}

using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Evidence;

/// <summary>Finds the people whom a policy of Microsoft Purview names: users and groups by their address, or all.</summary>
/// <remarks>Labels are published to users and to groups of Microsoft Entra ID (https://learn.microsoft.com/purview/create-sensitivity-labels):
/// an address that is neither a user's nor a group's belongs to nobody any more.</remarks>
internal sealed class PurviewAudience
{
    private const string All = "All";

    // The properties that name people. Sites, and accounts of OneDrive, are named by their URL.
    private static readonly string[] s_people =
    [
        "ExchangeLocation", "ExchangeLocationException", "ModernGroupLocation", "ModernGroupLocationException",
        "ExchangeSender", "ExchangeSenderException", "ExchangeSenderMemberOf", "ExchangeSenderMemberOfException",
        "OneDriveSharedBy", "OneDriveSharedByMemberOf", "ExceptIfOneDriveSharedBy", "ExceptIfOneDriveSharedByMemberOf",
    ];

    private readonly TenantEvidence _evidence;
    private readonly EvidenceObject _policy;
    private readonly List<Doubt> _doubts;
    private readonly List<Finding> _findings;

    public PurviewAudience(TenantEvidence evidence, EvidenceObject policy, List<Doubt> doubts, List<Finding> findings)
    {
        _evidence = evidence;
        _policy = policy;
        _doubts = doubts;
        _findings = findings;
        Name = policy.Text("Name") ?? policy.RequiredText("Identity");
    }

    /// <summary>The policy's name.</summary>
    public string Name { get; }

    /// <summary>The policies that name people.</summary>
    public static IReadOnlyList<string> Sources { get; } = [Resources.LabelPolicy, Resources.AutoSensitivityLabelPolicy];

    private UserBounds Nobody => UserBounds.Exactly(_evidence.Users.NoOne());

    private UserBounds Everyone => UserBounds.Exactly(_evidence.Users.Everyone);

    /// <summary>Everyone whom a policy names one by one, user or group.</summary>
    public static IEnumerable<string> NamesIn(EvidenceObject policy) => s_people.SelectMany(property => Readable(policy, property)).Where(name => !IsAll(name));

    /// <summary>Users, more or fewer of whom adaptive scopes may mean: the snapshot does not tell whom a scope covers.</summary>
    /// <param name="users">The users without the scopes.</param>
    /// <param name="workload">The workload as the properties name it, for example <c>Exchange</c>.</param>
    public UserBounds WithScopes(UserBounds users, string workload)
    {
        const string Reason = "the snapshot does not tell whom adaptive scopes cover";
        if (Gives(workload + "AdaptiveScopes"))
            users = users.Union(Doubtful(Reason));
        return Gives(workload + "AdaptiveScopesException") ? users.Except(Doubtful(Reason)) : users;
    }

    /// <summary>Whether one of the properties holds anything.</summary>
    public bool Gives(params ReadOnlySpan<string> properties)
    {
        foreach (string property in properties)
        {
            if (_policy.Names(property).Count > 0)
                return true;
        }

        return false;
    }

    /// <summary>The users whom some properties name.</summary>
    public UserBounds Of(params IEnumerable<string> properties)
    {
        var users = Nobody;
        foreach (string name in properties.SelectMany(_policy.Names).Distinct(StringComparer.OrdinalIgnoreCase))
            users = users.Union(IsAll(name) ? Everyone : Find(name));
        return users;
    }

    /// <summary>The users in the groups that a property names, of which all may be meant.</summary>
    public UserBounds OfGroups(string property) => _policy.Names(property).Any(IsAll)
        ? Doubtful("the snapshot does not tell who is in any Microsoft 365 group")
        : Of(property);

    /// <summary>The users whose accounts of OneDrive a property names: all, or some that the snapshot does not tell.</summary>
    public UserBounds OfAccounts(string property)
    {
        var names = _policy.Names(property);
        return names.Count == 0 ? Nobody
            : names.Any(IsAll) ? Everyone
            : Doubtful("the snapshot does not tell whose accounts of OneDrive are meant");
    }

    /// <summary>Nobody for certain and anyone possibly, where the snapshot does not tell whom the policy reaches.</summary>
    /// <param name="reason">What is open.</param>
    /// <param name="isUnknownValue">Whether a value is open that this program does not know.</param>
    public UserBounds Doubtful(string reason, bool isUnknownValue = false)
    {
        _doubts.Add(new Doubt($"{reason} (policy '{Name}')", IsUnknownValue: isUnknownValue));
        return new UserBounds(_evidence.Users.NoOne(), _evidence.Users.Everyone);
    }

    // No control reads every property: what is wrong with one must not hide the people of another.
    private static IReadOnlyList<string> Readable(EvidenceObject policy, string property)
    {
        try
        {
            return policy.Names(property);
        }
        catch (EvidenceUnavailableException)
        {
            // Whoever asks for this property is told.
            return [];
        }
    }

    private UserBounds Find(string name)
    {
        var open = new List<string>();
        var users = _evidence.MailRecipients.Named([name], open, []);
        if (!users.Certain.IsEmpty)
            return users;

        var group = _evidence.MailGroups.Find(name);
        if (group.Members is not null)
            return UserBounds.Exactly(group.Members);

        if (open.Count == 0 && _evidence.MailGroups.Holds(name) == false)
        {
            _findings.Add(new Finding("UnknownRecipient", $"Policy '{Name}' names {name}, which is neither a user nor a group any more."));
            return Nobody;
        }

        _doubts.Add(new Doubt($"the snapshot does not tell who '{name}' is, or is in it (policy '{Name}')", group.Missing));
        return new UserBounds(_evidence.Users.NoOne(), _evidence.Users.Everyone);
    }

    private static bool IsAll(string name) => All.Equals(name, StringComparison.OrdinalIgnoreCase);
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace SecureScore.Engine.Evidence;

/// <summary>The users of graph/users as sets: who is enabled, a member, a guest. A user is the position of its row.</summary>
/// <remarks>Of several rows with one id the last one counts; the positions of the others belong to no set.</remarks>
internal sealed class UserDirectory
{
    private const int LookupsAtATime = 8192;

    private const int Id = 0;
    private const int AccountEnabled = 1;
    private const int UserType = 2;
    private const int UserPrincipalName = 3;
    private const int DisplayName = 4;
    private const int OnPremisesSyncEnabled = 5;
    private const int PerUserMfaState = 6;
    private const int Licence = 7;
    private const int Mail = 8;
    private const int ProxyAddresses = 9;

    private static readonly RowProperties s_properties = new(
        "id", "accountEnabled", "userType", "userPrincipalName", "displayName", "onPremisesSyncEnabled", "perUserMfaState", "assignedLicenses", "mail",
        "proxyAddresses");

    private readonly UserIndex _index;

    private UserDirectory(UserIndex index, List<Traits> traits, AssignedLicences licences, MailRecipients recipients)
    {
        _index = index;
        Licences = licences;
        MailRecipients = recipients;
        Everyone = SetOf(traits, Traits.Exists);
        Enabled = SetOf(traits, Traits.Enabled);
        Members = SetOf(traits, Traits.Member);
        Guests = SetOf(traits, Traits.Guest);
        UnknownType = SetOf(traits, Traits.UnknownType);
        Invited = SetOf(traits, Traits.Invited);
        Synced = SetOf(traits, Traits.Synced);
        SynchronizationAccounts = SetOf(traits, Traits.SynchronizationAccount);
        NamedForEmergency = SetOf(traits, Traits.NamedForEmergency);
        PerUserMfa = new UserBounds(SetOf(traits, Traits.PerUserMfa), SetOf(traits, Traits.PerUserMfa | Traits.UnknownPerUserMfa));
    }

    [Flags]
    private enum Traits : ushort
    {
        None = 0,
        Exists = 1,
        Enabled = 2,
        Member = 4,
        Guest = 8,
        UnknownType = 16,
        Invited = 32,
        Synced = 64,
        SynchronizationAccount = 128,
        PerUserMfa = 256,
        UnknownPerUserMfa = 512,
        NamedForEmergency = 1024,
    }

    /// <summary>The number of rows, which is the length of every set.</summary>
    public int Capacity => Everyone.Capacity;

    public UserSet Everyone { get; }

    /// <summary>Users who may sign in.</summary>
    public UserSet Enabled { get; }

    /// <summary>Users whose type is Member, or who have none, as accounts have that are older than the property.</summary>
    public UserSet Members { get; }

    public UserSet Guests { get; }

    /// <summary>Users whose type is neither Member nor Guest.</summary>
    public UserSet UnknownType { get; }

    /// <summary>Users whose account lives in another tenant, whether guest or member: their sign-in name holds <c>#EXT#</c>.</summary>
    public UserSet Invited { get; }

    /// <summary>Users who come from Active Directory.</summary>
    public UserSet Synced { get; }

    /// <summary>Accounts that directory synchronisation signs in with, told by their names.</summary>
    public UserSet SynchronizationAccounts { get; }

    /// <summary>Users whose name says that the account is kept for emergencies.</summary>
    public UserSet NamedForEmergency { get; }

    /// <summary>Users of whom multifactor authentication is asked by the setting on the user.</summary>
    public UserBounds PerUserMfa { get; }

    /// <summary>Which licences each user has.</summary>
    public AssignedLicences Licences { get; }

    /// <summary>Which users mail reaches, and by which names.</summary>
    public MailRecipients MailRecipients { get; }

    public bool TryFind(EntityId id, out int user)
    {
        user = _index.Find(id);
        return user >= 0;
    }

    /// <summary>The positions of many users, -1 for those that are not there. All processors take part.</summary>
    public int[] Find(List<EntityId> ids)
    {
        int[] positions = new int[ids.Count];
        Find(ids, positions);
        return positions;
    }

    /// <summary>The positions of many users, -1 for those that are not there. All processors take part.</summary>
    public void Find(List<EntityId> ids, int[] positions)
    {
        if (ids.Count <= LookupsAtATime)
        {
            _index.Find(CollectionsMarshal.AsSpan(ids), positions);
            return;
        }

        Parallel.ForEach(Partitioner.Create(0, ids.Count, LookupsAtATime), range => _index.Find(
            CollectionsMarshal.AsSpan(ids)[range.Item1..range.Item2], positions.AsSpan(range.Item1..range.Item2)));
    }

    public UserSet NoOne() => new(Capacity);

    /// <summary>Reads the rows of graph/users, once for all who want to know something of users.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="names">The people whom rules and policies name: nobody else is found by name afterwards.</param>
    /// <param name="capacity">How many rows to expect.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static UserDirectory Read(SnapshotRows rows, NameTable names, int capacity)
    {
        var ids = new List<EntityId>(capacity);
        var traits = new List<Traits>(capacity);
        var licences = new AssignedLicences(capacity);
        var recipients = new MailRecipients(names, capacity);
        while (rows.Read())
        {
            var (id, found) = ReadUser(rows, licences, recipients);
            ids.Add(id);
            traits.Add(found);
        }

        var replaced = new UserSet(ids.Count);
        var index = new UserIndex(ids, repeated: replaced.Add);
        foreach (int user in replaced.Members())
            traits[user] = Traits.None;
        recipients.Remove(replaced);
        return new UserDirectory(index, traits, licences, recipients);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (EntityId Id, Traits Traits) ReadUser(SnapshotRows rows, AssignedLicences licences, MailRecipients recipients)
    {
        EntityId id = default;
        var traits = Traits.Exists;
        var type = Traits.Member;
        bool hasSyncName = false;
        bool hasSyncTitle = false;
        ReadOnlySpan<byte> assigned = default;
        var recipient = recipients.Begin();
        var row = new RowReader(rows, s_properties);
        while (row.Next(out int property))
        {
            switch (property)
            {
                case Id:
                    id = row.Id();
                    recipient.OtherName(row.Utf8Text());
                    break;
                case AccountEnabled:
                    traits |= row.RequiredBoolean() ? Traits.Enabled : Traits.None;
                    break;
                case UserType:
                    type = TypeOf(row.Utf8Text());
                    break;
                case UserPrincipalName:
                    var name = row.Utf8Text();
                    traits |= EmergencyName.Is(name) ? Traits.NamedForEmergency : Traits.None;
                    hasSyncName = name.Length > 5 && Ascii.EqualsIgnoreCase(name[..5], "Sync_"u8);
                    traits |= IsInvited(name) ? Traits.Invited : Traits.None;
                    recipient.PrincipalName(name);
                    break;
                case DisplayName:
                    var title = row.Utf8Text();
                    traits |= EmergencyName.Is(title) ? Traits.NamedForEmergency : Traits.None;
                    hasSyncTitle = title.SequenceEqual("On-Premises Directory Synchronization Service Account"u8);
                    recipient.OtherName(title);
                    break;
                case OnPremisesSyncEnabled:
                    traits |= row.Boolean() is true ? Traits.Synced : Traits.None;
                    break;
                case PerUserMfaState:
                    traits |= PerUserMfaOf(row.Utf8Text());
                    break;
                case Licence:
                    assigned = row.Raw();
                    break;
                case Mail:
                    recipient.Mail(row.Utf8Text());
                    break;
                case ProxyAddresses:
                    recipient.ProxyAddresses(ref row);
                    break;
            }
        }

        row.Require(AccountEnabled + 1);
        licences.Add(assigned, rows);
        recipient.End();
        return (id, traits | type | (hasSyncName && hasSyncTitle ? Traits.SynchronizationAccount : Traits.None));
    }

    private static Traits TypeOf(ReadOnlySpan<byte> type) =>
        type.IsEmpty || Ascii.EqualsIgnoreCase(type, "Member"u8) ? Traits.Member
            : Ascii.EqualsIgnoreCase(type, "Guest"u8) ? Traits.Guest
            : Traits.UnknownType;

    private static bool IsInvited(ReadOnlySpan<byte> name)
    {
        int mark = name.IndexOf((byte)'#');
        return mark >= 0 && name.Length - mark >= 5 && Ascii.EqualsIgnoreCase(name.Slice(mark, 5), "#EXT#"u8);
    }

    private static Traits PerUserMfaOf(ReadOnlySpan<byte> state) =>
        state.IsEmpty || Ascii.EqualsIgnoreCase(state, "disabled"u8) ? Traits.None
            : Ascii.EqualsIgnoreCase(state, "enforced"u8) || Ascii.EqualsIgnoreCase(state, "enabled"u8) ? Traits.PerUserMfa
            : Traits.UnknownPerUserMfa;

    private static UserSet SetOf(List<Traits> traits, Traits wanted)
    {
        var set = new UserSet(traits.Count);
        for (int user = 0; user < traits.Count; user++)
        {
            if ((traits[user] & wanted) != Traits.None)
                set.Add(user);
        }

        return set;
    }
}

/// <summary>A user as it is shown: the names that an administrator knows.</summary>
internal sealed record DirectoryUser(int Position, string Id, string? UserPrincipalName, string? DisplayName)
{
    private static readonly RowProperties s_properties = new("id", "userPrincipalName", "displayName");

    /// <summary>The name that tells users apart.</summary>
    public string Name => UserPrincipalName ?? DisplayName ?? Id;

    public static DirectoryUser Read(SnapshotRows rows, int position)
    {
        string? id = null;
        string? userPrincipalName = null;
        string? displayName = null;
        var row = new RowReader(rows, s_properties);
        while (row.Next(out int property))
        {
            string? text = row.Text();
            switch (property)
            {
                case 0:
                    id = text;
                    break;
                case 1:
                    userPrincipalName = text;
                    break;
                default:
                    displayName = text;
                    break;
            }
        }

        return new DirectoryUser(position, id ?? throw row.Missing(0), userPrincipalName, displayName);
    }
}

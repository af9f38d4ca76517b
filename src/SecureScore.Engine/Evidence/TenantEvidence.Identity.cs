namespace SecureScore.Engine.Evidence;

public sealed partial class TenantEvidence
{
    private const string RegistrationRowsView = "registrationRows";
    private const string AllMembersView = "members";

    // The count of a manifest is a claim; memory is set aside for a believable part of it.
    private const int LargestReservation = 1_000_000;

    private const int FewestUsersAhead = 5_000;

    /// <summary>How many rows of graph/groupMembers may wait for the users. Each takes the memory of an id.</summary>
    internal int MostMembersAhead { get; init; } = 5_000_000;

    /// <summary>The users as sets.</summary>
    internal UserDirectory Users
    {
        get
        {
            Use(Resources.Users);
            return Directory;
        }
    }

    /// <summary>Who registered for what.</summary>
    internal RegistrationReport Registration => View("registration", () =>
    {
        Use(Resources.UserRegistrationDetails);
        var report = RegistrationReport.Create(RegistrationRows, Users);
        Forget(RegistrationRowsView);
        return report;
    });

    /// <summary>Who is in which group.</summary>
    internal GroupMemberships GroupMemberships => View("groupMemberships", () =>
    {
        Use(Resources.GroupMembers);
        var users = Users;
        if (MembersAhead && AllMembers is { Count: > 0 } members)
        {
            var memberships = new GroupMemberships(users, members);
            Forget(AllMembersView);
            return memberships;
        }

        using var rows = Snapshot.OpenRows(Resources.GroupMembers, Cancellation);
        return new GroupMemberships(users, MemberRows.Read(rows, Reservation(Resources.GroupMembers), keep: false));
    });

    /// <summary>The ids of all groups, or why they cannot be read.</summary>
    internal (IReadOnlySet<EntityId>? Value, ResourceState? Missing) GroupIds =>
        Attempt<IReadOnlySet<EntityId>>(Resources.Groups, () => View("groupIds", () => ReadRows(Resources.Groups, GroupDirectory.Ids)));

    /// <summary>Finds the groups that Conditional Access policies name.</summary>
    internal GroupDirectory GroupsOfPolicies => View("groupsOfPolicies", () => new GroupDirectory(
        this, ConditionalAccessPolicies.SelectMany(policy => policy.Include.Groups.Concat(policy.Exclude.Groups)).Select(EntityId.Parse).ToHashSet()));

    /// <summary>Finds the groups that hold a directory role.</summary>
    internal GroupDirectory GroupsOfRoles => View("groupsOfRoles", () => new GroupDirectory(
        this, Roles.Assignments.Select(assignment => EntityId.Parse(assignment.PrincipalId)).ToHashSet()));

    /// <summary>Who holds which directory role.</summary>
    internal DirectoryRoles Roles => View("roles", () => new DirectoryRoles(this));

    /// <summary>The Conditional Access policies.</summary>
    internal IReadOnlyList<ConditionalAccessPolicy> ConditionalAccessPolicies => View("conditionalAccessPolicies", () =>
    {
        var (rows, missing) = Attempt(Resources.AuthenticationStrengthPolicies, () => List(Resources.AuthenticationStrengthPolicies));
        var strengths = new AuthenticationStrengths(rows, missing);
        return (IReadOnlyList<ConditionalAccessPolicy>)
            [.. List(Resources.ConditionalAccessPolicies).Select(policy => ConditionalAccessPolicy.Parse(policy, strengths))];
    });

    /// <summary>Enabled members, without the accounts of directory synchronisation: the users whom Microsoft counts.</summary>
    /// <exception cref="EvidenceUnavailableException">The users cannot be read, or none of them may sign in.</exception>
    internal UserSet Population => View("population", () =>
    {
        var members = EnabledUsers.Intersect(Users.Members);
        return members.IsEmpty && !EnabledUsers.Intersect(Users.UnknownType).IsEmpty
            ? throw EvidenceUnavailableException.Unusable(Resources.Users, "it holds no member who may sign in, but users whose userType is unknown here")
            : members;
    });

    /// <summary>Everyone who may sign in, guests too, without the accounts of directory synchronisation.</summary>
    /// <exception cref="EvidenceUnavailableException">The users cannot be read, or none of them may sign in.</exception>
    internal UserSet EnabledUsers => View("enabledUsers", () => Users.Enabled.IsEmpty
        ? throw EvidenceUnavailableException.Unusable(Resources.Users, "it holds no user who may sign in, yet every tenant has one")
        : Users.Enabled.Except(Users.SynchronizationAccounts).Except(HoldersOfTheSynchronizationRole()));

    /// <summary>What the snapshot says of a resource.</summary>
    internal ResourceState StateOf(string resource)
    {
        Use(resource);
        return Snapshot.StateOf(resource);
    }

    /// <summary>Streams the names of some users, reading graph/users again.</summary>
    internal IEnumerable<DirectoryUser> ReadUsers(UserSet users)
    {
        int left = users.Count;
        if (left == 0)
            yield break;

        using var rows = Snapshot.OpenRows(Resources.Users, Cancellation);
        for (int position = 0; left > 0 && rows.Read(); position++)
        {
            if (!users.Contains(position))
                continue;

            left--;
            yield return DirectoryUser.Read(rows, position);
        }
    }

    /// <summary>Reads the rows of a resource.</summary>
    internal T ReadRows<T>(string resource, Func<SnapshotRows, T> read)
    {
        Use(resource);
        using var rows = Snapshot.OpenRows(resource, Cancellation);
        return read(rows);
    }

    /// <summary>Reads the largest resources at the same time: none of them needs another until all are read. Whatever becomes of them is kept for
    /// those who ask.</summary>
    /// <returns>Ends when no file is open any more.</returns>
    internal Task ReadAhead()
    {
        // A small tenant is read before another thread has begun.
        if (Snapshot.StateOf(Resources.Users).Count < FewestUsersAhead)
            return Task.CompletedTask;

        return Task.WhenAll(
            Task.Run(() => Try(() => Directory), CancellationToken.None),
            Task.Run(() => Try(() => RegistrationRows) && MembersAhead && Try(() => AllMembers), CancellationToken.None));

        static bool Try(Func<object> view)
        {
            try
            {
                view();
                return true;
            }
            catch (Exception exception) when (exception is EvidenceUnavailableException or OperationCanceledException)
            {
                // Who asks for the view learns why.
                return exception is EvidenceUnavailableException;
            }
        }
    }

    private bool MembersAhead => Snapshot.StateOf(Resources.GroupMembers).Count <= MostMembersAhead;

    private UserDirectory Directory => View("directory", () =>
    {
        using var rows = Snapshot.OpenRows(Resources.Users, Cancellation);
        return UserDirectory.Read(rows, MailNames.People, Reservation(Resources.Users));
    });

    private RegistrationRows RegistrationRows => View(RegistrationRowsView, () =>
    {
        using var rows = Snapshot.OpenRows(Resources.UserRegistrationDetails, Cancellation);
        return RegistrationRows.Read(rows, Reservation(Resources.UserRegistrationDetails));
    });

    // Nothing where there are more rows than the manifest claims: they are read one block at a time then.
    private IReadOnlyList<MemberRows> AllMembers => View(AllMembersView, () =>
    {
        using var rows = Snapshot.OpenRows(Resources.GroupMembers, Cancellation);
        var blocks = new List<MemberRows>();
        foreach (var block in MemberRows.Read(rows, Reservation(Resources.GroupMembers), keep: true))
        {
            blocks.Add(block);
            if (rows.Row > MostMembersAhead)
                return (IReadOnlyList<MemberRows>)[];
        }

        return blocks;
    });

    private int Reservation(string resource) => (int)Math.Clamp(Snapshot.StateOf(resource).Count ?? 0, 0, LargestReservation);

    // Without the role assignments the names of the accounts still tell nearly all of them. Whoever holds an administrative role as
    // well is an administrator to protect, whatever else the account does.
    private UserSet HoldersOfTheSynchronizationRole()
    {
        if (Optional(Resources.RoleAssignments, () => Roles) is not { } roles)
            return Users.NoOne();

        var holders = roles.Holders(assignment => assignment.Role == AdministrativeRoles.DirectorySynchronizationAccounts, []);
        var administrators = roles.Holders(assignment => AdministrativeRoles.Contains(assignment.Role), []);
        return holders.Certain.Except(administrators.Certain);
    }
}

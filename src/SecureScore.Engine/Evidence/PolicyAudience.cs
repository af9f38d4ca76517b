using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Evidence;

/// <summary>The people whom a policy names on one side, included or excluded.</summary>
internal sealed record PolicyAudience
{
    private const string GuestsKeyword = "GuestsOrExternalUsers";

    /// <summary>Whether all users are named.</summary>
    public bool Everyone { get; init; }

    /// <summary>Ids of users.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Template ids of directory roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The kinds of guests and external users; empty when none is named.</summary>
    public IReadOnlyList<string> GuestTypes { get; init; } = [];

    /// <summary>Whether only guests from some other tenants are meant.</summary>
    public bool OnlySomeTenants { get; init; }

    public bool IsEmpty => !Everyone && Users.Count == 0 && Groups.Count == 0 && Roles.Count == 0 && GuestTypes.Count == 0;

    /// <summary>The kinds of guests and external users that Microsoft Graph knows.</summary>
    public static IReadOnlyList<string> KnownGuestTypes { get; } =
        ["internalGuest", "b2bCollaborationGuest", "b2bCollaborationMember", "b2bDirectConnectUser", "otherExternalUser", "serviceProvider"];

    public static PolicyAudience Parse(EvidenceObject? users, string side)
    {
        if (users is not { } given)
            return new PolicyAudience();

        var names = given.Texts(side + "Users");
        var guests = given.Object(side + "GuestsOrExternalUsers");
        var types = guests?.Texts("guestOrExternalUserTypes")
            .SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(type => !Is(type, "none"))
            .ToList() ?? [];
        bool allGuests = names.Any(name => Is(name, GuestsKeyword));
        return new PolicyAudience
        {
            Everyone = names.Any(name => Is(name, "All")),
            Users = [.. names.Where(name => !Is(name, "All") && !Is(name, "None") && !Is(name, GuestsKeyword))],
            Groups = given.Texts(side + "Groups"),
            Roles = given.Texts(side + "Roles"),
            GuestTypes = allGuests ? KnownGuestTypes : types,
            OnlySomeTenants = !allGuests && guests?.Object("externalTenants")?.Text("membershipKind") is { } kind && !Is(kind, "all"),
        };
    }

    /// <summary>The users who are named.</summary>
    /// <param name="evidence">The tenant.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="verb">What the policy does to them: includes or excludes.</param>
    /// <param name="doubts">Takes what the snapshot leaves open.</param>
    /// <param name="findings">Takes names of what was deleted.</param>
    public UserBounds Resolve(
        TenantEvidence evidence, ConditionalAccessPolicy policy, string verb, List<Doubt> doubts, List<Finding> findings)
    {
        var directory = evidence.Users;
        if (Everyone)
            return UserBounds.Exactly(directory.Everyone);

        var named = directory.NoOne();
        foreach (string user in Users)
        {
            if (directory.TryFind(EntityId.Parse(user), out int position))
                named.Add(position);
            else
                findings.Add(Deleted("user", user));
        }

        bool isWhole = true;
        foreach (string id in Groups)
        {
            var group = evidence.GroupsOfPolicies.Find(id);
            if (group.Members is not null)
            {
                named.AddRange(group.Members);
            }
            else if (group.IsDeleted)
            {
                findings.Add(Deleted("group", id));
            }
            else
            {
                doubts.Add(new Doubt($"the snapshot does not tell who is in group '{group.Name}', which policy '{policy.Name}' {verb}", group.Missing));
                isWhole = false;
            }
        }

        var users = isWhole ? UserBounds.Exactly(named) : new UserBounds(named, directory.Everyone);
        if (Roles.Count > 0)
            users = users.Union(HoldersOfRoles());
        return GuestTypes.Count > 0 ? users.Union(GuestsOf()) : users;

        Finding Deleted(string kind, string id) =>
            new("DeletedReference", $"Policy '{policy.Name}' {verb} the {kind} {id}, which does not exist any more.");

        UserBounds HoldersOfRoles()
        {
            DirectoryRoles roles;
            try
            {
                roles = evidence.Roles;
            }
            catch (EvidenceUnavailableException exception)
            {
                doubts.Add(new Doubt($"the snapshot does not tell who holds the roles that policy '{policy.Name}' {verb}", exception.State));
                return new UserBounds(directory.NoOne(), directory.Everyone);
            }

            foreach (string id in Roles.Where(id => roles.Exists(EntityId.Parse(id)) == false))
                findings.Add(Deleted("role", id));

            // Conditional Access reaches holders of a role only where the role spans the tenant.
            var wanted = Roles.Select(EntityId.Parse).ToHashSet();
            return roles.Holders(assignment => assignment.IsTenantWide && wanted.Contains(assignment.Role), doubts);
        }

        UserBounds GuestsOf()
        {
            var found = directory.NoOne();
            bool isKnown = true;
            foreach (string type in GuestTypes)
            {
                switch (type.ToUpperInvariant())
                {
                    case "INTERNALGUEST":
                        found = found.Union(directory.Guests.Except(directory.Invited));
                        break;
                    case "B2BCOLLABORATIONGUEST":
                        found = found.Union(directory.Guests.Intersect(directory.Invited));
                        break;
                    case "B2BCOLLABORATIONMEMBER":
                        found = found.Union(directory.Members.Intersect(directory.Invited));
                        break;
                    case "B2BDIRECTCONNECTUSER" or "OTHEREXTERNALUSER" or "SERVICEPROVIDER":
                        // These people have no account in this directory.
                        break;
                    default:
                        isKnown = false;
                        doubts.Add(new Doubt($"policy '{policy.Name}' {verb} the unknown kind of guest '{type}'", IsUnknownValue: true));
                        findings.Add(new Finding("UnknownValue", $"Policy '{policy.Name}' {verb} the unknown kind of guest '{type}'."));
                        break;
                }
            }

            if (OnlySomeTenants)
                doubts.Add(new Doubt($"the snapshot does not tell which guests come from the tenants that policy '{policy.Name}' {verb}"));
            return new UserBounds(
                OnlySomeTenants ? directory.NoOne() : found,
                isKnown ? found : directory.Guests.Union(directory.Invited));
        }
    }

    /// <summary>Who is named, in words, with the names that the snapshot tells.</summary>
    public string Describe(TenantEvidence evidence)
    {
        var parts = new List<string>();
        if (Everyone)
            parts.Add("everyone");
        parts.AddRange(NamesOfUsers(evidence).Select(name => $"user '{name}'"));
        parts.AddRange(Groups.Select(group => $"group '{evidence.GroupsOfPolicies.NameOf(group)}'"));
        parts.AddRange(Roles.Select(role => $"role '{AdministrativeRoles.ToProtect.GetValueOrDefault(EntityId.Parse(role), role)}'"));
        if (GuestTypes.Count > 0)
            parts.Add("guests");
        return string.Join(", ", parts);
    }

    private IEnumerable<string> NamesOfUsers(TenantEvidence evidence)
    {
        if (Users.Count == 0)
            return [];

        try
        {
            var known = evidence.Users.NoOne();
            var unknown = new List<string>();
            foreach (string user in Users)
            {
                if (evidence.Users.TryFind(EntityId.Parse(user), out int position))
                    known.Add(position);
                else
                    unknown.Add(user);
            }

            return [.. evidence.ReadUsers(known).Select(user => user.Name), .. unknown];
        }
        catch (EvidenceUnavailableException)
        {
            return Users;
        }
    }

    private static bool Is(string? value, string expected) => expected.Equals(value, StringComparison.OrdinalIgnoreCase);
}

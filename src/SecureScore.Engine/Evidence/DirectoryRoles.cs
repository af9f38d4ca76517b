namespace SecureScore.Engine.Evidence;

/// <summary>What holds a directory role.</summary>
internal enum PrincipalKind
{
    /// <summary>The snapshot does not tell, or tells a kind that this program does not know: the directory decides.</summary>
    Unknown,

    /// <summary>A user.</summary>
    User,

    /// <summary>A group, whose members hold the role.</summary>
    Group,

    /// <summary>An application or another object that no person signs in as.</summary>
    Other,
}

/// <summary>A principal that holds a directory role, or may activate it.</summary>
/// <param name="Role">The template id of the role.</param>
/// <param name="RoleName">The role's name, or its id where the name is unknown.</param>
/// <param name="PrincipalId">The id of what holds the role.</param>
/// <param name="Kind">What holds the role.</param>
internal sealed record RoleAssignment(EntityId Role, string RoleName, string PrincipalId, PrincipalKind Kind)
{
    /// <summary>Whether the role reaches the whole tenant, not one administrative unit or application.</summary>
    public bool IsTenantWide { get; init; }

    /// <summary>Whether the role is not held but may be activated.</summary>
    public bool IsEligible { get; init; }

    /// <summary>Whether the role is held at every moment, for good; null where that is unknown.</summary>
    public bool? IsPermanent { get; init; }
}

/// <summary>Who holds which directory role: active and eligible assignments, directly or through a group.</summary>
internal sealed class DirectoryRoles
{
    private readonly TenantEvidence _evidence;
    private readonly UserDirectory _users;
    private readonly List<RoleAssignment> _assignments = [];
    private readonly Dictionary<EntityId, string> _names = [];
    private readonly Dictionary<EntityId, EntityId> _templates;
    private readonly Lazy<(RoleAssignment[] Rows, GroupDirectory Groups)> _instances;

    // Why eligible roles are unknown: then anyone may be eligible for any role.
    private readonly ResourceState? _missingEligibility;

    public DirectoryRoles(TenantEvidence evidence)
    {
        _evidence = evidence;
        _users = evidence.Users;
        _instances = new Lazy<(RoleAssignment[] Rows, GroupDirectory Groups)>(ReadInstances);
        _templates = Templates();
        _assignments.AddRange(evidence.List(Resources.RoleAssignments).Select(Parse));
        if (!_assignments.Exists(assignment => assignment.Role == AdministrativeRoles.GlobalAdministrator))
        {
            throw EvidenceUnavailableException.Unusable(Resources.RoleAssignments, "it names no Global Administrator, yet every tenant has one");
        }

        // Without Privileged Identity Management nobody is eligible, so a missing licence leaves nothing open.
        if (evidence.StateOf(Resources.RoleEligibilityScheduleInstances).Status == ResourceStatus.NotLicensed)
            return;

        try
        {
            _assignments.AddRange(evidence.List(Resources.RoleEligibilityScheduleInstances).Select(Parse).Select(assignment => assignment with { IsEligible = true }).ToArray());
        }
        catch (EvidenceUnavailableException exception)
        {
            _missingEligibility = exception.State;
        }
    }

    /// <summary>Every assignment, active and eligible.</summary>
    public IReadOnlyList<RoleAssignment> Assignments => _assignments;

    /// <summary>Whether the tenant has the role: null when the role definitions were not collected.</summary>
    public bool? Exists(EntityId role) => _names.Count == 0 ? null : _names.ContainsKey(role);

    /// <summary>The role's name; null when it is unknown.</summary>
    public string? NameOf(EntityId role) => _names.GetValueOrDefault(role);

    /// <summary>The users who hold any of the assignments.</summary>
    /// <param name="which">Selects the assignments.</param>
    /// <param name="doubts">Takes what the snapshot leaves open.</param>
    public UserBounds Holders(Func<RoleAssignment, bool> which, List<Doubt> doubts)
    {
        var holders = Holders(_assignments.Where(which), _evidence.GroupsOfRoles, doubts);
        if (_missingEligibility is null)
            return holders;

        doubts.Add(new Doubt("the snapshot does not tell who is eligible for a role", _missingEligibility));
        return holders with { Possible = _users.Everyone };
    }

    /// <summary>The users who hold any of the assignments now, without those who would have to activate it first.</summary>
    /// <param name="which">Selects the assignments.</param>
    /// <param name="doubts">Takes what the snapshot leaves open.</param>
    public UserBounds ActiveHolders(Func<RoleAssignment, bool> which, List<Doubt> doubts) =>
        Holders(_assignments.Where(assignment => !assignment.IsEligible && which(assignment)), _evidence.GroupsOfRoles, doubts);

    /// <summary>The users who hold any of the active assignments that Privileged Identity Management lists.</summary>
    /// <param name="which">Selects the assignments.</param>
    /// <param name="doubts">Takes what the snapshot leaves open.</param>
    /// <exception cref="EvidenceUnavailableException">The assignments were not collected or cannot be read.</exception>
    public UserBounds HoldersOfInstances(Func<RoleAssignment, bool> which, List<Doubt> doubts) =>
        Holders(_instances.Value.Rows.Where(which), _instances.Value.Groups, doubts);

    private (RoleAssignment[] Rows, GroupDirectory Groups) ReadInstances()
    {
        RoleAssignment[] rows = [.. _evidence.List(Resources.RoleAssignmentScheduleInstances).Select(ParseInstance)];
        return (rows, new GroupDirectory(_evidence, rows.Select(row => EntityId.Parse(row.PrincipalId)).ToHashSet()));
    }

    private RoleAssignment ParseInstance(EvidenceObject row) => Parse(row) with
    {
        IsPermanent = row.Text("assignmentType")?.ToUpperInvariant() switch
        {
            "ASSIGNED" => row.Date("endDateTime") is null,
            "ACTIVATED" => false,
            _ => null,
        },
    };

    private UserBounds Holders(IEnumerable<RoleAssignment> assignments, GroupDirectory groups, List<Doubt> doubts)
    {
        var holders = _users.NoOne();
        bool isWhole = true;
        foreach (var assignment in assignments.DistinctBy(assignment => assignment.PrincipalId, StringComparer.OrdinalIgnoreCase))
        {
            if (assignment.Kind == PrincipalKind.Other)
                continue;

            if (_users.TryFind(EntityId.Parse(assignment.PrincipalId), out int user))
            {
                holders.Add(user);
                continue;
            }

            // A user whom the directory does not hold was deleted: nobody can sign in.
            if (assignment.Kind == PrincipalKind.User)
                continue;

            var group = groups.Find(assignment.PrincipalId);
            if (group.Members is not null)
            {
                holders.AddRange(group.Members);
            }
            else if (!group.IsDeleted)
            {
                isWhole = false;
                doubts.Add(new Doubt($"the snapshot does not tell who is in '{group.Name}', which holds the role {assignment.RoleName}", group.Missing));
            }
        }

        return isWhole ? UserBounds.Exactly(holders) : new UserBounds(holders, _users.Everyone);
    }

    private RoleAssignment Parse(EvidenceObject row)
    {
        var principal = row.Object("principal");
        string principalId = principal?.Text("id") ?? row.RequiredText("principalId");
        string definitionId = row.RequiredText("roleDefinitionId");
        var definition = EntityId.Parse(definitionId);

        // The definition of a built-in role has the id of its template.
        var role = _templates.GetValueOrDefault(definition, definition);
        return new RoleAssignment(role, NameOf(role) ?? definitionId, principalId, KindOf(principal?.Text("@odata.type")))
        {
            IsTenantWide = row.Text("directoryScopeId") is null or "/",
        };
    }

    private static PrincipalKind KindOf(string? type) => type?.ToUpperInvariant() switch
    {
        null => PrincipalKind.Unknown,
        "#MICROSOFT.GRAPH.USER" => PrincipalKind.User,
        "#MICROSOFT.GRAPH.GROUP" => PrincipalKind.Group,
        "#MICROSOFT.GRAPH.SERVICEPRINCIPAL" or "#MICROSOFT.GRAPH.DEVICE" => PrincipalKind.Other,
        _ => PrincipalKind.Unknown,
    };

    private Dictionary<EntityId, EntityId> Templates()
    {
        var templates = new Dictionary<EntityId, EntityId>();
        if (!_evidence.IsCollected(Resources.RoleDefinitions))
            return templates;

        foreach (var definition in _evidence.List(Resources.RoleDefinitions))
        {
            var id = EntityId.Parse(definition.RequiredText("id"));
            var template = definition.Text("templateId") is { } text ? EntityId.Parse(text) : id;
            templates[id] = template;
            _names[template] = definition.Text("displayName") ?? definition.RequiredText("id");
        }

        return templates;
    }
}

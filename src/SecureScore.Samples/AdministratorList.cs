using System.Text.Json.Nodes;
using SecureScore.Engine.Evidence;
using YamlDotNet.RepresentationModel;

namespace SecureScore.Samples;

/// <summary>Who holds which directory role, for good or when they activate it.</summary>
internal sealed class AdministratorList
{
    private readonly List<JsonObject> _active = [];
    private readonly List<JsonObject> _activeInstances = [];
    private readonly List<JsonObject> _eligible = [];
    private readonly HashSet<Person> _people = [];
    private readonly Defaults _defaults;

    public AdministratorList(IReadOnlyList<DescriptionMap> administrators, TenantDirectory directory, Defaults defaults, DateTimeOffset now)
    {
        _defaults = defaults;
        foreach (var administrator in administrators)
            Add(administrator, directory, now);
    }

    public bool Contains(Person person) => _people.Contains(person);

    public IEnumerable<(string Resource, IEnumerable<JsonObject> Rows)> ToResources()
    {
        yield return (Resources.RoleDefinitions, _defaults.Roles.Select(role => new JsonObject
        {
            ["id"] = role.Value,
            ["templateId"] = role.Value,
            ["displayName"] = role.Key,
            ["isBuiltIn"] = true,
            ["isEnabled"] = true,
        }));
        yield return (Resources.RoleAssignments, _active);
        yield return (Resources.RoleAssignmentScheduleInstances, _activeInstances);
        yield return (Resources.RoleEligibilityScheduleInstances, _eligible);
    }

    private void Add(DescriptionMap administrator, TenantDirectory directory, DateTimeOffset now)
    {
        string roleName = administrator.Text("role");
        string role = _defaults.Roles.GetValueOrDefault(roleName)
            ?? throw new DescriptionException(administrator.Node, $"no directory role is called '{roleName}'");
        var principal = PrincipalOf(administrator, directory);
        string principalId = (string)principal["id"]!;
        string name = $"{roleName}/{principalId}";
        if (administrator.Flag("eligible") ?? false)
        {
            _eligible.Add(Instance(name, role, principal, now, "roleEligibilityScheduleId"));
        }
        else
        {
            _active.Add(new JsonObject
            {
                ["id"] = Stable.Id("roleAssignment", name),
                ["principalId"] = principalId,
                ["roleDefinitionId"] = role,
                ["directoryScopeId"] = "/",
                ["principal"] = principal.DeepClone(),
            });
            var instance = Instance(name, role, principal, now, "roleAssignmentScheduleId");
            instance["assignmentType"] = "Assigned";
            instance["roleAssignmentOriginId"] = Stable.Id("roleAssignment", name);
            _activeInstances.Add(instance);
        }

        administrator.End();
    }

    private JsonObject PrincipalOf(DescriptionMap administrator, TenantDirectory directory)
    {
        if (administrator.Find("group") is { } groupNode)
        {
            var group = directory.FindGroup(groupNode);
            _people.UnionWith(group.Everyone());
            return new JsonObject { ["@odata.type"] = "#microsoft.graph.group", ["id"] = group.Id, ["displayName"] = group.Name };
        }

        if (administrator.Find("app") is YamlScalarNode { Value: { } app })
        {
            return new JsonObject { ["@odata.type"] = "#microsoft.graph.servicePrincipal", ["id"] = Stable.Id("servicePrincipal", app), ["displayName"] = app };
        }

        var person = directory.FindPerson(administrator.Required("who"));
        _people.Add(person);
        return new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.user",
            ["id"] = person.Id,
            ["displayName"] = person.Name,
            ["userPrincipalName"] = person.UserPrincipalName,
        };
    }

    private static JsonObject Instance(string name, string role, JsonObject principal, DateTimeOffset now, string schedule) => new()
    {
        ["id"] = Stable.Id(schedule + "/instance", name),
        ["principalId"] = (string)principal["id"]!,
        ["roleDefinitionId"] = role,
        ["directoryScopeId"] = "/",
        ["appScopeId"] = null,
        ["startDateTime"] = Timestamp.Format(now.AddDays(-400 + Stable.Number(name, 300))),
        ["endDateTime"] = null,
        ["memberType"] = "Direct",
        [schedule] = Stable.Id(schedule, name),
        ["principal"] = principal.DeepClone(),
    };
}

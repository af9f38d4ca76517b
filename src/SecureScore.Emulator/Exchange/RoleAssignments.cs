using System.Text.Json;
using System.Text.Json.Nodes;
using SecureScore.Emulator.State;

namespace SecureScore.Emulator.Exchange;

/// <summary>The roles that role assignment policies give to users, each as an assignment of its own.</summary>
internal sealed class RoleAssignments
{
    public const string Noun = "ManagementRoleAssignment";
    public const string Resource = "exchange/Get-RoleAssignmentPolicy";

    private const string Roles = "AssignedRoles";

    private static readonly string[] s_known =
    [
        "MyBaseOptions", "MyContactInformation", "MyDistributionGroupMembership", "MyDistributionGroups", "MyMailSubscriptions", "MyProfileInformation",
        "MyRetentionPolicies", "MyTeamMailboxes", "MyTextMessaging", "MyVoiceMail", "My Custom Apps", "My Marketplace Apps", "My ReadWriteMailbox Apps",
    ];

    private readonly TenantState _state;

    public RoleAssignments(TenantState state) => _state = state;

    /// <summary>The assignments as they are shown, of a role or an assignee, or the one of an identity.</summary>
    public IReadOnlyList<JsonObject> Find(JsonElement parameters)
    {
        var given = CmdletWrites.Given(parameters);
        foreach (string name in given.Keys.Except(["Identity", "Role", "RoleAssignee"], StringComparer.OrdinalIgnoreCase))
            throw CmdletException.UnknownParameter(name);

        var policies = Policies(_state.Rows(Resource));
        string? assignee = Text(given, "RoleAssignee");
        if (assignee is not null && !policies.Exists(policy => CmdletWrites.IsNamed(policy, assignee)))
            throw CmdletException.NotFound(assignee);

        var found = policies.Where(policy => assignee is null || CmdletWrites.IsNamed(policy, assignee)).SelectMany(Of)
            .Where(row => Text(given, "Role") is not { } role || role.Equals((string?)row["Role"], StringComparison.OrdinalIgnoreCase))
            .Where(row => Text(given, "Identity") is not { } identity || CmdletWrites.IsNamed(row, identity)).ToList();
        return found.Count == 0 && Text(given, "Identity") is { } missing ? throw CmdletException.NotFound(missing) : found;
    }

    /// <summary>Assigns a role to those whom a policy is assigned to.</summary>
    /// <returns>The assignment.</returns>
    public JsonObject Add(IReadOnlyDictionary<string, JsonElement> given)
    {
        foreach (string name in given.Keys.Except(["Role", "Policy", "Name"], StringComparer.OrdinalIgnoreCase))
            throw CmdletException.UnknownParameter(name);

        if (Text(given, "Role") is not { } role || Text(given, "Policy") is not { } assignee)
            throw CmdletException.Wanted("Role Policy");

        var policies = Policies(_state.Current(Resource));
        var policy = policies.Find(row => CmdletWrites.IsNamed(row, assignee)) ?? throw CmdletException.NotFound(assignee);
        string known = Array.Find(s_known, known => known.Equals(role, StringComparison.OrdinalIgnoreCase)) ?? throw CmdletException.NotFound(role);
        if (Of(policy).Any(row => (string?)row["Role"] == known))
            throw CmdletException.Exists($"{known}-{(string?)policy["Name"]}");

        if (policy[Roles] is not JsonArray roles)
            policy[Roles] = roles = [];
        roles.Add(known);
        Keep(policies);
        return Of(policy).Last();
    }

    /// <summary>Takes an assignment back.</summary>
    public void Remove(string identity)
    {
        var policies = Policies(_state.Current(Resource));
        var (policy, role) = policies.SelectMany(policy => Of(policy).Select(row => (policy, row))).Where(pair => CmdletWrites.IsNamed(pair.row, identity))
            .Select(pair => (pair.policy, (string?)pair.row["Role"])).FirstOrDefault();
        if (policy is null)
            throw CmdletException.NotFound(identity);

        var roles = policy[Roles]!.AsArray();
        roles.Remove(roles.First(item => (string?)item == role));
        Keep(policies);
    }

    private static List<JsonObject> Policies(IEnumerable<ReadOnlyMemory<byte>> rows) => [.. rows.Select(row => JsonNode.Parse(row.Span)!.AsObject())];

    private static IEnumerable<JsonObject> Of(JsonObject policy) => (policy[Roles] as JsonArray ?? []).Select(role => new JsonObject
    {
        ["Identity"] = $"{(string?)role}-{(string?)policy["Name"]}",
        ["Name"] = $"{(string?)role}-{(string?)policy["Name"]}",
        ["Role"] = (string?)role,
        ["RoleAssignee"] = (string?)policy["Name"],
        ["RoleAssigneeName"] = (string?)policy["Name"],
        ["RoleAssigneeType"] = "RoleAssignmentPolicy",
        ["RoleAssignmentDelegationType"] = "Regular",
        ["Enabled"] = true,
    });

    private static string? Text(IReadOnlyDictionary<string, JsonElement> given, string name) =>
        given.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private void Keep(List<JsonObject> policies) => _state.Replace(Resource, [.. policies.Select(policy => (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(policy))]);
}

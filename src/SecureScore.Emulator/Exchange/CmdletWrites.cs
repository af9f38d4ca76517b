using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureScore.Emulator.SignIn;
using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator.Exchange;

/// <summary>Runs the cmdlets that change something, by the rules of the service.</summary>
internal sealed class CmdletWrites
{
    private const string Identity = "Identity";
    private const string Name = "Name";
    private const string Priority = "Priority";
    private const string AuditResource = "exchange/Get-AdminAuditLogConfig";
    private const string AcceptedDomains = "exchange/Get-AcceptedDomain";

    private static readonly string[] s_names = [Identity, Name, "Guid"];
    private static readonly string[] s_conditions = ["SentTo", "SentToMemberOf", "RecipientDomainIs"];

    private readonly EmulatedTenant _tenant;
    private readonly TenantService _service;
    private readonly Customization _customization;
    private readonly RoleAssignments _roles;

    public CmdletWrites(EmulatedTenant tenant, TenantService service, Customization customization, RoleAssignments roles)
    {
        _tenant = tenant;
        _service = service;
        _customization = customization;
        _roles = roles;
    }

    /// <summary>What a cmdlet changes; null when the service has no such cmdlet.</summary>
    public CmdletNoun? Find(string cmdlet) => CmdletNoun.Of(_service).FirstOrDefault(noun => noun.Cmdlets.Contains(cmdlet, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether who asks may change anything here.</summary>
    public bool MayWrite(EmulatedToken token) => CmdletNoun.Of(_service).Any(noun => MayWrite(token, noun));

    /// <summary>Whether who asks may run the cmdlets that change an object.</summary>
    public static bool MayWrite(EmulatedToken token, CmdletNoun noun) => token.DirectoryRoles.Intersect(noun.Writers, StringComparer.OrdinalIgnoreCase).Any();

    /// <summary>The cmdlets that change something, of those that who asks may run.</summary>
    public IEnumerable<CmdletNoun> For(EmulatedToken token) => CmdletNoun.Of(_service).Where(noun => MayWrite(token, noun));

    /// <summary>Runs a cmdlet.</summary>
    /// <returns>What it returns.</returns>
    /// <exception cref="CmdletException">It fails, and has changed nothing.</exception>
    public IReadOnlyList<JsonObject> Run(CmdletNoun noun, string cmdlet, JsonElement parameters)
    {
        var given = Given(parameters);
        given.Remove("Confirm");
        lock (_tenant.State.Writing)
        {
            if (noun.NeedsCustomization && _customization.IsDehydrated)
                throw CmdletException.NotCustomized();

            string verb = noun.Verbs.First(verb => cmdlet.StartsWith(verb + "-", StringComparison.OrdinalIgnoreCase));
            switch (verb)
            {
                case "Enable" when noun.Name == "OrganizationCustomization":
                    Bind(noun, given, isNew: false);
                    _customization.Begin();
                    return [];
                case "New" when noun.Name == RoleAssignments.Noun:
                    return [_roles.Add(given)];
                case "Remove" when noun.Name == RoleAssignments.Noun:
                    _roles.Remove(TakeIdentity(noun, given)!);
                    return [];
                default:
                    return Change(noun, verb, given);
            }
        }
    }

    /// <summary>The parameters by name.</summary>
    public static Dictionary<string, JsonElement> Given(JsonElement parameters)
    {
        var given = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        if (parameters.ValueKind == JsonValueKind.Object)
        {
            foreach (var parameter in parameters.EnumerateObject().Where(parameter => !parameter.Name.Contains('@', StringComparison.Ordinal)))
                given[parameter.Name] = parameter.Value;
        }

        return given;
    }

    /// <summary>Whether an object is called so, by any of its names.</summary>
    public static bool IsNamed(JsonObject row, string identity) =>
        Array.Exists(s_names, name => row[name] is JsonValue value && value.TryGetValue(out string? text) && text.Equals(identity, StringComparison.OrdinalIgnoreCase));

    private IReadOnlyList<JsonObject> Change(CmdletNoun noun, string verb, Dictionary<string, JsonElement> given)
    {
        var rows = Current(noun.Resource);
        string? identity = verb == "New" ? null : TakeIdentity(noun, given);
        var values = Bind(noun, given, verb == "New");
        var row = verb == "New" ? Make(noun, given, rows) : identity is null ? rows.FirstOrDefault() : rows.Find(known => IsNamed(known, identity));
        if (row is null)
            throw CmdletException.NotFound(identity ?? noun.Name);

        if (verb is "Set" or "Remove")
            Protect(row, verb);
        if (verb == "Remove")
            rows.Remove(row);
        if (verb is "Enable" or "Disable")
            row["State"] = verb + "d";
        Apply(row, values);
        if (noun.Name.EndsWith("Rule", StringComparison.Ordinal))
        {
            CheckRule(noun, row, rows, verb);
            Arrange(noun, row, rows, verb, given.ContainsKey(Priority));
        }

        Keep(noun.Resource, rows);
        return verb == "New" ? [row.DeepClone().AsObject()] : [];
    }

    private static string? TakeIdentity(CmdletNoun noun, Dictionary<string, JsonElement> given)
    {
        if (!noun.HasIdentity)
            return null;

        return given.Remove(Identity, out var identity) && identity.ValueKind == JsonValueKind.String && identity.GetString() is { Length: > 0 } text
            ? text
            : throw CmdletException.Wanted(Identity);
    }

    /// <summary>The parameters that are there, with what was given; nothing else may be given.</summary>
    private static List<(CmdletParameter Parameter, JsonElement Value)> Bind(CmdletNoun noun, Dictionary<string, JsonElement> given, bool isNew) =>
    [
        .. given.Where(pair => !(isNew && pair.Key.Equals(Name, StringComparison.OrdinalIgnoreCase))).Select(pair =>
            (noun.Parameters.FirstOrDefault(known => known.Name.Equals(pair.Key, StringComparison.OrdinalIgnoreCase) && (isNew || !known.OnlyNew))
                ?? throw CmdletException.UnknownParameter(pair.Key), pair.Value)),
    ];

    private static void Apply(JsonObject row, List<(CmdletParameter Parameter, JsonElement Value)> values)
    {
        foreach (var (parameter, value) in values)
        {
            string property = row.Select(member => member.Key).FirstOrDefault(name => name.Equals(parameter.Property, StringComparison.OrdinalIgnoreCase)) ?? parameter.Property;
            var read = parameter.Read(parameter.Name, value, row[property]);
            row[property] = property == "State" ? ((bool)read! ? "Enabled" : "Disabled") : read;
        }
    }

    private JsonObject Make(CmdletNoun noun, Dictionary<string, JsonElement> given, List<JsonObject> rows)
    {
        if (!given.TryGetValue(Name, out var value) || value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } name)
            throw CmdletException.Wanted(Name);

        if (rows.Exists(row => IsNamed(row, name)))
            throw CmdletException.Exists(name);

        var made = JsonNode.Parse(noun.Defaults)!.AsObject();
        made[Identity] = name;
        made[Name] = name;
        made["Guid"] = Guid.NewGuid().ToString();
        made["WhenChanged"] = _tenant.Options.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        rows.Add(made);
        return made;
    }

    private static void Protect(JsonObject row, string verb)
    {
        string name = (string?)row[Name] ?? "";
        if (Is(row, "IsBuiltInProtection"))
            throw CmdletException.NotAllowed($"The built-in protection policy '{name}' can't be modified or removed.");
        if ((string?)row["RecommendedPolicyType"] is "Standard" or "Strict")
            throw CmdletException.NotAllowed($"The policy '{name}' belongs to a preset security policy, and can't be modified or removed.");
        if (verb == "Remove" && (Is(row, "IsDefault") || Is(row, "Default")))
            throw CmdletException.NotAllowed($"The default policy '{name}' can't be removed.");
    }

    private void CheckRule(CmdletNoun noun, JsonObject rule, List<JsonObject> rules, string verb)
    {
        if (verb is "New" or "Set")
        {
            if (verb == "New" && !Array.Exists(s_conditions, condition => rule[condition] is JsonArray))
                throw CmdletException.NotAllowed($"The rule '{(string?)rule[Name]}' needs at least one condition: {string.Join(", ", s_conditions)}.");

            var domains = Current(AcceptedDomains);
            foreach (string domain in (rule["RecipientDomainIs"] as JsonArray ?? []).Select(domain => (string)domain!))
            {
                if (!domains.Exists(accepted => domain.Equals((string?)accepted["DomainName"], StringComparison.OrdinalIgnoreCase)))
                    throw CmdletException.NotAllowed($"The domain '{domain}' isn't an accepted domain of your organization.");
            }
        }

        if (verb != "New" || noun.Policy is not { } kind)
            return;

        string named = (string?)rule[kind] ?? throw CmdletException.Wanted(kind);
        var policy = Current("exchange/Get-" + kind).Find(known => IsNamed(known, named)) ?? throw CmdletException.NotFound(named);
        Protect(policy, "Remove");
        string name = (string)policy[Name]!;
        rule[kind] = name;
        if (rules.Exists(other => other != rule && name.Equals((string?)other[kind], StringComparison.OrdinalIgnoreCase)))
            throw CmdletException.NotAllowed($"The policy '{name}' is already used by another rule.");
    }

    /// <summary>Gives every rule its place: one that is moved, or new, takes the place that it is given, or the last.</summary>
    private static void Arrange(CmdletNoun noun, JsonObject rule, List<JsonObject> rules, string verb, bool isPlaced)
    {
        if (verb is "Enable" or "Disable" || (verb == "Set" && !isPlaced))
            return;

        var ordered = rules.Where(other => other != rule).OrderBy(other => (int?)other[Priority] ?? 0).ToList();
        int place = isPlaced ? (int)rule[Priority]! : ordered.Count;
        if (place > ordered.Count)
            throw CmdletException.Unusable(Priority, string.Create(CultureInfo.InvariantCulture, $"The priority of a {noun.Name} must be between 0 and {ordered.Count}."));

        if (verb != "Remove")
            ordered.Insert(place, rule);
        for (int i = 0; i < ordered.Count; i++)
        {
            if ((int?)ordered[i][Priority] != i)
                ordered[i][Priority] = i;
        }
    }

    private static bool Is(JsonObject row, string property) => row[property] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    private List<JsonObject> Current(string resource) => [.. _tenant.State.Current(resource).Select(row => JsonNode.Parse(row.Span)!.AsObject())];

    private void Keep(string resource, List<JsonObject> rows) => _tenant.State.Replace(
        resource, [.. rows.Select(row => (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(row))],
        resource == AuditResource ? _tenant.Options.AuditShowsAfter : null);
}

using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>One policy of this program as it is to be, beside what is there of it: the changes between both.</summary>
internal sealed class PolicyTarget
{
    public const string Enabled = "enabled";
    public const string ReportOnly = "enabledForReportingButNotEnforced";
    public const string Disabled = "disabled";

    private const string State = "state";
    private const string DisplayName = "displayName";
    private const string IncludeUsers = "conditions.users.includeUsers";
    private const string IncludeGroups = "conditions.users.includeGroups";
    private const string IncludeRoles = "conditions.users.includeRoles";
    private const string IncludeLocations = "conditions.locations.includeLocations";
    private const string GrantControls = "grantControls.";

    // What was named in these lists stays in them: whoever was left out, or brought in, knows of it.
    private static readonly string[] s_growing =
    [
        "conditions.users.excludeUsers", "conditions.users.excludeGroups", "conditions.users.excludeRoles", "conditions.locations.excludeLocations",
        IncludeGroups, IncludeRoles,
    ];

    private readonly PolicyBlueprint _blueprint;
    private readonly SettingGroup? _present;
    private readonly SettingGroup _wanted;
    private readonly IReadOnlyList<SettingChange> _settings;

    private PolicyTarget(PolicyBlueprint blueprint, SettingGroup? present, SettingGroup wanted)
    {
        _blueprint = blueprint;
        _present = present;
        _wanted = present is null ? wanted : Merge(present, wanted);
        _settings = present is null ? [] : [.. Differences(present, _wanted)];
    }

    /// <summary>The policy's id; null while there is none.</summary>
    public string? Id => _present?["id"].AsText();

    /// <summary>The policy's name.</summary>
    public string Name => _present?[DisplayName].AsText() ?? _blueprint.Name;

    /// <summary>The state in which it is; null while there is none.</summary>
    public string? PresentState => _present?[State].AsText();

    public bool IsEnabled => Is(PresentState, Enabled);

    /// <summary>Whether the policy is for some groups only.</summary>
    public bool IsStaged => _wanted[IncludeUsers].IsEmpty && _wanted[IncludeRoles].IsEmpty;

    /// <summary>Whether it was for all already, so that a stage would take from it.</summary>
    public bool WasWhole => _present is not null && !(_present[IncludeUsers].IsEmpty && _present[IncludeRoles].IsEmpty);

    /// <summary>Whether anybody is left out by name or group.</summary>
    public bool LeavesOut => !_wanted["conditions.users.excludeUsers"].IsEmpty || !_wanted["conditions.users.excludeGroups"].IsEmpty;

    /// <summary>The same names on the side of those left out that the policy keeps from before.</summary>
    public IReadOnlyList<string> KeptOut => _present is null ? [] :
        [.. _present["conditions.users.excludeUsers"].AsTexts().Concat(_present["conditions.users.excludeGroups"].AsTexts())];

    /// <summary>Whether it differs from what is there, its state aside.</summary>
    public bool Differs => _present is null || _settings.Count > 0;

    /// <summary>Finds the policy among those of the tenant.</summary>
    /// <param name="evidence">The tenant.</param>
    /// <param name="blueprint">The policy.</param>
    /// <param name="wanted">What it is to hold.</param>
    public static PolicyTarget Of(TenantEvidence evidence, PolicyBlueprint blueprint, SettingGroup wanted) =>
        new(blueprint, Find(evidence.Snapshot, blueprint), wanted);

    /// <summary>Whether this program made the policy in the tenant.</summary>
    public static SettingGroup? Find(TenantSnapshot snapshot, PolicyBlueprint blueprint) => snapshot.Settings(Resources.ConditionalAccessPolicies)
        .Where(row => blueprint.IsNamed(row[DisplayName].AsText()))
        .OrderBy(row => Is(row[State].AsText(), Enabled) ? 0 : Is(row[State].AsText(), ReportOnly) ? 1 : 2)
        .FirstOrDefault();

    /// <summary>Adds what makes the policy, or makes it as it is to be. It only reports then, unless it was in force before.</summary>
    /// <param name="changes">The changes so far.</param>
    /// <param name="isEnforcedAfterwards">Whether a later change puts it in force.</param>
    /// <returns>What puts it in force; null when it is.</returns>
    public SettingsChange? Prepare(List<TenantChange> changes, bool isEnforcedAfterwards)
    {
        if (_present is null)
        {
            changes.Add(new ObjectCreation(Resources.ConditionalAccessPolicies, Content()) { Label = Name });
            return Promotion(CreatedIdentity.Of(changes.Count - 1), ReportOnly);
        }

        var settings = _settings.ToList();
        string state = PresentState ?? Disabled;
        if (!isEnforcedAfterwards && !IsEnabled && !Is(state, ReportOnly))
        {
            settings.Add(new SettingChange(State, SettingValue.Of(state), SettingValue.Of(ReportOnly)));
            state = ReportOnly;
        }

        if (settings.Count > 0)
            changes.Add(new SettingsChange(Resources.ConditionalAccessPolicies, Id, settings) { Label = Name });
        return IsEnabled ? null : Promotion(Id!, state);
    }

    /// <summary>Whether a policy of that state only reports.</summary>
    public static bool IsReportOnly(string? state) => Is(state, ReportOnly);

    /// <summary>What puts a policy in force.</summary>
    public static SettingsChange Promotion(string id, string state, string name) =>
        new(Resources.ConditionalAccessPolicies, id, [new SettingChange(State, SettingValue.Of(state), SettingValue.Of(Enabled))]) { Label = name };

    /// <summary>Whether a setting is one that this class changes, or changes back.</summary>
    public static bool Owns(SettingChange setting, PolicyBlueprint blueprint) => setting.Name == State ? IsState(setting) : (setting.Former, setting.Wanted) switch
    {
        (SettingGroup former, { IsEmpty: true }) => OwnsAll(former, setting.Name, blueprint),
        ({ IsEmpty: true }, SettingGroup wanted) => OwnsAll(wanted, setting.Name, blueprint),
        _ => IsOwn(setting.Name, blueprint),
    };

    /// <summary>Whether a setting is a state of a policy.</summary>
    public static bool IsState(SettingChange setting) => setting.Name == State && IsKnown(setting.Former) && IsKnown(setting.Wanted);

    /// <summary>Whether a state is that of a policy which only reports.</summary>
    public static bool IsReportOnly(SettingValue state) => Is(state.AsText(), ReportOnly);

    /// <summary>Whether a state is that of a policy in force.</summary>
    public static bool IsInForce(SettingValue state) => Is(state.AsText(), Enabled);

    /// <summary>What a policy holds, whomever it is for.</summary>
    public static SettingGroup WithoutPeople(PolicyBlueprint blueprint)
    {
        var content = SettingValue.Group(
            ("conditions", SettingValue.Group(
                ("clientAppTypes", SettingValue.Of(blueprint.Clients)),
                ("applications", SettingValue.Group(("includeApplications", SettingValue.Of([blueprint.Application])))))),
            ("grantControls", blueprint.GrantControls));
        foreach (var (name, value) in blueprint.Conditions.Members)
            content = content.With("conditions." + name, value);
        return blueprint.SessionControls is { } session ? content.With("sessionControls", session) : content;
    }

    private static bool OwnsAll(SettingGroup group, string path, PolicyBlueprint blueprint) =>
        Leaves(group, path + ".").Where(leaf => !leaf.Value.IsEmpty).Select(leaf => leaf.Path).ToArray() is { Length: > 0 } paths && paths.All(inner => IsOwn(inner, blueprint));

    private static bool IsOwn(string path, PolicyBlueprint blueprint) =>
        s_growing.Contains(path) || path is IncludeUsers or IncludeLocations || Leaves(WithoutPeople(blueprint), "").Any(leaf => leaf.Path == path);

    private SettingsChange Promotion(string id, string state) => Promotion(id, state, Name);

    private SettingGroup Content() => new(
    [
        KeyValuePair.Create(DisplayName, SettingValue.Of(_blueprint.Name)),
        KeyValuePair.Create(State, SettingValue.Of(ReportOnly)),
        .. _wanted.Members,
    ]);

    private static SettingGroup Merge(SettingGroup present, SettingGroup wanted)
    {
        foreach (string path in s_growing)
        {
            var former = present[path].AsTexts();
            if (former.Count > 0)
                wanted = wanted.With(path, SettingValue.Of(former.Union(wanted[path].AsTexts(), StringComparer.OrdinalIgnoreCase)));
        }

        // A policy that is for all does not go back to a stage; all of them hold the groups of its stages.
        if (!present[IncludeUsers].IsEmpty)
            wanted = wanted.With(IncludeUsers, present[IncludeUsers]);
        return wanted[IncludeUsers].IsEmpty ? wanted : wanted.With(IncludeGroups, SettingValue.ListOf());
    }

    private static IEnumerable<SettingChange> Differences(SettingGroup present, SettingGroup wanted) => Leaves(wanted, "")
        .Where(leaf => !present[leaf.Path].SameAs(leaf.Value))
        .Select(leaf => Missing(present, leaf.Path) ?? leaf.Path).Distinct(StringComparer.Ordinal)
        .Select(path => new SettingChange(path, present[path], wanted[path]));

    // A part that the policy lacks comes and goes as a whole: with nothing in it, it is another policy, and none that the service takes. Grant controls are
    // always there, and the service tells more of them than it is given.
    private static string? Missing(SettingGroup present, string path) => path.StartsWith(GrantControls, StringComparison.Ordinal)
        ? null
        : Enumerable.Range(1, path.Length - 1).Where(end => path[end] == '.').Select(end => path[..end]).FirstOrDefault(part => present[part] is not SettingGroup);

    private static IEnumerable<(string Path, SettingValue Value)> Leaves(SettingGroup group, string prefix) => group.Members.SelectMany(member =>
        member.Value is SettingGroup inner ? Leaves(inner, prefix + member.Key + ".") : [(prefix + member.Key, member.Value)]);

    private static bool IsKnown(SettingValue state) => Is(state.AsText(), Enabled) || Is(state.AsText(), ReportOnly) || Is(state.AsText(), Disabled);

    private static bool Is(string? value, string expected) => expected.Equals(value, StringComparison.OrdinalIgnoreCase);
}

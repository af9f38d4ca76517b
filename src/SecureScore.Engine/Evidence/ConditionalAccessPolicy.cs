namespace SecureScore.Engine.Evidence;

/// <summary>Whether a Conditional Access policy is in force.</summary>
internal enum PolicyState
{
    /// <summary>A state that this program does not know.</summary>
    Unknown,

    /// <summary>In force.</summary>
    Enabled,

    /// <summary>Only reports what it would do.</summary>
    ReportOnly,

    /// <summary>Off.</summary>
    Disabled,
}

/// <summary>One Conditional Access policy, as far as rules look at it.</summary>
/// <remarks>Source: conditionalAccessPolicy of Microsoft Graph v1.0.</remarks>
internal sealed record ConditionalAccessPolicy
{
    private static readonly string[] s_plainConditions =
        ["clientAppTypes", "userRiskLevels", "signInRiskLevels", "insiderRiskLevels", "servicePrincipalRiskLevels"];

    private static readonly Dictionary<string, string[]> s_conditions = new(StringComparer.Ordinal)
    {
        ["users"] =
        [
            "includeUsers", "excludeUsers", "includeGroups", "excludeGroups", "includeRoles", "excludeRoles",
            "includeGuestsOrExternalUsers", "excludeGuestsOrExternalUsers",
        ],
        ["applications"] =
        [
            "includeApplications", "excludeApplications", "includeUserActions", "includeAuthenticationContextClassReferences", "applicationFilter",
        ],
        ["platforms"] = ["includePlatforms", "excludePlatforms"],
        ["locations"] = ["includeLocations", "excludeLocations"],
        ["devices"] = ["includeDevices", "excludeDevices", "includeDeviceStates", "excludeDeviceStates", "deviceFilter"],
        ["deviceStates"] = ["includeStates", "excludeStates"],
        ["authenticationFlows"] = ["transferMethods"],
        ["clientApplications"] = ["includeServicePrincipals", "excludeServicePrincipals", "servicePrincipalFilter"],
    };

    public required string Id { get; init; }

    /// <summary>The policy's name, or its id where it has none.</summary>
    public required string Name { get; init; }

    public PolicyState State { get; init; }

    /// <summary>The state as the service wrote it.</summary>
    public string? StateText { get; init; }

    /// <summary>Whom the policy applies to.</summary>
    public required PolicyAudience Include { get; init; }

    /// <summary>Whom it leaves out.</summary>
    public required PolicyAudience Exclude { get; init; }

    public IReadOnlyList<string> IncludedApplications { get; init; } = [];

    public IReadOnlyList<string> ExcludedApplications { get; init; } = [];

    /// <summary>Whether it applies to a user action or an authentication context, not to applications.</summary>
    public bool IsForActions { get; init; }

    public bool HasApplicationFilter { get; init; }

    /// <summary>The kinds of client that it applies to. Graph requires them, so that an empty list tells nothing.</summary>
    public IReadOnlyList<string> ClientAppTypes { get; init; } = [];

    public IReadOnlyList<string> UserRiskLevels { get; init; } = [];

    public IReadOnlyList<string> SignInRiskLevels { get; init; } = [];

    /// <summary>The authentication flows that it is limited to, such as sign-in by device code; empty means that it is not.</summary>
    public IReadOnlyList<string> TransferMethods { get; init; } = [];

    /// <summary>The further conditions that keep it from applying to every sign-in, in words.</summary>
    public IReadOnlyList<string> Narrowing { get; init; } = [];

    /// <summary>The conditions that this program does not know, by the names of their properties: they may narrow the policy in any way.</summary>
    public IReadOnlyList<string> UnknownConditions { get; init; } = [];

    /// <summary>Whether one of <see cref="Grants"/> is enough (OR), or all are asked for (AND); null for another operator.</summary>
    public bool? AnyGrantIsEnough { get; init; }

    /// <summary>What it asks for.</summary>
    public IReadOnlyList<PolicyGrant> Grants { get; init; } = [];

    /// <summary>How long a sign-in lasts; zero means a new sign-in every time; null means no limit.</summary>
    public TimeSpan? SignInFrequency { get; init; }

    /// <summary>What is unknown about <see cref="SignInFrequency"/>, as the service wrote it.</summary>
    public string? UnknownSignInFrequency { get; init; }

    /// <summary>What is asked for again after <see cref="SignInFrequency"/>, as the service wrote it; null where it does not tell.</summary>
    public string? SignInFrequencyAuthentication { get; init; }

    /// <summary>Whether a browser keeps the session after it was closed, as the service wrote it; null where it is not set.</summary>
    public string? PersistentBrowser { get; init; }

    public static ConditionalAccessPolicy Parse(EvidenceObject policy, AuthenticationStrengths strengths)
    {
        string id = policy.RequiredText("id");
        var conditions = policy.Object("conditions");
        var users = conditions?.Object("users");
        var applications = conditions?.Object("applications");
        var grants = policy.Object("grantControls");
        var session = policy.Object("sessionControls");
        var frequency = session?.Object("signInFrequency");
        var browser = session?.Object("persistentBrowser");
        bool limitsSession = frequency?.Boolean("isEnabled") ?? false;
        return new ConditionalAccessPolicy
        {
            Id = id,
            Name = policy.Text("displayName") ?? id,
            State = StateOf(policy.Text("state")),
            StateText = policy.Text("state"),
            Include = PolicyAudience.Parse(users, "include"),
            Exclude = PolicyAudience.Parse(users, "exclude"),
            IncludedApplications = applications?.Texts("includeApplications") ?? [],
            ExcludedApplications = applications?.Texts("excludeApplications") ?? [],
            IsForActions = applications?.Texts("includeUserActions").Count > 0
                || applications?.Texts("includeAuthenticationContextClassReferences").Count > 0,
            HasApplicationFilter = applications?.Has("applicationFilter") ?? false,
            ClientAppTypes = conditions?.Texts("clientAppTypes") ?? [],
            UserRiskLevels = conditions?.Texts("userRiskLevels") ?? [],
            SignInRiskLevels = conditions?.Texts("signInRiskLevels") ?? [],
            TransferMethods = TransferMethodsOf(conditions?.Object("authenticationFlows")),
            Narrowing = conditions is { } given ? [.. NarrowingOf(given)] : [],
            UnknownConditions = conditions is { } all ? [.. UnknownConditionsOf(all)] : [],
            AnyGrantIsEnough = grants?.Text("operator")?.ToUpperInvariant() switch { "OR" => true, "AND" => false, _ => null },
            Grants = grants is { } asked ? [.. GrantsOf(asked, strengths)] : [],
            SignInFrequency = limitsSession ? FrequencyOf(frequency!.Value) : null,
            UnknownSignInFrequency = limitsSession && FrequencyOf(frequency!.Value) is null
                ? UnknownFrequencyOf(frequency.Value) : null,
            SignInFrequencyAuthentication = limitsSession ? frequency!.Value.Text("authenticationType") : null,
            PersistentBrowser = browser?.Boolean("isEnabled") is true ? browser.Value.Text("mode") : null,
        };
    }

    private static PolicyState StateOf(string? state) => state?.ToUpperInvariant() switch
    {
        "ENABLED" => PolicyState.Enabled,
        "ENABLEDFORREPORTINGBUTNOTENFORCED" => PolicyState.ReportOnly,
        "DISABLED" => PolicyState.Disabled,
        _ => PolicyState.Unknown,
    };

    private static string[] TransferMethodsOf(EvidenceObject? flows) =>
    [
        .. flows?.Texts("transferMethods")
            .SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(method => !Is(method, "none")) ?? [],
    ];

    private static IEnumerable<string> NarrowingOf(EvidenceObject conditions)
    {
        if (IsLimited(conditions.Object("platforms"), "Platforms"))
            yield return "only on some device platforms";
        if (IsLimited(conditions.Object("locations"), "Locations"))
            yield return "only from some locations";
        if (conditions.Object("devices") is { } devices && (devices.Has("deviceFilter") || IsLimited(devices, "Devices") || IsLimited(devices, "DeviceStates")))
            yield return "only on some devices";
        if (conditions.Object("deviceStates") is { } states && IsLimited(states, "States"))
            yield return "only on some devices";
        if (conditions.Texts("insiderRiskLevels").Any(level => !Is(level, "none")))
            yield return "only at some levels of insider risk";
        if (conditions.Texts("servicePrincipalRiskLevels").Count > 0
            || conditions.Object("clientApplications")?.Texts("includeServicePrincipals").Count > 0)
            yield return "only for workload identities";
    }

    private static IEnumerable<string> UnknownConditionsOf(EvidenceObject conditions) =>
    [
        .. conditions.GivenBeyond([.. s_conditions.Keys, .. s_plainConditions]),
        .. s_conditions.SelectMany(known => conditions.Object(known.Key) is { } condition
            ? condition.GivenBeyond(known.Value).Select(name => $"{known.Key}.{name}")
            : []),
    ];

    // "All" with nothing taken out is no limit, nor is a condition that names nothing.
    private static bool IsLimited(EvidenceObject? condition, string kind)
    {
        if (condition is not { } given)
            return false;

        var included = given.Texts("include" + kind);
        return given.Texts("exclude" + kind).Count > 0 || (included.Count > 0 && !included.Any(value => Is(value, "All")));
    }

    private static IEnumerable<PolicyGrant> GrantsOf(EvidenceObject grants, AuthenticationStrengths strengths)
    {
        foreach (string control in grants.Texts("builtInControls"))
            yield return new PolicyGrant(control);
        if (grants.Object("authenticationStrength") is { } strength)
            yield return new PolicyGrant("authenticationStrength") { Strength = AuthenticationStrength.Parse(strength, strengths) };
        foreach (string factor in grants.Texts("customAuthenticationFactors"))
            yield return new PolicyGrant(factor) { IsThirdParty = true };
        if (grants.Texts("termsOfUse").Count > 0)
            yield return new PolicyGrant("termsOfUse");
        foreach (string unknown in grants.GivenBeyond("operator", "builtInControls", "authenticationStrength", "customAuthenticationFactors", "termsOfUse"))
            yield return new PolicyGrant(unknown);
    }

    private static TimeSpan? FrequencyOf(EvidenceObject frequency)
    {
        if (Is(frequency.Text("frequencyInterval"), "everyTime"))
            return TimeSpan.Zero;

        if (frequency.Number("value") is not (> 0 and < 100_000 and var value)
            || (frequency.Text("frequencyInterval") is { } interval && !Is(interval, "timeBased")))
            return null;

        return frequency.Text("type")?.ToUpperInvariant() switch
        {
            "HOURS" => TimeSpan.FromHours((double)value),
            "DAYS" => TimeSpan.FromDays((double)value),
            _ => null,
        };
    }

    private static string UnknownFrequencyOf(EvidenceObject frequency) =>
        frequency.Text("frequencyInterval") is { } interval && !Is(interval, "timeBased")
            ? interval
            : $"{frequency.Text("value")} {frequency.Text("type")}".Trim();

    private static bool Is(string? value, string expected) => expected.Equals(value, StringComparison.OrdinalIgnoreCase);
}

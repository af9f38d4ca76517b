using System.Globalization;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>What Graph answers with.</summary>
internal enum GraphShape
{
    /// <summary>One object.</summary>
    Object,

    /// <summary>A list with the one object in it.</summary>
    ObjectInList,

    /// <summary>A list that stays short.</summary>
    Array,

    /// <summary>A list that grows with the tenant.</summary>
    Lines,
}

/// <summary>Where Graph has a resource.</summary>
/// <param name="Name">The resource, for example <c>graph/users</c>.</param>
/// <param name="Query">The path and the query, version first.</param>
/// <param name="Shape">What the answer looks like.</param>
internal sealed record GraphResource(string Name, string Query, GraphShape Shape)
{
    private static readonly KeyValuePair<string, string> s_eventual = new("ConsistencyLevel", "eventual");
    private static readonly KeyValuePair<string, string> s_allMembers = new("Prefer", "include-unknown-enum-members");

    private const string Since = "{since}";

    /// <summary>The clients that sign in with legacy authentication, as the sign-in log names them.</summary>
    private static readonly string[] s_legacyClients =
    [
        "Authenticated SMTP", "AutoDiscover", "Exchange ActiveSync", "Exchange Online PowerShell", "Exchange Web Services", "IMAP4", "MAPI Over HTTP",
        "Offline Address Book", "Other clients", "Outlook Anywhere (RPC over HTTP)", "POP3", "Reporting Web Services",
    ];

    /// <summary>The same with less in the query, for where the service does not take it all; null when there is no other way.</summary>
    public string? Simpler { get; init; }

    /// <summary>The quota that it counts against. Only <see cref="QuotaClass.Directory"/> is asked for in batches.</summary>
    public QuotaClass Class { get; init; }

    /// <summary>The resource units that a page costs.</summary>
    public int Cost { get; init; } = 1;

    /// <summary>How many rows are wanted; null for all.</summary>
    public int? MostRows { get; init; }

    /// <summary>How far back a log is read; null for all that the service keeps.</summary>
    public TimeSpan? Reach { get; init; }

    /// <summary>Headers that the query needs.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether it is one of many small ones that are asked for together.</summary>
    public bool IsBatched => Class == QuotaClass.Directory && Shape != GraphShape.Lines && !IsLong;

    /// <summary>Whether its list is longer than a batch should carry.</summary>
    public bool IsLong { get; init; }

    /// <summary>Whether its objects can be asked for by their display name.</summary>
    public bool IsFiltered { get; init; }

    /// <summary>How its rows are kept.</summary>
    public SnapshotFormat Format => Shape == GraphShape.Lines ? SnapshotFormat.Lines : SnapshotFormat.Array;

    /// <summary>The version of Graph, for example <c>v1.0</c>.</summary>
    public string Version => Query[1..Query.IndexOf('/', 1)];

    /// <summary>The query without the version, as batches want it.</summary>
    public string QueryInBatch => Query[Query.IndexOf('/', 1)..];

    /// <summary>All resources of Graph.</summary>
    public static IReadOnlyDictionary<string, GraphResource> All { get; } = Create().ToDictionary(resource => resource.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The same as it is asked at a time.</summary>
    public GraphResource At(DateTimeOffset now) => Reach is { } reach
        ? this with { Query = Query.Replace(Since, (now - reach).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), StringComparison.Ordinal) }
        : this;

    /// <summary>The question as a call.</summary>
    public ServiceCall Call(Uri graph) => new(TenantService.Graph, new Uri(graph, Query), Class) { Cost = Cost, Headers = Headers };

    /// <summary>The path, without the query.</summary>
    public string Path => Query.Split('?')[0];

    /// <summary>Whether one of its objects is asked for by its identity.</summary>
    public bool HasIdentities => Shape is GraphShape.Array or GraphShape.Lines;

    /// <summary>The question for one object, as it is at this moment.</summary>
    /// <param name="graph">The address of Graph.</param>
    /// <param name="identity">Which one; null for what is there once.</param>
    public ServiceCall CallOne(Uri graph, string? identity) =>
        CallNow(graph, identity is null ? Path : $"{Path}/{Uri.EscapeDataString(identity)}", Parameter("$select"));

    /// <summary>The question for the objects of a name, as they are at this moment, and perhaps for others.</summary>
    /// <param name="graph">The address of Graph.</param>
    /// <param name="name">The display name.</param>
    public ServiceCall CallNamed(Uri graph, string name)
    {
        string? filter = IsFiltered ? $"$filter={Uri.EscapeDataString($"displayName eq '{name.Replace("'", "''", StringComparison.Ordinal)}'")}" : null;
        return CallNow(graph, Path, Parameter("$select"), filter);
    }

    // Advanced queries are answered from an index that lags behind.
    private ServiceCall CallNow(Uri graph, string path, params string?[] parameters)
    {
        string query = string.Join('&', parameters.OfType<string>());
        return new ServiceCall(TenantService.Graph, new Uri(graph, query.Length == 0 ? path : $"{path}?{query}"), Class)
        {
            Cost = Cost,
            Headers = [.. Headers.Where(header => header.Key != s_eventual.Key)],
        };
    }

    private string? Parameter(string name) =>
        Array.Find(Query[Path.Length..].TrimStart('?').Split('&'), parameter => parameter.StartsWith(name + "=", StringComparison.Ordinal));

    private static IEnumerable<GraphResource> Create() =>
    [
        new(Resources.Organization,
            "/v1.0/organization?$select=id,displayName,tenantType,countryLetterCode,createdDateTime,onPremisesSyncEnabled,onPremisesLastSyncDateTime,verifiedDomains,assignedPlans",
            GraphShape.ObjectInList),
        new(Resources.SubscribedSkus,
            "/v1.0/subscribedSkus?$select=id,skuId,skuPartNumber,appliesTo,capabilityStatus,consumedUnits,prepaidUnits,servicePlans", GraphShape.Array) { Cost = 3 },
        new(Resources.Domains, "/v1.0/domains", GraphShape.Array),
        new(Resources.SecurityDefaults, "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy", GraphShape.Object),
        new(Resources.AuthorizationPolicy, "/v1.0/policies/authorizationPolicy", GraphShape.Object),
        new(Resources.AdminConsentRequestPolicy, "/v1.0/policies/adminConsentRequestPolicy", GraphShape.Object),
        new(Resources.AuthenticationMethodsPolicy, "/v1.0/policies/authenticationMethodsPolicy", GraphShape.Object),
        new(Resources.ActivityBasedTimeoutPolicies, "/v1.0/policies/activityBasedTimeoutPolicies", GraphShape.Array),

        // The condition sets in includes and excludes come with each policy.
        new(Resources.PermissionGrantPolicies, "/v1.0/policies/permissionGrantPolicies", GraphShape.Array),
        new(Resources.AuthenticationStrengthPolicies, "/v1.0/policies/authenticationStrengthPolicies", GraphShape.Array) { Headers = [s_allMembers] },
        new(Resources.GroupSettings, "/v1.0/groupSettings", GraphShape.Array) { Simpler = "/beta/settings" },
        new(Resources.OnPremisesSynchronization, "/v1.0/directory/onPremisesSynchronization", GraphShape.ObjectInList),
        new(Resources.SharePointSettings, "/v1.0/admin/sharepoint/settings", GraphShape.Object),
        new(Resources.AdminAppsAndServices, "/beta/admin/appsAndServices", GraphShape.Object),
        new(Resources.AdminForms, "/beta/admin/forms", GraphShape.Object),
        new(Resources.RoleDefinitions,
            "/v1.0/roleManagement/directory/roleDefinitions?$select=id,templateId,displayName,isBuiltIn,isEnabled", GraphShape.Array),

        new(Resources.RoleAssignments, "/v1.0/roleManagement/directory/roleAssignments?$expand=principal", GraphShape.Array) { IsLong = true, Cost = 2 },
        new(Resources.RoleEligibilityScheduleInstances,
            "/v1.0/roleManagement/directory/roleEligibilityScheduleInstances?$expand=principal", GraphShape.Array) { IsLong = true, Cost = 2 },
        new(Resources.RoleAssignmentScheduleInstances,
            "/v1.0/roleManagement/directory/roleAssignmentScheduleInstances?$expand=principal", GraphShape.Array) { IsLong = true, Cost = 2 },

        // The state of multifactor authentication per user is not documented for v1.0, and not every tenant answers with it.
        new(Resources.Users, Users(",perUserMfaState"), GraphShape.Lines) { Simpler = Users(""), Cost = 2, Headers = [s_eventual], IsFiltered = true },
        new(Resources.Groups,
            "/v1.0/groups?$select=id,displayName,description,mail,proxyAddresses,mailEnabled,mailNickname,securityEnabled,groupTypes,visibility,isAssignableToRole,"
            + "onPremisesSyncEnabled,createdDateTime&$top=999&$count=true", GraphShape.Lines) { Headers = [s_eventual], IsFiltered = true },

        // Neither $top nor the size of its pages is documented for the report.
        new(Resources.UserRegistrationDetails, "/v1.0/reports/authenticationMethods/userRegistrationDetails?$top=999", GraphShape.Lines)
        {
            Simpler = "/v1.0/reports/authenticationMethods/userRegistrationDetails",
            Class = QuotaClass.IdentityReports,
        },
        new(Resources.SignIns, "/v1.0/auditLogs/signIns?$top=999", GraphShape.Lines) { Class = QuotaClass.IdentityReports, Headers = [s_allMembers] },

        // The newest come first. What a person waits for ends after a few pages: the reports give five pages in ten seconds.
        new(Resources.RecentSignIns, $"/v1.0/auditLogs/signIns?$filter=createdDateTime ge {Since}&$top=1000", GraphShape.Lines)
        {
            Class = QuotaClass.IdentityReports,
            Headers = [s_allMembers],
            Reach = TimeSpan.FromDays(14),
            MostRows = 20_000,
        },
        new(Resources.LegacySignIns,
            $"/v1.0/auditLogs/signIns?$filter=createdDateTime ge {Since} and ({string.Join(" or ", s_legacyClients.Select(client => $"clientAppUsed eq '{client}'"))})&$top=1000",
            GraphShape.Lines)
        {
            Class = QuotaClass.IdentityReports,
            Headers = [s_allMembers],
            Reach = TimeSpan.FromDays(30),
            MostRows = 20_000,
        },
        new(Resources.DirectoryAudits, "/v1.0/auditLogs/directoryAudits?$top=999", GraphShape.Lines) { Class = QuotaClass.IdentityReports },

        new(Resources.ConditionalAccessPolicies, "/v1.0/identity/conditionalAccess/policies", GraphShape.Array)
        {
            Class = QuotaClass.ConditionalAccess,
            Headers = [s_allMembers],
            IsFiltered = true,
        },
        new(Resources.NamedLocations, "/v1.0/identity/conditionalAccess/namedLocations", GraphShape.Array)
        {
            Class = QuotaClass.ConditionalAccess,
            Headers = [s_allMembers],
            IsFiltered = true,
        },

        // The newest comes first, and only it is judged.
        new(Resources.SecureScores, "/v1.0/security/secureScores?$top=1", GraphShape.Array) { Class = QuotaClass.SecureScore, MostRows = 1 },
        new(Resources.SecureScoreControlProfiles, "/v1.0/security/secureScoreControlProfiles", GraphShape.Array) { Class = QuotaClass.SecureScore },
    ];

    private static string Users(string more) =>
        "/v1.0/users?$select=id,userPrincipalName,displayName,department,jobTitle,userType,accountEnabled,mail,proxyAddresses,assignedLicenses,passwordPolicies,"
        + $"onPremisesSyncEnabled,createdDateTime,externalUserState{more}&$top=999&$count=true";
}

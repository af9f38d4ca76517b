namespace SecureScore.Emulator.Graph;

/// <summary>How a permission that is missing is answered: each part of Graph has words of its own.</summary>
internal enum DeniedStyle
{
    Directory,
    ConditionalAccess,
    Reports,
    Roles,
    Security,
    SharePoint,
}

/// <summary>Requests that the service counts together.</summary>
internal enum QuotaClass
{
    Directory,
    IdentityReports,
    ConditionalAccess,
    SecureScore,
}

/// <summary>What Graph has at a path: one object, or a list of them.</summary>
/// <param name="Path">The path, without version.</param>
/// <param name="Resource">The resource of the snapshot that holds it.</param>
/// <param name="Permissions">The permissions of which one is needed, the least first.</param>
internal sealed record GraphResource(string Path, string Resource, params string[] Permissions)
{
    public bool IsSingle { get; init; }

    public bool IsBeta { get; init; }

    /// <summary>Whether counts and advanced queries are there, as for the objects of the directory.</summary>
    public bool IsDirectoryObject { get; init; }

    /// <summary>The rows of a page when nothing is asked for; 0 for a list that comes whole.</summary>
    public int DefaultPage { get; init; }

    /// <summary>The most rows of a page.</summary>
    public int MaximumPage { get; init; } = 999;

    /// <summary>Whether more than the maximum is cut to it instead of refused.</summary>
    public bool CutsTop { get; init; }

    /// <summary>The resource units that a request costs.</summary>
    public int Cost { get; init; } = 1;

    public DeniedStyle DeniedAs { get; init; }

    public QuotaClass Quota { get; init; }

    /// <summary>The code with which a tenant without the licence is refused.</summary>
    public string UnlicensedCode { get; init; } = "Authentication_RequestFromNonPremiumTenantOrB2CTenant";

    public int UnlicensedStatus { get; init; } = 403;

    /// <summary>What comes without <c>$select</c>; empty for everything.</summary>
    public string[] DefaultProperties { get; init; } = [];

    /// <summary>What comes only with <c>$expand</c>.</summary>
    public string[] Navigation { get; init; } = [];
}

/// <summary>The paths of Graph that the tenant has, and what each asks for. Source: the permissions reference of Microsoft Graph and its
/// pages about paging and throttling.</summary>
internal static class GraphResources
{
    private static readonly string[] s_organization = ["Organization.Read.All", "Organization.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
    private static readonly string[] s_roles =
    [
        "RoleManagement.Read.Directory", "RoleManagement.Read.All", "RoleManagement.ReadWrite.Directory", "Directory.Read.All", "Directory.ReadWrite.All",
    ];

    private static readonly string[] s_groups = ["GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];

    public static readonly GraphResource Users = new(
        "users", Engine.Evidence.Resources.Users, "User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All")
    {
        IsDirectoryObject = true,
        DefaultPage = 100,
        Cost = 2,
        DefaultProperties =
        [
            "businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone", "officeLocation", "preferredLanguage", "surname",
            "userPrincipalName",
        ],
    };

    public static readonly GraphResource Groups = new("groups", Engine.Evidence.Resources.Groups, s_groups)
    {
        IsDirectoryObject = true,
        DefaultPage = 100,
        Cost = 2,
    };

    public static readonly GraphResource Members = new("groups/{id}/transitiveMembers", Engine.Evidence.Resources.GroupMembers, s_groups)
    {
        IsDirectoryObject = true,
        DefaultPage = 100,
        Cost = 5,
    };

    public static readonly GraphResource ControlProfiles = Score("security/secureScoreControlProfiles", "graph/secureScoreControlProfiles");

    /// <summary>Policies that were deleted and can be restored. No snapshot has them.</summary>
    public static readonly GraphResource DeletedPolicies = ConditionalAccess("deletedItems/policies", "graph/deletedConditionalAccessPolicies");

    public static readonly IReadOnlyList<GraphResource> All =
    [
        new("organization", "graph/organization", s_organization),
        new("subscribedSkus", "graph/subscribedSkus", s_organization) { Cost = 3 },
        new("domains", "graph/domains", "Domain.Read.All", "Domain.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"),
        Users,
        Groups,
        Report("reports/authenticationMethods/userRegistrationDetails", "graph/userRegistrationDetails") with { DefaultPage = 100 },
        Report("auditLogs/signIns", "graph/signIns") with { DefaultPage = 1000, MaximumPage = 1000 },
        Report("auditLogs/directoryAudits", "graph/directoryAudits") with { DefaultPage = 1000, MaximumPage = 1000 },
        Role("roleDefinitions", s_roles),
        Role("roleAssignments", s_roles) with { DefaultPage = 100, Navigation = ["principal", "roleDefinition"] },
        Role("roleEligibilityScheduleInstances",
        [
            "RoleEligibilitySchedule.Read.Directory", "RoleEligibilitySchedule.ReadWrite.Directory", "RoleManagement.Read.Directory",
            "RoleManagement.Read.All", "RoleManagement.ReadWrite.Directory",
        ]) with { DefaultPage = 100, Navigation = ["principal", "roleDefinition"] },
        Role("roleAssignmentScheduleInstances",
        [
            "RoleAssignmentSchedule.Read.Directory", "RoleAssignmentSchedule.ReadWrite.Directory", "RoleManagement.Read.Directory",
            "RoleManagement.Read.All", "RoleManagement.ReadWrite.Directory",
        ]) with { DefaultPage = 100, Navigation = ["principal", "roleDefinition"] },
        ConditionalAccess("policies", "graph/conditionalAccessPolicies"),
        ConditionalAccess("namedLocations", "graph/namedLocations"),
        DeletedPolicies,
        new("policies/authenticationStrengthPolicies", "graph/authenticationStrengthPolicies",
            "Policy.Read.AuthenticationMethod", "Policy.Read.All", "Policy.ReadWrite.AuthenticationMethod", "Policy.ReadWrite.ConditionalAccess"),
        new("policies/identitySecurityDefaultsEnforcementPolicy", "graph/identitySecurityDefaultsEnforcementPolicy", "Policy.Read.All")
        {
            IsSingle = true,
        },
        new("policies/authorizationPolicy", "graph/authorizationPolicy", "Policy.Read.All", "Policy.ReadWrite.Authorization") { IsSingle = true },
        new("policies/adminConsentRequestPolicy", "graph/adminConsentRequestPolicy",
            "Policy.Read.ConsentRequest", "Policy.Read.All", "Policy.ReadWrite.ConsentRequest") { IsSingle = true },
        new("policies/authenticationMethodsPolicy", "graph/authenticationMethodsPolicy",
            "Policy.Read.AuthenticationMethod", "Policy.Read.All", "Policy.ReadWrite.AuthenticationMethod") { IsSingle = true },
        new("policies/permissionGrantPolicies", "graph/permissionGrantPolicies", "Policy.Read.PermissionGrant", "Policy.ReadWrite.PermissionGrant"),
        new("policies/activityBasedTimeoutPolicies", "graph/activityBasedTimeoutPolicies", "Policy.Read.All", "Policy.ReadWrite.ApplicationConfiguration"),
        new("groupSettings", "graph/groupSettings",
            "GroupSettings.Read.All", "GroupSettings.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"),
        new("directory/onPremisesSynchronization", "graph/onPremisesSynchronization",
            "OnPremDirectorySynchronization.Read.All", "OnPremDirectorySynchronization.ReadWrite.All"),
        new("admin/sharepoint/settings", "graph/sharepointSettings", "SharePointTenantSettings.Read.All", "SharePointTenantSettings.ReadWrite.All")
        {
            IsSingle = true,
            DeniedAs = DeniedStyle.SharePoint,
        },
        new("admin/appsAndServices", "graph/adminAppsAndServices", "OrgSettings-AppsAndServices.Read.All", "OrgSettings-AppsAndServices.ReadWrite.All")
        {
            IsSingle = true,
            IsBeta = true,
        },
        new("admin/forms", "graph/adminForms", "OrgSettings-Forms.Read.All", "OrgSettings-Forms.ReadWrite.All") { IsSingle = true, IsBeta = true },
        Score("security/secureScores", "graph/secureScores") with { DefaultPage = 100 },
        ControlProfiles,
    ];

    private static GraphResource Report(string path, string resource) => new(path, resource, "AuditLog.Read.All")
    {
        DeniedAs = DeniedStyle.Reports,
        Quota = QuotaClass.IdentityReports,
    };

    private static GraphResource Role(string name, string[] permissions) => new("roleManagement/directory/" + name, "graph/" + name, permissions)
    {
        DeniedAs = DeniedStyle.Roles,
        UnlicensedCode = "AadPremiumLicenseRequired",
        UnlicensedStatus = 400,
    };

    private static GraphResource ConditionalAccess(string name, string resource) =>
        new("identity/conditionalAccess/" + name, resource, "Policy.Read.All", "Policy.Read.ConditionalAccess", "Policy.ReadWrite.ConditionalAccess")
        {
            DeniedAs = DeniedStyle.ConditionalAccess,
            Quota = QuotaClass.ConditionalAccess,
        };

    private static GraphResource Score(string path, string resource) => new(path, resource, "SecurityEvents.Read.All", "SecurityEvents.ReadWrite.All")
    {
        DefaultPage = 200,
        MaximumPage = 200,
        CutsTop = true,
        DeniedAs = DeniedStyle.Security,
        Quota = QuotaClass.SecureScore,
    };
}

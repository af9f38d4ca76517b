using SecureScore.Engine.Tenants;

namespace SecureScore.Engine.Evidence;

/// <summary>The permissions that a tenant takes: the least one for each resource that is read, and for what is written.</summary>
/// <remarks>Source: Microsoft Graph permissions reference and the "Permissions" section of each request; app-only access for Exchange Online,
/// Security &amp; Compliance and Teams PowerShell.</remarks>
public static class ServicePermissions
{
    private static readonly Guid s_graph = new("00000003-0000-0000-c000-000000000000");
    private static readonly Guid s_exchange = new("00000002-0000-0ff1-ce00-000000000000");
    private static readonly Guid s_teams = new("48ac35b8-9aa8-4d74-927d-1f4a14a0b239");

    private const string DirectoryRead = "Directory.Read.All";
    private const string DirectoryWrite = "Directory.ReadWrite.All";

    /// <summary>The tenant's name, domains and licences.</summary>
    public static PermissionDefinition Organization { get; } = Graph("Organization.Read.All", DirectoryRead, DirectoryWrite);

    /// <summary>The domains.</summary>
    public static PermissionDefinition Domain { get; } = Graph("Domain.Read.All", DirectoryRead, DirectoryWrite);

    /// <summary>The users.</summary>
    public static PermissionDefinition User { get; } = Graph("User.Read.All", DirectoryRead, DirectoryWrite);

    /// <summary>The groups and who is in them.</summary>
    public static PermissionDefinition Group { get; } = Graph("GroupMember.Read.All", "GroupMember.ReadWrite.All", "Group.Read.All", "Group.ReadWrite.All", DirectoryRead, DirectoryWrite);

    /// <summary>The registration report, and the logs of sign-ins and of changes.</summary>
    public static PermissionDefinition AuditLog { get; } = Graph("AuditLog.Read.All", higher: []);

    /// <summary>Directory roles and who holds them.</summary>
    public static PermissionDefinition Roles { get; } =
        Graph("RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory", "RoleManagement.Read.All", DirectoryRead, DirectoryWrite);

    /// <summary>Roles that a person may activate.</summary>
    public static PermissionDefinition EligibleRoles { get; } = Graph(
        "RoleEligibilitySchedule.Read.Directory",
        "RoleEligibilitySchedule.ReadWrite.Directory", "RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory", "RoleManagement.Read.All");

    /// <summary>Roles with the time at which they end.</summary>
    public static PermissionDefinition ScheduledRoles { get; } = Graph(
        "RoleAssignmentSchedule.Read.Directory",
        "RoleAssignmentSchedule.ReadWrite.Directory", "RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory", "RoleManagement.Read.All");

    /// <summary>Conditional Access and the other policies of the directory.</summary>
    public static PermissionDefinition Policy { get; } = Graph("Policy.Read.All", higher: []);

    /// <summary>What consent policies let users consent to.</summary>
    public static PermissionDefinition PermissionGrant { get; } = Graph("Policy.Read.PermissionGrant", "Policy.ReadWrite.PermissionGrant", "Policy.Read.All");

    /// <summary>Directory settings.</summary>
    public static PermissionDefinition GroupSettings { get; } = Graph("GroupSettings.Read.All", "GroupSettings.ReadWrite.All", DirectoryRead, DirectoryWrite);

    /// <summary>Directory synchronisation.</summary>
    public static PermissionDefinition Synchronization { get; } =
        Graph("OnPremDirectorySynchronization.Read.All", "OnPremDirectorySynchronization.ReadWrite.All");

    /// <summary>SharePoint and OneDrive settings.</summary>
    public static PermissionDefinition SharePoint { get; } = Graph("SharePointTenantSettings.Read.All", "SharePointTenantSettings.ReadWrite.All");

    /// <summary>Which apps and trials users may get for themselves.</summary>
    public static PermissionDefinition AppsAndServices { get; } = Graph("OrgSettings-AppsAndServices.Read.All", "OrgSettings-AppsAndServices.ReadWrite.All");

    /// <summary>Microsoft Forms settings.</summary>
    public static PermissionDefinition Forms { get; } = Graph("OrgSettings-Forms.Read.All", "OrgSettings-Forms.ReadWrite.All");

    /// <summary>Microsoft's published score.</summary>
    public static PermissionDefinition SecurityEvents { get; } = Graph("SecurityEvents.Read.All", "SecurityEvents.ReadWrite.All");

    /// <summary>Changing the state of a control there. Only publishing decisions takes it; reading never does.</summary>
    public static PermissionDefinition PublishDecisions { get; } = Graph("SecurityEvents.ReadWrite.All", higher: []);

    /// <summary>Changing Conditional Access and named locations: all three of them.</summary>
    public static IReadOnlyList<PermissionDefinition> WriteConditionalAccess { get; } =
        [Graph("Policy.ReadWrite.ConditionalAccess", higher: []), Policy, Graph("Application.Read.All", "Application.ReadWrite.All", DirectoryRead, DirectoryWrite)];

    /// <summary>Switching security defaults.</summary>
    public static PermissionDefinition WriteSecurityDefaults { get; } = Graph("Policy.ReadWrite.SecurityDefaults", higher: []);

    /// <summary>Changing what users may do in the directory.</summary>
    public static PermissionDefinition WriteAuthorization { get; } = Graph("Policy.ReadWrite.Authorization", higher: []);

    /// <summary>Changing the admin consent workflow.</summary>
    public static PermissionDefinition WriteConsentRequests { get; } = Graph("Policy.ReadWrite.ConsentRequest", higher: []);

    /// <summary>Changing which authentication methods users may and should register.</summary>
    public static PermissionDefinition WriteAuthenticationMethods { get; } = Graph("Policy.ReadWrite.AuthenticationMethod", higher: []);

    /// <summary>Changing when idle web sessions end.</summary>
    public static PermissionDefinition WriteApplicationConfiguration { get; } = Graph("Policy.ReadWrite.ApplicationConfiguration", higher: []);

    /// <summary>Changing domains.</summary>
    public static PermissionDefinition WriteDomains { get; } = Graph("Domain.ReadWrite.All", DirectoryWrite);

    /// <summary>Changing directory settings.</summary>
    public static PermissionDefinition WriteGroupSettings { get; } = Graph("GroupSettings.ReadWrite.All", DirectoryWrite);

    /// <summary>Changing groups.</summary>
    public static PermissionDefinition WriteGroups { get; } = Graph("Group.ReadWrite.All", DirectoryWrite);

    /// <summary>Changing SharePoint and OneDrive settings.</summary>
    public static PermissionDefinition WriteSharePoint { get; } = Graph("SharePointTenantSettings.ReadWrite.All", higher: []);

    /// <summary>Changing which apps and trials users may get for themselves.</summary>
    public static PermissionDefinition WriteAppsAndServices { get; } = Graph("OrgSettings-AppsAndServices.ReadWrite.All", higher: []);

    /// <summary>Changing Microsoft Forms settings.</summary>
    public static PermissionDefinition WriteForms { get; } = Graph("OrgSettings-Forms.ReadWrite.All", higher: []);

    /// <summary>Sending mail to the people whom a control concerns.</summary>
    public static PermissionDefinition SendMail { get; } = Graph("Mail.Send", higher: []);

    /// <summary>The cmdlets of Exchange Online that the caller's roles allow.</summary>
    public static PermissionDefinition Exchange { get; } = new(TenantService.Exchange, s_exchange, "Exchange.ManageAsApp", "Exchange.Manage");

    /// <summary>The cmdlets of Purview that the caller's roles allow. It is the permission of Exchange Online.</summary>
    public static PermissionDefinition Purview { get; } = Exchange with { Service = TenantService.Purview };

    /// <summary>The settings of Teams that the caller's roles allow.</summary>
    public static PermissionDefinition Teams { get; } = new(TenantService.Teams, s_teams, "application_access", "user_impersonation");

    private static PermissionDefinition Graph(string name, params string[] higher) => new(TenantService.Graph, s_graph, name, name) { Higher = higher };
}

using System.Collections.Frozen;
using SecureScore.Engine.Tenants;

namespace SecureScore.Engine.Evidence;

/// <summary>Every resource of a snapshot: where it comes from, and what it takes to read it.</summary>
public static class ResourceDefinitions
{
    private const string EntraP1 = "EntraP1";
    private const string EntraP2 = "EntraP2";
    private const string Defender = "DefenderOfficeP1";

    private static readonly ResourceDefinition[] s_all =
    [
        Graph(Resources.Organization, SnapshotFormat.Object, ServicePermissions.Organization),
        Graph(Resources.SubscribedSkus, SnapshotFormat.Array, ServicePermissions.Organization),
        Graph(Resources.Domains, SnapshotFormat.Array, ServicePermissions.Domain),
        Graph(Resources.Users, SnapshotFormat.Lines, ServicePermissions.User),
        Graph(Resources.Groups, SnapshotFormat.Lines, ServicePermissions.Group),
        Graph(Resources.GroupMembers, SnapshotFormat.Lines, ServicePermissions.Group) with { After = NamedGroups.Sources },
        Graph(Resources.UserRegistrationDetails, SnapshotFormat.Lines, ServicePermissions.AuditLog) with { LicenceGate = EntraP1 },
        Graph(Resources.SignIns, SnapshotFormat.Lines, ServicePermissions.AuditLog) with { LicenceGate = EntraP1, IsOptional = true },
        Graph(Resources.RecentSignIns, SnapshotFormat.Lines, ServicePermissions.AuditLog) with { LicenceGate = EntraP1, IsOptional = true },
        Graph(Resources.LegacySignIns, SnapshotFormat.Lines, ServicePermissions.AuditLog) with { LicenceGate = EntraP1, IsOptional = true },
        Graph(Resources.DirectoryAudits, SnapshotFormat.Lines, ServicePermissions.AuditLog) with { IsOptional = true },
        Graph(Resources.RoleDefinitions, SnapshotFormat.Array, ServicePermissions.Roles),
        Graph(Resources.RoleAssignments, SnapshotFormat.Array, ServicePermissions.Roles),
        Graph(Resources.RoleEligibilityScheduleInstances, SnapshotFormat.Array, ServicePermissions.EligibleRoles) with { LicenceGate = EntraP2 },
        Graph(Resources.RoleAssignmentScheduleInstances, SnapshotFormat.Array, ServicePermissions.ScheduledRoles) with { LicenceGate = EntraP2 },
        Graph(Resources.ConditionalAccessPolicies, SnapshotFormat.Array, ServicePermissions.Policy),
        Graph(Resources.NamedLocations, SnapshotFormat.Array, ServicePermissions.Policy),
        Graph(Resources.AuthenticationStrengthPolicies, SnapshotFormat.Array, ServicePermissions.Policy),
        Graph(Resources.SecurityDefaults, SnapshotFormat.Object, ServicePermissions.Policy),
        Graph(Resources.AuthorizationPolicy, SnapshotFormat.Object, ServicePermissions.Policy),
        Graph(Resources.AdminConsentRequestPolicy, SnapshotFormat.Object, ServicePermissions.Policy),
        Graph(Resources.AuthenticationMethodsPolicy, SnapshotFormat.Object, ServicePermissions.Policy) with { AbsentIn = [TenantCloud.China] },
        Graph(Resources.ActivityBasedTimeoutPolicies, SnapshotFormat.Array, ServicePermissions.Policy),
        Graph(Resources.PermissionGrantPolicies, SnapshotFormat.Array, ServicePermissions.PermissionGrant),
        Graph(Resources.GroupSettings, SnapshotFormat.Array, ServicePermissions.GroupSettings),
        Graph(Resources.OnPremisesSynchronization, SnapshotFormat.Array, ServicePermissions.Synchronization),
        Graph(Resources.SharePointSettings, SnapshotFormat.Object, ServicePermissions.SharePoint) with { LicenceGate = "SharePoint" },
        Graph(Resources.AdminAppsAndServices, SnapshotFormat.Object, ServicePermissions.AppsAndServices),
        Graph(Resources.AdminForms, SnapshotFormat.Object, ServicePermissions.Forms),
        Graph(Resources.SecureScores, SnapshotFormat.Array, ServicePermissions.SecurityEvents) with { AbsentIn = [TenantCloud.China] },
        Graph(Resources.SecureScoreControlProfiles, SnapshotFormat.Array, ServicePermissions.SecurityEvents) with { AbsentIn = [TenantCloud.China] },

        Exchange(Resources.OrganizationConfig),
        Exchange(Resources.AdminAuditLogConfig),
        Exchange(Resources.TransportConfig),
        Exchange(Resources.TransportRule),
        Exchange(Resources.RemoteDomain),
        Exchange(Resources.AcceptedDomain),
        Exchange(Resources.DkimSigningConfig),
        Exchange(Resources.MailboxAuditBypassAssociation) with { IsOptional = true },
        Exchange(Resources.OwaMailboxPolicy),
        Exchange(Resources.RoleAssignmentPolicy),
        Exchange(Resources.SharingPolicy),
        Exchange(Resources.OutboundSpamPolicy),
        Exchange(Resources.OutboundSpamRule),
        Exchange(Resources.ContentFilterPolicy),
        Exchange(Resources.ContentFilterRule),
        Exchange(Resources.ConnectionFilterPolicy),
        Exchange(Resources.MalwareFilterPolicy),
        Exchange(Resources.MalwareFilterRule),
        Exchange(Resources.AntiPhishPolicy),
        Exchange(Resources.AntiPhishRule),
        Exchange(Resources.EopProtectionPolicyRule),

        // Exchange Online knows these cmdlets only where Defender for Office 365 is owned.
        Exchange(Resources.SafeLinksPolicy) with { LicenceGate = Defender },
        Exchange(Resources.SafeLinksRule) with { LicenceGate = Defender },
        Exchange(Resources.SafeAttachmentPolicy) with { LicenceGate = Defender },
        Exchange(Resources.SafeAttachmentRule) with { LicenceGate = Defender },
        Exchange(Resources.AtpPolicyForO365) with { LicenceGate = Defender },
        Exchange(Resources.AtpProtectionPolicyRule) with { LicenceGate = Defender },
        Exchange(Resources.AtpBuiltInProtectionRule) with { LicenceGate = Defender },

        Purview(Resources.DlpCompliancePolicy),
        Purview(Resources.Label),
        Purview(Resources.LabelPolicy),
        Purview(Resources.AutoSensitivityLabelPolicy),
        Purview(Resources.PolicyConfig),
        Purview(Resources.ProtectionAlert),

        Teams(Resources.TeamsMeetingPolicy),
        Teams(Resources.TenantFederationSettings),
        Teams(Resources.TeamsClientConfiguration),

        new(Resources.DnsRecords, TenantService.Dns, SnapshotFormat.Array, Permission: null)
        {
            Needs = [Resources.Domains],
            After = [Resources.Domains, Resources.AcceptedDomain],
        },
    ];

    private static readonly FrozenDictionary<string, ResourceDefinition> s_byName =
        s_all.ToFrozenDictionary(definition => definition.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>All resources, service by service.</summary>
    public static IReadOnlyList<ResourceDefinition> All => s_all;

    /// <summary>The definition of a resource; null when no such resource is collected.</summary>
    public static ResourceDefinition? Find(string resource) => s_byName.GetValueOrDefault(resource);

    private static ResourceDefinition Graph(string name, SnapshotFormat format, PermissionDefinition permission) => new(name, TenantService.Graph, format, permission);

    private static ResourceDefinition Exchange(string name) => new(name, TenantService.Exchange, SnapshotFormat.Array, ServicePermissions.Exchange);

    private static ResourceDefinition Purview(string name) => new(name, TenantService.Purview, SnapshotFormat.Array, ServicePermissions.Purview);

    private static ResourceDefinition Teams(string name) => new(name, TenantService.Teams, SnapshotFormat.Array, ServicePermissions.Teams);
}

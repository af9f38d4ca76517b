namespace SecureScore.Engine.Evidence;

/// <summary>The names of the resources of a snapshot, as evaluators and collectors share them.</summary>
public static class Resources
{
    /// <summary>The organization object.</summary>
    public const string Organization = "graph/organization";

    /// <summary>Licences that the tenant owns.</summary>
    public const string SubscribedSkus = "graph/subscribedSkus";

    /// <summary>Domains of the tenant.</summary>
    public const string Domains = "graph/domains";

    /// <summary>Users and guests, one a line.</summary>
    public const string Users = "graph/users";

    /// <summary>Groups, one a line.</summary>
    public const string Groups = "graph/groups";

    /// <summary>Transitive user members of the groups that a policy, a rule or a role assignment names. A row without memberId tells that a group
    /// was asked for, so one that has no other row has no users.</summary>
    public const string GroupMembers = "graph/groupMembers";

    /// <summary>The authentication methods registration report, one user a line.</summary>
    public const string UserRegistrationDetails = "graph/userRegistrationDetails";

    /// <summary>Directory role definitions.</summary>
    public const string RoleDefinitions = "graph/roleDefinitions";

    /// <summary>Active directory role assignments.</summary>
    public const string RoleAssignments = "graph/roleAssignments";

    /// <summary>Roles that a person may activate (Privileged Identity Management).</summary>
    public const string RoleEligibilityScheduleInstances = "graph/roleEligibilityScheduleInstances";

    /// <summary>Active role assignments with their end (Privileged Identity Management).</summary>
    public const string RoleAssignmentScheduleInstances = "graph/roleAssignmentScheduleInstances";

    /// <summary>Interactive sign-ins, one a line.</summary>
    public const string SignIns = "graph/signIns";

    /// <summary>The newest interactive sign-ins, as many as somebody waits for: what a policy that only reports would have done to them.</summary>
    public const string RecentSignIns = "graph/recentSignIns";

    /// <summary>The newest interactive sign-ins with legacy authentication.</summary>
    public const string LegacySignIns = "graph/legacySignIns";

    /// <summary>Changes in the directory, one a line.</summary>
    public const string DirectoryAudits = "graph/directoryAudits";

    /// <summary>Conditional Access policies.</summary>
    public const string ConditionalAccessPolicies = "graph/conditionalAccessPolicies";

    /// <summary>Named locations.</summary>
    public const string NamedLocations = "graph/namedLocations";

    /// <summary>Authentication strengths.</summary>
    public const string AuthenticationStrengthPolicies = "graph/authenticationStrengthPolicies";

    /// <summary>Security defaults.</summary>
    public const string SecurityDefaults = "graph/identitySecurityDefaultsEnforcementPolicy";

    /// <summary>What users may do in the directory, consent among it.</summary>
    public const string AuthorizationPolicy = "graph/authorizationPolicy";

    /// <summary>The admin consent workflow.</summary>
    public const string AdminConsentRequestPolicy = "graph/adminConsentRequestPolicy";

    /// <summary>Which apps a consent policy lets users consent to.</summary>
    public const string PermissionGrantPolicies = "graph/permissionGrantPolicies";

    /// <summary>Which authentication methods users may register, and which they are asked to.</summary>
    public const string AuthenticationMethodsPolicy = "graph/authenticationMethodsPolicy";

    /// <summary>After how long web sessions end when nobody uses them.</summary>
    public const string ActivityBasedTimeoutPolicies = "graph/activityBasedTimeoutPolicies";

    /// <summary>Directory settings, password protection among them.</summary>
    public const string GroupSettings = "graph/groupSettings";

    /// <summary>Directory synchronisation from Active Directory.</summary>
    public const string OnPremisesSynchronization = "graph/onPremisesSynchronization";

    /// <summary>Microsoft's published scores, newest first.</summary>
    public const string SecureScores = "graph/secureScores";

    /// <summary>Microsoft's published control profiles.</summary>
    public const string SecureScoreControlProfiles = "graph/secureScoreControlProfiles";

    /// <summary>Organisation settings of Exchange Online.</summary>
    public const string OrganizationConfig = "exchange/Get-OrganizationConfig";

    /// <summary>Whether the unified audit log records. Only Exchange Online tells; the compliance endpoint always answers that it does not.</summary>
    public const string AdminAuditLogConfig = "exchange/Get-AdminAuditLogConfig";

    /// <summary>Organisation settings of mail flow.</summary>
    public const string TransportConfig = "exchange/Get-TransportConfig";

    /// <summary>Mail flow rules.</summary>
    public const string TransportRule = "exchange/Get-TransportRule";

    /// <summary>Remote domains.</summary>
    public const string RemoteDomain = "exchange/Get-RemoteDomain";

    /// <summary>Domains for which the tenant accepts mail.</summary>
    public const string AcceptedDomain = "exchange/Get-AcceptedDomain";

    /// <summary>DKIM signing of the domains.</summary>
    public const string DkimSigningConfig = "exchange/Get-DkimSigningConfig";

    /// <summary>Whose doings mailbox auditing leaves out. One row for each account, so it is collected only when asked for.</summary>
    public const string MailboxAuditBypassAssociation = "exchange/Get-MailboxAuditBypassAssociation";

    /// <summary>Outlook on the web policies.</summary>
    public const string OwaMailboxPolicy = "exchange/Get-OwaMailboxPolicy";

    /// <summary>What users may change about their own mailbox, add-ins among it.</summary>
    public const string RoleAssignmentPolicy = "exchange/Get-RoleAssignmentPolicy";

    /// <summary>Calendar and contact sharing policies.</summary>
    public const string SharingPolicy = "exchange/Get-SharingPolicy";

    /// <summary>Outbound anti-spam policies.</summary>
    public const string OutboundSpamPolicy = "exchange/Get-HostedOutboundSpamFilterPolicy";

    /// <summary>Which senders an outbound anti-spam policy covers.</summary>
    public const string OutboundSpamRule = "exchange/Get-HostedOutboundSpamFilterRule";

    /// <summary>Inbound anti-spam policies.</summary>
    public const string ContentFilterPolicy = "exchange/Get-HostedContentFilterPolicy";

    /// <summary>Which recipients an inbound anti-spam policy covers.</summary>
    public const string ContentFilterRule = "exchange/Get-HostedContentFilterRule";

    /// <summary>The connection filter.</summary>
    public const string ConnectionFilterPolicy = "exchange/Get-HostedConnectionFilterPolicy";

    /// <summary>Anti-malware policies.</summary>
    public const string MalwareFilterPolicy = "exchange/Get-MalwareFilterPolicy";

    /// <summary>Which recipients an anti-malware policy covers.</summary>
    public const string MalwareFilterRule = "exchange/Get-MalwareFilterRule";

    /// <summary>Anti-phishing policies.</summary>
    public const string AntiPhishPolicy = "exchange/Get-AntiPhishPolicy";

    /// <summary>Which recipients an anti-phishing policy covers.</summary>
    public const string AntiPhishRule = "exchange/Get-AntiPhishRule";

    /// <summary>Safe Links policies.</summary>
    public const string SafeLinksPolicy = "exchange/Get-SafeLinksPolicy";

    /// <summary>Which recipients a Safe Links policy covers.</summary>
    public const string SafeLinksRule = "exchange/Get-SafeLinksRule";

    /// <summary>Safe Attachments policies.</summary>
    public const string SafeAttachmentPolicy = "exchange/Get-SafeAttachmentPolicy";

    /// <summary>Which recipients a Safe Attachments policy covers.</summary>
    public const string SafeAttachmentRule = "exchange/Get-SafeAttachmentRule";

    /// <summary>Safe Attachments for SharePoint, OneDrive and Teams, and Safe Documents.</summary>
    public const string AtpPolicyForO365 = "exchange/Get-AtpPolicyForO365";

    /// <summary>Whom the preset security policies cover in Exchange Online Protection.</summary>
    public const string EopProtectionPolicyRule = "exchange/Get-EOPProtectionPolicyRule";

    /// <summary>Whom the preset security policies cover in Defender for Office 365.</summary>
    public const string AtpProtectionPolicyRule = "exchange/Get-ATPProtectionPolicyRule";

    /// <summary>Whom the built-in protection of Defender for Office 365 leaves out.</summary>
    public const string AtpBuiltInProtectionRule = "exchange/Get-ATPBuiltInProtectionRule";

    /// <summary>Data loss prevention policies.</summary>
    public const string DlpCompliancePolicy = "compliance/Get-DlpCompliancePolicy";

    /// <summary>Sensitivity labels.</summary>
    public const string Label = "compliance/Get-Label";

    /// <summary>Which users a sensitivity label policy publishes labels to.</summary>
    public const string LabelPolicy = "compliance/Get-LabelPolicy";

    /// <summary>Auto-labelling policies.</summary>
    public const string AutoSensitivityLabelPolicy = "compliance/Get-AutoSensitivityLabelPolicy";

    /// <summary>Alert policies.</summary>
    public const string ProtectionAlert = "compliance/Get-ProtectionAlert";

    /// <summary>Organisation settings of Purview.</summary>
    public const string PolicyConfig = "compliance/Get-PolicyConfig";

    /// <summary>SharePoint and OneDrive settings.</summary>
    public const string SharePointSettings = "graph/sharepointSettings";

    /// <summary>Which apps and trials users may get for themselves.</summary>
    public const string AdminAppsAndServices = "graph/adminAppsAndServices";

    /// <summary>Microsoft Forms settings.</summary>
    public const string AdminForms = "graph/adminForms";

    /// <summary>DNS answers for the tenant's domains.</summary>
    public const string DnsRecords = "dns/records";

    /// <summary>Teams meeting policies.</summary>
    public const string TeamsMeetingPolicy = "teams/TeamsMeetingPolicy";

    /// <summary>With which other organisations people may talk in Teams.</summary>
    public const string TenantFederationSettings = "teams/TenantFederationSettings";

    /// <summary>What Teams lets its users do with mail, files and guests.</summary>
    public const string TeamsClientConfiguration = "teams/TeamsClientConfiguration";
}

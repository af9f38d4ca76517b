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

    /// <summary>Transitive user members of the groups that a policy, a rule or a role assignment names.</summary>
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

    /// <summary>Teams meeting policies.</summary>
    public const string TeamsMeetingPolicy = "teams/TeamsMeetingPolicy";
}

using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using SecureScore.Engine.Controls.Teams;

namespace SecureScore.Engine.Evidence.Anonymizing;

/// <summary>What tells nothing of a tenant: properties whose values Microsoft defines, and identities that every tenant has.</summary>
/// <remarks>A property that is not here is replaced: what is not known to be harmless may be a name.</remarks>
internal static partial class HarmlessValues
{
    private const int FewDigits = 7;

    private static readonly FrozenSet<string> s_properties = new[]
    {
        "@odata.type", "Action", "ActionWhenThresholdReached", "AdminAuditLogAgeLimit", "AdminAuditLogCmdlets", "AdminAuditLogParameters", "AggregationType",
        "Algorithm", "AllowedOOFType", "AuthenticationFailAction", "AutoAdmittedUsers", "AutoForwardingMode", "BodyCanonicalization",
        "BulkQuarantineTag", "BulkSpamAction", "Category", "ConditionalAccessPolicy", "ConfigurationType", "ContentPin", "ContentType", "DSNConversionMode",
        "DesignatedPresenterRoleMode", "DirectoryBasedEdgeBlockMode", "DistributionStatus", "DmarcQuarantineAction", "DmarcRejectAction", "DomainType",
        "ExternalAccessWithTrialTenants", "FileTypeAction", "FileTypes", "FromScope", "HeaderCanonicalization", "HeaderPromotionModeSetting",
        "HighConfidencePhishAction", "HighConfidenceSpamAction", "ImpersonationProtectionState", "IncreaseScoreWithBizOrInfoUrls",
        "IncreaseScoreWithImageLinks", "IncreaseScoreWithNumericIps", "IncreaseScoreWithRedirectToOtherPort", "IntraOrgFilterState",
        "LiveCaptionsEnabledType", "LogLevel", "MailboxIntelligenceProtectionAction", "MarkAsSpamBulkMail", "MaxRecipientEnvelopeLimit",
        "MeetingChatEnabledType", "Mode", "NotifyUser", "NumberOfBytesToSign", "Operation", "OperationMode", "PhishSpamAction", "PublicFoldersEnabled",
        "RecommendedPolicyType", "ResourceAccountContentAccess", "ScreenSharingMode", "SelectorAfterRotateOnDate", "SelectorBeforeRotateOnDate",
        "SentToScope", "Severity", "SpamAction", "State", "Status", "TargetedDomainProtectionAction", "TargetedUserProtectionAction", "TestModeAction",
        "ThreatType", "Type", "Workload", "actionType", "activityDisplayName", "allowInvitesFrom", "allowedCombinations", "appliesTo", "assignmentType",
        "authenticationType", "availableManagedPathsForSiteCreation", "basis", "browser", "builtInControls", "capabilities", "capabilityStatus",
        "clientAppTypes", "clientAppUsed", "controlCategory", "controlName", "count", "countriesAndRegions", "countryLetterCode", "countryLookupMethod",
        "countryOrRegion", "directoryScopeId", "enabledServices", "errorCode", "externalUserState", "frequencyInterval", "groupTypes",
        "guestOrExternalUserTypes", "imageTaggingOption", "implementationCost", "includeUserActions", "insiderRiskLevels", "memberType", "membershipKind",
        "methodsRegistered", "mode", "on", "operatingSystem", "operator", "passwordPolicies", "perUserMfaState", "permissionClassification",
        "permissionType", "permissions", "policyMigrationState", "policyType", "policyVersion", "provider", "provisioningStatus", "requirementsSatisfied",
        "result", "riskState", "service", "servicePlanName", "servicePrincipalRiskLevels", "sharingCapability", "sharingDomainRestrictionMode",
        "signInRiskLevels", "siteCreationDefaultManagedPath", "skuPartNumber", "state", "supportedServices", "synchronizationPreventionType",
        "tenantDefaultTimezone", "tenantType", "threats", "tier", "total", "transferMethods", "type", "userImpact",
        "userPreferredMethodForSecondaryAuthentication", "userRiskLevels", "userType", "vendor", "visibility",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> s_propertiesOfOneResource = new[]
    {
        "graph/groupSettings:name", "graph/authorizationPolicy:id", "graph/authorizationPolicy:displayName", "graph/authenticationMethodsPolicy:id",
        "graph/identitySecurityDefaultsEnforcementPolicy:id", "graph/identitySecurityDefaultsEnforcementPolicy:displayName",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Properties that tell who or where somebody is, and whose values look harmless: short numbers, and words that mean a state elsewhere.</summary>
    private static readonly FrozenSet<string> s_personal = new[]
    {
        "postalCode", "businessPhones", "mobilePhone", "faxNumber", "employeeId", "graph/organization:state", "graph/users:state", "graph/signIns:state",
        "graph/recentSignIns:state", "graph/legacySignIns:state",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Properties whose ids are Microsoft's: of applications, service plans and products, roles and templates.</summary>
    private static readonly FrozenSet<string> s_idProperties = new[]
    {
        "skuId", "servicePlanId", "disabledPlans", "templateId", "roleTemplateId", "roleDefinitionId", "includeRoles", "excludeRoles", "includeApplications",
        "excludeApplications", "appId", "applicationId", "resourceApplication", "clientApplicationIds", "guestUserRoleId",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> s_words = new[]
    {
        "*", "/", "All", "None", "Default", "Global", "Anonymous", "Everyone", "Enabled", "Disabled", "Enable", "Disable", "On", "Off", "True", "False", "Audit",
        "Enforce", "Unlimited", "Public", "Private", "Office365", "MicrosoftAdminPortals", "GuestsOrExternalUsers", "AllTrusted", "ServicePrincipalsInMyTenant",
        "Office365 AntiPhish Default", "Built-In Protection Policy", "Built-In Protection Rule", "ATP Built-In Protection Rule", "OwaMailboxPolicy-Default",
        "Default Role Assignment Policy", "Default Sharing Policy", "Admin Audit Log Settings", "Transport Settings", "AdminOnlyAccessPolicy",
        "DefaultFullAccessPolicy", "DefaultFullAccessWithNotificationPolicy",
        "On-Premises Directory Synchronization Service Account",
        "MyBaseOptions", "MyContactInformation", "MyAddressInformation", "MyMobileInformation", "MyPersonalInformation", "MyProfileInformation", "MyDisplayName",
        "MyName", "MyDistributionGroups", "MyDistributionGroupMembership", "MyMailSubscriptions", "MyMailboxDelegation", "MyRetentionPolicies",
        "MyTeamMailboxes", "MyTextMessaging", "MyVoiceMail", "My Custom Apps", "My Marketplace Apps", "My ReadWriteMailbox Apps",
    }.Concat(MeetingControl.BuiltIn).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsProperty(string resource, string property) =>
        s_properties.Contains(property) || s_propertiesOfOneResource.Contains($"{resource}:{property}");

    public static bool IsPersonal(string resource, string property) => s_personal.Contains(property) || s_personal.Contains($"{resource}:{property}");

    /// <summary>Whether a number tells where somebody is.</summary>
    public static bool IsPosition(string property) => property is "latitude" or "longitude" or "altitude";

    public static bool IsIdProperty(string property) => s_idProperties.Contains(property);

    /// <summary>Whether a value is an identity that every tenant has, a number of few digits, a date or a duration.</summary>
    public static bool Is(string value) => s_words.Contains(value)
        || (value.Length <= FewDigits && decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out _))
        || DateOrDuration().IsMatch(value)
        || Preset().IsMatch(value)
        || value.StartsWith("microsoft-", StringComparison.Ordinal);

    [GeneratedRegex(@"\A(\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?|(\d+\.)?\d{1,2}:\d\d:\d\d(\.\d+)?|P[\dDTHMS.]+)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DateOrDuration();

    [GeneratedRegex(@"\A(Standard|Strict) Preset Security Policy\d*\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Preset();
}

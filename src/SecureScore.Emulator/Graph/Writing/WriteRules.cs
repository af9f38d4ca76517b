using static SecureScore.Emulator.Graph.Writing.PropertyType;

namespace SecureScore.Emulator.Graph.Writing;

/// <summary>What of Graph can be written, and what that takes. Source: the public metadata of Graph v1.0 (beta for the admin centre), its permissions
/// reference, and for directory roles the reference of each request.</summary>
internal static class WriteRules
{
    private const string PatchMethod = "PATCH";
    private const string CreateMethod = "POST";
    private const string RemoveMethod = "DELETE";
    private const string DirectoryWrite = "Directory.ReadWrite.All";
    private const string DirectoryRequest = "Request_BadRequest";

    private static readonly PropertyType s_risks = Choices("low", "medium", "high", "hidden", "none");
    private static readonly PropertyType s_count = Whole(0, int.MaxValue);

    private static readonly string[][] s_conditionalAccess =
        [["Policy.ReadWrite.ConditionalAccess"], ["Policy.Read.All"], ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All", DirectoryWrite]];

    private static readonly string[] s_conditionalAccessRoles =
        [DirectoryRoleIds.ConditionalAccessAdministrator, DirectoryRoleIds.SecurityAdministrator, DirectoryRoleIds.GlobalAdministrator];

    private static readonly string[] s_consentRoles = [DirectoryRoleIds.PrivilegedRoleAdministrator, DirectoryRoleIds.GlobalAdministrator];

    private static readonly string[] s_sharePointSwitches =
    [
        "isCommentingOnSitePagesEnabled", "isFileActivityNotificationEnabled", "isLegacyAuthProtocolsEnabled", "isLoopEnabled", "isMacSyncAppEnabled",
        "isRequireAcceptingUserToMatchInvitedUserEnabled", "isResharingByExternalUsersEnabled", "isSharePointMobileNotificationEnabled",
        "isSharePointNewsfeedEnabled", "isSiteCreationEnabled", "isSiteCreationUIEnabled", "isSitePagesCreationEnabled", "isSitesStorageLimitAutomatic",
        "isSyncButtonHiddenOnPersonalSite", "isUnmanagedSyncAppForTenantRestricted",
    ];

    public static IReadOnlyList<WriteRule> All { get; } =
    [
        new(Target("identity/conditionalAccess/policies"), Policy(), PatchMethod, CreateMethod, RemoveMethod)
        {
            Permissions = s_conditionalAccess,
            Roles = s_conditionalAccessRoles,
            Check = ConditionalAccessRules.Policy,
            DeletedTo = GraphResources.DeletedPolicies,
        },
        new(Target("identity/conditionalAccess/namedLocations"), Location(), PatchMethod, CreateMethod, RemoveMethod)
        {
            Permissions = s_conditionalAccess,
            Roles = s_conditionalAccessRoles,
            Check = ConditionalAccessRules.Location,
        },
        new(Target("policies/identitySecurityDefaultsEnforcementPolicy"),
            ObjectType.Of("identitySecurityDefaultsEnforcementPolicy", ("id", ReadOnly), ("displayName", ReadOnly), ("description", ReadOnly), ("isEnabled", Flag with { TakesNull = false })),
            PatchMethod)
        {
            Permissions = [["Policy.ReadWrite.SecurityDefaults"], ["Policy.Read.All"]],
            Roles = s_conditionalAccessRoles,
            Check = ConditionalAccessRules.SecurityDefaults,
        },
        new(Target("policies/authorizationPolicy"), Authorization(), PatchMethod)
        {
            Permissions = [["Policy.ReadWrite.Authorization"]],
            Roles = s_consentRoles,
            Check = SettingRules.Authorization,
            ErrorCode = DirectoryRequest,
        },
        new(Target("policies/adminConsentRequestPolicy"),
            ObjectType.Of("adminConsentRequestPolicy", ("isEnabled", Flag), ("version", ReadOnly), ("notifyReviewers", Flag), ("remindersEnabled", Flag),
                ("requestDurationInDays", Whole(0, 60)),
                ("reviewers", new ListType(ObjectType.Of("accessReviewReviewerScope", ("query", Text), ("queryType", Choice("MicrosoftGraph")), ("queryRoot", Text))) { TakesNull = false })),
            "PUT")
        {
            Permissions = [["Policy.ReadWrite.ConsentRequest"]],
            Roles = [DirectoryRoleIds.GlobalAdministrator],
            Check = SettingRules.Consent,
        },
        new(Target("policies/authenticationMethodsPolicy"), AuthenticationMethods(), PatchMethod)
        {
            Permissions = [["Policy.ReadWrite.AuthenticationMethod"]],
            Roles = [DirectoryRoleIds.AuthenticationPolicyAdministrator, DirectoryRoleIds.GlobalAdministrator],
            Check = SettingRules.AuthenticationMethods,
        },
        new(Target("policies/activityBasedTimeoutPolicies"),
            ObjectType.Of("activityBasedTimeoutPolicy", ("id", ReadOnly), ("deletedDateTime", ReadOnly), ("displayName", Text), ("description", Text),
                ("isOrganizationDefault", Flag), ("definition", Texts)),
            PatchMethod, CreateMethod, RemoveMethod)
        {
            Permissions = [["Policy.ReadWrite.ApplicationConfiguration"], ["Policy.Read.All"]],
            Roles = [DirectoryRoleIds.GlobalAdministrator],
            Check = SettingRules.Timeout,
            ErrorCode = DirectoryRequest,
        },
        new(Target("domains"),
            ObjectType.Of("domain", ("id", ReadOnly), ("authenticationType", ReadOnly), ("availabilityStatus", ReadOnly), ("isAdminManaged", ReadOnly),
                ("isDefault", ReadOnly), ("isInitial", ReadOnly), ("isRoot", ReadOnly), ("isVerified", ReadOnly), ("supportedServices", ReadOnly), ("state", ReadOnly),
                ("passwordValidityPeriodInDays", Whole(14, int.MaxValue) with { TakesNull = false }), ("passwordNotificationWindowInDays", Whole(1, int.MaxValue) with { TakesNull = false })),
            PatchMethod)
        {
            Permissions = [["Domain.ReadWrite.All", DirectoryWrite]],
            Roles = [DirectoryRoleIds.DomainNameAdministrator, DirectoryRoleIds.GlobalAdministrator],
            Check = SettingRules.Domain,
            ErrorCode = DirectoryRequest,
        },
        new(GraphResources.Groups,
            ObjectType.Of("group", ("id", ReadOnly), ("displayName", Text with { TakesNull = false }), ("description", Text), ("visibility", Text), ("mail", ReadOnly),
                ("proxyAddresses", ReadOnly), ("mailEnabled", ReadOnly), ("mailNickname", Text), ("securityEnabled", Flag), ("groupTypes", ReadOnly),
                ("isAssignableToRole", ReadOnly), ("onPremisesSyncEnabled", ReadOnly), ("createdDateTime", ReadOnly)),
            PatchMethod)
        {
            Permissions = [["Group.ReadWrite.All", DirectoryWrite]],
            Roles = [DirectoryRoleIds.GroupsAdministrator, DirectoryRoleIds.GlobalAdministrator],
            Check = SettingRules.Group,
            ErrorCode = DirectoryRequest,
        },
        new(Target("groupSettings"),
            ObjectType.Of("groupSetting", ("id", ReadOnly), ("displayName", ReadOnly), ("templateId", Text),
                ("values", new ListType(ObjectType.Of("settingValue", ("name", Text), ("value", Text))) { TakesNull = false })),
            PatchMethod, CreateMethod, RemoveMethod)
        {
            Permissions = [["GroupSettings.ReadWrite.All", DirectoryWrite]],
            Roles = [DirectoryRoleIds.GlobalAdministrator],
            Check = SettingRules.GroupSetting,
            ErrorCode = DirectoryRequest,
        },
        new(Target("admin/sharepoint/settings"), SharePoint(), PatchMethod)
        {
            Permissions = [["SharePointTenantSettings.ReadWrite.All"]],
            Roles = [DirectoryRoleIds.SharePointAdministrator, DirectoryRoleIds.GlobalAdministrator],
            Check = SettingRules.SharePoint,
            ErrorCode = "invalidRequest",
            AnswersChange = true,
        },
        AdminCentre("admin/appsAndServices", "OrgSettings-AppsAndServices.ReadWrite.All", "isOfficeStoreEnabled", "isAppAndServicesTrialEnabled"),
        AdminCentre("admin/forms", "OrgSettings-Forms.ReadWrite.All", "isExternalSendFormEnabled", "isExternalShareCollaborationEnabled",
            "isExternalShareResultEnabled", "isExternalShareTemplateEnabled", "isRecordIdentityByDefaultEnabled", "isBingImageSearchEnabled",
            "isInOrgFormsPhishingScanEnabled"),
    ];

    private static GraphResource Target(string path) => GraphResources.All.First(resource => resource.Path == path);

    private static ObjectType Inside(string type, params (string Name, PropertyType Type)[] properties) => ObjectType.Of(type, properties);

    private static ObjectType Policy() => ObjectType.Of("conditionalAccessPolicy",
        ("id", ReadOnly), ("templateId", Text), ("displayName", Text with { TakesNull = false }), ("createdDateTime", ReadOnly), ("modifiedDateTime", ReadOnly),
        ("state", Choice("enabled", "disabled", "enabledForReportingButNotEnforced") with { TakesNull = false }),
        ("conditions", Conditions() with { TakesNull = false }), ("grantControls", GrantControls()), ("sessionControls", SessionControls()));

    private static ObjectType Conditions() => Inside("conditionalAccessConditionSet",
        ("userRiskLevels", s_risks), ("signInRiskLevels", s_risks),
        ("clientAppTypes", Choices("all", "browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "easSupported", "other")),
        ("servicePrincipalRiskLevels", s_risks), ("insiderRiskLevels", Choice("minor", "moderate", "elevated")),
        ("platforms", Inside("conditionalAccessPlatforms", ("includePlatforms", Platforms()), ("excludePlatforms", Platforms()))),
        ("locations", Inside("conditionalAccessLocations", ("includeLocations", Texts), ("excludeLocations", Texts))),
        ("devices", Inside("conditionalAccessDevices", ("deviceFilter", Filter()))),
        ("clientApplications", Inside("conditionalAccessClientApplications",
            ("includeServicePrincipals", Texts), ("excludeServicePrincipals", Texts), ("servicePrincipalFilter", Filter()))),
        ("authenticationFlows", Inside("conditionalAccessAuthenticationFlows", ("transferMethods", Choice("none", "deviceCodeFlow", "authenticationTransfer") with { TakesNull = false }))),
        ("applications", Inside("conditionalAccessApplications",
            ("includeApplications", Texts), ("excludeApplications", Texts), ("includeUserActions", Texts),
            ("includeAuthenticationContextClassReferences", Texts), ("applicationFilter", Filter())) with { TakesNull = false }),
        ("users", Inside("conditionalAccessUsers",
            ("includeUsers", Texts), ("excludeUsers", Texts), ("includeGroups", Texts), ("excludeGroups", Texts), ("includeRoles", Texts), ("excludeRoles", Texts),
            ("includeGuestsOrExternalUsers", Guests()), ("excludeGuestsOrExternalUsers", Guests())) with { TakesNull = false }));

    private static PropertyType Platforms() => Choices("android", "iOS", "windows", "windowsPhone", "macOS", "linux", "all");

    private static ObjectType Filter() => Inside("conditionalAccessFilter", ("mode", Choice("include", "exclude")), ("rule", Text));

    private static ObjectType Guests() => Inside("conditionalAccessGuestsOrExternalUsers",
        ("guestOrExternalUserTypes", Choice("none", "internalGuest", "b2bCollaborationGuest", "b2bCollaborationMember", "b2bDirectConnectUser", "otherExternalUser", "serviceProvider")),
        ("externalTenants", Inside("conditionalAccessExternalTenants", ("membershipKind", Choice("all", "enumerated"))) with
        {
            Kinds = [Inside("conditionalAccessAllExternalTenants"), Inside("conditionalAccessEnumeratedExternalTenants", ("members", Texts))],
        }));

    private static ObjectType GrantControls() => Inside("conditionalAccessGrantControls",
        ("operator", Choice("AND", "OR")),
        ("builtInControls", Choices("block", "mfa", "compliantDevice", "domainJoinedDevice", "approvedApplication", "compliantApplication", "passwordChange", "riskRemediation")),
        ("customAuthenticationFactors", Texts), ("termsOfUse", Texts),
        ("authenticationStrength", Inside("authenticationStrengthPolicy",
            ("id", Text), ("displayName", Text), ("policyType", Text), ("requirementsSatisfied", Text), ("allowedCombinations", Texts))));

    private static ObjectType SessionControls() => Inside("conditionalAccessSessionControls",
        ("disableResilienceDefaults", Flag),
        ("applicationEnforcedRestrictions", Inside("applicationEnforcedRestrictionsSessionControl", ("isEnabled", Flag))),
        ("cloudAppSecurity", Inside("cloudAppSecuritySessionControl", ("isEnabled", Flag), ("cloudAppSecurityType", Choice("mcasConfigured", "monitorOnly", "blockDownloads")))),
        ("signInFrequency", Inside("signInFrequencySessionControl",
            ("isEnabled", Flag), ("type", Choice("days", "hours")), ("value", Whole(1, 365)),
            ("authenticationType", Choice("primaryAndSecondaryAuthentication", "secondaryAuthentication")), ("frequencyInterval", Choice("timeBased", "everyTime")))),
        ("persistentBrowser", Inside("persistentBrowserSessionControl", ("isEnabled", Flag), ("mode", Choice("always", "never")))),
        ("secureSignInSession", Inside("secureSignInSessionControl", ("isEnabled", Flag))));

    private static ObjectType Location() => ObjectType.Of("namedLocation",
        ("id", ReadOnly), ("displayName", Text with { TakesNull = false }), ("createdDateTime", ReadOnly), ("modifiedDateTime", ReadOnly)) with
    {
        Kinds =
        [
            Inside("ipNamedLocation", ("isTrusted", Flag with { TakesNull = false }), ("ipRanges", new ListType(Inside("ipRange") with
            {
                Kinds = [Inside("iPv4CidrRange", ("cidrAddress", Text)), Inside("iPv6CidrRange", ("cidrAddress", Text))],
            }) { TakesNull = false })),
            Inside("countryNamedLocation", ("countriesAndRegions", Texts), ("includeUnknownCountriesAndRegions", Flag),
                ("countryLookupMethod", Choice("clientIpAddress", "authenticatorAppGps"))),
        ],
    };

    private static ObjectType Authorization() => ObjectType.Of("authorizationPolicy",
        ("id", ReadOnly), ("displayName", ReadOnly), ("description", ReadOnly), ("allowedToSignUpEmailBasedSubscriptions", Flag), ("allowedToUseSSPR", Flag),
        ("allowEmailVerifiedUsersToJoinOrganization", Flag), ("allowInvitesFrom", Choice("none", "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers", "everyone")),
        ("allowUserConsentForRiskyApps", Flag), ("blockMsolPowerShell", Flag), ("guestUserRoleId", Text),
        ("defaultUserRolePermissions", Inside("defaultUserRolePermissions",
            ("allowedToCreateApps", Flag), ("allowedToCreateSecurityGroups", Flag), ("allowedToCreateTenants", Flag),
            ("allowedToReadBitlockerKeysForOwnedDevice", Flag), ("allowedToReadOtherUsers", Flag), ("permissionGrantPoliciesAssigned", Texts)) with { TakesNull = false }));

    private static ObjectType AuthenticationMethods()
    {
        var targetType = Choice("user", "group");
        return ObjectType.Of("authenticationMethodsPolicy",
            ("id", ReadOnly), ("displayName", ReadOnly), ("description", ReadOnly), ("lastModifiedDateTime", ReadOnly), ("policyVersion", ReadOnly),
            ("policyMigrationState", Choice("preMigration", "migrationInProgress", "migrationComplete")),
            ("registrationEnforcement", Inside("registrationEnforcement",
                ("authenticationMethodsRegistrationCampaign", Inside("authenticationMethodsRegistrationCampaign",
                    ("snoozeDurationInDays", Whole(0, 14) with { TakesNull = false }), ("enforceRegistrationAfterAllowedSnoozes", ReadOnly),
                    ("state", Choice("default", "enabled", "disabled") with { TakesNull = false }),
                    ("excludeTargets", new ListType(Inside("excludeTarget", ("id", Text), ("targetType", targetType))) { TakesNull = false }),
                    ("includeTargets", new ListType(Inside("authenticationMethodsRegistrationCampaignIncludeTarget",
                        ("id", Text), ("targetType", targetType), ("targetedAuthenticationMethod", Text))) { TakesNull = false })) with { IsReplaced = true }))),
            ("authenticationMethodConfigurations", ReadOnly));
    }

    private static ObjectType SharePoint() => ObjectType.Of("sharepointSettings",
    [
        ("id", ReadOnly), ("availableManagedPathsForSiteCreation", ReadOnly),
        ("allowedDomainGuidsForSyncApp", Texts), ("excludedFileExtensionsForSyncApp", Texts), ("sharingAllowedDomainList", Texts), ("sharingBlockedDomainList", Texts),
        ("deletedUserPersonalSiteRetentionPeriodInDays", Whole(30, 3650)), ("personalSiteDefaultStorageLimitInMB", s_count), ("siteCreationDefaultStorageLimitInMB", s_count),
        ("imageTaggingOption", Choice("disabled", "basic", "enhanced")),
        ("sharingCapability", Choice("disabled", "externalUserSharingOnly", "externalUserAndGuestSharing", "existingExternalUserSharingOnly")),
        ("sharingDomainRestrictionMode", Choice("none", "allowList", "blockList")),
        ("siteCreationDefaultManagedPath", Text), ("tenantDefaultTimezone", Text),
        ("idleSessionSignOut", Inside("idleSessionSignOut", ("isEnabled", Flag), ("signOutAfterInSeconds", s_count), ("warnAfterInSeconds", s_count)) with { IsReplaced = true }),
        .. s_sharePointSwitches.Select(name => (name, Flag)),
    ]);

    private static WriteRule AdminCentre(string path, string permission, params string[] settings) => new(Target(path),
        ObjectType.Of("adminSettings", ("id", ReadOnly), ("settings", Inside("settings", [.. settings.Select(name => (name, Flag))]) with { TakesNull = false })), PatchMethod)
    {
        Permissions = [[permission]],
        Roles = [DirectoryRoleIds.GlobalAdministrator],
    };
}

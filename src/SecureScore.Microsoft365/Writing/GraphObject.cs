using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;

namespace SecureScore.Microsoft365.Writing;

/// <summary>What may be changed of the objects of one Graph resource. What no table allows is refused before anything is sent.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Settings">The settings, by their paths; what lies below one is allowed with it.</param>
internal sealed record GraphObject(string Resource, IReadOnlyList<string> Settings)
{
    private const string Validity = "passwordValidityPeriodInDays";
    private const string Notification = "passwordNotificationWindowInDays";

    /// <summary>The days before the end of a password that Microsoft proposes, which a domain wants along with how long passwords last.</summary>
    private const int DefaultNotification = 14;

    private static readonly Dictionary<string, GraphObject> s_all = Create().ToDictionary(item => item.Resource, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether such objects are created and removed too.</summary>
    public bool ComesAndGoes { get; private init; }

    /// <summary>Whether there is one such object, which has no identity.</summary>
    public bool IsSingle { get; private init; }

    /// <summary>Makes what is sent of the object as it is and of the wanted settings; null where the settings alone are sent.</summary>
    private Func<SettingGroup, SettingGroup, SettingGroup>? Complete { get; init; }

    /// <summary>The group of settings that is sent whole, with what of it is sent; null when there is none. The reference shows such groups whole, and does
    /// not say that what is left out stays.</summary>
    private (string Path, string[] Names)? Whole { get; init; }

    /// <summary>All resources that are changed.</summary>
    public static IEnumerable<GraphObject> All => s_all.Values;

    /// <summary>What may be changed of what a change is about.</summary>
    /// <exception cref="SecureScoreException">Nothing.</exception>
    public static GraphObject Of(TenantChange change) =>
        s_all.GetValueOrDefault(change.Resource) ?? throw WriteRefusal.Of(change, "is nothing that is written");

    /// <summary>Refuses what no table allows.</summary>
    /// <exception cref="SecureScoreException">It is not allowed.</exception>
    public void Check(TenantChange change)
    {
        var (identity, names) = change switch
        {
            SettingsChange settings => (settings.Identity, settings.Settings.Select(setting => setting.Name)),
            ObjectCreation creation when ComesAndGoes => (null, creation.Content.Members.Select(member => member.Key)),
            ObjectRemoval removal when ComesAndGoes => (removal.Identity, []),
            _ => throw WriteRefusal.Of(change, "is neither created nor removed"),
        };
        if (change is not ObjectCreation && (IsSingle ? identity is not null : identity is null or "" or "." or ".." || CreatedIdentity.IsOpen(identity)))
            throw WriteRefusal.Of(change, IsSingle ? "is there once, and has no identity" : "is one of several, and none is named");
        if (names.FirstOrDefault(name => !Allows(name, change is ObjectCreation)) is { } other)
            throw WriteRefusal.Of(change, $"has no property '{other}' that is written");
    }

    /// <summary>Whether it takes the object as it is to make a change.</summary>
    public bool NeedsPresent(SettingsChange change) => Complete is not null
        || (Whole is { } whole && change.Settings.Any(setting => setting.Name.StartsWith(whole.Path + ".", StringComparison.OrdinalIgnoreCase)));

    /// <summary>What is sent for a change: the smallest difference that the service takes.</summary>
    /// <param name="change">The change.</param>
    /// <param name="present">The object as it is, where <see cref="NeedsPresent"/> says so.</param>
    public SettingGroup BodyOf(SettingsChange change, SettingGroup present)
    {
        var wanted = Complete == CompleteValues ? present : SettingValue.Group();
        wanted = change.Settings.Aggregate(wanted, (body, setting) => body.With(setting.Name, setting.Wanted));
        if (Whole is var (path, kept) && present[path] is SettingGroup whole && wanted[path] is SettingGroup part)
            wanted = wanted.With(path, part.Members.Aggregate(Only(whole, kept), (group, member) => group.With(member.Key, member.Value)));
        return Complete is null ? wanted : Complete(present, wanted);
    }

    private bool Allows(string name, bool isCreation) =>
        Settings.Any(setting => name.Equals(setting, StringComparison.OrdinalIgnoreCase) || name.StartsWith(setting + ".", StringComparison.OrdinalIgnoreCase))
        || (isCreation && name is GraphModel.TypeName or "templateId");

    private static IEnumerable<GraphObject> Create() =>
    [
        new(Resources.ConditionalAccessPolicies, ["displayName", "state", "conditions", "grantControls", "sessionControls"]) { ComesAndGoes = true },
        new(Resources.NamedLocations,
            ["displayName", "isTrusted", "ipRanges", "countriesAndRegions", "includeUnknownCountriesAndRegions", "countryLookupMethod"])
        {
            ComesAndGoes = true,
            Complete = static (present, wanted) => GraphModel.WithTypeOf(present, wanted),
        },
        new(Resources.SecurityDefaults, ["isEnabled"]) { IsSingle = true },
        new(Resources.AuthorizationPolicy,
            [
                "allowedToUseSSPR", "allowEmailVerifiedUsersToJoinOrganization", "allowInvitesFrom", "allowUserConsentForRiskyApps", "blockMsolPowerShell",
                "guestUserRoleId", "defaultUserRolePermissions",
            ])
        {
            IsSingle = true,
        },
        new(Resources.AdminConsentRequestPolicy, ["isEnabled", "notifyReviewers", "remindersEnabled", "requestDurationInDays", "reviewers"])
        {
            IsSingle = true,
            Complete = CompletePolicy,
        },
        new(Resources.AuthenticationMethodsPolicy, ["policyMigrationState", "registrationEnforcement"])
        {
            IsSingle = true,
            Whole = ("registrationEnforcement.authenticationMethodsRegistrationCampaign", ["state", "snoozeDurationInDays", "includeTargets", "excludeTargets"]),
        },
        new(Resources.ActivityBasedTimeoutPolicies, ["displayName", "definition", "isOrganizationDefault"]) { ComesAndGoes = true },
        new(Resources.Domains, [Validity, Notification]) { Complete = CompleteDomain },
        new(Resources.Groups, ["visibility"]),
        new(Resources.GroupSettings, ["values"]) { ComesAndGoes = true, Complete = CompleteValues },
        new(Resources.SharePointSettings,
            [
                "isLegacyAuthProtocolsEnabled", "idleSessionSignOut", "isUnmanagedSyncAppForTenantRestricted", "allowedDomainGuidsForSyncApp", "sharingCapability",
                "sharingDomainRestrictionMode", "sharingAllowedDomainList", "sharingBlockedDomainList", "isResharingByExternalUsersEnabled",
                "isRequireAcceptingUserToMatchInvitedUserEnabled",
            ])
        {
            IsSingle = true,
            Whole = ("idleSessionSignOut", ["isEnabled", "signOutAfterInSeconds", "warnAfterInSeconds"]),
        },
        new(Resources.AdminAppsAndServices, ["settings.isOfficeStoreEnabled", "settings.isAppAndServicesTrialEnabled"]) { IsSingle = true },
        new(Resources.AdminForms,
            [
                "settings.isInOrgFormsPhishingScanEnabled", "settings.isExternalSendFormEnabled", "settings.isExternalShareCollaborationEnabled",
                "settings.isExternalShareResultEnabled", "settings.isExternalShareTemplateEnabled", "settings.isRecordIdentityByDefaultEnabled",
                "settings.isBingImageSearchEnabled",
            ])
        {
            IsSingle = true,
        },
    ];

    // The policy is replaced as a whole.
    private static SettingGroup CompletePolicy(SettingGroup present, SettingGroup wanted) =>
        wanted.Members.Aggregate(GraphModel.WithoutAnnotations(present).Without("id", "version"), (body, member) => body.With(member.Key, member.Value));

    // A domain that has neither refuses the one without the other.
    private static SettingGroup CompleteDomain(SettingGroup present, SettingGroup wanted)
    {
        if (wanted.Members.Any(member => member.Value.IsEmpty))
            throw WriteRefusal.Of(Resources.Domains, "never goes back to having no value");

        return present[Notification].IsEmpty && wanted[Notification].IsEmpty ? wanted.With(Notification, SettingValue.Of(DefaultNotification)) : wanted;
    }

    private static SettingGroup Only(SettingGroup group, string[] names) =>
        new([.. group.Members.Where(member => names.Contains(member.Key, StringComparer.OrdinalIgnoreCase))]);

    // All values are sent, those that stay as well.
    private static SettingGroup CompleteValues(SettingGroup present, SettingGroup changed) => SettingValue.Group(("values", changed["values"]));
}

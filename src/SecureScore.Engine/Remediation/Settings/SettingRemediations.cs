using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>Remediations of directory settings, the admin centre, SharePoint, Teams and Purview.</summary>
internal static class SettingRemediations
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ControlRemediation> All { get; } =
    [
        new PasswordExpirationRemediation(),
        new UserConsentRemediation(),
        new ConsentWorkflowRemediation(),
        new BannedPasswordRemediation(),
        new OnPremisesPasswordRemediation(),
        new PublicGroupRemediation(),
        new RegistrationCampaignRemediation(),
        new GuestAccessRemediation(),
        new GuestInvitationRemediation(),
        new SwitchRemediation("aad_third_party_apps", RiskClass.B, Resources.AuthorizationPolicy, ("defaultUserRolePermissions.allowedToCreateApps", false))
        {
            Does = "Lets only administrators and people with a role for it register apps.",
            Notice = "Developers need the role Application Developer to register an app; apps that are registered keep working.",
            Warnings = ["Give the role Application Developer to those who register apps, before they are kept from it."],
        },
        new SwitchRemediation("ss_create_tenants", RiskClass.B, Resources.AuthorizationPolicy, ("defaultUserRolePermissions.allowedToCreateTenants", false))
        {
            Does = "Lets only administrators and people with a role for it create further tenants.",
            Notice = "Whoever wants a tenant of their own needs the role Tenant Creator; tenants that were made stay.",
        },

        new SwitchRemediation(
            "admincenter_owned_apps_and_services", RiskClass.B, Resources.AdminAppsAndServices, ("settings.isOfficeStoreEnabled", false), ("settings.isAppAndServicesTrialEnabled", false))
        {
            Does = "Closes the Office Store to users, and keeps them from starting trials for the organisation.",
            Notice = "Users cannot add Office add-ins or start trials by themselves; an administrator does it for them.",
            Warnings = ["Deploy the add-ins that people work with under Settings > Integrated apps before, or they lose them."],
        },
        new SwitchRemediation("forms_phishing_protection", RiskClass.A, Resources.AdminForms, ("settings.isInOrgFormsPhishingScanEnabled", true))
        {
            Does = "Lets Microsoft Forms look for phishing in forms of the organisation.",
            Notice = "A form that asks for passwords and the like is blocked until an administrator has looked at it.",
        },

        new SwitchRemediation("spo_legacy_auth", RiskClass.A, Resources.SharePointSettings, ("isLegacyAuthProtocolsEnabled", false))
        {
            Does = "Blocks apps that reach SharePoint with a password alone.",
            Notice = "Office 2010 and older, and some apps of third parties, can no longer open files in SharePoint and OneDrive.",
        },
        new SwitchRemediation("spo_external_users_sharing", RiskClass.A, Resources.SharePointSettings, ("isResharingByExternalUsersEnabled", false))
        {
            Does = "Keeps guests from sharing what they do not own.",
            Notice = "A guest who wants to hand something on asks somebody of the organisation.",
        },
        new IdleSessionRemediation(),
        new SharingDomainRemediation(),
        new DeviceSyncRemediation(),

        new MeetingPolicyRemediation("meeting_restrictanonymousjoin_v1", RiskClass.B)
        {
            Does = "Keeps people who do not sign in out of meetings.",
            Notice = "Whoever has no account, customers and applicants among them, can no longer join a meeting by its link.",
        },
        new MeetingPolicyRemediation("meeting_anonymousstartmeeting_v1", RiskClass.A)
        {
            Does = "Keeps people who do not sign in from starting a meeting.",
            Notice = "They wait until somebody of the organisation has joined.",
        },
        new MeetingPolicyRemediation("meeting_autoadmitusers_v1", RiskClass.B)
        {
            Does = "Lets only invited people skip the lobby of a meeting.",
            Notice = "Colleagues who were not invited wait in the lobby until somebody lets them in; organisers can choose otherwise for a meeting.",
        },
        new MeetingPolicyRemediation("meeting_pstnusersbypasslobby_v1", RiskClass.A)
        {
            Does = "Lets people who dial in wait in the lobby.",
            Notice = "Whoever joins by phone waits until somebody lets them in; organisers can choose otherwise for a meeting.",
        },
        new MeetingPolicyRemediation("meeting_designatedpresenter_v1", RiskClass.B)
        {
            Does = "Lets only the organiser present in a new meeting, until the organiser names others.",
            Notice = "Others can share their screen only after the organiser made them presenters; meetings that are planned stay as they are.",
        },
        new MeetingPolicyRemediation("meeting_externalrequestcontrol_v1", RiskClass.A)
        {
            Does = "Keeps people from outside from asking for or being given control of a shared screen.",
            Notice = "Control of a shared screen can no longer be handed to somebody from outside.",
        },

        new SwitchRemediation("mip_purviewlabelconsent", RiskClass.A, Resources.PolicyConfig, ("PurviewLabelConsent", true))
        {
            Does = "Extends sensitivity labels to the assets of the Microsoft Purview data map.",
            Notice = "Nobody notices anything; whoever looks after the data map can see and use the labels there.",
        },
    ];
}

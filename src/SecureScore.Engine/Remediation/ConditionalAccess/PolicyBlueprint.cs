using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>Whom a policy is for.</summary>
internal enum PolicyScope
{
    /// <summary>Everyone.</summary>
    AllUsers,

    /// <summary>Holders of administrative roles.</summary>
    Administrators,

    /// <summary>Everyone but the holders of the administrative roles that Microsoft lists.</summary>
    AllButAdministrators,
}

/// <summary>One Conditional Access policy that this program makes: what it is called, whom it is for, when it applies and what it asks for.</summary>
/// <remarks>Source: conditionalAccessPolicy of Microsoft Graph v1.0, and the policies that
/// https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-policy-common suggests.</remarks>
internal sealed record PolicyBlueprint
{
    /// <summary>What the names of all policies and locations of this program begin with.</summary>
    public const string Marker = "SecureScore: ";

    private const string ServiceManagementApi = "797f4846-ba00-4fd7-ba43-dac1f8f63013";
    private const string PhishingResistantStrength = "00000000-0000-0000-0000-000000000004";

    private static readonly SettingGroup s_mfa = Grants("OR", "mfa");
    private static readonly SettingGroup s_block = Grants("OR", "block");

    private static readonly SettingGroup s_everyTime = SettingValue.Group(("signInFrequency", SettingValue.Group(
        ("isEnabled", SettingValue.Of(true)),
        ("authenticationType", SettingValue.Of("primaryAndSecondaryAuthentication")),
        ("frequencyInterval", SettingValue.Of("everyTime")))));

    /// <summary>The remediation's name.</summary>
    public required string Id { get; init; }

    /// <summary>The policy's display name.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, as the end of "a policy that ...".</summary>
    public required string Effect { get; init; }

    /// <summary>What users will notice.</summary>
    public required string UserNotice { get; init; }

    /// <summary>Whom it is for.</summary>
    public required PolicyScope Scope { get; init; }

    /// <summary>Whether a policy, whoever made it, is about the same.</summary>
    public required Func<ConditionalAccessPolicy, bool> IsAbout { get; init; }

    /// <summary>The controls that it serves.</summary>
    public IReadOnlyList<string> ControlIds { get; init; } = [];

    /// <summary>The licence that the service asks for.</summary>
    public string Licence { get; init; } = "EntraP1";

    /// <summary>The apps that it is for.</summary>
    public string Application { get; init; } = "All";

    /// <summary>The kinds of client that it is for.</summary>
    public IReadOnlyList<string> Clients { get; init; } = ["all"];

    /// <summary>Further conditions.</summary>
    public SettingGroup Conditions { get; init; } = SettingValue.Group();

    /// <summary>What it asks for.</summary>
    public SettingGroup GrantControls { get; init; } = s_mfa;

    /// <summary>How it limits the session; null when it does not.</summary>
    public SettingGroup? SessionControls { get; init; }

    /// <summary>What users must have registered to pass; null where nothing lets them pass.</summary>
    public RequiredMethod? Method { get; init; } = RequiredMethod.Mfa;

    /// <summary>Whether its control counts it only where it leaves nobody out who counts.</summary>
    public bool CountsWholeOnly { get; init; }

    public static PolicyBlueprint AdministratorMfa { get; } = new()
    {
        Id = PolicyRemediationIds.AdministratorMfa,
        ControlIds = ["AdminMFAV2"],
        Name = Marker + "MFA for administrators",
        Effect = "asks administrators for MFA at every app",
        UserNotice = "Administrators are asked for a second factor when they sign in; who has registered none is asked to register.",
        Scope = PolicyScope.Administrators,
        IsAbout = policy => policy.Grants.Any(grant => grant.RequiresMfa == true),
    };

    public static PolicyBlueprint AllUsersMfa { get; } = new()
    {
        Id = PolicyRemediationIds.AllUsersMfa,
        Name = Marker + "MFA for all users",
        Effect = "asks all users for MFA at every app",
        UserNotice = "Everyone is asked for a second factor when they sign in; who has registered none is asked to register.",
        Scope = PolicyScope.AllUsers,
        IsAbout = AdministratorMfa.IsAbout,
    };

    public static PolicyBlueprint LegacyAuthentication { get; } = new()
    {
        Id = PolicyRemediationIds.LegacyAuthentication,
        ControlIds = ["BlockLegacyAuthentication"],
        Name = Marker + "Block legacy authentication",
        Effect = "blocks clients that cannot do MFA",
        UserNotice = "Old mail programs and devices that sign in with the password alone (POP, IMAP, SMTP, old Office) stop working.",
        Scope = PolicyScope.AllUsers,
        Clients = ["exchangeActiveSync", "other"],
        GrantControls = s_block,
        Method = null,
        IsAbout = policy => Blocks(policy) && policy.ClientAppTypes.Any(type => Is(type, "exchangeActiveSync") || Is(type, "other")),
    };

    public static PolicyBlueprint SignInRisk { get; } = new()
    {
        Id = PolicyRemediationIds.SignInRisk,
        ControlIds = ["SigninRiskPolicy"],
        Name = Marker + "MFA at risky sign-ins",
        Effect = "asks for MFA at sign-ins of medium or high risk",
        UserNotice = "Who signs in from where or how nobody expects it is asked for a second factor; who has registered none is kept out then.",
        Scope = PolicyScope.AllUsers,
        Licence = "EntraP2",
        Conditions = SettingValue.Group(("signInRiskLevels", SettingValue.Of(["high", "medium"]))),
        SessionControls = s_everyTime,
        IsAbout = policy => policy.SignInRiskLevels.Count > 0,
    };

    public static PolicyBlueprint UserRisk { get; } = new()
    {
        Id = PolicyRemediationIds.UserRisk,
        ControlIds = ["UserRiskPolicy"],
        Name = Marker + "New password at high user risk",
        Effect = "asks users at high risk for MFA and a new password",
        UserNotice = "Whose password is known to have leaked must prove who they are and choose another one before they go on.",
        Scope = PolicyScope.AllUsers,
        Licence = "EntraP2",
        Conditions = SettingValue.Group(("userRiskLevels", SettingValue.Of(["high"]))),
        GrantControls = Grants("AND", "mfa", "passwordChange"),
        SessionControls = s_everyTime,
        IsAbout = policy => policy.UserRiskLevels.Count > 0,
    };

    public static PolicyBlueprint PhishingResistantMfa { get; } = new()
    {
        Id = PolicyRemediationIds.PhishingResistantMfa,
        ControlIds = ["aad_phishing_MFA_strength"],
        Name = Marker + "Phishing-resistant MFA for administrators",
        Effect = "asks administrators for MFA that resists phishing",
        UserNotice = "Administrators sign in with a passkey, Windows Hello for Business or a certificate; who has none of them cannot sign in.",
        Scope = PolicyScope.Administrators,
        GrantControls = Grants("OR").With("authenticationStrength", SettingValue.Group(("id", SettingValue.Of(PhishingResistantStrength)))),
        Method = RequiredMethod.PhishingResistant,
        CountsWholeOnly = true,
        IsAbout = policy => policy.Grants.Any(grant => grant.RequiresPhishingResistance == true),
    };

    public static PolicyBlueprint AdministratorSessions { get; } = new()
    {
        Id = PolicyRemediationIds.AdministratorSessions,
        ControlIds = ["aad_sign_in_freq_session_timeout"],
        Name = Marker + "Short sessions for administrators",
        Effect = "asks administrators to sign in with MFA again every 4 hours and keeps no session in the browser",
        UserNotice = "Administrators sign in again every 4 hours, and after they closed the browser.",
        Scope = PolicyScope.Administrators,
        SessionControls = SettingValue.Group(
            ("signInFrequency", SettingValue.Group(
                ("isEnabled", SettingValue.Of(true)),
                ("type", SettingValue.Of("hours")),
                ("value", SettingValue.Of(4m)),
                ("authenticationType", SettingValue.Of("primaryAndSecondaryAuthentication")),
                ("frequencyInterval", SettingValue.Of("timeBased")))),
            ("persistentBrowser", SettingValue.Group(("isEnabled", SettingValue.Of(true)), ("mode", SettingValue.Of("never"))))),
        CountsWholeOnly = true,
        IsAbout = policy => policy.SignInFrequency is not null || policy.PersistentBrowser is not null,
    };

    public static PolicyBlueprint AzureManagement { get; } = new()
    {
        Id = PolicyRemediationIds.AzureManagement,
        ControlIds = ["aad_limited_administrative_roles"],
        Name = Marker + "Azure management for administrators only",
        Effect = "blocks Azure management for everyone but administrators",
        UserNotice = "Who holds no administrative role cannot open the Azure portal, nor manage Azure by any other program. Check first who works in Azure subscriptions.",
        Scope = PolicyScope.AllButAdministrators,
        Application = ServiceManagementApi,
        GrantControls = s_block,
        Method = null,
        IsAbout = policy => Blocks(policy) && policy.IncludedApplications.Any(application => Is(application, ServiceManagementApi)),
    };

    public static PolicyBlueprint DeviceCode { get; } = new()
    {
        Id = PolicyRemediationIds.DeviceCode,
        ControlIds = ["ss_device_code"],
        Name = Marker + "Block device code flow",
        Effect = "blocks sign-in by device code",
        UserNotice = "Nobody can sign in by a code any more that is typed in on another device, as meeting room devices and some command lines do.",
        Scope = PolicyScope.AllUsers,
        Conditions = SettingValue.Group(("authenticationFlows", SettingValue.Group(("transferMethods", SettingValue.Of("deviceCodeFlow"))))),
        GrantControls = s_block,
        Method = null,
        IsAbout = policy => Blocks(policy) && policy.TransferMethods.Any(method => Is(method, "deviceCodeFlow")),
    };

    /// <summary>All policies that this program makes.</summary>
    public static IReadOnlyList<PolicyBlueprint> All { get; } =
        [AdministratorMfa, AllUsersMfa, LegacyAuthentication, SignInRisk, UserRisk, PhishingResistantMfa, AdministratorSessions, AzureManagement, DeviceCode];

    /// <summary>Whether a policy of this name is this one, made by this program.</summary>
    public bool IsNamed(string? displayName) => displayName?.StartsWith(Name, StringComparison.OrdinalIgnoreCase) == true;

    private static SettingGroup Grants(string combination, params string[] controls) =>
        SettingValue.Group(("operator", SettingValue.Of(combination)), ("builtInControls", SettingValue.Of(controls)));

    private static bool Blocks(ConditionalAccessPolicy policy) => policy.Grants.Any(grant => grant.Blocks == true);

    private static bool Is(string value, string expected) => value.Equals(expected, StringComparison.OrdinalIgnoreCase);
}

namespace SecureScore.Engine.Tenants;

/// <summary>A directory role that lets a person, or an application, see or change what is scored.</summary>
/// <param name="TemplateId">Its template id, the same in every tenant.</param>
/// <param name="Name">Its name.</param>
public sealed record DirectoryRole(string TemplateId, string Name)
{
    private static readonly DirectoryRole s_securityReader = new("5d6b6bb7-de71-4623-b4af-96380a352509", "Security Reader");
    private static readonly DirectoryRole s_complianceAdministrator = new("17315797-102d-40b4-93e0-432062caca18", "Compliance Administrator");
    private static readonly DirectoryRole s_teamsAdministrator = new("69091246-20e8-4a56-aa4d-066075b2a7a8", "Teams Administrator");
    private static readonly DirectoryRole s_globalAdministrator = new("62e90394-69f5-4237-9190-012177145e10", "Global Administrator");
    private static readonly DirectoryRole s_securityAdministrator = new("194ae4cb-b126-40b2-bd5b-6091b380977d", "Security Administrator");
    private static readonly DirectoryRole s_exchangeAdministrator = new("29232cdf-9323-42fd-ade2-1d097af3e4de", "Exchange Administrator");

    /// <summary>The least role that reads every service.</summary>
    public static DirectoryRole GlobalReader { get; } = new("f2ef992c-3afb-46b9-b7cf-a126ee74c451", "Global Reader");

    /// <summary>The roles that may change what Microsoft Secure Score shows, in its portal.</summary>
    /// <remarks>Source: https://learn.microsoft.com/defender-xdr/microsoft-secure-score, "Required permissions".</remarks>
    public static IReadOnlyList<DirectoryRole> Writing { get; } =
    [
        s_globalAdministrator,
        s_securityAdministrator,
        s_exchangeAdministrator,
        new("f28a1f50-f6e7-4571-818b-6a12f2af6b6c", "SharePoint Administrator"),
    ];

    /// <summary>The roles of which a person needs one to set the state of a control. The first is the least.</summary>
    public static IReadOnlyList<DirectoryRole> Publishing { get; } = [s_securityAdministrator, s_globalAdministrator];

    /// <summary>The roles that may look at Microsoft Secure Score in its portal and not change it.</summary>
    public static IReadOnlyList<DirectoryRole> Reading { get; } =
    [
        new("729827e3-9c14-49f7-bb1b-9608f156bbb8", "Helpdesk Administrator"),
        new("fe930be7-5e62-47db-91af-98c3a49a38b1", "User Administrator"),
        new("f023fd81-a637-4b56-95fd-791ac0226033", "Service Support Administrator"),
        s_securityReader,
        new("5f2222b1-57c3-48ba-8ad5-d4759f1fde6f", "Security Operator"),
        GlobalReader,
    ];

    /// <summary>The roles of which a service wants one, besides the permission, to let its settings be read. The first is the least; none where the
    /// permission of an application is enough.</summary>
    public static IReadOnlyList<DirectoryRole> ToRead(TenantService service) => service switch
    {
        TenantService.Exchange =>
            [GlobalReader, s_securityReader, s_complianceAdministrator, s_securityAdministrator, s_exchangeAdministrator, s_globalAdministrator],
        TenantService.Purview => [GlobalReader, s_securityReader, s_complianceAdministrator, s_securityAdministrator, s_globalAdministrator],
        TenantService.Teams => [GlobalReader, s_teamsAdministrator, s_globalAdministrator],
        _ => [],
    };

    /// <summary>The roles that change Conditional Access and security defaults. The first is the least.</summary>
    public static IReadOnlyList<DirectoryRole> ToWriteConditionalAccess { get; } =
        [new("b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", "Conditional Access Administrator"), s_securityAdministrator, s_globalAdministrator];

    /// <summary>The roles that change what users may do and consent to; whom they ask for consent, only a Global Administrator changes.</summary>
    public static IReadOnlyList<DirectoryRole> ToWriteConsent { get; } =
        [new("e8611ab8-c189-46e8-94e1-60213ab1f814", "Privileged Role Administrator"), s_globalAdministrator];

    /// <summary>The roles that change groups that give no role.</summary>
    public static IReadOnlyList<DirectoryRole> ToWriteGroups { get; } = [new("fdd7a751-b60b-444a-984c-02652fe8fa1c", "Groups Administrator"), s_globalAdministrator];

    /// <summary>The roles that change which authentication methods users may and should register.</summary>
    public static IReadOnlyList<DirectoryRole> ToWriteAuthenticationMethods { get; } =
        [new("0526716b-113d-4c15-b2c8-68e3c22b9f80", "Authentication Policy Administrator"), s_globalAdministrator];

    /// <summary>The roles that change domains.</summary>
    public static IReadOnlyList<DirectoryRole> ToWriteDomains { get; } = [new("8329153b-31d0-4727-b945-745eb3bc5f31", "Domain Name Administrator"), s_globalAdministrator];

    /// <summary>The roles that change SharePoint and OneDrive settings.</summary>
    public static IReadOnlyList<DirectoryRole> ToWriteSharePoint { get; } = [new("f28a1f50-f6e7-4571-818b-6a12f2af6b6c", "SharePoint Administrator"), s_globalAdministrator];

    /// <summary>The roles that change what else there is in the directory and the admin centre.</summary>
    public static IReadOnlyList<DirectoryRole> ToWriteDirectory { get; } = [s_globalAdministrator];

    /// <summary>The roles that change Exchange Online.</summary>
    public static IReadOnlyList<DirectoryRole> ToWriteExchange { get; } = [s_exchangeAdministrator, s_globalAdministrator];

    /// <summary>The roles that change Security &amp; Compliance.</summary>
    public static IReadOnlyList<DirectoryRole> ToWritePurview { get; } = [s_complianceAdministrator, s_globalAdministrator];

    /// <summary>The roles that change Teams.</summary>
    public static IReadOnlyList<DirectoryRole> ToWriteTeams { get; } = [s_teamsAdministrator, s_globalAdministrator];

    /// <summary>Whether template ids hold this role.</summary>
    public bool IsAmong(IEnumerable<string> templateIds) => templateIds.Contains(TemplateId, StringComparer.OrdinalIgnoreCase);

    /// <summary>The role's name.</summary>
    public override string ToString() => Name;
}

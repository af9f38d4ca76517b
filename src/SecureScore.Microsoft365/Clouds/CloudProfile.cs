using SecureScore.Engine.Tenants;

namespace SecureScore.Microsoft365.Clouds;

/// <summary>A cloud of Microsoft 365 as data: its hosts, what tokens are asked for, and how much its services take at a time.</summary>
/// <remarks>Sources: national cloud deployments and throttling limits of Microsoft Graph, the connection pages of Exchange Online and
/// Security &amp; Compliance PowerShell, and the administration centre of Teams.</remarks>
internal sealed record CloudProfile
{
    private const string GraphApplication = "00000003-0000-0000-c000-000000000000";
    private const string ExchangeApplication = "00000002-0000-0ff1-ce00-000000000000";
    private const string PurviewApplication = "00000007-0000-0ff1-ce00-000000000000";

    /// <summary>Teams has one application in every cloud, and its tokens are asked for by its id.</summary>
    private const string TeamsApplication = "48ac35b8-9aa8-4d74-927d-1f4a14a0b239";

    private static readonly Dictionary<QuotaClass, Quota> s_quotas = new()
    {
        // The quota of the smallest tenants; larger ones have more than one run can use.
        [QuotaClass.Directory] = new(3500, TimeSpan.FromSeconds(10), 8),
        [QuotaClass.IdentityReports] = new(5, TimeSpan.FromSeconds(10), 2),
        [QuotaClass.ConditionalAccess] = new(1, TimeSpan.FromSeconds(1), 1),
        [QuotaClass.SecureScore] = new(150, TimeSpan.FromMinutes(1), 4),

        // Neither is documented for reading; these are what administrators' tools get along with.
        [QuotaClass.Exchange] = new(60, TimeSpan.FromSeconds(10), 4),
        [QuotaClass.Purview] = new(30, TimeSpan.FromSeconds(10), 2),
        [QuotaClass.Teams] = new(30, TimeSpan.FromSeconds(10), 2),
    };

    private static readonly CloudProfile[] s_all =
    [
        Create(TenantCloud.Global, "login.microsoftonline.com", "graph.microsoft.com",
            "outlook.office365.com", "https://outlook.office365.com",
            "ps.compliance.protection.outlook.com", "protection.outlook.com",
            "api.interfaces.records.teams.microsoft.com"),
        Create(TenantCloud.GccHigh, "login.microsoftonline.us", "graph.microsoft.us",
            "outlook.office365.us", "https://outlook.office365.us",
            "ps.compliance.protection.office365.us", "protection.office365.us",
            "api.interfaces.records.gov.teams.microsoft.us"),
        Create(TenantCloud.DoD, "login.microsoftonline.us", "dod-graph.microsoft.us",
            "outlook-dod.office365.us", "https://outlook-dod.office365.us",
            "l5.ps.compliance.protection.office365.us", "protection.office365.us",
            "api.interfaces.records.dod.teams.microsoft.us"),
        Create(TenantCloud.China, "login.chinacloudapi.cn", "microsoftgraph.chinacloudapi.cn",
            "outlook.office365.cn", "https://partner.outlook.cn",
            "ps.compliance.protection.partner.outlook.cn", "protection.partner.outlook.cn",
            "api.interfaces.records.teams.microsoftonline.cn"),
    ];

    private readonly Dictionary<TenantService, ServiceProfile> _services;

    private CloudProfile(TenantCloud cloud, Uri login, IEnumerable<ServiceProfile> services)
    {
        Cloud = cloud;
        Login = login;
        _services = services.ToDictionary(service => service.Service);
    }

    /// <summary>The cloud.</summary>
    public TenantCloud Cloud { get; }

    /// <summary>The authority that gives tokens.</summary>
    public Uri Login { get; }

    /// <summary>The services that need a token.</summary>
    public IReadOnlyCollection<ServiceProfile> Services => _services.Values;

    /// <summary>How much each class of requests may take; a class that is missing has no limit.</summary>
    public IReadOnlyDictionary<QuotaClass, Quota> Quotas { get; init; } = s_quotas;

    /// <summary>The profile of a service that needs a token.</summary>
    public ServiceProfile this[TenantService service] => _services[service];

    /// <summary>The profile of a cloud.</summary>
    public static CloudProfile Of(TenantCloud cloud) => Array.Find(s_all, profile => profile.Cloud == cloud)
        ?? throw new ArgumentOutOfRangeException(nameof(cloud), cloud, "No such cloud.");

    private static CloudProfile Create(
        TenantCloud cloud,
        string login,
        string graph,
        string exchange,
        string exchangeAudience,
        string purview,
        string protectionDomain,
        string teams) =>
        new(cloud, Https(login),
        [
            new ServiceProfile(TenantService.Graph, Https(graph), "https://" + graph)
            {
                ApplicationIds = [GraphApplication],
                BatchSize = 20,
            },
            new ServiceProfile(TenantService.Exchange, Https(exchange), exchangeAudience)
            {
                ApplicationIds = [ExchangeApplication],
                RegionalDomain = exchange,
                RedirectDomain = exchange,
                BatchSize = 10,
            },
            new ServiceProfile(TenantService.Purview, Https(purview), "https://ps.compliance." + protectionDomain)
            {
                ApplicationIds = [PurviewApplication, ExchangeApplication],
                RegionalDomain = "ps.compliance." + protectionDomain,
                RedirectDomain = protectionDomain,
                BatchSize = 10,
            },
            new ServiceProfile(TenantService.Teams, Https(teams), TeamsApplication)
            {
                ApplicationIds = [TeamsApplication],
            },
        ]);

    private static Uri Https(string host) => new("https://" + host);
}

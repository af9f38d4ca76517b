using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator.Clouds;

/// <summary>What of a tenant answers a request.</summary>
public enum EmulatedService
{
    /// <summary>The sign-in service: discovery, tokens, device codes.</summary>
    SignIn,

    /// <summary>The token endpoint of an Azure resource.</summary>
    ManagedIdentity,

    /// <summary>Microsoft Graph.</summary>
    Graph,

    /// <summary>Exchange Online.</summary>
    Exchange,

    /// <summary>Microsoft Purview: security and compliance.</summary>
    Purview,

    /// <summary>Microsoft Teams.</summary>
    Teams,

    /// <summary>A public DNS-over-HTTPS resolver.</summary>
    Dns,
}

/// <summary>The hosts of one cloud, and the audiences of the tokens that they take.</summary>
internal sealed record EmulatedCloud(TenantCloud Cloud, string Login, string Graph, string Exchange, string Purview, string Teams)
{
    public const string GraphApplication = "00000003-0000-0000-c000-000000000000";
    public const string ExchangeApplication = "00000002-0000-0ff1-ce00-000000000000";
    public const string TeamsApplication = "48ac35b8-9aa8-4d74-927d-1f4a14a0b239";

    private static readonly EmulatedCloud[] s_all =
    [
        new(TenantCloud.Global, "login.microsoftonline.com", "graph.microsoft.com", "outlook.office365.com",
            "ps.compliance.protection.outlook.com", "api.interfaces.records.teams.microsoft.com"),
        new(TenantCloud.GccHigh, "login.microsoftonline.us", "graph.microsoft.us", "outlook.office365.us",
            "ps.compliance.protection.office365.us", "api.interfaces.records.gov.teams.microsoft.us"),
        new(TenantCloud.DoD, "login.microsoftonline.us", "dod-graph.microsoft.us", "outlook-dod.office365.us",
            "ps.compliance.protection.office365.us", "api.interfaces.records.dod.teams.microsoft.us"),
        new(TenantCloud.China, "login.chinacloudapi.cn", "microsoftgraph.chinacloudapi.cn", "outlook.office365.cn",
            "ps.compliance.protection.partner.outlook.cn", "api.interfaces.records.teams.microsoftonline.cn"),
    ];

    private static readonly string[] s_resolvers = ["cloudflare-dns.com", "dns.google"];

    /// <summary>What the last redirect of the compliance service names instead of the host that answers.</summary>
    public string PurviewRedirect => "admin." + Purview["ps.compliance.".Length..];

    private string[] ExchangeAudiences => Cloud == TenantCloud.China
        ? ["https://partner.outlook.cn", "https://outlook.office365.cn", ExchangeApplication]
        : ["https://" + Exchange, "https://outlook.office.com", ExchangeApplication];

    public static EmulatedCloud Of(TenantCloud cloud) => Array.Find(s_all, known => known.Cloud == cloud)!;

    /// <summary>What answers on a host; null when the cloud does not have it.</summary>
    public EmulatedService? ServiceOn(string host) => host.ToLowerInvariant() switch
    {
        "169.254.169.254" or "127.0.0.1" or "localhost" => EmulatedService.ManagedIdentity,
        var name when name == Login || name == "login.windows.net" || name == "login.partner.microsoftonline.cn" => EmulatedService.SignIn,
        var name when name == Graph => EmulatedService.Graph,
        var name when name == Exchange || name.EndsWith("." + Exchange, StringComparison.Ordinal) => EmulatedService.Exchange,
        var name when name == Purview || name.EndsWith("." + Purview, StringComparison.Ordinal) => EmulatedService.Purview,
        var name when name == Teams => EmulatedService.Teams,
        var name when s_resolvers.Contains(name, StringComparer.Ordinal) => EmulatedService.Dns,
        _ => null,
    };

    /// <summary>The audience that a token for a service gets, and the other names that it may be asked for by.</summary>
    public string[] AudiencesOf(TenantService service) => service switch
    {
        TenantService.Graph => ["https://" + Graph, GraphApplication],
        TenantService.Exchange => ExchangeAudiences,
        TenantService.Purview => ["https://" + Purview],
        TenantService.Teams => [TeamsApplication],
        _ => [],
    };

    /// <summary>The service that a resource identifier names; null when the tenant does not know it.</summary>
    public TenantService? ServiceOf(string resource)
    {
        foreach (var service in new[] { TenantService.Graph, TenantService.Exchange, TenantService.Purview, TenantService.Teams })
        {
            if (AudiencesOf(service).Contains(resource.TrimEnd('/'), StringComparer.OrdinalIgnoreCase))
                return service;
        }

        return null;
    }
}

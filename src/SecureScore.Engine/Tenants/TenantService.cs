namespace SecureScore.Engine.Tenants;

/// <summary>A service that evidence comes from. Each has a token of its own, except DNS, which needs none; each can be left out.</summary>
public enum TenantService
{
    /// <summary>Microsoft Graph: the directory, its policies, SharePoint settings and the published score.</summary>
    Graph,

    /// <summary>Exchange Online.</summary>
    Exchange,

    /// <summary>Microsoft Purview: security and compliance.</summary>
    Purview,

    /// <summary>Microsoft Teams.</summary>
    Teams,

    /// <summary>The public records of the tenant's domains.</summary>
    Dns,
}

/// <summary>A cloud of Microsoft 365. A tenant lives in one of them.</summary>
public enum TenantCloud
{
    /// <summary>The worldwide cloud, GCC among it.</summary>
    Global,

    /// <summary>Office 365 GCC High.</summary>
    GccHigh,

    /// <summary>Office 365 DoD.</summary>
    DoD,

    /// <summary>Microsoft 365 operated by 21Vianet in China.</summary>
    China,
}

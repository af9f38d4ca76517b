using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;

namespace SecureScore.Microsoft365.Http;

/// <summary>The hosts of Exchange Online and Security &amp; Compliance that serve one tenant, found once for reading and writing.</summary>
internal sealed class TenantHosts
{
    public TenantHosts(CloudProfile cloud, TenantSession session)
    {
        Exchange = new ExchangeHost(cloud[TenantService.Exchange], session);
        Purview = new PurviewHosts(new ExchangeHost(cloud[TenantService.Purview], session), Exchange);
    }

    /// <summary>Where cmdlets of Exchange Online are run.</summary>
    public ExchangeHost Exchange { get; }

    /// <summary>Where cmdlets of Security &amp; Compliance are run.</summary>
    public PurviewHosts Purview { get; }
}

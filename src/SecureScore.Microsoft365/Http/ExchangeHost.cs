using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;

namespace SecureScore.Microsoft365.Http;

/// <summary>The host of Exchange Online, or of Security &amp; Compliance, that serves one tenant: the front door, or the regional host that it names.</summary>
/// <remarks>A redirect is never followed as it stands, since the token would go along: the first label of a host in the service's own domain is
/// all that is taken over. Compliance names a host that serves no requests, of which only the label is right.</remarks>
internal sealed class ExchangeHost
{
    private const int MostMoves = 3;
    private const string SystemMailbox = "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}";

    private readonly ServiceProfile _profile;
    private readonly string _tenantId;
    private readonly object _lock = new();
    private volatile Uri _address;
    private int _moves;

    public ExchangeHost(ServiceProfile profile, TenantSession session)
    {
        _profile = profile;
        _tenantId = session.TenantId;
        _address = profile.Address;

        // Never the mailbox of who signed in: a partner's is in another tenant.
        bool isApplication = profile.Service == TenantService.Exchange && session.Account is null;
        Anchor = new("X-AnchorMailbox", isApplication ? $"APP:{SystemMailbox}@{session.TenantId}" : $"UPN:{SystemMailbox}@{session.InitialDomain ?? session.TenantId}");
    }

    /// <summary>The header that leads a request to where the tenant's configuration is. The front door finds the region by it too.</summary>
    public KeyValuePair<string, string> Anchor { get; }

    /// <summary>The service, whose token is used.</summary>
    public TenantService Service => _profile.Service;

    /// <summary>The host that serves the tenant, as far as is known.</summary>
    public Uri Address => _address;

    /// <summary>Where a cmdlet is run.</summary>
    public Uri InvokeCommand => At("InvokeCommand");

    /// <summary>Where several cmdlets are run at a time.</summary>
    public Uri Batch => At("$batch");

    /// <summary>Where the cmdlets that the caller may run are listed.</summary>
    public Uri ModuleFile => new(Address, $"/adminapi/v1.0/{_tenantId}/EXOModuleFile?Version=3.9.2");

    /// <summary>Asks the front door which host serves the tenant. One that does not redirect serves it itself.</summary>
    /// <returns>Why the service refuses; null when it does not.</returns>
    public async Task<ServiceFault?> DiscoverAsync(ServicePipeline pipeline, QuotaClass quota, ITenantObserver observer, CancellationToken cancellation)
    {
        var asked = Address;
        var call = new ServiceCall(Service, At("EXOBanner('AutogenSession')?Version=3.9.2"), quota) { Headers = [Anchor] };
        try
        {
            await pipeline.SendAsync(call, static _ => true, observer, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (ServiceFaultException exception)
        {
            return exception.Fault.Redirect is { } redirect ? TryMove(asked, redirect) : exception.Fault;
        }
    }

    /// <summary>Goes to the host that a redirect names.</summary>
    /// <param name="asked">The host that redirected. When another request was redirected before, the host has changed already.</param>
    /// <param name="redirect">Where it redirected to.</param>
    /// <returns>Why not: the redirect leads out of the service, or in a circle. Null when it was followed.</returns>
    public ServiceFault? TryMove(Uri asked, Uri redirect)
    {
        string host = redirect.IdnHost;
        string label = host.Split('.')[0];
        if (redirect.Scheme != Uri.UriSchemeHttps
            || _profile.RedirectDomain is not { } domain
            || !host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase)
            || !label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
        {
            return ServiceFault.Unusable($"the service redirected to {host}, which was not followed");
        }

        var address = new Uri($"https://{label}.{_profile.RegionalDomain}");
        lock (_lock)
        {
            if (asked != _address)
                return null;
            if (++_moves > MostMoves || string.Equals(address.IdnHost, asked.IdnHost, StringComparison.OrdinalIgnoreCase))
                return ServiceFault.Unusable("the service redirects in a circle");

            _address = address;
            return null;
        }
    }

    private Uri At(string call) => new(Address, $"/adminapi/beta/{_tenantId}/{call}");
}

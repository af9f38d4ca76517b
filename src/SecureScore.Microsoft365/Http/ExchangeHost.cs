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

    // The configuration of the audit log is written where the log is kept.
    private const string AuditMailbox = "SystemMailbox{8cc370d3-822a-4ab8-a926-bb94bd0641a9}";
    private const string AuditWrite = "Set-AdminAuditLogConfig";

    private readonly ServiceProfile _profile;
    private readonly string _tenantId;
    private readonly object _lock = new();
    private readonly KeyValuePair<string, string> _auditAnchor;
    private volatile Uri _address;
    private int _moves;

    public ExchangeHost(ServiceProfile profile, TenantSession session)
    {
        _profile = profile;
        _tenantId = session.TenantId;
        _address = profile.Address;

        // Never the mailbox of who signed in: a partner's is in another tenant.
        bool isApplication = profile.Service == TenantService.Exchange && session.Account is null;
        Anchor = At(SystemMailbox);
        _auditAnchor = At(AuditMailbox);

        KeyValuePair<string, string> At(string mailbox) => new(
            "X-AnchorMailbox", isApplication ? $"APP:{mailbox}@{session.TenantId}" : $"UPN:{mailbox}@{session.InitialDomain ?? session.TenantId}");
    }

    /// <summary>The header that leads a request to where the tenant's configuration is. The front door finds the region by it too.</summary>
    public KeyValuePair<string, string> Anchor { get; }

    /// <summary>The service, whose token is used.</summary>
    public TenantService Service => _profile.Service;

    /// <summary>What requests to it count against.</summary>
    public QuotaClass Quota => Service == TenantService.Purview ? QuotaClass.Purview : QuotaClass.Exchange;

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
    public async Task<ServiceFault?> DiscoverAsync(ServicePipeline pipeline, ITenantObserver observer, CancellationToken cancellation)
    {
        var asked = Address;
        var call = new ServiceCall(Service, At("EXOBanner('AutogenSession')?Version=3.9.2"), Quota) { Headers = [Anchor] };
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

    /// <summary>The headers that a cmdlet is run with, alone or in a batch.</summary>
    public KeyValuePair<string, string>[] HeadersOf(ExchangeCommand command) =>
    [
        command.Name == AuditWrite ? _auditAnchor : Anchor,
        new("Prefer", "odata.maxpagesize=1000"), new("X-CmdletName", command.Name), new("X-ResponseFormat", "json"), new("parameter-based-routing", "true"),
    ];

    /// <summary>The call that runs a cmdlet.</summary>
    public ServiceCall CallOf(ExchangeCommand command) => new(Service, InvokeCommand, Quota)
    {
        Method = HttpMethod.Post,
        Body = command.Write(),
        Headers = HeadersOf(command),
        IsWrite = command.IsWrite,
    };

    /// <summary>Asks the host, or the one that it names instead.</summary>
    /// <param name="pipeline">The way there.</param>
    /// <param name="call">Makes the call, once for each host.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="observer">Is told of each try.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="ServiceFaultException">There is no answer that can be used.</exception>
    public async Task<T> SendAsync<T>(
        ServicePipeline pipeline, Func<ServiceCall> call, Func<ReadOnlyMemory<byte>, T> read, ITenantObserver observer, CancellationToken cancellation)
    {
        while (true)
        {
            var asked = Address;
            try
            {
                return await pipeline.SendAsync(call(), read, observer, cancellation).ConfigureAwait(false);
            }
            catch (ServiceFaultException fault) when (fault.Fault.Redirect is { } redirect && TryMove(asked, redirect) is null)
            {
                // Asked again, of the host that serves the tenant: who redirects has done nothing else.
            }
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

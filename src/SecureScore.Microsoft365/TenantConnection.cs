using System.Text.Json;
using SecureScore.Engine;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Collecting;
using SecureScore.Microsoft365.Dns;
using SecureScore.Microsoft365.Http;
using SecureScore.Microsoft365.Publishing;
using SecureScore.Microsoft365.SignIn;
using SecureScore.Microsoft365.Writing;

namespace SecureScore.Microsoft365;

/// <summary>A tenant that somebody is signed in to.</summary>
internal sealed class TenantConnection : ITenantConnection
{
    /// <summary>The tenant's name is worth this much waiting, and so is the list of cmdlets.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private static readonly Uri s_resolver = new("https://cloudflare-dns.com/dns-query");

    private readonly IReadOnlyList<ServiceChoice> _services;
    private readonly HttpMessageHandler _handler;
    private readonly SignInTransport _transport;
    private readonly TokenKeeper _tokens;
    private readonly ServicePipeline _pipeline;
    private readonly HttpMessageInvoker _dns;
    private readonly bool _usesDnsOverHttps;
    private readonly TimeProvider _clock;
    private readonly object _gate = new();
    private readonly SemaphoreSlim _publishing = new(1, 1);
    private readonly bool _canPrompt;
    private TenantCollector? _collector;
    private TenantHosts? _hosts;
    private TenantSession _session;

    public TenantConnection(
        TenantSession session,
        SignInRequest request,
        HttpMessageHandler handler,
        SignInTransport transport,
        TokenKeeper tokens,
        ServicePipeline pipeline,
        TimeProvider clock)
    {
        _session = session;
        _services = ServiceChoice.Of(request);
        _usesDnsOverHttps = request.UseDnsOverHttps;
        _canPrompt = request.CanPrompt;
        _handler = handler;
        _transport = transport;
        _tokens = tokens;
        _clock = clock;
        _pipeline = pipeline;
        _dns = new HttpMessageInvoker(handler, disposeHandler: false);
        Writer = new TenantWriter(
            [new GraphWriter(pipeline, clock), new ExchangeWriter(pipeline, Hosts), new TeamsWriter(pipeline)], new MailSender(pipeline), AllowWritingAsync);
    }

    /// <inheritdoc/>
    public TenantSession Session => _session with { Services = [.. _services.Select(ConnectionOf)] };

    /// <inheritdoc/>
    public ITenantWriter Writer { get; }

    /// <summary>Asks Graph what the tenant is called. Who may not know it is connected all the same.</summary>
    public async Task NameTenantAsync(ITenantObserver observer, CancellationToken cancellation)
    {
        if (_tokens.Current(TenantService.Graph) is null)
            return;

        var graph = _pipeline.Cloud[TenantService.Graph];
        var call = new ServiceCall(TenantService.Graph, new Uri(graph.Address, "/v1.0/organization?$select=id,displayName,verifiedDomains"), QuotaClass.Directory);
        using var limit = new CancellationTokenSource(s_patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var (name, domain) = await _pipeline.SendAsync(call, ReadName, observer, either.Token).ConfigureAwait(false);
            _session = _session with { TenantName = name, InitialDomain = domain };
        }
        catch (ServiceFaultException)
        {
            // The collection asks again, and says then what is wrong.
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // As above.
        }
    }

    /// <inheritdoc/>
    public Task CollectAsync(IReadOnlyCollection<string> resources, WorkingSnapshot target, ITenantObserver observer, CancellationToken cancellation) =>
        Collector().CollectAsync(resources, target, observer, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ServiceAccess>> ReadAccessAsync(ITenantObserver observer, CancellationToken cancellation) =>
        await Task.WhenAll(_services.Select(choice => AccessToAsync(choice, observer, cancellation))).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<PublishedControlState> PublishStateAsync(
        string controlId, PublishedControlState state, ITenantObserver observer, CancellationToken cancellation)
    {
        if (ResourceDefinitions.Find(Resources.SecureScoreControlProfiles)!.AbsentIn.Contains(_session.Cloud))
        {
            throw new SecureScoreException(
                ErrorIds.PublishRefused, $"Microsoft offers no Secure Score in the cloud {_session.Cloud}: nothing can be published there.") { Target = controlId };
        }

        // One at a time: a person is asked once, and what two say about one control is compared with what the first wrote.
        await _publishing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await AllowWritingAsync([ServicePermissions.PublishDecisions], observer, cancellation).ConfigureAwait(false);
            return await new ControlStatePublisher(_pipeline, _clock).PublishAsync(controlId, state, observer, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _publishing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _publishing.Dispose();
        _pipeline.Dispose();
        _dns.Dispose();
        _tokens.Dispose();
        _transport.Dispose();
        _handler.Dispose();
    }

    private async Task AllowWritingAsync(IReadOnlyList<PermissionDefinition> permissions, ITenantObserver observer, CancellationToken cancellation)
    {
        foreach (var service in permissions.GroupBy(permission => permission.Service))
            await _tokens.AllowWritingAsync(service.Key, [.. service], _canPrompt, observer.ShowSignInMessage, cancellation).ConfigureAwait(false);
    }

    private ServiceConnection ConnectionOf(ServiceChoice choice)
    {
        if (choice.LeftOut is not null || choice.Service == TenantService.Dns)
            return new ServiceConnection(choice.Service, choice.LeftOut is null) { Reason = choice.LeftOut };

        return _tokens.Current(choice.Service) is { } token
            ? new ServiceConnection(choice.Service, Connected: true) { ExpiresAt = token.ExpiresAt }
            : new ServiceConnection(choice.Service, Connected: false) { Reason = _tokens.Failure(choice.Service)?.Message ?? "The token has ended." };
    }

    private async Task<ServiceAccess> AccessToAsync(ServiceChoice choice, ITenantObserver observer, CancellationToken cancellation)
    {
        if (choice is { LeftOut: null, Service: TenantService.Dns })
            return new ServiceAccess(choice.Service, Connected: true);

        var token = choice.LeftOut is null
            ? await _tokens.GetAsync(choice.Service, claims: null, forceRefresh: false, cancellation).ConfigureAwait(false)
            : null;
        if (token is null)
            return new ServiceAccess(choice.Service, Connected: false) { Error = ConnectionOf(choice).Reason };

        var claims = AccessTokenClaims.Read(token.Value);
        var access = new ServiceAccess(choice.Service, Connected: true) { Permissions = claims?.Permissions, DirectoryRoles = claims?.DirectoryRoles };
        return choice.Service is TenantService.Exchange or TenantService.Purview
            ? await WithCmdletsAsync(access, observer, cancellation).ConfigureAwait(false)
            : access;
    }

    private async Task<ServiceAccess> WithCmdletsAsync(ServiceAccess access, ITenantObserver observer, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(s_patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var cmdlets = new AllowedCmdlets(_pipeline, access.Service, _session);
            return access with { Cmdlets = await cmdlets.ReadAsync(observer, either.Token).ConfigureAwait(false) };
        }
        catch (ServiceFaultException refusal)
        {
            // Only a refusal tells something of what is allowed; who does not list cmdlets may well run them.
            return refusal.Fault.Status == ResourceStatus.Denied ? access with { Error = refusal.Fault.Reason } : access;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return access;
        }
    }

    private TenantCollector Collector()
    {
        lock (_gate)
            return _collector ??= new TenantCollector(_pipeline, _session, Hosts(), Resolver(), _clock);
    }

    // Not before the tenant has its name, which is part of how it is addressed.
    private TenantHosts Hosts()
    {
        lock (_gate)
            return _hosts ??= new TenantHosts(_pipeline.Cloud, _session);
    }

    private IDnsResolver? Resolver()
    {
        if (!_services.Any(choice => choice is { Service: TenantService.Dns, LeftOut: null }))
            return null;

        return _usesDnsOverHttps ? new DnsOverHttpsResolver(_dns, s_resolver, _clock) : DnsResolver.OfSystem(_clock);
    }

    private static (string? Name, string? InitialDomain) ReadName(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        try
        {
            var rows = document.RootElement.GetProperty("value");
            if (rows.GetArrayLength() == 0)
                return (null, null);

            var organization = rows[0];
            var domains = organization.TryGetProperty("verifiedDomains", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToArray() : [];
            var initial = Array.Find(domains, domain => domain.TryGetProperty("isInitial", out var value) && value.ValueKind == JsonValueKind.True);
            return (Text(organization, "displayName"), initial.ValueKind == JsonValueKind.Object ? Text(initial, "name") : null);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException)
        {
            // Some other JSON, as a network's sign-in page may give it: the tenant stays without a name.
            return (null, null);
        }
    }

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

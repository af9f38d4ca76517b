using System.Text.Json;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Http;
using SecureScore.Microsoft365.SignIn;

namespace SecureScore.Microsoft365;

/// <summary>A tenant that somebody is signed in to.</summary>
internal sealed class TenantConnection : ITenantConnection
{
    /// <summary>The tenant's name is worth this much waiting.</summary>
    private static readonly TimeSpan s_nameLimit = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<ServiceChoice> _services;
    private readonly HttpMessageHandler _handler;
    private readonly SignInTransport _transport;
    private readonly TokenKeeper _tokens;
    private readonly ServicePipeline _pipeline;
    private readonly TimeProvider _clock;
    private TenantSession _session;

    public TenantConnection(
        TenantSession session,
        IReadOnlyList<ServiceChoice> services,
        HttpMessageHandler handler,
        SignInTransport transport,
        TokenKeeper tokens,
        CloudProfile cloud,
        TimeProvider clock)
    {
        _session = session;
        _services = services;
        _handler = handler;
        _transport = transport;
        _tokens = tokens;
        _clock = clock;
        _pipeline = new ServicePipeline(handler, cloud, tokens, clock);
    }

    /// <inheritdoc/>
    public TenantSession Session => _session with { Services = [.. _services.Select(ConnectionOf)] };

    /// <summary>Asks Graph what the tenant is called. Who may not know it is connected all the same.</summary>
    public async Task NameTenantAsync(ITenantObserver observer, CancellationToken cancellation)
    {
        if (_tokens.Current(TenantService.Graph) is null)
            return;

        var graph = _pipeline.Cloud[TenantService.Graph];
        var call = new ServiceCall(TenantService.Graph, new Uri(graph.Address, "/v1.0/organization?$select=id,displayName,verifiedDomains"), QuotaClass.Directory);
        using var limit = new CancellationTokenSource(s_nameLimit, _clock);
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
        throw new NotSupportedException();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ServiceAccess>> ReadAccessAsync(ITenantObserver observer, CancellationToken cancellation) =>
        await Task.WhenAll(_services.Select(choice => AccessToAsync(choice, cancellation))).ConfigureAwait(false);

    /// <inheritdoc/>
    public void Dispose()
    {
        _pipeline.Dispose();
        _tokens.Dispose();
        _transport.Dispose();
        _handler.Dispose();
    }

    private ServiceConnection ConnectionOf(ServiceChoice choice)
    {
        if (choice.LeftOut is not null || choice.Service == TenantService.Dns)
            return new ServiceConnection(choice.Service, choice.LeftOut is null) { Reason = choice.LeftOut };

        return _tokens.Current(choice.Service) is { } token
            ? new ServiceConnection(choice.Service, Connected: true) { ExpiresAt = token.ExpiresAt }
            : new ServiceConnection(choice.Service, Connected: false) { Reason = _tokens.Failure(choice.Service)?.Message ?? "The token has ended." };
    }

    private async Task<ServiceAccess> AccessToAsync(ServiceChoice choice, CancellationToken cancellation)
    {
        if (choice is { LeftOut: null, Service: TenantService.Dns })
            return new ServiceAccess(choice.Service, Connected: true);

        var token = choice.LeftOut is null
            ? await _tokens.GetAsync(choice.Service, claims: null, forceRefresh: false, cancellation).ConfigureAwait(false)
            : null;
        if (token is null)
            return new ServiceAccess(choice.Service, Connected: false) { Error = ConnectionOf(choice).Reason };

        var claims = AccessTokenClaims.Read(token.Value);
        return new ServiceAccess(choice.Service, Connected: true) { Permissions = claims?.Permissions, DirectoryRoles = claims?.DirectoryRoles };
    }

    private static (string? Name, string? InitialDomain) ReadName(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        if (!document.RootElement.TryGetProperty("value", out var rows) || rows.ValueKind != JsonValueKind.Array || rows.GetArrayLength() == 0)
            return (null, null);

        var organization = rows[0];
        var domains = organization.TryGetProperty("verifiedDomains", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToArray() : [];
        var initial = Array.Find(domains, domain => domain.TryGetProperty("isInitial", out var value) && value.ValueKind == JsonValueKind.True);
        return (Text(organization, "displayName"), initial.ValueKind == JsonValueKind.Object ? Text(initial, "name") : null);
    }

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

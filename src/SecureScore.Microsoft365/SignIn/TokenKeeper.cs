using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.Microsoft365.SignIn;

/// <summary>Keeps a token for each service in memory, renews it before it ends, and lets all who wait share one renewal.</summary>
internal sealed class TokenKeeper : ITokenSource, IDisposable
{
    /// <summary>How long before its end a token is renewed.</summary>
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(5);

    /// <summary>How long a failure that may pass is remembered, so that a thousand requests do not each wait for it.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(30);

    private readonly ITokenIssuer _issuer;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<TenantService, Entry> _entries;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly object _gate = new();

    /// <summary>Creates the keeper.</summary>
    /// <param name="issuer">Where new tokens come from. Ends with the keeper.</param>
    /// <param name="services">The services that there are tokens for.</param>
    /// <param name="clock">The clock.</param>
    public TokenKeeper(ITokenIssuer issuer, IEnumerable<TenantService> services, TimeProvider clock)
    {
        _issuer = issuer;
        _clock = clock;
        _entries = services.ToDictionary(service => service, service => new Entry(service));
    }

    /// <summary>Asks for the first token of a service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="mayPrompt">Whether a person may be asked.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Why there is none; null when there is one.</returns>
    public async Task<SignInException?> ConnectAsync(TenantService service, bool mayPrompt, CancellationToken cancellation)
    {
        await Renew(_entries[service], claims: null, isRefused: false, mayPrompt).WaitAsync(cancellation).ConfigureAwait(false);
        return Failure(service);
    }

    /// <summary>Has the tokens of a service allow a write too. When they cannot, those for reading stay as they are.</summary>
    /// <param name="service">The service.</param>
    /// <param name="permissions">What the write takes.</param>
    /// <param name="mayPrompt">Whether a person may be asked.</param>
    /// <param name="show">Shows a person where to enter which code.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="SignInException">There is no such token; the message says why.</exception>
    public async Task AllowWritingAsync(
        TenantService service, IReadOnlyCollection<PermissionDefinition> permissions, bool mayPrompt, Action<string> show, CancellationToken cancellation)
    {
        Entry? entry;
        lock (_gate)
            entry = _entries.GetValueOrDefault(service);
        if (entry is null)
            return;

        // One at a time: a person is asked once.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _end.Token);
        await _writing.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            var held = Current(service) is { } present ? AccessTokenClaims.Read(present.Value)?.Permissions ?? [] : [];
            if (await _issuer.IssueToWriteAsync(service, permissions, held, mayPrompt, show, either.Token).ConfigureAwait(false) is not { } token)
                return;

            lock (_gate)
                entry.Settle(token, failure: null, isRefused: false, _clock.GetUtcNow());
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ServiceToken?> GetAsync(TenantService service, string? claims, bool forceRefresh, CancellationToken cancellation)
    {
        if (!_entries.TryGetValue(service, out var entry))
            return null;

        Task<ServiceToken?> renewal;
        lock (_gate)
        {
            if (entry.Renewal is { } underWay && string.Equals(entry.Claims, claims, StringComparison.Ordinal))
                renewal = underWay;
            else if (Kept(entry, claims, forceRefresh) is { } kept)
                return kept;
            else if (IsHopeless(entry))
                return null;
            else
                renewal = Renew(entry, claims, forceRefresh, mayPrompt: false);
        }

        var token = await renewal.WaitAsync(cancellation).ConfigureAwait(false);
        return token ?? (claims is null && !forceRefresh ? Current(service) : null);
    }

    /// <summary>The token at hand; null when there is none, or it has ended.</summary>
    public ServiceToken? Current(TenantService service)
    {
        lock (_gate)
            return _entries.TryGetValue(service, out var entry) && entry.Token is { } token && token.ExpiresAt > _clock.GetUtcNow() ? token : null;
    }

    /// <summary>Why there is no token; null when there is one, or none was asked for.</summary>
    public SignInException? Failure(TenantService service)
    {
        lock (_gate)
            return _entries.TryGetValue(service, out var entry) && Current(service) is null ? entry.Failure : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_end.IsCancellationRequested)
                return;

            _entries.Clear();
            _end.Cancel();
        }

        _issuer.Dispose();
    }

    private ServiceToken? Kept(Entry entry, string? claims, bool forceRefresh)
    {
        var now = _clock.GetUtcNow();
        if (entry.Token is not { } token || token.ExpiresAt <= now || claims is not null || forceRefresh)
            return null;

        var margin = (token.ExpiresAt - entry.Since) / 2;
        bool isFresh = now < token.ExpiresAt - (margin < s_margin ? margin : s_margin);
        return isFresh || IsHopeless(entry) ? token : null;
    }

    private bool IsHopeless(Entry entry) =>
        entry.Failure is { } failure && (!failure.IsTransient || _clock.GetUtcNow() - entry.FailedAt < s_pause);

    private Task<ServiceToken?> Renew(Entry entry, string? claims, bool isRefused, bool mayPrompt)
    {
        lock (_gate)
        {
            entry.Claims = claims;
            return entry.Renewal = Task.Run(() => RenewAsync(entry, claims, isRefused || claims is not null, mayPrompt));
        }
    }

    // Runs for all who wait: none of them can cancel it for the others.
    private async Task<ServiceToken?> RenewAsync(Entry entry, string? claims, bool isRefused, bool mayPrompt)
    {
        ServiceToken? token = null;
        SignInException? failure = null;
        try
        {
            token = await _issuer.IssueAsync(entry.Service, claims, entry.HadToken, mayPrompt, _end.Token).ConfigureAwait(false);
        }
        catch (SignInException refused)
        {
            failure = refused;
        }
        finally
        {
            lock (_gate)
                entry.Settle(token, failure, isRefused, _clock.GetUtcNow());
        }

        return token;
    }

    private sealed class Entry(TenantService service)
    {
        public TenantService Service { get; } = service;

        public ServiceToken? Token { get; private set; }

        public DateTimeOffset Since { get; private set; }

        public SignInException? Failure { get; private set; }

        public DateTimeOffset FailedAt { get; private set; }

        public Task<ServiceToken?>? Renewal { get; set; }

        public string? Claims { get; set; }

        public bool HadToken { get; private set; }

        /// <summary>Takes over what a renewal brought. A token that the service refused is of no use even when there is no new one.</summary>
        public void Settle(ServiceToken? token, SignInException? failure, bool isRefused, DateTimeOffset now)
        {
            Renewal = null;
            Claims = null;
            Failure = failure;
            if (token is not null)
            {
                HadToken = true;
                Token = token;
                Since = now;
                return;
            }

            FailedAt = now;
            if (isRefused)
                Token = null;
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Polly;
using Polly.Timeout;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.SignIn;

namespace SecureScore.Microsoft365.Http;

/// <summary>The one way to all services of a tenant: quotas, tokens, tries, deadlines and bounds, and where a token may go.</summary>
/// <remarks>What reads may be sent twice. What writes is sent again only when it surely was not carried out; when that is not certain, whoever asked
/// looks what became of it.</remarks>
internal sealed class ServicePipeline : IDisposable
{
    private static readonly string s_userAgent =
        $"SecureScore-PowerShell/{typeof(ServicePipeline).Assembly.GetName().Version!.ToString(3)} "
        + $"(.NET/{Environment.Version}; {(OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : "Linux")} {RuntimeInformation.OSArchitecture})";

    private readonly HttpMessageInvoker _http;
    private readonly ServiceTokens _tokens;
    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline _tries;
    private readonly Dictionary<QuotaClass, QuotaGate> _gates;
    private readonly ConcurrentDictionary<TenantService, int> _silence = new();

    /// <summary>Builds the pipeline.</summary>
    /// <param name="handler">Sends what the pipeline lets through. It follows no redirects, and stays with who gave it.</param>
    /// <param name="cloud">The cloud that the tenant lives in.</param>
    /// <param name="tokens">Gives tokens.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="limits">How patient to be.</param>
    public ServicePipeline(HttpMessageHandler handler, CloudProfile cloud, ITokenSource tokens, TimeProvider clock, PipelineLimits? limits = null)
    {
        _http = new HttpMessageInvoker(handler, disposeHandler: false);
        Cloud = cloud;
        _tokens = new ServiceTokens(tokens);
        _clock = clock;
        Limits = limits ?? new PipelineLimits();
        _tries = RetryStrategy.Create(Limits, clock);
        _gates = cloud.Quotas.ToDictionary(pair => pair.Key, pair => new QuotaGate(pair.Value, clock));
    }

    /// <summary>The cloud that the tenant lives in.</summary>
    public CloudProfile Cloud { get; }

    /// <summary>How patient the pipeline is.</summary>
    public PipelineLimits Limits { get; }

    /// <summary>Asks a service until it answers, refuses, or has had its chances.</summary>
    /// <param name="call">What to ask.</param>
    /// <param name="read">Reads the body, which is gone afterwards. A <see cref="JsonException"/> means that it is damaged, and is tried again.</param>
    /// <param name="observer">Is told of each try.</param>
    /// <param name="cancellation">Ends the request at once.</param>
    /// <exception cref="ServiceFaultException">There is no answer that can be used.</exception>
    public async Task<T> SendAsync<T>(ServiceCall call, Func<ReadOnlyMemory<byte>, T> read, ITenantObserver observer, CancellationToken cancellation)
    {
        if (!Cloud[call.Service].Serves(call.Address))
            throw new ServiceFaultException(ServiceFault.Unusable($"an address leads out of the service, to {HostOf(call.Address)}, and was not followed"));
        if (_silence.GetValueOrDefault(call.Service) >= Limits.MostSilence)
            throw new ServiceFaultException(ServiceFault.Unusable($"not asked any more, since {call.Address.IdnHost} does not answer"));

        var exchange = new Exchange<T>(call, read, observer);
        try
        {
            var result = await _tries.ExecuteAsync(
                static async (state, stop) => await state.Pipeline.TryAsync(state.Exchange, stop).ConfigureAwait(false),
                (Pipeline: this, Exchange: exchange),
                cancellation).ConfigureAwait(false);
            _silence[call.Service] = 0;
            return result;
        }
        catch (TimeoutRejectedException)
        {
            throw Ended(call.Service, exchange.LastFault ?? ServiceFault.TooLate(call.Address.IdnHost));
        }
        catch (ServiceFaultException exception)
        {
            throw Ended(call.Service, exception.Fault);
        }
    }

    /// <summary>Renews the token of a service, which was refused inside of an answer.</summary>
    /// <exception cref="ServiceFaultException">There is no token any more.</exception>
    public async Task RenewTokenAsync(TenantService service, CancellationToken cancellation)
    {
        var refused = await _tokens.GetAsync(service, cancellation).ConfigureAwait(false);
        await _tokens.RenewAsync(service, refused, claims: null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Frees what the pipeline holds; the handler and the tokens belong to others.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _tokens.Dispose();
        foreach (var gate in _gates.Values)
            gate.Dispose();
    }

    private ServiceFaultException Ended(TenantService service, ServiceFault fault)
    {
        if (fault.IsSilence)
            _silence.AddOrUpdate(service, 1, static (_, count) => count + 1);
        else if (fault.Code is not null)
            _silence[service] = 0;
        return new ServiceFaultException(fault);
    }

    private async Task<T> TryAsync<T>(Exchange<T> exchange, CancellationToken cancellation)
    {
        try
        {
            exchange.Token ??= await _tokens.GetAsync(exchange.Call.Service, cancellation).ConfigureAwait(false);
            try
            {
                return await AskAsync(exchange, cancellation).ConfigureAwait(false);
            }
            catch (ServiceFaultException refusal) when (refusal.Fault.Code == HttpStatusCode.Unauthorized && !exchange.IsTokenRenewed)
            {
                exchange.IsTokenRenewed = true;
                if (await _tokens.RenewAsync(exchange.Call.Service, exchange.Token, exchange.Claims, cancellation).ConfigureAwait(false) is not { } renewed)
                    throw;

                exchange.Token = renewed;
            }

            return await AskAsync(exchange, cancellation).ConfigureAwait(false);
        }
        catch (ServiceFaultException exception)
        {
            exchange.LastFault = exception.Fault;

            // A wait may outlive the token.
            if (!exchange.IsTokenRenewed)
                exchange.Token = null;
            if (exchange.Call.IsWrite && exception.Fault is { IsTransient: true, ChangedNothing: false })
                throw new ServiceFaultException(exception.Fault with { IsTransient = false });
            throw;
        }
    }

    private async Task<T> AskAsync<T>(Exchange<T> exchange, CancellationToken cancellation)
    {
        var call = exchange.Call;
        var gate = _gates.GetValueOrDefault(call.Class);
        using var place = gate is null ? null : await gate.EnterAsync(call.Cost, cancellation).ConfigureAwait(false);
        using var timeout = new CancellationTokenSource(Limits.TryTime, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var request = Request(exchange);

        // When the deadline cuts a write off, what came of earlier tries says nothing of this one.
        if (call.IsWrite)
            exchange.LastFault = null;
        int? status = null;
        long started = _clock.GetTimestamp();
        try
        {
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            status = (int)response.StatusCode;
            using var buffer = new AnswerBuffer();
            var body = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
                await buffer.FillAsync(body, Limits.MostBytes, either.Token).ConfigureAwait(false);

            if (response.Content.Headers.ContentLength is { } length && length != buffer.Content.Length)
                throw new ServiceFaultException(ServiceFault.Damaged);
            if (!response.IsSuccessStatusCode)
                throw Refused(exchange, response, buffer.Content, gate);

            return exchange.Read(buffer.Content);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ServiceFaultException(ServiceFault.TooLate(call.Address.IdnHost));
        }
        catch (JsonException)
        {
            // The exception quotes what it could not read.
            throw new ServiceFaultException(ServiceFault.Damaged);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new ServiceFaultException(status is null
                ? ServiceFault.NoAnswer(call.Address.IdnHost, ErrorOf(exception))
                : ServiceFault.Damaged with { MostTries = int.MaxValue });
        }
        finally
        {
            exchange.Observer.RequestEnded(new ServiceRequest(
                call.Method.Method, call.Address.IdnHost, call.Address.AbsolutePath, status, _clock.GetElapsedTime(started)));
        }
    }

    private ServiceFaultException Refused<T>(Exchange<T> exchange, HttpResponseMessage response, ReadOnlyMemory<byte> body, QuotaGate? gate)
    {
        exchange.Claims = response.StatusCode == HttpStatusCode.Unauthorized ? ClaimsChallenge.Read(response.Headers.WwwAuthenticate) : null;
        var fault = ErrorAnswer.Read(response.StatusCode, body, RequestId(response.Headers));
        if ((int)response.StatusCode is >= 300 and < 400)
        {
            fault = fault with
            {
                Redirect = response.Headers.Location is { } location && Uri.TryCreate(exchange.Call.Address, location, out var redirect) ? redirect : null,
                Reason = fault.Reason + " to another address, which was not followed",
            };
        }

        if (fault.IsTransient && WaitOf(response.Headers.RetryAfter) is { } wait)
        {
            if (wait >= Limits.Deadline)
                return new ServiceFaultException(fault with { MostTries = 1, Reason = $"{fault.Reason}, to be asked again in {wait}" });

            fault = fault with { RetryAfter = wait };
            gate?.Pause(wait);
        }

        return new ServiceFaultException(fault);
    }

    private TimeSpan? WaitOf(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - _clock.GetUtcNow());
        return wait is { } time && time < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static HttpRequestMessage Request<T>(Exchange<T> exchange)
    {
        var call = exchange.Call;
        var request = new HttpRequestMessage(call.Method, call.Address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", exchange.Token!.Value);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.TryAddWithoutValidation("User-Agent", s_userAgent);
        request.Headers.TryAddWithoutValidation("client-request-id", exchange.RequestId);
        if (call.Service == TenantService.Graph)
            request.Headers.TryAddWithoutValidation("x-ms-throttle-priority", "low");
        foreach (var (name, value) in call.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (call.Body is { } body)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }

    private static HttpRequestError ErrorOf(Exception exception) => exception switch
    {
        HttpRequestException request => request.HttpRequestError,
        HttpIOException response => response.HttpRequestError,
        _ => HttpRequestError.Unknown,
    };

    private static string? RequestId(HttpResponseHeaders headers) =>
        headers.TryGetValues("request-id", out var ids) || headers.TryGetValues("x-ms-request-id", out ids) ? ids.FirstOrDefault() : null;

    private static string HostOf(Uri address) => !address.IsAbsoluteUri ? "an unknown host"
        : address.Scheme == Uri.UriSchemeHttps ? address.IdnHost
        : $"{address.IdnHost} without https";

    /// <summary>One request with all its tries.</summary>
    private sealed class Exchange<T>(ServiceCall call, Func<ReadOnlyMemory<byte>, T> read, ITenantObserver observer)
    {
        public ServiceCall Call { get; } = call;

        public Func<ReadOnlyMemory<byte>, T> Read { get; } = read;

        public ITenantObserver Observer { get; } = observer;

        public string RequestId { get; } = Guid.NewGuid().ToString();

        public ServiceToken? Token { get; set; }

        public bool IsTokenRenewed { get; set; }

        public string? Claims { get; set; }

        public ServiceFault? LastFault { get; set; }
    }
}

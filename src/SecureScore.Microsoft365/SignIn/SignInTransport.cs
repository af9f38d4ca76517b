using SecureScore.Engine.Ports;

namespace SecureScore.Microsoft365.SignIn;

/// <summary>The way to the authority: tells each request to the observer, and reads by its answers how far this machine's clock is off.</summary>
internal sealed class SignInTransport : HttpMessageHandler
{
    /// <summary>How far the clock may be off before it matters: the authority allows as much.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly HttpMessageInvoker _outer;
    private readonly ITenantObserver _observer;
    private readonly TimeProvider _clock;
    private long _difference;

    public SignInTransport(HttpMessageHandler outer, ITenantObserver observer, TimeProvider clock)
    {
        // The outer handler is the tenant's, which outlives the sign-in.
        _outer = new HttpMessageInvoker(outer, disposeHandler: false);
        _observer = observer;
        _clock = clock;
    }

    /// <summary>How far the clock is ahead of the authority's; null when that is within tolerance, or no answer came.</summary>
    public TimeSpan? ClockDifference =>
        TimeSpan.FromTicks(Interlocked.Read(ref _difference)) is var difference && difference.Duration() > ClockTolerance ? difference : null;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        long start = _clock.GetTimestamp();
        HttpResponseMessage? response = null;
        try
        {
            response = await _outer.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.Headers.Date is { } date)
                Interlocked.Exchange(ref _difference, (_clock.GetUtcNow() - date).Ticks);

            return response;
        }
        finally
        {
            var address = request.RequestUri!;
            _observer.RequestEnded(new ServiceRequest(
                request.Method.Method, address.Host, address.AbsolutePath, (int?)response?.StatusCode, _clock.GetElapsedTime(start)));
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _outer.Dispose();

        base.Dispose(disposing);
    }
}

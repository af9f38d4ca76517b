using SecureScore.Microsoft365.Clouds;

namespace SecureScore.Microsoft365.Http;

/// <summary>Lets requests of one quota through, in the order in which they came, so many in any window of time and so many at once.</summary>
/// <remarks>The limiters of System.Threading.RateLimiting read the system's clock and refill in steps, after which a full bucket and its refill
/// make twice the quota in one window. This one counts what was spent in the window that ends now.</remarks>
internal sealed class QuotaGate : IDisposable
{
    private readonly Quota _quota;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _places;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Queue<(TimeSpan At, int Units)> _spent = [];
    private readonly long _start;
    private int _units;
    private long _pausedUntil;

    public QuotaGate(Quota quota, TimeProvider clock)
    {
        _quota = quota;
        _clock = clock;
        _start = clock.GetTimestamp();
        _places = new SemaphoreSlim(quota.Concurrency, quota.Concurrency);
    }

    // The time of day may be set back meanwhile.
    private TimeSpan Now => _clock.GetElapsedTime(_start);

    /// <summary>Waits until a request of a cost may go.</summary>
    /// <returns>To be disposed once the answer was read.</returns>
    public async ValueTask<IDisposable> EnterAsync(int cost, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await _turn.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                await SpendAsync(Math.Clamp(cost, 1, _quota.Units), cancellation).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch
        {
            _places.Release();
            throw;
        }

        return new Place(_places);
    }

    /// <summary>Holds everybody back for as long as the service asks one request to wait: the others would only be refused too.</summary>
    public void Pause(TimeSpan time)
    {
        long until = (Now + time).Ticks;
        long present = Volatile.Read(ref _pausedUntil);
        while (until > present)
        {
            long seen = Interlocked.CompareExchange(ref _pausedUntil, until, present);
            if (seen == present)
                return;
            present = seen;
        }
    }

    /// <summary>Frees the semaphores.</summary>
    public void Dispose()
    {
        _places.Dispose();
        _turn.Dispose();
    }

    private async ValueTask SpendAsync(int cost, CancellationToken cancellation)
    {
        while (true)
        {
            var now = Now;
            while (_spent.TryPeek(out var oldest) && oldest.At + _quota.Window <= now)
            {
                _spent.Dequeue();
                _units -= oldest.Units;
            }

            var pause = TimeSpan.FromTicks(Volatile.Read(ref _pausedUntil)) - now;
            var wait = _units + cost <= _quota.Units ? TimeSpan.Zero : _spent.Peek().At + _quota.Window - now;
            if (pause > wait)
                wait = pause;
            if (wait <= TimeSpan.Zero)
            {
                _spent.Enqueue((now, cost));
                _units += cost;
                return;
            }

            // A timer counts whole milliseconds: without rounding up it would fire too early and be set again.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), _clock, cancellation).ConfigureAwait(false);
        }
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? _places = places;

        public void Dispose() => Interlocked.Exchange(ref _places, null)?.Release();
    }
}

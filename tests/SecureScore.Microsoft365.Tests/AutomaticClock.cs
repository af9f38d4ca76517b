namespace SecureScore.Microsoft365.Tests;

/// <summary>A clock on which nobody waits: a wait shorter than the patience of the pipeline is over at once, and the time has moved on by it. Longer
/// ones, which are deadlines, end when so much time has passed.</summary>
internal sealed class AutomaticClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<Timer> _deadlines = [];
    private readonly TimeSpan _patience;
    private DateTimeOffset _now;

    public AutomaticClock(DateTimeOffset? start = null, TimeSpan? patience = null)
    {
        _now = start ?? new DateTimeOffset(2026, 9, 14, 6, 0, 0, TimeSpan.Zero);
        _patience = patience ?? TimeSpan.FromSeconds(100);
        Start = _now;
    }

    public DateTimeOffset Start { get; }

    public TimeSpan Elapsed => GetUtcNow() - Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        Timer[] due;
        lock (_lock)
        {
            _now += time;
            due = [.. _deadlines.Where(timer => timer.Due <= _now)];
            _deadlines.ExceptWith(due);
        }

        foreach (var timer in due)
            timer.Fire();
    }

    private sealed class Timer(AutomaticClock clock, Action fire) : ITimer
    {
        private bool _isGone;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;

            if (dueTime < clock._patience)
            {
                clock.Advance(dueTime);
                Fire();
                return true;
            }

            lock (clock._lock)
            {
                Due = clock._now + dueTime;
                clock._deadlines.Add(this);
            }

            return true;
        }

        public void Fire() => ThreadPool.QueueUserWorkItem(_ =>
        {
            if (!_isGone)
                fire();
        });

        public void Dispose()
        {
            _isGone = true;
            lock (clock._lock)
                clock._deadlines.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

namespace SecureScore.PowerShell.Tests.Running;

/// <summary>A clock on which every delay is over at once.</summary>
internal sealed class ElapsedClock : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, TimeSpan.Zero, period);
}

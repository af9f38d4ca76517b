namespace SecureScore.Microsoft365.Tests.SignIn;

/// <summary>A clock that a test sets. Its timers never fire.</summary>
internal sealed class ManualClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}

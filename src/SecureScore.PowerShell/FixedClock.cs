namespace SecureScore.PowerShell;

/// <summary>A clock that stands still: everything judged by it is judged at one moment.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => now;
}

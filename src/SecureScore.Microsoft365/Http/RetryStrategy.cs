using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace SecureScore.Microsoft365.Http;

/// <summary>Tries again what may well succeed later, after as long as the service asks, or else after ever longer waits.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/throttling. Conditional Access and identity protection tell no Retry-After.</remarks>
internal static class RetryStrategy
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(60);

    /// <summary>Builds the strategy: a deadline around all tries.</summary>
    public static ResiliencePipeline Create(PipelineLimits limits, TimeProvider clock)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = limits.Deadline });
        if (limits.Tries > 1)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = limits.Tries - 1,
                ShouldHandle = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is ServiceFaultException { Fault.IsTransient: true } exception
                    && arguments.AttemptNumber + 1 < exception.Fault.MostTries),
                DelayGenerator = static arguments => ValueTask.FromResult<TimeSpan?>(
                    (arguments.Outcome.Exception as ServiceFaultException)?.Fault.RetryAfter ?? Wait(arguments.AttemptNumber)),
            });
        }

        return builder.Build();
    }

    /// <summary>How long to wait after a try when the service does not say: 1 s, doubled each time, and up to a second by chance so that those
    /// who were refused together do not come back together.</summary>
    public static TimeSpan Wait(int attempt)
    {
        var wait = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt), s_longestWait.TotalSeconds));
        return wait + TimeSpan.FromSeconds(Random.Shared.NextDouble());
    }
}

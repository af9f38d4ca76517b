namespace SecureScore.Microsoft365.Collecting;

/// <summary>Does several things beside one another.</summary>
internal static class Parallels
{
    /// <summary>Waits until all have ended. When one fails, the others are told to stop, so that nothing is written by them afterwards.</summary>
    public static async Task WhenAll(IReadOnlyCollection<Func<CancellationToken, Task>> actions, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Exception? first = null;
        await Task.WhenAll(actions.Select(action => Task.Run(async () =>
        {
            try
            {
                await action(stop.Token).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref first, exception, null);
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }, CancellationToken.None))).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)
            .ConfigureAwait(false);

        cancellation.ThrowIfCancellationRequested();
        if (first is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
    }
}

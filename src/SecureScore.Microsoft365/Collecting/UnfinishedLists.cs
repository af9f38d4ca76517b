using SecureScore.Engine.Evidence;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>Lists whose first pages came in batches and that have more.</summary>
/// <typeparam name="T">What a list is asked for with.</typeparam>
internal sealed class UnfinishedLists<T> : IDisposable
{
    private readonly Queue<(T Subject, CollectedList List, Uri Next)> _lists = [];

    /// <summary>Takes the first page of a list, and ends the resource when there is no other.</summary>
    /// <param name="subject">What the list is asked for with.</param>
    /// <param name="begin">Begins the resource.</param>
    /// <param name="page">The page.</param>
    /// <param name="state">Makes the state of the resource of a fault.</param>
    public void Take(T subject, Func<CollectedList> begin, ReadOnlyMemory<byte> page, Func<ServiceFault, ResourceState> state)
    {
        var list = begin();
        try
        {
            // The batch asked from the beginning, wherever a former collection stopped.
            if (list.Continuation is not null)
                list.Restart();
            if (list.Take(page) is { } next)
            {
                _lists.Enqueue((subject, list, next));
                return;
            }

            list.Complete();
        }
        catch (ServiceFaultException exception)
        {
            list.Fail(state(exception.Fault), canGoOn: false);
        }
        catch
        {
            list.Dispose();
            throw;
        }
    }

    /// <summary>Collects the rest of each list.</summary>
    /// <param name="finish">Collects the rest of one.</param>
    public async Task FinishAsync(Func<T, CollectedList, Uri, Task> finish)
    {
        while (_lists.TryDequeue(out var unfinished))
        {
            using (unfinished.List)
                await finish(unfinished.Subject, unfinished.List, unfinished.Next).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the files of those that nobody finished.</summary>
    public void Dispose()
    {
        foreach (var (_, list, _) in _lists)
            list.Dispose();
    }
}

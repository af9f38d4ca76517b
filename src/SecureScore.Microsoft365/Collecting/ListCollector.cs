using SecureScore.Engine.Evidence;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>Collects a list from its first page to its last.</summary>
internal static class ListCollector
{
    /// <summary>Collects a resource page by page, and notes how it ended.</summary>
    /// <param name="run">The collection.</param>
    /// <param name="list">The resource.</param>
    /// <param name="first">Asks for the first page.</param>
    /// <param name="simpler">Asks for the first page where the service does not take <paramref name="first"/>; null when there is no other way.</param>
    /// <param name="next">Where to go on; null begins with the first page, or where an interrupted collection stopped.</param>
    /// <param name="state">Makes the state of the resource of a fault.</param>
    /// <param name="cancellation">Ends the collection at once.</param>
    public static async Task CollectAsync(
        CollectionRun run, CollectedList list, ServiceCall first, Uri? simpler, Uri? next, Func<ServiceFault, ResourceState> state, CancellationToken cancellation)
    {
        bool mayRestart = true;
        next ??= list.Continuation ?? first.Address;
        while (true)
        {
            var asked = next;
            try
            {
                while (next is not null)
                {
                    asked = next;
                    next = await run.Pipeline.SendAsync(first with { Address = asked }, list.Take, run.Observer, cancellation).ConfigureAwait(false);
                }

                list.Complete();
                return;
            }
            catch (ServiceFaultException exception) when (mayRestart && asked != first.Address && exception.Fault.IsExpiredLink)
            {
                mayRestart = false;
                list.Restart();
                next = first.Address;
            }
            catch (ServiceFaultException exception) when (simpler is not null && asked == first.Address && exception.Fault.IsUnknownQuery)
            {
                first = first with { Address = simpler };
                simpler = null;
                next = first.Address;
            }
            catch (ServiceFaultException exception)
            {
                list.Fail(state(exception.Fault), exception.Fault.KeepsPages);
                return;
            }
        }
    }
}

using SecureScore.Engine.Evidence;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>Collects the public records of domains.</summary>
internal interface IDnsCollector
{
    /// <summary>Looks the records up and writes a row for each answer.</summary>
    /// <param name="evidence">Tells the domains.</param>
    /// <param name="writer">Takes the rows.</param>
    /// <param name="cancellation">Ends the look-ups at once.</param>
    /// <returns>Why nothing could be looked up; null when the rows are whole.</returns>
    Task<ResourceState?> CollectAsync(TenantSnapshot evidence, SnapshotResourceWriter writer, CancellationToken cancellation);
}

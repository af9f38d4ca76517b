using SecureScore.Engine.Evidence;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>Collects the public records of domains.</summary>
internal interface IDnsCollector
{
    /// <summary>Looks the records of domains up and writes what was answered.</summary>
    /// <param name="domains">The domains.</param>
    /// <param name="writer">Takes a row for each answer.</param>
    /// <param name="cancellation">Ends the look-ups at once.</param>
    Task CollectAsync(IReadOnlyCollection<string> domains, SnapshotResourceWriter writer, CancellationToken cancellation);
}

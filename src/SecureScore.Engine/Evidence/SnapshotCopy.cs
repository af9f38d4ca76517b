namespace SecureScore.Engine.Evidence;

/// <summary>Copies what a snapshot holds.</summary>
public static class SnapshotCopy
{
    /// <summary>Adds resources of a snapshot to another, row by row, as they are. One that cannot be read is noted with the reason.</summary>
    /// <param name="source">Where the rows come from.</param>
    /// <param name="target">Takes them. What it has already is not written again.</param>
    /// <param name="resources">Names of the resources; null means all.</param>
    /// <param name="cancellation">Ends the copying early.</param>
    /// <exception cref="SnapshotException">The copy cannot be written.</exception>
    public static void CopyTo(
        this TenantSnapshot source, WorkingSnapshot target, IReadOnlyCollection<string>? resources = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        target.Describe(source.Manifest);
        foreach (var state in source.Resources.Where(state => resources is null || resources.Contains(state.Name, StringComparer.OrdinalIgnoreCase)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (target.StateOf(state.Name).Status != ResourceStatus.Collected)
                Copy(source, state, target, cancellation);
        }
    }

    private static void Copy(TenantSnapshot source, ResourceState state, WorkingSnapshot target, CancellationToken cancellation)
    {
        try
        {
            using var rows = source.OpenRows(state.Name, cancellation);
            bool any = rows.Read();
            using var writer = target.AddResource(state.Name, source.FormatOf(state.Name, rows.IsOneObject), state.CollectedAt);
            writer.Restart();
            for (; any; any = rows.Read())
                writer.WriteRow(rows.Current.ToArray());
            writer.Complete();
        }
        catch (EvidenceUnavailableException exception)
        {
            target.AddMissing(exception.State);
        }
    }
}

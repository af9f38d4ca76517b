using System.Management.Automation;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Sets from which score on a tenant is okay and good, and scores of the organisation's choice to compare with.</summary>
[Cmdlet(VerbsCommon.Set, "SecureScoreZone", DefaultParameterSetName = ZonesSet, SupportsShouldProcess = true)]
[OutputType(typeof(ScoreZones), ParameterSetName = [ZonesSet])]
[OutputType(typeof(CustomComparison), ParameterSetName = [ComparisonSet])]
public sealed class SetSecureScoreZoneCommand : StoredTenantCommand
{
    private const string ZonesSet = "Zones";
    private const string RemoveZonesSet = "RemoveZones";
    private const string ComparisonSet = "Comparison";
    private const string RemoveComparisonSet = "RemoveComparison";

    /// <summary>The score, in percent, from which on a tenant is okay; below it is bad.</summary>
    [Parameter(ParameterSetName = ZonesSet, Mandatory = true, Position = 0)]
    public decimal Okay { get; set; }

    /// <summary>The score, in percent, from which on a tenant is good.</summary>
    [Parameter(ParameterSetName = ZonesSet, Mandatory = true, Position = 1)]
    public decimal Good { get; set; }

    /// <summary>The name of a score to compare with, such as that of a sister company.</summary>
    [Parameter(ParameterSetName = ComparisonSet, Mandatory = true)]
    [Parameter(ParameterSetName = RemoveComparisonSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Comparison { get; set; } = "";

    /// <summary>The score to compare with, in percent.</summary>
    [Parameter(ParameterSetName = ComparisonSet, Mandatory = true)]
    public decimal Percentage { get; set; }

    /// <summary>Takes the bands away, or the comparison that is named.</summary>
    [Parameter(ParameterSetName = RemoveZonesSet, Mandatory = true)]
    [Parameter(ParameterSetName = RemoveComparisonSet, Mandatory = true)]
    public SwitchParameter Remove { get; set; }

    /// <summary>Returns the bands or the comparison.</summary>
    [Parameter(ParameterSetName = ZonesSet)]
    [Parameter(ParameterSetName = ComparisonSet)]
    public SwitchParameter PassThru { get; set; }

    private protected override Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        switch (ParameterSetName)
        {
            case ZonesSet:
                var zones = ScoreZones.Create(Okay, Good);
                return ChangeAsync(pipeline, FormattableString.Invariant($"Set the bands: okay from {Okay} %, good from {Good} %"), zones,
                    (store, tenantId) => store.SetZonesAsync(tenantId, zones, cancellation), cancellation);
            case RemoveZonesSet:
                return ChangeAsync(pipeline, "Take the bands away", null, (store, tenantId) => store.SetZonesAsync(tenantId, null, cancellation), cancellation);
            case ComparisonSet:
                var comparison = CustomComparison.Create(Comparison, Percentage);
                return ChangeAsync(pipeline, FormattableString.Invariant($"Compare with {comparison.Name}, {Percentage} %"), comparison,
                    (store, tenantId) => store.SetComparisonAsync(tenantId, comparison, cancellation), cancellation);
            default:
                return ChangeAsync(pipeline, $"Take the comparison with {Comparison} away", null,
                    (store, tenantId) => store.RemoveComparisonAsync(tenantId, Comparison, cancellation), cancellation);
        }
    }

    private async Task ChangeAsync(
        PipelineWriter pipeline, string action, object? result, Func<IScoreStore, string, Task> change, CancellationToken cancellation)
    {
        string target = TenantId ?? Connected?.TenantName ?? Connected?.TenantId ?? Memory.ToString();
        if (!await pipeline.ShouldProcessAsync(target, action).ConfigureAwait(false))
            return;

        await UseAsync(async (store, tenantId) =>
        {
            await change(store, tenantId).ConfigureAwait(false);
            return true;
        }, cancellation).ConfigureAwait(false);
        if (PassThru && result is not null)
            await pipeline.WriteObjectAsync(result).ConfigureAwait(false);
    }
}

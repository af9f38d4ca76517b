using System.Management.Automation;
using SecureScore.Engine.History;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>A cmdlet that reads a part of a tenant's history.</summary>
public abstract class HistoryCommand : StoredTenantCommand
{
    /// <summary>The first moment, by collection date. Without it, the beginning.</summary>
    [Parameter]
    public DateTimeOffset? From { get; set; }

    /// <summary>The last moment, by collection date; a date without a time is the whole day. Without it, the end.</summary>
    [Parameter]
    public DateTimeOffset? To { get; set; }

    /// <summary>The part that is asked for.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="withControls">Whether the changes of controls are needed.</param>
    /// <param name="controls">The controls that are asked for; one alone, without wildcards, is all that is read.</param>
    private protected HistoryQuery Query(string tenantId, bool withControls, IReadOnlyList<string> controls) => new(tenantId)
    {
        Series = RecordedScore.SeriesOf(Catalog()),
        From = From,
        To = End,
        WithControls = withControls,
        ControlId = controls.Count == 1 && !WildcardPattern.ContainsWildcardCharacters(controls[0]) ? controls[0] : null,
    };

    /// <summary>The last moment that is asked for.</summary>
    private protected DateTimeOffset? End => To is { } to && to.TimeOfDay == TimeSpan.Zero && to < DateTimeOffset.MaxValue.AddDays(-2) ? to.AddDays(1).AddMilliseconds(-1) : To;

    /// <summary>Says so when there is no history at all.</summary>
    private protected static Task WarnIfEmptyAsync(PipelineWriter pipeline, ScoreHistory history) => history.Start is null && history.Steps.Count == 0
        ? pipeline.WriteWarningAsync("No judgement is recorded for that time. Get-SecureScore records those of a connected tenant, Import-SecureScoreSnapshot adds earlier ones.")
        : Task.CompletedTask;
}

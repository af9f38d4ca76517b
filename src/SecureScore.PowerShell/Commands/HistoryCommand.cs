using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;
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

    /// <summary>An error for each control without wildcards that neither the edition nor the history has. One that nothing was recorded of may well exist.</summary>
    private protected IEnumerable<SecureScoreException> UnknownControls(IEnumerable<string> ids, IEnumerable<string> recorded) => ControlFilter.UnknownNames(
        ids, Catalog().Controls.Select(control => control.Id).Concat(recorded), (id, known) => new ControlNotFoundException(id, Catalog().Edition, known));

    /// <summary>An error for each category without wildcards that neither the edition nor the history has.</summary>
    private protected IEnumerable<SecureScoreException> UnknownCategories(IEnumerable<string> names, IEnumerable<string> recorded) =>
        ControlFilter.UnknownNames(names, Catalog().Controls.Select(control => control.Category).Concat(recorded), NameNotFoundException.Category);

    /// <summary>An error for each product without wildcards that neither the edition nor the history has.</summary>
    private protected IEnumerable<SecureScoreException> UnknownProducts(IEnumerable<string> names, IEnumerable<string> recorded) =>
        ControlFilter.UnknownNames(names, Catalog().Controls.Select(control => control.Product).Concat(recorded), NameNotFoundException.Product);

    /// <summary>Tells the errors of names: nothing at all would read as "nothing happened".</summary>
    private protected static async Task WriteUnknownAsync(PipelineWriter pipeline, params IEnumerable<SecureScoreException>[] errors)
    {
        foreach (var error in errors.SelectMany(error => error))
            await pipeline.WriteErrorAsync(Errors.From(error)).ConfigureAwait(false);
    }
}

using System.Management.Automation;
using SecureScore.Engine.History;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Tells what changed between judgements: which control, by how many points, why, and by whom.</summary>
[Cmdlet(VerbsCommon.Get, "SecureScoreEvent")]
[OutputType(typeof(ScoreEvent))]
public sealed class GetSecureScoreEventCommand : HistoryCommand
{
    /// <summary>Ids of controls, with wildcards.</summary>
    [Parameter(Position = 0)]
    [Alias("ControlId")]
    [ArgumentCompleter(typeof(ControlIdCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Id { get; set; } = [];

    /// <summary>Why points changed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public EventCause[] Cause { get; set; } = [];

    /// <summary>Categories, with wildcards.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CategoryCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Category { get; set; } = [];

    /// <summary>Who decided, with wildcards; System for what nobody decided.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] AttributedTo { get; set; } = [];

    private protected override async Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var query = (string tenantId) => Query(tenantId, withControls: true, Id);
        var (history, decisions) = await ReadAsync(
            async (store, tenantId) => (
                await store.ReadHistoryAsync(query(tenantId), cancellation).ConfigureAwait(false),
                await store.ReadDecisionsAsync(tenantId, query(tenantId).ControlId, cancellation).ConfigureAwait(false)),
            cancellation).ConfigureAwait(false);
        await WarnIfEmptyAsync(pipeline, history).ConfigureAwait(false);

        ScoreEvent[] events = [.. ScoreEvents.Of(history, decisions)];
        await WriteUnknownAsync(
            pipeline,
            UnknownControls(Id, events.Select(scoreEvent => scoreEvent.ControlId)),
            UnknownCategories(Category, events.Select(scoreEvent => scoreEvent.Category))).ConfigureAwait(false);

        var (ids, categories, people) = (Patterns(Id), Patterns(Category), Patterns(AttributedTo));
        foreach (var scoreEvent in events)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Passes(ids, scoreEvent.ControlId) && Passes(categories, scoreEvent.Category) && Passes(people, scoreEvent.AttributedTo)
                && (Cause.Length == 0 || Cause.Contains(scoreEvent.Cause)))
            {
                await pipeline.WriteObjectAsync(scoreEvent).ConfigureAwait(false);
            }
        }
    }

    private static Predicate<string>[] Patterns(string[] names) => [.. names.Select(NamePattern.Create)];

    private static bool Passes(Predicate<string>[] patterns, string text) => patterns.Length == 0 || Array.Exists(patterns, matches => matches(text));
}

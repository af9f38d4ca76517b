using System.Globalization;
using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Remediation;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Formatting;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Takes back what Invoke-ScoreRemediation and its like changed: the tenant gets the values again that the journal holds.</summary>
[Cmdlet(VerbsCommon.Undo, "ScoreRemediation", SupportsShouldProcess = true)]
[OutputType(typeof(RemediationResult))]
public sealed class UndoScoreRemediationCommand : RemediationCommand
{
    private readonly List<string> _ids = [];
    private int _piped;
    private bool _isAsked;
    private bool _isLast;

    /// <summary>Ids of journal entries, as results and Get-ScoreRemediation -Journal have them. Without any, the last entry that can be taken back.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(JournalEntryCompleter))]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? EntryId { get; set; }

    private protected override void PrepareRecord()
    {
        base.PrepareRecord();
        _isAsked = true;
        bool isNamed = MyInvocation.BoundParameters.ContainsKey(nameof(EntryId));
        _isLast |= !isNamed && !MyInvocation.ExpectingInput;
        if (MyInvocation.ExpectingInput)
            _piped++;
        if (isNamed)
            _ids.AddRange((EntryId ?? []).Where(id => !string.IsNullOrWhiteSpace(id)));
    }

    private protected override Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(async (pipeline, cancellation) =>
    {
        // A pipeline without objects asks for nothing, and least of all for the last entry.
        if (!_isAsked)
            return;

        var journal = await ConnectionJournal.ReadEntriesAsync(Memory, JudgedContext.TenantId, cancellation).ConfigureAwait(false);
        if (_isLast)
        {
            if (journal.LastOrDefault(entry => entry.CanBeUndone && entry.UndoOf is null) is not { } last)
            {
                await pipeline.WriteWarningAsync("Nothing that the journal holds of this tenant is left to be taken back.").ConfigureAwait(false);
                return;
            }

            await pipeline.WriteVerboseAsync($"The last entry that can be taken back is {last.EntryId}, about {last.ControlId}, of {ScoreText.Date(last.At)}.").ConfigureAwait(false);
            await UndoAsync(pipeline, [last], cancellation).ConfigureAwait(false);
            return;
        }

        if (_piped > _ids.Count)
            await pipeline.WriteVerboseAsync(string.Create(CultureInfo.InvariantCulture, $"{_piped - _ids.Count} objects of the pipeline have no journal entry: nothing was written there.")).ConfigureAwait(false);
        var entries = new List<JournalEntry>();
        foreach (string id in _ids.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if ((journal.FirstOrDefault(entry => IsCalled(entry, id)) ?? await FindElsewhereAsync(id, cancellation).ConfigureAwait(false)) is { } found)
                entries.Add(found);
            else
                await pipeline.WriteErrorAsync(Errors.From(NotFound(id))).ConfigureAwait(false);
        }

        // What came later stands on what was there before.
        var order = journal.Select(entry => entry.EntryId).ToList();
        await UndoAsync(pipeline, entries.OrderByDescending(entry => order.IndexOf(entry.EntryId)), cancellation).ConfigureAwait(false);
    });

    private Task UndoAsync(PipelineWriter pipeline, IEnumerable<JournalEntry> entries, CancellationToken cancellation) => RemediateAsync(
        pipeline,
        [.. entries.Select(entry => new RemediationOrder(entry.ControlId, RemediationCatalog.FindById(entry.RemediationId)) { Undo = entry })],
        cancellation);

    /// <summary>The entry of another tenant: the engine refuses it, and says whose it is.</summary>
    private async Task<JournalEntry?> FindElsewhereAsync(string id, CancellationToken cancellation)
    {
        foreach (var tenant in await Memory.UseAsync(store => store.ReadTenantsAsync(cancellation), cancellation).ConfigureAwait(false))
        {
            var entries = await ConnectionJournal.ReadEntriesAsync(Memory, tenant.TenantId, cancellation).ConfigureAwait(false);
            if (entries.FirstOrDefault(entry => IsCalled(entry, id)) is { } found)
                return found;
        }

        return null;
    }

    private static bool IsCalled(JournalEntry entry, string id) => entry.EntryId.Equals(id.Trim(), StringComparison.OrdinalIgnoreCase);

    private static SecureScoreException NotFound(string id) => new(
        ErrorIds.JournalEntryNotFound, $"The journal of the tenant has no entry '{id}'. List its entries with Get-ScoreRemediation -Journal; another store has another journal.") { Target = id };
}

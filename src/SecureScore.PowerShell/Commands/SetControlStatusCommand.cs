using System.Globalization;
using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Decides about controls: what is planned, whose risk is accepted, and what something else takes care of; with a reason, an owner and an end.</summary>
/// <remarks>A decision replaces the one before as a whole. Objects of the pipeline bring their own Status, Note, Owner and Expires, which parameters override.
/// All decisions that can be taken are stored together.</remarks>
[Cmdlet(VerbsCommon.Set, "ControlStatus", DefaultParameterSetName = ConnectedSet, SupportsShouldProcess = true)]
[OutputType(typeof(ControlResult))]
public sealed class SetControlStatusCommand : ControlCommand
{
    // One deliberate decision needs no second thought; a list of them does.
    private const int MostWeakenedUnasked = 1;

    private CultureInfo _culture = CultureInfo.InvariantCulture;
    private string? _obstacle;

    internal Func<PSCmdlet, Interaction> Interaction { get; set; } = PowerShell.Interaction.Of;

    /// <summary>The decision: ToAddress, Planned, RiskAccepted, ThirdParty or AlternateMitigation. Completed cannot be decided: only evidence gives it.</summary>
    // No enumeration: PowerShell would complete Completed too.
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(DecisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Status { get; set; }

    /// <summary>Why. Empty is none.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string? Note { get; set; }

    /// <summary>Who answers for it. Empty is none.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string? Owner { get; set; }

    /// <summary>When the decision ends, and the control is to be addressed again: a date, or its text as 2026-12-31 or as the culture writes it. Empty is
    /// never.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public object? Expires { get; set; }

    /// <summary>Does not ask before several decisions give points that no evidence shows, or hide open work.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the decisions to Microsoft Secure Score too, where Microsoft has a state for them, and reads them back. Decisions that are stored
    /// already are published where Microsoft shows another state.</summary>
    [Parameter]
    public SwitchParameter Publish { get; set; }

    private protected override void PrepareRecord()
    {
        base.PrepareRecord();
        if (Publish && !IsSignedIn)
            ThrowTerminatingError(Errors.NotSignedIn());
        _culture = CultureInfo.CurrentCulture;
        _obstacle = Interaction(this).Obstacle;
    }

    private protected override async Task ChangeAsync(PipelineWriter pipeline, int unusable, CancellationToken cancellation)
    {
        var result = await JudgeAsync(pipeline, cancellation).ConfigureAwait(false);
        var tally = new Tally { Refused = unusable };
        var stored = new Dictionary<string, Publication>(StringComparer.OrdinalIgnoreCase);
        var planned = await PlanAsync(pipeline, result, tally, stored).ConfigureAwait(false);
        var confirmed = await ConfirmAsync(pipeline, planned).ConfigureAwait(false);
        if (confirmed.Count > 0)
        {
            await Memory.UseAsync(async store =>
            {
                await store.AddDecisionsAsync([.. confirmed.Select(decision => decision.Entry)], cancellation).ConfigureAwait(false);
                return true;
            }, cancellation).ConfigureAwait(false);
        }

        string[] published = Publish ? await PublishAsync(pipeline, [.. confirmed.Select(Publication.Of), .. stored.Values], cancellation).ConfigureAwait(false) : [];
        string[] changed = [.. confirmed.Select(decision => decision.Entry.ControlId).Union(published, StringComparer.OrdinalIgnoreCase)];
        await WriteChangedAsync(pipeline, changed, cancellation).ConfigureAwait(false);
        string summary = tally.Text(confirmed.Count);
        await (planned.Count == 0 && stored.Count == 0 && tally.Skipped > 0 ? pipeline.WriteWarningAsync(summary) : pipeline.WriteVerboseAsync(summary)).ConfigureAwait(false);
    }

    /// <summary>The decisions that can be taken and change something; of several about one control the last one.</summary>
    private async Task<IReadOnlyCollection<PlannedDecision>> PlanAsync(PipelineWriter pipeline, SecureScoreResult result, Tally tally, Dictionary<string, Publication> stored)
    {
        var planned = new Dictionary<string, PlannedDecision>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in Rows)
        {
            try
            {
                var control = result.GetControl(row.Id);
                var status = row.Status(Status);
                string? note = IsGiven(nameof(Note)) ? Note : row.Text(nameof(Note));
                string? owner = IsGiven(nameof(Owner)) ? Owner : row.Text(nameof(Owner));
                var expires = row.Date(IsGiven(nameof(Expires)) ? Expires : row.Value(nameof(Expires)), _culture);
                if (row.IsPiped && (control.Status == ControlStatus.Completed || (Status is null && status == ControlStatus.Completed)))
                    tally.Completed++;
                else if (DecisionRules.IsUnchanged(control, status, note, owner, expires))
                {
                    tally.Unchanged++;
                    bool mayDiffer = control.PublishedState is null || control.Findings.Any(finding => finding.Id == SecureScoreEvaluator.PublishedStateDiffers);
                    if (Publish && mayDiffer && !planned.ContainsKey(control.Id))
                        stored[control.Id] = new Publication(control, status, note, owner);
                }
                else
                {
                    planned[control.Id] = new PlannedDecision(control, DecisionRules.Decide(result, control.Id, status, note, owner, expires, Actor, Clock));
                    stored.Remove(control.Id);
                }
            }
            catch (SecureScoreException exception)
            {
                tally.Refused++;
                await pipeline.WriteErrorAsync(Errors.From(exception)).ConfigureAwait(false);
            }
        }

        return planned.Values;
    }

    private async Task<IReadOnlyList<PlannedDecision>> ConfirmAsync(PipelineWriter pipeline, IEnumerable<PlannedDecision> planned)
    {
        var confirmed = new List<PlannedDecision>();
        foreach (var decision in planned)
        {
            if (await pipeline.ShouldProcessAsync($"{decision.Entry.ControlId} ({decision.Control.Title})", decision.Action(Publish)).ConfigureAwait(false))
                confirmed.Add(decision);
        }

        var weakened = confirmed.Where(decision => DecisionRules.Weakens(decision.Control.Status, decision.Entry.Status)).ToArray();
        if (weakened.Length <= MostWeakenedUnasked || Force)
            return confirmed;

        string what = string.Create(CultureInfo.InvariantCulture,
            $"{weakened.Length} controls would look better by your word alone ({string.Join(", ", weakened.GroupBy(decision => decision.Entry.Status).Select(group => $"{group.Count()} {group.Key}"))})");
        if (_obstacle is not null)
        {
            throw new SecureScoreException(
                ErrorIds.ConfirmationNeeded, $"{what}, and nobody can be asked whether that is meant: {_obstacle}. Nothing was stored. Look at the list with -WhatIf, then add -Force.");
        }

        return await pipeline.ShouldContinueAsync($"{what}. Store these decisions?", "Weaker by decision").ConfigureAwait(false) ? confirmed : [];
    }

    /// <summary>Writes decisions to Microsoft, each by itself, and has the evidence show what is there then.</summary>
    /// <returns>The ids of the controls whose state Microsoft has.</returns>
    private async Task<string[]> PublishAsync(PipelineWriter pipeline, IReadOnlyList<Publication> publications, CancellationToken cancellation)
    {
        var published = new List<string>();
        using var observer = pipeline.Observe($"Publishing to {JudgedContext.TenantName ?? JudgedContext.TenantId}");
        for (int i = 0; i < publications.Count; i++)
        {
            var publication = publications[i];
            string id = publication.Control.Id;
            try
            {
                if (PublishedControlState.Of(publication.Status, publication.Note, publication.Owner) is not { } state)
                {
                    await pipeline.WriteWarningAsync($"{id} is not published: {MicrosoftState.RefusalOf(id, publication.Status)}").ConfigureAwait(false);
                    continue;
                }

                if (MicrosoftState.RefusalOf(id, publication.Status) is { } refusal)
                    throw new SecureScoreException(ErrorIds.PublishRefused, $"'{id}' cannot be published: {refusal}") { Target = id };

                if (publication.IsStored && !await pipeline.ShouldProcessAsync($"{id} ({publication.Control.Title})", $"Publish status {publication.Status}").ConfigureAwait(false))
                    continue;

                await JudgedContext.Live!.UseAsync((connection, token) => connection.PublishStateAsync(id, state, observer, token), cancellation).ConfigureAwait(false);
                published.Add(id);
            }
            catch (SecureScoreException exception)
            {
                // Without a token that may write, nothing of the rest can be published either.
                bool isOfOneControl = exception.ErrorId is ErrorIds.PublishDenied or ErrorIds.PublishFailed or ErrorIds.PublishRefused;
                int rest = publications.Count - i - 1;
                string more = isOfOneControl || rest == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {rest} more are not published.");
                await pipeline.WriteErrorAsync(Errors.From(
                    new SecureScoreException(exception.ErrorId, $"{exception.Message} The decision about '{id}' is kept in the store all the same.{more}") { Target = id })).ConfigureAwait(false);
                if (!isOfOneControl)
                    break;
            }
        }

        if (published.Count > 0)
            await JudgedContext.CollectAsync([Resources.SecureScoreControlProfiles], refresh: true, observer, cancellation).ConfigureAwait(false);
        return [.. published];
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>A decision that is about to be taken.</summary>
    /// <param name="Control">The control before.</param>
    /// <param name="Entry">The decision.</param>
    private sealed record PlannedDecision(ControlResult Control, DecisionEntry Entry)
    {
        public string Action(bool publishes) => string.Create(
            CultureInfo.InvariantCulture,
            $"Set status {Control.Status} to {Entry.Status}{(Entry.Expires is { } end ? $" until {end:yyyy-MM-dd HH:mm zzz}" : "")}{(publishes ? " and publish it to Microsoft" : "")}");
    }

    /// <summary>A decision that Microsoft is to be told.</summary>
    /// <param name="Control">The control before.</param>
    /// <param name="Status">The decision.</param>
    /// <param name="Note">Why.</param>
    /// <param name="Owner">Who answers for it.</param>
    private sealed record Publication(ControlResult Control, ControlStatus Status, string? Note, string? Owner)
    {
        /// <summary>Whether the decision was stored before, so that nobody was asked about it yet.</summary>
        public bool IsStored { get; private init; } = true;

        public static Publication Of(PlannedDecision decision) =>
            new(decision.Control, decision.Entry.Status, decision.Entry.Note, decision.Entry.Owner) { IsStored = false };
    }

    /// <summary>How many rows became what.</summary>
    private sealed class Tally
    {
        public int Completed { get; set; }

        public int Unchanged { get; set; }

        public int Refused { get; set; }

        public int Skipped => Completed + Unchanged;

        public string Text(int decided) => string.Create(
            CultureInfo.InvariantCulture, $"{decided} decided, {Unchanged} unchanged, {Completed} completed (nothing to decide), {Refused} refused.");
    }
}

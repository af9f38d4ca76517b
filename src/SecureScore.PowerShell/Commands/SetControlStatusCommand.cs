using System.Globalization;
using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Decisions;
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

    private protected override void PrepareRecord()
    {
        base.PrepareRecord();
        _culture = CultureInfo.CurrentCulture;
        _obstacle = Interaction(this).Obstacle;
    }

    private protected override async Task ChangeAsync(PipelineWriter pipeline, int unusable, CancellationToken cancellation)
    {
        var result = await JudgeAsync(pipeline, cancellation).ConfigureAwait(false);
        var tally = new Tally { Refused = unusable };
        var planned = await PlanAsync(pipeline, result, tally).ConfigureAwait(false);
        var confirmed = await ConfirmAsync(pipeline, planned).ConfigureAwait(false);
        if (confirmed.Count > 0)
        {
            await Memory.UseAsync(async store =>
            {
                await store.AddDecisionsAsync([.. confirmed.Select(decision => decision.Entry)], cancellation).ConfigureAwait(false);
                return true;
            }, cancellation).ConfigureAwait(false);
        }

        await WriteChangedAsync(pipeline, [.. confirmed.Select(decision => decision.Entry.ControlId)], cancellation).ConfigureAwait(false);
        string summary = tally.Text(confirmed.Count);
        await (planned.Count == 0 && tally.Skipped > 0 ? pipeline.WriteWarningAsync(summary) : pipeline.WriteVerboseAsync(summary)).ConfigureAwait(false);
    }

    /// <summary>The decisions that can be taken and change something; of several about one control the last one.</summary>
    private async Task<IReadOnlyCollection<PlannedDecision>> PlanAsync(PipelineWriter pipeline, SecureScoreResult result, Tally tally)
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
                    tally.Unchanged++;
                else
                    planned[control.Id] = new PlannedDecision(control, DecisionRules.Decide(result, control.Id, status, note, owner, expires, DecidedBy(), Clock));
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
            if (await pipeline.ShouldProcessAsync($"{decision.Entry.ControlId} ({decision.Control.Title})", decision.Action()).ConfigureAwait(false))
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

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private string DecidedBy() => JudgedContext.Account ?? (Environment.UserName is { Length: > 0 } user ? user : "unknown");

    /// <summary>A decision that is about to be taken.</summary>
    /// <param name="Control">The control before.</param>
    /// <param name="Entry">The decision.</param>
    private sealed record PlannedDecision(ControlResult Control, DecisionEntry Entry)
    {
        public string Action() => string.Create(
            CultureInfo.InvariantCulture, $"Set status {Control.Status} to {Entry.Status}{(Entry.Expires is { } end ? $" until {end:yyyy-MM-dd HH:mm zzz}" : "")}");
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

using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.ConditionalAccess;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Formatting;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>A cmdlet that changes the tenant. It goes the one road for each control: read what is there now, plan, say what would change, ask, journal,
/// write, read back, judge again.</summary>
/// <remarks>A command names what it wants (<see cref="RemediationOrder"/>) and calls <c>RemediateAsync</c>. The controls come one after the other,
/// each planned by what the former left.</remarks>
public abstract class RemediationCommand : AskingCommand
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly HashSet<string> _fresh = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(TenantChange Change, DateTimeOffset? LookAgainAt)> _pending = [];
    private IReadOnlyList<RemediationOrder> _orders = [];
    private bool? _forAll;

    /// <summary>Waits until the service shows the change, as long as that service may take. Without it, half a minute.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    private protected override IEnumerable<string> Named => _orders.Select(order => order.ControlId);

    /// <summary>Does what is wanted, one control after the other, and writes a result for each. What fails about one control is its own error.</summary>
    /// <returns>The results that were written.</returns>
    private protected async Task<IReadOnlyList<RemediationResult>> RemediateAsync(
        PipelineWriter pipeline, IReadOnlyList<RemediationOrder> orders, CancellationToken cancellation)
    {
        _orders = orders;
        await RefuseUnattendedAsync(pipeline, cancellation).ConfigureAwait(false);
        var results = new List<RemediationResult>();
        foreach (var order in orders)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await TryRemediateAsync(pipeline, order, cancellation).ConfigureAwait(false) is not { } result)
                continue;

            results.Add(result);
            await pipeline.WriteObjectAsync(result).ConfigureAwait(false);
        }

        return results;
    }

    /// <summary>Whether each person whom a policy would concern has registered what it asks for.</summary>
    private protected async Task<IReadOnlyList<RolloutReadiness>> ReadinessAsync(PipelineWriter pipeline, RemediationOrder order, CancellationToken cancellation)
    {
        _orders = [order];
        return await PlanAsync(pipeline, order, cancellation).ConfigureAwait(false) is { Request: { } request } prepared
            ? PolicyRollout.Readiness(prepared.Plan.Remediation, request, prepared.Plan.Draft)
            : [];
    }

    /// <summary>Uses what runs plans on the connected tenant.</summary>
    private protected Task<T> UseRunnerAsync<T>(PipelineWriter pipeline, TimeSpan? patience, Func<RemediationRunner, CancellationToken, Task<T>> use, CancellationToken cancellation) =>
        JudgedContext.Live!.UseAsync(
            async (connection, token) =>
            {
                using var observer = pipeline.Observe($"Changing {JudgedContext.TenantName ?? JudgedContext.TenantId}");
                var runner = new RemediationRunner(connection.Writer, new ConnectionJournal(Memory), observer, Clock, Actor)
                {
                    Patience = patience > s_patience ? patience.Value : s_patience,
                };
                return await use(runner, token).ConfigureAwait(false);
            },
            cancellation);

    /// <summary>Nothing at all is written when anything that wants to be confirmed cannot be.</summary>
    private async Task RefuseUnattendedAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (Obstacle is null || IsAgreed || IsWhatIf)
            return;

        var unconfirmed = new List<string>();
        foreach (var order in _orders.Where(order => order.Remediation?.Risk == RiskClass.B))
        {
            try
            {
                if (await PlanAsync(pipeline, order, cancellation).ConfigureAwait(false) is { Plan.IsDone: false })
                    unconfirmed.Add(order.ControlId);
            }
            catch (SecureScoreException exception) when (IsOfOneControl(exception, cancellation))
            {
                // Nothing will be written about it; its error comes when it is its turn.
            }
        }

        if (unconfirmed.Count > 0)
            throw ConfirmationRequired(string.Join(", ", unconfirmed));
    }

    private SecureScoreException ConfirmationRequired(string ids) => ConfirmationRequired(
        $"Users notice what would be changed about {ids}", "Nothing was written about it. Look at it with -WhatIf, then add -Force or -Confirm:$false.", ids);

    private async Task<RemediationResult?> TryRemediateAsync(PipelineWriter pipeline, RemediationOrder order, CancellationToken cancellation)
    {
        ControlResult? control = null;
        try
        {
            var prepared = await PlanAsync(pipeline, order, cancellation, known => control = known).ConfigureAwait(false);
            return prepared is null
                ? ByHand(control!)
                : await RemediateAsync(pipeline, prepared, cancellation).ConfigureAwait(false);
        }
        catch (SecureScoreException exception) when (IsOfOneControl(exception, cancellation))
        {
            await WriteErrorAsync(pipeline, exception, order.ControlId).ConfigureAwait(false);
            return control is null ? null : Result(control, order, RemediationOutcome.Failed) with { ErrorId = exception.ErrorId, Error = exception.Message };
        }
    }

    private static bool IsOfOneControl(SecureScoreException exception, CancellationToken cancellation) =>
        !cancellation.IsCancellationRequested && exception.ErrorId is not (ErrorIds.Disconnected or ErrorIds.ConfirmationRequired);

    private static Task WriteErrorAsync(PipelineWriter pipeline, SecureScoreException exception, string controlId) =>
        pipeline.WriteErrorAsync(Errors.From(exception.Target == controlId ? exception : new SecureScoreException(exception.ErrorId, exception.Message, exception) { Target = controlId }));

    /// <summary>Plans by what is there now; null when a person has to do it.</summary>
    private async Task<PreparedPlan?> PlanAsync(
        PipelineWriter pipeline, RemediationOrder order, CancellationToken cancellation, Action<ControlResult>? found = null)
    {
        var judged = await JudgeNowAsync(pipeline, order.Resources, order.Reads, await FindGroupsAsync(pipeline, order, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        var control = judged.Result.GetControl(order.ControlId);
        found?.Invoke(control);
        if (order.Remediation is null && order.Undo is null)
            return null;

        RemediationPlan plan;
        RemediationRequest? request = null;
        if (order.Undo is { } entry)
        {
            plan = await UseRunnerAsync(
                pipeline, patience: null, (runner, token) => runner.PlanUndoAsync(entry, control, JudgedContext.TenantId ?? "", Force, token), cancellation).ConfigureAwait(false);
            bool concernsPolicies = PolicyUndo.Concerns(plan.Draft.Changes);
            judged = await WithNamedGroupsAsync(pipeline, order, plan, judged, concernsPolicies ? PolicyUndo.Reads : [], cancellation).ConfigureAwait(false);
            if (concernsPolicies)
                PolicyUndo.Check(RequestBy(judged), plan.Draft.Changes);

            plan = plan with { ExpectedPoints = RemediationPlanner.PointsWith(judged.Evidence, plan.Draft.Changes, control.Id, judged.Judge, cancellation) };
        }
        else
        {
            request = RequestBy(judged);
            if (RemediationPlanner.LogsFor(order.Remediation!, request) is { Count: > 0 } logs)
            {
                judged = await WithLogsAsync(pipeline, logs, cancellation).ConfigureAwait(false);
                request = RequestBy(judged);
            }

            plan = RemediationPlanner.Plan(order.Remediation!, request, judged.Result, judged.Judge);
        }

        return new PreparedPlan(order, plan, IsPartial(Catalog()) ? null : judged.Result.MaxScore) { Request = request };

        RemediationRequest RequestBy(TenantJudgement by) =>
            new(new TenantEvidence(by.Evidence, cancellation)) { ControlId = control.Id, Values = order.Values, Account = JudgedContext.Account };
    }

    /// <summary>The ids of the groups that an order names. A group that is new is looked for once more.</summary>
    private async Task<IReadOnlyList<string>> FindGroupsAsync(PipelineWriter pipeline, RemediationOrder order, CancellationToken cancellation)
    {
        if (order.Groups.Count == 0)
            return [];

        bool isNew = !JudgedContext.Live!.HasAsked([Resources.Groups]);
        var found = await ResolveAsync(refresh: false).ConfigureAwait(false);
        return isNew || found.Count == order.Groups.Count || !_fresh.Add(Resources.Groups) ? found : await ResolveAsync(refresh: true).ConfigureAwait(false);

        async Task<IReadOnlyList<string>> ResolveAsync(bool refresh)
        {
            using var observer = Observe(pipeline);
            var (snapshot, _) = await JudgedContext.CollectAsync([Resources.Groups], refresh, observer, cancellation).ConfigureAwait(false);
            try
            {
                return NamedGroups.Resolve(snapshot, order.Groups, cancellation);
            }
            catch (EvidenceUnavailableException)
            {
                // The plan says that the groups cannot be read.
                return [];
            }
        }
    }

    /// <summary>Judges with further resources, and with the members of the groups that are named only once a plan is carried out.</summary>
    private async Task<TenantJudgement> WithNamedGroupsAsync(
        PipelineWriter pipeline, RemediationOrder order, RemediationPlan plan, TenantJudgement judged, IReadOnlyList<string> others, CancellationToken cancellation)
    {
        string[] groups = [.. GroupsIn(plan.Draft.Changes).Except(GroupsIn([]), StringComparer.OrdinalIgnoreCase)];
        if (groups.Length > 0)
            others = [.. others, Resources.Groups, Resources.GroupMembers];
        return others.Count == 0 ? judged : await JudgeNowAsync(pipeline, order.Resources, others, groups, cancellation).ConfigureAwait(false);

        IReadOnlyList<string> GroupsIn(IReadOnlyList<TenantChange> changes)
        {
            try
            {
                return NamedGroups.Find(ChangeProjection.Apply(judged.Evidence, changes, cancellation), cancellation);
            }
            catch (EvidenceUnavailableException)
            {
                // Without the rest of the resource nobody can tell what the change is worth.
                return [];
            }
        }
    }

    /// <summary>Judges with logs, as they are at this moment.</summary>
    private async Task<TenantJudgement> WithLogsAsync(PipelineWriter pipeline, IReadOnlyList<string> logs, CancellationToken cancellation)
    {
        string[] missing = [.. logs.Where(log => !_fresh.Contains(log))];
        if (missing.Length > 0)
        {
            using var observer = Observe(pipeline);
            await JudgedContext.CollectAsync(missing, refresh: Array.Exists(missing, log => JudgedContext.Live!.HasAsked([log])), observer, cancellation).ConfigureAwait(false);
            _fresh.UnionWith(missing);
        }

        return await JudgeAsync(pipeline, evidenceOnly: null, cancellation).ConfigureAwait(false);
    }

    private PipelineObserver Observe(PipelineWriter pipeline) => pipeline.Observe($"Reading what is there now in {JudgedContext.TenantName ?? JudgedContext.TenantId}");

    /// <summary>Judges by resources as they are at this moment. What was read in this run, and not changed since, is of this moment.</summary>
    /// <param name="pipeline">Is told what goes on.</param>
    /// <param name="resources">What has to be of this moment.</param>
    /// <param name="others">What has to be there besides, and of this moment as far as that is cheap.</param>
    /// <param name="groups">Ids of the groups whose members have to be known, though nothing may name them yet.</param>
    /// <param name="cancellation">Ends it early.</param>
    private async Task<TenantJudgement> JudgeNowAsync(
        PipelineWriter pipeline, IReadOnlyCollection<string> resources, IReadOnlyCollection<string> others, IReadOnlyCollection<string> groups, CancellationToken cancellation)
    {
        var live = JudgedContext.Live!;
        string[] wanted = [.. resources.Concat(others).Distinct(StringComparer.OrdinalIgnoreCase)];
        var again = resources.Concat(others.Where(IsCheap)).Where(resource => live.HasAsked([resource]) && !_fresh.Contains(resource)).ToList();

        // Whom a policy names may be another group than before.
        if (again.Intersect(NamedGroups.Sources, StringComparer.OrdinalIgnoreCase).Any() && live.HasAsked([Resources.GroupMembers]))
            again.Add(Resources.GroupMembers);
        using (var observer = Observe(pipeline))
        {
            if (again.Count > 0)
                await JudgedContext.CollectAsync([.. again.Distinct(StringComparer.OrdinalIgnoreCase)], refresh: true, observer, cancellation, groups).ConfigureAwait(false);
            if (wanted.Length > 0)
                await JudgedContext.CollectAsync(wanted, refresh: false, observer, cancellation, groups).ConfigureAwait(false);
        }

        _fresh.UnionWith(wanted);
        return await JudgeAsync(pipeline, evidenceOnly: null, cancellation).ConfigureAwait(false);
    }

    // What has a row for each user, group or sign-in may be a million of them.
    private static bool IsCheap(string resource) => ResourceDefinitions.Find(resource) is { Format: not SnapshotFormat.Lines, IsOptional: false };

    private async Task<RemediationResult> RemediateAsync(PipelineWriter pipeline, PreparedPlan prepared, CancellationToken cancellation)
    {
        var (order, plan, maximum) = prepared;
        var result = Result(plan.Control, order, RemediationOutcome.AlreadyDone) with
        {
            PointsAfter = plan.ExpectedPoints,
            PointsInForce = plan.PointsInForce,
            Summary = ChangeText.Summary(plan.Draft.Changes),
            Changes = [.. plan.Draft.Changes.SelectMany(ChangeText.Lines)],
            Warnings = [.. plan.Draft.Warnings],
            UndoOf = plan.UndoOf,
        };
        if (plan.IsDone)
        {
            // Of what was taken back by hand, the journal is still to know.
            var noted = order.Undo is null || IsWhatIf ? null : await RunAsync(pipeline, plan, cancellation).ConfigureAwait(false);
            return result with { Explanation = plan.Control.Explanation, EntryId = noted?.EntryId };
        }

        RefusePending(plan, IsWhatIf || order.Undo is not null ? _pending : [.. _pending, .. await PendingBeforeAsync(plan, cancellation).ConfigureAwait(false)]);
        if (await AskAsync(pipeline, plan, [.. RemediationText.Lines(plan, order.Undo, maximum)]).ConfigureAwait(false) is { } refusal)
            return result with { Outcome = refusal };

        foreach (string warning in plan.Draft.Warnings)
            await pipeline.WriteWarningAsync($"{plan.Control.Id}: {warning}").ConfigureAwait(false);
        return await ApplyAsync(pipeline, order, plan, result, cancellation).ConfigureAwait(false);
    }

    /// <summary>Asks what is to be asked.</summary>
    /// <returns>Why it is not done; null when it is.</returns>
    private async Task<RemediationOutcome?> AskAsync(PipelineWriter pipeline, RemediationPlan plan, string[] lines)
    {
        string caption = $"Change {JudgedContext.TenantName ?? JudgedContext.TenantId}";
        if (!await pipeline.ShouldProcessAsync(lines, caption).ConfigureAwait(false))
            return IsWhatIf ? RemediationOutcome.Planned : RemediationOutcome.Declined;
        if (plan.Remediation.Risk != RiskClass.B || IsAgreed)
            return null;
        if (Obstacle is not null)
            throw ConfirmationRequired(plan.Control.Id);

        // Who asked to be asked has just read what would change.
        string[] known = MyInvocation.BoundParameters.ContainsKey("Confirm") ? lines[..1] : lines;
        (bool isYes, _forAll) = await pipeline.ShouldContinueAsync([.. known, "Users may notice this. Change it?"], caption, _forAll).ConfigureAwait(false);
        return isYes ? null : RemediationOutcome.Declined;
    }

    /// <summary>What a service took and does not show yet cannot be planned by: the former value would be written over it.</summary>
    private static void RefusePending(RemediationPlan plan, IReadOnlyCollection<(TenantChange Change, DateTimeOffset? LookAgainAt)> taken)
    {
        foreach (var change in plan.Draft.Changes.OfType<SettingsChange>())
        {
            var clash = taken.FirstOrDefault(pending => pending.Change is SettingsChange earlier && earlier.Resource == change.Resource && earlier.Identity == change.Identity
                && earlier.Settings.Any(setting => change.Settings.Any(other => TopOf(other.Name) == TopOf(setting.Name))));
            if (clash.Change is not null)
            {
                throw new SecureScoreException(
                    ErrorIds.RemediationConflict,
                    $"The service does not show yet what was changed a moment ago about the settings that '{plan.Control.Id}' is about. Nothing was written. Run it again after {ScoreText.Date(clash.LookAgainAt)}.")
                {
                    Target = plan.Control.Id,
                };
            }
        }

        static string TopOf(string path) => path.Split('.')[0];
    }

    /// <summary>What runs before this one changed, as far as a service took it a while ago and still shows the former values that the plan starts from.</summary>
    private async Task<IEnumerable<(TenantChange Change, DateTimeOffset? LookAgainAt)>> PendingBeforeAsync(RemediationPlan plan, CancellationToken cancellation)
    {
        var delay = plan.Draft.ShowsWithin ?? RemediationRunner.UsualDelay;
        var planned = plan.Draft.Changes.OfType<SettingsChange>().ToArray();
        return (await ConnectionJournal.ReadEntriesAsync(Memory, JudgedContext.TenantId, cancellation).ConfigureAwait(false))
            .Where(entry => entry.State == JournalState.Pending && entry.At + delay > Clock.GetUtcNow())
            .SelectMany(entry => entry.Made.Select(position => entry.Changes[position]).OfType<SettingsChange>().Where(IsHidden)
                .Select(change => ((TenantChange)change, (DateTimeOffset?)(entry.At + delay))));

        bool IsHidden(SettingsChange earlier) => planned.Where(change => change.Resource == earlier.Resource && change.Identity == earlier.Identity)
            .Any(change => change.Settings.Any(setting => earlier.Settings.Any(other => other.Name == setting.Name && setting.Former.SameAs(other.Former))));
    }

    private async Task<RemediationResult> ApplyAsync(
        PipelineWriter pipeline, RemediationOrder order, RemediationPlan plan, RemediationResult result, CancellationToken cancellation)
    {
        _fresh.ExceptWith(order.Resources);
        var run = await RunAsync(pipeline, plan, cancellation).ConfigureAwait(false);
        if (run.Outcome == RemediationOutcome.Pending)
            _pending.AddRange(plan.Draft.Changes.Select(change => (change, run.LookAgainAt)));

        result = result with
        {
            Outcome = run.Outcome,
            EntryId = run.EntryId,
            LookAgainAt = run.LookAgainAt,
            Warnings = [.. result.Warnings, .. run.Notes],
            ErrorId = run.Failure?.ErrorId,
            Error = run.Failure?.Message,
        };
        if (run.Failure is { } failure)
            await WriteErrorAsync(pipeline, failure, plan.Control.Id).ConfigureAwait(false);
        try
        {
            var judged = await JudgeNowAsync(pipeline, order.Resources, [], await FindGroupsAsync(pipeline, order, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            var control = judged.Result.GetControl(plan.Control.Id);
            return result with { PointsAfter = control.Points, MaxPoints = control.MaxPoints, Explanation = control.Explanation };
        }
        catch (SecureScoreException exception) when (IsOfOneControl(exception, cancellation))
        {
            return result with { PointsAfter = null, Warnings = [.. result.Warnings, $"It is not judged again: {exception.Message}"] };
        }
    }

    private Task<RemediationRun> RunAsync(PipelineWriter pipeline, RemediationPlan plan, CancellationToken cancellation) => pipeline.WithProgressAsync(
        $"Changing {JudgedContext.TenantName ?? JudgedContext.TenantId}",
        plan.Control.Id,
        UseRunnerAsync(pipeline, Wait ? plan.Draft.ShowsWithin : null, (runner, token) => runner.ApplyAsync(plan, token), cancellation),
        cancellation);

    private static RemediationResult Result(ControlResult control, RemediationOrder order, RemediationOutcome outcome) => new()
    {
        ControlId = control.Id,
        Title = control.Title,
        Outcome = outcome,
        Risk = order.Remediation?.Risk ?? RiskClass.Manual,
        PointsBefore = control.Points,
        MaxPoints = control.MaxPoints,
        ActionUrl = control.ActionUrl,
        UndoOf = order.Undo?.EntryId,
    };

    private static RemediationResult ByHand(ControlResult control)
    {
        var info = RemediationCatalog.Describe(control);
        bool isDone = control.Outcome == ControlOutcome.Completed;
        return new RemediationResult
        {
            ControlId = control.Id,
            Title = control.Title,
            Outcome = isDone ? RemediationOutcome.AlreadyDone : RemediationOutcome.Manual,
            Risk = RiskClass.Manual,
            PointsBefore = control.Points,
            PointsAfter = control.Points,
            MaxPoints = control.MaxPoints,
            Explanation = control.Explanation,
            Steps = isDone ? [] : info.Steps,
            ActionUrl = info.ActionUrl,
        };
    }

    /// <summary>What is to be done, worked out.</summary>
    /// <param name="Order">What was wanted.</param>
    /// <param name="Plan">What it takes.</param>
    /// <param name="Maximum">The points of all controls; null when only some were judged.</param>
    private sealed record PreparedPlan(RemediationOrder Order, RemediationPlan Plan, decimal? Maximum)
    {
        /// <summary>What it was planned by; null for what takes something back.</summary>
        public RemediationRequest? Request { get; init; }
    }
}

using System.CommandLine;
using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Ports;

namespace SecureScore.Cli;

/// <summary>The command status: what was decided about controls, and deciding.</summary>
internal sealed class StatusCommand
{
    private readonly Terminal _terminal;
    private readonly SharedOptions _shared;
    private readonly StoreAccess _stores;
    private readonly IReportWriter _reports;

    private readonly Argument<string[]> _ids = new("id") { Description = "The controls, for example AdminMFAV2.", HelpName = "id", Arity = ArgumentArity.ZeroOrMore };

    private readonly Option<ControlStatus?> _set = Inputs.Choice<ControlStatus?>(
        "--set", "Decide so about the controls", nameof(ControlStatus.Completed), "status");

    private readonly Option<string?> _note = new("--note") { Description = "Why. A decision replaces the one before, its note too.", HelpName = "text" };
    private readonly Option<string?> _owner = new("--owner") { Description = "Who answers for it.", HelpName = "name" };

    private readonly Option<DateTimeOffset?> _expires = new("--expires")
    {
        Description = "When the decision ends; of a day its beginning, in UTC unless it says otherwise.",
        HelpName = "date",
        CustomParser = Inputs.Moment,
    };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Also when several controls come to look better by word alone (thirdparty, alternatemitigation, riskaccepted).",
    };

    private readonly Option<string?> _tenant = HistoryCommands.TenantOption();

    private StatusCommand(Terminal terminal, SharedOptions shared, StoreAccess stores, IReportWriter reports)
    {
        _terminal = terminal;
        _shared = shared;
        _stores = stores;
        _reports = reports;
        _ids.CompletionSources.Add(_ => ControlCatalog.Default.Controls.Select(control => control.Id));
    }

    public static Command Create(Terminal terminal, SharedOptions shared, StoreAccess stores, IReportWriter reports) =>
        new StatusCommand(terminal, shared, stores, reports).Build();

    private Command Build()
    {
        var command = new Command("status", """
            Lists what was decided about controls, or decides with --set, which needs the tenant's --snapshot.
            What a control would have by its evidence stays known; decisions count from the next judgement on.
            """)
        {
            _ids, _set, _note, _owner, _expires, _force, _tenant,
        };
        command.Validators.Add(result =>
        {
            bool sets = result.GetResult(_set) is not null;
            Option[] details = [_note, _owner, _expires, _force];
            if (!sets && Array.Find(details, option => result.GetResult(option) is { Implicit: false }) is { } detail)
                result.AddError($"{detail.Name} belongs to --set.");
            else if (sets && result.GetResult(_ids) is not { Tokens.Count: > 0 })
                result.AddError("--set needs the id of a control.");
            else if (sets && result.GetResult(_tenant) is { Implicit: false })
                result.AddError("--set decides about the tenant of --snapshot; leave --tenant away.");
            else if (sets && result.GetValue(_shared.Snapshot) is null && result.GetValue(_shared.Store) is null)
                result.AddError("--set needs the tenant: name its --snapshot. The demo tenant needs a --store of its own.");
        });
        command.SetAction((parsed, cancellation) => parsed.GetValue(_set) is { } status
            ? DecideAsync(parsed, status, cancellation)
            : ListAsync(parsed, cancellation));
        return command;
    }

    private async Task ListAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = _shared.TenantOf(parsed);
        var store = await _stores.OpenAsync(options, cancellation).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            var tenant = await StoreAccess.FindTenantAsync(store, parsed.GetValue(_tenant), options, cancellation).ConfigureAwait(false);
            IEnumerable<DecisionEntry> decisions = await store.ReadCurrentDecisionsAsync(tenant.TenantId, cancellation).ConfigureAwait(false);
            var decided = decisions.ToDictionary(decision => decision.ControlId, StringComparer.OrdinalIgnoreCase);
            string[] ids = parsed.GetValue(_ids) ?? [];
            var catalog = _shared.CatalogOf(parsed);
            foreach (string id in ids.Where(id => !decided.ContainsKey(id)))
                _ = catalog.GetControl(id);
            Show(parsed, tenant, ids.Length == 0 ? [.. decided.Values] : [.. ids.Distinct(StringComparer.OrdinalIgnoreCase).Where(decided.ContainsKey).Select(id => decided[id])]);
        }
    }

    private async Task DecideAsync(ParseResult parsed, ControlStatus status, CancellationToken cancellation)
    {
        var options = _shared.TenantOf(parsed);
        var (note, owner, expires) = (parsed.GetValue(_note), parsed.GetValue(_owner), parsed.GetValue(_expires));
        var store = await _stores.CreateAsync(options, cancellation).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            // What was decided so far must be known: a store that fails is an error here.
            var tenant = await JudgedTenant.JudgeAsync(options, _stores, cancellation).ConfigureAwait(false);
            if (tenant.StoreFailure is { } failure)
                throw failure;

            var controls = parsed.GetRequiredValue(_ids).Select(tenant.Score.GetControl).DistinctBy(control => control.Id, StringComparer.Ordinal).ToArray();
            var changed = Array.FindAll(controls, control => !DecisionRules.IsUnchanged(control, status, note, owner, expires));
            DecisionEntry[] decisions =
            [
                .. changed.Select(control => DecisionRules.Decide(tenant.Score, control.Id, status, note, owner, expires, UserName(), TimeProvider.System)),
            ];
            string[] weakened = [.. changed.Where(control => DecisionRules.Weakens(control.Status, status)).Select(control => control.Id)];
            if (weakened.Length > 1 && !parsed.GetValue(_force))
            {
                throw new SecureScoreException(ErrorIds.ConfirmationNeeded,
                    $"{weakened.Length} controls would look better by word alone: {string.Join(", ", weakened)}. Nothing was decided; --force confirms it.");
            }

            await store.AddDecisionsAsync(decisions, cancellation).ConfigureAwait(false);
            if (decisions.Length < controls.Length)
                _terminal.Note($"{Words.Count(controls.Length - decisions.Length, "control has", "controls have")} that status already");
            Show(parsed, new StoredTenant(tenant.Score.TenantId!, tenant.Score.TenantName, tenant.Score.CollectedAt), decisions);
        }
    }

    private static string UserName() => Environment.UserName is { Length: > 0 } name ? name : "unknown";

    private void Show(ParseResult parsed, StoredTenant tenant, IReadOnlyList<DecisionEntry> decisions)
    {
        if (_shared.ReportFormatOf(parsed) is { } format)
            _reports.WriteRecords(_terminal.Output, format, decisions);
        else
            DecisionsView.Draw(_terminal, tenant, decisions, TimeProvider.System.GetUtcNow());
    }
}

using System.CommandLine;
using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;

namespace SecureScore.Cli;

/// <summary>The commands that add to the history and show it: import, history, events.</summary>
internal sealed class HistoryCommands
{
    private readonly Terminal _terminal;
    private readonly SharedOptions _shared;
    private readonly StoreAccess _stores;
    private readonly IReportWriter _reports;

    public HistoryCommands(Terminal terminal, SharedOptions shared, StoreAccess stores, IReportWriter reports)
    {
        _terminal = terminal;
        _shared = shared;
        _stores = stores;
        _reports = reports;
    }

    public static Option<string?> TenantOption() => new("--tenant")
    {
        Description = "Which tenant of the store, by id or name. Else the tenant of --snapshot, else the only one.",
        HelpName = "id|name",
    };

    public Command Import()
    {
        var paths = new Argument<string[]>("path") { Description = "Snapshot folders or zip files.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("import", """
            Judges snapshots and adds them to the history, each at its own date and with the decisions of that time.
            Adding a snapshot again changes nothing. One that cannot be added is told, and the others are.
            """) { paths };
        RefuseEvidenceOnly(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_shared.Snapshot) is not null)
                result.AddError("'import' takes its snapshots without --snapshot.");
        });
        command.SetAction((parsed, cancellation) => ImportAsync(parsed, parsed.GetRequiredValue(paths), cancellation));
        return command;
    }

    public Command History()
    {
        var period = Inputs.Choice<HistoryPeriod>("--by", "How long the periods are; day when nothing else is asked for. The last judgement of a period counts.");
        var control = new Option<string?>("--control") { Description = "The history of this control, or of each that matches: * and ? are wildcards.", HelpName = "id" };
        var category = new Option<string?>("--category") { Description = "The history of this category.", HelpName = "name" };
        var product = new Option<string?>("--product") { Description = "The history of this product.", HelpName = "name" };
        var published = new Option<bool>("--published") { Description = "The score that Microsoft published, as far as snapshots told it." };
        var (from, to) = Range();
        var tenant = TenantOption();
        var command = new Command("history", "Shows how the score went, from what was recorded. A period without a judgement is a gap.")
        {
            period, control, category, product, published, from, to, tenant,
        };
        RefuseEvidenceOnly(command);
        command.Validators.Add(result =>
        {
            Option[] subjects = [control, category, product, published];
            if (subjects.Count(option => result.GetResult(option) is { Implicit: false }) > 1)
                result.AddError("Only one of --control, --category, --product and --published can be asked for at once.");
            if (result.GetValue(published) && result.GetResult(period) is { Implicit: false })
                result.AddError("--published shows the days that Microsoft published; leave --by away.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var (first, last) = Between(parsed.GetValue(from), parsed.GetValue(to));
            var (store, stored) = await OpenAsync(parsed, parsed.GetValue(tenant), cancellation).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                if (parsed.GetValue(published))
                {
                    var days = await store.ReadPublishedAsync(stored.TenantId, first, last, cancellation).ConfigureAwait(false);
                    Show(parsed, days, () => HistoryView.Draw(_terminal, stored, days));
                    return;
                }

                var (subject, name) = parsed.GetValue(control) is { } id ? (HistorySubject.Control, id)
                    : parsed.GetValue(category) is { } ofCategory ? (HistorySubject.Category, ofCategory)
                    : parsed.GetValue(product) is { } ofProduct ? (HistorySubject.Product, ofProduct)
                    : (HistorySubject.Score, (string?)null);
                var query = Query(parsed, stored, first, last) with { WithControls = subject != HistorySubject.Score };
                var history = await store.ReadHistoryAsync(query, cancellation).ConfigureAwait(false);
                var all = HistoryPoints.Of(history, parsed.GetValue(period), subject);
                var isWanted = Wanted(name, subject, _shared.CatalogOf(parsed), all.Select(point => point.Name ?? ""));
                HistoryPoint[] points = [.. all.Where(point => isWanted(point.Name ?? ""))];
                Show(parsed, points, () => HistoryView.Draw(_terminal, stored, parsed.GetValue(period), points));
            }
        });
        return command;
    }

    public Command Events()
    {
        var id = new Option<string?>("--id") { Description = "Only what happened to this control, or to those that match: * and ? are wildcards.", HelpName = "id" };
        var category = new Option<string?>("--category") { Description = "Only this category.", HelpName = "name" };
        var cause = Inputs.Choice<EventCause?>("--cause", "Only what had this cause", helpName: "cause");
        var (from, to) = Range();
        var tenant = TenantOption();
        var command = new Command("events", "Shows what changed the score, oldest first: which control, by how much, why and by whom.")
        {
            id, category, cause, from, to, tenant,
        };
        RefuseEvidenceOnly(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (first, last) = Between(parsed.GetValue(from), parsed.GetValue(to));
            var (store, stored) = await OpenAsync(parsed, parsed.GetValue(tenant), cancellation).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                var query = Query(parsed, stored, first, last);
                var history = await store.ReadHistoryAsync(query, cancellation).ConfigureAwait(false);
                var decisions = await store.ReadDecisionsAsync(stored.TenantId, null, cancellation).ConfigureAwait(false);
                ScoreEvent[] all = [.. ScoreEvents.Of(history, decisions)];
                var catalog = _shared.CatalogOf(parsed);
                var ofId = Wanted(parsed.GetValue(id), HistorySubject.Control, catalog, all.Select(item => item.ControlId));
                var ofCategory = Wanted(parsed.GetValue(category), HistorySubject.Category, catalog, all.Select(item => item.Category));
                ScoreEvent[] events =
                [
                    .. all.Where(item => ofId(item.ControlId) && ofCategory(item.Category) && (parsed.GetValue(cause) ?? item.Cause) == item.Cause),
                ];
                Show(parsed, events, () => EventsView.Draw(_terminal, stored, events));
            }
        });
        return command;
    }

    private static (Option<DateTimeOffset?> From, Option<DateTimeOffset?> To) Range() =>
    (
        new("--from") { Description = "From this day or moment on; in UTC unless it says otherwise.", HelpName = "date", CustomParser = Inputs.Moment },
        new("--to") { Description = "Until this day or moment, which counts too.", HelpName = "date", CustomParser = Inputs.LastMoment }
    );

    private static (DateTimeOffset? From, DateTimeOffset? To) Between(DateTimeOffset? from, DateTimeOffset? to) => from > to
        ? throw new SecureScoreException(ErrorIds.InvalidUsage, "--from is later than --to. Try 'securescore --help'.")
        : (from, to);

    // The history holds whole judgements: others would not compare with them.
    private void RefuseEvidenceOnly(Command command) => command.Validators.Add(result =>
    {
        if (result.GetValue(_shared.EvidenceOnly))
            result.AddError("The history holds full judgements; leave --evidence-only away.");
    });

    private async Task<int> ImportAsync(ParseResult parsed, string[] paths, CancellationToken cancellation)
    {
        var catalog = _shared.CatalogOf(parsed);
        var store = await _stores.CreateAsync(_shared.TenantOf(parsed), cancellation).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            var scores = new List<RecordedScore>();
            int exitCode = 0;
            foreach (string path in paths)
            {
                try
                {
                    var (score, isNew) = await TenantMemory.ImportAsync(store, TenantSnapshot.Open(path), catalog, TimeProvider.System, cancellation).ConfigureAwait(false);
                    scores.Add(score);
                    if (!isNew)
                        _terminal.Note($"{path} is in the history already");
                }
                catch (SecureScoreException exception) when (!exception.ErrorId.StartsWith("Store", StringComparison.Ordinal))
                {
                    exitCode = _terminal.Fail($"{path}: {exception.Message}", exception.ErrorId);
                }
            }

            if (scores.Count > 0 || exitCode == 0)
                Show(parsed, scores, () => HistoryView.Draw(_terminal, store.Name, scores));
            return exitCode;
        }
    }

    private async Task<(IScoreStore Store, StoredTenant Tenant)> OpenAsync(ParseResult parsed, string? tenant, CancellationToken cancellation)
    {
        var options = _shared.TenantOf(parsed);
        var store = await _stores.OpenAsync(options, cancellation).ConfigureAwait(false);
        try
        {
            return (store, await StoreAccess.FindTenantAsync(store, tenant, options, cancellation).ConfigureAwait(false));
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private HistoryQuery Query(ParseResult parsed, StoredTenant tenant, DateTimeOffset? from, DateTimeOffset? to) => new(tenant.TenantId)
    {
        Series = RecordedScore.SeriesOf(_shared.CatalogOf(parsed)),
        From = from,
        To = to,
    };

    /// <summary>The test of a name as it was typed. One that neither the catalogue nor the history has is an error: nothing would read as "nothing
    /// happened".</summary>
    private static Predicate<string> Wanted(string? name, HistorySubject subject, ControlCatalog catalog, IEnumerable<string> recorded)
    {
        if (name is null)
            return _ => true;

        var isWanted = new ControlFilter().Pattern(name);
        string[] known =
        [
            .. catalog.Controls.Select(control => subject switch
            {
                HistorySubject.Category => control.Category,
                HistorySubject.Product => control.Product,
                _ => control.Id,
            }).Concat(recorded).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal),
        ];
        return Array.Exists(known, isWanted) ? isWanted : throw subject switch
        {
            HistorySubject.Category => NameNotFoundException.Category(name, known),
            HistorySubject.Product => NameNotFoundException.Product(name, known),
            _ => new ControlNotFoundException(name, catalog.Edition, known),
        };
    }

    private void Show<T>(ParseResult parsed, IReadOnlyList<T> records, Action draw)
    {
        if (_shared.ReportFormatOf(parsed) is { } format)
            _reports.WriteRecords(_terminal.Output, format, records);
        else
            draw();
    }
}

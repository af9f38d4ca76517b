using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using SecureScore.Composition;
using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;

namespace SecureScore.Cli;

/// <summary>The command <c>securescore</c>: its subcommands and options, and what they do.</summary>
internal sealed class CommandLine
{
    /// <summary>Something was wrong; one line on the error stream tells what.</summary>
    public const int Failed = 1;

    /// <summary>Cancelled with Ctrl+C, as shells count it: 128 + SIGINT.</summary>
    public const int Cancelled = 130;

    private readonly Terminal _terminal;
    private readonly SharedOptions _shared = new();
    private readonly IReportWriter _reports;
    private readonly StoreAccess _stores;

    private CommandLine(Terminal terminal)
    {
        _terminal = terminal;
        var root = new CompositionRoot();
        _reports = root.Reports;
        _stores = new StoreAccess(root.Stores);
    }

    /// <summary>Runs the command and returns its exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation = default)
    {
        var root = new CommandLine(terminal).Build();
        // No response files: an argument that starts with @ is an argument.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
            return terminal.Fail(UsageError(parsed), ErrorIds.InvalidUsage);

        try
        {
            int exitCode = await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = terminal.Writer,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            }, cancellation).ConfigureAwait(false);
            await terminal.Writer.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return exitCode;
        }
        catch (SecureScoreException exception)
        {
            return terminal.Fail(exception.Message, exception.ErrorId);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail(exception.Message, ErrorIds.InputOutput);
        }
        catch (OperationCanceledException)
        {
            terminal.Note("cancelled");
            return Cancelled;
        }
    }

    private static string UsageError(ParseResult parsed)
    {
        string message = string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var known = parsed.CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(option => option.Name)
            .Concat(parsed.RootCommandResult.Command.Subcommands.Select(command => command.Name));
        string question = parsed.UnmatchedTokens.Count == 0 ? ""
            : NearestNames.Question(parsed.UnmatchedTokens[0], known.Distinct(StringComparer.Ordinal));

        // A connection string, which may hold a password, is not repeated where it was not expected.
        foreach (string token in parsed.UnmatchedTokens.Where(token => !string.IsNullOrWhiteSpace(token) && !token.Contains('\0', StringComparison.Ordinal)))
        {
            if (StoreLocation.Parse(token) is { Kind: StoreKind.Server } server)
                message = message.Replace(token, server.ToString(), StringComparison.Ordinal);
        }

        return $"{message}{question} Try 'securescore --help'.";
    }

    private RootCommand Build()
    {
        var root = new RootCommand("""
            Judges a Microsoft 365 tenant the way Microsoft Secure Score does, from a snapshot of its configuration, and remembers it.
            Without a command: score. Without --snapshot: the built-in demo tenant.

            Exit codes: 0 done, 1 error (one line on the error stream says which), 2 the score is below --fail-below,
            3 the coverage is below --min-coverage, 130 cancelled.
            """);
        root.Add(_shared.Snapshot);
        root.Add(_shared.Edition);
        root.Add(_shared.Format);
        root.Add(_shared.EvidenceOnly);
        root.Add(_shared.Store);
        root.SetAction((parsed, cancellation) => ScoreAsync(parsed, null, cancellation));
        root.Add(ScoreCommand());
        root.Add(ControlsCommand());
        root.Add(EvidenceCommand());
        var history = new HistoryCommands(_terminal, _shared, _stores, _reports);
        root.Add(history.Import());
        root.Add(history.History());
        root.Add(history.Events());
        root.Add(StatusCommand.Create(_terminal, _shared, _stores, _reports));
        return root;
    }

    private Command ScoreCommand()
    {
        var failBelow = new Option<decimal?>("--fail-below")
        {
            Description = "End with exit code 2 when the score is below this percentage, with 3 when the coverage is too low; with 3 when both are.",
            HelpName = "percent",
            CustomParser = Inputs.Percentage,
        };
        var minCoverage = new Option<decimal?>("--min-coverage")
        {
            Description = "The least coverage. Without it --fail-below asks that neither coverage nor evidence is lost since the judgement that was recorded before.",
            HelpName = "percent",
            CustomParser = Inputs.Percentage,
        };
        var command = new Command("score", "Shows the score, how it is made up, and the actions that win most.") { failBelow, minCoverage };
        command.SetAction((parsed, cancellation) =>
        {
            var (score, coverage) = (parsed.GetValue(failBelow), parsed.GetValue(minCoverage));
            return ScoreAsync(parsed, score is null && coverage is null ? null : new Gate(score, coverage), cancellation);
        });
        return command;
    }

    private Command ControlsCommand()
    {
        var category = new Option<string?>("--category") { Description = "Only this category.", HelpName = "name" };
        var product = new Option<string?>("--product") { Description = "Only this product.", HelpName = "name" };
        var outcome = Inputs.Choice<ControlOutcome?>("--outcome", "Only controls that were judged so.");
        var status = Inputs.Choice<ControlStatus?>("--status", "Only controls of which this was decided.");
        var threat = new Option<string?>("--threat") { Description = "Only controls that protect against this threat.", HelpName = "name" };
        threat.CompletionSources.Add(_ => ControlCatalog.Threats.Select(known => known.Name));
        var search = new Option<string?>("--search") { Description = "Only controls in which all these words occur.", HelpName = "words" };
        var impact = Inputs.Choice<EffortLevel?>("--max-user-impact", "Only what users notice no more than this.", nameof(EffortLevel.Unknown));
        var cost = Inputs.Choice<EffortLevel?>("--max-cost", "Only what costs no more than this to put in place.", nameof(EffortLevel.Unknown));
        var top = new Option<int?>("--top") { Description = "Only the first so many.", HelpName = "count", CustomParser = Inputs.PositiveNumber };
        var all = new Option<bool>("--all")
        {
            Description = "Also controls that need a licence the tenant lacks, do not apply to it, or have no public evidence.",
        };

        var command = new Command("controls", "Lists the controls, those that win most first.")
        {
            category, product, outcome, status, threat, search, impact, cost, top, all,
        };
        command.SetAction((parsed, cancellation) => ControlsAsync(parsed, new ControlFilter
        {
            Categories = One(parsed.GetValue(category)),
            Products = One(parsed.GetValue(product)),
            Outcomes = parsed.GetValue(outcome) is { } judged ? [judged] : [],
            Statuses = parsed.GetValue(status) is { } decided ? [decided] : [],
            Threats = One(parsed.GetValue(threat)),
            Search = parsed.GetValue(search),
            MaxUserImpact = parsed.GetValue(impact),
            MaxCost = parsed.GetValue(cost),
            Top = parsed.GetValue(top) ?? int.MaxValue,
            All = parsed.GetValue(all),
        }, cancellation));
        return command;
    }

    private static IReadOnlyList<string> One(string? name) => name is null ? [] : [name];

    private Command EvidenceCommand()
    {
        var id = new Argument<string>("id") { Description = "The control, for example AdminMFAV2.", HelpName = "id" };
        id.CompletionSources.Add(_ => ControlCatalog.Default.Controls.Select(control => control.Id));
        var command = new Command("evidence", "Shows who and what costs a control its points.") { id };
        command.SetAction((parsed, cancellation) => EvidenceAsync(parsed, parsed.GetRequiredValue(id), cancellation));
        return command;
    }

    private async Task<int> ScoreAsync(ParseResult parsed, Gate? gate, CancellationToken cancellation)
    {
        var tenant = await JudgeAsync(parsed, gate is not null, cancellation).ConfigureAwait(false);
        if (_shared.ReportFormatOf(parsed) is { } format)
            _reports.WriteScore(_terminal.Output, format, tenant.Score);
        else
            ScoreView.Draw(_terminal, tenant);
        return gate is null ? 0 : Check(tenant, gate);
    }

    private int Check(JudgedTenant tenant, Gate gate)
    {
        if (gate.LeastCoverage is null && tenant.StoreFailure is { ErrorId: not ErrorIds.StoreNotFound } failure)
            return _terminal.Fail("The coverage cannot be compared with the one before. Give --min-coverage, or a store that can be read.", failure.ErrorId);

        var verdict = ScoreGate.Check(tenant.Score, gate.LeastScore, gate.LeastCoverage, tenant.Last, tenant.Options.EvidenceOnly);
        if (verdict.Verdict != GateVerdict.Passed)
            _terminal.Note(verdict.Message);
        return (int)verdict.Verdict;
    }

    private async Task ControlsAsync(ParseResult parsed, ControlFilter filter, CancellationToken cancellation)
    {
        var tenant = await JudgeAsync(parsed, isGate: false, cancellation).ConfigureAwait(false);
        if (filter.UnknownNames(tenant.Score).FirstOrDefault() is { } unknown)
            throw unknown;

        var listing = ControlListing.Create(tenant.Score.Controls, filter);
        if (listing.UnknownEffort > 0)
            _terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{listing.UnknownEffort} controls left out: their user impact or cost is unknown"));
        if (_shared.ReportFormatOf(parsed) is { } format)
            _reports.WriteRecords(_terminal.Output, format, listing.Controls);
        else
            ControlsView.Draw(_terminal, tenant, listing);
    }

    private async Task EvidenceAsync(ParseResult parsed, string id, CancellationToken cancellation)
    {
        var tenant = await JudgeAsync(parsed, isGate: false, cancellation).ConfigureAwait(false);
        var control = tenant.Score.GetControl(id);
        if (_shared.ReportFormatOf(parsed) is not { } format)
        {
            EvidenceView.Draw(_terminal, tenant, control);
            return;
        }

        // No rows would read as "nothing to do".
        if (control.Reason is { } reason)
            _terminal.Note($"{control.Id} was not judged: {control.Explanation} [{reason}]");
        _reports.WriteRecords(_terminal.Output, format, control.ReadEvidence());
    }

    private async Task<JudgedTenant> JudgeAsync(ParseResult parsed, bool isGate, CancellationToken cancellation)
    {
        var tenant = await JudgedTenant.JudgeAsync(_shared.TenantOf(parsed), _stores, cancellation).ConfigureAwait(false);
        if (tenant.StoreFailure is { } failure)
            _terminal.Note($"{failure.Message} It was judged without the store. [{failure.ErrorId}]");
        if (tenant.IsDemo && (isGate || _shared.ReportFormatOf(parsed) is not null))
            _terminal.Note("no --snapshot was given; this is the demo tenant");
        return tenant;
    }

    /// <summary>What a pipeline asks for, in percent.</summary>
    private sealed record Gate(decimal? LeastScore, decimal? LeastCoverage);
}

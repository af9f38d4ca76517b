using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using SecureScore.Composition;
using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
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
    private readonly CancellationToken _cancellation;
    private readonly IReportWriter _reports = new CompositionRoot().Reports;

    private readonly Option<string?> _snapshot = new("--snapshot")
    {
        Description = "The tenant to judge: a snapshot folder or zip file. Without it the built-in demo tenant is judged.",
        HelpName = "path",
        Recursive = true,
    };

    private readonly Option<string?> _edition = new("--edition")
    {
        Description = $"The edition of the catalogue: {string.Join(", ", ControlCatalog.EditionNames)}.",
        HelpName = "name",
        Recursive = true,
    };

    private readonly Option<bool> _evidenceOnly = new("--evidence-only")
    {
        Description = "Count only what the evidence shows, not the points that Microsoft published.",
        Recursive = true,
    };

    private readonly Option<OutputFormat> _format = Choice<OutputFormat>("--format", "How to show the result; table when nothing else is asked for.");

    private CommandLine(Terminal terminal, CancellationToken cancellation)
    {
        _terminal = terminal;
        _cancellation = cancellation;
        _edition.CompletionSources.Add([.. ControlCatalog.EditionNames]);
        _format.Recursive = true;
    }

    /// <summary>Runs the command and returns its exit code.</summary>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation = default)
    {
        var root = new CommandLine(terminal, cancellation).Build();
        // No response files: an argument that starts with @ is an argument.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
            return Fail(terminal, UsageError(parsed), ErrorIds.InvalidUsage);

        try
        {
            int exitCode = parsed.Invoke(new InvocationConfiguration
            {
                Output = terminal.Writer,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
            terminal.Writer.Flush();
            return exitCode;
        }
        catch (SecureScoreException exception)
        {
            return Fail(terminal, exception.Message, exception.ErrorId);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail(terminal, exception.Message, ErrorIds.InputOutput);
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("securescore: cancelled");
            return Cancelled;
        }
    }

    private static int Fail(Terminal terminal, string message, string errorId)
    {
        terminal.Error.WriteLine($"securescore: {DisplayText.Clean(message)} [{errorId}]");
        return Failed;
    }

    private static string UsageError(ParseResult parsed)
    {
        string message = string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var known = parsed.CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(option => option.Name)
            .Concat(parsed.RootCommandResult.Command.Subcommands.Select(command => command.Name));
        string question = parsed.UnmatchedTokens.Count == 0 ? ""
            : NearestNames.Question(parsed.UnmatchedTokens[0], known.Distinct(StringComparer.Ordinal));
        return $"{message}{question} Try 'securescore --help'.";
    }

    private static Option<T> Choice<T>(string name, string description, string? except = null)
    {
        string[] names =
        [
            .. Enum.GetNames(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)).Where(choice => choice != except).Select(choice => choice.ToLowerInvariant()),
        ];
        var option = new Option<T>(name) { Description = description, HelpName = string.Join('|', names) };
        return option.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, names);
    }

    private static int? PositiveNumber(ArgumentResult argument)
    {
        if (int.TryParse(argument.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0)
            return number;

        argument.AddError($"'{argument.Tokens[0].Value}' is not a number above 0.");
        return null;
    }

    private RootCommand Build()
    {
        var root = new RootCommand("""
            Judges a Microsoft 365 tenant the way Microsoft Secure Score does, from a snapshot of its configuration.
            Without a command: score. Without --snapshot: the built-in demo tenant.

            Exit codes: 0 done, 1 error (one line on the error stream says which), 130 cancelled.
            """);
        root.Add(_snapshot);
        root.Add(_edition);
        root.Add(_format);
        root.Add(_evidenceOnly);
        root.SetAction(Score);
        root.Add(ScoreCommand());
        root.Add(ControlsCommand());
        root.Add(EvidenceCommand());
        return root;
    }

    private Command ScoreCommand()
    {
        var command = new Command("score", "Shows the score, how it is made up, and the actions that win most.");
        command.SetAction(Score);
        return command;
    }

    private Command ControlsCommand()
    {
        var category = new Option<string?>("--category") { Description = "Only this category.", HelpName = "name" };
        var product = new Option<string?>("--product") { Description = "Only this product.", HelpName = "name" };
        var outcome = Choice<ControlOutcome?>("--outcome", "Only controls that were judged so.");
        var status = Choice<ControlStatus?>("--status", "Only controls of which this was decided.");
        var threat = new Option<string?>("--threat") { Description = "Only controls that protect against this threat.", HelpName = "name" };
        threat.CompletionSources.Add(_ => ControlCatalog.Threats.Select(known => known.Name));
        var search = new Option<string?>("--search") { Description = "Only controls in which all these words occur.", HelpName = "words" };
        var impact = Choice<EffortLevel?>("--max-user-impact", "Only what users notice no more than this.", nameof(EffortLevel.Unknown));
        var cost = Choice<EffortLevel?>("--max-cost", "Only what costs no more than this to put in place.", nameof(EffortLevel.Unknown));
        var top = new Option<int?>("--top") { Description = "Only the first so many.", HelpName = "count", CustomParser = PositiveNumber };
        var all = new Option<bool>("--all")
        {
            Description = "Also controls that need a licence the tenant lacks, do not apply to it, or have no public evidence.",
        };

        var command = new Command("controls", "Lists the controls, those that win most first.")
        {
            category, product, outcome, status, threat, search, impact, cost, top, all,
        };
        command.SetAction(parsed => Controls(parsed, new ControlFilter
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
        }));
        return command;
    }

    private static IReadOnlyList<string> One(string? name) => name is null ? [] : [name];

    private Command EvidenceCommand()
    {
        var id = new Argument<string>("id") { Description = "The control, for example AdminMFAV2.", HelpName = "id" };
        id.CompletionSources.Add(_ => ControlCatalog.Default.Controls.Select(control => control.Id));
        var command = new Command("evidence", "Shows who and what costs a control its points.") { id };
        command.SetAction(parsed => Evidence(parsed, parsed.GetRequiredValue(id)));
        return command;
    }

    private void Score(ParseResult parsed)
    {
        var tenant = Judge(parsed);
        if (ReportFormatOf(parsed) is { } format)
            _reports.WriteScore(_terminal.Output, format, tenant.Score);
        else
            ScoreView.Draw(_terminal, tenant);
    }

    private void Controls(ParseResult parsed, ControlFilter filter)
    {
        var tenant = Judge(parsed);
        if (filter.UnknownNames(tenant.Score).FirstOrDefault() is { } unknown)
            throw unknown;

        var listing = ControlListing.Create(tenant.Score.Controls, filter);
        if (listing.UnknownEffort > 0)
            Note(string.Create(CultureInfo.InvariantCulture, $"{listing.UnknownEffort} controls left out: their user impact or cost is unknown"));
        if (ReportFormatOf(parsed) is { } format)
            _reports.WriteControls(_terminal.Output, format, listing.Controls);
        else
            ControlsView.Draw(_terminal, tenant, listing);
    }

    private void Evidence(ParseResult parsed, string id)
    {
        var tenant = Judge(parsed);
        var control = tenant.Score.GetControl(id);
        if (ReportFormatOf(parsed) is not { } format)
        {
            EvidenceView.Draw(_terminal, tenant, control);
            return;
        }

        // No rows would read as "nothing to do".
        if (control.Reason is { } reason)
            Note($"{control.Id} was not judged: {control.Explanation} [{reason}]");
        _reports.WriteEvidence(_terminal.Output, format, control.ReadEvidence());
    }

    private JudgedTenant Judge(ParseResult parsed)
    {
        var tenant = JudgedTenant.Judge(
            new TenantOptions(parsed.GetValue(_snapshot), parsed.GetValue(_edition), parsed.GetValue(_evidenceOnly)), _cancellation);
        if (tenant.IsDemo && ReportFormatOf(parsed) is not null)
            Note("no --snapshot was given; this is the demo tenant");
        return tenant;
    }

    private ReportFormat? ReportFormatOf(ParseResult parsed) => parsed.GetValue(_format) switch
    {
        OutputFormat.Json => ReportFormat.Json,
        OutputFormat.Csv => ReportFormat.Csv,
        _ => null,
    };

    private void Note(string message) => _terminal.Error.WriteLine("securescore: " + DisplayText.Clean(message));

    private enum OutputFormat
    {
        Table,
        Json,
        Csv,
    }
}

using System.CommandLine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;

namespace SecureScore.Cli;

/// <summary>The options that every command has.</summary>
internal sealed class SharedOptions
{
    public SharedOptions() => Edition.CompletionSources.Add([.. ControlCatalog.EditionNames]);

    public Option<string?> Snapshot { get; } = new("--snapshot")
    {
        Description = "The tenant to judge: a snapshot folder or zip file. Without it the built-in demo tenant is judged.",
        HelpName = "path",
        Recursive = true,
    };

    public Option<string?> Edition { get; } = new("--edition")
    {
        Description = $"The edition of the catalogue: {string.Join(", ", ControlCatalog.EditionNames)}.",
        HelpName = "name",
        Recursive = true,
    };

    public Option<bool> EvidenceOnly { get; } = new("--evidence-only")
    {
        Description = "Count only what the evidence shows, not the points that Microsoft published.",
        Recursive = true,
    };

    public Option<string?> Store { get; } = new("--store")
    {
        Description = $"Where decisions and history are kept: a file or connection string. Else {StoreLocation.EnvironmentVariable} or the user's own.",
        HelpName = "path|connection",
        Recursive = true,
    };

    public Option<OutputFormat> Format { get; } = Recursive(
        Inputs.Choice<OutputFormat>("--format", "How to show the result; table when nothing else is asked for."));

    /// <summary>What the shared options of a command ask for.</summary>
    /// <exception cref="Engine.SecureScoreException">The store that is named can be none.</exception>
    public TenantOptions TenantOf(ParseResult parsed) => new(
        parsed.GetValue(Snapshot),
        parsed.GetValue(Edition),
        parsed.GetValue(EvidenceOnly),
        parsed.GetValue(Store) is { } store ? StoreLocation.Parse(store) : null);

    public ControlCatalog CatalogOf(ParseResult parsed) => parsed.GetValue(Edition) is { } edition ? ControlCatalog.Get(edition) : ControlCatalog.Default;

    public ReportFormat? ReportFormatOf(ParseResult parsed) => parsed.GetValue(Format) switch
    {
        OutputFormat.Json => ReportFormat.Json,
        OutputFormat.Csv => ReportFormat.Csv,
        _ => null,
    };

    private static Option<T> Recursive<T>(Option<T> option)
    {
        option.Recursive = true;
        return option;
    }
}

/// <summary>How results are shown.</summary>
internal enum OutputFormat
{
    Table,
    Json,
    Csv,
}

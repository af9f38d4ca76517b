using System.IO.Enumeration;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;

namespace SecureScore.Engine.Scoring;

/// <summary>Which controls of a judged tenant are asked for. A control must pass all that is set, and one value of each.</summary>
/// <remarks>Names may hold the wildcards * and ?, and compare ordinally, ignoring case.</remarks>
public sealed record ControlFilter
{
    /// <summary>Control names.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Titles.</summary>
    public IReadOnlyList<string> Titles { get; init; } = [];

    /// <summary>Words that must all occur in what the control says of itself.</summary>
    public string? Search { get; init; }

    /// <summary>Categories.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Products.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Outcomes.</summary>
    public IReadOnlyList<ControlOutcome> Outcomes { get; init; } = [];

    /// <summary>Statuses.</summary>
    public IReadOnlyList<ControlStatus> Statuses { get; init; } = [];

    /// <summary>Threats.</summary>
    public IReadOnlyList<string> Threats { get; init; } = [];

    /// <summary>Tags; a control passes with one of its own.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The most that users may notice; controls whose impact is unknown are left out.</summary>
    public EffortLevel? MaxUserImpact { get; init; }

    /// <summary>The most that it may cost; controls whose cost is unknown are left out.</summary>
    public EffortLevel? MaxCost { get; init; }

    /// <summary>Whether controls are listed too that there is nothing to do about.</summary>
    public bool All { get; init; }

    /// <summary>How many controls to list at most.</summary>
    public int Top { get; init; } = int.MaxValue;

    /// <summary>Makes the test of a name as the user gave it.</summary>
    public Func<string, Predicate<string>> Pattern { get; init; } =
        pattern => name => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);

    /// <summary>Whether a judged control can pass, by what the catalogue alone says of it: its evidence is needed then.</summary>
    public bool MaySelect(ControlDefinition control)
    {
        ArgumentNullException.ThrowIfNull(control);
        return Passes(Ids, [control.Id]) && Passes(Titles, [control.Title]) && Passes(Categories, [control.Category])
            && Passes(Products, [control.Product]) && Passes(Threats, control.Threats);
    }

    /// <summary>An error for each name without wildcards that nothing has: an empty list would read as "nothing to do".</summary>
    public IEnumerable<SecureScoreException> UnknownNames(SecureScoreResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string[] ids = [.. result.Controls.Select(control => control.Id)];
        return
        [
            .. Unknown(Ids, ids).Select(id => new ControlNotFoundException(id, result.Edition, ids)),
            .. UnknownNames(Categories, result.Controls.Select(control => control.Category), NameNotFoundException.Category),
            .. UnknownNames(Products, result.Controls.Select(control => control.Product), NameNotFoundException.Product),
            .. UnknownThreats(Threats),
            .. UnknownNames(Tags, result.Controls.SelectMany(control => control.Tags), NameNotFoundException.Tag),
        ];
    }

    /// <summary>An error for each name without wildcards that no threat has.</summary>
    public static IEnumerable<SecureScoreException> UnknownThreats(IEnumerable<string> names) =>
        UnknownNames(names, ControlCatalog.Threats.Select(threat => threat.Name), NameNotFoundException.Threat);

    private bool Passes(IReadOnlyList<string> names, IEnumerable<string> texts) =>
        names.Count == 0 || texts.Any(text => names.Any(name => Pattern(name)(text)));

    /// <summary>An error for each name without wildcards that is not there.</summary>
    /// <param name="names">The names that are asked for.</param>
    /// <param name="there">The names that there are.</param>
    /// <param name="error">Makes the error of a name and those that there are.</param>
    public static IEnumerable<SecureScoreException> UnknownNames(
        IEnumerable<string> names, IEnumerable<string> there, Func<string, IReadOnlyCollection<string>, SecureScoreException> error)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(there);
        ArgumentNullException.ThrowIfNull(error);
        string[] known = [.. there.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        return Unknown(names, known).Select(name => error(name, known));
    }

    private static IEnumerable<string> Unknown(IEnumerable<string> names, IReadOnlyCollection<string> known) =>
        names.Where(name => !HasWildcards(name) && !known.Contains(name, StringComparer.OrdinalIgnoreCase));

    // PowerShell knows sets of characters, such as [ab]; a bracket that nothing closes opens none.
    private static bool HasWildcards(string name) =>
        name.AsSpan().IndexOfAny("*?") >= 0 || (name.IndexOf('[', StringComparison.Ordinal) is >= 0 and var open && name.IndexOf(']', open) > open);
}

using System.Management.Automation;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Scoring;

namespace SecureScore.PowerShell;

/// <summary>Which controls of a judged tenant are asked for. A control must pass all that is set, and one value of each.</summary>
internal sealed record ControlFilter
{
    public IReadOnlyList<string> Ids { get; init; } = [];

    public IReadOnlyList<string> Titles { get; init; } = [];

    /// <summary>Words that must all occur in what the control says of itself.</summary>
    public string? Search { get; init; }

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Products { get; init; } = [];

    public IReadOnlyList<ControlOutcome> Outcomes { get; init; } = [];

    public IReadOnlyList<ControlStatus> Statuses { get; init; } = [];

    public IReadOnlyList<string> Threats { get; init; } = [];

    public EffortLevel? MaxUserImpact { get; init; }

    public EffortLevel? MaxCost { get; init; }

    /// <summary>Whether controls are listed too that there is nothing to do about.</summary>
    public bool All { get; init; }

    public int Top { get; init; } = int.MaxValue;
}

/// <summary>The controls that a filter leaves, in rank order, and what it left out without being asked to.</summary>
/// <param name="Controls">The controls.</param>
/// <param name="Hidden">Controls that only <see cref="ControlFilter.All"/> lists, by reason.</param>
/// <param name="UnknownEffort">How many controls have no known user impact or cost to compare with.</param>
internal sealed record ControlListing(
    IReadOnlyList<ControlResult> Controls, IReadOnlyDictionary<NotEvaluatedReason, int> Hidden, int UnknownEffort)
{
    public static ControlListing Create(IEnumerable<ControlResult> controls, ControlFilter filter)
    {
        var matches = controls.Where(Matcher(filter)).ToList();
        int unknownEffort = matches.Count(control => IsUnknownEffort(control, filter) && !IsHidden(control, filter));
        matches.RemoveAll(control => IsUnknownEffort(control, filter)
            || control.UserImpact > filter.MaxUserImpact || control.ImplementationCost > filter.MaxCost);

        var hidden = new SortedDictionary<NotEvaluatedReason, int>();
        foreach (var reason in matches.Where(control => IsHidden(control, filter)).Select(control => control.Reason!.Value))
            hidden[reason] = hidden.GetValueOrDefault(reason) + 1;
        return new ControlListing(
            [.. matches.Where(control => !IsHidden(control, filter)).Take(filter.Top)], hidden, unknownEffort);
    }

    /// <summary>What is hidden, in words; empty when nothing is.</summary>
    public string DescribeHidden() => Hidden.Count == 0
        ? ""
        : $"{Hidden.Values.Sum()} hidden ({string.Join(", ", Hidden.Select(entry => $"{entry.Key} {entry.Value}"))}); -All lists them.";

    private static Func<ControlResult, bool> Matcher(ControlFilter filter)
    {
        var ids = Patterns(filter.Ids);
        var titles = Patterns(filter.Titles);
        var categories = Patterns(filter.Categories);
        var products = Patterns(filter.Products);
        var threats = Patterns(filter.Threats);
        string[] words = filter.Search?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return control =>
            Passes(ids, control.Id)
            && Passes(titles, control.Title)
            && Passes(categories, control.Category)
            && Passes(products, control.Product)
            && (threats.Length == 0 || control.Threats.Any(threat => Passes(threats, threat)))
            && (filter.Outcomes.Count == 0 || filter.Outcomes.Contains(control.Outcome))
            && (filter.Statuses.Count == 0 || filter.Statuses.Contains(control.Status))
            && words.All(word => Texts(control).Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));
    }

    private static WildcardPattern[] Patterns(IReadOnlyList<string> texts) => [.. texts.Select(NamePattern.Create)];

    private static bool Passes(WildcardPattern[] patterns, string text) =>
        patterns.Length == 0 || patterns.Any(pattern => pattern.IsMatch(text));

    private static IEnumerable<string?> Texts(ControlResult control) =>
        [control.Id, control.Title, control.Explanation, .. control.Threats, .. control.NextSteps];

    private static bool IsUnknownEffort(ControlResult control, ControlFilter filter) =>
        (filter.MaxUserImpact is not null && control.UserImpact == EffortLevel.Unknown)
        || (filter.MaxCost is not null && control.ImplementationCost == EffortLevel.Unknown);

    // Who names a control wants to see it. Points that were asserted count, whatever the evidence says.
    private static bool IsHidden(ControlResult control, ControlFilter filter) =>
        !filter.All
        && control.Points is null
        && control.Reason is NotEvaluatedReason.NotLicensed or NotEvaluatedReason.NotApplicable or NotEvaluatedReason.NoPublicApi
        && !filter.Ids.Contains(control.Id, StringComparer.OrdinalIgnoreCase);
}

/// <summary>Names as the user gives them: wildcards, or the name itself.</summary>
internal static class NamePattern
{
    // Culture-invariant: under tr-TR an ordinary comparison tells "I" from "i".
    private const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;

    public static WildcardPattern Create(string name) => WildcardPattern.Get(IsPattern(name) ? name : WildcardPattern.Escape(name), Options);

    /// <summary>The names that are no pattern and that nothing has.</summary>
    public static IEnumerable<string> Unknown(IEnumerable<string> names, IReadOnlyCollection<string> known) => names.Where(name =>
        !IsPattern(name) && !known.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static bool IsPattern(string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
            return false;

        try
        {
            // Patterns are read when they are first used.
            WildcardPattern.Get(name, Options).IsMatch("");
            return true;
        }
        catch (WildcardPatternException)
        {
            // A bracket that nothing closes is part of a name.
            return false;
        }
    }
}

using SecureScore.Engine.Catalog;

namespace SecureScore.Engine.Scoring;

/// <summary>The controls that a filter leaves, in rank order, and what it left out without being asked to.</summary>
/// <param name="Controls">The controls.</param>
/// <param name="Hidden">Controls that only <see cref="ControlFilter.All"/> lists, by reason.</param>
/// <param name="UnknownEffort">How many controls have no known user impact or cost to compare with.</param>
public sealed record ControlListing(
    IReadOnlyList<ControlResult> Controls, IReadOnlyDictionary<NotEvaluatedReason, int> Hidden, int UnknownEffort)
{
    /// <summary>Lists the controls that pass a filter.</summary>
    public static ControlListing Create(IEnumerable<ControlResult> controls, ControlFilter filter)
    {
        ArgumentNullException.ThrowIfNull(controls);
        ArgumentNullException.ThrowIfNull(filter);
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

    private static Func<ControlResult, bool> Matcher(ControlFilter filter)
    {
        var ids = Patterns(filter, filter.Ids);
        var titles = Patterns(filter, filter.Titles);
        var categories = Patterns(filter, filter.Categories);
        var products = Patterns(filter, filter.Products);
        var threats = Patterns(filter, filter.Threats);
        var tags = Patterns(filter, filter.Tags);
        string[] words = filter.Search?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return control =>
            Passes(ids, control.Id)
            && Passes(titles, control.Title)
            && Passes(categories, control.Category)
            && Passes(products, control.Product)
            && (threats.Length == 0 || control.Threats.Any(threat => Passes(threats, threat)))
            && (tags.Length == 0 || control.Tags.Any(tag => Passes(tags, tag)))
            && (filter.Outcomes.Count == 0 || filter.Outcomes.Contains(control.Outcome))
            && (filter.Statuses.Count == 0 || filter.Statuses.Contains(control.Status))
            && words.All(word => Texts(control).Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));
    }

    private static Predicate<string>[] Patterns(ControlFilter filter, IEnumerable<string> names) => [.. names.Select(filter.Pattern)];

    private static bool Passes(Predicate<string>[] patterns, string text) =>
        patterns.Length == 0 || Array.Exists(patterns, matches => matches(text));

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

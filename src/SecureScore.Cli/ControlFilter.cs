using SecureScore.Engine;
using SecureScore.Engine.Scoring;

namespace SecureScore.Cli;

/// <summary>Which controls to list.</summary>
internal sealed record ControlFilter
{
    public string? Category { get; init; }

    public string? Product { get; init; }

    public ControlOutcome? Outcome { get; init; }

    public int? Top { get; init; }

    /// <summary>Also those that the administrator can do nothing about.</summary>
    public bool All { get; init; }

    public ControlSelection Apply(SecureScoreResult score)
    {
        RequireKnown("CategoryNotFound", "category", Category, score.Controls.Select(control => control.Category));
        RequireKnown("ProductNotFound", "product", Product, score.Controls.Select(control => control.Product));
        var matching = score.Controls
            .Where(control => Is(control.Category, Category) && Is(control.Product, Product) && (Outcome is null || control.Outcome == Outcome))
            .ToArray();
        var hidden = All ? [] : Array.FindAll(matching, IsOutOfReach);
        return new ControlSelection([.. matching.Except(hidden).Take(Top ?? int.MaxValue)], hidden);
    }

    // Points that the administrator asserted count, whatever the evidence says.
    private static bool IsOutOfReach(ControlResult control) =>
        control.Points is null && control.Reason is NotEvaluatedReason.NotLicensed or NotEvaluatedReason.NotApplicable or NotEvaluatedReason.NoPublicApi;

    private static bool Is(string value, string? wanted) => wanted is null || value.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    // An empty list for a mistyped name would read as "nothing to do".
    private static void RequireKnown(string errorId, string kind, string? wanted, IEnumerable<string> values)
    {
        string[] known = [.. values.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        if (wanted is not null && !known.Contains(wanted, StringComparer.OrdinalIgnoreCase))
        {
            string message = $"No control has the {kind} '{wanted}'.{NearestNames.Question(wanted, known)} Known: {string.Join(", ", known)}.";
            throw new SecureScoreException(errorId, message) { Target = wanted };
        }
    }
}

/// <summary>The controls to list, and those that the filter took but that are hidden unless asked for.</summary>
internal sealed record ControlSelection(IReadOnlyList<ControlResult> Controls, IReadOnlyList<ControlResult> Hidden);

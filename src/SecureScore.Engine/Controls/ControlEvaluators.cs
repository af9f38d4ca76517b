using System.Collections.Frozen;

namespace SecureScore.Engine.Controls;

/// <summary>Every rule, by the id of its control.</summary>
public static class ControlEvaluators
{
    private static readonly FrozenDictionary<string, ControlEvaluator> s_byControl = Array.Empty<ControlEvaluator>().ToFrozenDictionary(evaluator => evaluator.ControlId, StringComparer.OrdinalIgnoreCase);

    /// <summary>All rules, ordered by control.</summary>
    public static IReadOnlyList<ControlEvaluator> All { get; } =
        [.. s_byControl.Values.OrderBy(evaluator => evaluator.ControlId, StringComparer.Ordinal)];

    /// <summary>The rule of a control; null when no public evidence decides it.</summary>
    public static ControlEvaluator? Find(string controlId) => s_byControl.GetValueOrDefault(controlId);
}

using SecureScore.Engine.Catalog;
using SecureScore.Engine.Scoring;

namespace SecureScore.PowerShell;

/// <summary>A threat, and what the controls of a tenant do against it.</summary>
/// <param name="Name">The name that controls refer to.</param>
/// <param name="Description">What the attacker does, what it costs, and what stops it.</param>
/// <param name="Examples">How the threat shows itself in practice; null when the catalogue gives none.</param>
/// <param name="ControlCount">How many controls of the edition protect against it.</param>
/// <param name="PointsLeft">The points that licensed controls against it can still win; null without a tenant.</param>
public sealed record ScoreThreat(string Name, string Description, string? Examples, int ControlCount, decimal? PointsLeft)
{
    /// <summary>The threat by what the catalogue says alone.</summary>
    internal static ScoreThreat Of(ThreatDefinition threat, ControlCatalog catalog) =>
        Create(threat, catalog.Controls.Count(control => Names(control.Threats, threat)), null);

    /// <summary>The threat as it stands for a judged tenant.</summary>
    internal static ScoreThreat Of(ThreatDefinition threat, SecureScoreResult result)
    {
        var controls = result.Controls.Where(control => Names(control.Threats, threat)).ToArray();
        decimal left = controls.Where(control => control.Licensed != false).Sum(control => control.MaxPoints - control.Points ?? 0);
        return Create(threat, controls.Length, left);
    }

    private static ScoreThreat Create(ThreatDefinition threat, int controls, decimal? pointsLeft) =>
        new(threat.Name, threat.Description, threat.Examples, controls, pointsLeft);

    private static bool Names(IReadOnlyList<string> threats, ThreatDefinition threat) =>
        threats.Contains(threat.Name, StringComparer.OrdinalIgnoreCase);
}

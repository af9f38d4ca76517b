using System.Globalization;
using System.Text;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;

namespace SecureScore.Documentation;

/// <summary>docs/controls.md: what is judged, from which evidence, how points are counted, and how sure we are.</summary>
internal static class ControlPage
{
    public static string Generate()
    {
        var catalog = ControlCatalog.Default;
        var judged = ControlEvaluators.All;
        int judgedToday = judged.Count(evaluator => catalog.Find(evaluator.ControlId) is not null);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # Controls

            Generated from the code and the catalogue; edit those, not this page.

            Edition {catalog.Edition} holds {catalog.Controls.Count} controls. {judgedToday} of them are judged by the tenant's own evidence and are
            described here, with {judged.Count - judgedToday} that only older editions hold. All others take the points of Microsoft's published score where the
            snapshot has it, and say `NoPublicApi` where not. Controls of our own, whose ids begin with `ss_`, are listed and judged without points.

            How sure we are that Microsoft counts the same:

            - **Confirmed**: Microsoft documents the rule, or a real score shows it.
            - **Likely**: Microsoft's wording says so; no real score was compared.
            - **Unproven**: sources disagree or are silent. The other reading is told; if your published score shows that it is the right one,
              please open an issue.

            Points: *Binary* gives all or nothing, *Share* gives points in proportion to what complies, *at least n* gives all points from n on.
            0 of 0 counts as complete. A maximum marked *inferred* was concluded from totals; the tenant's own control profile overrides any maximum.

            | Control | Title | Category | Points | Counted | Certainty |
            |---|---|---|---|---|---|

            """);

        foreach (var evaluator in judged)
        {
            var control = EditionOf(evaluator).GetControl(evaluator.ControlId);
            page.AppendLine(CultureInfo.InvariantCulture,
                $"| [{control.Id}](#{control.Id.ToLowerInvariant()}) | {control.Title} | {control.Category} | {Points(control)} | {Shape(control)} | {evaluator.Certainty} |");
        }

        foreach (var evaluator in judged)
        {
            var edition = EditionOf(evaluator);
            var control = edition.GetControl(evaluator.ControlId);
            page.AppendLine();
            page.AppendLine(CultureInfo.InvariantCulture, $"## {control.Id}");
            page.AppendLine();
            page.AppendLine(CultureInfo.InvariantCulture, $"*{control.Title}* ({control.Product}{(edition == catalog ? "" : $", edition {edition.Edition}")})");
            page.AppendLine();
            page.AppendLine(evaluator.Rule);
            page.AppendLine();
            page.AppendLine(CultureInfo.InvariantCulture, $"- Points: {Points(control)}, {Shape(control)}");
            page.AppendLine(CultureInfo.InvariantCulture, $"- Evidence: {string.Join(", ", evaluator.Evidence.Select(resource => $"`{resource}`"))}");
            page.AppendLine(CultureInfo.InvariantCulture, $"- Licence: {Licence(control, evaluator)}");
            page.AppendLine(CultureInfo.InvariantCulture, $"- Certainty: {evaluator.Certainty}");
            if (evaluator.OtherReading is { } other)
                page.AppendLine(CultureInfo.InvariantCulture, $"- The other reading: {other}");
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static ControlCatalog EditionOf(ControlEvaluator evaluator) => ControlCatalog.FindEdition(evaluator.ControlId)
        ?? throw new DocumentationException($"No edition has the control '{evaluator.ControlId}', which an evaluator judges.");

    private static string Points(ControlDefinition control) => control.IsNotScored ? "none" : control.MaxPoints is { } points
        ? points.ToString(CultureInfo.InvariantCulture) + (control.MaxPointsSource == PointsOrigin.Inferred ? " (inferred)" : "")
        : "unknown";

    private static string Shape(ControlDefinition control) => control.Shape switch
    {
        PointsShape.AtLeast => string.Create(CultureInfo.InvariantCulture, $"at least {control.AtLeast}"),
        var shape => shape.ToString(),
    };

    private static string Licence(ControlDefinition control, ControlEvaluator evaluator)
    {
        if (control.Licence is null)
            return "none";

        string name = ControlCatalog.LicenceGates[control.Licence].DisplayName;
        return evaluator.SatisfiedBySecurityDefaults ? $"{name}, or security defaults on any licence" : name;
    }
}

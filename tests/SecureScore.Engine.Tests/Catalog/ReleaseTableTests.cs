using System.Globalization;
using SecureScore.Engine.Catalog;

namespace SecureScore.Engine.Tests.Catalog;

/// <summary>Holds the catalogue to its release table, so that no id, weight, shape or licence changes unnoticed.</summary>
public class ReleaseTableTests
{
    private const string Update = "SECURESCORE_UPDATE_RELEASES";

    private static readonly string s_path = Path.Combine(Repository.Root, "src", "SecureScore.Engine", "Catalog", "Releases.md");

    [Fact]
    public void The_release_table_tells_every_id_weight_shape_and_licence()
    {
        string[] catalogue = [.. ControlCatalog.EditionNames.Order(StringComparer.Ordinal).SelectMany(RowsOf)];
        string[] lines = File.ReadAllLines(s_path);
        int first = Array.FindIndex(lines, line => line.StartsWith("| ---", StringComparison.Ordinal)) + 1;
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllText(s_path, string.Join('\n', [.. lines[..first], .. catalogue]) + "\n");

        string[] table = File.ReadAllLines(s_path)[first..];
        string[] changes =
        [
            .. table.Except(catalogue, StringComparer.Ordinal).Select(row => "- " + row),
            .. catalogue.Except(table, StringComparer.Ordinal).Select(row => "+ " + row),
        ];

        changes.ShouldBeEmpty(
            $"The catalogue differs from its release table (- table, + catalogue):\n{string.Join('\n', changes)}\n"
            + $"A change of weight changes scores that people compare over time. If it is meant, run this test once with {Update}=1, "
            + "tell of the change in CHANGELOG.md, and commit src/SecureScore.Engine/Catalog/Releases.md with it.");
        table.Length.ShouldBe(catalogue.Length, "The release table holds a row twice.");
    }

    private static IEnumerable<string> RowsOf(string edition) => ControlCatalog.Get(edition).Controls
        .OrderBy(control => control.Id, StringComparer.Ordinal)
        .Select(control => string.Create(
            CultureInfo.InvariantCulture,
            $"| {edition} | {control.Id} | {(object?)control.MaxPoints ?? "unknown"} | {ShapeOf(control)} | {control.Licence ?? "none"} |"));

    private static string ShapeOf(ControlDefinition control) =>
        control.AtLeast is { } count ? string.Create(CultureInfo.InvariantCulture, $"{control.Shape} {count}") : control.Shape.ToString();
}

using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using Spectre.Console;

namespace SecureScore.Cli;

/// <summary>Shows on a screen how a score went.</summary>
internal static class HistoryView
{
    private const int BarWidth = 20;
    private const string None = "-";

    public static void Draw(Terminal terminal, StoredTenant tenant, HistoryPeriod period, IReadOnlyList<HistoryPoint> points)
    {
        var console = terminal.Draw();
        console.Tenant(tenant, $"History by {period.ToString().ToLowerInvariant()}");
        if (points.Count == 0)
            console.Line("No judgement was recorded then.");
        else
            console.Write(points[0].Name is null ? ScoreTable(points) : NamedTable(points));
        terminal.Writer.Flush();
    }

    /// <summary>What Microsoft published.</summary>
    public static void Draw(Terminal terminal, StoredTenant tenant, IReadOnlyList<PublishedScorePoint> days)
    {
        var console = terminal.Draw();
        console.Tenant(tenant, "Microsoft's own score");
        if (days.Count == 0)
        {
            console.Line("No snapshot told what Microsoft published then.");
        }
        else
        {
            var table = Screen.Table(
                Screen.Column("Day"),
                Screen.Column("Points", number: true),
                Screen.Column("Percent", number: true),
                Screen.Column("All tenants", number: true),
                Screen.Column("Similar size", number: true));
            foreach (var day in days)
            {
                table.AddRow(
                    Screen.Safe(Words.Date(day.Date)),
                    Screen.Safe($"{Words.Points(day.Score)}/{Words.Points(day.MaxScore)}"),
                    Screen.Safe(Words.Percent(day.Percentage)),
                    Screen.Safe(Words.Percent(day.AllTenants)),
                    Screen.Safe(Words.Percent(day.SimilarSize)));
            }

            console.Write(table);
        }

        terminal.Writer.Flush();
    }

    /// <summary>What was added to the history.</summary>
    public static void Draw(Terminal terminal, string store, IReadOnlyList<RecordedScore> scores)
    {
        var console = terminal.Draw();
        console.Line($"In the history of the store '{store}'", Screen.Dim);
        console.Line();
        var table = Screen.Table(
            Screen.Column("Evidence of"),
            Screen.Column("Tenant"),
            Screen.Column("Points", number: true),
            Screen.Column("Percent", number: true),
            Screen.Column("Coverage", number: true),
            Screen.LastColumn("Edition"));
        foreach (var score in scores)
        {
            table.AddRow(
                Screen.Safe(Words.Date(score.CollectedAt)),
                Screen.Safe(score.TenantName ?? score.TenantId),
                Screen.Safe($"{Words.Points(score.Score)}/{Words.Points(score.MaxScore)}"),
                Screen.Safe(Words.Percent(score.Percentage)),
                Screen.Safe(Words.Percent(score.Coverage)),
                Screen.Safe(score.Edition));
        }

        console.Write(table);
        terminal.Writer.Flush();
    }

    private static Table ScoreTable(IEnumerable<HistoryPoint> points)
    {
        var table = Screen.Table(
            Screen.Column("Period"),
            Screen.Column("Points", number: true),
            Screen.Column("Percent", number: true),
            Screen.Column("Change", number: true),
            Screen.Column("Coverage", number: true),
            Screen.LastColumn(""));
        foreach (var point in points)
        {
            table.AddRow(
                Screen.Safe(point.Period),
                Points(point),
                Screen.Safe(Words.Percent(point.Percentage)),
                Change(point),
                Screen.Safe(Words.Percent(point.Coverage)),
                point.Percentage is { } percentage ? Screen.Bar(percentage, BarWidth) : Screen.Safe(""));
        }

        return table;
    }

    private static Table NamedTable(IEnumerable<HistoryPoint> points)
    {
        var table = Screen.Table(
            Screen.Column("Period"),
            Screen.Column("Name"),
            Screen.Column("Points", number: true),
            Screen.Column("Percent", number: true),
            Screen.Column("Change", number: true));
        foreach (var point in points)
            table.AddRow(Screen.Safe(point.Period), Screen.Safe(point.Name), Points(point), Screen.Safe(Words.Percent(point.Percentage)), Change(point));
        return table;
    }

    private static Text Points(HistoryPoint point) => point.CollectedAt is null ? Screen.Safe("gap", Screen.Dim)
        : Screen.Safe(point.Score is null ? None : $"{Words.Points(point.Score)}/{Words.Points(point.MaxScore)}");

    private static Text Change(HistoryPoint point) => Screen.Safe(Words.Change(point.Change), Screen.Of(point.Change));
}

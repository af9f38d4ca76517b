using SecureScore.Engine.Scoring;
using Spectre.Console;

namespace SecureScore.Cli;

/// <summary>Shows a score on a screen: the figure, what it is made of, what it leaves out, and what to do first.</summary>
internal static class ScoreView
{
    private const int TopActions = 5;
    private const int MostIds = 3;
    private const int BarWidth = 50;

    public static void Draw(Terminal terminal, JudgedTenant tenant)
    {
        var console = terminal.Draw();
        var score = tenant.Score;
        console.Tenant(tenant);
        DrawScore(console, score);
        DrawViews(console, score);
        DrawCategories(console, score);
        DrawCoverage(console, score);
        DrawFindings(console, score);
        DrawTopActions(console, score, Screen.IsWide(terminal));
        DrawHints(terminal, console, tenant);
        terminal.Writer.Flush();
    }

    private static void DrawScore(IAnsiConsole console, SecureScoreResult score)
    {
        if (score.Percentage is not { } percentage)
        {
            console.Line("No score: no control could be judged.", Screen.Strong);
            return;
        }

        console.Line($"Secure score {Words.Percent(percentage)}: {Words.Points(score.Score)} of {Words.Points(score.MaxScore)} points", Screen.Strong);
        console.Write(Screen.Bar(percentage, BarWidth));
        console.WriteLine();
    }

    private static void DrawViews(IAnsiConsole console, SecureScoreResult score)
    {
        if (score.Published is { } published)
            console.Line($"Microsoft's own score was {Words.Points(published.Score)} of {Words.Points(published.MaxScore)} points on {Words.Date(published.Date)}.");
        if (score.AssertedPoints != 0)
            console.Line($"{Words.Points(score.AssertedPoints)} points rest on the administrator's word.");
        console.Line();
    }

    private static void DrawCategories(IAnsiConsole console, SecureScoreResult score)
    {
        if (score.Categories.Count == 0)
            return;

        var table = Screen.Table(Screen.Column("Category"), Screen.Column("Points", number: true), Screen.Column("Percent", number: true), Screen.LastColumn(""));
        foreach (var category in score.Categories)
        {
            table.AddRow(
                Screen.Safe(category.Name),
                Screen.Safe($"{Words.Points(category.Score)}/{Words.Points(category.MaxScore)}"),
                Screen.Safe(Words.Percent(category.Percentage)),
                Screen.Bar(category.Percentage ?? 0, BarWidth / 2));
        }

        console.Write(table);
        console.Line();
    }

    private static void DrawCoverage(IAnsiConsole console, SecureScoreResult score)
    {
        int missing = score.CoverageGaps.Sum(gap => gap.Count);
        if (missing == 0)
        {
            console.Line("Coverage 100 %: every control that applies was judged.");
            return;
        }

        console.Line($"Coverage {Words.Percent(score.Coverage)}: {Words.Count(missing, "control was", "controls were")} not judged.");
        foreach (var gap in score.CoverageGaps)
            console.Indented($"{gap.Count}: {Words.Why(gap.Reason)}");
    }

    private static void DrawFindings(IAnsiConsole console, SecureScoreResult score)
    {
        var controls = score.Controls.Where(control => control.Findings.Count > 0).ToArray();
        if (controls.Length > 0)
            console.Line($"{Words.Count(controls.Sum(control => control.Findings.Count), "finding", "findings")} without effect on the points: {FirstIds(controls)}");

        var regressed = score.Controls.Where(control => control.Regressed == true).ToArray();
        if (regressed.Length > 0)
            console.Line($"{Words.Count(regressed.Length, "control has", "controls have")} lost points since some judgement before: {FirstIds(regressed)}", Screen.Bad);

        console.Line();
    }

    private static string FirstIds(ControlResult[] controls) =>
        string.Join(", ", controls.Take(MostIds).Select(control => control.Id)) + (controls.Length > MostIds ? ", ..." : "");

    private static void DrawTopActions(IAnsiConsole console, SecureScoreResult score, bool wide)
    {
        var open = score.Controls.Where(control => control.Points < control.MaxPoints).ToArray();
        if (open.Length == 0)
            return;

        console.Line($"Top actions, {Math.Min(TopActions, open.Length)} of {open.Length}", Screen.Strong);
        console.Write(ControlsView.Table(open.Take(TopActions), wide));
        console.Line();
    }

    private static void DrawHints(Terminal terminal, IAnsiConsole console, JudgedTenant tenant)
    {
        console.Line("Next", Screen.Strong);
        string options = tenant.Options.AsTyped;
        if (tenant.Score.Controls.FirstOrDefault(control => control.Points < control.MaxPoints) is { } first)
            Hint("who and what costs the points of the first action", $"evidence {first.Id}{options}");
        Hint("every control", $"controls{options}");
        if (tenant.IsDemo)
            Hint("your own tenant, from a snapshot of it", "score --snapshot PATH");

        void Hint(string what, string arguments)
        {
            console.Indented($"{terminal.CommandName} {arguments}");
            console.Indented(what, Screen.Dim, by: 4);
        }
    }
}

using SecureScore.Engine.Scoring;
using Spectre.Console;

namespace SecureScore.Cli;

/// <summary>Shows on a screen who and what costs a control its points.</summary>
internal static class EvidenceView
{
    // A table is measured before it is drawn, so it must end; CSV and JSON need not.
    private const int MostRows = 1000;

    // More columns than these are unreadable on a narrow screen: each item becomes a paragraph there.
    private const int MostNarrowColumns = 3;

    private static readonly (string Name, Func<ScoreEvidence, string?> Value)[] s_columns =
    [
        ("Who or what", item => item.UserPrincipalName ?? item.DisplayName ?? item.Identity ?? item.Id),
        ("Setting", item => item.Setting),
        ("Is", item => item.Actual),
        ("Should be", item => item.Expected),
        ("Why", item => item.Reason),
        ("Policy", item => item.Policy),
    ];

    public static void Draw(Terminal terminal, JudgedTenant tenant, ControlResult control)
    {
        var console = terminal.Draw();
        console.Tenant(tenant);
        console.Line(control.Title, Screen.Strong);
        console.Line($"{control.Id}: {Words.Points(control)} points, {ControlState.Of(control).ToLowerInvariant()}", Screen.Of(control));
        if (control.Reason is { } reason)
            console.Line($"Not judged: {Words.Why(reason)}.");

        // Why it was not judged stands where the evidence would.
        string?[] texts = control.Reason is null ? [control.ImplementationStatus, control.Explanation] : [];
        foreach (string? text in texts.Where(text => !string.IsNullOrEmpty(text)))
            console.Line(text);
        foreach (var finding in control.Findings)
            console.Indented("Finding: " + finding.Message, Screen.Fair);
        console.Line();

        DrawItems(console, control, Screen.IsWide(terminal));
        DrawNextSteps(console, control);
        terminal.Writer.Flush();
    }

    private static void DrawItems(IAnsiConsole console, ControlResult control, bool wide)
    {
        var items = control.ReadEvidence().Take(MostRows + 1).ToList();
        if (items.Count == 0)
        {
            console.Line(control.ExplainMissingEvidence() ?? "Nothing costs points here.");
            return;
        }

        bool more = items.Count > MostRows;
        if (more)
            items.RemoveAt(MostRows);

        var columns = Array.FindAll(s_columns, column => items.Exists(item => !string.IsNullOrEmpty(column.Value(item))));
        if (wide || columns.Length <= MostNarrowColumns)
            console.Write(Table(items, columns));
        else
            items.ForEach(item => DrawParagraph(console, item));
        if (more)
            console.Line($"Only the first {Words.Count(MostRows, "row is", "rows are")} shown; --format csv writes all.", Screen.Dim);
    }

    private static Table Table(List<ScoreEvidence> items, (string Name, Func<ScoreEvidence, string?> Value)[] columns)
    {
        var table = Screen.Table([.. columns.Select(column => Screen.Column(column.Name))]);
        foreach (var item in items)
            table.AddRow(columns.Select(column => Screen.Safe(column.Value(item))));
        return table;
    }

    private static void DrawParagraph(IAnsiConsole console, ScoreEvidence item)
    {
        console.Line(s_columns[0].Value(item), Screen.Strong);
        foreach (var (name, value) in s_columns.Skip(1))
        {
            if (value(item) is { Length: > 0 } text)
                console.Indented($"{name}: {text}");
        }
    }

    private static void DrawNextSteps(IAnsiConsole console, ControlResult control)
    {
        if (control.Outcome == ControlOutcome.Completed || control.NextSteps.Count == 0)
            return;

        console.Line();
        console.Line("What to do", Screen.Strong);
        foreach (var (index, step) in control.NextSteps.Index())
            console.Indented($"{index + 1}. {step}");
        if (control.ActionUrl is not null)
            console.Indented(control.ActionUrl, Screen.Dim);
    }
}

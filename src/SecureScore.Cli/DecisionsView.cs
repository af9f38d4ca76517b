using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;
using Spectre.Console;

namespace SecureScore.Cli;

/// <summary>Shows decisions on a screen.</summary>
internal static class DecisionsView
{
    public static void Draw(Terminal terminal, StoredTenant tenant, IReadOnlyList<DecisionEntry> decisions, DateTimeOffset now)
    {
        var console = terminal.Draw();
        console.Tenant(tenant, "Decisions");
        if (decisions.Count == 0)
            console.Line("No decision to show.");
        else
            console.Write(Screen.IsWide(terminal) ? WideTable(decisions, now) : NarrowTable(decisions, now));
        terminal.Writer.Flush();
    }

    // In 80 columns the id and the note are below the title.
    private static Table NarrowTable(IEnumerable<DecisionEntry> decisions, DateTimeOffset now)
    {
        var table = Screen.Table(Screen.Column("Control"), Screen.Column("Status"), Screen.Column("Owner"), Screen.LastColumn("Decided"));
        foreach (var decision in decisions)
        {
            var control = new List<Text> { Screen.Safe(Title(decision)), Screen.Safe(decision.ControlId, Screen.Dim) };
            if (decision.Note is { } note)
                control.Add(Screen.Safe(note, Screen.Dim));
            table.AddRow(
                new Rows(control),
                Screen.Safe(Status(decision, now)),
                Screen.Safe(decision.Owner),
                new Rows(Screen.Safe(Words.Date(decision.DecidedAt)), Screen.Safe(decision.DecidedBy, Screen.Dim)));
        }

        return table;
    }

    private static Table WideTable(IEnumerable<DecisionEntry> decisions, DateTimeOffset now)
    {
        var table = Screen.Table(
            Screen.Column("Id"),
            Screen.Column("Status"),
            Screen.Column("Owner"),
            Screen.Column("Decided"),
            Screen.Column("By"),
            Screen.Column("Title"),
            Screen.LastColumn("Note"));
        foreach (var decision in decisions)
        {
            table.AddRow(
                Screen.Safe(decision.ControlId),
                Screen.Safe(Status(decision, now)),
                Screen.Safe(decision.Owner),
                Screen.Safe(Words.Date(decision.DecidedAt)),
                Screen.Safe(decision.DecidedBy),
                Screen.Safe(Title(decision)),
                Screen.Safe(decision.Note));
        }

        return table;
    }

    private static string Status(DecisionEntry decision, DateTimeOffset now) => ControlState.Of(decision.Status)
        + (decision.Expires is not { } end ? "" : end <= now ? $", ended {Words.Date(end)}" : $" until {Words.Date(end)}");

    private static string Title(DecisionEntry decision) =>
        ControlCatalog.FindEdition(decision.ControlId)?.Find(decision.ControlId)?.Title ?? decision.ControlId;
}

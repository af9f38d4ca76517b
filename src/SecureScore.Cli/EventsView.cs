using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using Spectre.Console;

namespace SecureScore.Cli;

/// <summary>Shows on a screen what changed the score.</summary>
internal static class EventsView
{
    public static void Draw(Terminal terminal, StoredTenant tenant, IReadOnlyList<ScoreEvent> events)
    {
        var console = terminal.Draw();
        console.Tenant(tenant, "Events");
        if (events.Count == 0)
        {
            console.Line("Nothing changed.");
        }
        else
        {
            console.Write(Screen.IsWide(terminal) ? WideTable(events) : NarrowTable(events));
            console.Line();
            console.Line($"{Words.Count(events.Count, "event", "events")}, {Words.Change(events.Sum(item => item.Change))} points together", Screen.Dim);
        }

        terminal.Writer.Flush();
    }

    // In 80 columns id, cause and person are below what happened.
    private static Table NarrowTable(IEnumerable<ScoreEvent> events)
    {
        var table = Screen.Table(Date(), Screen.Column("Change", number: true), Screen.LastColumn("What happened"));
        foreach (var item in events)
        {
            table.AddRow(
                Screen.Safe(Words.Date(item.Date)),
                Screen.Safe(Words.Change(item.Change), Screen.Of(item.Change)),
                new Rows(
                    Screen.Safe(item.Activity),
                    Screen.Safe($"{item.ControlId}: {Words.Cause(item.Cause)}" + (item.AttributedTo == ScoreEvent.System ? "" : $", {item.AttributedTo}"), Screen.Dim)));
        }

        return table;
    }

    private static Table WideTable(IEnumerable<ScoreEvent> events)
    {
        var table = Screen.Table(
            Date(),
            Screen.Column("Change", number: true),
            Screen.Column("Points", number: true),
            Screen.Column("Cause"),
            Screen.Column("By"),
            Screen.Column("Id"),
            Screen.LastColumn("What happened"));
        foreach (var item in events)
        {
            table.AddRow(
                Screen.Safe(Words.Date(item.Date)),
                Screen.Safe(Words.Change(item.Change), Screen.Of(item.Change)),
                Screen.Safe(item.ResultingPoints()),
                Screen.Safe(Words.Cause(item.Cause)),
                Screen.Safe(item.AttributedTo),
                Screen.Safe(item.ControlId),
                Screen.Safe(item.Activity));
        }

        return table;
    }

    private static TableColumn Date()
    {
        var column = Screen.Column("Date");
        column.NoWrap = true;
        return column;
    }
}

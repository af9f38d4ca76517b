using SecureScore.Engine.Scoring;
using Spectre.Console;

namespace SecureScore.Cli;

/// <summary>Shows controls on a screen.</summary>
internal static class ControlsView
{
    public static void Draw(Terminal terminal, JudgedTenant tenant, ControlListing listing)
    {
        var console = terminal.Draw();
        console.Tenant(tenant);
        if (listing.Controls.Count == 0)
            console.Line("No control to show.");
        else
            console.Write(Table(listing.Controls, Screen.IsWide(terminal)));

        if (listing.Hidden.Count > 0)
        {
            console.Line();
            var reasons = listing.Hidden.Select(entry => $"{entry.Value} {ControlState.Of(entry.Key).ToLowerInvariant()}");
            console.Line($"{Words.Count(listing.Hidden.Values.Sum(), "control is", "controls are")} hidden ({string.Join(", ", reasons)}); --all shows them.", Screen.Dim);
        }

        terminal.Writer.Flush();
    }

    public static Table Table(IEnumerable<ControlResult> controls, bool wide) => wide ? WideTable(controls) : NarrowTable(controls);

    // In 80 columns the id is below the title.
    private static Table NarrowTable(IEnumerable<ControlResult> controls)
    {
        var table = Screen.Table(
            Screen.Column("#", number: true),
            Screen.Column("Control"),
            Screen.Column("Points", number: true),
            Screen.Column("Impact", number: true),
            Screen.LastColumn("State"));
        foreach (var control in controls)
        {
            table.AddRow(
                Screen.Safe(Rank(control)),
                new Rows(Screen.Safe(control.Title), Screen.Safe(control.Id, Screen.Dim)),
                Screen.Safe(Words.Points(control)),
                Screen.Safe(Words.Impact(control)),
                Screen.Safe(ControlState.Of(control), Screen.Of(control)));
        }

        return table;
    }

    private static Table WideTable(IEnumerable<ControlResult> controls)
    {
        var table = Screen.Table(
            Screen.Column("#", number: true),
            Screen.Column("Id"),
            Screen.Column("Category"),
            Screen.Column("Points", number: true),
            Screen.Column("Impact", number: true),
            Screen.Column("State"),
            Screen.LastColumn("Title"));
        foreach (var control in controls)
        {
            table.AddRow(
                Screen.Safe(Rank(control)),
                Screen.Safe(control.Id),
                Screen.Safe(control.Category),
                Screen.Safe(Words.Points(control)),
                Screen.Safe(Words.Impact(control)),
                Screen.Safe(ControlState.Of(control), Screen.Of(control)),
                Screen.Safe(control.Title));
        }

        return table;
    }

    private static string Rank(ControlResult control) => control.Rank.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

using SecureScore.Engine;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;
using Spectre.Console;

namespace SecureScore.Cli;

/// <summary>What the views are drawn with. Every text goes through <see cref="Safe"/>, as plain text: names are never read as markup.</summary>
internal static class Screen
{
    // From this width on a row has room for the id in a column of its own.
    private const int Wide = 150;

    public static readonly Style Strong = new(decoration: Decoration.Bold);
    public static readonly Style Dim = new(decoration: Decoration.Dim);
    public static readonly Style Good = new(foreground: Color.Green);
    public static readonly Style Fair = new(foreground: Color.Yellow);
    public static readonly Style Bad = new(foreground: Color.Red);

    public static bool IsWide(Terminal terminal) => terminal.Width >= Wide;

    public static Text Safe(string? text, Style? style = null) => new(DisplayText.Clean(text), style);

    public static void Line(this IAnsiConsole console, string? text = null, Style? style = null)
    {
        console.Write(Safe(text, style));
        console.WriteLine();
    }

    /// <summary>A text that goes on below itself when it does not fit the line.</summary>
    public static void Indented(this IAnsiConsole console, string? text, Style? style = null, int by = 2) =>
        console.Write(new Padder(Safe(text, style), new Padding(by, 0, 0, 0)));

    public static void Tenant(this IAnsiConsole console, JudgedTenant tenant)
    {
        string name = tenant.Score.TenantName ?? tenant.Score.TenantId ?? "Unnamed tenant";
        console.Line(name + (tenant.IsDemo ? " (the built-in demo tenant)" : ""), Strong);
        console.Line($"Evidence of {Words.Date(tenant.Score.CollectedAt)}, judged by edition {tenant.Score.Edition}", Dim);
        console.Line();
    }

    /// <summary>The heading of what a store holds of a tenant.</summary>
    public static void Tenant(this IAnsiConsole console, StoredTenant tenant, string what)
    {
        console.Line(tenant.TenantName ?? tenant.TenantId, Strong);
        console.Line(what, Dim);
        console.Line();
    }

    public static Table Table(params TableColumn[] columns)
    {
        var table = new Table { Border = TableBorder.None };
        table.AddColumns(columns);
        return table;
    }

    /// <summary>A column with room after it; numbers stand to the right and never wrap.</summary>
    public static TableColumn Column(string name, bool number = false) => new(Safe(name, Strong))
    {
        Alignment = number ? Justify.Right : Justify.Left,
        NoWrap = number,
        Padding = new Padding(0, 0, 2, 0),
    };

    public static TableColumn LastColumn(string name) => new(Safe(name, Strong)) { Padding = new Padding(0) };

    public static Style Of(ControlResult control) => control.Outcome switch
    {
        ControlOutcome.Completed => Good,
        ControlOutcome.Partial => Fair,
        ControlOutcome.Failed => Bad,
        _ => Dim,
    };

    public static Style? Of(decimal? change) => change > 0 ? Good : change < 0 ? Bad : null;

    /// <summary>A bar that is filled by a percentage.</summary>
    public static Paragraph Bar(decimal percent, int width)
    {
        int filled = (int)Math.Round(Math.Clamp(percent, 0, 100) * width / 100, MidpointRounding.AwayFromZero);
        return new Paragraph()
            .Append(new string('█', filled), percent < 40 ? Bad : percent < 70 ? Fair : Good)
            .Append(new string('░', width - filled), Dim);
    }
}

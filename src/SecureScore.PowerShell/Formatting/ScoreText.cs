using System.Globalization;
using SecureScore.Engine.Scoring;

namespace SecureScore.PowerShell.Formatting;

/// <summary>Figures as a screen shows them: the same in every culture.</summary>
internal static class ScoreText
{
    private const int BarWidth = 20;
    private const string Unknown = "-";

    /// <summary>Points of a maximum with at most two decimals: "0.06/1". What is unknown is a hyphen, never 0; so are the points of a control
    /// without credit.</summary>
    public static string Points(decimal? points, decimal? maximum) => (points is null && maximum is null) || maximum == 0
        ? Unknown
        : $"{Number(points)}/{Number(maximum)}";

    public static string Number(decimal? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? Unknown;

    /// <summary>A difference with its sign: "+1.5", "-2", "0".</summary>
    public static string Signed(decimal? difference) => difference?.ToString("+0.##;-0.##;0", CultureInfo.InvariantCulture) ?? Unknown;

    public static string Percent(decimal? percent) => percent is null ? Unknown : percent.Value.ToString("0.00", CultureInfo.InvariantCulture) + "%";

    public static string Impact(decimal? percent) => percent is null ? Unknown : "+" + Percent(percent);

    public static string Date(DateTimeOffset? date) => date?.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture) ?? Unknown;

    /// <summary>The date above the time, for a narrow column.</summary>
    public static string When(DateTimeOffset date) => date.ToString("yyyy-MM-dd\nHH:mm zzz", CultureInfo.InvariantCulture);

    /// <summary>A percentage as a bar of twenty characters, in its colour; empty where the percentage is unknown.</summary>
    public static string Bar(decimal? percent)
    {
        if (percent is null)
            return "";

        int filled = (int)Math.Round(Math.Clamp(percent.Value, 0, 100) * BarWidth / 100, MidpointRounding.AwayFromZero);
        return Colour(new string('█', filled), percent < 40 ? Red : percent < 75 ? Yellow : Green) + new string('░', BarWidth - filled);
    }

    /// <summary>The outcome in its colour; for a control that was not judged, the reason.</summary>
    public static string Outcome(ControlResult control) => control.Outcome switch
    {
        ControlOutcome.Completed => Colour("Completed", Green),
        ControlOutcome.Partial => Colour("Partial", Yellow),
        ControlOutcome.Failed => Colour("Failed", Red),
        _ => Colour(control.Reason?.ToString() ?? "NotEvaluated", Grey),
    };

    /// <summary>Outcome and status in one, in the colour of the outcome.</summary>
    public static string State(ControlResult control) => Colour(ControlState.Of(control), control.Outcome switch
    {
        ControlOutcome.Completed => Green,
        ControlOutcome.Partial => Yellow,
        ControlOutcome.Failed => Red,
        _ => Grey,
    }) + Notes(control);

    /// <summary>A gain or loss with its sign.</summary>
    public static string Change(decimal? points) => points?.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) ?? Unknown;

    // Below the state: what asks for a look beyond it.
    private static string Notes(ControlResult control) =>
        (control.Regressed == true ? "\n" + Colour("Regressed", Red) : "")
        + (control.Findings.Any(finding => finding.Id == SecureScoreEvaluator.DecisionOutdated) ? "\n" + Colour("Decide anew", Yellow) : "")
        + (control.Findings.Any(finding => finding.Id == SecureScoreEvaluator.DecisionExpired) ? "\n" + Colour("Decision ended", Yellow) : "");

    /// <summary>The title, and below it the id that one types.</summary>
    public static string Control(string title, string id) => $"{title}\n{Colour(id, Grey)}";

    /// <summary>What stands above a list of controls: whose they are, and how many the list hides.</summary>
    /// <param name="result">The judgement.</param>
    /// <param name="listing">The list.</param>
    /// <param name="isPartial">Whether other controls were not asked for, so that the score is none.</param>
    public static string Caption(SecureScoreResult result, ControlListing listing, bool isPartial)
    {
        string tenant = result.TenantName ?? result.TenantId ?? "Unknown tenant";
        string score = isPartial
            ? $"{tenant}: only what these controls need was collected, edition {result.Edition}"
            : $"{tenant}: {Points(result.Score, result.MaxScore)} points ({Percent(result.Percentage)}), edition {result.Edition}";
        return listing.Hidden.Count == 0 ? score : $"{score}. {Hidden(listing)}";
    }

    /// <summary>What a list hides, in words; empty when nothing.</summary>
    public static string Hidden(ControlListing listing) => listing.Hidden.Count == 0
        ? ""
        : $"{listing.Hidden.Values.Sum()} hidden ({string.Join(", ", listing.Hidden.Select(entry => $"{entry.Value} {ControlState.Of(entry.Key).ToLowerInvariant()}"))}); -All lists them.";

    private const string Red = "31";
    private const string Green = "32";
    private const string Yellow = "33";
    private const string Grey = "90";

    // PowerShell takes the colours out again where $PSStyle.OutputRendering or NO_COLOR says so, and where the output goes to a file.
    private static string Colour(string text, string colour) => text.Length == 0 ? "" : $"\u001b[{colour}m{text}\u001b[0m";
}

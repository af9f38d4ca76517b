using System.Globalization;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;

namespace SecureScore.Cli;

/// <summary>How values read on a screen, the same in every culture.</summary>
internal static class Words
{
    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    public static string Points(decimal? points) => points?.ToString("0.##", s_culture) ?? "?";

    /// <summary>Points of a maximum: "0.06/1". A control without credit has none to speak of.</summary>
    public static string Points(ControlResult control) => control.MaxPoints == 0 ? "-" : $"{Points(control.Points)}/{Points(control.MaxPoints)}";

    public static string Percent(decimal? percent) => percent is { } value ? value.ToString("0.0", s_culture) + " %" : "-";

    public static string Impact(ControlResult control) => control.ScoreImpact is { } value && control.MaxPoints != 0 ? value.ToString("+0.00", s_culture) + " %" : "-";

    /// <summary>Points with their sign: "+1.00", "-0.06", "0.00"; a dash when there is nothing to compare with.</summary>
    public static string Change(decimal? points) => points?.ToString("+0.00;-0.00;0.00", s_culture) ?? "-";

    public static string Date(DateTimeOffset? date) => date?.UtcDateTime.ToString("yyyy-MM-dd", s_culture) ?? "an unknown date";

    public static string Count(long count, string one, string many) =>
        count == 1 ? "1 " + one : count.ToString("#,0", s_culture) + " " + many;

    public static string Cause(EventCause cause) => cause switch
    {
        EventCause.FirstJudgement => "first judgement",
        EventCause.Configuration => "configuration",
        EventCause.People => "people",
        EventCause.Catalogue => "catalogue",
        EventCause.Licence => "licence",
        EventCause.Decision => "decision",
        EventCause.EvidenceLost => "evidence lost",
        _ => "evidence regained",
    };

    public static string Why(NotEvaluatedReason reason) => reason switch
    {
        NotEvaluatedReason.NotLicensed => "the tenant lacks the licence",
        NotEvaluatedReason.NotApplicable => "has no meaning for this tenant",
        NotEvaluatedReason.PermissionMissing => "a permission or role was missing when the evidence was collected",
        NotEvaluatedReason.NotConnected => "there was no connection to the service that holds the evidence",
        NotEvaluatedReason.SourceFailed => "the service failed, or its answer cannot be read",
        NotEvaluatedReason.NotCollected => "the evidence was not collected",
        _ => "Microsoft offers no public way to read the setting",
    };
}

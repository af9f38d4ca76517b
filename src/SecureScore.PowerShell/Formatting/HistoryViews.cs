using System.Globalization;
using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.History;

namespace SecureScore.PowerShell.Formatting;

#pragma warning disable CS1591

/// <summary>What views show of a <see cref="ScoreEvent"/>.</summary>
public static class ScoreEventView
{
    public static string Date(PSObject instance) => ScoreText.Date(Of(instance).Date);

    /// <summary>The date, and below it the time.</summary>
    public static string Moment(PSObject instance) => Of(instance).Date.ToString("yyyy-MM-dd\nHH:mm zzz", CultureInfo.InvariantCulture);

    public static string Activity(PSObject instance) => DisplayText.Clean(Of(instance).Activity);

    public static string OnItsPage(PSObject instance) => DisplayText.Clean(Of(instance).OnItsPage());

    public static string ResultingPoints(PSObject instance) => Of(instance).ResultingPoints();

    public static string Change(PSObject instance) => ScoreText.Change(Of(instance).Change);

    public static string ControlId(PSObject instance) => DisplayText.Clean(Of(instance).ControlId);

    public static string Title(PSObject instance) => DisplayText.Clean(Of(instance).Title);

    public static string Category(PSObject instance) => DisplayText.Clean(Of(instance).Category);

    public static string AttributedTo(PSObject instance) => DisplayText.Clean(Of(instance).AttributedTo);

    private static ScoreEvent Of(PSObject instance) => (ScoreEvent)instance.BaseObject;
}

/// <summary>What views show of a <see cref="HistoryPoint"/>.</summary>
public static class HistoryPointView
{
    public static string Period(PSObject instance) => DisplayText.Clean(Of(instance).Period);

    public static string Name(PSObject instance) => DisplayText.Clean(Of(instance).Name);

    public static string Points(PSObject instance) => ScoreText.Points(Of(instance).Score, Of(instance).MaxScore);

    public static string Percentage(PSObject instance) => ScoreText.Percent(Of(instance).Percentage);

    public static string Bar(PSObject instance) => ScoreText.Bar(Of(instance).Percentage);

    public static string Change(PSObject instance) => ScoreText.Change(Of(instance).Change);

    private static HistoryPoint Of(PSObject instance) => (HistoryPoint)instance.BaseObject;
}

/// <summary>What views show of a <see cref="TrendPoint"/>.</summary>
public static class TrendPointView
{
    public static string Date(PSObject instance) => Of(instance).Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Name(PSObject instance) => DisplayText.Clean(Of(instance).Name);

    public static string Value(PSObject instance) => ScoreText.Number(Of(instance).Value);

    private static TrendPoint Of(PSObject instance) => (TrendPoint)instance.BaseObject;
}

/// <summary>What views show of a <see cref="RecordedScore"/>.</summary>
public static class RecordedScoreView
{
    public static string Tenant(PSObject instance) => DisplayText.Clean(Of(instance).TenantName ?? Of(instance).TenantId);

    public static string Collected(PSObject instance) => ScoreText.Date(Of(instance).CollectedAt);

    public static string Edition(PSObject instance) => DisplayText.Clean(Of(instance).Edition);

    public static string Points(PSObject instance) => ScoreText.Points(Of(instance).Score, Of(instance).MaxScore);

    public static string Percentage(PSObject instance) => ScoreText.Percent(Of(instance).Percentage);

    private static RecordedScore Of(PSObject instance) => (RecordedScore)instance.BaseObject;
}

/// <summary>What views show of a <see cref="CustomComparison"/>.</summary>
public static class CustomComparisonView
{
    public static string Name(PSObject instance) => DisplayText.Clean(Of(instance).Name);

    public static string Percentage(PSObject instance) => ScoreText.Percent(Of(instance).Percentage);

    private static CustomComparison Of(PSObject instance) => (CustomComparison)instance.BaseObject;
}

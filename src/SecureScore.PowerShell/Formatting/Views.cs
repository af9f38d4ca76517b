using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Comparing;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;
using SecureScore.Engine.Tenants;

namespace SecureScore.PowerShell.Formatting;

// Each method is the hidden property of the same name (with "Shown" before it) that formats/SecureScore.Types.ps1xml gives to a type, and that the
// views in formats/SecureScore.Format.ps1xml show. Compiled properties and not script blocks: these would not run in ConstrainedLanguage.
// Whatever may hold text of a tenant is cleaned on the way.
#pragma warning disable CS1591

/// <summary>What views show of a <see cref="ControlResult"/>.</summary>
public static class ControlResultView
{
    // Keyed by the object, so that a caption is no property that lands in a CSV file.
    private static readonly ConditionalWeakTable<ControlResult, string> s_captions = [];

    public static string Caption(PSObject instance) => s_captions.TryGetValue(Of(instance), out string? caption) ? DisplayText.Clean(caption) : "";

    public static string Points(PSObject instance) => ScoreText.Points(Of(instance).Points, Of(instance).MaxPoints);

    public static string MeasuredPoints(PSObject instance) => ScoreText.Number(Of(instance).MeasuredPoints);

    public static string Impact(PSObject instance) => ScoreText.Impact(Of(instance).MaxPoints == 0 ? null : Of(instance).ScoreImpact);

    public static string Bar(PSObject instance) => Of(instance).MaxPoints is > 0 and var maximum ? ScoreText.Bar(100 * Of(instance).Points / maximum) : "";

    public static string Outcome(PSObject instance) => ScoreText.Outcome(Of(instance));

    public static string State(PSObject instance) => ScoreText.State(Of(instance));

    public static string Control(PSObject instance) => ScoreText.Control(Title(instance), Id(instance));

    public static string Id(PSObject instance) => DisplayText.Clean(Of(instance).Id);

    public static string Title(PSObject instance) => DisplayText.Clean(Of(instance).Title);

    public static string Category(PSObject instance) => DisplayText.Clean(Of(instance).Category);

    public static string Product(PSObject instance) => DisplayText.Clean(Of(instance).Product);

    public static string Affected(PSObject instance) => Of(instance) switch
    {
        { AffectedCount: { } affected, TotalCount: { } total } => FormattableString.Invariant($"{affected} of {total}"),
        { CompliantCount: { } compliant } => FormattableString.Invariant($"{compliant} found"),
        _ => "-",
    };

    public static string ImplementationStatus(PSObject instance) => DisplayText.Clean(Of(instance).ImplementationStatus);

    public static string Description(PSObject instance) => ControlCatalog.FindGuidance(Of(instance).Id)?.Description ?? "";

    public static string Explanation(PSObject instance) => DisplayText.Clean(Of(instance).Explanation);

    public static string Findings(PSObject instance) => ViewLines.Of(Of(instance).Findings.Select(finding => finding.Message));

    public static string Source(PSObject instance) =>
        Of(instance).Source is { } source ? $"{source}, {ScoreText.Date(Of(instance).AsOf)}" : "-";

    public static string Threats(PSObject instance) => DisplayText.Clean(Of(instance).Threats.ToString());

    public static string Prerequisites(PSObject instance) => DisplayText.Clean(Of(instance).Prerequisites.ToString());

    public static string NextSteps(PSObject instance) => ViewLines.Numbered(Of(instance).NextSteps);

    public static string ActionUrl(PSObject instance) => DisplayText.Clean(Of(instance).ActionUrl);

    public static string PublishedState(PSObject instance) => DisplayText.Clean(Of(instance).PublishedState);

    public static string Decision(PSObject instance)
    {
        var control = Of(instance);
        string?[] parts =
        [
            control.Note, control.Owner, control.Expires is null ? null : "until " + ScoreText.Date(control.Expires), .. control.Tags,
        ];
        return DisplayText.Clean(string.Join("; ", parts.Where(part => !string.IsNullOrEmpty(part))));
    }

    /// <summary>A copy of the control that its table shows below a caption; the same control can stand in several lists.</summary>
    internal static ControlResult WithCaption(ControlResult control, string caption)
    {
        var copy = control with { };
        s_captions.Add(copy, caption);
        return copy;
    }

    private static ControlResult Of(PSObject instance) => (ControlResult)instance.BaseObject;
}

/// <summary>What views show of a <see cref="SecureScoreResult"/>.</summary>
public static class SecureScoreResultView
{
    private static readonly ConditionalWeakTable<SecureScoreResult, ScoreStanding> s_standings = [];

    public static string Tenant(PSObject instance) => DisplayText.Clean(Of(instance).TenantName ?? Of(instance).TenantId ?? "-");

    public static string Edition(PSObject instance) => DisplayText.Clean(Of(instance).Edition);

    public static string Collected(PSObject instance) => ScoreText.Date(Of(instance).CollectedAt);

    public static string Points(PSObject instance) => ScoreText.Points(Of(instance).Score, Of(instance).MaxScore);

    public static string Percentage(PSObject instance) => ScoreText.Percent(Of(instance).Percentage);

    public static string Bar(PSObject instance) => ScoreText.Bar(Of(instance).Percentage);

    public static string Headline(PSObject instance) => $"{Points(instance)}  {Percentage(instance)}  {Bar(instance)}{Standing(instance)}";

    public static string Categories(PSObject instance) => Groups(Of(instance).Categories, group => "  " + ScoreText.Bar(group.Percentage));

    public static string Products(PSObject instance) => Groups(Of(instance).Products, _ => "");

    public static string Coverage(PSObject instance) => ScoreText.Percent(Of(instance).Coverage);

    public static string CoverageGaps(PSObject instance) => DisplayText.Clean(Of(instance).CoverageGaps.ToString());

    public static string Asserted(PSObject instance) => ScoreText.Number(Of(instance).AssertedPoints);

    public static string Planned(PSObject instance) => ScoreText.Points(Of(instance).PlannedScore, Of(instance).MaxScore);

    public static string Achievable(PSObject instance) => ScoreText.Points(Of(instance).AchievableScore, Of(instance).MaxScore);

    public static string CurrentLicence(PSObject instance) => ScoreText.Percent(Of(instance).CurrentLicenceScore);

    public static string Published(PSObject instance) => Of(instance).Published is { } published
        ? $"{ScoreText.Points(published.Score, published.MaxScore)}, {ScoreText.Date(published.Date)}"
        : "-";

    /// <summary>Has the views of a score tell how it stands to earlier ones.</summary>
    internal static void Note(SecureScoreResult result, ScoreStanding standing) => s_standings.AddOrUpdate(result, standing);

    private static string Standing(PSObject instance)
    {
        if (!s_standings.TryGetValue(Of(instance), out var standing))
            return "";

        string?[] parts =
        [
            standing.Zone?.ToString(),
            standing.Before is { } before ? $"{ScoreText.Change(Of(instance).Score - before.Score)} points since {ScoreText.Date(before.CollectedAt)}" : null,
        ];
        string text = string.Join(", ", parts.OfType<string>());
        return text.Length == 0 ? "" : "\n" + text;
    }

    // Names of products are long: with a bar they would not fit a screen of 80 characters.
    private static string Groups(IReadOnlyCollection<ScoreGroup> groups, Func<ScoreGroup, string> bar)
    {
        int name = groups.Select(group => DisplayText.Clean(group.Name).Length).DefaultIfEmpty().Max();
        int points = groups.Select(group => ScoreText.Points(group.Score, group.MaxScore).Length).DefaultIfEmpty().Max();
        return string.Join('\n', groups.Select(group => string.Concat(
            DisplayText.Clean(group.Name).PadRight(name + 2),
            ScoreText.Points(group.Score, group.MaxScore).PadLeft(points),
            ScoreText.Percent(group.Percentage).PadLeft(9),
            bar(group))));
    }

    private static SecureScoreResult Of(PSObject instance) => (SecureScoreResult)instance.BaseObject;
}

/// <summary>What views show of a <see cref="ScoreEvidence"/>.</summary>
public static class ScoreEvidenceView
{
    public static string ControlId(PSObject instance) => DisplayText.Clean(Of(instance).ControlId);

    /// <summary>The name by which a person finds the object.</summary>
    public static string Name(PSObject instance) => DisplayText.Clean(
        Of(instance).UserPrincipalName ?? Of(instance).DisplayName ?? Of(instance).Identity ?? Of(instance).Id ?? "");

    public static string Id(PSObject instance) => DisplayText.Clean(Of(instance).Id);

    public static string UserPrincipalName(PSObject instance) => DisplayText.Clean(Of(instance).UserPrincipalName);

    public static string Identity(PSObject instance) => DisplayText.Clean(Of(instance).Identity);

    public static string DisplayName(PSObject instance) => DisplayText.Clean(Of(instance).DisplayName);

    public static string Setting(PSObject instance) => DisplayText.Clean(Of(instance).Setting);

    public static string Actual(PSObject instance) => DisplayText.Clean(Of(instance).Actual);

    public static string Expected(PSObject instance) => DisplayText.Clean(Of(instance).Expected);

    public static string Reason(PSObject instance) => DisplayText.Clean(Of(instance).Reason);

    public static string Policy(PSObject instance) => DisplayText.Clean(Of(instance).Policy);

    private static ScoreEvidence Of(PSObject instance) => (ScoreEvidence)instance.BaseObject;
}

/// <summary>What views show of a <see cref="SecureScoreContext"/>.</summary>
public static class SecureScoreContextView
{
    public static string Store(PSObject instance) => DisplayText.Clean(Of(instance).Store);

    public static string TenantName(PSObject instance) => DisplayText.Clean(Of(instance).TenantName);

    public static string TenantId(PSObject instance) => DisplayText.Clean(Of(instance).TenantId);

    public static string Path(PSObject instance) => DisplayText.Clean(Of(instance).Path);

    public static string Account(PSObject instance) => DisplayText.Clean(Of(instance).Account);

    public static string ClientId(PSObject instance) => DisplayText.Clean(Of(instance).ClientId);

    public static string SignIn(PSObject instance) => DisplayText.Clean(Of(instance).SignIn);

    /// <summary>Each service on a line, with the time at which its token ends or the reason why it is left out.</summary>
    public static string Services(PSObject instance) => string.Join('\n', Of(instance).Services.Select(service => DisplayText.Clean(service switch
    {
        { Connected: false } => $"{service.Service}: left out. {service.Reason}".TrimEnd(),
        { ExpiresAt: { } end } => $"{service.Service}: until {ScoreText.Date(end)}",
        _ => service.Service.ToString(),
    })));

    /// <summary>The services that can be asked, on one line.</summary>
    public static string Connected(PSObject instance) =>
        string.Join(", ", Of(instance).Services.Where(service => service.Connected).Select(service => service.Service));

    public static string Collected(PSObject instance) => ScoreText.Date(Of(instance).CollectedAt);

    public static string Resources(PSObject instance) => Of(instance).ResourceCounts.ToString();

    private static SecureScoreContext Of(PSObject instance) => (SecureScoreContext)instance.BaseObject;
}

/// <summary>What views show of a <see cref="ScoreThreat"/>.</summary>
public static class ScoreThreatView
{
    public static string PointsLeft(PSObject instance) => ScoreText.Number(((ScoreThreat)instance.BaseObject).PointsLeft);
}

/// <summary>What views show of a <see cref="ResourceState"/>.</summary>
public static class ResourceStateView
{
    public static string Name(PSObject instance) => DisplayText.Clean(Of(instance).Name);

    public static string Error(PSObject instance) => DisplayText.Clean(Of(instance).Error);

    public static string Permission(PSObject instance) => DisplayText.Clean(Of(instance).Permission);

    private static ResourceState Of(PSObject instance) => (ResourceState)instance.BaseObject;
}

/// <summary>What views show of a <see cref="ScoreGroup"/>.</summary>
public static class ScoreGroupView
{
    public static string Name(PSObject instance) => DisplayText.Clean(Of(instance).Name);

    public static string Points(PSObject instance) => ScoreText.Points(Of(instance).Score, Of(instance).MaxScore);

    public static string Percentage(PSObject instance) => ScoreText.Percent(Of(instance).Percentage);

    public static string Bar(PSObject instance) => ScoreText.Bar(Of(instance).Percentage);

    private static ScoreGroup Of(PSObject instance) => (ScoreGroup)instance.BaseObject;
}

/// <summary>What views show of a <see cref="CoverageGap"/>.</summary>
public static class CoverageGapView
{
    public static string Ids(PSObject instance) => DisplayText.Clean(((CoverageGap)instance.BaseObject).Ids.ToString());
}

/// <summary>What views show of a <see cref="Finding"/>.</summary>
public static class FindingView
{
    public static string Message(PSObject instance) => DisplayText.Clean(((Finding)instance.BaseObject).Message);
}

/// <summary>What views show of a <see cref="PublishedComparison"/>.</summary>
public static class PublishedComparisonView
{
    public static string ControlId(PSObject instance) => DisplayText.Clean(Of(instance).ControlId);

    public static string Title(PSObject instance) => DisplayText.Clean(Of(instance).Title);

    public static string Control(PSObject instance) => ScoreText.Control(Title(instance), ControlId(instance));

    public static string Points(PSObject instance) => ScoreText.Points(Of(instance).Points, Of(instance).MaxPoints);

    public static string PublishedPoints(PSObject instance) => ScoreText.Number(Of(instance).PublishedPoints);

    public static string Difference(PSObject instance) => ScoreText.Signed(Of(instance).Difference);

    public static string AsOf(PSObject instance) => ScoreText.Date(Of(instance).AsOf);

    public static string PublishedDate(PSObject instance) => ScoreText.Date(Of(instance).PublishedDate);

    public static string LastSynced(PSObject instance) => ScoreText.Date(Of(instance).LastSynced);

    public static string Explanation(PSObject instance) => DisplayText.Clean(Of(instance).Explanation);

    private static PublishedComparison Of(PSObject instance) => (PublishedComparison)instance.BaseObject;
}

/// <summary>What views show of a <see cref="ControlChange"/>.</summary>
public static class ControlChangeView
{
    public static string ControlId(PSObject instance) => DisplayText.Clean(Of(instance).ControlId);

    public static string Title(PSObject instance) => DisplayText.Clean(Of(instance).Title);

    public static string Control(PSObject instance) => ScoreText.Control(Title(instance), ControlId(instance));

    public static string ReferencePoints(PSObject instance) => ScoreText.Points(Of(instance).ReferencePoints, Of(instance).ReferenceMaxPoints);

    public static string Points(PSObject instance) => ScoreText.Points(Of(instance).Points, Of(instance).MaxPoints);

    public static string Difference(PSObject instance) => ScoreText.Signed(Of(instance).Difference);

    public static string ReferenceAsOf(PSObject instance) => ScoreText.Date(Of(instance).ReferenceAsOf);

    public static string AsOf(PSObject instance) => ScoreText.Date(Of(instance).AsOf);

    public static string Explanation(PSObject instance) => DisplayText.Clean(Of(instance).Explanation);

    private static ControlChange Of(PSObject instance) => (ControlChange)instance.BaseObject;
}

/// <summary>What views show of an <see cref="AverageComparison"/>.</summary>
public static class AverageComparisonView
{
    public static string Group(PSObject instance) => DisplayText.Clean(Of(instance).Group);

    public static string Basis(PSObject instance) => DisplayText.Clean(Of(instance).Basis);

    public static string Average(PSObject instance) => ScoreText.Percent(Of(instance).Average);

    public static string Percentage(PSObject instance) => ScoreText.Percent(Of(instance).Percentage);

    public static string Difference(PSObject instance) => ScoreText.Signed(Of(instance).Difference);

    public static string PublishedPercentage(PSObject instance) => ScoreText.Percent(Of(instance).PublishedPercentage);

    public static string PublishedDate(PSObject instance) => ScoreText.Date(Of(instance).PublishedDate);

    private static AverageComparison Of(PSObject instance) => (AverageComparison)instance.BaseObject;
}

/// <summary>What views show of a <see cref="ServiceConnection"/>.</summary>
public static class ServiceConnectionView
{
    public static string Expires(PSObject instance) => ScoreText.Date(Of(instance).ExpiresAt);

    public static string Reason(PSObject instance) => DisplayText.Clean(Of(instance).Reason);

    private static ServiceConnection Of(PSObject instance) => (ServiceConnection)instance.BaseObject;
}

/// <summary>What views show of an <see cref="AccessRequirement"/>.</summary>
public static class AccessRequirementView
{
    public static string Name(PSObject instance) => DisplayText.Clean(Of(instance).Name);

    public static string Granted(PSObject instance) => Of(instance).Granted switch { true => "Yes", false => "No", null => "?" };

    public static string ControlCount(PSObject instance) => Of(instance).Controls.Count.ToString(CultureInfo.InvariantCulture);

    public static string Controls(PSObject instance) => DisplayText.Clean(string.Join(", ", Of(instance).Controls));

    public static string Resources(PSObject instance) => DisplayText.Clean(string.Join(", ", Of(instance).Resources));

    public static string Detail(PSObject instance) => DisplayText.Clean(Of(instance).Detail);

    private static AccessRequirement Of(PSObject instance) => (AccessRequirement)instance.BaseObject;
}

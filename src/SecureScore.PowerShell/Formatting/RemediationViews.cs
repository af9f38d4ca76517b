using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Remediation;

namespace SecureScore.PowerShell.Formatting;

#pragma warning disable CS1591

/// <summary>What views show of a <see cref="RemediationResult"/>.</summary>
public static class RemediationResultView
{
    public static string ControlId(PSObject instance) => DisplayText.Clean(Of(instance).ControlId);

    public static string Title(PSObject instance) => DisplayText.Clean(Of(instance).Title);

    public static string Control(PSObject instance) => ScoreText.Control(Title(instance), ControlId(instance));

    /// <summary>The points before and afterwards of the most there are. What was declined, or failed before anything was written, has them as they were.</summary>
    public static string Points(PSObject instance) => Of(instance) is { EntryId: null, PointsAfter: null } or { Outcome: RemediationOutcome.Declined } || Of(instance).PointsBefore == Of(instance).PointsAfter
        ? ScoreText.Points(Of(instance).PointsBefore, Of(instance).MaxPoints)
        : $"{ScoreText.Number(Of(instance).PointsBefore)} > {ScoreText.Points(Of(instance).PointsAfter, Of(instance).MaxPoints)}";

    public static string PointsInForce(PSObject instance) => ScoreText.Number(Of(instance).PointsInForce);

    /// <summary>What matters most of how it ended: what went wrong, what was changed, or where a person has to go.</summary>
    public static string Detail(PSObject instance) => Of(instance) switch
    {
        { Error: not null } => Error(instance),
        { Summary.Length: > 0 } => DisplayText.Clean(Of(instance).Summary),
        { Outcome: RemediationOutcome.AlreadyDone, Warnings: [var first, ..] } => DisplayText.Clean(first),
        { Steps.Count: > 0, ActionUrl: not null } => ActionUrl(instance),
        { Steps.Count: > 0 } => Steps(instance),
        _ => "",
    };

    public static string Changes(PSObject instance) => ViewLines.Of(Of(instance).Changes);

    public static string EntryId(PSObject instance) => DisplayText.Clean(Of(instance).EntryId);

    public static string UndoOf(PSObject instance) => DisplayText.Clean(Of(instance).UndoOf);

    public static string LookAgainAt(PSObject instance) => Of(instance).LookAgainAt is { } date ? ScoreText.Date(date) : "";

    public static string Warnings(PSObject instance) => ViewLines.Of(Of(instance).Warnings);

    public static string Explanation(PSObject instance) => DisplayText.Clean(Of(instance).Explanation);

    public static string Steps(PSObject instance) => ViewLines.Numbered(Of(instance).Steps);

    public static string ActionUrl(PSObject instance) => DisplayText.Clean(Of(instance).ActionUrl);

    public static string ErrorId(PSObject instance) => DisplayText.Clean(Of(instance).ErrorId);

    public static string Error(PSObject instance) => DisplayText.Clean(Of(instance).Error);

    private static RemediationResult Of(PSObject instance) => (RemediationResult)instance.BaseObject;
}

/// <summary>What views show of a <see cref="RemediationInfo"/>.</summary>
public static class RemediationInfoView
{
    public static string ControlId(PSObject instance) => DisplayText.Clean(Of(instance).ControlId);

    public static string Title(PSObject instance) => DisplayText.Clean(Of(instance).Title);

    public static string Control(PSObject instance) => ScoreText.Control(Title(instance), ControlId(instance));

    public static string RemediationId(PSObject instance) => DisplayText.Clean(Of(instance).RemediationId);

    public static string Summary(PSObject instance) => DisplayText.Clean(Of(instance).Summary);

    public static string UserNotice(PSObject instance) => DisplayText.Clean(Of(instance).UserNotice);

    /// <summary>Each value with what it is for.</summary>
    public static string Parameters(PSObject instance) => ViewLines.Of(Of(instance).Parameters.Select(parameter =>
        $"{parameter.Name} ({parameter.Kind}{(parameter.IsRequired ? ", needed" : "")}{(parameter.Choices.Count > 0 ? ": " + string.Join(", ", parameter.Choices) : "")}): {parameter.Description}"));

    /// <summary>What it does, and the values that it takes; those without which nothing can be done have an asterisk.</summary>
    public static string Detail(PSObject instance) => Of(instance).Parameters.Count == 0
        ? Summary(instance)
        : $"{Summary(instance)}\nTakes {DisplayText.Clean(string.Join(", ", Of(instance).Parameters.Select(parameter => parameter.Name + (parameter.IsRequired ? "*" : ""))))}";

    public static string Permissions(PSObject instance) => DisplayText.Clean(Of(instance).Permissions.ToString());

    public static string Granted(PSObject instance) => Of(instance) switch
    {
        { Permissions.Count: 0 } => "-",
        { Granted: true } => "Yes",
        { Granted: false } => "No",
        _ => "?",
    };

    public static string Roles(PSObject instance) => DisplayText.Clean(Of(instance).Roles.ToString());

    public static string UndoWarnings(PSObject instance) => ViewLines.Of(Of(instance).UndoWarnings);

    public static string Steps(PSObject instance) => ViewLines.Numbered(Of(instance).Steps);

    public static string ActionUrl(PSObject instance) => DisplayText.Clean(Of(instance).ActionUrl);

    private static RemediationInfo Of(PSObject instance) => (RemediationInfo)instance.BaseObject;
}

/// <summary>What views show of a <see cref="JournalEntry"/>.</summary>
public static class JournalEntryView
{
    public static string EntryId(PSObject instance) => DisplayText.Clean(Of(instance).EntryId);

    public static string TenantId(PSObject instance) => DisplayText.Clean(Of(instance).TenantId);

    public static string ControlId(PSObject instance) => DisplayText.Clean(Of(instance).ControlId);

    public static string RemediationId(PSObject instance) => DisplayText.Clean(Of(instance).RemediationId);

    public static string At(PSObject instance) => ScoreText.Date(Of(instance).At);

    public static string By(PSObject instance) => DisplayText.Clean(Of(instance).By);

    /// <summary>How it stands, and whether somebody tampered with it.</summary>
    public static string State(PSObject instance) => Of(instance) switch
    {
        { IsReadable: false } => "Unreadable",
        { IsIntact: false } entry => $"{entry.State}, not as written",
        var entry => entry.State.ToString(),
    };

    public static string Changes(PSObject instance) => ViewLines.Of(Of(instance).Changes.SelectMany(ChangeText.Lines));

    public static string Summary(PSObject instance) => DisplayText.Clean(ChangeText.Summary(Of(instance).Changes));

    public static string Detail(PSObject instance) => DisplayText.Clean(Of(instance).Detail);

    public static string UndoOf(PSObject instance) => DisplayText.Clean(Of(instance).UndoOf);

    public static string UndoneBy(PSObject instance) => DisplayText.Clean(Of(instance).UndoneBy);

    /// <summary>The date above the time.</summary>
    public static string When(PSObject instance) => ScoreText.When(Of(instance).At);

    /// <summary>The entry above its control, and whether it took another one back.</summary>
    public static string Entry(PSObject instance) => $"{EntryId(instance)}\n{ControlId(instance)}{(Of(instance).UndoOf is null ? "" : " (taken back)")}";

    private static JournalEntry Of(PSObject instance) => (JournalEntry)instance.BaseObject;
}

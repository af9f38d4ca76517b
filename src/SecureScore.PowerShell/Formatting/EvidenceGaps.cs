using System.Globalization;
using SecureScore.Engine.Scoring;

namespace SecureScore.PowerShell.Formatting;

/// <summary>Controls that were asked for their evidence and have none to show, said in one warning.</summary>
internal sealed class EvidenceGaps
{
    private const int MostSentences = 3;
    private const int MostIds = 3;

    private readonly List<(ControlResult Control, bool Named)> _gaps = [];
    private int _asked;

    /// <summary>Notes a control that had nothing to list.</summary>
    /// <param name="control">The control.</param>
    /// <param name="named">Whether the user asked for this one.</param>
    public void Add(ControlResult control, bool named)
    {
        if (control.ExplainMissingEvidence() is not null)
            _gaps.Add((control, named));
    }

    /// <summary>Notes that a control was asked for.</summary>
    public void Ask() => _asked++;

    /// <summary>What to warn of; null when nothing is.</summary>
    public string? Warning()
    {
        var controls = _gaps.Where(gap => gap.Named || _asked == 1 || !IsForGood(gap.Control)).Select(gap => gap.Control).ToArray();
        return controls.Length switch
        {
            0 => null,
            <= MostSentences => string.Join(' ', controls.Select(control => control.ExplainMissingEvidence())),
            _ => Summary(controls),
        };
    }

    // Nobody can collect such evidence; in a list of many they are noise.
    private static bool IsForGood(ControlResult control) =>
        control.Reason is NotEvaluatedReason.NotLicensed or NotEvaluatedReason.NotApplicable or NotEvaluatedReason.NoPublicApi;

    private static string Summary(ControlResult[] controls)
    {
        var groups = controls
            .GroupBy(control => control.Reason)
            .OrderBy(group => group.Key is null)
            .ThenBy(group => group.Key)
            .Select(group => string.Create(CultureInfo.InvariantCulture,
                $"{group.Count()} {(group.Key is { } reason ? ControlState.Of(reason).ToLowerInvariant() : "with Microsoft's published points only")} ({Ids(group)})"));
        return string.Create(CultureInfo.InvariantCulture, $"{controls.Length} controls have no evidence to list: {string.Join(", ", groups)}. Get-ScoreControl tells why of each.");
    }

    private static string Ids(IEnumerable<ControlResult> controls)
    {
        string[] ids = [.. controls.Select(control => control.Id).Order(StringComparer.Ordinal)];
        return string.Join(", ", ids.Take(MostIds)) + (ids.Length > MostIds ? ", ..." : "");
    }
}

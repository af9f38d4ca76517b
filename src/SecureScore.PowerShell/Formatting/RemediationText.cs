using System.Globalization;
using SecureScore.Engine.Remediation;

namespace SecureScore.PowerShell.Formatting;

/// <summary>What is to be done about a control, for those who are to agree to it.</summary>
internal static class RemediationText
{
    /// <summary>The control, what it is worth, each setting from what to what, for whom, and what to know before.</summary>
    /// <param name="plan">What is to be done.</param>
    /// <param name="undone">The journal entry that it takes back; null when it takes nothing back.</param>
    /// <param name="maximum">The points of all controls; null when only some were judged.</param>
    public static IEnumerable<string> Lines(RemediationPlan plan, JournalEntry? undone, decimal? maximum)
    {
        string what = undone is null ? "" : $"Take back what {undone.By} did on {ScoreText.Date(undone.At)} (journal entry {undone.EntryId}): ";
        yield return $"{what}{plan.Control.Id} ({plan.Control.Title}), {Points(plan, maximum)}";
        foreach (string change in plan.Draft.Changes.SelectMany(ChangeText.Lines))
            yield return "  " + change;
        if (plan.Draft.ForWhom is { } people)
            yield return $"  For {people}";
        if (undone is null && plan.Remediation.Risk == RiskClass.B)
            yield return $"  Users: {plan.Remediation.UserNotice}";
        foreach (string permanent in plan.Draft.Changes.Select(change => change.Permanent).OfType<string>().Distinct(StringComparer.Ordinal))
            yield return $"  Cannot be taken back: {permanent}";
        foreach (string warning in plan.Draft.Warnings)
            yield return $"  Note: {warning}";
    }

    /// <summary>What a plan is worth: "+10.00 of 518 points", and what more it is with everything in force.</summary>
    public static string Points(RemediationPlan plan, decimal? maximum)
    {
        string of = maximum is null ? "" : $" of {ScoreText.Number(maximum)}";
        string now = Gain(plan, plan.ExpectedPoints) is { } gain ? $"{ScoreText.Change(gain)}{of} points" : "points unknown";
        return Gain(plan, plan.PointsInForce) is { } later ? string.Create(CultureInfo.InvariantCulture, $"{now} now, {ScoreText.Change(later)}{of} in force") : now;
    }

    private static decimal? Gain(RemediationPlan plan, decimal? points) => points - plan.Control.Points;
}

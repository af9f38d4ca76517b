using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Reviews;

/// <summary>A review of changes in the directory.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/directoryaudit and
/// https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities.</remarks>
internal abstract class AuditReview : ReviewControl
{
    protected sealed override string Log => Resources.DirectoryAudits;

    protected sealed override string DateProperty => "activityDateTime";

    /// <summary>Whether an entry is of the kind that is reviewed.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="activity">Its activity.</param>
    protected abstract bool IsReviewed(EvidenceObject entry, string activity);

    protected sealed override IEnumerable<ScoreEvidence> ToReview(ReviewWindow window) => window.Entries()
        .Where(entry => !"failure".Equals(entry.Row.Text("result"), StringComparison.OrdinalIgnoreCase)
            && IsReviewed(entry.Row, entry.Row.RequiredText("activityDisplayName")))
        .Select(Item);

    protected static bool Is(string activity, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (name.Equals(activity, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static ScoreEvidence Item(LogEntry entry)
    {
        var targets = entry.Row.Objects("targetResources");
        var users = targets.Where(target => "User".Equals(target.Text("type"), StringComparison.OrdinalIgnoreCase)).ToArray();
        EvidenceObject? target = users.Length > 0 ? users[0] : targets.Count > 0 ? targets[0] : null;
        string activity = entry.Row.RequiredText("activityDisplayName");
        return new ScoreEvidence
        {
            Kind = EvidenceKind.User,
            Id = target?.Text("id"),
            UserPrincipalName = target?.Text("userPrincipalName"),
            DisplayName = target?.Text("displayName") ?? target?.Text("userPrincipalName") ?? target?.Text("id") ?? activity,
            Setting = activity,
            Actual = entry.Day,
            Expected = "Reviewed",
            Reason = $"{activity}, by {Initiator(entry.Row)}.",
        };
    }

    private static string Initiator(EvidenceObject entry)
    {
        var initiator = entry.Object("initiatedBy");
        return initiator?.Object("user")?.Text("userPrincipalName")
            ?? initiator?.Object("app")?.Text("displayName")
            ?? initiator?.Object("user")?.Text("id")
            ?? "an unknown initiator";
    }
}

using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Remediation;

/// <summary>What would be done about one control, and what it would be worth.</summary>
public sealed record RemediationPlan
{
    /// <summary>The tenant's directory id.</summary>
    public required string TenantId { get; init; }

    /// <summary>The control as it is judged now.</summary>
    public required ControlResult Control { get; init; }

    /// <summary>What puts it in place.</summary>
    public required ControlRemediation Remediation { get; init; }

    /// <summary>What is missing.</summary>
    public required RemediationDraft Draft { get; init; }

    /// <summary>The points that the control would have; null when nothing tells.</summary>
    public decimal? ExpectedPoints { get; init; }

    /// <summary>The points that it would have with everything in force that only reports at first; null when that is no difference, or nothing tells.</summary>
    public decimal? PointsInForce { get; init; }

    /// <summary>The journal entry that this takes back; null when it takes nothing back.</summary>
    public string? UndoOf { get; init; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsDone => Draft.Changes.Count == 0;
}

/// <summary>Works out what would be done about a control.</summary>
public static class RemediationPlanner
{
    /// <summary>Plans a control.</summary>
    /// <param name="remediation">What puts it in place.</param>
    /// <param name="request">What to plan by.</param>
    /// <param name="judged">The tenant as it is judged by the same evidence.</param>
    /// <param name="judge">Judges other evidence by the same edition and decisions.</param>
    /// <exception cref="SecureScoreException">It cannot be told what to change.</exception>
    public static RemediationPlan Plan(
        ControlRemediation remediation, RemediationRequest request, SecureScoreResult judged, Func<Evidence.TenantSnapshot, SecureScoreResult> judge)
    {
        ArgumentNullException.ThrowIfNull(remediation);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(judged);
        ArgumentNullException.ThrowIfNull(judge);
        var control = judged.GetControl(request.ControlId);
        request.Values.Check(remediation, control.Id);
        var draft = PlanOrFail(remediation, request);
        var snapshot = request.Evidence.Snapshot;
        return new RemediationPlan
        {
            TenantId = judged.TenantId ?? "",
            Control = control,
            Remediation = remediation,
            Draft = draft,
            ExpectedPoints = draft.Changes.Count == 0 ? control.Points : PointsWith(draft.Changes),
            PointsInForce = draft.InForce is { } inForce ? PointsWith(inForce) : null,
        };

        decimal? PointsWith(IReadOnlyList<TenantChange> changes) => RemediationPlanner.PointsWith(snapshot, changes, control.Id, judge, request.Evidence.Cancellation);
    }

    /// <summary>Logs that tell more about what a remediation would do; none where the evidence that it takes is missing, as its plan will say.</summary>
    /// <param name="remediation">What puts a control in place.</param>
    /// <param name="request">What to plan by.</param>
    public static IReadOnlyList<string> LogsFor(ControlRemediation remediation, RemediationRequest request)
    {
        ArgumentNullException.ThrowIfNull(remediation);
        try
        {
            return remediation.LogsFor(request);
        }
        catch (Evidence.EvidenceUnavailableException)
        {
            return [];
        }
    }

    /// <summary>The points that a control would have after changes; null when nothing tells.</summary>
    /// <param name="snapshot">The evidence before.</param>
    /// <param name="changes">The changes, in their order.</param>
    /// <param name="controlId">The control.</param>
    /// <param name="judge">Judges other evidence by the same edition and decisions.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static decimal? PointsWith(
        Evidence.TenantSnapshot snapshot, IReadOnlyList<TenantChange> changes, string controlId,
        Func<Evidence.TenantSnapshot, SecureScoreResult> judge, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        try
        {
            return judge(ChangeProjection.Apply(snapshot, changes, cancellation)).GetControl(controlId).Points;
        }
        catch (Evidence.EvidenceUnavailableException)
        {
            // It can be changed all the same. What it is worth cannot be told without the rest of the resource.
            return null;
        }
    }

    private static RemediationDraft PlanOrFail(ControlRemediation remediation, RemediationRequest request)
    {
        try
        {
            return remediation.Plan(request);
        }
        catch (Evidence.EvidenceUnavailableException exception)
        {
            throw new SecureScoreException(
                ErrorIds.RemediationEvidenceMissing,
                $"'{request.ControlId}' is left as it is, since what is there now cannot be read: {exception.Message} Test-SecureScoreAccess tells which permission is missing.",
                exception)
            {
                Target = request.ControlId,
            };
        }
    }
}

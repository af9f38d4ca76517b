using SecureScore.Engine.Decisions;

namespace SecureScore.Engine.Scoring;

/// <summary>The state of a control in Microsoft's own words, as lists show it: outcome, reason and status in one.</summary>
public static class ControlState
{
    /// <summary>What was decided about the control, else why it was not judged, else how it was.</summary>
    public static string Of(ControlResult control)
    {
        ArgumentNullException.ThrowIfNull(control);
        return control.Status != ControlStatus.ToAddress ? Of(control.Status)
            : control.Reason is { } reason ? Of(reason)
            : control.Outcome == ControlOutcome.Partial ? "Partial"
            : Of(control.Status);
    }

    /// <summary>A status in words.</summary>
    public static string Of(ControlStatus status) => status switch
    {
        ControlStatus.Planned => "Planned",
        ControlStatus.RiskAccepted => "Risk accepted",
        ControlStatus.ThirdParty => "Third party",
        ControlStatus.AlternateMitigation => "Alternate mitigation",
        ControlStatus.Completed => "Completed",
        _ => "To address",
    };

    /// <summary>Why a control was not judged, in two words.</summary>
    public static string Of(NotEvaluatedReason reason) => reason switch
    {
        NotEvaluatedReason.NotLicensed => "Not licensed",
        NotEvaluatedReason.NotApplicable => "Not applicable",
        NotEvaluatedReason.PermissionMissing => "No permission",
        NotEvaluatedReason.NotConnected => "Not connected",
        NotEvaluatedReason.SourceFailed => "Source failed",
        NotEvaluatedReason.NotCollected => "Not collected",
        _ => "No public data",
    };
}

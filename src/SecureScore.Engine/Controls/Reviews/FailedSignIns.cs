namespace SecureScore.Engine.Controls.Reviews;

/// <summary>FailedSignIns: review who signed in after several failures.</summary>
internal sealed class FailedSignIns : RepeatedFailures
{
    public override string ControlId => "FailedSignIns";
}

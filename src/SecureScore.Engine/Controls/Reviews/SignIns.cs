namespace SecureScore.Engine.Controls.Reviews;

/// <summary>SignIns: review who signed in after several failures; it later took the place of four reviews of sign-ins.</summary>
internal sealed class SignIns : RepeatedFailures
{
    public override string ControlId => "SignIns";

    public override string OtherReading =>
        "The control has the points of four older ones (failures, geographies, unknown sources, devices) and may have asked for all four reports; its title names the first alone. "
        + base.OtherReading;
}

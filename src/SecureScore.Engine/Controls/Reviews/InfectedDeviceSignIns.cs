namespace SecureScore.Engine.Controls.Reviews;

/// <summary>ReviewInfectedDeviceSignins: review who signed in from an address that talks to malware.</summary>
internal sealed class InfectedDeviceSignIns : RiskySignInReview
{
    public override string ControlId => "ReviewInfectedDeviceSignins";

    protected override string Subject => "user who signed in from an address that talks to malware";

    protected override IReadOnlyList<string> Risks { get; } = ["malwareInfectedIPAddress"];
}

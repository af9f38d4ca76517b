namespace SecureScore.Engine.Controls.Reviews;

/// <summary>UnknownSignIns: review who signed in from anonymous addresses.</summary>
internal sealed class UnknownSignIns : RiskySignInReview
{
    public override string ControlId => "UnknownSignIns";

    protected override string Subject => "user who signed in from an anonymous address";

    protected override IReadOnlyList<string> Risks { get; } = ["anonymizedIPAddress", "riskyIPAddress"];
}

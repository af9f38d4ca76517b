namespace SecureScore.Engine.Controls.Reviews;

/// <summary>ReviewIrregularSignins: review sign-ins that are unlike the user.</summary>
internal sealed class IrregularSignIns : RiskySignInReview
{
    public override string ControlId => "ReviewIrregularSignins";

    protected override string Subject => "user with a sign-in that is unlike the user";

    protected override IReadOnlyList<string> Risks { get; } = ["unfamiliarFeatures"];
}

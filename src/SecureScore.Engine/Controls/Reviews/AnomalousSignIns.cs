namespace SecureScore.Engine.Controls.Reviews;

/// <summary>ReviewAnomalousSignins: review who signed in as the user cannot have done.</summary>
internal sealed class AnomalousSignIns : RiskySignInReview
{
    public override string ControlId => "ReviewAnomalousSignins";

    protected override string Subject => "user with an anomalous sign-in (impossible travel, a new country, an odd token or browser)";

    protected override IReadOnlyList<string> Risks { get; } = ["unlikelyTravel", "mcasImpossibleTravel", "newCountry", "anomalousToken", "tokenIssuerAnomaly", "suspiciousBrowser"];
}

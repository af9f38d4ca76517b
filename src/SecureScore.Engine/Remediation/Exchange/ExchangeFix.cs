namespace SecureScore.Engine.Remediation.Exchange;

/// <summary>What is to be known of a remediation besides what its control asks for. Data only.</summary>
/// <param name="ControlId">The control.</param>
/// <param name="Risk">How much it asks of an administrator.</param>
/// <param name="Summary">What it does, in a sentence.</param>
/// <param name="UserNotice">What users will notice, in a sentence.</param>
internal sealed record ExchangeFix(string ControlId, RiskClass Risk, string Summary, string UserNotice)
{
    /// <summary>The value that may be chosen, or that only a person knows; null when there is nothing to say.</summary>
    public RemediationParameter? Parameter { get; init; }

    /// <summary>What taking it back means, where that is less safe than it looks.</summary>
    public IReadOnlyList<string> UndoWarnings { get; init; } = [];
}

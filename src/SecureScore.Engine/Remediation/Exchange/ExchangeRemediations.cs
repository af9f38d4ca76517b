namespace SecureScore.Engine.Remediation.Exchange;

/// <summary>Remediations of Exchange Online and Defender for Office 365.</summary>
internal static class ExchangeRemediations
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ControlRemediation> All { get; } =
    [
    ];
}

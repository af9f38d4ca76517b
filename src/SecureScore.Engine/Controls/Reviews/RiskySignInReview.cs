using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Reviews;

/// <summary>A review of users whose sign-ins showed a risk that nobody has dealt with.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/signin, riskEventTypes_v2 and riskState.</remarks>
internal abstract class RiskySignInReview : SignInReview
{
    private static readonly string[] s_known =
    [
        "adminConfirmedUserCompromised", "anomalousToken", "anomalousUserActivity", "anonymizedIPAddress", "attackerinTheMiddle", "attemptedPrtAccess",
        "investigationsThreatIntelligence", "investigationsThreatIntelligenceSigninLinked", "leakedCredentials", "maliciousIPAddress",
        "maliciousIPAddressValidCredentialsBlockedIP", "malwareInfectedIPAddress", "mcasFinSuspiciousFileAccess", "mcasImpossibleTravel",
        "mcasSuspiciousInboxManipulationRules", "nationStateIP", "newCountry", "passwordSpray", "riskyIPAddress", "suspiciousAPITraffic",
        "suspiciousBrowser", "suspiciousInboxForwarding", "suspiciousIPAddress", "suspiciousSendingPatterns", "tokenIssuerAnomaly", "unfamiliarFeatures",
        "unlikelyTravel", "userReportedSuspiciousActivity",
    ];

    private static readonly string[] s_dealtWith = ["confirmedSafe", "dismissed", "remediated"];

    /// <summary>The kinds of risk that the review is about.</summary>
    protected abstract IReadOnlyList<string> Risks { get; }

    protected sealed override IEnumerable<ScoreEvidence> ToReview(ReviewWindow window)
    {
        var listed = new HashSet<EntityId>();
        foreach (var entry in window.Entries().Where(entry => IsOpen(entry.Row)))
        {
            var risks = RisksOf(entry.Row).Where(risk => Has(Risks, risk)).ToArray();
            if (risks.Length > 0 && listed.Add(UserOf(entry.Row)))
                yield return Item(entry.Row, string.Join(", ", risks), $"A sign-in on {entry.Day} from {entry.Row.Text("ipAddress") ?? "an unknown address"} was risky.");
        }
    }

    protected sealed override string? UnknownIn(EvidenceObject entry) =>
        IsOpen(entry) && RisksOf(entry).FirstOrDefault(risk => !Has(s_known, risk)) is { } unknown
            ? $"a sign-in has the risk '{unknown}' in riskEventTypes_v2, which is unknown here"
            : null;

    private static bool IsOpen(EvidenceObject signIn) => !Has(s_dealtWith, signIn.Text("riskState") ?? "");

    // Rows that were collected without risks do not say that there were none.
    private static IReadOnlyList<string> RisksOf(EvidenceObject signIn) =>
        "none".Equals(signIn.Text("riskState"), StringComparison.OrdinalIgnoreCase) && !signIn.Has("riskEventTypes_v2")
            ? []
            : signIn.RequiredTexts("riskEventTypes_v2");

    private static bool Has(IReadOnlyList<string> values, string value) => values.Contains(value, StringComparer.OrdinalIgnoreCase);
}

using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>exo_transportrulesallowlistdomains: no mail flow rule lets the mail of a domain past the spam filter.</summary>
/// <remarks>Source: https://learn.microsoft.com/exchange/security-and-compliance/mail-flow-rules/use-rules-to-set-scl. The spam confidence
/// level -1 means that the filter is skipped.</remarks>
internal sealed class SpamFilterBypassRules : ControlEvaluator
{
    private const decimal Bypass = -1;

    private static readonly string[] s_addressConditions = ["FromAddressContainsWords", "FromAddressMatchesPatterns", "From", "FromMemberOf"];
    private static readonly string[] s_proofs =
        ["SenderIpRanges", "HeaderContainsMessageHeader", "HeaderContainsWords", "HeaderMatchesMessageHeader", "HeaderMatchesPatterns"];

    public override string ControlId => "exo_transportrulesallowlistdomains";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.TransportRule];

    public override string Rule => "No mail flow rule that is enabled and enforced sets the spam confidence level to -1 for the domain of a sender.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading =>
        "A rule that also asks for a header of sender authentication or for IP addresses of the sender could be let off, and a rule that names addresses or "
        + "words instead of a domain could count. Both are findings here.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var rules = evidence.List(Resources.TransportRule);
        var bypassing = Bypassing(evidence);
        var wrong = bypassing.Where(rule => rule.LetsDomainsPast == true).ToArray();

        // What is unknown about a rule matters only while no other rule decides.
        if (wrong.Length == 0 && bypassing.FirstOrDefault(rule => rule.LetsDomainsPast is null)?.Unknown is { } unknown)
            return Verdict.NotEvaluated(NotEvaluatedReason.SourceFailed, unknown);

        return Verdict.Counted(rules.Count - wrong.Length, rules.Count, wrong.Length == 0
            ? "No mail flow rule lets the mail of a domain skip spam filtering."
            : $"Mail flow rules that let the mail of a domain skip spam filtering: {wrong.Length}.") with
        {
            Explanation = wrong.Length == 0
                ? "No domain is trusted by its name alone."
                : "A sender's domain is easily forged: whoever uses one of these names in the sender's address reaches the inbox.",
            Findings = [.. bypassing.SelectMany(rule => rule.Findings())],
            Items = wrong.Length == 0 ? null : () => wrong.Select(rule => new ScoreEvidence
            {
                Kind = EvidenceKind.Policy,
                Identity = rule.Name,
                DisplayName = rule.Name,
                Setting = "SetSCL",
                Actual = $"-1 for mail from {string.Join(", ", rule.Domains)}",
                Expected = "no rule with SetSCL -1 for a sender's domain",
                Reason = "Mail that claims to come from the domain skips spam filtering.",
                Policy = rule.Name,
            }),
        };
    }

    /// <summary>The rules that let mail past the filter, whatever of it.</summary>
    internal static BypassRule[] Bypassing(TenantEvidence evidence) =>
        [.. evidence.List(Resources.TransportRule).Where(rule => rule.Number("SetSCL") == Bypass).Select(BypassRule.Parse)];

    /// <summary>A rule that lets mail past the filter.</summary>
    /// <param name="Row">The rule as it is.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Acts">Whether it is enabled and does more than audit; null when that is unknown.</param>
    /// <param name="Unknown">Why it is unknown.</param>
    /// <param name="Domains">The domains whose mail skips the filter.</param>
    /// <param name="Addresses">The conditions on the sender besides the domain.</param>
    /// <param name="Proofs">The conditions that a forged sender does not meet.</param>
    internal sealed record BypassRule(
        EvidenceObject Row,
        string Name,
        bool? Acts,
        string? Unknown,
        IReadOnlyList<string> Domains,
        IReadOnlyList<string> Addresses,
        IReadOnlyList<string> Proofs)
    {
        /// <summary>Whether mail from a domain skips the filter by this rule; null when that is unknown.</summary>
        public bool? LetsDomainsPast => Domains.Count > 0 ? Acts : false;

        public static BypassRule Parse(EvidenceObject row)
        {
            string name = row.Text("Name") ?? row.RequiredText("Identity");
            string state = row.RequiredText("State");
            string mode = row.RequiredText("Mode");
            bool? enabled = Is(state, "Enabled") ? true : Is(state, "Disabled") ? false : null;
            bool? enforced = Is(mode, "Enforce") ? true : Is(mode, "Audit") || Is(mode, "AuditAndNotify") ? false : null;
            bool? acts = enabled == false || enforced == false ? false : enabled & enforced;
            string? unknown = acts is not null ? null
                : enabled is null ? $"The rule '{name}' has State = '{state}', which is unknown here."
                : $"The rule '{name}' has Mode = '{mode}', which is unknown here.";
            return new BypassRule(
                row,
                name,
                acts,
                unknown,
                row.RequiredNames("SenderDomainIs"),
                [.. s_addressConditions.Where(condition => IsGiven(row, condition))],
                [.. s_proofs.Where(condition => IsGiven(row, condition))]);
        }

        public IEnumerable<Finding> Findings()
        {
            if (Unknown is not null)
                yield return new Finding("UnknownValue", Unknown);
            if (Acts != true)
                yield break;

            if (Domains.Count > 0 && Proofs.Count > 0)
            {
                yield return new Finding(
                    "BypassWithProof", $"The rule '{Name}' also asks for {string.Join(", ", Proofs)}, which a forged sender may not meet; it costs the points all the same.");
            }
            else if (Domains.Count == 0 && Addresses.Count > 0)
            {
                yield return new Finding(
                    "BypassBySender", $"The rule '{Name}' lets mail skip spam filtering by {string.Join(", ", Addresses)}.");
            }
        }

        // What a condition holds may be anything: addresses, ranges, words.
        private static bool IsGiven(EvidenceObject row, string condition) => row.Has(condition) && row.RequiredCount(condition) > 0;

        private static bool Is(string text, string expected) => text.Equals(expected, StringComparison.OrdinalIgnoreCase);
    }
}

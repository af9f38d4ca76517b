using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>PWAgePolicyNew: passwords do not expire.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/domain. Sub-domains take the period of their root domain and refuse one
/// of their own; federated domains keep their passwords elsewhere.</remarks>
internal sealed class PasswordExpiration : ControlEvaluator
{
    /// <summary>The period that means never, in days.</summary>
    internal const decimal Never = int.MaxValue;

    public override string ControlId => "PWAgePolicyNew";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.Domains];

    public override string Rule =>
        "On every verified root domain whose passwords are in Microsoft Entra ID, passwords never expire. A domain without a period of its own counts as such.";

    public override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading =>
        "A domain without a period of its own expires passwords after 90 days in a tenant made before 2021. The setting does not tell, so it passes with a finding.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var judged = Judged(evidence);
        if (judged.Count == 0)
        {
            return Verdict.NotEvaluated(
                NotEvaluatedReason.NotApplicable, "No verified domain keeps its passwords in Microsoft Entra ID: none of them can expire here.");
        }

        var expiring = judged.Where(domain => domain.ValidityDays is not (null or Never)).ToArray();
        var unset = judged.Where(domain => domain.ValidityDays is null).ToArray();
        string status = expiring.Length == 0
            ? "Your current policy is set to never let passwords expire."
            : string.Create(CultureInfo.InvariantCulture, $"Passwords expire on {expiring.Length} of {judged.Count} domains.");
        return Verdict.Counted(judged.Count - expiring.Length, judged.Count, status) with
        {
            Explanation = string.Join(" ", judged.Select(domain => $"{domain.Name}: {domain.Period}.")),
            Findings = [.. unset.Select(domain => new Finding(
                "PasswordValidityNotSet",
                $"{domain.Name} has no password validity period of its own. Tenants made before 2021 then expire passwords after 90 days; set it to never to be sure."))],
            Items = expiring.Length == 0 ? null : () => expiring.Select(domain => new ScoreEvidence
            {
                Kind = EvidenceKind.Domain,
                Id = domain.Name,
                Identity = domain.Name,
                DisplayName = domain.Name,
                Setting = "passwordValidityPeriodInDays",
                Actual = domain.ValidityDays?.ToString(CultureInfo.InvariantCulture),
                Expected = Never.ToString(CultureInfo.InvariantCulture),
                Reason = $"Passwords expire {domain.Period}.",
            }),
        };
    }

    /// <summary>The verified root domains whose passwords are in Microsoft Entra ID.</summary>
    /// <exception cref="EvidenceUnavailableException">The domains cannot be read.</exception>
    internal static IReadOnlyList<Domain> Judged(TenantEvidence evidence)
    {
        var domains = evidence.List(Resources.Domains).Select(Domain.Parse).ToArray();
        return domains.Length == 0
            ? throw EvidenceUnavailableException.Unusable(Resources.Domains, "it holds no domain, though every tenant has one")
            : [.. domains.Where(domain => domain is { Verified: true, Federated: false } && !domain.IsBelowAny(domains))];
    }

    /// <summary>A domain, as far as its passwords go.</summary>
    internal sealed record Domain(string Name, bool Verified, bool Federated, bool? Root, decimal? ValidityDays)
    {
        public string Period => ValidityDays switch
        {
            null => "no period of its own",
            Never => "never",
            _ => string.Create(CultureInfo.InvariantCulture, $"after {ValidityDays} days"),
        };

        public static Domain Parse(EvidenceObject row) => new(
            row.RequiredText("id"),
            row.RequiredBoolean("isVerified"),
            "Federated".Equals(row.Text("authenticationType"), StringComparison.OrdinalIgnoreCase),
            row.Boolean("isRoot"),
            row.Number("passwordValidityPeriodInDays"));

        public bool IsBelowAny(IEnumerable<Domain> domains) => Root is { } root
            ? !root
            : domains.Any(other => other.Verified && Name.EndsWith("." + other.Name, StringComparison.OrdinalIgnoreCase));
    }
}

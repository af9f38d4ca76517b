using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>exo_individualsharing: people share no calendars outside the organisation.</summary>
/// <remarks>Source: https://learn.microsoft.com/exchange/sharing/sharing-policies/sharing-policies. A domain stands as
/// <c>domain:what</c>, for example <c>*:CalendarSharingFreeBusySimple</c>.</remarks>
internal sealed class CalendarSharing : ControlEvaluator
{
    public override string ControlId => "exo_individualsharing";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.SharingPolicy];

    public override string Rule => "No sharing policy that is enabled lists any domain.";

    public override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading => "Only sharing with everyone (*) or with anonymous people could count against the tenant, not with domains that are named.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var policies = evidence.List(Resources.SharingPolicy).Select(SharingPolicy.Parse).ToArray();
        if (policies.Length == 0)
        {
            throw EvidenceUnavailableException.Unusable(Resources.SharingPolicy, "it holds no policy, though every tenant has one");
        }

        var open = policies.Where(policy => policy.Shares).ToArray();
        string status = open.Length == 0
            ? "External sharing of calendars is not available."
            : $"{Quantity.Of(open.Length, "sharing policy")} of {policies.Length} {(open.Length == 1 ? "lets" : "let")} people share calendars outside the organisation.";
        return Verdict.Counted(policies.Length - open.Length, policies.Length, status) with
        {
            Explanation = string.Join(" ", policies.Select(policy => policy.Describe())),
            Items = open.Length == 0 ? null : () => open.Select(policy => new ScoreEvidence
            {
                Kind = EvidenceKind.Policy,
                Identity = policy.Name,
                DisplayName = policy.Name,
                Setting = "Domains",
                Actual = string.Join(", ", policy.Domains),
                Expected = "none",
                Reason = "Whoever has the policy may show a calendar to people of these domains.",
                Policy = policy.Name,
            }),
        };
    }

    /// <summary>What a sharing policy lets people share.</summary>
    internal sealed record SharingPolicy(string Name, bool Enabled, IReadOnlyList<string> Domains)
    {
        public bool Shares => Enabled && Domains.Count > 0;

        public static SharingPolicy Parse(EvidenceObject row) => new(
            row.Text("Name") ?? row.RequiredText("Identity"), row.RequiredBoolean("Enabled"), row.RequiredNames("Domains"));

        public string Describe() => !Enabled ? $"{Name} is disabled."
            : Domains.Count == 0 ? $"{Name} shares with no domain."
            : $"{Name} shares with {string.Join(", ", Domains)}.";
    }
}

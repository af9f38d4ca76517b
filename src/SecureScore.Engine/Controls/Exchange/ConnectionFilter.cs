using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>mdo_connectionfilter: no address on the internet is let past the spam filter.</summary>
/// <remarks>Source: https://learn.microsoft.com/defender-office-365/connection-filter-policies-configure.</remarks>
internal sealed class ConnectionFilter : DefaultPolicyControl
{
    public override string ControlId => "mdo_connectionfilter";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.ConnectionFilterPolicy];

    public override string Rule => "The IP allow list of the default connection filter policy is empty.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading => "The safe list could have to be off as well. Here it is a finding.";

    internal override string PolicyKind => "connection filter policy";

    protected override string Setting => "IPAllowList";

    protected override string Expected => "empty";

    protected override (string, string) Meaning => (
        "Mail from every address is filtered.",
        "Mail from the listed addresses skips spam filtering and sender checks, whoever sends from there.");

    internal override bool IsDefault(EvidenceObject policy) =>
        policy.Boolean("IsDefault") ?? "Default".Equals(policy.Text("Identity") ?? policy.Text("Name"), StringComparison.OrdinalIgnoreCase);

    protected override (string, bool) Judge(EvidenceObject policy)
    {
        var allowed = policy.RequiredNames(Setting);
        return allowed.Count == 0 ? (Expected, true) : (string.Join(", ", allowed), false);
    }

    protected override SettingValue Wanted(EvidenceObject policy) => SettingValue.ListOf();

    internal override IEnumerable<Finding> FindingsOn(EvidenceObject policy)
    {
        if (policy.Boolean("EnableSafeList") == true)
            yield return new Finding("SafeListEnabled", "The safe list is on: mail from senders whom Microsoft lists skips spam filtering.");
    }
}

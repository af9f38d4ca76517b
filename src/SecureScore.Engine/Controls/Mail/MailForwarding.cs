using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_blockmailforward: no mail is forwarded out of the organisation automatically.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedoutboundspamfilterpolicy and https://learn.microsoft.com/defender-office-365/outbound-spam-policies-external-email-forwarding.</remarks>
internal sealed class MailForwarding : MailControl
{
    /// <summary>The finding about a remote domain that lets automatic forwarding out.</summary>
    internal const string RemoteDomainForwards = nameof(RemoteDomainForwards);

    private static readonly string[] s_recipients = ["RedirectMessageTo", "BlindCopyTo", "CopyTo", "AddToRecipients"];

    public override string ControlId => "mdo_blockmailforward";

    public override IReadOnlyList<string> Evidence => [.. Feature.Sources, Resources.RemoteDomain, Resources.TransportRule, Resources.AcceptedDomain];

    internal override MailFeature Feature => MailFeature.OutboundSpam;

    protected override string Demand => "AutoForwardingMode is Off";

    protected override string Alternative =>
        "Remote domains and mail flow rules could have to forbid forwarding as well. Microsoft does not watch mail flow rules; those that forward are findings.";

    public override IReadOnlyList<SettingRequirement> Requirements { get; } =
        [SettingRequirement.Choice("AutoForwardingMode", ["Off"], AutomaticForwarding.Modes)];

    protected override IEnumerable<Finding> FindingsOn(TenantEvidence evidence) => OtherWaysOut(evidence);

    /// <summary>What forwards mail whatever the policies say, and remote domains that would let it out.</summary>
    internal static IEnumerable<Finding> OtherWaysOut(TenantEvidence evidence) =>
        [.. IfCollected(evidence, Resources.RemoteDomain, RemoteDomains), .. IfCollected(evidence, Resources.TransportRule, TransportRules)];

    private static IEnumerable<Finding> RemoteDomains(TenantEvidence evidence) => evidence.List(Resources.RemoteDomain)
        .Where(domain => domain.Boolean("AutoForwardEnabled") == true)
        .Select(domain => new Finding(
            RemoteDomainForwards, $"Remote domain '{domain.Text("DomainName") ?? domain.Text("Identity")}' lets automatic forwarding out."));

    private static IEnumerable<Finding> TransportRules(TenantEvidence evidence)
    {
        var own = IfCollected(evidence, Resources.AcceptedDomain, all => all.List(Resources.AcceptedDomain)
            .Select(domain => MailName.DomainKey(domain.RequiredText("DomainName")))).ToHashSet(StringComparer.Ordinal);
        string doubt = own.Count == 0 ? "; the snapshot does not tell which domains are the tenant's own" : "";
        foreach (var rule in evidence.List(Resources.TransportRule).Where(Acts))
        {
            string[] outside = [.. s_recipients.SelectMany(rule.Texts)
                .Where(address => MailName.IsAddress(address) && !own.Contains(MailName.DomainKey(address[(address.LastIndexOf('@') + 1)..])))];
            if (outside.Length > 0)
                yield return new Finding("TransportRuleForwards", $"Mail flow rule '{rule.Text("Name")}' sends mail to {string.Join(", ", outside)}{doubt}.");
        }
    }

    // In the modes that audit a rule only records what it would do.
    private static bool Acts(EvidenceObject rule) => "Enabled".Equals(rule.Text("State"), StringComparison.OrdinalIgnoreCase)
        && rule.Text("Mode")?.StartsWith("Audit", StringComparison.OrdinalIgnoreCase) != true;

    private static T[] IfCollected<T>(TenantEvidence evidence, string resource, Func<TenantEvidence, IEnumerable<T>> read)
    {
        if (!evidence.IsCollected(resource))
            return [];

        try
        {
            return [.. read(evidence)];
        }
        catch (EvidenceUnavailableException)
        {
            // It adds to the verdict and decides nothing.
            return [];
        }
    }
}

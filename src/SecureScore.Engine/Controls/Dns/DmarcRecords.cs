using System.Globalization;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Dns;

/// <summary>ss_dns_dmarc: every domain asks receivers to stop mail that only claims to come from it.</summary>
/// <remarks>Source: https://learn.microsoft.com/defender-office-365/email-authentication-dmarc-configure and RFC 7489. A sub-domain without a
/// record of its own follows that of the domain above it.</remarks>
internal sealed class DmarcRecords : DomainControl
{
    private const string Unprotected = "Nothing tells receivers to stop mail that only claims to come from the domain.";

    public override string ControlId => "ss_dns_dmarc";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.DnsRecords, Resources.AcceptedDomain];

    public override string Rule =>
        "Every accepted domain that is not one of Microsoft's has one valid DMARC record with the policy quarantine or reject, or the accepted domain above it has.";

    public override Certainty Certainty => Certainty.Confirmed;

    protected override string Wanted => "a DMARC record that enforces";

    protected override string Purpose => "With DMARC receivers reject or quarantine mail that passes neither SPF nor DKIM for the domain in the sender's address.";

    protected override DomainState Judge(TenantEvidence evidence, string domain)
    {
        string name = NameOf(domain);
        if (evidence.Dns.FindTexts(name) is not { } texts)
            return new DomainState { Unknown = Failed("TXT", name) };

        return texts.Where(text => DmarcRecord.Parse(text) is not null).ToArray() switch
        {
            [var text] => Judge(domain, text, DmarcRecord.Parse(text)!),
            [] when ParentOf(evidence, domain) is { } parent => JudgeBelow(evidence, domain, parent),
            [] => Fail(domain, TextOf(texts), Unprotected),
            var several => Fail(domain, TextOf(several), "Several DMARC records are an error: receivers heed none of them."),
        };
    }

    private static DomainState Judge(string domain, string text, DmarcRecord record) => !DmarcRecord.IsEnforced(record.Policy)
        ? Fail(domain, text, "The policy does not keep forged mail from the inbox.")
        : new DomainState { Findings = [.. FindingsOn(domain, record)] };

    private static DomainState JudgeBelow(TenantEvidence evidence, string domain, string parent)
    {
        string name = NameOf(parent);
        if (evidence.Dns.FindTexts(name) is not { } texts)
            return new DomainState { Unknown = Failed("TXT", name) };

        DmarcRecord[] records = [.. texts.Select(DmarcRecord.Parse).OfType<DmarcRecord>()];
        return records is [var record] && DmarcRecord.IsEnforced(record.SubdomainPolicy ?? record.Policy)
            ? new DomainState()
            : Fail(domain, $"no record, and none of {parent} that enforces for sub-domains", Unprotected);
    }

    private static IEnumerable<Finding> FindingsOn(string domain, DmarcRecord record)
    {
        if (record.Percentage < 100)
        {
            yield return new Finding("DmarcPercentage", string.Create(
                CultureInfo.InvariantCulture, $"The DMARC policy of {domain} applies to {record.Percentage} percent of the mail only."));
        }

        if (!record.HasReports)
            yield return new Finding("DmarcWithoutReports", $"The DMARC record of {domain} asks for no reports (rua): who sends in its name stays unseen.");
        if (DmarcRecord.IsNone(record.SubdomainPolicy))
            yield return new Finding("DmarcSubdomains", $"The DMARC record of {domain} lets sub-domains off (sp=none).");
    }

    private static DomainState Fail(string domain, string actual, string reason) =>
        new() { Problems = [Problem(domain, $"TXT {NameOf(domain)}", actual, "v=DMARC1; p=quarantine or p=reject", reason)] };

    // The topmost one that the tenant has: receivers ask the domain of the organisation, and none between.
    private static string? ParentOf(TenantEvidence evidence, string domain) => evidence.AcceptedDomains
        .Where(other => MailName.DomainKey(domain).EndsWith("." + MailName.DomainKey(other), StringComparison.Ordinal))
        .MinBy(other => MailName.DomainKey(other).Length);

    private static string NameOf(string domain) => "_dmarc." + domain;
}

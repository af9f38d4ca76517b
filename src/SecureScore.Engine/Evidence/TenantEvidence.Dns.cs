namespace SecureScore.Engine.Evidence;

public sealed partial class TenantEvidence
{
    /// <summary>The DNS answers.</summary>
    internal DnsRecords Dns => View("dns", () => new DnsRecords(List(Resources.DnsRecords)));

    /// <summary>The domains for which the tenant accepts mail, of whatever type, without those that Microsoft gave it.</summary>
    /// <exception cref="EvidenceUnavailableException">The domains cannot be read, or there are none.</exception>
    internal IReadOnlyList<string> AcceptedDomains => View("acceptedDomains", () =>
    {
        string[] domains = [.. List(Resources.AcceptedDomain).Select(row => row.RequiredText("DomainName")).DistinctBy(MailName.DomainKey, StringComparer.Ordinal)];
        if (domains.Length == 0)
        {
            throw EvidenceUnavailableException.Unusable(Resources.AcceptedDomain, "it holds no domain, though every tenant has one");
        }

        return (IReadOnlyList<string>)[.. domains.Where(domain => !MicrosoftDomains.Contains(domain))];
    });
}

using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Dns;

/// <summary>ss_dns_dkim: Exchange Online signs the mail of every domain with a key that DNS vouches for.</summary>
/// <remarks>Source: https://learn.microsoft.com/defender-office-365/email-authentication-dkim-configure. What the selectors must point to
/// differs between tenants, so only the signing configuration tells it.</remarks>
internal sealed class DkimSigning : DomainControl
{
    public override string ControlId => "ss_dns_dkim";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.DkimSigningConfig, Resources.AcceptedDomain, Resources.DnsRecords];

    public override string Rule =>
        "The share of accepted domains, without those of Microsoft's own, for which DKIM signing is switched on and both selectors point to the names that "
        + "Exchange Online gives.";

    public override Certainty Certainty => Certainty.Confirmed;

    protected override string Wanted => "DKIM signing with both selectors in DNS";

    protected override string Purpose => "The signature lets receivers tell that mail comes from the domain and was not changed on the way, even when it was forwarded.";

    protected override DomainState Judge(TenantEvidence evidence, string domain)
    {
        EvidenceObject? config = null;
        foreach (var row in evidence.List(Resources.DkimSigningConfig))
        {
            if (MailName.DomainKey(row.RequiredText("Domain")) == MailName.DomainKey(domain))
                config = row;
        }

        if (config is not { } found)
            return Unsigned(domain, "no configuration");
        if (!found.RequiredBoolean("Enabled"))
            return Unsigned(domain, "off");

        var problems = new List<ScoreEvidence>();
        string? unknown = null;
        foreach (string selector in new[] { "selector1", "selector2" })
        {
            string name = $"{selector}._domainkey.{domain}";
            string? target = found.Text(selector + "CNAME");
            if (evidence.Dns.Find(name, "CNAME") is not { } values)
                unknown ??= Failed("CNAME", name);
            else if (string.IsNullOrWhiteSpace(target))
                unknown ??= $"The signing configuration of {domain} does not tell where {selector} must point.";
            else if (!values.Any(value => MailName.DomainKey(value) == MailName.DomainKey(target)))
                problems.Add(Problem(domain, $"CNAME {name}", TextOf(values), target, "Receivers do not find the key, so the signature counts for nothing."));
        }

        return new DomainState { Problems = problems, Unknown = unknown };
    }

    private static DomainState Unsigned(string domain, string actual) => new()
    {
        Problems = [Problem(domain, "DKIM signing", actual, "on", "Mail of the domain leaves without a signature of the domain.")],
    };
}

using System.Globalization;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Dns;

/// <summary>exo_SPF_records_for_all_domains: every domain says which servers send its mail.</summary>
/// <remarks>Source: https://learn.microsoft.com/defender-office-365/email-authentication-spf-configure and RFC 7208.</remarks>
internal sealed class SpfRecords : DomainControl
{
    public override string ControlId => "exo_SPF_records_for_all_domains";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.DnsRecords, Resources.AcceptedDomain];

    public override string Rule => "Every accepted domain that is not one of Microsoft's, such as contoso.onmicrosoft.com, has exactly one SPF record.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading =>
        "A record could also have to end in -all and to need ten look-ups at most. Here both are findings. Look-ups in records that the snapshot lacks are not counted.";

    protected override string Wanted => "one SPF record";

    protected override string Purpose => "Receivers tell from the SPF record whether a server may send mail in the name of the domain.";

    protected override DomainState Judge(TenantEvidence evidence, string domain)
    {
        if (evidence.Dns.FindTexts(domain) is not { } texts)
            return new DomainState { Unknown = Failed("TXT", domain) };

        return texts.Where(SpfRecord.IsSpf).ToArray() switch
        {
            [var text] => new DomainState { Findings = [.. FindingsOn(evidence.Dns, domain, SpfRecord.Parse(text))] },
            [] => new DomainState { Problems = [Problem(domain, $"TXT {domain}", "no SPF record", Wanted, "Anyone may claim to send mail in the name of the domain.")] },
            var several => new DomainState
            {
                Problems = [Problem(domain, $"TXT {domain}", TextOf(several), Wanted, "Several SPF records are an error: receivers heed none of them.")],
            },
        };
    }

    private static IEnumerable<Finding> FindingsOn(DnsRecords records, string domain, SpfRecord record)
    {
        if (!record.IsStrict)
            yield return new Finding("SpfNotStrict", $"The SPF record of {domain} does not end in -all but in {record.Ending ?? "nothing that decides about other servers"}.");

        int lookups = record.CountLookups(domain, records, out bool isCircular);
        if (lookups > SpfRecord.MostLookups)
        {
            yield return new Finding("SpfLookups", string.Create(
                CultureInfo.InvariantCulture, $"The SPF record of {domain} needs more than {SpfRecord.MostLookups} DNS look-ups: receivers give up."));
        }

        if (isCircular)
            yield return new Finding("SpfCircular", $"The SPF record of {domain} includes itself in the end: receivers give up.");
    }
}

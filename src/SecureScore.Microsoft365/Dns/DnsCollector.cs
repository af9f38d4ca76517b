using System.Buffers;
using System.Text.Json;
using SecureScore.Engine.Evidence;

namespace SecureScore.Microsoft365.Dns;

/// <summary>Collects <c>dns/records</c>: what receivers of mail read of the tenant's domains.</summary>
/// <remarks>For each domain: its texts (SPF) and those that its SPF record includes, its mail servers, the DMARC record and the two DKIM
/// selectors of Exchange Online. A look-up that failed leaves no row.</remarks>
internal sealed class DnsCollector
{
    private const int MostAtOnce = 8;

    // Receivers give up after ten look-ups.
    private const int MostIncluded = 11;

    private readonly IDnsResolver _resolver;
    private readonly TimeProvider _clock;

    public DnsCollector(IDnsResolver resolver, TimeProvider clock)
    {
        _resolver = resolver;
        _clock = clock;
    }

    /// <summary>The domains to look up: those that the tenant verified and those that it accepts mail for, without those that Microsoft gave it.</summary>
    /// <param name="evidence">What was collected. What it lacks adds no domain.</param>
    /// <exception cref="EvidenceUnavailableException">It has neither kind of domain.</exception>
    public static IReadOnlyList<string> DomainsOf(TenantSnapshot evidence)
    {
        if (!IsCollected(Resources.Domains) && !IsCollected(Resources.AcceptedDomain))
            throw new EvidenceUnavailableException(evidence.StateOf(Resources.Domains));

        var verified = Rows(Resources.Domains).Where(row => row.Boolean("isVerified") != false).Select(row => row.RequiredText("id"));
        var accepted = Rows(Resources.AcceptedDomain).Select(row => row.RequiredText("DomainName"));
        return [.. verified.Concat(accepted)
            .Where(domain => !MicrosoftDomains.Contains(domain))
            .DistinctBy(domain => DnsMessage.Normalize(domain) ?? domain, StringComparer.OrdinalIgnoreCase)];

        bool IsCollected(string resource) => evidence.StateOf(resource).Status == ResourceStatus.Collected;

        IEnumerable<EvidenceObject> Rows(string resource) => IsCollected(resource) ? evidence.ReadObjects(resource) : [];
    }

    /// <summary>Looks the domains up and adds what they have. Where no look-up was answered, notes that.</summary>
    /// <param name="domains">The domains.</param>
    /// <param name="target">Takes the rows.</param>
    /// <param name="progress">Is told after each domain how many rows there are. Any thread calls it.</param>
    /// <param name="cancellation">Ends the collection early.</param>
    public async Task CollectAsync(IReadOnlyList<string> domains, WorkingSnapshot target, Action<long> progress, CancellationToken cancellation)
    {
        var rows = new IReadOnlyList<DnsRow>[domains.Count];
        long count = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, domains.Count),
            new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellation },
            async (number, token) =>
            {
                rows[number] = await LookUpAsync(domains[number], token).ConfigureAwait(false);
                progress(Interlocked.Add(ref count, rows[number].Count));
            }).ConfigureAwait(false);

        if (count == 0 && domains.Count > 0)
        {
            target.AddMissing(new ResourceState(Resources.DnsRecords, ResourceStatus.Failed) { Error = "no name server answered; is DNS reachable from here?" });
            return;
        }

        using var resource = target.AddResource(Resources.DnsRecords, SnapshotFormat.Array, _clock.GetUtcNow());
        foreach (var row in rows.SelectMany(row => row))
            resource.WriteRow(ToJson(row));
        resource.Complete();
    }

    private async Task<IReadOnlyList<DnsRow>> LookUpAsync(string domain, CancellationToken cancellation)
    {
        var rows = new List<DnsRow>();
        await AddTextsAsync(domain, rows, cancellation).ConfigureAwait(false);
        await AddAsync(domain, domain, DnsRecordType.Mx, rows, cancellation).ConfigureAwait(false);
        await AddAsync(domain, "selector1._domainkey." + domain, DnsRecordType.Cname, rows, cancellation).ConfigureAwait(false);
        await AddAsync(domain, "selector2._domainkey." + domain, DnsRecordType.Cname, rows, cancellation).ConfigureAwait(false);
        await AddAsync(domain, "_dmarc." + domain, DnsRecordType.Txt, rows, cancellation).ConfigureAwait(false);
        return rows;
    }

    private async Task AddTextsAsync(string domain, List<DnsRow> rows, CancellationToken cancellation)
    {
        var names = new List<string> { domain };
        for (int number = 0; number < names.Count && number < MostIncluded; number++)
        {
            var values = await AddAsync(domain, names[number], DnsRecordType.Txt, rows, cancellation).ConfigureAwait(false);
            names.AddRange(values.SelectMany(Included).Distinct(StringComparer.OrdinalIgnoreCase).Except(names, StringComparer.OrdinalIgnoreCase).ToArray());
        }
    }

    private async Task<IReadOnlyList<string>> AddAsync(string domain, string name, DnsRecordType type, List<DnsRow> rows, CancellationToken cancellation)
    {
        if (await _resolver.ResolveAsync(name, type, cancellation).ConfigureAwait(false) is not { } values)
            return [];

        rows.Add(new DnsRow(domain, type, name, values));
        return values;
    }

    // Names with a macro depend on the mail that is received.
    private static IEnumerable<string> Included(string text) => !text.StartsWith("v=spf1 ", StringComparison.OrdinalIgnoreCase) ? [] :
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(mechanism => mechanism.TrimStart('+', '-', '~', '?'))
            .Select(mechanism => After(mechanism, "include:") ?? After(mechanism, "redirect="))
            .Where(name => name is not null && !name.Contains('%', StringComparison.Ordinal) && DnsMessage.Normalize(name) is not null)
            .Select(name => name!);

    private static string? After(string mechanism, string start) =>
        mechanism.StartsWith(start, StringComparison.OrdinalIgnoreCase) ? mechanism[start.Length..] : null;

    private static ReadOnlyMemory<byte> ToJson(DnsRow row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("domain", row.Domain);
            json.WriteString("type", row.Type.ToString().ToUpperInvariant());
            json.WriteString("name", row.Name);
            json.WriteStartArray("values");
            foreach (string value in row.Values)
                json.WriteStringValue(value);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private sealed record DnsRow(string Domain, DnsRecordType Type, string Name, IReadOnlyList<string> Values);
}

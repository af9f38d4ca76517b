using System.Text;
using SecureScore.Engine.Evidence;
using SecureScore.Microsoft365.Dns;

namespace SecureScore.Microsoft365.Tests.Dns;

public class DnsCollectorTests
{
    [Fact]
    public async Task A_domain_gets_a_row_for_each_look_up_that_was_answered()
    {
        var resolver = new Table
        {
            ["TXT contoso.com"] = ["v=spf1 include:_spf.contoso.com redirect=%{d} -all", "MS=1"],
            ["TXT _spf.contoso.com"] = ["v=spf1 include:contoso.com"],
            ["MX contoso.com"] = ["0 mail"],
            ["CNAME selector1._domainkey.contoso.com"] = [],
            ["TXT _dmarc.contoso.com"] = [],
        };

        var rows = await CollectAsync(resolver, "contoso.com");

        rows.ShouldBe([
            "contoso.com TXT contoso.com: v=spf1 include:_spf.contoso.com redirect=%{d} -all, MS=1",
            "contoso.com TXT _spf.contoso.com: v=spf1 include:contoso.com",
            "contoso.com MX contoso.com: 0 mail",
            "contoso.com CNAME selector1._domainkey.contoso.com: ",
            "contoso.com TXT _dmarc.contoso.com: ",
        ]);
    }

    [Fact]
    public async Task Records_that_include_ever_more_end()
    {
        var resolver = new Table();
        for (int number = 0; number < 100; number++)
            resolver[$"TXT {number}.com"] = [$"v=spf1 include:{number + 1}.com"];

        (await CollectAsync(resolver, "0.com")).Count.ShouldBe(11);
    }

    [Fact]
    public async Task Domains_keep_their_order_however_many_are_asked_at_once()
    {
        var resolver = new Table();
        string[] domains = [.. Enumerable.Range(0, 40).Select(number => $"{number}.example")];
        foreach (string domain in domains)
            resolver["MX " + domain] = ["0 mail"];

        (await CollectAsync(resolver, domains)).ShouldBe(domains.Select(domain => $"{domain} MX {domain}: 0 mail"));
        resolver.MostAtOnce.ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public async Task Without_any_answer_the_resource_failed()
    {
        using var target = WorkingSnapshot.CreateTemporary();
        await new DnsCollector(new Table(), TimeProvider.System).CollectAsync(["contoso.com"], target, _ => { }, CancellationToken.None);

        target.StateOf(Resources.DnsRecords).Status.ShouldBe(ResourceStatus.Failed);
    }

    [Fact]
    public async Task Without_domains_there_is_nothing_to_look_up() => (await CollectAsync(new Table())).ShouldBeEmpty();

    [Fact]
    public void Domains_are_those_that_are_verified_and_those_that_mail_is_accepted_for()
    {
        using var evidence = WorkingSnapshot.CreateTemporary();
        Should.Throw<EvidenceUnavailableException>(() => DnsCollector.DomainsOf(evidence.Open()));
        Add(evidence, Resources.Domains,
            """{"id":"contoso.com","isVerified":true}""", """{"id":"contoso.onmicrosoft.com","isVerified":true}""", """{"id":"new.com","isVerified":false}""");
        Add(evidence, Resources.AcceptedDomain, """{"DomainName":"Contoso.com"}""", """{"DomainName":"b\u00fccher.example"}""", """{"DomainName":"contoso.mail.onmicrosoft.com"}""");

        DnsCollector.DomainsOf(evidence.Open()).ShouldBe(["contoso.com", "b\u00fccher.example"]);
    }

    private static void Add(WorkingSnapshot evidence, string resource, params string[] rows)
    {
        using var writer = evidence.AddResource(resource, SnapshotFormat.Array);
        foreach (string row in rows)
            writer.WriteRow(Encoding.UTF8.GetBytes(row));
        writer.Complete();
    }

    private static async Task<IReadOnlyList<string>> CollectAsync(Table resolver, params string[] domains)
    {
        using var target = WorkingSnapshot.CreateTemporary();
        await new DnsCollector(resolver, TimeProvider.System).CollectAsync(domains, target, _ => { }, CancellationToken.None);
        return [.. target.Open().ReadObjects(Resources.DnsRecords)
            .Select(row => $"{row.Text("domain")} {row.Text("type")} {row.Text("name")}: {string.Join(", ", row.Texts("values"))}")];
    }

    /// <summary>Answers what it holds; any other look-up fails.</summary>
    private sealed class Table : Dictionary<string, IReadOnlyList<string>>, IDnsResolver
    {
        private int _atOnce;

        public Table()
            : base(StringComparer.Ordinal)
        {
        }

        public int MostAtOnce { get; private set; }

        public async Task<IReadOnlyList<string>?> ResolveAsync(string name, DnsRecordType type, CancellationToken cancellation)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _atOnce));
            await Task.Yield();
            Interlocked.Decrement(ref _atOnce);
            return this.GetValueOrDefault($"{type.ToString().ToUpperInvariant()} {name}");
        }
    }
}

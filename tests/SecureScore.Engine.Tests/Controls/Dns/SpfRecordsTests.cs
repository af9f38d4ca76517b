using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Dns;

public class SpfRecordsTests
{
    private const string ControlId = "exo_SPF_records_for_all_domains";
    private const string Contoso = "contoso.com";

    /// <summary>The TXT values of contoso.com, compliant of one, findings.</summary>
    public static TheoryData<string[], int, string> Answers { get; } = new()
    {
        { [], 0, "" },
        { ["MS=ms12345678"], 0, "" },
        { ["v=spf1 include:spf.protection.outlook.com -all"], 1, "" },
        { ["MS=ms12345678", "V=SPF1 -ALL"], 1, "" },
        { ["v=spf1 -all", "v=spf1 -all"], 1, "" },
        { ["v=spf1 -all", "v=spf1 ~all"], 0, "" },
        { ["v=spf10 -all"], 0, "" },
        { ["spf2.0/pra -all"], 0, "" },
        { ["\"v=spf1 -all\""], 1, "" },
        { ["\"v=spf1 include:spf.protection.\" \"outlook.com -all\""], 1, "" },
        { ["\"v=sp\"\t\"f1 -all\""], 1, "" },
        { ["\"v=spf1 \\045all\""], 1, "" },
        { ["\"v=spf1 \\-all\""], 1, "" },
        { ["v=spf1 ~all"], 1, "SpfNotStrict" },
        { ["v=spf1 ?all"], 1, "SpfNotStrict" },
        { ["v=spf1 +all"], 1, "SpfNotStrict" },
        { ["v=spf1 all"], 1, "SpfNotStrict" },
        { ["v=spf1"], 1, "SpfNotStrict" },
        { ["v=spf1 mx"], 1, "SpfNotStrict" },
        { ["v=spf1 redirect=_spf.contoso.com"], 1, "SpfNotStrict" },
        // Nothing after all is ever reached, and all overrules a redirection.
        { ["v=spf1 -all ~all"], 1, "" },
        { ["v=spf1 redirect=_spf.contoso.com -all"], 1, "" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void One_record_counts(string[] values, int compliant, string findings)
    {
        using var tenant = TestTenant.WithDomains(Contoso).Txt(Contoso, values);

        var verdict = Evaluate(tenant);

        verdict.ShouldHaveCounted(compliant, 1);
        verdict.ShouldHaveFound(findings);
        verdict.ShouldExplainItself();
    }

    /// <summary>Records as name=text, the first of contoso.com, and findings.</summary>
    public static TheoryData<string[], string> Lookups { get; } = new()
    {
        { [$"v=spf1 {Includes(10)} -all"], "" },
        { [$"v=spf1 {Includes(11)} -all"], "SpfLookups" },
        { [$"v=spf1 a mx ptr exists:%{{i}}.contoso.com a:mail.contoso.com/24 MX/30 ~a ?mx INCLUDE:a.example exists:b.example ip4:192.0.2.1 ip6:2001:db8::1 -all"], "" },
        { [$"v=spf1 a mx ptr exists:%{{i}}.contoso.com a:mail.contoso.com/24 MX/30 ~a ?mx INCLUDE:a.example exists:b.example a -all"], "SpfLookups" },
        // Included records are counted where the snapshot holds them.
        { ["v=spf1 include:a.example -all", $"a.example=v=spf1 {Includes(9)} ~all"], "" },
        { ["v=spf1 include:a.example -all", $"a.example=v=spf1 {Includes(10)} ~all"], "SpfLookups" },
        { ["v=spf1 include:A.Example. -all", $"a.example=\"v=spf1 {Includes(10)}\" \" ~all\""], "SpfLookups" },
        { ["v=spf1 include:bücher.example -all", $"xn--bcher-kva.example=v=spf1 {Includes(10)} ~all"], "SpfLookups" },
        { ["v=spf1 include:a.example -all", $"a.example=v=spf1 redirect=b.example", $"b.example=v=spf1 {Includes(8)} -all"], "" },
        { ["v=spf1 include:a.example -all", $"a.example=v=spf1 redirect=b.example", $"b.example=v=spf1 {Includes(9)} -all"], "SpfLookups" },
        { [$"v=spf1 {Includes(10)} redirect=b.example"], "SpfNotStrict,SpfLookups" },
        { [$"v=spf1 {Includes(10)} redirect=b.example -all"], "" },
        { [$"v=spf1 {Includes(3)} -all {Includes(20)}"], "" },
        // The same record counts each time that it is included.
        { ["v=spf1 include:a.example include:a.example -all", $"a.example=v=spf1 {Includes(4)} ~all"], "" },
        { ["v=spf1 include:a.example include:a.example -all", $"a.example=v=spf1 {Includes(5)} ~all"], "SpfLookups" },
        // Two records of one name are an error that is not followed.
        { ["v=spf1 include:a.example -all", $"a.example=v=spf1 {Includes(20)} ~all", "a.example=v=spf1 -all"], "" },
        { ["v=spf1 include:contoso.com -all"], "SpfCircular" },
        { ["v=spf1 include:a.example -all", "a.example=v=spf1 include:b.example -all", "b.example=v=spf1 include:A.EXAMPLE -all"], "SpfCircular" },
        { ["v=spf1 redirect=contoso.com"], "SpfNotStrict,SpfCircular" },
        { ["v=spf1 include: include -all"], "" },
    };

    [Theory]
    [MemberData(nameof(Lookups))]
    public void More_than_ten_lookups_and_circles_are_findings(string[] records, string findings)
    {
        using var tenant = TestTenant.WithDomains(Contoso).Txt(Contoso, records[0]);
        foreach (string record in records.Skip(1))
            tenant.Txt(record.Split('=')[0], record.Split('=', 2)[1]);

        var verdict = Evaluate(tenant);

        verdict.ShouldHaveCounted(1, 1);
        verdict.ShouldHaveFound(findings);
    }

    [Fact]
    public void A_record_that_includes_many_that_include_many_is_counted_in_no_time()
    {
        using var tenant = TestTenant.WithDomains(Contoso).Txt(Contoso, "v=spf1 include:l0.example -all");
        for (int level = 0; level < 40; level++)
            tenant.Txt($"l{level}.example", $"v=spf1 include:l{level + 1}.example include:l{level + 1}.example -all");

        Evaluate(tenant).ShouldHaveFound("SpfLookups");
    }

    [Fact]
    public void Every_accepted_domain_counts_whatever_its_type_but_not_those_of_microsoft()
    {
        using var tenant = TestTenant.WithDomains(Contoso, "CONTOSO.com.", "contoso.mail.onmicrosoft.com", "contoso.onmicrosoft.us")
            .Accepted("fabrikam.com", "InternalRelay").Accepted("bücher.example", "ExternalRelay")
            .Txt("Contoso.COM.", "v=spf1 -all").Txt("fabrikam.com").Txt("xn--bcher-kva.example", "v=spf1 -all");

        var verdict = Evaluate(tenant);

        verdict.ShouldHaveCounted(2, 3);
        verdict.ShouldExplainItself();
        var item = verdict.Items!().Single();
        item.DisplayName.ShouldBe("fabrikam.com");
        item.Setting.ShouldBe("TXT fabrikam.com");
        item.Actual.ShouldBe("no SPF record");
    }

    [Fact]
    public void A_tenant_without_domains_of_its_own_is_complete()
    {
        using var tenant = TestTenant.WithDomains();

        var verdict = Evaluate(tenant);

        verdict.ShouldHaveCounted(0, 0);
        verdict.ShouldExplainItself();
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"domain":"contoso.com","type":"TXT","name":"contoso.com"}""")]
    [InlineData("""{"domain":"contoso.com","type":"TXT","name":"contoso.com","values":null}""")]
    [InlineData("""{"domain":"contoso.com","type":"MX","name":"contoso.com","values":["v=spf1 -all"]}""")]
    [InlineData("""{"domain":"contoso.com","type":"TXT","name":"_dmarc.contoso.com","values":["v=spf1 -all"]}""")]
    public void A_failed_lookup_leaves_the_control_open(string row)
    {
        using var tenant = TestTenant.WithDomains("fabrikam.com", Contoso).Txt("fabrikam.com", "v=spf1 -all")
            .With(Resources.DnsRecords, row.Length == 0 ? [] : [row]);

        Evaluate(tenant).ShouldBeOpen("The look-up of TXT contoso.com failed, so the snapshot does not tell what it holds.");
    }

    [Fact]
    public void A_failed_lookup_changes_nothing_where_another_domain_fails_unless_points_are_shared()
    {
        using var tenant = TestTenant.WithDomains(Contoso, "fabrikam.com").Txt("fabrikam.com");

        var verdict = Evaluate(tenant);

        verdict.ShouldHaveCounted(0, 1);
        verdict.ShouldHaveFound("LookupFailed");
        verdict.ShouldExplainItself();
        Evaluate(tenant, PointsShape.Share).ShouldBeOpen("The look-up of TXT contoso.com failed, so the snapshot does not tell what it holds.");
    }

    [Fact]
    public void An_answer_that_came_twice_counts_once_and_one_value_needs_no_list()
    {
        using var tenant = TestTenant.WithDomains(Contoso).Txt(Contoso).Txt("CONTOSO.COM", "v=spf1 -all", "\"v=spf1 \" \"-all\"")
            .With(Resources.DnsRecords, """{"domain":"contoso.com","type":"txt","name":"contoso.com.","values":"v=spf1 -all"}""");

        Evaluate(tenant).ShouldHaveCounted(1, 1);
    }

    [Theory]
    [InlineData("""{"type":"TXT","values":[]}""")]
    [InlineData("""{"name":"contoso.com","values":[]}""")]
    [InlineData("""{"name":"contoso.com","type":"TXT","values":[["v=spf1 -all"]]}""")]
    [InlineData("""{"name":"contoso.com","type":"TXT","values":{}}""")]
    public void Answers_that_cannot_be_read_decide_nothing(string row)
    {
        using var tenant = TestTenant.WithDomains(Contoso).With(Resources.DnsRecords, row);

        tenant.ShouldNotEvaluate(ControlId, Resources.DnsRecords);
    }

    [Fact]
    public void Missing_resources_decide_nothing()
    {
        using var noAnswers = TestTenant.WithDomains(Contoso).WithState(Resources.DnsRecords, ResourceStatus.Skipped);
        using var noDomains = TestTenant.WithDomains(Contoso).WithState(Resources.AcceptedDomain, ResourceStatus.Denied);
        using var empty = new TestTenant().With(Resources.AcceptedDomain).With(Resources.DnsRecords);
        using var nameless = TestTenant.WithDomains().With(Resources.AcceptedDomain, """{"DomainName":null}""");

        noAnswers.ShouldNotEvaluate(ControlId, Resources.DnsRecords);
        noDomains.ShouldNotEvaluate(ControlId, Resources.AcceptedDomain);
        empty.ShouldNotEvaluate(ControlId, Resources.AcceptedDomain);
        nameless.ShouldNotEvaluate(ControlId, Resources.AcceptedDomain);
    }

    private static Verdict Evaluate(TestTenant tenant, PointsShape shape = PointsShape.Binary) =>
        tenant.Evaluate(ControlId, TestTenant.Definition(ControlId, shape));

    private static string Includes(int count) => string.Join(' ', Enumerable.Range(1, count).Select(number => $"include:s{number}.example"));
}

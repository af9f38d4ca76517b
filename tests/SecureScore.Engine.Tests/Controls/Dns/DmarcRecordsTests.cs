using SecureScore.Engine.Controls;
using SecureScore.Engine.Controls.Dns;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Dns;

public class DmarcRecordsTests
{
    private const string Contoso = "contoso.com";
    private const string Reports = "rua=mailto:dmarc@contoso.com";

    /// <summary>The TXT values of _dmarc.contoso.com, compliant of one, findings.</summary>
    public static TheoryData<string[], int, string> Answers { get; } = new()
    {
        { [], 0, "" },
        { ["verification=1"], 0, "" },
        { [$"v=DMARC1; p=reject; {Reports}"], 1, "" },
        { [$"v=DMARC1;p=Quarantine;{Reports};"], 1, "" },
        { [$"V = DMARC1 ; P = reject ; {Reports}"], 1, "" },
        { [$"\"v=DMARC1; p=rej\" \"ect; {Reports}\""], 1, "" },
        { ["verification=1", $"v=DMARC1; p=reject; {Reports}"], 1, "" },
        { [$"v=DMARC1; p=none; {Reports}"], 0, "" },
        { ["v=DMARC1; p=rejected"], 0, "" },
        { ["v=DMARC1; p=quarantine, reject"], 0, "" },
        { ["v=DMARC1"], 0, "" },
        { [$"v=DMARC1; {Reports}"], 0, "" },
        { ["v=dmarc1; p=reject"], 0, "" },
        { ["p=reject; v=DMARC1"], 0, "" },
        { ["v=DMARC1; p=reject", "v=DMARC1; p=quarantine"], 0, "" },
        { [$"v=DMARC1; p=reject; pct=100; sp=quarantine; {Reports}"], 1, "" },
        { [$"v=DMARC1; p=reject; pct=99; {Reports}"], 1, "DmarcPercentage" },
        { [$"v=DMARC1; p=reject; pct=0; {Reports}"], 1, "DmarcPercentage" },
        { [$"v=DMARC1; p=reject; pct=some; {Reports}"], 1, "" },
        { ["v=DMARC1; p=reject"], 1, "DmarcWithoutReports" },
        { ["v=DMARC1; p=reject; rua="], 1, "DmarcWithoutReports" },
        { [$"v=DMARC1; p=reject; sp=None; {Reports}"], 1, "DmarcSubdomains" },
        // With a tag p or sp that is not valid receivers take the whole policy for none.
        { [$"v=DMARC1; p=reject; sp=rejected; {Reports}"], 0, "" },
        { ["v=DMARC1; p=reject; sp="], 0, "" },
        { ["v=DMARC1; p=reject; sp=none; pct=50"], 1, "DmarcPercentage,DmarcWithoutReports,DmarcSubdomains" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void One_record_that_enforces_counts(string[] values, int compliant, string findings)
    {
        using var tenant = TestTenant.WithDomains(Contoso).Txt("_dmarc.contoso.com", values);

        var verdict = Evaluate(tenant);

        verdict.ShouldHaveCounted(compliant, 1);
        verdict.ShouldHaveFound(findings);
        verdict.ShouldExplainItself();
    }

    /// <summary>The records of contoso.com and of sales.contoso.com, and the compliant of both; null where the look-up failed.</summary>
    [Theory]
    [InlineData("v=DMARC1; p=reject", "", 2)]
    [InlineData("v=DMARC1; p=reject; sp=quarantine", "", 2)]
    [InlineData("v=DMARC1; p=reject; sp=none", "", 1)]
    [InlineData("v=DMARC1; p=none; sp=reject", "", 1)]
    [InlineData("v=DMARC1; p=none", "", 0)]
    [InlineData("v=DMARC1; p=reject", "v=DMARC1; p=none", 1)]
    [InlineData("", "", 0)]
    [InlineData("", "v=DMARC1; p=reject", 1)]
    [InlineData(null, "", null)]
    [InlineData("v=DMARC1; p=reject", null, null)]
    public void A_subdomain_without_a_record_follows_the_domain_above(string? parent, string? child, int? compliant)
    {
        using var tenant = TestTenant.WithDomains("sales.contoso.com", "Contoso.com");
        Answer("_dmarc.contoso.com", parent);
        Answer("_dmarc.sales.contoso.com", child);

        var verdict = Evaluate(tenant);

        if (compliant is { } count)
            verdict.ShouldHaveCounted(count, 2);
        else
            verdict.Reason.ShouldBe(NotEvaluatedReason.SourceFailed);

        void Answer(string name, string? text)
        {
            if (text is not null)
                tenant.Txt(name, text.Length == 0 ? [] : [text]);
        }
    }

    /// <summary>The records of contoso.com and of eu.contoso.com, and the compliant of both and of sales.eu.contoso.com, which has none.</summary>
    [Theory]
    [InlineData("v=DMARC1; p=reject", "", 3)]
    [InlineData("v=DMARC1; p=none", "v=DMARC1; p=reject", 1)]
    [InlineData("v=DMARC1; p=reject", "v=DMARC1; p=none", 2)]
    public void A_subdomain_follows_the_domain_of_the_organisation_and_none_between(string top, string between, int compliant)
    {
        using var tenant = TestTenant.WithDomains("sales.eu.contoso.com", "eu.contoso.com", Contoso)
            .Txt("_dmarc.contoso.com", top).Txt("_dmarc.eu.contoso.com", between.Length == 0 ? [] : [between]).Txt("_dmarc.sales.eu.contoso.com");

        Evaluate(tenant).ShouldHaveCounted(compliant, 3);
    }

    [Fact]
    public void A_name_that_only_ends_alike_is_no_parent()
    {
        using var tenant = TestTenant.WithDomains(Contoso, "notcontoso.com").Txt("_dmarc.contoso.com", "v=DMARC1; p=reject").Txt("_dmarc.notcontoso.com");

        Evaluate(tenant).ShouldHaveCounted(1, 2);
    }

    [Fact]
    public void A_failed_lookup_leaves_the_control_open()
    {
        using var tenant = TestTenant.WithDomains(Contoso).Txt(Contoso, "v=DMARC1; p=reject");

        Evaluate(tenant).ShouldBeOpen("The look-up of TXT _dmarc.contoso.com failed, so the snapshot does not tell what it holds.");
    }

    [Fact]
    public void Missing_answers_decide_nothing()
    {
        using var tenant = TestTenant.WithDomains(Contoso).WithState(Resources.DnsRecords, ResourceStatus.Failed);

        tenant.ShouldNotEvaluate(new DmarcRecords(), Resources.DnsRecords);
    }

    private static Verdict Evaluate(TestTenant tenant) => tenant.Evaluate(new DmarcRecords());
}

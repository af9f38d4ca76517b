using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Mail;

/// <summary>Whom the controls of mail protection count.</summary>
public class MailUsersTests
{
    private const string Control = "mdo_zapspam";
    private const string Exchange = "efb87545-963c-4e0d-99df-69c6916d9eb0";
    private const string Defender = "f20fedf3-f3c3-43c3-8267-2bfdd51c0939";

    [Fact]
    public void A_member_with_an_address_and_a_mailbox_counts()
    {
        using var tenant = Tenant().Mailbox("ben");

        tenant.Evaluate(Control).TotalCount.ShouldBe(2);
    }

    [Fact]
    public void Mail_reaches_whoever_may_not_sign_in()
    {
        using var tenant = Tenant().Mailbox("off", enabled: false);

        tenant.Evaluate(Control).TotalCount.ShouldBe(2);
    }

    [Theory]
    [InlineData("Guest", 1)]
    [InlineData("Robot", 1)]
    [InlineData(null, 2)]
    [InlineData("member", 2)]
    public void Only_members_count(string? type, int total)
    {
        using var tenant = Tenant().Mailbox("eve", type: type);

        tenant.Evaluate(Control).TotalCount.ShouldBe(total);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(""" "mail":null,"proxyAddresses":[] """, 1)]
    [InlineData(""" "mail":"","proxyAddresses":null """, 1)]
    [InlineData(""" "mail":"no address" """, 1)]
    [InlineData(""" "mail":"eve@contoso.com" """, 2)]
    [InlineData(""" "proxyAddresses":["smtp:eve@contoso.com"] """, 2)]
    [InlineData(""" "proxyAddresses":["SMTP:eve@contoso.com","sip:eve@contoso.com"] """, 2)]
    [InlineData(""" "proxyAddresses":["SIP:eve@contoso.com","x500:/o=x","smtp:"] """, 1)]
    public void Only_users_with_a_mail_address_count(string addresses, int total)
    {
        using var tenant = Tenant().With(Resources.Users, Row("eve", addresses));

        tenant.Evaluate(Control).TotalCount.ShouldBe(total);
    }

    [Theory]
    [InlineData("E5", null, 2)]
    [InlineData("E1", null, 2)]
    // Entra ID P1 carries a stub of Exchange without a mailbox.
    [InlineData("P1", null, 1)]
    [InlineData("E5", Exchange, 1)]
    [InlineData("E5", Defender, 2)]
    [InlineData("Off", null, 1)]
    [InlineData("Grace", null, 2)]
    [InlineData("Locked", null, 1)]
    public void Only_users_with_a_mailbox_licence_count(string licence, string? disabled, int total)
    {
        using var tenant = Tenant()
            .Sku("Off", "Suspended", ("EXCHANGE_S_ENTERPRISE", Exchange))
            .Sku("Locked", "LockedOut", ("EXCHANGE_S_ENTERPRISE", Exchange))
            .Sku("Grace", "Warning", ("EXCHANGE_S_ENTERPRISE", Exchange.ToUpperInvariant()))
            .Mailbox("eve", licences: [licence], disabledPlan: disabled?.ToUpperInvariant());

        var verdict = tenant.Evaluate(Control);

        verdict.TotalCount.ShouldBe(total);
        verdict.ShouldHaveFound("");
    }

    [Theory]
    [InlineData("Frozen")]
    [InlineData("")]
    public void A_subscription_in_an_unknown_state_may_bring_a_mailbox(string status)
    {
        using var tenant = Tenant().Sku("Odd", status, ("EXCHANGE_S_ENTERPRISE", Exchange)).Mailbox("eve", licences: ["Odd"]).Mailbox("pat", licences: ["Odd", "E1"]);

        var verdict = tenant.Evaluate(Control);

        verdict.TotalCount.ShouldBe(3);
        verdict.ShouldHaveFound("LicencesUnknown");
    }

    [Fact]
    public void Whoever_has_no_licence_does_not_count()
    {
        using var tenant = Tenant().Mailbox("shared", licences: []);

        tenant.Evaluate(Control).TotalCount.ShouldBe(1);
    }

    [Fact]
    public void Another_licence_does_not_take_the_mailbox_away()
    {
        using var tenant = Tenant().Mailbox("eve", licences: ["P1", "E1"]).Mailbox("pat", licences: ["bought last minute", "E1"]);

        var verdict = tenant.Evaluate(Control);

        verdict.TotalCount.ShouldBe(3);
        verdict.ShouldHaveFound("");
    }

    [Theory]
    [InlineData("unknown licence")]
    [InlineData("row without licences")]
    [InlineData("null")]
    public void A_licence_that_cannot_be_looked_into_counts_and_is_told(string how)
    {
        using var tenant = Tenant();
        if (how == "unknown licence")
            tenant.Mailbox("eve", licences: ["P1", "bought last minute"]);
        else
            tenant.With(Resources.Users, Row("eve", $$""" "mail":"eve@contoso.com"{{(how == "null" ? ",\"assignedLicenses\":null" : "")}} """, licensed: false));

        var verdict = tenant.Evaluate(Control);

        verdict.TotalCount.ShouldBe(2);
        verdict.Findings.ShouldHaveSingleItem().ToString().ShouldBe("It is unknown whether there is a mailbox licence for 1 user; whoever has a mail address counts.");
    }

    [Theory]
    [InlineData(ResourceStatus.Denied)]
    [InlineData(ResourceStatus.Skipped)]
    public void Without_licences_everyone_with_an_address_counts(ResourceStatus status)
    {
        using var tenant = Tenant().Mailbox("shared", licences: []).Mailbox("eve", mail: "").WithState(Resources.SubscribedSkus, status);

        var verdict = tenant.Evaluate(Control);

        verdict.TotalCount.ShouldBe(2);
        verdict.ShouldHaveFound("LicencesUnknown");
    }

    [Theory]
    [InlineData("mdo_zapspam", "")]
    [InlineData("mdo_enablemailboxintelligence", "UsersWithoutDefender")]
    public void Users_without_Defender_count_by_their_policy_and_are_told(string controlId, string findings)
    {
        using var tenant = Tenant().DefaultPolicy(Resources.AntiPhishPolicy, """ "EnableMailboxIntelligence":true """)
            .Mailbox("ben", licences: ["E1"]).Mailbox("cem", disabledPlan: Defender);

        var verdict = tenant.Evaluate(controlId);

        verdict.ShouldHaveCounted(3, 3);
        verdict.ShouldHaveFound(findings);
        if (findings.Length > 0)
            verdict.Findings.Single().Message.ShouldStartWith("There is no licence for Microsoft Defender for Office 365 for 2 users.");
    }

    [Theory]
    [InlineData(""" "assignedLicenses":"E5" """)]
    [InlineData(""" "assignedLicenses":{} """)]
    [InlineData(""" "assignedLicenses":["E5"] """)]
    [InlineData(""" "assignedLicenses":[{"disabledPlans":[]}] """)]
    [InlineData(""" "assignedLicenses":[{"skuId":{}}] """)]
    [InlineData(""" "mail":["eve@contoso.com"] """)]
    [InlineData(""" "proxyAddresses":"smtp:eve@contoso.com" """)]
    [InlineData(""" "proxyAddresses":[["smtp:eve@contoso.com"]] """)]
    [InlineData(""" "proxyAddresses":[7] """)]
    [InlineData(""" "proxyAddresses":["\ud800"] """)]
    [InlineData(""" "mail":"eve@contoso.com","Mail":"eve@fabrikam.com" """)]
    public void Rows_that_cannot_be_read_end_in_no_verdict(string members)
    {
        using var tenant = Tenant().WithText(
            Resources.Users, $$"""{"id":"{{TestTenant.Id("eve")}}","accountEnabled":true,{{members}}}""", ".jsonl").Without(Resources.Users);

        tenant.ShouldNotEvaluate(Control, Resources.Users);
    }

    [Fact]
    public void Null_among_addresses_and_escaped_text_are_read()
    {
        using var tenant = Tenant().Without(Resources.Users).WithText(
            Resources.Users,
            $$"""{"id":"{{TestTenant.Id("eve")}}","accountEnabled":true,"proxyAddresses":[null,"\u0073mtp:eve@contoso.com"],"assignedLicenses":[{"skuId":"{{TestTenant.Id("E5")}}"}]}""",
            ".jsonl");

        tenant.Evaluate(Control).ShouldHaveCounted(1, 1);
    }

    [Fact]
    public void Of_several_rows_with_one_id_the_last_counts()
    {
        using var tenant = Tenant().Mailbox("ada", licences: ["P1"]).Mailbox("ben").Mailbox("ben");

        tenant.Evaluate(Control).TotalCount.ShouldBe(1);
    }

    private static object Row(string name, string members, bool licensed = true)
    {
        string licences = licensed ? $$""","assignedLicenses":[{"skuId":"{{TestTenant.Id("E5")}}"}]""" : "";
        return $$"""{"id":"{{TestTenant.Id(name)}}","accountEnabled":true{{(members.Length == 0 ? "" : ",")}}{{members}}{{licences}}}""";
    }

    private static TestTenant Tenant() => TestTenant.WithMail().Mailbox("ada").DefaultPolicy(Resources.ContentFilterPolicy, """ "SpamZapEnabled":true """);
}

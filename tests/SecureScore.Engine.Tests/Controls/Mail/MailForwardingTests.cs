using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Mail;

/// <summary>What mdo_blockmailforward finds besides the policies, and that none of it moves points.</summary>
public class MailForwardingTests
{
    private const string Control = "mdo_blockmailforward";

    [Theory]
    [InlineData("""{"DomainName":"*","AutoForwardEnabled":true}""", "Remote domain '*' lets automatic forwarding out.")]
    [InlineData("""{"DomainName":"fabrikam.com","AutoForwardEnabled":"True"}""", "Remote domain 'fabrikam.com' lets automatic forwarding out.")]
    [InlineData("""{"DomainName":"*","AutoForwardEnabled":false}""", null)]
    [InlineData("""{"DomainName":"*"}""", null)]
    [InlineData("""{"DomainName":"*","AutoForwardEnabled":[]}""", null)]
    public void Remote_domains_that_let_forwarding_out_are_told(string domain, string? finding)
    {
        using var tenant = Tenant().With(Resources.RemoteDomain, domain);

        ShouldFind(tenant, finding);
    }

    [Theory]
    [InlineData(""" "State":"Enabled","RedirectMessageTo":["eve@fabrikam.com"] """, "Mail flow rule 'Rule' sends mail to eve@fabrikam.com.")]
    [InlineData(""" "State":"Enabled","BlindCopyTo":["eve@fabrikam.com","ada@contoso.com"] """, "Mail flow rule 'Rule' sends mail to eve@fabrikam.com.")]
    [InlineData(""" "State":"Enabled","CopyTo":["eve@fabrikam.com"],"AddToRecipients":["eve@example.org"] """, "Mail flow rule 'Rule' sends mail to eve@fabrikam.com, eve@example.org.")]
    [InlineData(""" "State":"Enabled","RedirectMessageTo":["ada@CONTOSO.com"] """, null)]
    [InlineData(""" "State":"Enabled","RedirectMessageTo":["Board room"] """, null)]
    [InlineData(""" "State":"Disabled","RedirectMessageTo":["eve@fabrikam.com"] """, null)]
    [InlineData(""" "State":"Enabled","Mode":"Enforce","CopyTo":["eve@fabrikam.com"] """, "Mail flow rule 'Rule' sends mail to eve@fabrikam.com.")]
    [InlineData(""" "State":"Enabled","Mode":"Audit","CopyTo":["eve@fabrikam.com"] """, null)]
    [InlineData(""" "State":"Enabled","Mode":"auditandnotify","CopyTo":["eve@fabrikam.com"] """, null)]
    [InlineData(""" "State":"Enabled","RedirectMessageTo":null """, null)]
    [InlineData(""" "State":"Enabled","RedirectMessageTo":{} """, null)]
    public void Mail_flow_rules_that_forward_outside_are_told(string rule, string? finding)
    {
        using var tenant = Tenant()
            .With(Resources.AcceptedDomain, """{"DomainName":"contoso.com"}""")
            .With(Resources.TransportRule, $$"""{"Name":"Rule",{{rule}}}""");

        ShouldFind(tenant, finding);
    }

    [Theory]
    [InlineData(ResourceStatus.Denied, "[]")]
    [InlineData(ResourceStatus.Collected, "[]")]
    [InlineData(ResourceStatus.Collected, """[{"DomainName":null}]""")]
    public void Which_addresses_are_outside_is_not_guessed(ResourceStatus status, string domains)
    {
        using var tenant = Tenant()
            .WithState(Resources.AcceptedDomain, status)
            .With(Resources.TransportRule, """{"Name":"Rule","State":"Enabled","RedirectMessageTo":["ada@contoso.com"]}""");
        if (status == ResourceStatus.Collected)
            tenant.WithText(Resources.AcceptedDomain, domains);

        ShouldFind(tenant, "Mail flow rule 'Rule' sends mail to ada@contoso.com; the snapshot does not tell which domains are the tenant's own.");
    }

    [Fact]
    public void What_was_not_collected_is_not_missed()
    {
        using var tenant = Tenant().WithState(Resources.RemoteDomain, ResourceStatus.Denied).WithState(Resources.TransportRule, ResourceStatus.Failed);

        ShouldFind(tenant, null);
    }

    private static void ShouldFind(TestTenant tenant, string? finding)
    {
        var verdict = tenant.Evaluate(Control);
        verdict.ShouldHaveCounted(1, 1);
        verdict.Findings.Select(found => found.Message).ShouldBe(finding is null ? [] : [finding]);
    }

    private static TestTenant Tenant() =>
        TestTenant.WithMail().Mailbox("ada").DefaultPolicy(Resources.OutboundSpamPolicy, """ "AutoForwardingMode":"Off" """);
}

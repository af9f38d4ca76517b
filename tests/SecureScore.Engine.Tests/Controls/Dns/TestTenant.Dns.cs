using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests;

internal sealed partial class TestTenant
{
    /// <summary>A tenant that accepts mail for some domains, and for the one that Microsoft gave it.</summary>
    public static TestTenant WithDomains(params string[] domains)
    {
        var tenant = new TestTenant().With(Resources.DnsRecords).Accepted("contoso.onmicrosoft.com");
        foreach (string domain in domains)
            tenant.Accepted(domain);
        return tenant;
    }

    public TestTenant Accepted(string domain, string type = "Authoritative") =>
        With(Resources.AcceptedDomain, new { DomainName = domain, DomainType = type });

    public TestTenant Txt(string name, params string[] values) => Dns(name, "TXT", values);

    public TestTenant Dns(string name, string type, params string[] values) => With(Resources.DnsRecords, new { domain = name, type, name, values });
}

using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class PasswordExpirationTests
{
    private const string ControlId = "PWAgePolicyNew";
    private const string Never = "2147483647";
    private const string Days90 = "90";
    private const string Unset = "null";

    public static TheoryData<string[], int, int, string> Cases { get; } = new()
    {
        { [Domain("contoso.com", Never)], 1, 1, "" },
        { [Domain("contoso.com", Days90)], 0, 1, "" },
        { [Domain("contoso.com", "0")], 0, 1, "" },
        { [Domain("contoso.com", "\"2147483647\"")], 1, 1, "" },
        { [Domain("contoso.com", Unset)], 1, 1, "PasswordValidityNotSet" },
        { [Domain("contoso.com", Unset).Replace("passwordValidity", "other", StringComparison.Ordinal)], 1, 1, "PasswordValidityNotSet" },
        { [Domain("contoso.com", Never), Domain("contoso.onmicrosoft.com", Days90)], 1, 2, "" },
        { [Domain("contoso.com", Unset), Domain("contoso.onmicrosoft.com", Days90)], 1, 2, "PasswordValidityNotSet" },
        // Passwords of a federated domain are kept elsewhere; an unverified domain has no users.
        { [Domain("contoso.com", Never), Domain("fabrikam.com", Days90, authentication: "federated")], 1, 1, "" },
        { [Domain("contoso.com", Never), Domain("fabrikam.com", Days90, verified: "false", root: "false")], 1, 1, "" },
        // A sub-domain takes the period of its root, told by isRoot or by the name.
        { [Domain("contoso.com", Never), Domain("sales.contoso.com", Days90, root: "false")], 1, 1, "" },
        { [Domain("contoso.com", Never, root: "null"), Domain("sales.contoso.com", Days90, root: "null")], 1, 1, "" },
        { [Domain("contoso.com", Never, root: "null"), Domain("notcontoso.com", Days90, root: "null")], 1, 2, "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_root_domain_with_passwords_of_its_own_counts(string[] domains, int compliant, int total, string finding)
    {
        using var tenant = new TestTenant().With(Resources.Domains, [.. domains]);

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(compliant, total);
        verdict.ShouldHaveFound(finding);
        verdict.ShouldExplainItself();
    }

    [Fact]
    public void Federated_domains_alone_leave_nothing_to_judge()
    {
        using var tenant = new TestTenant().With(Resources.Domains, Domain("contoso.com", Days90, authentication: "Federated"));

        tenant.Evaluate(ControlId).ShouldNotApply();
    }

    [Theory]
    [InlineData("""{"isVerified":true}""")]
    [InlineData("""{"id":"contoso.com"}""")]
    [InlineData("""{"id":"contoso.com","isVerified":true,"passwordValidityPeriodInDays":"never"}""")]
    public void A_domain_that_cannot_be_read_decides_nothing(string domain)
    {
        using var tenant = new TestTenant().With(Resources.Domains, domain);

        tenant.ShouldNotEvaluate(ControlId, Resources.Domains);
    }

    [Fact]
    public void A_list_without_any_domain_is_not_whole()
    {
        using var tenant = new TestTenant().With(Resources.Domains);

        tenant.ShouldNotEvaluate(ControlId, Resources.Domains);
    }

    private static string Domain(string name, string period, string verified = "true", string root = "true", string authentication = "Managed") =>
        $$$"""{"id":"{{{name}}}","isVerified":{{{verified}}},"isRoot":{{{root}}},"authenticationType":"{{{authentication}}}","passwordValidityPeriodInDays":{{{period}}}}""";
}

using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Controls.Dns;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Dns;

public class DkimSigningTests
{
    private const string Contoso = "contoso.com";
    private const string First = "selector1._domainkey.contoso.com";
    private const string Second = "selector2._domainkey.contoso.com";
    private const string FirstTarget = "selector1-contoso-com._domainkey.contoso.onmicrosoft.com";
    private const string SecondTarget = "selector2-contoso-com._domainkey.contoso.onmicrosoft.com";

    /// <summary>The signing configuration, the answers for both selectors, compliant of one, problems.</summary>
    public static TheoryData<string?, string[], string[], int, int> Cases { get; } = new()
    {
        { Config(), [FirstTarget], [SecondTarget], 1, 0 },
        { Config("\"True\""), [FirstTarget], [SecondTarget], 1, 0 },
        { Config(domain: "CONTOSO.COM"), [FirstTarget.ToUpperInvariant() + "."], [SecondTarget], 1, 0 },
        { Config("false"), [FirstTarget], [SecondTarget], 0, 1 },
        { Config("\"False\""), [], [], 0, 1 },
        { Config(domain: "fabrikam.com"), [FirstTarget], [SecondTarget], 0, 1 },
        { null, [FirstTarget], [SecondTarget], 0, 1 },
        { Config(), [], [SecondTarget], 0, 1 },
        { Config(), [FirstTarget], [], 0, 1 },
        { Config(), [], [], 0, 2 },
        { Config(), [SecondTarget], [FirstTarget], 0, 2 },
        { Config(), ["selector1.example.com"], [SecondTarget], 0, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Signing_is_on_and_both_selectors_point_where_they_must(string? config, string[] first, string[] second, int compliant, int problems)
    {
        using var tenant = TestTenant.WithDomains(Contoso).With(Resources.DkimSigningConfig, config is null ? [] : [config])
            .Dns(First, "CNAME", first).Dns(Second, "CNAME", second);

        var verdict = tenant.Evaluate(new DkimSigning());

        verdict.ShouldHaveCounted(compliant, 1);
        verdict.ShouldExplainItself();
        (verdict.Items?.Invoke() ?? []).Count().ShouldBe(problems);
    }

    [Fact]
    public void Domains_share_the_points()
    {
        using var tenant = TestTenant.WithDomains(Contoso, "fabrikam.com").With(Resources.DkimSigningConfig, Config())
            .Dns(First, "CNAME", FirstTarget).Dns(Second, "CNAME", SecondTarget);

        tenant.Evaluate(new DkimSigning()).ShouldHaveCounted(1, 2);
    }

    [Fact]
    public void A_failed_lookup_leaves_the_control_open_unless_another_selector_decides()
    {
        using var open = TestTenant.WithDomains(Contoso).With(Resources.DkimSigningConfig, Config()).Dns(First, "CNAME", FirstTarget);
        using var decided = TestTenant.WithDomains(Contoso).With(Resources.DkimSigningConfig, Config()).Dns(First, "CNAME");

        open.Evaluate(new DkimSigning()).ShouldBeOpen($"The look-up of CNAME {Second} failed, so the snapshot does not tell what it holds.");
        decided.Evaluate(new DkimSigning()).ShouldHaveCounted(0, 1);
    }

    [Theory]
    [InlineData("""{"Domain":"contoso.com","Enabled":true}""")]
    [InlineData("""{"Domain":"contoso.com","Enabled":true,"Selector1CNAME":"","Selector2CNAME":" "}""")]
    public void A_configuration_without_a_target_leaves_the_control_open(string config)
    {
        using var tenant = TestTenant.WithDomains(Contoso).With(Resources.DkimSigningConfig, config)
            .Dns(First, "CNAME", FirstTarget).Dns(Second, "CNAME", SecondTarget);

        tenant.Evaluate(new DkimSigning()).ShouldBeOpen("The signing configuration of contoso.com does not tell where selector1 must point.");
    }

    [Theory]
    [InlineData("""{"Domain":"contoso.com"}""")]
    [InlineData("""{"Domain":"contoso.com","Enabled":"yes"}""")]
    [InlineData("""{"Enabled":true}""")]
    public void A_configuration_that_cannot_be_read_decides_nothing(string config)
    {
        using var tenant = TestTenant.WithDomains(Contoso).With(Resources.DkimSigningConfig, config);

        tenant.ShouldNotEvaluate(new DkimSigning(), Resources.DkimSigningConfig);
    }

    [Fact]
    public void Where_all_or_nothing_counts_a_domain_that_fails_decides()
    {
        using var tenant = TestTenant.WithDomains(Contoso, "fabrikam.com").With(Resources.DkimSigningConfig, Config());
        ControlEvaluator rule = new DkimSigning();

        tenant.Evaluate(rule, TestTenant.Definition(rule.ControlId, PointsShape.Binary)).ShouldHaveCounted(0, 1);
        tenant.Evaluate(rule).Reason.ShouldNotBeNull();
    }

    private static string Config(string enabled = "true", string domain = Contoso) =>
        $$"""{"Domain":"{{domain}}","Enabled":{{enabled}},"Selector1CNAME":"{{FirstTarget}}","Selector2CNAME":"{{SecondTarget}}"}""";
}

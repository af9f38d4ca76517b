using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Exchange;

public class CustomerLockboxTests
{
    private const string ControlId = "CustomerLockBoxEnabled";

    [Theory]
    [InlineData("""{"CustomerLockBoxEnabled":true}""", 1)]
    [InlineData("""{"customerLockboxEnabled":"True"}""", 1)]
    [InlineData("""{"CustomerLockBoxEnabled":false}""", 0)]
    [InlineData("""{"CustomerLockBoxEnabled":"false"}""", 0)]
    public void The_switch_decides(string config, int compliant)
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, config);

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(compliant, 1);
        verdict.ShouldExplainItself();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"CustomerLockBoxEnabled":null}""")]
    [InlineData("""{"CustomerLockBoxEnabled":"enabled"}""")]
    [InlineData("""{"CustomerLockBoxEnabled":[true]}""")]
    public void A_switch_that_cannot_be_read_decides_nothing(string config)
    {
        using var tenant = new TestTenant().With(Resources.OrganizationConfig, config);

        tenant.ShouldNotEvaluate(ControlId, Resources.OrganizationConfig);
    }

    [Fact]
    public void No_configuration_and_two_of_them_decide_nothing()
    {
        using var none = new TestTenant().With(Resources.OrganizationConfig);
        using var two = new TestTenant().With(Resources.OrganizationConfig, """{"CustomerLockBoxEnabled":true}""", """{"CustomerLockBoxEnabled":false}""");

        none.ShouldNotEvaluate(ControlId, Resources.OrganizationConfig);
        two.ShouldNotEvaluate(ControlId, Resources.OrganizationConfig);
    }
}

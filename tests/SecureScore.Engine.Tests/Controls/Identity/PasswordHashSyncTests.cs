using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class PasswordHashSyncTests
{
    private const string ControlId = "PasswordHashSync";

    [Theory]
    [InlineData("true", 1)]
    [InlineData("\"True\"", 1)]
    [InlineData("false", 0)]
    public void The_feature_decides(string enabled, int compliant)
    {
        using var tenant = Hybrid().With(Resources.OnPremisesSynchronization, $$$"""{"features":{"passwordSyncEnabled":{{{enabled}}}}}""");

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(compliant, 1);
        verdict.ShouldExplainItself();
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"onPremisesSyncEnabled":null}""")]
    [InlineData("""{"onPremisesSyncEnabled":"false"}""")]
    public void A_tenant_in_the_cloud_alone_is_not_judged(string organization)
    {
        using var tenant = new TestTenant().WithObject(Resources.Organization, organization);

        tenant.Evaluate(ControlId).ShouldNotApply();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"features":null}""")]
    [InlineData("""{"features":{}}""")]
    [InlineData("""{"features":{"passwordSyncEnabled":null}}""")]
    [InlineData("""{"features":{"passwordSyncEnabled":"yes"}}""")]
    public void A_feature_that_cannot_be_read_decides_nothing(string synchronization)
    {
        using var tenant = Hybrid().With(Resources.OnPremisesSynchronization, synchronization);

        tenant.ShouldNotEvaluate(ControlId, Resources.OnPremisesSynchronization);
    }

    [Fact]
    public void A_hybrid_tenant_without_its_synchronization_is_not_judged()
    {
        using var tenant = Hybrid().With(Resources.OnPremisesSynchronization);

        tenant.ShouldNotEvaluate(ControlId, Resources.OnPremisesSynchronization);
    }

    private static TestTenant Hybrid() => new TestTenant().WithObject(Resources.Organization, """{"onPremisesSyncEnabled":true}""");
}

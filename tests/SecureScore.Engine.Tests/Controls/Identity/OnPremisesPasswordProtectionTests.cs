using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class OnPremisesPasswordProtectionTests
{
    private const string ControlId = "aad_password_protection";

    [Theory]
    [InlineData("True", "Enforce", 1, 0, "")]
    [InlineData("True", "Enforced", 1, 0, "")]
    [InlineData("true", "ENFORCE", 1, 0, "")]
    [InlineData("True", "Audit", 0, 1, "")]
    [InlineData("False", "Enforce", 0, 1, "")]
    [InlineData("False", "Audit", 0, 2, "")]
    [InlineData("False", "Monitor", 0, 2, "UnknownValue")]
    public void Protection_must_be_on_and_enforce(string check, string mode, int compliant, int items, string finding)
    {
        using var tenant = Hybrid().With(Resources.GroupSettings, Setting(check, mode));

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(compliant, 1);
        verdict.ShouldHaveFound(finding);
        (verdict.Items?.Invoke() ?? []).Count().ShouldBe(items);
    }

    [Theory]
    [InlineData("Monitor")]
    [InlineData("")]
    public void An_unknown_mode_is_open_while_protection_is_on(string mode)
    {
        using var tenant = Hybrid().With(Resources.GroupSettings, Setting("True", mode));

        var verdict = tenant.Evaluate(ControlId);

        verdict.Reason.ShouldBe(NotEvaluatedReason.SourceFailed);
        verdict.Explanation.ShouldContain($"BannedPasswordCheckOnPremisesMode = '{mode}'");
    }

    [Fact]
    public void Rules_that_were_never_saved_protect_nothing()
    {
        using var tenant = Hybrid().With(Resources.GroupSettings);

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(0, 1);
        verdict.Items!().Select(item => item.Actual).ShouldBe(["not set", "not set"]);
        verdict.ShouldExplainItself();
    }

    [Theory]
    [InlineData("""{"id":"1"}""")]
    [InlineData("""{"onPremisesSyncEnabled":null}""")]
    [InlineData("""{"onPremisesSyncEnabled":false}""")]
    public void A_tenant_in_the_cloud_alone_is_not_judged(string organization)
    {
        using var tenant = new TestTenant().WithObject(Resources.Organization, organization);

        tenant.Evaluate(ControlId).ShouldNotApply();
    }

    [Fact]
    public void Without_the_organization_nobody_knows_whether_it_applies()
    {
        using var tenant = new TestTenant().With(Resources.GroupSettings, Setting("True", "Enforce"));

        tenant.ShouldNotEvaluate(ControlId, Resources.Organization);
    }

    [Fact]
    public void A_setting_without_a_mode_decides_nothing()
    {
        using var tenant = Hybrid().With(Resources.GroupSettings, Setting("True", null));

        tenant.ShouldNotEvaluate(ControlId, Resources.GroupSettings);
    }

    private static TestTenant Hybrid() => new TestTenant().WithObject(Resources.Organization, """{"onPremisesSyncEnabled":true}""");

    private static object Setting(string check, string? mode) => new
    {
        templateId = "5cf42378-d67d-4f36-ba46-e8b86229381d",
        values = new[]
        {
            new { name = "EnableBannedPasswordCheckOnPremises", value = (string?)check },
            new { name = "BannedPasswordCheckOnPremisesMode", value = mode },
        },
    };
}

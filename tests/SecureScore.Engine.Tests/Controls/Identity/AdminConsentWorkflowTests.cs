using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class AdminConsentWorkflowTests
{
    [Theory]
    [InlineData("""{"isEnabled":false,"reviewers":[]}""", 0, "")]
    [InlineData("""{"isEnabled":true,"reviewers":[{"query":"/users/1","queryType":"MicrosoftGraph"}]}""", 1, "")]
    [InlineData("""{"isEnabled":true,"reviewers":[]}""", 1, "NoReviewers")]
    [InlineData("""{"isEnabled":true}""", 1, "NoReviewers")]
    [InlineData("""{"isEnabled":"True","reviewers":null}""", 1, "NoReviewers")]
    [InlineData("""{"isEnabled":false}""", 0, "")]
    public void The_switch_decides_and_a_missing_reviewer_is_a_finding(string policy, int compliant, string finding)
    {
        using var tenant = new TestTenant().WithObject(Resources.AdminConsentRequestPolicy, policy);

        var verdict = tenant.Evaluate("aad_admin_consent_workflow");

        verdict.ShouldHaveCounted(compliant, 1);
        verdict.ShouldHaveFound(finding);
        verdict.ShouldExplainItself();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"isEnabled":null}""")]
    [InlineData("""{"isEnabled":1}""")]
    [InlineData("""{"isEnabled":true,"reviewers":"everyone"}""")]
    public void A_policy_that_cannot_be_read_decides_nothing(string policy)
    {
        using var tenant = new TestTenant().WithObject(Resources.AdminConsentRequestPolicy, policy);

        tenant.ShouldNotEvaluate("aad_admin_consent_workflow", Resources.AdminConsentRequestPolicy);
    }
}

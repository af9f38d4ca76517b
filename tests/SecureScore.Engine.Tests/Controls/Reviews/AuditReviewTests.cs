using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Reviews;

public class AuditReviewTests
{
    [Theory]
    [InlineData("ProvisionedAccounts", "Add user", 1)]
    [InlineData("NewProvisionedAccounts", "add user", 1)]
    [InlineData("NewProvisionedAccounts", "Update user", 0)]
    [InlineData("ReviewPWReset", "Reset password (self-service)", 1)]
    [InlineData("ReviewPWReset", "Reset password (by admin)", 1)]
    [InlineData("ReviewPWReset", "Change password (self-service)", 0)]
    [InlineData("AccountChanges", "Reset password (self-service)", 1)]
    [InlineData("AccountChanges", "User registered security info", 1)]
    [InlineData("AccountChanges", "User deleted security info", 1)]
    [InlineData("AccountChanges", "Add user", 0)]
    [InlineData("RGChanges", "Add member to role", 1)]
    [InlineData("RGChanges", "Remove member from role", 1)]
    [InlineData("RGChanges", "Add eligible member to role", 1)]
    [InlineData("RGChanges", "Add member to role completed (PIM activation)", 1)]
    [InlineData("RGChanges", "Add member to group", 0)]
    [InlineData("DelegatedAdmins", "Add member to role", 1)]
    [InlineData("DelegatedAdmins", "Add user", 0)]
    public void Changes_of_the_kind_need_a_review(string control, string activity, int count)
    {
        using var tenant = TestTenant.WithLogs().Audit(activity, "ben");

        var verdict = tenant.Evaluate(control);

        verdict.ShouldHaveCounted(0, count);
        verdict.ShouldExplainItself();
        if (count > 0)
        {
            var item = verdict.Items!().ShouldHaveSingleItem();
            item.UserPrincipalName.ShouldBe("ben@contoso.com");
            item.Reason.ShouldBe($"{activity}, by ada@contoso.com.");
        }
    }

    [Theory]
    [InlineData("success", TestTenant.WithinTheWeek, 1)]
    [InlineData("timeout", TestTenant.WithinTheWeek, 1)]
    [InlineData("failure", TestTenant.WithinTheWeek, 0)]
    [InlineData("success", TestTenant.BeforeTheWeek, 0)]
    public void What_failed_or_is_older_needs_none(string result, string date, int count)
    {
        using var tenant = TestTenant.WithLogs().Audit("Add user", "ben", date, result);

        tenant.Evaluate("ProvisionedAccounts").ShouldHaveCounted(0, count);
    }

    [Theory]
    [InlineData(TestTenant.GlobalAdministrator, 0)]
    [InlineData("Company Administrator", 0)]
    [InlineData(TestTenant.UserAdministrator, 1)]
    [InlineData(null, 1)]
    public void Changes_of_global_administrators_are_another_matter(string? role, int count)
    {
        using var tenant = TestTenant.WithLogs().Audit("Add member to role", "ben", role: role);

        tenant.Evaluate("DelegatedAdmins").ShouldHaveCounted(0, count);
        tenant.Evaluate("RGChanges").ShouldHaveCounted(0, 1);
    }

    [Theory]
    [InlineData("""{"activityDateTime":"2026-08-30T00:00:00Z","activityDisplayName":"Add user"}""")]
    [InlineData("""{"activityDateTime":"2026-08-30T00:00:00Z","activityDisplayName":"Add user","targetResources":[],"initiatedBy":null}""")]
    [InlineData("""{"activityDateTime":"2026-08-30T00:00:00Z","activityDisplayName":"Add user","targetResources":[{"type":"Other"}],"initiatedBy":{"app":{"displayName":"Sync"}}}""")]
    public void An_entry_that_tells_little_is_listed(string entry)
    {
        using var tenant = TestTenant.WithLogs().With(Resources.DirectoryAudits, entry);

        var verdict = tenant.Evaluate("ProvisionedAccounts");

        verdict.ShouldHaveCounted(0, 1);
        verdict.ShouldExplainItself();
    }

    [Theory]
    [InlineData("""{"activityDisplayName":"Add user"}""")]
    [InlineData("""{"activityDateTime":"2026-08-30T00:00:00Z"}""")]
    [InlineData("""{"activityDateTime":"2026-08-30T00:00:00Z","activityDisplayName":"Add user","targetResources":{}}""")]
    public void An_entry_that_cannot_be_read_decides_nothing_or_is_told_when_listed(string entry)
    {
        using var tenant = TestTenant.WithLogs().With(Resources.DirectoryAudits, entry);

        Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate("ProvisionedAccounts")).State.Name.ShouldBe(Resources.DirectoryAudits);
    }

    [Fact]
    public void Recording_is_judged_as_today()
    {
        using var tenant = new TestTenant().With(Resources.AdminAuditLogConfig, new { UnifiedAuditLogIngestionEnabled = "True" });

        tenant.Evaluate("AuditEnabled").ShouldHaveCounted(1, 1);
        tenant.Evaluate("mip_search_auditlog").ShouldHaveCounted(1, 1);
    }

    [Fact]
    public void The_edition_of_2018_lists_every_review_and_judges_what_the_logs_tell()
    {
        using var tenant = TestTenant.WithLogs().Audit("Add user", "ben");

        var result = SecureScoreEvaluator.Judge(tenant.Open(), ControlCatalog.Get("2018"));

        result.Controls.Count.ShouldBe(26);
        result.Controls.ShouldAllBe(control => control.ActionType == ActionType.Review && control.NextSteps.Count > 0);
        result.Controls.Single(control => control.Id == "NewProvisionedAccounts").Points.ShouldBe(0);
        result.Controls.Single(control => control.Id == "RGChanges").Points.ShouldBe(10);
        result.Controls.Single(control => control.Id == "ReviewRMSUsage").Reason.ShouldBe(NotEvaluatedReason.NoPublicApi);
        result.Controls.Single(control => control.Id == "MailForwardingRules").Reason.ShouldBe(NotEvaluatedReason.NotCollected);
        result.Controls.Single(control => control.Id == "AuditEnabled").Reason.ShouldBe(NotEvaluatedReason.NotCollected);
    }
}

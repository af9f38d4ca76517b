using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation.ConditionalAccess;

namespace SecureScore.Engine.Tests.Remediation.ConditionalAccess;

/// <summary>Who is ready for a policy, and what it would have done to the sign-ins of the log.</summary>
public sealed class PolicyRolloutTests
{
    private static readonly (string, string[]) s_out = PolicyPlans.Exclude("out@contoso.com");

    [Theory]
    [InlineData(PolicyRemediationIds.AllUsersMfa, "late:False key:True ada:True")]
    [InlineData(PolicyRemediationIds.PhishingResistantMfa, "ada:False")]
    [InlineData(PolicyRemediationIds.LegacyAuthentication, "")]
    [InlineData(PolicyRemediationIds.EnableSecurityDefaults, "")]
    public void Those_who_are_not_ready_come_first(string id, string expected)
    {
        using var tenant = Tenant().Person("key", methods: ["fido2"]).Person("late", registered: false).Person("gone", enabled: false);
        var snapshot = tenant.OpenInMemory();
        var remediation = PolicyPlans.Find(id);
        (string, string[])[] values = id == PolicyRemediationIds.EnableSecurityDefaults ? [] : [s_out];
        var request = snapshot.Request(PolicyPlans.ControlOf(remediation), account: null, values);

        var readiness = PolicyRollout.Readiness(remediation, request, remediation.Plan(request));

        string.Join(' ', readiness.Select(user => $"{user.DisplayName}:{user.IsRegistered}").Order(StringComparer.Ordinal))
            .ShouldBe(string.Join(' ', expected.Split(' ').Order(StringComparer.Ordinal)));
        readiness.Select(user => user.IsRegistered).ShouldBe(readiness.Select(user => user.IsRegistered).Order());
    }

    [Fact]
    public void A_stage_tells_of_its_own_people()
    {
        using var tenant = Tenant().Person("late", registered: false).Person("other", registered: false).Group("stage", "late");

        tenant.OpenInMemory().Draft(PolicyRemediationIds.AllUsersMfa, account: null, s_out, ("Group", ["stage"])).ShouldWarn("1 of 1 user whom it concerns has not registered for MFA: late@contoso.com.");
    }

    [Theory]
    [InlineData(Resources.LegacySignIns)]
    [InlineData(Resources.SignIns)]
    public void The_log_tells_who_still_uses_legacy_authentication(string log)
    {
        using var tenant = Tenant().With(
            log,
            SignIn("pat@contoso.com", "IMAP4"), SignIn("pat@contoso.com", "Authenticated SMTP"), SignIn("kim@contoso.com", "Browser"),
            SignIn("victim@contoso.com", "POP3", error: 50126));

        tenant.OpenInMemory().Draft(PolicyRemediationIds.LegacyAuthentication, account: null, s_out).ShouldWarn("1 user still uses legacy authentication: pat@contoso.com (Authenticated SMTP, IMAP4).");
    }

    [Fact]
    public void Without_the_log_nothing_is_promised()
    {
        using var tenant = Tenant().Policy("Mine", state: "enabledForReportingButNotEnforced");
        var snapshot = tenant.OpenInMemory();

        snapshot.Draft(PolicyRemediationIds.LegacyAuthentication, account: null, s_out).ShouldWarn("nothing tells who still uses legacy authentication");
        snapshot.Draft(PolicyRemediationIds.AllUsersMfa, account: null, ("Policy", ["Mine"])).ShouldWarn("nothing tells what the policy would have done");
        PolicyRollout.Impact(PolicyPlans.Find(PolicyRemediationIds.AllUsersMfa), snapshot.Request("MFARegistrationV2", null, ("Policy", ["Mine"]))).ShouldBeNull();
    }

    [Theory]
    [InlineData(ResourceStatus.NotLicensed, "The service keeps no sign-in log for a tenant without Microsoft Entra ID P1, so that nothing tells")]
    [InlineData(ResourceStatus.Denied, "The sign-in log could not be read, so that nothing tells")]
    [InlineData(ResourceStatus.Failed, "The sign-in log could not be read, so that nothing tells")]
    [InlineData(ResourceStatus.Skipped, "The sign-in log was not collected, so that nothing tells")]
    public void Why_nothing_is_known_is_said_and_nothing_fails(ResourceStatus status, string why)
    {
        using var tenant = Tenant().Policy("Mine", state: "enabledForReportingButNotEnforced")
            .WithState(Resources.LegacySignIns, status).WithState(Resources.RecentSignIns, status);
        var snapshot = tenant.OpenInMemory();

        snapshot.Draft(PolicyRemediationIds.LegacyAuthentication, account: null, s_out).ShouldWarn($"{why} who still uses legacy authentication.");
        snapshot.Draft(PolicyRemediationIds.AllUsersMfa, account: null, ("Policy", ["Mine"])).ShouldWarn($"{why} what the policy would have done");
    }

    [Fact]
    public void A_log_in_which_nobody_uses_legacy_authentication_promises_no_more_than_it_holds()
    {
        using var tenant = Tenant().With(Resources.LegacySignIns);

        tenant.OpenInMemory().Draft(PolicyRemediationIds.LegacyAuthentication, account: null, s_out).ShouldWarn("Nobody has used legacy authentication in the interactive sign-ins of the log; others");
    }

    [Theory]
    [InlineData(Resources.RecentSignIns)]
    [InlineData(Resources.SignIns)]
    public void The_log_tells_what_a_policy_that_reports_would_have_done(string log)
    {
        using var tenant = Tenant().Policy("Mine", state: "enabledForReportingButNotEnforced").With(
            log,
            Applied("pat@contoso.com", "Mine", "reportOnlyFailure"), Applied("Pat@contoso.com", "Mine", "reportOnlyFailure"),
            Applied("kim@contoso.com", "Mine", "reportOnlyInterrupted"), Applied("ada@contoso.com", "Mine", "reportOnlySuccess"),
            Applied("ada@contoso.com", "Mine", "reportOnlyNotApplied"), Applied("eve@contoso.com", "Other", "reportOnlyFailure"),
            SignIn("eve@contoso.com", "Browser"));
        var snapshot = tenant.OpenInMemory();

        var impact = PolicyRollout.Impact(PolicyPlans.Find(PolicyRemediationIds.AllUsersMfa), snapshot.Request("MFARegistrationV2", null, ("Policy", ["Mine"]))).ShouldNotBeNull();

        (impact.Failures, impact.Interruptions, impact.Successes).ShouldBe((2, 1, 1));
        impact.FailedUsers.ShouldHaveSingleItem().ShouldBe("pat@contoso.com");
        impact.InterruptedUsers.ShouldBe(["kim@contoso.com"]);
        snapshot.Draft(PolicyRemediationIds.AllUsersMfa, account: null, ("Policy", ["Mine"])).ShouldWarn("In force, 'Mine' would have kept out 2 sign-ins of the log (pat@contoso.com), asked for something at 1, and let 1 pass.");
    }

    private static TestTenant Tenant() => TestTenant.WithAda().Eligibility().Person("out").Role("out");

    private static object SignIn(string user, string client, int error = 0) =>
        new { userPrincipalName = user, clientAppUsed = client, status = new { errorCode = error } };

    private static object Applied(string user, string policy, string result) => new
    {
        userPrincipalName = user,
        clientAppUsed = "Browser",
        appliedConditionalAccessPolicies = new[] { new { id = TestTenant.Id(policy), result } },
    };
}

using SecureScore.Engine.Controls;
using SecureScore.Engine.Controls.Exchange;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls;

/// <summary>Controls about one switch, each with the object that holds it: a <c>@</c> stands for the value.</summary>
public class SwitchControlTests
{
    private static readonly ControlEvaluator[] s_notScored = [new DirectSend(), new SmtpAuthentication()];

    /// <summary>Control, resource, object, the value that earns the points.</summary>
    public static TheoryData<string, string, string, bool> Switches { get; } = new()
    {
        { "admincenter_owned_apps_and_services", Resources.AdminAppsAndServices, """{"settings":{"isOfficeStoreEnabled":@,"isAppAndServicesTrialEnabled":false}}""", false },
        { "exo_mailboxaudit", Resources.OrganizationConfig, """{"AuditDisabled":@}""", false },
        { "exo_oauth2clientprofileenabled", Resources.OrganizationConfig, """{"OAuth2ClientProfileEnabled":@}""", true },
        { "forms_phishing_protection", Resources.AdminForms, """{"settings":{"isInOrgFormsPhishingScanEnabled":@}}""", true },
        { "mdo_atpprotection", Resources.AtpPolicyForO365, """{"EnableATPForSPOTeamsODB":@,"EnableSafeDocs":false}""", true },
        { "mip_purviewlabelconsent", Resources.PolicyConfig, """{"PurviewLabelConsent":@}""", true },
        { "mip_search_auditlog", Resources.AdminAuditLogConfig, """{"UnifiedAuditLogIngestionEnabled":@}""", true },
        { "spo_external_users_sharing", Resources.SharePointSettings, """{"isResharingByExternalUsersEnabled":@}""", false },
        { "spo_idle_session_timeout", Resources.SharePointSettings, """{"idleSessionSignOut":{"isEnabled":@,"signOutAfterInSeconds":3600,"warnAfterInSeconds":3300}}""", true },
        { "spo_legacy_auth", Resources.SharePointSettings, """{"isLegacyAuthProtocolsEnabled":@}""", false },
        { "ss_directsend", Resources.OrganizationConfig, """{"RejectDirectSend":@}""", true },
        { "ss_smtpauth", Resources.TransportConfig, """{"SmtpClientAuthenticationDisabled":@}""", true },
    };

    [Theory]
    [MemberData(nameof(Switches))]
    public void The_switch_decides(string controlId, string resource, string settings, bool expected)
    {
        foreach (string form in new[] { "true", "\"True\"", "\"true\"", "false", "\"False\"", "\"FALSE\"" })
        {
            bool value = form.Contains("true", StringComparison.OrdinalIgnoreCase);
            using var tenant = Tenant(resource, settings, form);

            var verdict = tenant.Evaluate(Rule(controlId));

            verdict.ShouldHaveCounted(value == expected ? 1 : 0, 1);
            verdict.ShouldHaveFound("");
            verdict.ShouldExplainItself();
            if (value != expected)
                verdict.Items!().Single().Expected.ShouldBe(expected.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void A_switch_that_cannot_be_read_decides_nothing(string controlId, string resource, string settings, bool expected)
    {
        foreach (string form in new[] { "null", "\"on\"", "\"\"", expected ? "1" : "0", "[]", $"[{(expected ? "true" : "false")}]", "{}" })
        {
            using var tenant = Tenant(resource, settings, form);
            tenant.ShouldNotEvaluate(Rule(controlId), resource);
        }
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void Neither_nothing_nor_two_objects_nor_a_missing_resource_decide(string controlId, string resource, string settings, bool expected)
    {
        string compliant = settings.Replace("@", expected ? "true" : "false", StringComparison.Ordinal);
        using var none = new TestTenant().With(resource);
        using var empty = new TestTenant().With(resource, "{}");
        using var two = new TestTenant().With(resource, compliant, compliant);
        using var missing = new TestTenant();
        using var denied = new TestTenant().WithState(resource, ResourceStatus.Denied, "403 Forbidden");

        foreach (var tenant in new[] { none, empty, two, missing, denied })
            tenant.ShouldNotEvaluate(Rule(controlId), resource);
    }

    [Theory]
    [InlineData("false", "true", 1, "UserTrials")]
    [InlineData("false", "\"True\"", 1, "UserTrials")]
    [InlineData("true", "true", 0, "UserTrials")]
    [InlineData("false", "false", 1, "")]
    [InlineData("false", "null", 1, "")]
    public void Trials_that_users_may_start_are_a_finding(string store, string trials, int compliant, string finding)
    {
        using var tenant = new TestTenant().WithObject(
            Resources.AdminAppsAndServices, $$$"""{"settings":{"isOfficeStoreEnabled":{{{store}}},"isAppAndServicesTrialEnabled":{{{trials}}}}}""");

        var verdict = tenant.Evaluate("admincenter_owned_apps_and_services");

        verdict.ShouldHaveCounted(compliant, 1);
        verdict.ShouldHaveFound(finding);
    }

    [Theory]
    [InlineData("true", "10800", 1, "")]
    [InlineData("true", "10801", 1, "LongIdleTimeout")]
    [InlineData("true", "\"10801\"", 1, "LongIdleTimeout")]
    [InlineData("true", "null", 1, "")]
    [InlineData("false", "10801", 0, "")]
    public void A_timeout_over_three_hours_is_a_finding(string enabled, string seconds, int compliant, string finding)
    {
        using var tenant = new TestTenant().WithObject(
            Resources.SharePointSettings, $$$"""{"idleSessionSignOut":{"isEnabled":{{{enabled}}},"signOutAfterInSeconds":{{{seconds}}}}}""");

        var verdict = tenant.Evaluate("spo_idle_session_timeout");

        verdict.ShouldHaveCounted(compliant, 1);
        verdict.ShouldHaveFound(finding);
    }

    [Fact]
    public void A_long_timeout_is_told_in_hours()
    {
        using var tenant = new TestTenant().WithObject(
            Resources.SharePointSettings, """{"idleSessionSignOut":{"isEnabled":true,"signOutAfterInSeconds":16200}}""");

        tenant.Evaluate("spo_idle_session_timeout").Findings.ShouldHaveSingleItem().Message
            .ShouldBe("Inactive users are signed out only after 4.5 hours; at most 3 are recommended.");
    }

    [Theory]
    [InlineData("""{"Name":"Ada","AuditBypassEnabled":false}""", "false", "")]
    [InlineData("""{"Name":"Ada","AuditBypassEnabled":true}""", "false", "AuditBypass")]
    [InlineData("""{"Identity":"Ada","AuditBypassEnabled":"True"}""", "false", "AuditBypass")]
    [InlineData("""{"Name":"Ada","AuditBypassEnabled":true}""", "true", "")]
    [InlineData("""{"Name":"Ada","AuditBypassEnabled":"often"}""", "false", "")]
    [InlineData("""{"Name":"Ada"}""", "false", "")]
    public void Accounts_that_bypass_mailbox_auditing_are_a_finding(string association, string disabled, string finding)
    {
        using var tenant = new TestTenant()
            .With(Resources.OrganizationConfig, $$"""{"AuditDisabled":{{disabled}}}""")
            .With(Resources.MailboxAuditBypassAssociation, association);

        tenant.Evaluate("exo_mailboxaudit").ShouldHaveFound(finding);
    }

    [Fact]
    public void Many_accounts_that_bypass_mailbox_auditing_are_counted_and_a_few_named()
    {
        using var tenant = new TestTenant()
            .With(Resources.OrganizationConfig, """{"AuditDisabled":false}""")
            .With(Resources.MailboxAuditBypassAssociation, [.. Enumerable.Range(1, 7).Select(number => new { Name = $"account{number}", AuditBypassEnabled = true })]);

        tenant.Evaluate("exo_mailboxaudit").Findings.Single().Message
            .ShouldBe("Mailbox auditing leaves out 7 accounts: account1, account2, account3, account4, account5, ....");
    }

    private static ControlEvaluator Rule(string controlId) =>
        ControlEvaluators.Find(controlId) ?? s_notScored.Single(rule => rule.ControlId == controlId);

    private static TestTenant Tenant(string resource, string settings, string value) =>
        new TestTenant().With(resource, settings.Replace("@", value, StringComparison.Ordinal));
}

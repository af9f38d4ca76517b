using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.ConditionalAccess;
using SecureScore.Engine.Tests.Remediation.ConditionalAccess;

namespace SecureScore.Engine.Tests.Remediation;

/// <summary>What a remediation has to have read, which depends on what it is told and on what is there.</summary>
public sealed class RemediationEvidenceTests
{
    [Fact]
    public void Nothing_is_wanted_that_is_neither_changed_nor_read()
    {
        foreach (var remediation in RemediationCatalog.All)
        {
            var evidence = remediation.EvidenceFor(RemediationValues.None);
            evidence.Except(remediation.Writes.Concat(remediation.Reads), StringComparer.Ordinal).ShouldBeEmpty(remediation.Id);
            evidence.ShouldBe(evidence.Distinct(StringComparer.Ordinal), remediation.Id);
            evidence.Where(resource => ResourceDefinitions.Find(resource)!.IsOptional).ShouldBeEmpty(remediation.Id);
        }
    }

    [Theory]
    [InlineData("exo_mailboxaudit", "IncludeBypass")]
    [InlineData("mip_search_auditlog", "IncludeMailbox")]
    public void Accounts_that_bypass_auditing_are_read_where_they_are_wanted(string control, string parameter)
    {
        var remediation = RemediationCatalog.Find(control)!;

        IsRead([]).ShouldBeFalse();
        IsRead([(parameter, ["false"])]).ShouldBeFalse();
        IsRead([(parameter, ["true"])]).ShouldBeTrue();
        remediation.EvidenceFor(RemediationValues.None).ShouldContain(resource => resource == Resources.OrganizationConfig);
        remediation.Writes.ShouldContain(resource => resource == Resources.MailboxAuditBypassAssociation);

        bool IsRead((string, string[])[] values) => remediation.EvidenceFor(Planning.Values(values)).Contains(Resources.MailboxAuditBypassAssociation, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(PolicyRemediationIds.LegacyAuthentication, null, "", Resources.LegacySignIns)]
    [InlineData(PolicyRemediationIds.LegacyAuthentication, null, "Enforce", Resources.LegacySignIns)]
    [InlineData(PolicyRemediationIds.LegacyAuthentication, "enabledForReportingButNotEnforced", "Enforce", Resources.RecentSignIns + " " + Resources.LegacySignIns)]
    [InlineData(PolicyRemediationIds.LegacyAuthentication, "enabled", "Enforce", "")]
    [InlineData(PolicyRemediationIds.AllUsersMfa, null, "Enforce", "")]
    [InlineData(PolicyRemediationIds.AllUsersMfa, "disabled", "Enforce", "")]
    [InlineData(PolicyRemediationIds.AllUsersMfa, "enabled", "Enforce", "")]
    [InlineData(PolicyRemediationIds.AllUsersMfa, "enabledForReportingButNotEnforced", "", "")]
    [InlineData(PolicyRemediationIds.AllUsersMfa, "enabledForReportingButNotEnforced", "Enforce", Resources.RecentSignIns)]
    [InlineData(PolicyRemediationIds.AllUsersMfa, "enabledForReportingButNotEnforced", "Policy", Resources.RecentSignIns)]
    [InlineData(PolicyRemediationIds.AllUsersMfa, "enabled", "Policy", "")]
    [InlineData(PolicyRemediationIds.AllUsersMfa, null, "Policy", "")]
    [InlineData(PolicyRemediationIds.EnableSecurityDefaults, null, "", Resources.LegacySignIns)]
    public void The_sign_in_log_is_read_where_it_tells_something(string id, string? state, string said, string logs)
    {
        using var tenant = TestTenant.WithAda().Eligibility();
        var snapshot = tenant.OpenInMemory();
        if (state is not null)
            snapshot = snapshot.After(snapshot.Draft(id, account: null, PolicyPlans.Exclude("ada@contoso.com"))).With(
                Resources.ConditionalAccessPolicies, row => row.With("state", SettingValue.Of(state)));
        (string, string[])[] values = said switch
        {
            "Enforce" => [PolicyPlans.Enforce],
            "Policy" => [("Policy", [PolicyBlueprint.AllUsersMfa.Name])],
            _ => [],
        };

        string.Join(' ', Logs(snapshot, id, values)).ShouldBe(logs);
    }

    [Fact]
    public void Without_the_policies_no_log_is_worth_reading()
    {
        using var tenant = TestTenant.WithAda().WithState(Resources.ConditionalAccessPolicies, ResourceStatus.Denied).WithState(Resources.SecurityDefaults, ResourceStatus.Denied);

        Logs(tenant.OpenInMemory(), PolicyRemediationIds.LegacyAuthentication).ShouldBeEmpty();
        Logs(tenant.OpenInMemory(), PolicyRemediationIds.EnableSecurityDefaults).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(PolicyRemediationIds.AllUsersMfa, "a b c")]
    [InlineData(PolicyRemediationIds.DisableSecurityDefaults, "a b c")]
    [InlineData(PolicyRemediationIds.EnableSecurityDefaults, "")]
    public void The_members_of_the_groups_that_a_policy_is_to_name_have_to_be_known(string id, string groups) =>
        PolicyPlans.Find(id).GroupsFor(Planning.Values(("ExcludeGroup", ["a", "b"]), ("group", ["c"]), ("ExceptGroup", ["d"]))).ShouldBe(
            groups.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("", "")]
    [InlineData("BREAK GLASS", "break glass")]
    [InlineData("{break glass}", "break glass")]
    [InlineData("break glass|{break glass}|other", "break glass|other")]
    [InlineData("nobody", "")]
    [InlineData("twin", "")]
    public void Groups_are_found_by_id_or_by_a_name_that_one_of_them_has(string names, string found)
    {
        using var tenant = TestTenant.WithoutPeople().Group("break glass").Group("other").Group("twin")
            .With(Resources.Groups, new { id = TestTenant.Id("second"), displayName = "Twin" });

        NamedGroups.Resolve(tenant.OpenInMemory(), [.. Split(names).Select(name => name.StartsWith('{') ? TestTenant.Id(name.Trim('{', '}')).ToUpperInvariant() : name)])
            .Distinct(StringComparer.Ordinal).ShouldBe(Split(found).Select(TestTenant.Id), ignoreOrder: true);

        static string[] Split(string text) => text.Split('|', StringSplitOptions.RemoveEmptyEntries);
    }

    private static IReadOnlyList<string> Logs(TenantSnapshot snapshot, string id, params (string, string[])[] values) =>
        RemediationPlanner.LogsFor(PolicyPlans.Find(id), snapshot.Request(PolicyPlans.ControlOf(PolicyPlans.Find(id)), account: null, values));
}

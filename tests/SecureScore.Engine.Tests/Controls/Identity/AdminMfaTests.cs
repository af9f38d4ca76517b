using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class AdminMfaTests
{
    private const string Control = "AdminMFAV2";

    [Fact]
    public void Nobody_is_protected_in_a_tenant_without_policies()
    {
        using var tenant = TestTenant.WithoutPeople().People(35);
        for (int number = 1; number <= 7; number++)
            tenant.Role($"user{number}");
        tenant.Policy("MFA", state: "disabled").Policy("Legacy", state: "disabled");

        var verdict = tenant.Evaluate(Control);

        verdict.CompliantCount.ShouldBe(0);
        verdict.TotalCount.ShouldBe(7);
        verdict.ImplementationStatus.ShouldBe("You have 0 of 7 users with administrative roles registered and protected with MFA.");
        verdict.Explanation.ShouldBe("0 of 7 have registered for MFA; it is required of 0. No enabled policy requires MFA.");
        verdict.Items!().Count().ShouldBe(7);
    }

    [Fact]
    public void No_enabled_administrator_is_0_of_0()
    {
        using var tenant = TestTenant.WithoutPeople().Person("ada", enabled: false).Role("ada").Person("ben");
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(0);
        verdict.TotalCount.ShouldBe(0);
        verdict.Items.ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_directory_without_a_Global_Administrator_is_not_believed(bool hasLesserRole)
    {
        using var tenant = TestTenant.WithoutPeople().Person("ada");
        if (hasLesserRole)
            tenant.Role("ada", TestTenant.UserAdministrator);
        Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate(Control)).State.Name.ShouldBe(Resources.RoleAssignments);
    }

    [Fact]
    public void A_tenant_without_an_enabled_user_is_not_judged()
    {
        using var tenant = TestTenant.WithoutPeople().Person("ada", enabled: false).Role("ada");
        Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate(Control)).State.Status.ShouldBe(ResourceStatus.Failed);
    }

    [Theory]
    [InlineData(Resources.UserRegistrationDetails, ResourceStatus.NotLicensed)]
    [InlineData(Resources.ConditionalAccessPolicies, ResourceStatus.Denied)]
    [InlineData(Resources.Users, ResourceStatus.Skipped)]
    [InlineData(Resources.RoleAssignments, ResourceStatus.Denied)]
    public void Missing_evidence_ends_the_rule(string resource, ResourceStatus status)
    {
        using var tenant = TestTenant.WithAda().Policy("MFA").WithState(resource, status);
        var state = Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate(Control)).State;
        state.Name.ShouldBe(resource);
        state.Status.ShouldBe(status);
    }

    [Theory]
    [InlineData(ResourceStatus.NotLicensed, true)]
    [InlineData(ResourceStatus.Skipped, false)]
    [InlineData(ResourceStatus.NotConnected, false)]
    [InlineData(ResourceStatus.Denied, false)]
    [InlineData(ResourceStatus.Failed, false)]
    public void Whoever_may_be_eligible_leaves_the_administrators_open(ResourceStatus status, bool isJudged)
    {
        using var tenant = TestTenant.WithAda().Person("ben").Policy("MFA").WithState(Resources.RoleEligibilityScheduleInstances, status);
        if (isJudged)
        {
            tenant.Evaluate(Control).ShouldHaveCounted(1, 1);
            return;
        }

        var state = Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate(Control)).State;
        state.Name.ShouldBe(Resources.RoleEligibilityScheduleInstances);
        state.Status.ShouldBe(status);
    }

    [Fact]
    public void Nobody_else_can_be_eligible_where_everyone_is_administrator()
    {
        using var tenant = TestTenant.WithAda().Policy("MFA").Without(Resources.RoleEligibilityScheduleInstances);
        tenant.Evaluate(Control).ShouldHaveCounted(1, 1);
    }

    [Theory]
    [InlineData(true, null, 0)]
    [InlineData(null, null, 0)]
    [InlineData(false, null, 0)]
    [InlineData(true, "disabled", 0)]
    [InlineData(true, "enabled", 1)]
    [InlineData(true, "enforced", 1)]
    [InlineData(false, "enforced", 0)]
    [InlineData(true, "Enforced", 1)]
    public void The_setting_on_the_user_protects_who_registered(bool? registered, string? perUserMfa, int compliant)
    {
        using var tenant = TestTenant.WithoutPeople().Person("ada", registered: registered, perUserMfa: perUserMfa).Role("ada");
        tenant.Evaluate(Control).CompliantCount.ShouldBe(compliant);
    }

    [Fact]
    public void An_unknown_setting_on_the_user_is_not_guessed()
    {
        using var tenant = TestTenant.WithoutPeople().Person("ada", perUserMfa: "sometimes").Role("ada");
        var verdict = tenant.Evaluate(Control);
        verdict.Reason.ShouldBe(NotEvaluatedReason.SourceFailed);
        verdict.Explanation.ShouldContain("perUserMfaState");
    }

    [Theory]
    [InlineData(false, true, 0)]
    [InlineData(true, true, 1)]
    public void A_policy_protects_who_registered(bool registered, bool isProtected, int compliant)
    {
        using var tenant = TestTenant.WithoutPeople().Person("ada", registered: registered).Role("ada").Policy("MFA");
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(compliant);
        verdict.Explanation.ShouldContain(isProtected ? "it is required of 1" : "it is required of 0");
    }

    // Who is an administrator. "ben" is protected by the policy, "ada" is not counted among the expected.
    [Theory]
    [InlineData("user", TestTenant.UserAdministrator, false, "/", 2)]
    [InlineData("user", TestTenant.UserAdministrator, true, "/", 2)]
    [InlineData("user", TestTenant.UserAdministrator, false, "/administrativeUnits/1", 2)]
    [InlineData(null, TestTenant.UserAdministrator, false, "/", 2)]
    [InlineData("person", TestTenant.UserAdministrator, false, "/", 2)]
    [InlineData("user", TestTenant.ReportsReader, false, "/", 1)]
    [InlineData("user", TestTenant.SynchronizationAccounts, false, "/", 1)]
    [InlineData("servicePrincipal", TestTenant.UserAdministrator, false, "/", 1)]
    public void An_administrator_is_who_holds_an_administrative_role(string? kind, string role, bool eligible, string scope, int total)
    {
        using var tenant = TestTenant.WithAda().Eligibility().Person("ben").Role("ben", role, eligible, kind, scope);
        tenant.Evaluate(Control).TotalCount.ShouldBe(total);
    }

    [Fact]
    public void The_synchronisation_role_hides_no_administrator()
    {
        using var tenant = TestTenant.WithAda().Role("ada", TestTenant.SynchronizationAccounts);
        tenant.Evaluate(Control).TotalCount.ShouldBe(1);
    }

    [Fact]
    public void A_role_held_twice_counts_once()
    {
        using var tenant = TestTenant.WithAda().Eligibility().Role("ada", TestTenant.UserAdministrator).Role("ada", eligible: true);
        tenant.Evaluate(Control).TotalCount.ShouldBe(1);
    }

    [Fact]
    public void A_custom_role_is_administrative()
    {
        using var tenant = TestTenant.WithAda().Person("ben").Role("ben", TestTenant.Id("custom role"));
        tenant.Evaluate(Control).TotalCount.ShouldBe(2);
    }

    [Theory]
    [InlineData("group")]
    [InlineData(null)]
    public void Members_of_a_group_hold_its_role_however_deep(string? kind)
    {
        using var tenant = TestTenant.WithAda().Person("ben").Person("cem")
            .Group("outer", "inner", "ben").Group("inner", "outer", "cem", "a deleted user")
            .Role("outer", TestTenant.UserAdministrator, kind: kind);
        tenant.Evaluate(Control).TotalCount.ShouldBe(3);
    }

    [Theory]
    [InlineData("group")]
    [InlineData(null)]
    public void A_group_whose_members_are_unknown_leaves_the_administrators_unknown(string? kind)
    {
        using var tenant = TestTenant.WithAda().Person("ben").Policy("MFA").Group("operators").Role("operators", kind: kind);
        var verdict = tenant.Evaluate(Control);
        verdict.Reason.ShouldBe(NotEvaluatedReason.NotCollected);
        verdict.Explanation.ShouldContain("'operators'");
    }

    [Fact]
    public void Unknown_members_do_not_matter_where_everyone_is_administrator_already()
    {
        using var tenant = TestTenant.WithAda().Policy("MFA").Group("operators").Role("operators", kind: "group");
        tenant.Evaluate(Control).CompliantCount.ShouldBe(1);
    }

    [Fact]
    public void Members_that_may_not_be_read_are_told_with_the_permission()
    {
        using var tenant = TestTenant.WithAda().Person("ben").Group("operators").Role("operators", kind: "group")
            .WithState(Resources.GroupMembers, ResourceStatus.Denied, "403", "GroupMember.Read.All");
        var exception = Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate(Control));
        exception.State.Status.ShouldBe(ResourceStatus.Denied);
        exception.Message.ShouldContain("GroupMember.Read.All");
        exception.Message.ShouldContain("'operators'");
    }

    [Fact]
    public void A_deleted_holder_of_a_role_does_not_count()
    {
        using var tenant = TestTenant.WithAda().Role("gone").Role("gone too", kind: null);
        tenant.Evaluate(Control).TotalCount.ShouldBe(1);
    }

    [Fact]
    public void A_guest_with_a_role_counts_and_is_told()
    {
        using var tenant = TestTenant.WithAda().Person("guest", type: "Guest").Role("guest", TestTenant.UserAdministrator);
        var verdict = tenant.Evaluate(Control);
        verdict.TotalCount.ShouldBe(2);
        verdict.Findings.ShouldContain(finding => finding.Id == "GuestAdministrators");
    }

    [Fact]
    public void Roles_of_one_administrative_unit_are_beyond_a_policy_that_names_roles()
    {
        using var tenant = TestTenant.WithoutPeople().Person("eve").Role("eve").Person("ada").Role("ada", TestTenant.UserAdministrator, scope: "/administrativeUnits/1")
            .Policy("MFA", users: $$""" "includeRoles":["{{TestTenant.UserAdministrator}}"] """);
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(0);
        verdict.Findings.ShouldContain(finding => finding.Id == "ScopedAdministrators");
    }

    [Theory]
    [InlineData(true, Resources.ConditionalAccessPolicies)]
    [InlineData(false, Resources.RoleAssignments)]
    [InlineData(false, Resources.RoleEligibilityScheduleInstances)]
    public void Security_defaults_give_everything(bool knowsAdministrators, string denied)
    {
        using var tenant = TestTenant.WithoutPeople().SecurityDefaults(true).Person("ada", registered: false).Role("ada")
            .Person("ben").WithState(Resources.UserRegistrationDetails, ResourceStatus.NotLicensed).WithState(denied, ResourceStatus.Denied);
        var result = tenant.Judge(Control);
        result.Points.ShouldBe(10);
        result.Outcome.ShouldBe(ControlOutcome.Completed);
        result.CompliantCount.ShouldBe(knowsAdministrators ? 1 : null);
        result.TotalCount.ShouldBe(knowsAdministrators ? 1 : null);
        result.AffectedCount.ShouldBe(knowsAdministrators ? 0 : null);
    }

    [Theory]
    [InlineData("enabled", false)]
    [InlineData("enabledForReportingButNotEnforced", true)]
    [InlineData("disabled", true)]
    public void Unknown_security_defaults_are_off_where_a_policy_is_in_force(string state, bool isOpen)
    {
        using var tenant = TestTenant.WithoutPeople().Person("ada", registered: false).Role("ada").Policy("MFA", state: state)
            .WithState(Resources.SecurityDefaults, ResourceStatus.Denied);
        if (isOpen)
            Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate(Control)).State.Name.ShouldBe(Resources.SecurityDefaults);
        else
            tenant.Evaluate(Control).TotalCount.ShouldBe(1);
    }

    [Fact]
    public void A_report_only_policy_earns_nothing_and_tells_what_it_would()
    {
        using var tenant = TestTenant.WithAda().Person("ben", registered: false).Role("ben", TestTenant.UserAdministrator)
            .Policy("Soon", state: "enabledForReportingButNotEnforced");
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(0);
        verdict.Explanation.ShouldContain("Report-only policies earn nothing: in force, 'Soon' would make it 1 of 2.");
    }

    [Fact]
    public void A_third_party_factor_is_told_and_earns_nothing()
    {
        using var tenant = TestTenant.WithAda().Policy("Duo", grants: """{"operator":"OR","builtInControls":[],"customAuthenticationFactors":["DuoMfa"]}""");
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(0);
        verdict.Findings.ShouldHaveSingleItem().Id.ShouldBe("ThirdPartyMfa");
    }

    [Fact]
    public void Evidence_says_who_and_why()
    {
        using var tenant = TestTenant.WithoutPeople().Person("ada", registered: false).Role("ada").Person("ben").Role("ben", TestTenant.UserAdministrator)
            .Policy("MFA", users: """ "includeUsers":["All"],"excludeUsers":["{ben}"] """);
        var items = tenant.Evaluate(Control).Items!().ToArray();
        items.Select(item => (item.UserPrincipalName, item.Actual, item.Reason, item.Policy)).ShouldBe(
        [
            ("ada@contoso.com", "Not registered, protected", "The user has not registered for MFA.", null),
            ("ben@contoso.com", "Registered, not protected", "Policy 'MFA' excludes this user.", "MFA"),
        ]);
        items.ShouldAllBe(item => item.Kind == EvidenceKind.User && item.Id != null);
    }
}

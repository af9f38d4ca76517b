using System.Text.Json.Nodes;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class PermanentGlobalAdministratorsTests
{
    private const string ControlId = "ss_pim_permanent_ga";

    [Theory]
    [InlineData("Assigned", null, 0)]
    [InlineData("assigned", null, 0)]
    [InlineData("Assigned", "2027-01-01T00:00:00Z", 1)]
    [InlineData("Activated", "2026-09-01T12:00:00Z", 1)]
    [InlineData("Activated", null, 1)]
    [InlineData("Bestowed", null, null)]
    [InlineData(null, null, null)]
    public void A_permanent_assignment_is_one_that_was_assigned_without_an_end(string? type, string? end, int? compliant)
    {
        using var tenant = TestTenant.WithAda().Eligibility();
        Instance(tenant, "ada", type, end);

        var verdict = tenant.Evaluate(ControlId);

        verdict.Reason.ShouldBe(compliant is null ? NotEvaluatedReason.SourceFailed : null);
        if (compliant is not { } count)
            return;

        verdict.ShouldHaveCounted(count, 1);
        verdict.ShouldExplainItself();
    }

    [Fact]
    public void Eligible_ones_count_and_emergency_accounts_do_not()
    {
        using var tenant = TestTenant.WithAda().Eligibility()
            .Person("ben").Role("ben", eligible: true)
            .Person("breakglass").Role("breakglass")
            .Person("off", enabled: false).Role("off")
            .Person("cem").Role("cem", TestTenant.UserAdministrator);
        foreach (string name in new[] { "ada", "breakglass", "off" })
            Instance(tenant, name);
        Instance(tenant, "cem", role: TestTenant.UserAdministrator);

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(1, 2);
        verdict.Items!().ShouldHaveSingleItem().UserPrincipalName.ShouldBe("ada@contoso.com");
    }

    [Fact]
    public void Members_of_a_group_hold_its_permanent_role()
    {
        using var tenant = TestTenant.WithAda().Eligibility().Person("ben").Group("admins", "ben").Role("admins", kind: "group");
        Instance(tenant, "admins", kind: "group");
        Instance(tenant, "ada", "Activated");

        tenant.Evaluate(ControlId).ShouldHaveCounted(1, 2);
    }

    [Fact]
    public void Members_that_are_unknown_leave_it_open()
    {
        using var tenant = TestTenant.WithAda().Eligibility().Person("ben").Group("admins").Role("admins", kind: "group");
        Instance(tenant, "admins", kind: "group");

        tenant.Evaluate(ControlId).Reason.ShouldBe(NotEvaluatedReason.NotCollected);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whoever_holds_the_role_without_being_listed_leaves_it_open(bool someAreListed)
    {
        using var tenant = TestTenant.WithAda().Eligibility().Person("ben").Role("ben").With(Resources.RoleAssignmentScheduleInstances);
        if (someAreListed)
            Instance(tenant, "ada", "Activated");

        var verdict = tenant.Evaluate(ControlId);

        verdict.Reason.ShouldBe(NotEvaluatedReason.NotCollected);
        verdict.Explanation.ShouldContain(Resources.RoleAssignmentScheduleInstances);
    }

    [Theory]
    [InlineData(ResourceStatus.NotLicensed)]
    [InlineData(ResourceStatus.Denied)]
    [InlineData(ResourceStatus.Skipped)]
    public void Active_roles_alone_do_not_tell_what_is_permanent(ResourceStatus status)
    {
        using var tenant = TestTenant.WithAda().Eligibility().WithState(Resources.RoleAssignmentScheduleInstances, status);

        tenant.ShouldNotEvaluate(ControlId, Resources.RoleAssignmentScheduleInstances);
    }

    [Fact]
    public void Whoever_may_be_eligible_leaves_the_total_open()
    {
        using var tenant = TestTenant.WithAda().Person("ben").WithState(Resources.RoleEligibilityScheduleInstances, ResourceStatus.Denied);
        Instance(tenant, "ada");

        tenant.ShouldNotEvaluate(ControlId, Resources.RoleEligibilityScheduleInstances);
    }

    private static void Instance(
        TestTenant tenant, string name, string? type = "Assigned", string? end = null, string role = TestTenant.GlobalAdministrator, string kind = "user") =>
        tenant.With(Resources.RoleAssignmentScheduleInstances, new JsonObject
        {
            ["principalId"] = TestTenant.Id(name),
            ["principal"] = new JsonObject { ["@odata.type"] = $"#microsoft.graph.{kind}", ["id"] = TestTenant.Id(name) },
            ["roleDefinitionId"] = role,
            ["directoryScopeId"] = "/",
            ["assignmentType"] = type,
            ["endDateTime"] = end,
        });
}

using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Identity;

/// <summary>Whom a policy covers, shown on the control for user risk: ada (Global Administrator), ben, cem (eligible User Administrator)
/// and dot (a member from another tenant) count; gus (a guest) and off (disabled) do not.</summary>
public class ConditionalAccessCoverageTests
{
    private const string Control = "UserRiskPolicy";
    private const string Risk = """ "clientAppTypes":["all"],"userRiskLevels":["high"] """;
    private const string PasswordChange = """{"operator":"AND","builtInControls":["mfa","passwordChange"]}""";
    private const string GuestTypes = "\"guestOrExternalUserTypes\"";
    private const string SomeTenants = """ "externalTenants":{"membershipKind":"enumerated","members":["1"]} """;

    [Theory]
    // Included.
    [InlineData(""" "includeUsers":["All"] """, 4)]
    [InlineData(""" "includeUsers":["all"] """, 4)]
    [InlineData(""" "includeUsers":["None"] """, 0)]
    [InlineData(""" "includeUsers":[] """, 0)]
    [InlineData(""" "includeUsers":null """, 0)]
    [InlineData(""" "includeUsers":["{ada}","{ben}","{ada}"] """, 2)]
    [InlineData(""" "IncludeUsers":["{gus}","{off}"] """, 0)]
    [InlineData(""" "includeGroups":["{staff}"] """, 2)]
    [InlineData(""" "includeGroups":["{outer}"] """, 3)]
    [InlineData(""" "includeGroups":["{cyclic}"] """, 1)]
    [InlineData(""" "includeGroups":["{staff}"],"includeUsers":["{ada}"] """, 2)]
    [InlineData(""" "includeRoles":["62e90394-69f5-4237-9190-012177145e10"] """, 1)]
    [InlineData(""" "includeRoles":["62E90394-69F5-4237-9190-012177145E10"] """, 1)]
    [InlineData(""" "includeRoles":["fe930be7-5e62-47db-91af-98c3a49a38b1"] """, 1)]
    [InlineData(""" "includeUsers":["GuestsOrExternalUsers"] """, 1)]
    [InlineData($$""" "includeGuestsOrExternalUsers":{ {{GuestTypes}}:"internalGuest,b2bCollaborationMember" } """, 1)]
    [InlineData($$""" "includeGuestsOrExternalUsers":{ {{GuestTypes}}:"b2bCollaborationGuest,serviceProvider" } """, 0)]
    // Excluded.
    [InlineData(""" "includeUsers":["All"],"excludeUsers":["{ada}"] """, 3)]
    [InlineData(""" "includeUsers":["All"],"excludeUsers":["All"] """, 0)]
    [InlineData(""" "includeUsers":["{ada}"],"excludeUsers":["{ada}"] """, 0)]
    [InlineData(""" "includeUsers":["All"],"excludeGroups":["{staff}"] """, 2)]
    [InlineData(""" "includeUsers":["All"],"excludeGroups":["{outer}"] """, 1)]
    [InlineData(""" "includeUsers":["All"],"excludeRoles":["62e90394-69f5-4237-9190-012177145e10"] """, 3)]
    [InlineData(""" "includeUsers":["All"],"excludeRoles":["fe930be7-5e62-47db-91af-98c3a49a38b1"] """, 3)]
    [InlineData(""" "includeUsers":["All"],"excludeUsers":["GuestsOrExternalUsers"] """, 3)]
    [InlineData($$""" "includeUsers":["All"],"excludeGuestsOrExternalUsers":{ {{GuestTypes}}:"b2bCollaborationGuest","externalTenants":{"membershipKind":"all"} } """, 4)]
    [InlineData($$""" "includeUsers":["All"],"excludeGuestsOrExternalUsers":{ {{GuestTypes}}:"b2bCollaborationGuest",{{SomeTenants}} } """, 4)]
    // What was deleted has no effect.
    [InlineData(""" "includeUsers":["All"],"excludeUsers":["{gone}"] """, 4)]
    [InlineData(""" "includeUsers":["All"],"excludeGroups":["{gone}"] """, 4)]
    [InlineData(""" "includeGroups":["{gone}"] """, 0)]
    [InlineData(""" "includeRoles":["{gone}"] """, 0)]
    public void A_policy_covers_whom_it_includes_and_does_not_exclude(string users, int covered)
    {
        using var tenant = Tenant().Policy("Risk", users, PasswordChange, conditions: Risk);
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(covered);
        verdict.TotalCount.ShouldBe(4);
    }

    [Theory]
    [InlineData(""" "includeUsers":["All"],"excludeUsers":["{gone}"] """, "user")]
    [InlineData(""" "includeUsers":["All"],"excludeGroups":["{gone}"] """, "group")]
    [InlineData(""" "includeUsers":["All"],"excludeRoles":["{gone}"] """, "role")]
    public void What_was_deleted_is_told(string users, string kind)
    {
        using var tenant = Tenant().With(Resources.RoleDefinitions, new { id = TestTenant.GlobalAdministrator, displayName = "Global Administrator" })
            .Policy("Risk", users, PasswordChange, conditions: Risk);
        var finding = tenant.Evaluate(Control).Findings.ShouldHaveSingleItem();
        finding.Id.ShouldBe("DeletedReference");
        finding.Message.ShouldContain($"the {kind} {TestTenant.Id("gone")}");
    }

    [Theory]
    [InlineData(""" "includeUsers":["All"],"excludeGroups":["{unknown}"] """, "'unknown'")]
    [InlineData(""" "includeGroups":["{unknown}"] """, "'unknown'")]
    [InlineData(""" "includeUsers":["All"],"excludeGroups":["{nests}"] """, "'nests'")]
    [InlineData($$""" "includeUsers":["All"],"excludeGuestsOrExternalUsers":{ {{GuestTypes}}:"b2bCollaborationMember",{{SomeTenants}} } """, "tenants")]
    public void What_the_snapshot_leaves_open_is_not_guessed(string users, string named)
    {
        using var tenant = Tenant().Policy("Risk", users, PasswordChange, conditions: Risk);
        var verdict = tenant.Evaluate(Control);
        verdict.Reason.ShouldBe(NotEvaluatedReason.NotCollected);
        verdict.Explanation.ShouldContain(named);
        verdict.Explanation.ShouldContain("'Risk'");
    }

    [Fact]
    public void What_is_open_does_not_matter_where_another_policy_decides()
    {
        using var tenant = Tenant()
            .Policy("Risk", """ "includeUsers":["All"],"excludeGroups":["{unknown}"] """, PasswordChange, conditions: Risk)
            .Policy("Everyone", """ "includeUsers":["All"] """, PasswordChange, conditions: Risk);
        tenant.Evaluate(Control).CompliantCount.ShouldBe(4);
    }

    [Fact]
    public void An_unknown_kind_of_guest_is_told_and_not_guessed()
    {
        using var tenant = Tenant().Policy(
            "Risk", $$""" "includeUsers":["All"],"excludeGuestsOrExternalUsers":{ {{GuestTypes}}:"martian" } """, PasswordChange, conditions: Risk);
        var verdict = tenant.Evaluate(Control);
        verdict.Reason.ShouldBe(NotEvaluatedReason.SourceFailed);
        verdict.Explanation.ShouldContain("'martian'");
    }

    [Theory]
    [InlineData(Resources.GroupMembers, ResourceStatus.Denied)]
    [InlineData(Resources.GroupMembers, ResourceStatus.Skipped)]
    public void Members_that_were_not_collected_leave_it_open(string resource, ResourceStatus status)
    {
        using var tenant = Tenant().Policy("Risk", """ "includeGroups":["{staff}"] """, PasswordChange, conditions: Risk).WithState(resource, status);
        var state = Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate(Control)).State;
        state.Name.ShouldBe(resource);
        state.Status.ShouldBe(status);
    }

    [Fact]
    public void Roles_that_may_not_be_read_leave_it_open()
    {
        using var tenant = Tenant().Policy("Risk", """ "includeRoles":["62e90394-69f5-4237-9190-012177145e10"] """, PasswordChange, conditions: Risk)
            .WithState(Resources.RoleAssignments, ResourceStatus.Denied);
        Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate(Control)).State.Name.ShouldBe(Resources.RoleAssignments);
    }

    [Fact]
    public void Members_that_nobody_asks_for_are_not_missed()
    {
        using var tenant = Tenant().Policy("Risk", grants: PasswordChange, conditions: Risk)
            .WithState(Resources.GroupMembers, ResourceStatus.Denied)
            .WithState(Resources.Groups, ResourceStatus.Denied)
            .WithState(Resources.RoleAssignments, ResourceStatus.Denied)
            .WithState(Resources.UserRegistrationDetails, ResourceStatus.NotLicensed)
            .WithState(Resources.SecurityDefaults, ResourceStatus.Failed);
        tenant.Evaluate(Control).CompliantCount.ShouldBe(4);
    }

    [Theory]
    [InlineData("enabled", 4)]
    [InlineData("Enabled", 4)]
    [InlineData("disabled", 0)]
    [InlineData("enabledForReportingButNotEnforced", 0)]
    public void Only_an_enabled_policy_covers(string state, int covered)
    {
        using var tenant = Tenant().Policy("Risk", grants: PasswordChange, conditions: Risk, state: state);
        tenant.Evaluate(Control).CompliantCount.ShouldBe(covered);
    }

    [Fact]
    public void An_unknown_state_is_told_and_not_guessed()
    {
        using var tenant = Tenant().Policy("Risk", grants: PasswordChange, conditions: Risk, state: "halfway");
        var verdict = tenant.Evaluate(Control);
        verdict.Reason.ShouldBe(NotEvaluatedReason.SourceFailed);
        verdict.Explanation.ShouldContain("'halfway'");
    }

    [Fact]
    public void An_unknown_state_is_a_finding_where_it_does_not_decide()
    {
        using var tenant = Tenant().Policy("Risk", grants: PasswordChange, conditions: Risk)
            .Policy("Odd", grants: PasswordChange, conditions: Risk, state: "halfway");
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(4);
        verdict.Findings.ShouldHaveSingleItem().ToString().ShouldBe("Not counted: policy 'Odd' has the unknown state 'halfway'.");
    }

    [Fact]
    public void Policies_add_up()
    {
        using var tenant = Tenant()
            .Policy("One", """ "includeUsers":["{ada}"] """, PasswordChange, conditions: Risk)
            .Policy("Two", """ "includeGroups":["{staff}"] """, PasswordChange, conditions: Risk);
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(2);
        verdict.Explanation.ShouldBe("Policy 'One' covers 1 of 4 users. Policy 'Two' covers 2 of 4 users.");
    }

    [Theory]
    [InlineData(""" "platforms":{"includePlatforms":["android"]} """, "device platforms")]
    [InlineData(""" "platforms":{"includePlatforms":["all"],"excludePlatforms":["iOS"]} """, "device platforms")]
    [InlineData(""" "platforms":{"includePlatforms":["all"],"excludePlatforms":[]} """, null)]
    [InlineData(""" "platforms":null """, null)]
    [InlineData(""" "locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]} """, "locations")]
    [InlineData(""" "locations":{"includeLocations":["b1"],"excludeLocations":[]} """, "locations")]
    [InlineData(""" "locations":{"includeLocations":["All"],"excludeLocations":[]} """, null)]
    [InlineData(""" "devices":{"deviceFilter":{"mode":"exclude","rule":"device.isCompliant -eq True"}} """, "devices")]
    [InlineData(""" "devices":{"includeDevices":["All"],"excludeDevices":["Compliant"]} """, "devices")]
    [InlineData(""" "devices":{"includeDevices":["All"],"excludeDevices":[]} """, null)]
    [InlineData(""" "authenticationFlows":{"transferMethods":"deviceCodeFlow"} """, "authentication flows")]
    [InlineData(""" "authenticationFlows":{"transferMethods":"none"} """, null)]
    [InlineData(""" "insiderRiskLevels":"elevated" """, "insider risk")]
    [InlineData(""" "servicePrincipalRiskLevels":["high"] """, "workload identities")]
    [InlineData(""" "clientApplications":{"includeServicePrincipals":["ServicePrincipalsInMyTenant"]} """, "workload identities")]
    [InlineData(""" "signInRiskLevels":["high"] """, "sign-in risk")]
    [InlineData(""" "times":null,"agentIdRiskLevels":"","surprises":[],"nested":{"of":{"nothing":[]}},"off":false,"users@odata.context":"x" """, null)]
    public void A_narrowed_policy_does_not_count_and_says_why(string condition, string? reason)
    {
        using var tenant = Tenant().Policy("Risk", grants: PasswordChange, conditions: Risk + "," + condition);
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(reason is null ? 4 : 0);
        if (reason is not null)
            verdict.Explanation.ShouldMatch($"Policy 'Risk' does not count: it applies only .*{reason}");
    }

    [Theory]
    [InlineData(""" "includeApplications":["All"] """, true)]
    [InlineData(""" "includeApplications":["all"],"excludeApplications":[] """, true)]
    [InlineData(""" "includeApplications":["Office365"] """, false)]
    [InlineData(""" "includeApplications":["None"] """, false)]
    [InlineData(""" "includeApplications":[] """, false)]
    [InlineData(""" "includeApplications":["All"],"applicationFilter":{"mode":"exclude","rule":"x"} """, false)]
    [InlineData(""" "includeApplications":[],"includeUserActions":["urn:user:registersecurityinfo"] """, false)]
    [InlineData(""" "includeApplications":[],"includeAuthenticationContextClassReferences":["c1"] """, false)]
    public void A_policy_counts_for_all_apps(string applications, bool counts)
    {
        using var tenant = Tenant().Policy("Risk", grants: PasswordChange, applications: applications, conditions: Risk);
        tenant.Evaluate(Control).CompliantCount.ShouldBe(counts ? 4 : 0);
    }

    [Theory]
    [InlineData("times", """ "times":{"includedRanges":["work"]} """)]
    [InlineData("agentIdRiskLevels", """ "agentIdRiskLevels":"high" """)]
    [InlineData("moonPhase", """ "moonPhase":3 """)]
    [InlineData("clientApplications.includeAgentIdServicePrincipals", """ "clientApplications":{"includeServicePrincipals":[],"includeAgentIdServicePrincipals":["All"]} """)]
    [InlineData("locations.includeNetworks", """ "locations":{"includeLocations":["All"],"includeNetworks":["n1"]} """)]
    public void A_condition_that_is_unknown_leaves_open_whom_the_policy_covers(string name, string condition)
    {
        using var tenant = Tenant().Policy("Risk", grants: PasswordChange, conditions: Risk + "," + condition);
        var verdict = tenant.Evaluate(Control);
        verdict.Reason.ShouldBe(NotEvaluatedReason.SourceFailed);
        verdict.Explanation.ShouldContain($"policy 'Risk' has the unknown condition '{name}'");
    }

    [Fact]
    public void A_policy_of_unknown_conditions_matters_only_where_no_other_covers()
    {
        using var tenant = Tenant().Policy("Odd", grants: PasswordChange, conditions: Risk + ""","times":{"included":["noon"]}""")
            .Policy("Risk", grants: PasswordChange, conditions: Risk);
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(4);
        verdict.Findings.ShouldHaveSingleItem().Id.ShouldBe("UnknownValue");
    }

    [Theory]
    [InlineData(""" "includeUsers":["All"],"excludeAgents":["a1"] """)]
    [InlineData(""" "includeUsers":["All"],"excludeDirectoryScopes":{"kind":"unit"} """)]
    public void People_named_in_an_unknown_way_are_open(string users)
    {
        using var tenant = Tenant().Policy("Risk", users, PasswordChange, conditions: Risk);
        tenant.Evaluate(Control).Reason.ShouldBe(NotEvaluatedReason.SourceFailed);
    }

    [Theory]
    [InlineData(ResourceStatus.Denied)]
    [InlineData(ResourceStatus.Failed)]
    [InlineData(ResourceStatus.NotConnected)]
    [InlineData(ResourceStatus.Skipped)]
    public void Eligible_roles_that_are_unknown_matter_where_a_policy_names_roles(ResourceStatus status)
    {
        using var named = Tenant().Policy("Risk", """ "includeRoles":["62e90394-69f5-4237-9190-012177145e10"] """, PasswordChange, conditions: Risk)
            .WithState(Resources.RoleEligibilityScheduleInstances, status);
        Should.Throw<EvidenceUnavailableException>(() => named.Evaluate(Control)).State.Status.ShouldBe(status);
        using var all = Tenant().Policy("Risk", grants: PasswordChange, conditions: Risk).WithState(Resources.RoleEligibilityScheduleInstances, status);
        all.Evaluate(Control).ShouldHaveCounted(4, 4);
    }

    [Fact]
    public void Excluded_apps_and_users_are_findings()
    {
        using var tenant = Tenant().Policy(
            "Risk", """ "includeUsers":["All"],"excludeUsers":["{ada}"] """, PasswordChange, """ "includeApplications":["All"],"excludeApplications":["b2"] """, Risk);
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(3);
        verdict.Findings.Select(finding => finding.Id).ShouldBe(["ExcludedApplications", "PolicyExclusions"]);
    }

    [Theory]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    [InlineData("""["all"]""", 4)]
    [InlineData("""["browser","mobileAppsAndDesktopClients"]""", 4)]
    [InlineData("""["browser"]""", 0)]
    [InlineData("""["exchangeActiveSync","other"]""", 0)]
    [InlineData("""["browser","mobileAppsAndDesktopClients","toaster"]""", 4)]
    [InlineData("""["browser","toaster"]""", null)]
    public void A_policy_counts_for_browsers_and_apps(string types, int? covered)
    {
        using var tenant = Tenant().Policy("Risk", grants: PasswordChange, conditions: $$""" "clientAppTypes":{{types}},"userRiskLevels":["high"] """);
        var verdict = tenant.Evaluate(Control);
        verdict.Reason.ShouldBe(covered is null ? NotEvaluatedReason.SourceFailed : null);
        verdict.CompliantCount.ShouldBe(covered ?? 0);
    }

    [Fact]
    public void The_synchronisation_account_does_not_count()
    {
        using var tenant = Tenant()
            .Person("Sync_SRV1_0a1b", displayName: "On-Premises Directory Synchronization Service Account")
            .Person("Sync_or_swim")
            .Person("renamed").Role("renamed", TestTenant.SynchronizationAccounts)
            .Policy("Risk", grants: PasswordChange, conditions: Risk);
        var verdict = tenant.Evaluate(Control);
        verdict.TotalCount.ShouldBe(5);
    }

    [Theory]
    [InlineData(null, 5)]
    [InlineData("member", 5)]
    [InlineData("Guest", 4)]
    [InlineData("Robot", 4)]
    public void Members_count(string? type, int total)
    {
        using var tenant = Tenant().Person("eve", type: type).Policy("Risk", grants: PasswordChange, conditions: Risk);
        var verdict = tenant.Evaluate(Control);
        verdict.TotalCount.ShouldBe(total);
        verdict.Findings.Count.ShouldBe(type == "Robot" ? 1 : 0);
    }

    [Fact]
    public void Evidence_names_whom_no_policy_covers_and_stops_when_asked_to()
    {
        using var tenant = Tenant().Policy("Risk", """ "includeUsers":["{ada}"] """, PasswordChange, conditions: Risk);
        var verdict = tenant.Evaluate(Control);
        verdict.Items!().Select(item => item.UserPrincipalName).ShouldBe(["ben@contoso.com", "cem@contoso.com", "dot#EXT#@contoso.com"]);
        verdict.Items!().First().Reason.ShouldBe("No enabled policy for this user answers high user risk.");
    }

    private static TestTenant Tenant() => TestTenant.WithAda()
        .Eligibility()
        .Person("ben")
        .Person("cem").Role("cem", TestTenant.UserAdministrator, eligible: true)
        .Person("dot", userPrincipalName: "dot#EXT#@contoso.com")
        .Person("gus", type: "Guest", userPrincipalName: "gus#EXT#@contoso.com")
        .Person("off", enabled: false)
        .Group("staff", "ada", "ben", "gus", "a device")
        .Group("outer", "staff", "cem")
        .Group("cyclic", "cyclic", "dot")
        .Group("unknown")
        .Group("nests", "cyclic", "unknown");
}

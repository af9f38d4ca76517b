using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.Engine.Tests;

public class AccessReportTests
{
    private const string GlobalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
    private const string SecurityAdministrator = "194AE4CB-B126-40B2-BD5B-6091B380977D";
    private const string NoRole = "b79fbf4d-3ef9-4689-8143-76b194e85509";

    [Fact]
    public void Without_any_token_only_DNS_can_be_asked()
    {
        var report = Create();

        report.Requirements.Where(line => line.Kind == AccessKind.Service).Select(line => $"{line}").ShouldBe(
            ["Graph: missing", "Exchange: missing", "Purview: missing", "Teams: missing", "Dns: granted"]);
        report.Requirements.Where(line => line.Kind != AccessKind.Service).ShouldAllBe(line => line.Granted == null);
        report.MayRead.ShouldBeNull();
        report.MayWrite.ShouldBeNull();
    }

    [Fact]
    public void Half_of_the_permissions_tell_what_is_lost()
    {
        var report = Create(new ServiceAccess(TenantService.Graph, Connected: true) { Permissions = ["Directory.Read.All", "openid", "SecurityEvents.ReadWrite.All"] });

        Find(report, "User.Read.All").Granted.ShouldBe(true);
        Find(report, "SecurityEvents.Read.All").Granted.ShouldBe(true);
        var policy = Find(report, "Policy.Read.All");
        policy.Granted.ShouldBe(false);
        policy.Resources.ToString().ShouldContain(Resources.ConditionalAccessPolicies);
        policy.Controls.ToString().ShouldContain("BlockLegacyAuthentication");
        policy.Controls.ToString().ShouldNotContain("PWAgePolicyNew");
        policy.Detail.ShouldContain("Policy.Read.All");
    }

    [Fact]
    public void A_token_that_tells_no_permissions_leaves_them_open() =>
        Find(Create(new ServiceAccess(TenantService.Graph, Connected: true)), "User.Read.All").Granted.ShouldBeNull();

    [Fact]
    public void A_resource_that_is_collected_on_demand_is_lost_to_the_controls_that_are_about_it_only()
    {
        var about = ControlEvaluators.All.First(evaluator => evaluator.Evidence[0] == Resources.SignIns);
        var report = AccessReport.Create([], ControlCatalog.FindEdition(about.ControlId)!);

        Find(report, "AuditLog.Read.All").Controls.ToString().ShouldContain(about.ControlId);
        Find(report, "GroupSettings.Read.All").Controls.ToString().ShouldNotContain(about.ControlId);
    }

    [Theory]
    [InlineData(GlobalReader, true, false)]
    [InlineData(SecurityAdministrator, true, true)]
    [InlineData(NoRole, false, false)]
    public void The_roles_in_a_token_tell_who_may_read_and_write(string role, bool mayRead, bool mayWrite)
    {
        var report = Create(new ServiceAccess(TenantService.Graph, Connected: true) { DirectoryRoles = [role] }, new ServiceAccess(TenantService.Teams, Connected: true));

        report.MayRead.ShouldBe(mayRead);
        report.MayWrite.ShouldBe(mayWrite);
    }

    [Theory]
    [InlineData(GlobalReader, true)]
    [InlineData(SecurityAdministrator, false)]
    public void A_role_is_known_from_the_token_of_any_service(string role, bool granted)
    {
        var report = Create(new ServiceAccess(TenantService.Graph, Connected: true) { DirectoryRoles = [role] }, new ServiceAccess(TenantService.Teams, Connected: true));

        report.Requirements.Single(line => line.Kind == AccessKind.DirectoryRole && line.Service == TenantService.Teams).Granted.ShouldBe(granted);
    }

    [Fact]
    public void What_the_service_lets_be_run_tells_more_than_roles()
    {
        string[] cmdlets = [.. ResourceDefinitions.All
            .Where(definition => definition.Service == TenantService.Exchange && definition.LicenceGate is null)
            .Select(definition => definition.Name["exchange/".Length..])];

        var allowed = Role(new ServiceAccess(TenantService.Exchange, Connected: true) { Cmdlets = cmdlets, DirectoryRoles = [NoRole] });
        allowed.Granted.ShouldBe(true);
        allowed.Detail.ShouldContain("Get-SafeLinksPolicy");

        var refused = Role(new ServiceAccess(TenantService.Exchange, Connected: true) { Cmdlets = cmdlets[1..], DirectoryRoles = [GlobalReader] });
        refused.Granted.ShouldBe(false);
        refused.Resources.ToString().ShouldContain(Resources.OrganizationConfig);
        refused.Resources.ToString().ShouldNotContain(Resources.TransportConfig);
        refused.Controls.ToString().ShouldContain("CustomerLockBoxEnabled");

        static AccessRequirement Role(ServiceAccess access) =>
            Create(access).Requirements.Single(line => line.Kind == AccessKind.DirectoryRole && line.Service == TenantService.Exchange);
    }

    [Fact]
    public void Lists_print_as_one_cell() =>
        Find(Create(), "Organization.Read.All").Resources.ToString().ShouldBe("graph/organization; graph/subscribedSkus");

    private static AccessReport Create(params ServiceAccess[] access) => AccessReport.Create(access, ControlCatalog.Default);

    private static AccessRequirement Find(AccessReport report, string name) =>
        report.Requirements.Single(line => line.Kind == AccessKind.Permission && line.Name == name);
}

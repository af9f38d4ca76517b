using System.Reflection;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.Engine.Tests.Evidence;

public class ResourceDefinitionTests
{
    [Fact]
    public void Every_resource_that_a_rule_reads_has_a_definition() =>
        ControlEvaluators.All.SelectMany(evaluator => evaluator.Evidence).Where(resource => ResourceDefinitions.Find(resource) is null).ShouldBeEmpty();

    [Fact]
    public void Every_name_and_only_these_has_a_definition() =>
        ResourceDefinitions.All.Select(definition => definition.Name).Order(StringComparer.Ordinal).ShouldBe(
            typeof(Resources).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal));

    [Fact]
    public void The_demo_tenant_holds_what_is_defined_in_the_format_that_is_defined()
    {
        string samples = Path.Combine(Repository.Root, "samples", "contoso");
        foreach (var state in TenantSnapshot.Open(samples).Resources)
            ResourceDefinitions.Find(state.Name).ShouldNotBeNull(state.Name);

        foreach (var definition in ResourceDefinitions.All)
        {
            string lines = Path.Combine(samples, definition.Name + ".jsonl");
            string json = Path.Combine(samples, definition.Name + ".json");
            if (File.Exists(lines))
                definition.Format.ShouldBe(SnapshotFormat.Lines, definition.Name);
            else if (File.Exists(json) && File.ReadAllText(json).StartsWith('['))
                definition.Format.ShouldBe(SnapshotFormat.Array, definition.Name);
            else if (File.Exists(json))
                definition.Format.ShouldBeOneOf(SnapshotFormat.Object, SnapshotFormat.Array); // One object is a list of one to who reads it.
        }
    }

    [Fact]
    public void What_definitions_name_exists()
    {
        foreach (var definition in ResourceDefinitions.All)
        {
            foreach (string other in (string[])[.. definition.Needs, .. definition.After])
                ResourceDefinitions.Find(other).ShouldNotBeNull(definition.Name);
            if (definition.LicenceGate is { } gate)
                ControlCatalog.LicenceGates.ContainsKey(gate).ShouldBeTrue(definition.Name);
            (definition.Permission is null).ShouldBe(definition.Service == TenantService.Dns, definition.Name);
            if (definition.Permission is { } permission)
                permission.Service.ShouldBe(definition.Service, definition.Name);
        }
    }

    [Fact]
    public void Nothing_that_is_collected_by_itself_needs_more_than_reading()
    {
        foreach (var permission in ResourceDefinitions.All.Where(definition => definition.Service == TenantService.Graph).Select(definition => definition.Permission!))
            permission.Application.ShouldContain(".Read.");
    }

    [Theory]
    [InlineData("GroupMember.Read.All", "group.read.all", true)]
    [InlineData("GroupMember.Read.All", "Directory.Read.All", true)]
    [InlineData("Policy.Read.All", "Directory.Read.All", false)]
    [InlineData("SecurityEvents.Read.All", "SecurityEvents.ReadWrite.All", true)]
    [InlineData("Exchange.ManageAsApp", "Exchange.Manage", true)]
    [InlineData("User.Read.All", "User.Read", false)]
    public void A_higher_permission_grants_a_lower_one(string wanted, string inToken, bool granted) =>
        ResourceDefinitions.All.First(definition => definition.Permission?.Application == wanted).Permission!.IsGrantedBy([inToken]).ShouldBe(granted);

    [Fact]
    public void All_controls_take_what_their_rules_read_but_nothing_large_that_few_need()
    {
        var plan = CollectionPlan.For(ControlCatalog.Default).ToHashSet(StringComparer.Ordinal);

        plan.IsSupersetOf([Resources.Users, Resources.DnsRecords, Resources.Domains]).ShouldBeTrue();
        plan.Overlaps([Resources.SignIns, Resources.RecentSignIns, Resources.LegacySignIns, Resources.DirectoryAudits, Resources.MailboxAuditBypassAssociation, Resources.ProtectionAlert]).ShouldBeFalse();
    }

    [Fact]
    public void A_control_takes_its_evidence_and_what_every_judgement_wants() =>
        CollectionPlan.For(ControlCatalog.Default, ["exo_mailboxaudit"]).ShouldBe(
            [.. CollectionPlan.Always, Resources.OrganizationConfig], ignoreOrder: true);

    [Fact]
    public void A_control_that_is_about_a_large_resource_takes_it_when_it_is_named()
    {
        var control = ControlEvaluators.All.First(evaluator => evaluator.Evidence[0] == Resources.SignIns);

        CollectionPlan.For(ControlCatalog.Default, [control.ControlId]).Count(name => name == Resources.SignIns).ShouldBe(1);
    }

    [Fact]
    public void A_service_that_is_left_out_takes_its_resources_with_it()
    {
        CollectionPlan.For(ControlCatalog.Default, services: [TenantService.Exchange]).ShouldAllBe(name => name.StartsWith("exchange/"));
        CollectionPlan.For(ControlCatalog.Default, services: [TenantService.Dns]).ShouldBe([Resources.DnsRecords]);
        CollectionPlan.Everything([]).ShouldBe(ResourceDefinitions.All.Where(definition => !definition.IsOptional).Select(definition => definition.Name));
    }

    [Fact]
    public void A_resource_comes_after_those_that_it_waits_for()
    {
        var names = CollectionPlan.Order([Resources.DnsRecords, Resources.GroupMembers, Resources.AntiPhishRule, Resources.Groups, "graph/unknown"])
            .Select(definition => definition.Name).ToList();

        names.ShouldBe([Resources.Domains, Resources.DnsRecords, Resources.GroupMembers, Resources.AntiPhishRule, Resources.Groups], ignoreOrder: true);
        names.IndexOf(Resources.GroupMembers).ShouldBeGreaterThan(names.IndexOf(Resources.AntiPhishRule));
        names.IndexOf(Resources.GroupMembers).ShouldBeGreaterThan(names.IndexOf(Resources.Groups));
        names.IndexOf(Resources.DnsRecords).ShouldBeGreaterThan(names.IndexOf(Resources.Domains));
    }
}

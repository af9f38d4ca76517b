using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator.Tests;

public sealed class ExchangeWriteTests
{
    private const string Regional = "https://eur01b.ps.compliance.protection.outlook.com/adminapi/beta/";

    private static Demo Connect(string role = DirectoryRoleIds.ExchangeAdministrator, EmulatorOptions? options = null)
    {
        var demo = new Demo(options);
        demo.Token = demo.Tenant.IssueToken(TenantService.Exchange, demo.Tenant.Application with { DirectoryRoles = [role] });
        return demo;
    }

    public static TheoryData<string, string, string, string> Changes() => new()
    {
        { "Set-OrganizationConfig", """{"AuditDisabled":true}""", "AuditDisabled", "true" },
        { "set-organizationconfig", """{"customerlockboxenabled":false}""", "CustomerLockBoxEnabled", "false" },
        { "Set-OrganizationConfig", """{"MailTipsLargeAudienceThreshold":10}""", "MailTipsLargeAudienceThreshold", "10" },
        { "Set-AdminAuditLogConfig", """{"UnifiedAuditLogIngestionEnabled":true}""", "UnifiedAuditLogIngestionEnabled", "true" },
        { "Set-TransportConfig", """{"SmtpClientAuthenticationDisabled":true}""", "SmtpClientAuthenticationDisabled", "true" },
        { "Set-AtpPolicyForO365", """{"AllowSafeDocsOpen":false}""", "AllowSafeDocsOpen", "false" },
        { "Set-RemoteDomain", """{"Identity":"Default","AutoForwardEnabled":false}""", "AutoForwardEnabled", "false" },
        { "Set-OwaMailboxPolicy", """{"Identity":"OwaMailboxPolicy-Default","AdditionalStorageProvidersAvailable":true}""", "AdditionalStorageProvidersAvailable", "true" },
        { "Set-SharingPolicy", """{"Identity":"Default Sharing Policy","Domains":["*:CalendarSharingFreeBusySimple"]}""", "Domains", """["*:CalendarSharingFreeBusySimple"]""" },
        { "Set-HostedContentFilterPolicy", """{"Identity":"default","SpamAction":"quarantine"}""", "SpamAction", "\"Quarantine\"" },
        { "Set-HostedContentFilterPolicy", """{"Identity":"Default","AllowedSenderDomains":["a.example","b.example"]}""", "AllowedSenderDomains", """["a.example","b.example"]""" },
        { "Set-HostedContentFilterPolicy", """{"Identity":"Default","AllowedSenders":[]}""", "AllowedSenders", "[]" },
        { "Set-HostedConnectionFilterPolicy", """{"Identity":"Default","IPAllowList":{"@odata.type":"#Exchange.GenericHashTable","Add":["192.0.2.0/24"],"Remove":"203.0.113.25"}}""", "IPAllowList", """["192.0.2.0/24"]""" },
        { "Set-HostedOutboundSpamFilterPolicy", """{"Identity":"Default","AutoForwardingMode":"Off"}""", "AutoForwardingMode", "\"Off\"" },
        { "Set-MalwareFilterPolicy", """{"Identity":"Default","FileTypes":["exe"]}""", "FileTypes", """["exe"]""" },
        { "Set-AntiPhishPolicy", """{"Identity":"Office365 AntiPhish Default","TargetedUsersToProtect":["Ann;ann@contoso.com"]}""", "TargetedUsersToProtect", """["Ann;ann@contoso.com"]""" },
        { "Set-SafeLinksPolicy", """{"Identity":"Marketing campaigns","ScanUrls":true}""", "ScanUrls", "true" },
        { "Set-SafeAttachmentPolicy", """{"Identity":"Off for build mail","Action":"DynamicDelivery"}""", "Action", "\"DynamicDelivery\"" },
        { "Disable-TransportRule", """{"Identity":"External sender notice","Confirm":false}""", "State", "\"Disabled\"" },
        { "Disable-EOPProtectionPolicyRule", """{"Identity":"Strict Preset Security Policy"}""", "State", "\"Disabled\"" },
        { "Set-ATPProtectionPolicyRule", """{"Identity":"Strict Preset Security Policy","RecipientDomainIs":["contoso.com"],"SentToMemberOf":null}""", "SentToMemberOf", "null" },
        { "Disable-HostedContentFilterRule", """{"Identity":"Sales partners"}""", "State", "\"Disabled\"" },
        { "Disable-SafeLinksRule", """{"Identity":"Marketing campaigns"}""", "State", "\"Disabled\"" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_cmdlet_changes_what_it_names(string cmdlet, string parameters, string property, string expected)
    {
        using var demo = Connect();
        string noun = cmdlet[(cmdlet.IndexOf('-', StringComparison.Ordinal) + 1)..];

        var written = await demo.InvokeAsync(cmdlet, parameters);

        written.Status.ShouldBe(200, written.Text);
        var rows = (await demo.InvokeAsync("Get-" + noun)).Rows;
        string identity = System.Text.Json.JsonDocument.Parse(parameters).RootElement is var given && given.TryGetProperty("Identity", out var name) ? name.GetString()! : "";
        rows.Single(row => identity.Length == 0 || row.GetProperty("Identity").GetString()!.Equals(identity, StringComparison.OrdinalIgnoreCase))
            .GetProperty(property).GetRawText().ShouldBe(expected);
        demo.Tenant.Writes.ShouldBe(1);
    }

    [Theory]
    [InlineData("Set-OrganizationConfig", """{"AuditDisabled":"true"}""", "System.Boolean")]
    [InlineData("Set-OrganizationConfig", """{"Colour":true}""", "parameter name 'Colour'")]
    [InlineData("Set-OrganizationConfig", """{"Identity":"contoso.onmicrosoft.com"}""", "parameter name 'Identity'")]
    [InlineData("Set-OrganizationConfig", """{"AuditDisabled":null}""", "System.Boolean")]
    [InlineData("Set-RemoteDomain", """{"AutoForwardEnabled":false}""", "mandatory parameters: Identity")]
    [InlineData("Set-RemoteDomain", """{"Identity":"","AutoForwardEnabled":false}""", "mandatory parameters: Identity")]
    [InlineData("Set-HostedContentFilterPolicy", """{"Identity":"Default","BulkThreshold":10}""", "between 1 and 9")]
    [InlineData("Set-HostedContentFilterPolicy", """{"Identity":"Default","BulkThreshold":"6"}""", "System.Int32")]
    [InlineData("Set-HostedContentFilterPolicy", """{"Identity":"Default","HighConfidencePhishAction":"Delete"}""", "valid enumerator name")]
    [InlineData("Set-HostedContentFilterPolicy", """{"Identity":"Default","AllowedSenders":{"Add":["a@b.example"]}}""", "MultiValuedProperty")]
    [InlineData("Set-HostedContentFilterPolicy", """{"Identity":"Default","AllowedSenders":["nobody"]}""", "isn't valid")]
    [InlineData("Set-AntiPhishPolicy", """{"Identity":"Fabrikam","TargetedUsersToProtect":["ann@contoso.com"]}""", "isn't valid")]
    [InlineData("Set-HostedContentFilterPolicy", """{"Identity":"Strict Preset Security Policy1698414520110","BulkThreshold":6}""", "preset security policy")]
    [InlineData("Set-SafeLinksPolicy", """{"Identity":"Built-In Protection Policy","ScanUrls":true}""", "built-in protection")]
    [InlineData("Remove-AntiPhishPolicy", """{"Identity":"Office365 AntiPhish Default"}""", "default policy")]
    [InlineData("Remove-SafeAttachmentPolicy", """{"Identity":"Built-In Protection Policy"}""", "built-in protection")]
    [InlineData("New-SafeLinksPolicy", "{}", "mandatory parameters: Name")]
    [InlineData("New-SafeLinksPolicy", """{"Name":"marketing campaigns"}""", "already being used")]
    [InlineData("New-SafeLinksRule", """{"Name":"New","RecipientDomainIs":["contoso.com"]}""", "mandatory parameters: SafeLinksPolicy")]
    [InlineData("New-SafeLinksRule", """{"Name":"New","SafeLinksPolicy":"Built-In Protection Policy","RecipientDomainIs":["contoso.com"]}""", "built-in protection")]
    [InlineData("New-SafeLinksRule", """{"Name":"New","SafeLinksPolicy":"Marketing campaigns","RecipientDomainIs":["contoso.com"]}""", "another rule")]
    [InlineData("New-SafeLinksRule", """{"Name":"New","SafeLinksPolicy":"Marketing campaigns"}""", "condition")]
    [InlineData("New-SafeLinksRule", """{"Name":"New","SafeLinksPolicy":"Marketing campaigns","RecipientDomainIs":["elsewhere.example"]}""", "accepted domain")]
    [InlineData("Set-SafeLinksRule", """{"Identity":"Marketing campaigns","SafeLinksPolicy":"Sales and Engineering"}""", "parameter name 'SafeLinksPolicy'")]
    [InlineData("Set-SafeLinksRule", """{"Identity":"Marketing campaigns","Priority":7}""", "between 0 and 1")]
    [InlineData("New-ManagementRoleAssignment", """{"Role":"My Custom Apps","Policy":"Default Role Assignment Policy"}""", "already being used")]
    [InlineData("Enable-OrganizationCustomization", "{}", "already enabled for customization")]
    [InlineData("Set-DkimSigningConfig", """{"Identity":"contoso.com","Enabled":false}""", "is not recognized")]
    [InlineData("Remove-TransportRule", """{"Identity":"External sender notice"}""", "is not recognized")]
    public async Task What_the_service_forbids_is_an_error_and_changes_nothing(string cmdlet, string parameters, string message)
    {
        using var demo = Connect();
        string[] before = await AllAsync(demo);

        var answer = await demo.InvokeAsync(cmdlet, parameters);

        answer.Status.ShouldBe(400);
        answer.Json.GetProperty("error").GetProperty("details")[0].GetProperty("message").GetString()!.ShouldContain(message);
        (await AllAsync(demo)).ShouldBe(before);
    }

    [Theory]
    [InlineData("Set-RemoteDomain", """{"Identity":"None","AutoForwardEnabled":false}""")]
    [InlineData("Disable-TransportRule", """{"Identity":"None"}""")]
    [InlineData("Remove-SafeLinksRule", """{"Identity":"None"}""")]
    [InlineData("New-SafeLinksRule", """{"Name":"New","SafeLinksPolicy":"None","RecipientDomainIs":["contoso.com"]}""")]
    [InlineData("Get-ManagementRoleAssignment", """{"RoleAssignee":"None"}""")]
    [InlineData("Remove-ManagementRoleAssignment", """{"Identity":"None"}""")]
    [InlineData("New-ManagementRoleAssignment", """{"Role":"None","Policy":"Default Role Assignment Policy"}""")]
    public async Task What_is_not_there_is_not_found(string cmdlet, string parameters)
    {
        using var demo = Connect();

        var answer = await demo.InvokeAsync(cmdlet, parameters);

        answer.Status.ShouldBe(404);
        answer.Text.ShouldContain("ManagementObjectNotFoundException");
    }

    [Fact]
    public async Task A_policy_with_its_rule_is_made_in_its_place_and_leaves_no_trace_when_it_is_removed()
    {
        using var demo = Connect();
        string[] before = await AllAsync(demo);

        var policy = await demo.InvokeAsync("New-SafeLinksPolicy", """{"Name":"Everyone","ScanUrls":true,"DoNotRewriteUrls":["https://a.example"]}""");
        var rule = await demo.InvokeAsync(
            "New-SafeLinksRule", """{"Name":"Everyone","SafeLinksPolicy":"everyone","RecipientDomainIs":["contoso.com"],"Priority":0,"Enabled":false}""");

        policy.Rows.Single().GetProperty("Identity").GetString().ShouldBe("Everyone");
        policy.Rows.Single().GetProperty("ScanUrls").GetBoolean().ShouldBeTrue();
        rule.Rows.Single().GetProperty("SafeLinksPolicy").GetString().ShouldBe("Everyone");
        rule.Rows.Single().GetProperty("State").GetString().ShouldBe("Disabled");
        var rules = (await demo.InvokeAsync("Get-SafeLinksRule")).Rows;
        rules.OrderBy(row => row.GetProperty("Priority").GetInt32()).Select(row => row.GetProperty("Name").GetString())
            .ShouldBe(["Everyone", "Marketing campaigns", "Sales and Engineering"]);
        (await demo.InvokeAsync("Remove-SafeLinksRule", """{"Identity":"Everyone","Confirm":false}""")).Status.ShouldBe(200);
        (await demo.InvokeAsync("Remove-SafeLinksPolicy", """{"Identity":"Everyone","Confirm":false}""")).Status.ShouldBe(200);
        (await AllAsync(demo)).ShouldBe(before);
    }

    [Fact]
    public async Task Roles_are_assigned_and_taken_back_one_by_one()
    {
        using var demo = Connect();
        string before = (await demo.InvokeAsync("Get-RoleAssignmentPolicy")).Text;

        var found = await demo.InvokeAsync("Get-ManagementRoleAssignment", """{"RoleAssignee":"Default Role Assignment Policy","Role":"My Custom Apps"}""");
        string identity = found.Rows.Single().GetProperty("Identity").GetString()!;
        (await demo.InvokeAsync("Remove-ManagementRoleAssignment", $$"""{"Identity":"{{identity}}","Confirm":false}""")).Status.ShouldBe(200);

        (await demo.InvokeAsync("Get-ManagementRoleAssignment", """{"RoleAssignee":"Default Role Assignment Policy","Role":"My Custom Apps"}""")).Rows.ShouldBeEmpty();
        (await demo.InvokeAsync("Get-RoleAssignmentPolicy", """{"Identity":"Default Role Assignment Policy"}""")).Text.ShouldNotContain("My Custom Apps");
        demo.Tenant.Writes.ShouldBe(1);
        foreach (string role in new[] { "My Marketplace Apps", "My ReadWriteMailbox Apps" })
            await demo.InvokeAsync("Remove-ManagementRoleAssignment", $$"""{"Identity":"{{role}}-Default Role Assignment Policy"}""");
        foreach (string role in new[] { "My Custom Apps", "My Marketplace Apps", "My ReadWriteMailbox Apps" })
            await demo.InvokeAsync("New-ManagementRoleAssignment", $$"""{"Role":"{{role}}","Policy":"Default Role Assignment Policy"}""");
        (await demo.InvokeAsync("Get-RoleAssignmentPolicy")).Text.ShouldBe(before);
    }

    [Theory]
    [InlineData(DirectoryRoleIds.GlobalReader, "Set-OrganizationConfig", """{"AuditDisabled":true}""", 403)]
    [InlineData(DirectoryRoleIds.GlobalReader, "Set-AdminAuditLogConfig", """{"UnifiedAuditLogIngestionEnabled":true}""", 403)]
    [InlineData(DirectoryRoleIds.SecurityReader, "Disable-TransportRule", """{"Identity":"External sender notice"}""", 403)]
    [InlineData(DirectoryRoleIds.ComplianceAdministrator, "Set-AdminAuditLogConfig", """{"UnifiedAuditLogIngestionEnabled":true}""", 200)]
    [InlineData(DirectoryRoleIds.ComplianceAdministrator, "Set-OrganizationConfig", """{"AuditDisabled":true}""", 400)]
    [InlineData(DirectoryRoleIds.SecurityAdministrator, "Set-MalwareFilterPolicy", """{"Identity":"Default","ZapEnabled":true}""", 200)]
    [InlineData(DirectoryRoleIds.SecurityAdministrator, "Set-TransportConfig", """{"SmtpClientAuthenticationDisabled":true}""", 400)]
    [InlineData(DirectoryRoleIds.GlobalAdministrator, "Set-TransportConfig", """{"SmtpClientAuthenticationDisabled":true}""", 200)]
    public async Task A_role_that_writes_is_needed_and_finds_its_own_cmdlets_only(string role, string cmdlet, string parameters, int status)
    {
        using var demo = Connect(role);

        var answer = await demo.InvokeAsync(cmdlet, parameters);

        answer.Status.ShouldBe(status);
        if (status == 400)
            answer.ErrorCode.ShouldBe("CommandNotFound");
    }

    [Theory]
    [InlineData(DirectoryRoleIds.GlobalReader, false, false)]
    [InlineData(DirectoryRoleIds.ComplianceAdministrator, true, false)]
    [InlineData(DirectoryRoleIds.ExchangeAdministrator, true, true)]
    public async Task The_module_file_lists_the_writing_cmdlets_of_who_may_write(string role, bool setsAudit, bool setsOrganization)
    {
        using var demo = Connect(role);

        string[] cmdlets = (await demo.GetAsync($"https://outlook.office365.com/adminapi/v1.0/{demo.Tenant.TenantId}/EXOModuleFile"))
            .Rows[0].GetProperty("exportedCmdlets").GetString()!.Split(',');

        cmdlets.Contains("Set-AdminAuditLogConfig").ShouldBe(setsAudit);
        cmdlets.Contains("Set-OrganizationConfig").ShouldBe(setsOrganization);
        cmdlets.Contains("Get-ManagementRoleAssignment").ShouldBeTrue();
    }

    [Fact]
    public async Task A_dehydrated_organisation_is_customised_once_and_after_a_while()
    {
        var clock = new ManualClock();
        using var demo = Connect(options: new EmulatorOptions { Clock = clock, IsDehydrated = true, CustomizationTakes = TimeSpan.FromMinutes(30) });
        const string Audit = """{"UnifiedAuditLogIngestionEnabled":true}""";

        (await IsDehydratedAsync()).ShouldBeTrue();
        (await demo.InvokeAsync("Set-AdminAuditLogConfig", Audit)).Text.ShouldContain("first need to run the command: Enable-OrganizationCustomization");
        (await demo.InvokeAsync("Set-SharingPolicy", """{"Identity":"Default Sharing Policy","Enabled":false}""")).Status.ShouldBe(400);
        (await demo.InvokeAsync("Set-OrganizationConfig", """{"AuditDisabled":true}""")).Status.ShouldBe(200);
        (await demo.InvokeAsync("Enable-OrganizationCustomization")).Status.ShouldBe(200);
        (await demo.InvokeAsync("Enable-OrganizationCustomization")).Text.ShouldContain("already enabled for customization");
        (await demo.InvokeAsync("Set-AdminAuditLogConfig", Audit)).Status.ShouldBe(400);
        (await IsDehydratedAsync()).ShouldBeTrue();
        clock.Advance(TimeSpan.FromMinutes(30));
        (await IsDehydratedAsync()).ShouldBeFalse();
        (await demo.InvokeAsync("Set-AdminAuditLogConfig", Audit)).Status.ShouldBe(200);

        async Task<bool> IsDehydratedAsync() => (await demo.InvokeAsync("Get-OrganizationConfig")).Rows[0].GetProperty("IsDehydrated").GetBoolean();
    }

    [Fact]
    public async Task The_flag_of_the_audit_log_shows_later_than_other_changes()
    {
        var clock = new ManualClock();
        using var demo = Connect(options: new EmulatorOptions { Clock = clock, AuditShowsAfter = TimeSpan.FromMinutes(20) });

        await demo.InvokeAsync("Set-AdminAuditLogConfig", """{"UnifiedAuditLogIngestionEnabled":true}""");
        await demo.InvokeAsync("Set-OrganizationConfig", """{"AuditDisabled":true}""");

        (await demo.InvokeAsync("Get-OrganizationConfig")).Rows[0].GetProperty("AuditDisabled").GetBoolean().ShouldBeTrue();
        (await demo.InvokeAsync("Get-AdminAuditLogConfig")).Rows[0].GetProperty("UnifiedAuditLogIngestionEnabled").GetBoolean().ShouldBeFalse();
        clock.Advance(TimeSpan.FromMinutes(20));
        (await demo.InvokeAsync("Get-AdminAuditLogConfig")).Rows[0].GetProperty("UnifiedAuditLogIngestionEnabled").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData(DirectoryRoleIds.ComplianceAdministrator, 200)]
    [InlineData(DirectoryRoleIds.GlobalReader, 403)]
    [InlineData(DirectoryRoleIds.SecurityAdministrator, 403)]
    public async Task The_compliance_service_changes_its_own(string role, int status)
    {
        using var demo = new Demo();
        demo.Tenant.State.Replace(Resources.PolicyConfig, ["""{"Identity":"Policies","PurviewLabelConsent":false}"""u8.ToArray()]);
        demo.Token = demo.Tenant.IssueToken(TenantService.Purview, demo.Tenant.Application with { DirectoryRoles = [role] });

        var answer = await InvokeAsync("Set-PolicyConfig", "{\"PurviewLabelConsent\":true}");

        answer.Status.ShouldBe(status);
        (await InvokeAsync("Get-PolicyConfig", "{}")).Rows[0].GetProperty("PurviewLabelConsent").GetBoolean().ShouldBe(status == 200);
        (await InvokeAsync("Set-OrganizationConfig", "{\"AuditDisabled\":true}")).Status.ShouldBe(status == 200 ? 400 : 403);

        Task<Answer> InvokeAsync(string cmdlet, string parameters) => demo.PostAsync(
            $"{Regional}{demo.Tenant.TenantId}/InvokeCommand", $$$"""{"CmdletInput":{"CmdletName":"{{{cmdlet}}}","Parameters":{{{parameters}}}}}""");
    }

    private static async Task<string[]> AllAsync(Demo demo)
    {
        var all = new List<string>();
        foreach (string resource in demo.Tenant.State.ResourcesUnder("exchange/").Where(state => state.Status == ResourceStatus.Collected).Select(state => state.Name))
            all.Add((await demo.InvokeAsync(resource[9..])).Text);
        return [.. all];
    }
}

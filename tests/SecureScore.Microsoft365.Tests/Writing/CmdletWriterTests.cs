using System.Net;
using System.Text.Json;
using SecureScore.Emulator;
using SecureScore.Emulator.Clouds;
using SecureScore.Emulator.Faults;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Tenants;
using SecureScore.Loopback;
using SecureScore.Microsoft365.Http;
using SecureScore.Microsoft365.Tests.Collecting;
using SecureScore.Microsoft365.Tests.SignIn;
using SecureScore.Microsoft365.Writing;

namespace SecureScore.Microsoft365.Tests.Writing;

public class CmdletWriterTests
{
    private const string GlobalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
    private const string SecurityAdministrator = "194ae4cb-b126-40b2-bd5b-6091b380977d";
    private static readonly string[] s_addIns = ["My Custom Apps", "My Marketplace Apps", "My ReadWriteMailbox Apps"];

    public static TheoryData<string, string?, string, string> Settings() => new()
    {
        { Resources.OrganizationConfig, "contoso.onmicrosoft.com", "CustomerLockBoxEnabled", "false" },
        { Resources.OrganizationConfig, null, "MailTipsLargeAudienceThreshold", "10" },
        { Resources.AdminAuditLogConfig, null, "UnifiedAuditLogIngestionEnabled", "true" },
        { Resources.TransportConfig, null, "SmtpClientAuthenticationDisabled", "true" },
        { Resources.AtpPolicyForO365, "Default", "EnableSafeDocs", "true" },
        { Resources.PolicyConfig, null, "PurviewLabelConsent", "true" },
        { Resources.RemoteDomain, "Default", "AutoForwardEnabled", "false" },
        { Resources.MailboxAuditBypassAssociation, "Ann", "AuditBypassEnabled", "false" },
        { Resources.OwaMailboxPolicy, "OwaMailboxPolicy-Default", "AdditionalStorageProvidersAvailable", "true" },
        { Resources.SharingPolicy, "Default Sharing Policy", "Enabled", "false" },
        { Resources.SharingPolicy, "Default Sharing Policy", "Domains", "[]" },
        { Resources.OutboundSpamPolicy, "Default", "AutoForwardingMode", "\"On\"" },
        { Resources.OutboundSpamPolicy, "Newsletters", "NotifyOutboundSpamRecipients", "[\"security.alerts@contoso.com\"]" },
        { Resources.ContentFilterPolicy, "Default", "BulkThreshold", "6" },
        { Resources.ContentFilterPolicy, "Default", "AllowedSenderDomains", "[\"partner.example\",\"müller.example\"]" },
        { Resources.ConnectionFilterPolicy, "Default", "IPAllowList", "[]" },
        { Resources.MalwareFilterPolicy, "Default", "FileTypes", "[\"exe\",\"jar\"]" },
        { Resources.AntiPhishPolicy, "Office365 AntiPhish Default", "TargetedUsersToProtect", "[\"Ann;ann@contoso.com\",\"Bo;bo@contoso.com\"]" },
        { Resources.SafeLinksPolicy, "Marketing campaigns", "AllowClickThrough", "false" },
        { Resources.SafeAttachmentPolicy, "Off for build mail", "Action", "\"DynamicDelivery\"" },
        { Resources.SafeLinksRule, "Marketing campaigns", "RecipientDomainIs", "[\"contoso.com\"]" },
        { Resources.SafeLinksRule, "Marketing campaigns", "SentToMemberOf", "null" },
        { Resources.SafeAttachmentRule, "Off for build mail", "Priority", "1" },
        { Resources.AntiPhishRule, "Sales impersonation", "State", "\"Disabled\"" },
        { Resources.EopProtectionPolicyRule, "Strict Preset Security Policy", "State", "\"Disabled\"" },
        { Resources.AtpProtectionPolicyRule, "Strict Preset Security Policy", "SentToMemberOf", "[\"sales@contoso.com\"]" },
        { Resources.TransportRule, "External sender notice", "State", "\"Disabled\"" },
        { Resources.ContentFilterRule, "Sales partners", "State", "\"Disabled\"" },
        { Resources.OutboundSpamRule, "Newsletters", "State", "\"Disabled\"" },
        { Resources.MalwareFilterRule, "Engineering", "State", "\"Disabled\"" },
        { Resources.RoleAssignmentPolicy, "Default Role Assignment Policy", "AssignedRoles", "[\"MyBaseOptions\",\"MyContactInformation\",\"MyDistributionGroupMembership\",\"MyDistributionGroups\",\"MyMailSubscriptions\",\"MyProfileInformation\",\"MyTextMessaging\",\"MyVoiceMail\"]" },
        { Resources.TeamsMeetingPolicy, "Global", "AllowAnonymousUsersToJoinMeeting", "false" },
        { Resources.TeamsMeetingPolicy, null, "AutoAdmittedUsers", "\"InvitedUsers\"" },
        { Resources.TeamsMeetingPolicy, "Tag:Board meetings", "DesignatedPresenterRoleMode", "\"EveryoneInCompanyUserOverride\"" },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task A_setting_is_written_read_back_and_restored_byte_for_byte(string resource, string? identity, string name, string wanted)
    {
        using var tenant = new CmdletTenant();
        string before = await tenant.TextOfAsync(resource);
        var former = (await tenant.ReadAsync(resource, identity))![name];
        var change = Setting(resource, identity, name, former, SettingValue.Parse(System.Text.Encoding.UTF8.GetBytes(wanted)));

        (await tenant.WriteAsync(change)).ShouldBeNull();

        var shown = (await tenant.ReadAsync(resource, identity))![name];
        shown.SameAs(change.Settings[0].Wanted).ShouldBeTrue($"{shown} is not {wanted}");
        shown.SameAs(former).ShouldBeFalse();
        (await tenant.TextOfAsync(resource) == before).ShouldBeFalse();
        await tenant.WriteAsync(change.Inverse());
        (await tenant.TextOfAsync(resource)).ShouldBe(before);
    }

    [Fact]
    public async Task Every_property_of_the_table_has_a_parameter_that_the_service_knows()
    {
        using var tenant = new CmdletTenant();
        int written = 0;
        foreach (string resource in Settings().Select(row => (string)row[0]).Distinct(StringComparer.Ordinal))
        {
            var known = WritableObject.Find(resource)!;
            var row = tenant.RowsOf(resource).First(row => row["RecommendedPolicyType"].AsText() is not ("Standard" or "Strict"));
            foreach (var property in known.Properties.Where(property => !property.OnlyWhenMade && property.Name != WritableObject.AssignedRoles))
            {
                row.Members.ShouldContain(member => member.Key == property.Name, $"{resource}: {property.Name}");
                if (row[property.Name] is { IsEmpty: true } && property.Kind is PropertyKind.Flag or PropertyKind.Number)
                    continue;

                await tenant.WriteAsync(Setting(resource, row["Identity"].AsText(), property.Name, row[property.Name], row[property.Name]));
                written++;
            }
        }

        written.ShouldBeGreaterThan(90);
    }

    public static TheoryData<string, string, string, string> Pairs() => new()
    {
        { Resources.SafeLinksPolicy, """{"Name":"Everyone","EnableSafeLinksForEmail":true,"ScanUrls":true,"DoNotRewriteUrls":[]}""", Resources.SafeLinksRule, "SafeLinksPolicy" },
        { Resources.SafeAttachmentPolicy, """{"Name":"Everyone","Enable":true,"Action":"Block"}""", Resources.SafeAttachmentRule, "SafeAttachmentPolicy" },
        { Resources.AntiPhishPolicy, """{"Name":"Everyone","PhishThresholdLevel":3,"EnableTargetedUserProtection":true,"TargetedUsersToProtect":["Ann;ann@contoso.com"]}""", Resources.AntiPhishRule, "AntiPhishPolicy" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_policy_with_its_rule_is_made_found_and_removed(string policyResource, string content, string ruleResource, string policyProperty)
    {
        using var tenant = new CmdletTenant();
        string[] before = [await tenant.TextOfAsync(policyResource), await tenant.TextOfAsync(ruleResource)];
        var policy = new ObjectCreation(policyResource, (SettingGroup)SettingValue.Parse(System.Text.Encoding.UTF8.GetBytes(content))) { Label = "Everyone" };
        var rule = new ObjectCreation(ruleResource, SettingValue.Group(
            ("Name", SettingValue.Of("Everyone")), (policyProperty, SettingValue.Of(CreatedIdentity.Of(0))), ("Priority", SettingValue.Of(0)),
            ("State", SettingValue.Of("Enabled")), ("RecipientDomainIs", Texts("contoso.com")))) { Label = "Everyone" };
        (await FindAsync(policyResource)).ShouldBeEmpty();

        policy = policy with { Identity = await tenant.WriteAsync(policy) };
        rule = (ObjectCreation)CreatedIdentity.Resolve(rule, 0, policy.Identity!);
        rule = rule with { Identity = await tenant.WriteAsync(rule) };

        policy.Identity.ShouldBe("Everyone");
        (await FindAsync(policyResource)).Single().Key.ShouldBe(policy.Identity);
        policy.Content.IsWithin((await tenant.ReadAsync(policyResource, policy.Identity))!).ShouldBeTrue();
        rule.Content.IsWithin((await tenant.ReadAsync(ruleResource, rule.Identity))!).ShouldBeTrue();
        await tenant.WriteAsync(rule.Inverse());
        await tenant.WriteAsync(policy.Inverse());
        (await tenant.ReadAsync(policyResource, policy.Identity)).ShouldBeNull();
        new[] { await tenant.TextOfAsync(policyResource), await tenant.TextOfAsync(ruleResource) }.ShouldBe(before);
        tenant.Written.Count().ShouldBe(4);

        Task<IReadOnlyList<KeyValuePair<string, SettingGroup>>> FindAsync(string resource) => tenant.Writer.FindAsync(resource, "everyone", tenant.Observer, default);
    }

    /// <summary>Every control that a cmdlet, or Teams, puts in place, but for the one whose evidence the sample lacks.</summary>
    public static TheoryData<string> Controls() => new(RemediationCatalog.All
        .Where(remediation => remediation.Risk != RiskClass.Manual && remediation.Writes.Any(IsOfCmdlets) && !remediation.Writes.Contains(Resources.PolicyConfig, StringComparer.Ordinal))
        .SelectMany(remediation => remediation.ControlIds).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Controls))]
    public async Task What_a_remediation_plans_is_written_and_taken_back(string control)
    {
        using var tenant = new CmdletTenant();
        var remediation = RemediationCatalog.Find(control)!;
        string[] resources = [.. remediation.Writes.Where(IsOfCmdlets)];
        string[] before = await Task.WhenAll(resources.Select(tenant.TextOfAsync));
        var changes = remediation.Plan(new RemediationRequest(new TenantEvidence(TenantSnapshot.Open(Collection.SampleFolder))) { ControlId = control, Values = ValuesOf(control) }).Changes.ToArray();

        for (int i = 0; i < changes.Length; i++)
        {
            string? identity = await tenant.WriteAsync(changes[i]);
            if (changes[i] is not ObjectCreation creation)
                continue;

            changes[i] = creation with { Identity = identity };
            for (int later = i + 1; later < changes.Length; later++)
                changes[later] = CreatedIdentity.Resolve(changes[later], i, identity!);
        }

        foreach (var change in changes.OfType<SettingsChange>())
        {
            var row = (await tenant.ReadAsync(change.Resource, change.Identity))!;
            change.Settings.ShouldAllBe(setting => row[setting.Name].SameAs(setting.Wanted));
        }

        foreach (var change in changes.Reverse().Where(change => change.Permanent is null))
            await tenant.WriteAsync(change.Inverse());
        (await Task.WhenAll(resources.Select(tenant.TextOfAsync))).ShouldBe(before);
        tenant.Tenant.Requests.ShouldAllBe(request => request.Status == 200 || request.Status == 302);
    }

    private static bool IsOfCmdlets(string resource) => resource.Split('/')[0] is "exchange" or "compliance" or "teams";

    private static RemediationValues ValuesOf(string control) => control switch
    {
        "mdo_spam_notifications_only_for_admins" => Value("Recipient", "soc@contoso.com"),
        "mdo_targetedusersprotection" => Value("User", "ingrid.solberg@contoso.com", "Chair;chair@adatum.com"),
        _ => RemediationValues.None,
    };

    private static RemediationValues Value(string name, params string[] values) => new([KeyValuePair.Create(name, (IReadOnlyList<string>)values)]);

    [Fact]
    public async Task Settings_of_one_object_go_in_one_cmdlet_and_its_state_after_them()
    {
        using var tenant = new CmdletTenant();
        var change = new SettingsChange(Resources.AntiPhishRule, "Sales impersonation",
        [
            new("State", SettingValue.Of("Enabled"), SettingValue.Of("Disabled")),
            new("Comments", SettingValue.Nothing, SettingValue.Of("Off")),
            new("RecipientDomainIs", SettingValue.Nothing, Texts("contoso.com")),
        ]);

        await tenant.WriteAsync(change);

        tenant.Written.ShouldBe(["Set-AntiPhishRule", "Disable-AntiPhishRule"]);
        var row = (await tenant.ReadAsync(Resources.AntiPhishRule, "Sales impersonation"))!;
        change.Settings.ShouldAllBe(setting => row[setting.Name].SameAs(setting.Wanted));
    }

    [Fact]
    public async Task Of_a_list_only_the_difference_is_sent()
    {
        JsonElement body = default;
        using var tenant = new CmdletTenant(between: async (request, send) =>
        {
            if (request.Content is not null && await request.Content.ReadAsStringAsync() is var text && text.Contains("Set-", StringComparison.Ordinal))
                body = JsonDocument.Parse(text).RootElement.GetProperty("CmdletInput").GetProperty("Parameters");
            return await send();
        });

        await tenant.WriteAsync(Setting(
            Resources.SharingPolicy, "Default Sharing Policy", "Domains",
            Texts("Anonymous:CalendarSharingFreeBusyReviewer", "*:CalendarSharingFreeBusyDetail"),
            Texts("*:CalendarSharingFreeBusyDetail", "fabrikam.com:ContactsSharing")));

        body.GetRawText().ShouldBe(
            """{"Identity":"Default Sharing Policy","Domains":{"@odata.type":"#Exchange.GenericHashTable","Add":["fabrikam.com:ContactsSharing"],"Remove":["Anonymous:CalendarSharingFreeBusyReviewer"]}}""");
    }

    [Fact]
    public async Task The_flag_of_the_audit_log_goes_to_its_own_mailbox_and_always_to_Exchange()
    {
        using var tenant = new CmdletTenant();

        await tenant.WriteAsync(Setting(Resources.AdminAuditLogConfig, null, "UnifiedAuditLogIngestionEnabled", SettingValue.Of(false), SettingValue.Of(true)));
        await tenant.WriteAsync(Setting(Resources.TransportConfig, null, "SmtpClientAuthenticationDisabled", SettingValue.Of(false), SettingValue.Of(true)));

        (await tenant.ReadAsync("compliance/Get-AdminAuditLogConfig", null))!["UnifiedAuditLogIngestionEnabled"].AsFlag().ShouldBe(true);
        tenant.Tenant.Requests.Where(request => request.IsWrite).Select(request => request.Headers["X-AnchorMailbox"]).ShouldBe(
        [
            $"APP:SystemMailbox{{8cc370d3-822a-4ab8-a926-bb94bd0641a9}}@{tenant.Tenant.TenantId}", $"APP:SystemMailbox{{bb558c35-97f1-4cb9-8ff7-d53741dc928c}}@{tenant.Tenant.TenantId}",
        ]);
        tenant.Tenant.Requests.ShouldAllBe(request => request.Service == EmulatedService.Exchange);
    }

    [Fact]
    public async Task A_dehydrated_organisation_is_customised_and_what_needs_it_is_told_to_wait()
    {
        using var tenant = new CmdletTenant(new EmulatorOptions { IsDehydrated = true, CustomizationTakes = TimeSpan.FromHours(2) });
        var customize = Setting(Resources.OrganizationConfig, null, "IsDehydrated", SettingValue.Of(true), SettingValue.Of(false));
        var audit = Setting(Resources.AdminAuditLogConfig, null, "UnifiedAuditLogIngestionEnabled", SettingValue.Of(false), SettingValue.Of(true)) with { Label = "the audit log" };

        (await ShouldFailAsync(tenant, audit, ErrorIds.RemediationRefused)).ShouldContain("before the organisation is customised (Enable-OrganizationCustomization), which takes minutes to hours");
        await tenant.WriteAsync(customize);
        (await ShouldFailAsync(tenant, customize, ErrorIds.RemediationRefused)).ShouldContain("was customised before");
        (await ShouldFailAsync(tenant, audit, ErrorIds.RemediationRefused)).ShouldContain("the audit log");
        (await ShouldFailAsync(tenant, (TenantChange)customize.Inverse(), ErrorIds.RemediationRefused)).ShouldContain("customised for good");

        tenant.Clock.Advance(TimeSpan.FromHours(2));
        (await tenant.ReadAsync(Resources.OrganizationConfig, null))!["IsDehydrated"].AsFlag().ShouldBe(false);
        await tenant.WriteAsync(audit);
    }

    [Fact]
    public async Task Only_the_roles_that_differ_are_touched()
    {
        using var tenant = new CmdletTenant();
        var former = (await tenant.ReadAsync(Resources.RoleAssignmentPolicy, "Default Role Assignment Policy"))!["AssignedRoles"];
        var change = Setting(
            Resources.RoleAssignmentPolicy, "Default Role Assignment Policy", "AssignedRoles", former, SettingValue.Of(former.AsTexts().Except(s_addIns, StringComparer.Ordinal)));

        await tenant.WriteAsync(change);
        await tenant.WriteAsync(change);
        await tenant.WriteAsync(change.Inverse());

        tenant.Written.ShouldBe([.. Enumerable.Repeat("Remove-ManagementRoleAssignment", 3), .. Enumerable.Repeat("New-ManagementRoleAssignment", 3)]);
    }

    [Fact]
    public async Task Roles_of_a_policy_that_is_gone_are_refused()
    {
        using var tenant = new CmdletTenant();

        await ShouldFailAsync(
            tenant, Setting(Resources.RoleAssignmentPolicy, "Gone", "AssignedRoles", SettingValue.Of(s_addIns), SettingValue.Nothing), ErrorIds.RemediationRefused);

        tenant.Written.ShouldBeEmpty();
    }

    public static TheoryData<string> Refused() => new(
    [
        """{"resource":"exchange/Get-DkimSigningConfig","identity":"contoso.com","settings":[{"setting":"Enabled","former":true,"wanted":false}]}""",
        """{"resource":"compliance/Get-Label","identity":"Public","settings":[{"setting":"Disabled","former":false,"wanted":true}]}""",
        """{"resource":"exchange/Get-OrganizationConfig","settings":[{"setting":"PublicFoldersEnabled","former":"Local","wanted":"None"}]}""",
        """{"resource":"exchange/Get-OrganizationConfig","settings":[]}""",
        """{"resource":"exchange/Get-OrganizationConfig","settings":[{"setting":"AuditDisabled","former":true,"wanted":null}]}""",
        """{"resource":"exchange/Get-OrganizationConfig","settings":[{"setting":"AuditDisabled","former":true,"wanted":"no"}]}""",
        """{"resource":"exchange/Get-OrganizationConfig","settings":[{"setting":"MailTipsLargeAudienceThreshold","former":25,"wanted":2.5}]}""",
        """{"resource":"exchange/Get-OrganizationConfig","settings":[{"setting":"IsDehydrated","former":false,"wanted":true}]}""",
        """{"resource":"exchange/Get-OrganizationConfig","settings":[{"setting":"AuditDisabled","former":true,"wanted":false},{"setting":"State","former":"Enabled","wanted":"Disabled"}]}""",
        """{"resource":"exchange/Get-RemoteDomain","settings":[{"setting":"AutoForwardEnabled","former":true,"wanted":false}]}""",
        """{"resource":"exchange/Get-RemoteDomain","identity":" ","settings":[{"setting":"AutoForwardEnabled","former":true,"wanted":false}]}""",
        """{"resource":"exchange/Get-RemoteDomain","identity":"#created:0","settings":[{"setting":"AutoForwardEnabled","former":true,"wanted":false}]}""",
        """{"resource":"exchange/Get-RemoteDomain","identity":"Default","settings":[{"setting":"AutoForwardEnabled.Value","former":true,"wanted":false}]}""",
        """{"resource":"exchange/Get-HostedConnectionFilterPolicy","identity":"Default","settings":[{"setting":"IPAllowList","former":["203.0.113.25"],"wanted":[{"Remove":"x"}]}]}""",
        """{"resource":"exchange/Get-HostedContentFilterPolicy","identity":"Default","settings":[{"setting":"SpamAction","former":"MoveToJmf","wanted":["Quarantine"]}]}""",
        """{"resource":"exchange/Get-SafeLinksRule","identity":"Marketing campaigns","settings":[{"setting":"SafeLinksPolicy","former":"a","wanted":"b"}]}""",
        """{"resource":"exchange/Get-TransportRule","identity":"External sender notice","settings":[{"setting":"State","former":"Enabled","wanted":"Off"}]}""",
        """{"resource":"exchange/Get-TransportRule","created":{"Name":"New"}}""",
        """{"resource":"exchange/Get-TransportRule","identity":"External sender notice","removed":{"Name":"External sender notice"}}""",
        """{"resource":"exchange/Get-SafeLinksPolicy","created":{"ScanUrls":true}}""",
        """{"resource":"exchange/Get-SafeLinksPolicy","created":{"Name":"New","Guid":"1"}}""",
        """{"resource":"exchange/Get-SafeLinksRule","created":{"Name":"New","State":"Off"}}""",
        """{"resource":"exchange/Get-SafeLinksPolicy","identity":"","removed":{"Name":"New"}}""",
        """{"resource":"teams/TeamsMeetingPolicy","identity":"Global","settings":[{"setting":"AllowMeetNow","former":true,"wanted":false}]}""",
        """{"resource":"teams/TeamsMeetingPolicy","identity":"Global","settings":[{"setting":"AllowPSTNUsersToBypassLobby","former":true,"wanted":null}]}""",
        """{"resource":"teams/TeamsMeetingPolicy","created":{"Identity":"New"}}""",
        """{"resource":"teams/TenantFederationSettings","settings":[{"setting":"AllowTeamsConsumer","former":true,"wanted":false}]}""",
    ]);

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_the_table_lacks_is_refused_before_anything_is_sent(string change)
    {
        using var tenant = new CmdletTenant();

        (await ShouldFailAsync(tenant, TenantChangeText.Read($"[{change}]").Single(), ErrorIds.RemediationRefused)).ShouldContain("Nothing was sent");

        tenant.Tenant.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Resources.RemoteDomain, "None", "AutoForwardEnabled")]
    [InlineData(Resources.SafeLinksPolicy, "Built-In Protection Policy", "ScanUrls")]
    [InlineData(Resources.TeamsMeetingPolicy, "Tag:AllOff", "AllowPSTNUsersToBypassLobby")]
    public async Task What_the_service_forbids_is_refused_and_changes_nothing(string resource, string identity, string name)
    {
        using var tenant = new CmdletTenant();
        string before = await tenant.TextOfAsync(resource);

        await ShouldFailAsync(tenant, Setting(resource, identity, name, SettingValue.Of(false), SettingValue.Of(true)), ErrorIds.RemediationRefused);

        (await tenant.TextOfAsync(resource)).ShouldBe(before);
    }

    [Theory]
    [InlineData(Resources.TransportConfig, null, "SmtpClientAuthenticationDisabled", GlobalReader, "403 Forbidden", "Exchange Administrator")]
    [InlineData(Resources.TransportConfig, null, "SmtpClientAuthenticationDisabled", SecurityAdministrator, "CommandNotFound", "Exchange Administrator")]
    [InlineData(Resources.PolicyConfig, null, "PurviewLabelConsent", GlobalReader, "403 Forbidden", "Compliance Administrator")]
    [InlineData(Resources.TeamsMeetingPolicy, "Global", "AllowPSTNUsersToBypassLobby", GlobalReader, "403 Forbidden", "Teams Administrator")]
    public async Task Whose_role_is_not_enough_is_told_the_permission_and_the_role(
        string resource, string? identity, string name, string role, string reason, string needed)
    {
        using var tenant = new CmdletTenant(roles: [role]);
        string before = await tenant.TextOfAsync(resource);

        string message = await ShouldFailAsync(tenant, Setting(resource, identity, name, SettingValue.Of(true), SettingValue.Of(true)), ErrorIds.RemediationDenied);

        message.ShouldContain(reason);
        message.ShouldContain(needed);
        message.ShouldContain(WriteAccess.PermissionsFor(resource).Single().ToString());
        (await tenant.TextOfAsync(resource)).ShouldBe(before);
    }

    [Fact]
    public async Task A_write_that_was_throttled_is_sent_again()
    {
        using var tenant = new CmdletTenant();
        tenant.Tenant.Faults.Add(new EmulatedFault(FaultKind.Throttle) { Service = EmulatedService.Exchange, Path = "Set-TransportConfig", RetryAfter = TimeSpan.FromSeconds(7) });

        await tenant.WriteAsync(Setting(Resources.TransportConfig, null, "SmtpClientAuthenticationDisabled", SettingValue.Of(false), SettingValue.Of(true)));

        tenant.Written.Count().ShouldBe(2);
        tenant.Clock.Elapsed.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData("timeout")]
    [InlineData("reset")]
    [InlineData("503")]
    [InlineData("truncated")]
    public async Task A_write_whose_answer_was_lost_is_uncertain_and_never_sent_twice(string fault)
    {
        using var tenant = new CmdletTenant(between: async (request, send) =>
        {
            var answer = await send();
            if (request.Content is null || !(await request.Content.ReadAsStringAsync()).Contains("New-SafeLinksPolicy", StringComparison.Ordinal))
                return answer;

            return fault switch
            {
                "timeout" => throw new TaskCanceledException(),
                "reset" => throw new HttpRequestException(HttpRequestError.Unknown, "reset"),
                "503" => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable),
                _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{\"value\":[{\"Ident") },
            };
        });

        await ShouldFailAsync(tenant, new ObjectCreation(Resources.SafeLinksPolicy, SettingValue.Group(("Name", SettingValue.Of("New")))), ErrorIds.RemediationUncertain);

        tenant.Written.ShouldBe(["New-SafeLinksPolicy"]);
        (await tenant.ReadAsync(Resources.SafeLinksPolicy, "New")).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(Resources.RoleAssignmentPolicy, "Default Role Assignment Policy", "AssignedRoles", """["MyBaseOptions","My Custom Apps"]""", """["MyBaseOptions"]""", "Get-ManagementRoleAssignment")]
    [InlineData(Resources.TeamsMeetingPolicy, "Global", "AllowAnonymousUsersToJoinMeeting", "true", "false", "GET ")]
    [InlineData(Resources.PolicyConfig, null, "PurviewLabelConsent", "false", "true", "EXOBanner")]
    public async Task What_failed_before_anything_was_sent_has_changed_nothing(string resource, string? identity, string name, string former, string wanted, string question)
    {
        using var tenant = new CmdletTenant(between: async (request, send) =>
        {
            string asked = $"{request.Method} {request.RequestUri} {(request.Content is null ? "" : await request.Content.ReadAsStringAsync())}";
            return asked.Contains(question, StringComparison.Ordinal) ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) : await send();
        });

        await ShouldFailAsync(tenant, Setting(resource, identity, name, Value(former), Value(wanted)), ErrorIds.RemediationFailed);

        tenant.Written.ShouldBeEmpty();

        static SettingValue Value(string json) => SettingValue.Parse(System.Text.Encoding.UTF8.GetBytes(json));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(500)]
    public async Task What_failed_half_way_is_uncertain(int status)
    {
        using var tenant = new CmdletTenant();
        tenant.Tenant.Faults.Add(new EmulatedFault(FaultKind.Status) { Service = EmulatedService.Exchange, Path = "Remove-ManagementRoleAssignment", After = 1, Times = null, Status = status });
        var former = (await tenant.ReadAsync(Resources.RoleAssignmentPolicy, "Default Role Assignment Policy"))!["AssignedRoles"];

        string message = await ShouldFailAsync(
            tenant, Setting(Resources.RoleAssignmentPolicy, "Default Role Assignment Policy", "AssignedRoles", former, SettingValue.Of(former.AsTexts().Except(s_addIns, StringComparer.Ordinal))),
            ErrorIds.RemediationUncertain);

        message.ShouldStartWith("Only a part of");
    }

    [Fact]
    public async Task A_new_object_whose_service_answers_nothing_is_called_by_its_name()
    {
        using var tenant = new CmdletTenant(between: async (request, send) =>
        {
            var answer = await send();
            return request.Content is not null && (await request.Content.ReadAsStringAsync()).Contains("New-SafeLinksPolicy", StringComparison.Ordinal)
                ? new HttpResponseMessage(HttpStatusCode.NoContent)
                : answer;
        });

        (await tenant.WriteAsync(new ObjectCreation(Resources.SafeLinksPolicy, SettingValue.Group(("Name", SettingValue.Of("New")))))).ShouldBe("New");
    }

    [Fact]
    public async Task What_is_redirected_goes_to_the_regional_host_and_once()
    {
        using var tenant = new CmdletTenant(new EmulatorOptions { ExchangeRegion = "eurprd04" });

        await tenant.WriteAsync(Setting(Resources.TransportConfig, null, "SmtpClientAuthenticationDisabled", SettingValue.Of(false), SettingValue.Of(true)));
        await tenant.WriteAsync(Setting(Resources.PolicyConfig, null, "PurviewLabelConsent", SettingValue.Of(false), SettingValue.Of(true)));

        tenant.Tenant.Requests.Where(request => request.IsWrite).Select(request => (request.Host, request.Status)).ShouldBe(
        [
            ("outlook.office365.com", 302), ("eurprd04.outlook.office365.com", 200), ("eur01b.ps.compliance.protection.outlook.com", 200),
        ]);
    }

    [Fact]
    public async Task An_object_of_another_name_is_not_found_by_its_identity()
    {
        using var tenant = new CmdletTenant();
        string guid = (await tenant.ReadAsync(Resources.SafeLinksPolicy, "Marketing campaigns"))!["Guid"].AsText()!;

        (await tenant.Writer.FindAsync(Resources.SafeLinksPolicy, guid, tenant.Observer, default)).ShouldBeEmpty();
        (await tenant.Writer.FindAsync(Resources.TeamsMeetingPolicy, "None", tenant.Observer, default)).ShouldBeEmpty();
        (await tenant.ReadAsync(Resources.TeamsMeetingPolicy, "None")).ShouldBeNull();
    }

    [Fact]
    public async Task What_the_service_writes_beside_its_properties_is_left_out()
    {
        using var tenant = new CmdletTenant(new EmulatorOptions { TypeAnnotations = true });

        var row = (await tenant.ReadAsync(Resources.TransportConfig, null))!;

        row.Members.ShouldAllBe(member => !member.Key.Contains('@'));
        row["SmtpClientAuthenticationDisabled"].AsFlag().ShouldBe(false);
    }

    [Fact]
    public async Task The_whole_way_over_sockets()
    {
        using var tenant = new EmulatedTenant(TenantSnapshot.Open(Collection.SampleFolder), new EmulatorOptions { ExchangeRegion = "eurprd04" });
        var application = tenant.Application with
        {
            ClientId = "5ec5c04e-0000-4000-8000-00000000000e",
            DirectoryRoles = ["29232cdf-9323-42fd-ade2-1d097af3e4de", "69091246-20e8-4a56-aa4d-066075b2a7a8"],
        };
        tenant.Register(application);
        using var host = LoopbackHost.Start(tenant);
        var observer = new RecordingObserver();
        using var connection = await new TenantConnector(() => host.CreateTransport(ServiceHandler.Create()), isPatient: false).ConnectAsync(
            new SignInRequest { Method = new ClientSecretSignIn(Tokens.Secure(application.Secret!)), TenantId = tenant.TenantId, ClientId = application.ClientId }, observer, default);
        TenantChange[] changes =
        [
            Setting(Resources.OrganizationConfig, null, "CustomerLockBoxEnabled", SettingValue.Of(true), SettingValue.Of(false)),
            Setting(Resources.TeamsMeetingPolicy, "Tag:Board meetings", "AllowPSTNUsersToBypassLobby", SettingValue.Of(false), SettingValue.Of(true)),
        ];

        foreach (var change in changes)
            await connection.Writer.WriteAsync(change, observer, default).WaitAsync(TimeSpan.FromSeconds(60));

        (await connection.Writer.ReadAsync(Resources.OrganizationConfig, null, observer, default))!["CustomerLockBoxEnabled"].AsFlag().ShouldBe(false);
        (await connection.Writer.ReadAsync(Resources.TeamsMeetingPolicy, "Tag:Board meetings", observer, default))!["AllowPSTNUsersToBypassLobby"].AsFlag().ShouldBe(true);
        host.Connections.ShouldBeGreaterThan(0);
        tenant.Requests.Where(request => request.IsWrite && request.Status == 200).Count().ShouldBe(2);
    }

    private static SettingValue Texts(params string[] texts) => SettingValue.Of(texts);

    private static SettingsChange Setting(string resource, string? identity, string name, SettingValue former, SettingValue wanted) =>
        new(resource, identity, [new SettingChange(name, former, wanted)]);

    private static async Task<string> ShouldFailAsync(CmdletTenant tenant, TenantChange change, string errorId)
    {
        var error = await Should.ThrowAsync<SecureScoreException>(() => tenant.WriteAsync(change));
        error.ErrorId.ShouldBe(errorId, error.Message);
        return error.Message;
    }
}

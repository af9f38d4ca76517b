using System.Text.Json.Nodes;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Controls.Exchange;
using SecureScore.Engine.Controls.Mail;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.Exchange;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Remediation.Exchange;

/// <summary>What holds for every remediation of mail and Exchange, on the demo tenant and on one in which everything is wrong.</summary>
public class ExchangeRemediationTests
{
    // Resource, property and a value that does not comply, by control. Written here once more on purpose: the rules are what is tested.
    private static readonly (string Control, string Resource, string Property, string Wrong)[] s_wrong =
    [
        ("mip_search_auditlog", Resources.AdminAuditLogConfig, "UnifiedAuditLogIngestionEnabled", "false"),
        ("exo_mailboxaudit", Resources.OrganizationConfig, "AuditDisabled", "true"),
        ("CustomerLockBoxEnabled", Resources.OrganizationConfig, "CustomerLockBoxEnabled", "false"),
        ("exo_mailtipsenabled", Resources.OrganizationConfig, "MailTipsAllTipsEnabled", "false"),
        ("exo_mailtipsenabled", Resources.OrganizationConfig, "MailTipsExternalRecipientsTipsEnabled", "false"),
        ("exo_mailtipsenabled", Resources.OrganizationConfig, "MailTipsGroupMetricsEnabled", "false"),
        ("exo_mailtipsenabled", Resources.OrganizationConfig, "MailTipsLargeAudienceThreshold", "100"),
        ("exo_oauth2clientprofileenabled", Resources.OrganizationConfig, "OAuth2ClientProfileEnabled", "false"),
        ("ss_smtpauth", Resources.TransportConfig, "SmtpClientAuthenticationDisabled", "false"),
        ("ss_directsend", Resources.OrganizationConfig, "RejectDirectSend", "false"),
        ("mdo_atpprotection", Resources.AtpPolicyForO365, "EnableATPForSPOTeamsODB", "false"),
        ("mdo_safedocuments", Resources.AtpPolicyForO365, "EnableSafeDocs", "false"),
        ("mdo_safedocuments", Resources.AtpPolicyForO365, "AllowSafeDocsOpen", "true"),
        ("exo_outlookaddins", Resources.RoleAssignmentPolicy, "AssignedRoles", """["MyBaseOptions", "my marketplace apps"]"""),
        ("exo_storageproviderrestricted", Resources.OwaMailboxPolicy, "AdditionalStorageProvidersAvailable", "true"),
        ("mdo_connectionfilter", Resources.ConnectionFilterPolicy, "IPAllowList", """["203.0.113.7", "198.51.100.0/24"]"""),
        ("exo_individualsharing", Resources.SharingPolicy, "Enabled", "true"),
        ("exo_transportrulesallowlistdomains", Resources.TransportRule, "SetSCL", "-1"),
        ("mdo_blockmailforward", Resources.OutboundSpamPolicy, "AutoForwardingMode", "\"Automatic\""),
        ("mdo_autoforwardingmode", Resources.OutboundSpamPolicy, "AutoForwardingMode", "\"On\""),
        ("mdo_recipientexternallimitperhour", Resources.OutboundSpamPolicy, "RecipientLimitExternalPerHour", "501"),
        ("mdo_recipientinternallimitperhour", Resources.OutboundSpamPolicy, "RecipientLimitInternalPerHour", "1001"),
        ("mdo_recipientlimitperday", Resources.OutboundSpamPolicy, "RecipientLimitPerDay", "10000"),
        ("mdo_thresholdreachedaction", Resources.OutboundSpamPolicy, "ActionWhenThresholdReached", "\"Alert\""),
        ("mdo_spam_notifications_only_for_admins", Resources.OutboundSpamPolicy, "NotifyOutboundSpam", "false"),
        ("mdo_spam_notifications_only_for_admins", Resources.OutboundSpamPolicy, "NotifyOutboundSpamRecipients", "[]"),
        ("mdo_spam_notifications_only_for_admins", Resources.OutboundSpamPolicy, "BccSuspiciousOutboundMail", "false"),
        ("mdo_spam_notifications_only_for_admins", Resources.OutboundSpamPolicy, "BccSuspiciousOutboundAdditionalRecipients", "null"),
        ("mdo_spamaction", Resources.ContentFilterPolicy, "SpamAction", "\"AddXHeader\""),
        ("mdo_highconfidencespamaction", Resources.ContentFilterPolicy, "HighConfidenceSpamAction", "\"MoveToJmf\""),
        ("mdo_phisspamacation", Resources.ContentFilterPolicy, "PhishSpamAction", "\"MoveToJmf\""),
        ("mdo_highconfidencephishaction", Resources.ContentFilterPolicy, "HighConfidencePhishAction", "\"MoveToJmf\""),
        ("mdo_bulkspamaction", Resources.ContentFilterPolicy, "BulkSpamAction", "\"NoAction\""),
        ("mdo_bulkthreshold", Resources.ContentFilterPolicy, "BulkThreshold", "7"),
        ("mdo_allowedsenderscombined", Resources.ContentFilterPolicy, "AllowedSenders", """["b@adatum.com", "a@adatum.com"]"""),
        ("mdo_allowedsenderscombined", Resources.ContentFilterPolicy, "AllowedSenderDomains", """["adatum.com"]"""),
        ("mdo_quarantineretentionperiod", Resources.ContentFilterPolicy, "QuarantineRetentionPeriod", "15"),
        ("mdo_zapspam", Resources.ContentFilterPolicy, "SpamZapEnabled", "false"),
        ("mdo_zapphish", Resources.ContentFilterPolicy, "PhishZapEnabled", "false"),
        ("mdo_zapmalware", Resources.MalwareFilterPolicy, "ZapEnabled", "false"),
        ("mdo_commonattachmentsfilter", Resources.MalwareFilterPolicy, "EnableFileFilter", "false"),
        ("mdo_antiphishingpolicies", Resources.AntiPhishPolicy, "EnableSpoofIntelligence", "false"),
        ("mdo_antiphishingpolicies", Resources.AntiPhishPolicy, "PhishThresholdLevel", "1"),
        ("mdo_phishthresholdlevel", Resources.AntiPhishPolicy, "PhishThresholdLevel", "1"),
        ("mdo_enablemailboxintelligence", Resources.AntiPhishPolicy, "EnableMailboxIntelligence", "false"),
        ("mdo_mailboxintelligenceprotection", Resources.AntiPhishPolicy, "EnableMailboxIntelligenceProtection", "false"),
        ("mdo_mailboxintelligenceprotection", Resources.AntiPhishPolicy, "Enabled", "false"),
        ("mdo_mailboxintelligenceprotectionaction", Resources.AntiPhishPolicy, "MailboxIntelligenceProtectionAction", "\"NoAction\""),
        ("mdo_enabledomainstoprotect", Resources.AntiPhishPolicy, "EnableOrganizationDomainsProtection", "false"),
        ("mdo_enabledomainstoprotect", Resources.AntiPhishPolicy, "EnableTargetedDomainsProtection", "false"),
        ("mdo_targeteddomainprotectionaction", Resources.AntiPhishPolicy, "TargetedDomainProtectionAction", "\"MoveToJmf\""),
        ("mdo_targetedusersprotection", Resources.AntiPhishPolicy, "EnableTargetedUserProtection", "false"),
        ("mdo_targetedusersprotection", Resources.AntiPhishPolicy, "TargetedUsersToProtect", "[]"),
        ("mdo_targeteduserprotectionaction", Resources.AntiPhishPolicy, "TargetedUserProtectionAction", "\"NoAction\""),
        ("mdo_similaruserssafetytips", Resources.AntiPhishPolicy, "EnableSimilarUsersSafetyTips", "false"),
        ("mdo_similardomainssafetytips", Resources.AntiPhishPolicy, "EnableSimilarDomainsSafetyTips", "false"),
        ("mdo_unusualcharacterssafetytips", Resources.AntiPhishPolicy, "EnableUnusualCharactersSafetyTips", "false"),
        ("mdo_safelinksforemail", Resources.SafeLinksPolicy, "EnableSafeLinksForEmail", "false"),
        ("mdo_safelinksforOfficeApps", Resources.SafeLinksPolicy, "EnableSafeLinksForOffice", "false"),
        ("mdo_safeattachmentpolicy", Resources.SafeAttachmentPolicy, "Enable", "false"),
        ("mdo_safeattachments", Resources.SafeAttachmentPolicy, "Action", "\"DynamicDelivery\""),
    ];

    private static readonly string[] s_controls = [.. s_wrong.Select(wrong => wrong.Control).Distinct(StringComparer.Ordinal)];

    public static TheoryData<string> Controls => [.. s_controls];

    public static TheoryData<string> ControlsOfPresets => [.. s_controls.Where(control => ExchangeTenant.FeatureOf(control)?.Presets is not null)];

    [Fact]
    public void Every_rule_of_mail_and_Exchange_has_a_remediation()
    {
        string[] rules = [.. ControlEvaluators.All.Where(rule => rule is MailControl || rule.GetType().Namespace == typeof(AuditLog).Namespace).Select(rule => rule.ControlId)];

        ExchangeRemediations.All.SelectMany(remediation => remediation.ControlIds).Order(StringComparer.Ordinal).ShouldBe(rules.Order(StringComparer.Ordinal));
        s_controls.Order(StringComparer.Ordinal).ShouldBe(rules.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Controls))]
    public void It_says_what_it_does_and_what_users_notice(string control)
    {
        var remediation = ExchangeTenant.Find(control);

        remediation.Risk.ShouldNotBe(RiskClass.Manual);
        remediation.Summary.ShouldEndWith(".");
        remediation.UserNotice.ShouldEndWith(".");
        remediation.Writes.ShouldNotBeEmpty();
        remediation.Reads.Intersect(remediation.Writes, StringComparer.Ordinal).ShouldBeEmpty();
        remediation.Permissions.ShouldNotBeEmpty();
        remediation.Roles.ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Controls))]
    public void It_completes_the_control_of_the_demo_tenant_and_nothing_is_left_to_do(string control) => Completes(ExchangeTenant.Contoso, control);

    [Theory]
    [MemberData(nameof(Controls))]
    public void It_completes_the_control_whatever_setting_is_wrong(string control)
    {
        foreach (var (_, resource, property, wrong) in s_wrong.Where(wrong => wrong.Control == control))
        {
            var before = ExchangeTenant.Contoso.Set(resource, property, wrong);
            before.Judge(control).Outcome.ShouldNotBe(ControlOutcome.Completed, property);

            var plan = Completes(before, control);

            plan.IsDone.ShouldBeFalse(property);
        }
    }

    [Theory]
    [MemberData(nameof(Controls))]
    public void It_completes_the_control_when_everything_is_wrong(string control) => Completes(Wrong(), control).IsDone.ShouldBeFalse();

    [Fact]
    public void Where_all_controls_comply_nothing_is_proposed()
    {
        var tenant = s_controls.Aggregate(ExchangeTenant.Contoso, (snapshot, control) => ChangeProjection.Apply(snapshot, snapshot.Plan(control).Made()));

        foreach (string control in s_controls)
        {
            tenant.Judge(control).Outcome.ShouldBe(ControlOutcome.Completed, control);
            tenant.Plan(control, RemediationValues.None).Draft.Changes.ShouldBeEmpty(control);
        }
    }

    [Theory]
    [MemberData(nameof(Controls))]
    public void What_it_changes_is_taken_back_to_what_was(string control)
    {
        foreach (var before in new[] { ExchangeTenant.Contoso, Wrong() })
        {
            var plan = before.Plan(control);
            var made = plan.Made();
            var after = ChangeProjection.Apply(before, made);
            var back = ChangeProjection.Apply(after, made.Reverse().Where(change => change.Permanent is null).Select(change => change.Inverse()));

            foreach (string resource in plan.Remediation.Writes.Where(resource => before.StateOf(resource).Status == ResourceStatus.Collected))
            {
                var rows = ExchangeTenant.Rows(before, resource);
                ExchangeTenant.Rows(back, resource).Select(row => row.ToJsonString()).ShouldBe(rows.Select(row => row.ToJsonString()), resource);
                if (plan.Draft.Changes.Any(change => change.Resource == resource))
                    ExchangeTenant.Rows(after, resource).Select(row => row.ToJsonString()).ShouldNotBe(rows.Select(row => row.ToJsonString()), resource);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Controls))]
    public void It_owns_what_it_changes_and_what_takes_it_back_and_nothing_else(string control)
    {
        var remediation = ExchangeTenant.Find(control);
        TenantChange[] made = [.. ExchangeTenant.Contoso.Plan(control).Made(), .. Wrong().Plan(control).Made()];

        made.ShouldNotBeEmpty();
        foreach (var change in made.Concat(made.Select(change => change.Inverse())))
        {
            remediation.Owns(change).ShouldBeTrue(TenantChangeText.Write([change]));
            remediation.Owns(TenantChangeText.Read(TenantChangeText.Write([change])).Single()).ShouldBeTrue("as the journal has it");
            remediation.Owns(Moved(change)).ShouldBeFalse("another resource");
            foreach (var other in Foreign(change))
                remediation.Owns(other).ShouldBeFalse(TenantChangeText.Write([other]));
        }
    }

    [Theory]
    [MemberData(nameof(Controls))]
    public void It_touches_no_policy_of_Microsoft(string control)
    {
        foreach (var before in new[] { ExchangeTenant.Contoso, Wrong(), WrongPresets() })
        {
            var changed = before.Plan(control).Draft.Changes;
            foreach (var change in changed.OfType<SettingsChange>().Where(change => change.Identity is not null))
            {
                var row = ExchangeTenant.Rows(before, change.Resource).Single(row => row["Identity"]!.GetValue<string>() == change.Identity);
                ExchangeTenant.IsMicrosofts(row).ShouldBeFalse(change.Identity);
            }

            changed.ShouldNotContain(change => change.Resource.EndsWith("ProtectionPolicyRule", StringComparison.Ordinal) || change.Resource == Resources.AtpBuiltInProtectionRule);
        }
    }

    [Theory]
    [MemberData(nameof(ControlsOfPresets))]
    public void Users_of_a_preset_that_does_not_comply_are_told(string control)
    {
        var before = WrongPresets();
        var plan = before.Plan(control);

        plan.Draft.Warnings.ShouldContain(warning => warning.Contains("'Strict Preset Security Policy' decides for", StringComparison.Ordinal));
        ChangeProjection.Apply(before, plan.Made()).Judge(control).Outcome.ShouldBe(ControlOutcome.Partial);
    }

    [Theory]
    [MemberData(nameof(Controls))]
    public void It_changes_only_what_does_not_comply(string control)
    {
        var after = ChangeProjection.Apply(Wrong(), Wrong().Plan(control).Made());
        var wrong = s_wrong.Where(wrong => wrong.Control == control).Select(wrong => wrong.Property).Append("Enabled").Append("State").ToArray();

        foreach (var change in Wrong().Plan(control).Draft.Changes.OfType<SettingsChange>())
        {
            change.Settings.ShouldAllBe(setting => !setting.Former.SameAs(setting.Wanted));
            change.Settings.Select(setting => setting.Name).Except(wrong, StringComparer.Ordinal)
                .Except(["EnableMailboxIntelligence", "EnableMailboxIntelligenceProtection", "Enable", "IsDehydrated"], StringComparer.Ordinal).ShouldBeEmpty();
        }

        after.Plan(control).Draft.Changes.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Controls))]
    public void Without_the_licence_it_refuses_with_the_reason(string control)
    {
        var before = Wrong().With(Resources.SubscribedSkus, JsonNode.Parse("""{"skuId": "1", "skuPartNumber": "NONE", "capabilityStatus": "Enabled", "servicePlans": []}""")!);
        var request = new RemediationRequest(new TenantEvidence(before)) { ControlId = control, Values = ExchangeTenant.Given(control) };

        var refusal = Should.Throw<SecureScoreException>(() => ExchangeTenant.Find(control).Plan(request));

        refusal.ErrorId.ShouldBe(ErrorIds.RemediationNotPossible);
        refusal.Message.ShouldContain(ControlCatalog.LicenceGates[ControlCatalog.Default.GetControl(control).Licence!].DisplayName);
    }

    [Theory]
    [MemberData(nameof(Controls))]
    public void Without_the_evidence_it_fails(string control)
    {
        var remediation = ExchangeTenant.Find(control);
        using var tenant = new TestTenant();

        Should.Throw<EvidenceUnavailableException>(() => remediation.Plan(new RemediationRequest(new TenantEvidence(tenant.OpenInMemory())) { ControlId = control }));
    }

    private static RemediationPlan Completes(TenantSnapshot before, string control)
    {
        var plan = before.Plan(control);
        var after = ChangeProjection.Apply(before, plan.Made());

        var judged = after.Judge(control);
        judged.Outcome.ShouldBe(ControlOutcome.Completed, $"{judged.ImplementationStatus} {judged.Explanation} {string.Join(' ', plan.Draft.Warnings)}");
        plan.ExpectedPoints.ShouldBe(judged.Points);
        plan.Draft.ForWhom.ShouldBe(plan.IsDone ? null : plan.Draft.ForWhom ?? "someone");
        after.Plan(control).Draft.Changes.ShouldBeEmpty("a second run changes nothing");
        return plan;
    }

    private static TenantSnapshot Wrong() => s_wrong.Where(wrong => wrong.Property != "SetSCL")
        .Aggregate(ExchangeTenant.Contoso, (snapshot, wrong) => snapshot.Set(wrong.Resource, wrong.Property, wrong.Wrong));

    private static TenantSnapshot WrongPresets() => s_wrong.Where(wrong => wrong.Resource.EndsWith("Policy", StringComparison.Ordinal))
        .Aggregate(ExchangeTenant.Contoso, (snapshot, wrong) => snapshot.Change(wrong.Resource, row => row[wrong.Property] = JsonNode.Parse(wrong.Wrong)));

    private static TenantChange Moved(TenantChange change) => change with { Resource = Resources.MalwareFilterRule };

    private static IEnumerable<TenantChange> Foreign(TenantChange change)
    {
        switch (change)
        {
            case SettingsChange settings:
                yield return settings with { Settings = [] };
                yield return settings with { Settings = [.. settings.Settings, new SettingChange("DomainType", SettingValue.Nothing, SettingValue.Of("x"))] };
                yield return settings with { Identity = settings.Identity is null ? "Default" : null };
                yield return new ObjectRemoval(settings.Resource, settings.Identity ?? "Default", SettingValue.Group(("Name", SettingValue.Of("Default"))));
                break;
            case ObjectCreation creation:
                yield return creation with { Content = creation.Content.With("Redirect", SettingValue.Of(true)) };
                yield return creation with { Content = creation.Content.With("Name", SettingValue.Of("Somebody's policy")) };
                break;
            case ObjectRemoval removal:
                yield return removal with { Content = removal.Content.With("Name", SettingValue.Of("Somebody's policy")) };
                break;
            default:
                break;
        }
    }
}

using SecureScore.Engine.Controls;
using SecureScore.Engine.Controls.Mail;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Mail;

public class MailControlTests
{
    private const string Spam = Resources.ContentFilterPolicy;
    private const string Malware = Resources.MalwareFilterPolicy;
    private const string Phish = Resources.AntiPhishPolicy;
    private const string Links = Resources.SafeLinksPolicy;
    private const string Attachments = Resources.SafeAttachmentPolicy;
    private const string Outbound = Resources.OutboundSpamPolicy;

    private const string GoodPhish =
        """ "PhishThresholdLevel":2,"EnableMailboxIntelligence":true,"EnableMailboxIntelligenceProtection":true,"EnableSpoofIntelligence":true """;

    private const string GoodNotice =
        """ "NotifyOutboundSpam":true,"NotifyOutboundSpamRecipients":["a@x.com"],"BccSuspiciousOutboundMail":true,"BccSuspiciousOutboundAdditionalRecipients":["a@x.com"] """;

    /// <summary>Control, policies, the settings of the policy for everyone, whether it complies (null: open), the findings.</summary>
    public static TheoryData<string, string, string, bool?, string> Values { get; } = new()
    {
        // Inbound anti-spam.
        { "mdo_spamaction", Spam, """ "SpamAction":"MoveToJmf" """, true, "" },
        { "mdo_spamaction", Spam, """ "SpamAction":"quarantine" """, true, "" },
        { "mdo_spamaction", Spam, """ "spamaction":"AddXHeader" """, false, "" },
        { "mdo_spamaction", Spam, """ "SpamAction":"Redirect" """, false, "" },
        { "mdo_spamaction", Spam, """ "SpamAction":"NoAction" """, false, "" },
        { "mdo_spamaction", Spam, """ "SpamAction":"Shred" """, null, "" },
        { "mdo_spamaction", Spam, """ "SpamAction":"" """, null, "" },
        { "mdo_highconfidencespamaction", Spam, """ "HighConfidenceSpamAction":"Quarantine" """, true, "" },
        { "mdo_highconfidencespamaction", Spam, """ "HighConfidenceSpamAction":"MoveToJmf" """, false, "" },
        { "mdo_highconfidencespamaction", Spam, """ "HighConfidenceSpamAction":"Shred" """, null, "" },
        { "mdo_phisspamacation", Spam, """ "PhishSpamAction":"Quarantine" """, true, "" },
        { "mdo_phisspamacation", Spam, """ "PhishSpamAction":"MoveToJmf" """, false, "" },
        { "mdo_highconfidencephishaction", Spam, """ "HighConfidencePhishAction":"Quarantine" """, true, "" },
        { "mdo_highconfidencephishaction", Spam, """ "HighConfidencePhishAction":"Redirect" """, false, "" },
        { "mdo_bulkspamaction", Spam, """ "BulkSpamAction":"MoveToJmf" """, true, "" },
        { "mdo_bulkspamaction", Spam, """ "BulkSpamAction":"Quarantine" """, true, "BulkQuarantine" },
        { "mdo_bulkspamaction", Spam, """ "BulkSpamAction":"ModifySubject" """, false, "" },
        { "mdo_bulkthreshold", Spam, """ "BulkThreshold":1 """, true, "" },
        { "mdo_bulkthreshold", Spam, """ "BulkThreshold":6 """, true, "" },
        { "mdo_bulkthreshold", Spam, """ "BulkThreshold":"6" """, true, "" },
        { "mdo_bulkthreshold", Spam, """ "BulkThreshold":7 """, false, "" },
        { "mdo_bulkthreshold", Spam, """ "BulkThreshold":9 """, false, "" },
        { "mdo_bulkthreshold", Spam, """ "BulkThreshold":0 """, null, "" },
        { "mdo_bulkthreshold", Spam, """ "BulkThreshold":10 """, null, "" },
        { "mdo_bulkthreshold", Spam, """ "BulkThreshold":5.5 """, null, "" },
        { "mdo_bulkthreshold", Spam, """ "BulkThreshold":6,"MarkAsSpamBulkMail":"On" """, true, "" },
        { "mdo_bulkthreshold", Spam, """ "BulkThreshold":6,"MarkAsSpamBulkMail":"Off" """, true, "WithoutEffect" },
        { "mdo_quarantineretentionperiod", Spam, """ "QuarantineRetentionPeriod":30 """, true, "" },
        { "mdo_quarantineretentionperiod", Spam, """ "QuarantineRetentionPeriod":"30" """, true, "" },
        { "mdo_quarantineretentionperiod", Spam, """ "QuarantineRetentionPeriod":29 """, false, "" },
        { "mdo_quarantineretentionperiod", Spam, """ "QuarantineRetentionPeriod":15 """, false, "" },
        { "mdo_quarantineretentionperiod", Spam, """ "QuarantineRetentionPeriod":31 """, null, "" },
        { "mdo_zapspam", Spam, """ "SpamZapEnabled":true """, true, "" },
        { "mdo_zapspam", Spam, """ "SpamZapEnabled":"True" """, true, "" },
        { "mdo_zapspam", Spam, """ "SpamZapEnabled":false """, false, "" },
        { "mdo_zapphish", Spam, """ "PhishZapEnabled":true """, true, "" },
        { "mdo_zapphish", Spam, """ "PhishZapEnabled":"FALSE" """, false, "" },
        { "mdo_allowedsenderscombined", Spam, """ "AllowedSenders":[],"AllowedSenderDomains":[] """, true, "" },
        { "mdo_allowedsenderscombined", Spam, """ "AllowedSenders":null,"AllowedSenderDomains":null """, true, "" },
        { "mdo_allowedsenderscombined", Spam, """ "AllowedSenders":"","AllowedSenderDomains":"" """, true, "" },
        { "mdo_allowedsenderscombined", Spam, """ "AllowedSenders":["a@x.com"],"AllowedSenderDomains":[] """, false, "" },
        { "mdo_allowedsenderscombined", Spam, """ "AllowedSenders":[],"AllowedSenderDomains":["x.com"] """, false, "" },
        { "mdo_allowedsenderscombined", Spam, """ "AllowedSenders":[{"Sender":{"Address":"a@x.com"}}],"AllowedSenderDomains":[{"Domain":"x.com"}] """, false, "" },
        { "mdo_allowedsenderscombined", Spam, """ "AllowedSenders":"a@x.com","AllowedSenderDomains":[] """, false, "" },
        // Anti-malware.
        { "mdo_zapmalware", Malware, """ "ZapEnabled":true """, true, "" },
        { "mdo_zapmalware", Malware, """ "ZapEnabled":false """, false, "" },
        { "mdo_commonattachmentsfilter", Malware, """ "EnableFileFilter":true """, true, "" },
        { "mdo_commonattachmentsfilter", Malware, """ "EnableFileFilter":false """, false, "" },
        // Anti-phishing.
        { "mdo_phishthresholdlevel", Phish, """ "PhishThresholdLevel":1 """, false, "" },
        { "mdo_phishthresholdlevel", Phish, """ "PhishThresholdLevel":2 """, true, "" },
        { "mdo_phishthresholdlevel", Phish, """ "PhishThresholdLevel":"3" """, true, "" },
        { "mdo_phishthresholdlevel", Phish, """ "PhishThresholdLevel":4 """, true, "HighestThreshold" },
        { "mdo_phishthresholdlevel", Phish, """ "PhishThresholdLevel":0 """, null, "" },
        { "mdo_phishthresholdlevel", Phish, """ "PhishThresholdLevel":5 """, null, "" },
        { "mdo_phishthresholdlevel", Phish, """ "Enabled":true,"PhishThresholdLevel":2 """, true, "" },
        { "mdo_phishthresholdlevel", Phish, """ "Enabled":false,"PhishThresholdLevel":2 """, false, "" },
        { "mdo_phishthresholdlevel", Phish, """ "Enabled":"False","PhishThresholdLevel":2 """, false, "" },
        { "mdo_enablemailboxintelligence", Phish, """ "EnableMailboxIntelligence":true """, true, "" },
        { "mdo_enablemailboxintelligence", Phish, """ "EnableMailboxIntelligence":false """, false, "" },
        { "mdo_mailboxintelligenceprotection", Phish, """ "EnableMailboxIntelligenceProtection":true """, true, "" },
        { "mdo_mailboxintelligenceprotection", Phish, """ "EnableMailboxIntelligenceProtection":true,"EnableMailboxIntelligence":false """, true, "WithoutEffect" },
        { "mdo_mailboxintelligenceprotection", Phish, """ "EnableMailboxIntelligenceProtection":false,"EnableMailboxIntelligence":false """, false, "" },
        { "mdo_mailboxintelligenceprotectionaction", Phish, """ "MailboxIntelligenceProtectionAction":"Quarantine" """, true, "" },
        { "mdo_mailboxintelligenceprotectionaction", Phish, """ "MailboxIntelligenceProtectionAction":"MoveToJmf" """, true, "" },
        { "mdo_mailboxintelligenceprotectionaction", Phish, """ "MailboxIntelligenceProtectionAction":"NoAction" """, false, "" },
        { "mdo_mailboxintelligenceprotectionaction", Phish, """ "MailboxIntelligenceProtectionAction":"BccMessage" """, false, "" },
        { "mdo_mailboxintelligenceprotectionaction", Phish, """ "MailboxIntelligenceProtectionAction":"Quarantine","EnableMailboxIntelligenceProtection":false """, true, "WithoutEffect" },
        { "mdo_enabledomainstoprotect", Phish, """ "EnableOrganizationDomainsProtection":true,"EnableTargetedDomainsProtection":true """, true, "" },
        { "mdo_enabledomainstoprotect", Phish, """ "EnableOrganizationDomainsProtection":true,"EnableTargetedDomainsProtection":false """, false, "DomainsPartlyProtected" },
        { "mdo_enabledomainstoprotect", Phish, """ "EnableOrganizationDomainsProtection":false,"EnableTargetedDomainsProtection":true """, false, "DomainsPartlyProtected" },
        { "mdo_enabledomainstoprotect", Phish, """ "EnableOrganizationDomainsProtection":false,"EnableTargetedDomainsProtection":false """, false, "" },
        { "mdo_targeteddomainprotectionaction", Phish, """ "TargetedDomainProtectionAction":"Quarantine" """, true, "" },
        { "mdo_targeteddomainprotectionaction", Phish, """ "TargetedDomainProtectionAction":"MoveToJmf" """, false, "" },
        { "mdo_targeteddomainprotectionaction", Phish, """ "TargetedDomainProtectionAction":"Quarantine","EnableTargetedDomainsProtection":false,"EnableOrganizationDomainsProtection":true """, true, "" },
        { "mdo_targeteddomainprotectionaction", Phish, """ "TargetedDomainProtectionAction":"Quarantine","EnableTargetedDomainsProtection":false,"EnableOrganizationDomainsProtection":false """, true, "WithoutEffect" },
        { "mdo_targetedusersprotection", Phish, """ "EnableTargetedUserProtection":true,"TargetedUsersToProtect":["Ada;ada@contoso.com"] """, true, "" },
        { "mdo_targetedusersprotection", Phish, """ "EnableTargetedUserProtection":true,"TargetedUsersToProtect":[] """, false, "" },
        { "mdo_targetedusersprotection", Phish, """ "EnableTargetedUserProtection":true,"TargetedUsersToProtect":null """, false, "" },
        { "mdo_targetedusersprotection", Phish, """ "EnableTargetedUserProtection":false,"TargetedUsersToProtect":["Ada;ada@contoso.com"] """, false, "" },
        { "mdo_targeteduserprotectionaction", Phish, """ "TargetedUserProtectionAction":"Quarantine" """, true, "" },
        { "mdo_targeteduserprotectionaction", Phish, """ "TargetedUserProtectionAction":"Delete" """, false, "" },
        { "mdo_targeteduserprotectionaction", Phish, """ "TargetedUserProtectionAction":"Quarantine","EnableTargetedUserProtection":false """, true, "WithoutEffect" },
        { "mdo_similaruserssafetytips", Phish, """ "EnableSimilarUsersSafetyTips":true """, true, "" },
        { "mdo_similaruserssafetytips", Phish, """ "EnableSimilarUsersSafetyTips":false """, false, "" },
        { "mdo_similardomainssafetytips", Phish, """ "EnableSimilarDomainsSafetyTips":true """, true, "" },
        { "mdo_similardomainssafetytips", Phish, """ "EnableSimilarDomainsSafetyTips":false """, false, "" },
        { "mdo_unusualcharacterssafetytips", Phish, """ "EnableUnusualCharactersSafetyTips":true """, true, "" },
        { "mdo_unusualcharacterssafetytips", Phish, """ "EnableUnusualCharactersSafetyTips":false """, false, "" },
        { "mdo_antiphishingpolicies", Phish, GoodPhish, true, "" },
        { "mdo_antiphishingpolicies", Phish, GoodPhish + ""","PhishThresholdLevel":1 """, false, "" },
        { "mdo_antiphishingpolicies", Phish, GoodPhish + ""","PhishThresholdLevel":9 """, null, "" },
        { "mdo_antiphishingpolicies", Phish, GoodPhish + ""","PhishThresholdLevel":9,"EnableSpoofIntelligence":false """, false, "" },
        { "mdo_antiphishingpolicies", Phish, GoodPhish + ""","EnableMailboxIntelligence":false """, false, "" },
        { "mdo_antiphishingpolicies", Phish, GoodPhish + ""","EnableMailboxIntelligenceProtection":false """, false, "" },
        { "mdo_antiphishingpolicies", Phish, GoodPhish + ""","EnableSpoofIntelligence":false """, false, "" },
        { "mdo_antiphishingpolicies", Phish, GoodPhish + ""","EnableTargetedUserProtection":false """, true, "UsersNotProtected" },
        { "mdo_antiphishingpolicies", Phish, GoodPhish + ""","EnableOrganizationDomainsProtection":false,"EnableTargetedDomainsProtection":false """, true, "DomainsNotProtected" },
        // Safe Links and Safe Attachments, by the built-in protection.
        { "mdo_safelinksforemail", Links, """ "EnableSafeLinksForEmail":true """, true, "" },
        { "mdo_safelinksforemail", Links, """ "EnableSafeLinksForEmail":false """, false, "" },
        { "mdo_safelinksforemail", Links, """ "EnableSafeLinksForEmail":true,"EnableForInternalSenders":true,"AllowClickThrough":false,"DisableUrlRewrite":false,"ScanUrls":true,"DeliverMessageAfterScan":true """, true, "" },
        { "mdo_safelinksforemail", Links, """ "EnableSafeLinksForEmail":true,"EnableForInternalSenders":false """, true, "InternalSendersNotChecked" },
        { "mdo_safelinksforemail", Links, """ "EnableSafeLinksForEmail":true,"AllowClickThrough":"true" """, true, "ClickThroughAllowed" },
        { "mdo_safelinksforemail", Links, """ "EnableSafeLinksForEmail":true,"DisableUrlRewrite":true """, true, "LinksNotRewritten" },
        { "mdo_safelinksforemail", Links, """ "EnableSafeLinksForEmail":true,"ScanUrls":false """, true, "LinksNotScanned" },
        { "mdo_safelinksforemail", Links, """ "EnableSafeLinksForEmail":true,"DeliverMessageAfterScan":false """, true, "DeliveredBeforeScan" },
        { "mdo_safelinksforOfficeApps", Links, """ "EnableSafeLinksForOffice":true """, false, "" },
        { "mdo_safelinksforOfficeApps", Links, """ "EnableSafeLinksForOffice":false """, false, "" },
        { "mdo_safeattachments", Attachments, """ "Enable":true,"Action":"Block" """, true, "" },
        { "mdo_safeattachments", Attachments, """ "Enable":true,"Action":"DynamicDelivery" """, false, "DynamicDelivery" },
        { "mdo_safeattachments", Attachments, """ "Enable":true,"Action":"Replace" """, false, "" },
        { "mdo_safeattachments", Attachments, """ "Enable":true,"Action":"Allow" """, false, "" },
        { "mdo_safeattachments", Attachments, """ "Enable":true,"Action":"Shred" """, null, "" },
        { "mdo_safeattachments", Attachments, """ "Enable":false,"Action":"Block" """, false, "" },
        { "mdo_safeattachments", Attachments, """ "Enable":false,"Action":"DynamicDelivery" """, false, "" },
        { "mdo_safeattachments", Attachments, """ "Enable":false,"Action":"Shred" """, false, "" },
        { "mdo_safeattachmentpolicy", Attachments, """ "Enable":true,"Action":"Block" """, true, "OnlyBuiltInProtection" },
        { "mdo_safeattachmentpolicy", Attachments, """ "Enable":true,"Action":"Allow" """, true, "OnlyBuiltInProtection,OnlyMonitoring" },
        { "mdo_safeattachmentpolicy", Attachments, """ "Enable":"false","Action":"Block" """, false, "OnlyBuiltInProtection" },
        { "mdo_safeattachmentpolicy", Attachments, """ "Enable":false,"Action":"Allow" """, false, "OnlyBuiltInProtection" },
        // Outbound mail.
        { "mdo_autoforwardingmode", Outbound, """ "AutoForwardingMode":"Automatic" """, true, "AutomaticMode" },
        { "mdo_autoforwardingmode", Outbound, """ "AutoForwardingMode":"off" """, true, "" },
        { "mdo_autoforwardingmode", Outbound, """ "AutoForwardingMode":"On" """, false, "" },
        { "mdo_autoforwardingmode", Outbound, """ "AutoForwardingMode":"Sometimes" """, null, "" },
        { "mdo_blockmailforward", Outbound, """ "AutoForwardingMode":"Off" """, true, "" },
        { "mdo_blockmailforward", Outbound, """ "AutoForwardingMode":"Automatic" """, false, "" },
        { "mdo_blockmailforward", Outbound, """ "AutoForwardingMode":"On" """, false, "" },
        { "mdo_blockmailforward", Outbound, """ "AutoForwardingMode":"Sometimes" """, null, "" },
        { "mdo_recipientexternallimitperhour", Outbound, """ "RecipientLimitExternalPerHour":0 """, true, "ServiceDefaultLimit" },
        { "mdo_recipientexternallimitperhour", Outbound, """ "RecipientLimitExternalPerHour":1 """, true, "" },
        { "mdo_recipientexternallimitperhour", Outbound, """ "RecipientLimitExternalPerHour":"500" """, true, "" },
        { "mdo_recipientexternallimitperhour", Outbound, """ "RecipientLimitExternalPerHour":501 """, false, "" },
        { "mdo_recipientexternallimitperhour", Outbound, """ "RecipientLimitExternalPerHour":10000 """, false, "" },
        { "mdo_recipientexternallimitperhour", Outbound, """ "RecipientLimitExternalPerHour":10001 """, null, "" },
        { "mdo_recipientexternallimitperhour", Outbound, """ "RecipientLimitExternalPerHour":-1 """, null, "" },
        { "mdo_recipientinternallimitperhour", Outbound, """ "RecipientLimitInternalPerHour":0 """, true, "ServiceDefaultLimit" },
        { "mdo_recipientinternallimitperhour", Outbound, """ "RecipientLimitInternalPerHour":1000 """, true, "" },
        { "mdo_recipientinternallimitperhour", Outbound, """ "RecipientLimitInternalPerHour":1001 """, false, "" },
        { "mdo_recipientlimitperday", Outbound, """ "RecipientLimitPerDay":"0" """, true, "ServiceDefaultLimit" },
        { "mdo_recipientlimitperday", Outbound, """ "RecipientLimitPerDay":1000 """, true, "" },
        { "mdo_recipientlimitperday", Outbound, """ "RecipientLimitPerDay":1001 """, false, "" },
        { "mdo_thresholdreachedaction", Outbound, """ "ActionWhenThresholdReached":"BlockUser" """, true, "" },
        { "mdo_thresholdreachedaction", Outbound, """ "ActionWhenThresholdReached":"BlockUserForToday" """, false, "BlockedForADay" },
        { "mdo_thresholdreachedaction", Outbound, """ "ActionWhenThresholdReached":"Alert" """, false, "" },
        { "mdo_thresholdreachedaction", Outbound, """ "ActionWhenThresholdReached":"Wave" """, null, "" },
        { "mdo_spam_notifications_only_for_admins", Outbound, GoodNotice, true, "" },
        { "mdo_spam_notifications_only_for_admins", Outbound, GoodNotice + ""","NotifyOutboundSpam":false """, false, "" },
        { "mdo_spam_notifications_only_for_admins", Outbound, GoodNotice + ""","NotifyOutboundSpamRecipients":[] """, false, "" },
        { "mdo_spam_notifications_only_for_admins", Outbound, GoodNotice + ""","BccSuspiciousOutboundMail":false """, false, "" },
        { "mdo_spam_notifications_only_for_admins", Outbound, GoodNotice + ""","BccSuspiciousOutboundAdditionalRecipients":null """, false, "" },
    };

    public static TheoryData<string> Controls { get; } = [.. ControlEvaluators.All.OfType<MailControl>().Select(control => control.ControlId)];

    [Theory]
    [MemberData(nameof(Values))]
    public void The_value_decides(string controlId, string policies, string settings, bool? complies, string findings)
    {
        using var tenant = Tenant(policies, settings);

        var verdict = tenant.Evaluate(controlId);

        if (complies is null)
        {
            verdict.Reason.ShouldBe(NotEvaluatedReason.SourceFailed);
            verdict.Explanation.ShouldContain(policies is Links or Attachments ? "'Built-In Protection Policy'" : "'Default'");
            verdict.Explanation.ShouldContain("unknown here");
            return;
        }

        verdict.ShouldHaveCounted(complies.Value ? 1 : 0, 1);
        verdict.ShouldHaveFound(findings);
        verdict.ShouldExplainItself();
        foreach (var item in verdict.Items?.Invoke() ?? [])
            item.Policy.ShouldBe(policies is Links or Attachments ? "Built-In Protection Policy" : "Default");
    }

    [Fact]
    public void Every_control_has_values()
    {
        var tested = Values.Select(row => (string)row[0]).ToHashSet(StringComparer.Ordinal);

        ControlEvaluators.All.OfType<MailControl>().Select(control => control.ControlId).Except(tested, StringComparer.Ordinal).ShouldBeEmpty();
        tested.Count.ShouldBe(35);
    }

    [Theory]
    [MemberData(nameof(Controls))]
    public void A_policy_without_the_setting_is_not_judged(string controlId)
    {
        string policies = ControlEvaluators.Find(controlId)!.Evidence[0];
        using var tenant = Tenant(policies, "");

        tenant.ShouldNotEvaluate(controlId, policies);
    }

    [Theory]
    [MemberData(nameof(Controls))]
    public void A_tenant_without_mail_is_not_judged(string controlId)
    {
        using var tenant = TestTenant.WithMail().Mailbox("gus", type: "Guest").Mailbox("eve", mail: "").Mailbox("pat", licences: ["P1"]);

        tenant.ShouldNotEvaluate(controlId, Resources.Users);
    }

    [Theory]
    [MemberData(nameof(Controls))]
    public void Every_resource_that_decides_must_be_there(string controlId)
    {
        var rule = ControlEvaluators.Find(controlId)!;
        string policies = rule.Evidence[0];
        string settings = (string)Values.First(row => (string)row[0] == controlId && row[3] is not null)[2];
        foreach (string resource in rule.Evidence.TakeWhile(resource => resource != Resources.Users).Append(Resources.Users))
        {
            // Neither the built-in protection nor its absence protects Office apps.
            if (controlId == "mdo_safelinksforOfficeApps" && resource == Resources.AtpBuiltInProtectionRule)
                continue;

            using var tenant = Tenant(policies, settings).WithState(resource, ResourceStatus.Denied, "403", "Exchange.ManageAsApp");

            var result = tenant.Judge(controlId);

            result.Reason.ShouldBe(NotEvaluatedReason.PermissionMissing, resource);
            result.Explanation.ShouldNotBeNull().ShouldContain(resource);
        }
    }

    [Fact]
    public void The_explanation_names_the_policies_in_their_order_and_how_many_users_each_covers()
    {
        using var tenant = TestTenant.WithMail().Mailboxes(200)
            .MailPolicy(Spam, "Strict17", """ "BulkThreshold":5 """)
            .MailRule(Resources.EopProtectionPolicyRule, "Strict Preset Security Policy", """ "HostedContentFilterPolicy":"Strict17","SentToMemberOf":["vip@contoso.com"] """)
            .MailGroup("vip", [.. Enumerable.Range(1, 41).Select(number => $"user{number}")])
            .MailPolicy(Spam, "Nobody's", """ "BulkThreshold":9 """)
            .MailRule(Resources.ContentFilterRule, "Nobody", """ "HostedContentFilterPolicy":"Nobody's","Priority":0,"SentToMemberOf":["vip@contoso.com"] """)
            .DefaultPolicy(Spam, """ "BulkThreshold":7 """);

        var verdict = tenant.Evaluate("mdo_bulkthreshold");

        verdict.ShouldHaveCounted(41, 200);
        verdict.Explanation.ShouldBe("Strict Preset Security Policy: 41 users (20.5 %), complies. Default: 159 users (79.5 %), BulkThreshold is 7.");
        verdict.ImplementationStatus.ShouldBe("You have 41 of 200 users for whom BulkThreshold is 6 or lower.");
        var item = verdict.Items!().First();
        item.UserPrincipalName.ShouldBe("user42@contoso.com");
        item.Kind.ShouldBe(EvidenceKind.User);
        item.Id.ShouldBe(TestTenant.Id("user42"));
        item.Setting.ShouldBe("BulkThreshold");
        item.Actual.ShouldBe("7");
        item.Expected.ShouldBe("6 or lower");
        item.Policy.ShouldBe("Default");
        item.Reason.ShouldBe("The anti-spam policy 'Default' decides for this user, and its BulkThreshold is 7.");
        verdict.Items!().Count().ShouldBe(159);
    }

    [Fact]
    public void A_policy_that_does_not_tell_whether_it_is_on_is_not_judged()
    {
        using var tenant = Tenant(Phish, """ "Enabled":null,"PhishThresholdLevel":2 """);

        tenant.ShouldNotEvaluate("mdo_phishthresholdlevel", Phish);
    }

    [Fact]
    public void Of_much_that_is_open_some_is_told()
    {
        using var tenant = TestTenant.WithMail().Mailbox("ada").DefaultPolicy(Spam, """ "BulkThreshold":6 """).MailPolicy(Spam, "A", """ "BulkThreshold":7 """);
        for (int number = 0; number < 12; number++)
            tenant.MailRule(Resources.ContentFilterRule, $"R{number}", $""" "HostedContentFilterPolicy":"A","Priority":{number},"SentToMemberOf":["dynamic@contoso.com"] """);

        var verdict = tenant.Evaluate("mdo_bulkthreshold");

        verdict.Explanation.ShouldStartWith("Between 0 and 1 of 1 users for whom BulkThreshold is 6 or lower: ");
        verdict.Explanation.ShouldEndWith("which rule 'R9' names; and 2 more.");
    }

    [Fact]
    public void Of_several_settings_those_that_fail_are_told()
    {
        using var tenant = Tenant(Phish, GoodPhish + ""","PhishThresholdLevel":1,"EnableSpoofIntelligence":false """);

        var verdict = tenant.Evaluate("mdo_antiphishingpolicies");

        verdict.Explanation.ShouldBe("Default: 1 user (100 %), PhishThresholdLevel is 1 and EnableSpoofIntelligence is False.");
        var item = verdict.Items!().ShouldHaveSingleItem();
        item.Setting.ShouldBe("PhishThresholdLevel, EnableSpoofIntelligence");
        item.Actual.ShouldBe("1, False");
        item.Expected.ShouldBe("2 or higher, True");
    }

    [Theory]
    [InlineData("mdo_antiphishingpolicies", Phish, GoodPhish + ""","PhishThresholdLevel":1,"EnableMailboxIntelligence":false,"EnableSpoofIntelligence":false """,
        "Default: 1 user (100 %), PhishThresholdLevel is 1, EnableMailboxIntelligence is False and EnableSpoofIntelligence is False.")]
    [InlineData("mdo_allowedsenderscombined", Spam, """ "AllowedSenders":["a@x.com"],"AllowedSenderDomains":["x.com","y.com"] """,
        "Default: 1 user (100 %), AllowedSenderDomains has 2 entries and AllowedSenders has 1 entry.")]
    [InlineData("mdo_targetedusersprotection", Phish, """ "EnableTargetedUserProtection":true,"TargetedUsersToProtect":[] """,
        "Default: 1 user (100 %), TargetedUsersToProtect has no entries.")]
    public void The_explanation_is_a_sentence(string controlId, string policies, string settings, string explanation)
    {
        using var tenant = Tenant(policies, settings);

        tenant.Evaluate(controlId).Explanation.ShouldBe(explanation);
    }

    [Theory]
    [InlineData(10, "P10: 1 user (8.3 %), BulkThreshold is 7. 1 more policy decides for others (1 complies).")]
    [InlineData(11, "P10: 1 user (8.3 %), BulkThreshold is 7. 2 more policies decide for others (1 complies).")]
    public void Many_policies_are_told_in_short(int rules, string end)
    {
        using var tenant = TestTenant.WithMail().Mailboxes(12).DefaultPolicy(Spam, """ "BulkThreshold":6 """);
        for (int number = 1; number <= rules; number++)
        {
            tenant.MailPolicy(Spam, $"P{number}", """ "BulkThreshold":7 """).MailRule(
                Resources.ContentFilterRule, $"R{number}", $""" "HostedContentFilterPolicy":"P{number}","Priority":{number},"SentTo":["user{number}@contoso.com"] """);
        }

        var verdict = tenant.Evaluate("mdo_bulkthreshold");

        verdict.ShouldHaveCounted(12 - rules, 12);
        verdict.Explanation.ShouldEndWith(end);
    }

    [Theory]
    // Whoever may be in the group has a policy that complies, either way.
    [InlineData(5, 6, 2)]
    // Whoever may be in the group has one that does not, either way.
    [InlineData(7, 8, 0)]
    [InlineData(5, 7, null)]
    [InlineData(7, 5, null)]
    public void Members_that_are_unknown_matter_only_where_the_policies_differ(int rule, int others, int? compliant)
    {
        using var tenant = TestTenant.WithMail().Mailboxes(2)
            .MailPolicy(Spam, "A", $""" "BulkThreshold":{rule} """)
            .MailRule(Resources.ContentFilterRule, "Rule A", """ "HostedContentFilterPolicy":"A","Priority":0,"SentToMemberOf":["dynamic@contoso.com"] """)
            .DefaultPolicy(Spam, $""" "BulkThreshold":{others} """);

        var verdict = tenant.Evaluate("mdo_bulkthreshold");

        verdict.Reason.ShouldBe(compliant is null ? NotEvaluatedReason.NotCollected : null);
        verdict.CompliantCount.ShouldBe(compliant ?? 0);
        if (compliant is null)
            verdict.Explanation.ShouldContain("group 'dynamic@contoso.com'");
        else
            verdict.ShouldExplainItself();
    }

    [Theory]
    [InlineData(""" "HostedContentFilterPolicy":"Gone","Priority":0 """, "'Gone', which does not exist")]
    [InlineData(""" "Priority":0 """, "names no anti-spam policy")]
    [InlineData(""" "HostedContentFilterPolicy":null,"Priority":0 """, "names no anti-spam policy")]
    public void A_rule_whose_policy_is_gone_leaves_the_control_open(string rule, string explanation)
    {
        using var tenant = Tenant(Spam, """ "SpamZapEnabled":true """).MailRule(Resources.ContentFilterRule, "Rule A", rule);

        var verdict = tenant.Evaluate("mdo_zapspam");

        verdict.Reason.ShouldBe(NotEvaluatedReason.SourceFailed);
        verdict.Explanation.ShouldContain(explanation);
        verdict.Explanation.ShouldContain("1 user");
    }

    [Fact]
    public void A_rule_whose_policy_is_gone_is_a_finding_where_it_covers_nobody()
    {
        using var tenant = Tenant(Spam, """ "SpamZapEnabled":true """)
            .MailGroup("empty", "a device")
            .MailRule(Resources.ContentFilterRule, "Rule A", """ "HostedContentFilterPolicy":"Gone","Priority":0,"SentToMemberOf":["empty@contoso.com"] """);

        var verdict = tenant.Evaluate("mdo_zapspam");

        verdict.ShouldHaveCounted(1, 1);
        verdict.ShouldHaveFound("DeletedPolicy");
    }

    [Fact]
    public void An_unknown_value_of_a_policy_that_covers_nobody_does_not_matter()
    {
        using var tenant = Tenant(Spam, """ "BulkThreshold":6 """).MailPolicy(Spam, "A", """ "BulkThreshold":12 """);

        tenant.Evaluate("mdo_bulkthreshold").ShouldHaveCounted(1, 1);
    }

    [Theory]
    [InlineData("mdo_safelinksforemail", Links, Resources.SafeLinksRule, "SafeLinksPolicy", """ "EnableSafeLinksForEmail":true """)]
    [InlineData("mdo_safeattachments", Attachments, Resources.SafeAttachmentRule, "SafeAttachmentPolicy", """ "Enable":true,"Action":"Block" """)]
    [InlineData("mdo_safeattachmentpolicy", Attachments, Resources.SafeAttachmentRule, "SafeAttachmentPolicy", """ "Enable":true,"Action":"Block" """)]
    public void Whoever_is_left_out_of_the_built_in_protection_has_no_policy(string controlId, string policies, string rules, string property, string settings)
    {
        using var tenant = TestTenant.WithMail().Mailboxes(4).BuiltInPolicy(policies, settings)
            .MailPolicy(policies, "A", settings)
            .MailRule(rules, "Rule A", $""" "{property}":"A","Priority":0,"SentTo":["user1@contoso.com"] """)
            .MailRule(Resources.AtpBuiltInProtectionRule, "Built-In", """ "ExceptIfSentTo":["user1@contoso.com","user2@contoso.com"] """);

        var verdict = tenant.Evaluate(controlId);

        verdict.ShouldHaveCounted(3, 4);
        verdict.Explanation.ShouldBe(
            "A: 1 user (25 %), complies. Built-In Protection Policy: 2 users (50 %), complies. No policy: 1 user (25 %), nothing protects them.");
        var item = verdict.Items!().ShouldHaveSingleItem();
        item.UserPrincipalName.ShouldBe("user2@contoso.com");
        item.Policy.ShouldBeNull();
        item.Actual.ShouldBe("None");
    }

    [Fact]
    public void Safe_Links_for_Office_counts_by_a_preset_or_a_rule_only()
    {
        using var tenant = TestTenant.WithMail().Mailboxes(3).BuiltInPolicy(Links, """ "EnableSafeLinksForOffice":true """)
            .MailPolicy(Links, "Standard17", """ "EnableSafeLinksForOffice":true """)
            .MailPolicy(Links, "A", """ "EnableSafeLinksForOffice":true """)
            .MailRule(Resources.AtpProtectionPolicyRule, "Standard Preset Security Policy", """ "SafeLinksPolicy":"Standard17","SentTo":["user1@contoso.com"] """)
            .MailRule(Resources.SafeLinksRule, "Rule A", """ "SafeLinksPolicy":"A","Priority":0,"SentTo":["user2@contoso.com"] """);

        var verdict = tenant.Evaluate("mdo_safelinksforOfficeApps");

        verdict.ShouldHaveCounted(2, 3);
        verdict.Items!().ShouldHaveSingleItem().Actual.ShouldBe("True, by built-in protection only");
    }

    [Fact]
    public void The_strict_preset_has_the_highest_threshold_by_design()
    {
        using var tenant = TestTenant.WithMail().Mailboxes(1).DefaultPolicy(Phish).MailPolicy(Phish, "Strict17", """ "PhishThresholdLevel":4 """)
            .MailRule(Resources.EopProtectionPolicyRule, "Strict Preset Security Policy", """ "AntiPhishPolicy":"Strict17" """);

        var verdict = tenant.Evaluate("mdo_phishthresholdlevel");

        verdict.ShouldHaveCounted(1, 1);
        verdict.ShouldHaveFound("");
    }

    [Fact]
    public void Points_are_in_proportion()
    {
        using var tenant = TestTenant.WithMail().Mailboxes(4).DefaultPolicy(Spam, """ "SpamZapEnabled":false """)
            .MailPolicy(Spam, "A", """ "SpamZapEnabled":true """)
            .MailRule(Resources.ContentFilterRule, "Rule A", """ "HostedContentFilterPolicy":"A","Priority":0,"SentTo":["user1@contoso.com"] """);

        var result = tenant.Judge("mdo_zapspam");

        result.Points.ShouldBe(2.5m);
        result.Outcome.ShouldBe(ControlOutcome.Partial);
    }

    private static TestTenant Tenant(string policies, string settings)
    {
        var tenant = TestTenant.WithMail().Mailbox("ada");
        return policies is Links or Attachments ? tenant.BuiltInPolicy(policies, settings) : tenant.DefaultPolicy(policies, settings);
    }
}

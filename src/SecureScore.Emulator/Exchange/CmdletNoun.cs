using SecureScore.Engine.Tenants;
using static SecureScore.Emulator.Exchange.CmdletParameter;

namespace SecureScore.Emulator.Exchange;

/// <summary>What cmdlets change an object, and who may run them.</summary>
/// <param name="Name">What comes after the verb.</param>
internal sealed record CmdletNoun(string Name)
{
    private static readonly string[] s_exchange = [DirectoryRoleIds.GlobalAdministrator, DirectoryRoleIds.ExchangeAdministrator];
    private static readonly string[] s_protection = [.. s_exchange, DirectoryRoleIds.SecurityAdministrator];
    private static readonly string[] s_impersonation = ["NoAction", "BccMessage", "Delete", "MoveToJmf", "Quarantine", "Redirect"];
    private static readonly string[] s_spam = ["MoveToJmf", "AddXHeader", "ModifySubject", "Redirect", "Delete", "Quarantine"];

    private static readonly CmdletNoun[] s_all =
    [
        new("OrganizationConfig")
        {
            Parameters =
            [
                .. Flags(
                    "AppsForOfficeEnabled", "AuditDisabled", "BookingsEnabled", "FocusedInboxOn", "MailTipsAllTipsEnabled", "MailTipsExternalRecipientsTipsEnabled",
                    "MailTipsGroupMetricsEnabled", "MailTipsMailboxSourcedTipsEnabled", "OAuth2ClientProfileEnabled", "RejectDirectSend", "SendFromAliasEnabled"),
                Flag("CustomerLockboxEnabled") with { Property = "CustomerLockBoxEnabled" },
                Number("MailTipsLargeAudienceThreshold", 0, 1000),
            ],
        },
        new("AdminAuditLogConfig")
        {
            Writers = [.. s_exchange, DirectoryRoleIds.ComplianceAdministrator],
            NeedsCustomization = true,
            Parameters = Flags("UnifiedAuditLogIngestionEnabled"),
        },
        new("TransportConfig") { Parameters = Flags("SmtpClientAuthenticationDisabled", "AllowLegacyTLSClients", "ReplyAllStormProtectionEnabled") },
        new("AtpPolicyForO365") { Writers = s_protection, Parameters = Flags("EnableATPForSPOTeamsODB", "EnableSafeDocs", "AllowSafeDocsOpen") },
        new("PolicyConfig")
        {
            Service = TenantService.Purview,
            Writers = [DirectoryRoleIds.GlobalAdministrator, DirectoryRoleIds.ComplianceAdministrator],
            Parameters = Flags("PurviewLabelConsent", "EnableLabelCoauth"),
        },
        new("RemoteDomain") { HasIdentity = true, Parameters = Flags("AutoForwardEnabled", "AutoReplyEnabled", "DeliveryReportEnabled", "NDREnabled") },
        new("MailboxAuditBypassAssociation") { HasIdentity = true, Parameters = Flags("AuditBypassEnabled") },
        new("OwaMailboxPolicy")
        {
            HasIdentity = true,
            NeedsCustomization = true,
            Parameters = Flags("AdditionalStorageProvidersAvailable", "PersonalAccountsEnabled", "ThirdPartyFileProvidersEnabled"),
        },
        new("SharingPolicy")
        {
            HasIdentity = true,
            NeedsCustomization = true,
            Parameters = [Flag("Enabled"), Values("Domains", value => value.Split(':') is [{ Length: > 0 }, { Length: > 0 }])],
        },
        new("HostedOutboundSpamFilterPolicy")
        {
            HasIdentity = true,
            Writers = s_protection,
            Parameters =
            [
                Choice("AutoForwardingMode", "Automatic", "Off", "On"), Choice("ActionWhenThresholdReached", "Alert", "BlockUserForToday", "BlockUser"),
                Number("RecipientLimitExternalPerHour", 0, 10000), Number("RecipientLimitInternalPerHour", 0, 10000), Number("RecipientLimitPerDay", 0, 10000),
                .. Flags("NotifyOutboundSpam", "BccSuspiciousOutboundMail"),
                Values("NotifyOutboundSpamRecipients", IsAddress), Values("BccSuspiciousOutboundAdditionalRecipients", IsAddress),
            ],
        },
        new("HostedContentFilterPolicy")
        {
            HasIdentity = true,
            Writers = s_protection,
            Parameters =
            [
                Choice("SpamAction", s_spam), Choice("HighConfidenceSpamAction", s_spam), Choice("PhishSpamAction", s_spam),
                Choice("HighConfidencePhishAction", "MoveToJmf", "Redirect", "Quarantine"), Choice("BulkSpamAction", [.. s_spam, "NoAction"]),
                Choice("MarkAsSpamBulkMail", "On", "Off"), Number("BulkThreshold", 1, 9), Number("QuarantineRetentionPeriod", 1, 30),
                .. Flags("SpamZapEnabled", "PhishZapEnabled", "InlineSafetyTipsEnabled"),
                Values("AllowedSenders", IsAddress), Values("AllowedSenderDomains"), Values("BlockedSenders", IsAddress), Values("BlockedSenderDomains"),
            ],
        },
        new("HostedConnectionFilterPolicy")
        {
            HasIdentity = true,
            Writers = s_protection,
            Parameters = [Flag("EnableSafeList"), Values("IPAllowList", IsNetwork), Values("IPBlockList", IsNetwork)],
        },
        new("MalwareFilterPolicy")
        {
            HasIdentity = true,
            Writers = s_protection,
            Parameters =
            [
                .. Flags("EnableFileFilter", "ZapEnabled", "EnableInternalSenderAdminNotifications"), Text("InternalSenderAdminAddress"), List("FileTypes"),
                Choice("FileTypeAction", "Reject", "Quarantine"),
            ],
        },
        new("AntiPhishPolicy")
        {
            HasIdentity = true,
            Writers = s_protection,
            Verbs = ["Set", "New", "Remove"],
            Defaults = NewPolicies.AntiPhish,
            Parameters =
            [
                .. Flags(
                    "Enabled", "EnableFirstContactSafetyTips", "EnableMailboxIntelligence", "EnableMailboxIntelligenceProtection", "EnableOrganizationDomainsProtection",
                    "EnableSimilarDomainsSafetyTips", "EnableSimilarUsersSafetyTips", "EnableSpoofIntelligence", "EnableTargetedDomainsProtection",
                    "EnableTargetedUserProtection", "EnableUnauthenticatedSender", "EnableUnusualCharactersSafetyTips", "EnableViaTag", "HonorDmarcPolicy"),
                Number("PhishThresholdLevel", 1, 4), Text("AdminDisplayName"),
                Choice("MailboxIntelligenceProtectionAction", s_impersonation), Choice("TargetedUserProtectionAction", s_impersonation),
                Choice("TargetedDomainProtectionAction", s_impersonation),
                Values("TargetedUsersToProtect", IsNamedAddress), Values("TargetedDomainsToProtect"), Values("ExcludedDomains"), Values("ExcludedSenders", IsAddress),
            ],
        },
        new("SafeLinksPolicy")
        {
            HasIdentity = true,
            Writers = s_protection,
            Verbs = ["Set", "New", "Remove"],
            Defaults = NewPolicies.SafeLinks,
            Parameters =
            [
                .. Flags(
                    "AllowClickThrough", "DeliverMessageAfterScan", "DisableUrlRewrite", "EnableForInternalSenders", "EnableOrganizationBranding",
                    "EnableSafeLinksForEmail", "EnableSafeLinksForOffice", "EnableSafeLinksForTeams", "ScanUrls", "TrackClicks"),
                Text("AdminDisplayName"), Values("DoNotRewriteUrls"),
            ],
        },
        new("SafeAttachmentPolicy")
        {
            HasIdentity = true,
            Writers = s_protection,
            Verbs = ["Set", "New", "Remove"],
            Defaults = NewPolicies.SafeAttachment,
            Parameters =
            [
                .. Flags("Enable", "Redirect"), Choice("Action", "Allow", "Block", "DynamicDelivery"), Text("AdminDisplayName"), Text("RedirectAddress"), Text("QuarantineTag"),
            ],
        },
        Rule("HostedOutboundSpamFilter", ["Enable", "Disable"]),
        Rule("HostedContentFilter", ["Enable", "Disable"]),
        Rule("MalwareFilter", ["Enable", "Disable"]),
        Rule("AntiPhish", ["Set", "New", "Remove", "Enable", "Disable"]),
        Rule("SafeLinks", ["Set", "New", "Remove", "Enable", "Disable"]),
        Rule("SafeAttachment", ["Set", "New", "Remove", "Enable", "Disable"]),
        Rule("EOPProtectionPolicy", ["Set", "Enable", "Disable"]) with { NeedsCustomization = true },
        Rule("ATPProtectionPolicy", ["Set", "Enable", "Disable"]) with { NeedsCustomization = true },
        new("TransportRule") { HasIdentity = true, Verbs = ["Enable", "Disable"] },
        new("OrganizationCustomization") { Verbs = ["Enable"], Resource = "exchange/Get-OrganizationConfig" },
        new(RoleAssignments.Noun) { HasIdentity = true, NeedsCustomization = true, Verbs = ["New", "Remove"], Resource = RoleAssignments.Resource },
    ];

    /// <summary>The verbs besides Get.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = ["Set"];

    /// <summary>The service that knows them.</summary>
    public TenantService Service { get; init; } = TenantService.Exchange;

    /// <summary>The directory roles that may run them.</summary>
    public IReadOnlyList<string> Writers { get; init; } = s_exchange;

    /// <summary>Whether there are several, of which one is named.</summary>
    public bool HasIdentity { get; init; }

    /// <summary>Whether they are refused until the organisation is customised.</summary>
    public bool NeedsCustomization { get; init; }

    /// <summary>The parameters besides the identity and what every cmdlet takes.</summary>
    public IReadOnlyList<CmdletParameter> Parameters { get; init; } = [];

    /// <summary>What the rule applies, as its parameter is called; null for what is no rule of a policy.</summary>
    public string? Policy { get; init; }

    /// <summary>A new object before its parameters, as JSON.</summary>
    public string Defaults { get; init; } = "{}";

    /// <summary>The resource that they change.</summary>
    public string Resource { get; init; } = (Name == "PolicyConfig" ? "compliance/Get-" : "exchange/Get-") + Name;

    /// <summary>The cmdlets.</summary>
    public IEnumerable<string> Cmdlets => Verbs.Select(verb => $"{verb}-{Name}");

    /// <summary>All that a service knows.</summary>
    public static IEnumerable<CmdletNoun> Of(TenantService service) => s_all.Where(noun => noun.Service == service);

    private static CmdletNoun Rule(string feature, string[] verbs) => new(feature + "Rule")
    {
        HasIdentity = true,
        Writers = s_protection,
        Verbs = verbs,
        Policy = verbs.Contains("New") ? feature + "Policy" : null,
        Defaults = NewPolicies.Rule,
        Parameters =
        [
            Text(feature + "Policy") with { OnlyNew = true }, Flag("Enabled") with { OnlyNew = true, Property = "State" }, Number("Priority", 0, 1000), Text("Comments"),
            List("SentTo"), List("SentToMemberOf"), List("RecipientDomainIs"), List("ExceptIfSentTo"), List("ExceptIfSentToMemberOf"), List("ExceptIfRecipientDomainIs"),
        ],
    };

    private static CmdletParameter[] Flags(params string[] names) => Array.ConvertAll(names, Flag);
}

using SecureScore.Engine.Evidence;

namespace SecureScore.Microsoft365.Writing;

/// <summary>What may be written of the objects of a resource. What is not here is never sent.</summary>
/// <param name="Resource">The resource.</param>
/// <remarks>Source: the pages of the cmdlets in the reference of Exchange PowerShell, and of Set-CsTeamsMeetingPolicy in that of Teams.</remarks>
internal sealed record WritableObject(string Resource)
{
    private static readonly Dictionary<string, WritableObject> s_all = new WritableObject[]
    {
        new(Resources.OrganizationConfig)
        {
            IsSingle = true,
            Properties =
            [
                .. Flags(
                    "AuditDisabled", "MailTipsAllTipsEnabled", "MailTipsExternalRecipientsTipsEnabled", "MailTipsGroupMetricsEnabled", "OAuth2ClientProfileEnabled",
                    "RejectDirectSend"),
                new("CustomerLockBoxEnabled", PropertyKind.Flag) { Parameter = "CustomerLockboxEnabled" },
                .. Numbers("MailTipsLargeAudienceThreshold"),
            ],
        },
        new(Resources.AdminAuditLogConfig) { IsSingle = true, Properties = Flags("UnifiedAuditLogIngestionEnabled") },
        new(Resources.TransportConfig) { IsSingle = true, Properties = Flags("SmtpClientAuthenticationDisabled") },
        new(Resources.AtpPolicyForO365) { IsSingle = true, Properties = Flags("EnableATPForSPOTeamsODB", "EnableSafeDocs", "AllowSafeDocsOpen") },
        new(Resources.PolicyConfig) { IsSingle = true, Properties = Flags("PurviewLabelConsent", "EnableLabelCoauth") },
        new(Resources.RemoteDomain) { Properties = Flags("AutoForwardEnabled") },
        new(Resources.MailboxAuditBypassAssociation) { Properties = Flags("AuditBypassEnabled") },
        new(Resources.OwaMailboxPolicy) { Properties = Flags("AdditionalStorageProvidersAvailable") },
        new(Resources.SharingPolicy) { Properties = [.. Flags("Enabled"), .. Values("Domains")] },
        new(Resources.OutboundSpamPolicy)
        {
            Properties =
            [
                .. Texts("AutoForwardingMode", "ActionWhenThresholdReached"),
                .. Numbers("RecipientLimitExternalPerHour", "RecipientLimitInternalPerHour", "RecipientLimitPerDay"),
                .. Flags("NotifyOutboundSpam", "BccSuspiciousOutboundMail"),
                .. Values("NotifyOutboundSpamRecipients", "BccSuspiciousOutboundAdditionalRecipients"),
            ],
        },
        new(Resources.ContentFilterPolicy)
        {
            Properties =
            [
                .. Texts("SpamAction", "HighConfidenceSpamAction", "PhishSpamAction", "HighConfidencePhishAction", "BulkSpamAction", "MarkAsSpamBulkMail"),
                .. Numbers("BulkThreshold", "QuarantineRetentionPeriod"),
                .. Flags("SpamZapEnabled", "PhishZapEnabled", "InlineSafetyTipsEnabled"),
                .. Values("AllowedSenders", "AllowedSenderDomains"),
            ],
        },
        new(Resources.ConnectionFilterPolicy) { Properties = [.. Flags("EnableSafeList"), .. Values("IPAllowList")] },
        new(Resources.MalwareFilterPolicy)
        {
            Properties =
            [
                .. Flags("EnableFileFilter", "ZapEnabled", "EnableInternalSenderAdminNotifications"), .. Texts("InternalSenderAdminAddress"), .. Lists("FileTypes"),
            ],
        },
        new(Resources.AntiPhishPolicy)
        {
            IsMade = true,
            Properties =
            [
                .. Flags(
                    "Enabled", "EnableMailboxIntelligence", "EnableMailboxIntelligenceProtection", "EnableTargetedUserProtection", "EnableOrganizationDomainsProtection",
                    "EnableTargetedDomainsProtection", "EnableSimilarUsersSafetyTips", "EnableSimilarDomainsSafetyTips", "EnableUnusualCharactersSafetyTips",
                    "EnableSpoofIntelligence", "EnableFirstContactSafetyTips", "HonorDmarcPolicy"),
                .. Numbers("PhishThresholdLevel"),
                .. Texts("AdminDisplayName", "MailboxIntelligenceProtectionAction", "TargetedUserProtectionAction", "TargetedDomainProtectionAction"),
                .. Values("TargetedUsersToProtect", "TargetedDomainsToProtect", "ExcludedDomains", "ExcludedSenders"),
            ],
        },
        new(Resources.SafeLinksPolicy)
        {
            IsMade = true,
            Properties =
            [
                .. Flags(
                    "EnableSafeLinksForEmail", "EnableSafeLinksForTeams", "EnableSafeLinksForOffice", "ScanUrls", "DeliverMessageAfterScan", "EnableForInternalSenders",
                    "TrackClicks", "AllowClickThrough", "DisableUrlRewrite"),
                .. Texts("AdminDisplayName"),
                .. Values("DoNotRewriteUrls"),
            ],
        },
        new(Resources.SafeAttachmentPolicy)
        {
            IsMade = true,
            Properties = [.. Flags("Enable", "Redirect"), .. Texts("AdminDisplayName", "Action", "RedirectAddress", "QuarantineTag")],
        },
        Rule(Resources.AntiPhishRule, "AntiPhishPolicy"),
        Rule(Resources.SafeLinksRule, "SafeLinksPolicy"),
        Rule(Resources.SafeAttachmentRule, "SafeAttachmentPolicy"),
        Rule(Resources.EopProtectionPolicyRule),
        Rule(Resources.AtpProtectionPolicyRule),
        new(Resources.TransportRule) { HasState = true },
        new(Resources.ContentFilterRule) { HasState = true },
        new(Resources.OutboundSpamRule) { HasState = true },
        new(Resources.MalwareFilterRule) { HasState = true },
        new(Resources.RoleAssignmentPolicy) { Properties = Lists(AssignedRoles) },
        new(Resources.TeamsMeetingPolicy)
        {
            Properties =
            [
                .. Flags(
                    "AllowAnonymousUsersToJoinMeeting", "AllowAnonymousUsersToStartMeeting", "AllowPSTNUsersToBypassLobby", "AllowExternalParticipantGiveRequestControl"),
                .. Texts("AutoAdmittedUsers", "DesignatedPresenterRoleMode"),
            ],
        },
    }.ToDictionary(known => known.Resource, StringComparer.OrdinalIgnoreCase);

    /// <summary>The roles of a role assignment policy, which are assigned one by one.</summary>
    public const string AssignedRoles = "AssignedRoles";

    /// <summary>Whether it is there once, so that nobody names it.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Whether it is enabled and disabled by cmdlets of their own.</summary>
    public bool HasState { get; init; }

    /// <summary>Whether it may be made and removed.</summary>
    public bool IsMade { get; init; }

    /// <summary>The properties that may be written.</summary>
    public IReadOnlyList<WritableProperty> Properties { get; init; } = [];

    /// <summary>What comes after the verb of its cmdlets.</summary>
    public string Noun => Resource[(Resource.IndexOf('-', StringComparison.Ordinal) + 1)..];

    /// <summary>What may be written of a resource; null for nothing.</summary>
    public static WritableObject? Find(string resource) => s_all.GetValueOrDefault(resource);

    /// <summary>A property that may be written; null when it may not.</summary>
    public WritableProperty? Property(string name) => Properties.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    // The rules of preset policies are there for good, and name no single policy.
    private static WritableObject Rule(string resource, string? policy = null) => new(resource)
    {
        HasState = true,
        IsMade = policy is not null,
        Properties =
        [
            .. policy is null ? [] : new[] { new WritableProperty(policy, PropertyKind.Text) { OnlyWhenMade = true } },
            .. Numbers("Priority"),
            .. Texts("Comments"),
            .. Lists("SentTo", "SentToMemberOf", "RecipientDomainIs", "ExceptIfSentTo", "ExceptIfSentToMemberOf", "ExceptIfRecipientDomainIs"),
        ],
    };

    private static WritableProperty[] Flags(params string[] names) => Of(PropertyKind.Flag, names);

    private static WritableProperty[] Numbers(params string[] names) => Of(PropertyKind.Number, names);

    private static WritableProperty[] Texts(params string[] names) => Of(PropertyKind.Text, names);

    private static WritableProperty[] Lists(params string[] names) => Of(PropertyKind.List, names);

    private static WritableProperty[] Values(params string[] names) => Of(PropertyKind.Values, names);

    private static WritableProperty[] Of(PropertyKind kind, string[] names) => Array.ConvertAll(names, name => new WritableProperty(name, kind));
}

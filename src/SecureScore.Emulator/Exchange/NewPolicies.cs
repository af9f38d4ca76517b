namespace SecureScore.Emulator.Exchange;

/// <summary>What new policies and rules are like where nothing was said.</summary>
internal static class NewPolicies
{
    public const string AntiPhish = """
        {"Identity":"","Name":"","Guid":"","AdminDisplayName":"","Enabled":true,"IsDefault":false,"RecommendedPolicyType":"Custom","AuthenticationFailAction":"MoveToJmf",
        "DmarcQuarantineAction":"Quarantine","DmarcRejectAction":"Reject","EnableFirstContactSafetyTips":false,"EnableMailboxIntelligence":true,
        "EnableMailboxIntelligenceProtection":false,"EnableOrganizationDomainsProtection":false,"EnableSimilarDomainsSafetyTips":false,"EnableSimilarUsersSafetyTips":false,
        "EnableSpoofIntelligence":true,"EnableSuspiciousSafetyTip":false,"EnableTargetedDomainsProtection":false,"EnableTargetedUserProtection":false,
        "EnableUnauthenticatedSender":true,"EnableUnusualCharactersSafetyTips":false,"EnableViaTag":true,"ExcludedDomains":[],"ExcludedSenders":[],"HonorDmarcPolicy":true,
        "ImpersonationProtectionState":"Manual","MailboxIntelligenceProtectionAction":"NoAction","MailboxIntelligenceProtectionActionRecipients":[],
        "MailboxIntelligenceQuarantineTag":"DefaultFullAccessPolicy","PhishThresholdLevel":1,"SpoofQuarantineTag":"DefaultFullAccessPolicy",
        "TargetedDomainProtectionAction":"NoAction","TargetedDomainQuarantineTag":"DefaultFullAccessPolicy","TargetedDomainsToProtect":[],
        "TargetedUserProtectionAction":"NoAction","TargetedUserQuarantineTag":"DefaultFullAccessPolicy","TargetedUsersToProtect":[],"WhenChanged":""}
        """;

    public const string SafeLinks = """
        {"Identity":"","Name":"","Guid":"","AdminDisplayName":"","IsBuiltInProtection":false,"IsDefault":false,"RecommendedPolicyType":"Custom","AllowClickThrough":true,
        "CustomNotificationText":null,"DeliverMessageAfterScan":false,"DisableUrlRewrite":false,"DoNotRewriteUrls":[],"EnableForInternalSenders":false,
        "EnableOrganizationBranding":false,"EnableSafeLinksForEmail":true,"EnableSafeLinksForOffice":true,"EnableSafeLinksForTeams":true,"ScanUrls":false,"TrackClicks":true,
        "UseTranslatedNotificationText":false,"WhenChanged":""}
        """;

    public const string SafeAttachment = """
        {"Identity":"","Name":"","Guid":"","AdminDisplayName":"","IsBuiltInProtection":false,"IsDefault":false,"RecommendedPolicyType":"Custom","Action":"Block",
        "ConfidenceLevelThreshold":80,"Enable":false,"EnableOrganizationBranding":false,"OperationMode":"Delay","QuarantineTag":"AdminOnlyAccessPolicy","Redirect":false,
        "RedirectAddress":"","WhenChanged":""}
        """;

    public const string Rule = """
        {"Identity":"","Name":"","Guid":"","Priority":0,"State":"Enabled","Comments":null,"SentTo":null,"SentToMemberOf":null,"RecipientDomainIs":null,"ExceptIfSentTo":null,
        "ExceptIfSentToMemberOf":null,"ExceptIfRecipientDomainIs":null,"WhenChanged":""}
        """;
}

namespace SecureScore.Engine.Evidence;

/// <summary>A protection of mail that policies set for recipients, or for senders: where its policies and rules are found.</summary>
/// <remarks>Sources: https://learn.microsoft.com/defender-office-365/how-policies-and-protections-are-combined and
/// https://learn.microsoft.com/powershell/module/exchange/new-eopprotectionpolicyrule, new-atpprotectionpolicyrule, which tell the policies
/// that a preset carries.</remarks>
internal sealed record MailFeature
{
    /// <summary>The feature as in "the anti-spam policy".</summary>
    public required string Title { get; init; }

    /// <summary>The resource that holds the policies.</summary>
    public required string Policies { get; init; }

    /// <summary>The resource that holds the rules of custom policies.</summary>
    public required string Rules { get; init; }

    /// <summary>The resource that holds the rules of the presets; null where the presets leave the feature alone.</summary>
    public string? Presets { get; init; }

    /// <summary>The resource that tells whom the built-in protection leaves out; null where a default policy covers everyone who is left.</summary>
    public string? BuiltIn { get; init; }

    /// <summary>The property of a rule that names its policy.</summary>
    public required string PolicyProperty { get; init; }

    /// <summary>The property of a policy that switches it off altogether; null where there is none.</summary>
    public string? Switch { get; init; }

    /// <summary>Whether the feature belongs to Defender for Office 365.</summary>
    public bool NeedsDefender { get; init; }

    /// <summary>What is not documented about who gets which policy; null when nothing is.</summary>
    public string? OtherReading { get; init; }

    /// <summary>The properties of a rule that name people, groups and domains.</summary>
    public MailConditions Conditions { get; init; } = MailConditions.Recipients;

    public static MailFeature AntiSpam { get; } = new()
    {
        Title = "anti-spam",
        Policies = Resources.ContentFilterPolicy,
        Rules = Resources.ContentFilterRule,
        Presets = Resources.EopProtectionPolicyRule,
        PolicyProperty = "HostedContentFilterPolicy",
    };

    public static MailFeature AntiMalware { get; } = new()
    {
        Title = "anti-malware",
        Policies = Resources.MalwareFilterPolicy,
        Rules = Resources.MalwareFilterRule,
        Presets = Resources.EopProtectionPolicyRule,
        PolicyProperty = "MalwareFilterPolicy",
    };

    public static MailFeature AntiPhishing { get; } = new()
    {
        Title = "anti-phishing",
        Policies = Resources.AntiPhishPolicy,
        Rules = Resources.AntiPhishRule,
        Presets = Resources.EopProtectionPolicyRule,
        PolicyProperty = "AntiPhishPolicy",
        Switch = "Enabled",
        NeedsDefender = true,
        OtherReading = "In a preset the rule of Exchange Online Protection names the anti-phishing policy, so that rule decides; protection from impersonation could follow "
            + "the preset's rule of Defender for Office 365 where the two cover different users.",
    };

    public static MailFeature SafeLinks { get; } = new()
    {
        Title = "Safe Links",
        Policies = Resources.SafeLinksPolicy,
        Rules = Resources.SafeLinksRule,
        Presets = Resources.AtpProtectionPolicyRule,
        BuiltIn = Resources.AtpBuiltInProtectionRule,
        PolicyProperty = "SafeLinksPolicy",
        NeedsDefender = true,
    };

    public static MailFeature SafeAttachments { get; } = new()
    {
        Title = "Safe Attachments",
        Policies = Resources.SafeAttachmentPolicy,
        Rules = Resources.SafeAttachmentRule,
        Presets = Resources.AtpProtectionPolicyRule,
        BuiltIn = Resources.AtpBuiltInProtectionRule,
        PolicyProperty = "SafeAttachmentPolicy",
        Switch = "Enable",
        NeedsDefender = true,
    };

    public static MailFeature OutboundSpam { get; } = new()
    {
        Title = "outbound anti-spam",
        Policies = Resources.OutboundSpamPolicy,
        Rules = Resources.OutboundSpamRule,
        PolicyProperty = "HostedOutboundSpamFilterPolicy",
        Conditions = MailConditions.Senders,
    };

    public static IReadOnlyList<MailFeature> All { get; } = [AntiSpam, AntiMalware, AntiPhishing, SafeLinks, SafeAttachments, OutboundSpam];

    /// <summary>The resources that tell which policy decides for whom; the first one holds the policies.</summary>
    public IReadOnlyList<string> Sources =>
        [Policies, Rules, .. new[] { Presets, BuiltIn }.OfType<string>(), Resources.Users, Resources.SubscribedSkus, Resources.Groups, Resources.GroupMembers];
}

/// <summary>The properties of a rule that name people, groups and domains. Exceptions have the same names after "ExceptIf".</summary>
/// <param name="People">Names people.</param>
/// <param name="Groups">Names groups.</param>
/// <param name="Domains">Names domains.</param>
/// <param name="CoversSubdomains">Whether Microsoft documents that a domain stands for its sub-domains too.</param>
internal sealed record MailConditions(string People, string Groups, string Domains, bool CoversSubdomains)
{
    public static MailConditions Recipients { get; } = new("SentTo", "SentToMemberOf", "RecipientDomainIs", CoversSubdomains: true);

    public static MailConditions Senders { get; } = new("From", "FromMemberOf", "SenderDomainIs", CoversSubdomains: false);
}

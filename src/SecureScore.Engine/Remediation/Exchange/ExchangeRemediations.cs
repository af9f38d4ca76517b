namespace SecureScore.Engine.Remediation.Exchange;

/// <summary>Remediations of Exchange Online and Defender for Office 365.</summary>
internal static class ExchangeRemediations
{
    private const string Nothing = "Nothing.";
    private const string Quarantined = "Such mail no longer reaches their mailboxes: it waits in quarantine, where they or an administrator can look for what was taken wrongly.";
    private const string Impersonated = "Mail that looks as if it came from a protected person or domain, and did not, is treated as phishing; good mail from outside can be among it.";
    private const string TipNotice = "A safety tip above messages that look like an imitation.";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ControlRemediation> All { get; } =
    [
        new AuditRecording(new("mip_search_auditlog", RiskClass.A, "Switches the unified audit log on.", Nothing)
        {
            UndoWarnings = ["Taking it back turns audit recording off: from then on nothing of what users and administrators do is recorded."],
        }),
        new MailboxAuditRemediation(new("exo_mailboxaudit", RiskClass.A, "Switches mailbox auditing on for the organisation.", Nothing)
        {
            UndoWarnings = ["Taking it back turns mailbox auditing off: from then on nothing of what happens in mailboxes is recorded."],
        }),

        // The whole tenant.
        .. new ExchangeFix[]
        {
            new("CustomerLockBoxEnabled", RiskClass.A, "Switches Customer Lockbox on.", "Nothing. Administrators are asked before Microsoft's support opens content."),
            new("exo_mailtipsenabled", RiskClass.A, "Switches MailTips on, those for external recipients and large audiences among them.", "Outlook warns before they send outside or to many people."),
            new("exo_oauth2clientprofileenabled", RiskClass.A, "Switches modern authentication for Exchange Online on.", "Outlook may ask them to sign in again."),
            new("ss_smtpauth", RiskClass.B, "Switches SMTP AUTH off for the organisation.",
                "Printers, scanners and applications that send mail with a user name and a password stop sending, unless their mailbox has a setting of its own."),
            new("ss_directsend", RiskClass.B, "Rejects Direct Send.",
                "Mail that devices and services hand in under the name of your domains, without a connector or a sign-in, is no longer delivered."),
            new("mdo_atpprotection", RiskClass.B, "Switches Safe Attachments for SharePoint, OneDrive and Microsoft Teams on.", "Files that are found to be malicious cannot be opened, moved or shared any more."),
            new("mdo_safedocuments", RiskClass.B, "Switches Safe Documents on, without a way past it.",
                "Office files from outside are sent to Microsoft and checked before they leave Protected View; malicious ones stay in it."),
        }.Select(fix => new TenantSettingRemediation(fix)),

        // Default policies.
        .. new ExchangeFix[]
        {
            new("exo_outlookaddins", RiskClass.B, "Takes the roles from the default role assignment policy with which users install add-ins.",
                "They cannot install add-ins in Outlook on their own any more; what an administrator deploys stays.") { Parameter = DefaultPolicyRemediation.IncludeCustom },
            new("exo_storageproviderrestricted", RiskClass.A, "Forbids storage of third parties in Outlook on the web.",
                "Outlook on the web no longer offers Dropbox, Box and the like for attachments.") { Parameter = DefaultPolicyRemediation.IncludeCustom },
            new("mdo_connectionfilter", RiskClass.B, "Empties the IP allow list of the connection filter.", "Mail from addresses that were let past is filtered; good mail can be among what is held back."),
        }.Select(fix => new DefaultPolicyRemediation(fix)),

        new CalendarSharingRemediation(new(
            "exo_individualsharing", RiskClass.B, "Switches off the policies that share calendars outside the organisation.", "People outside no longer see calendars that were shared with them.")),
        new SpamFilterBypassRemediation(new(
            "exo_transportrulesallowlistdomains", RiskClass.B, "Switches off the mail flow rules that let the mail of a domain past the spam filter.",
            "Mail from these domains is filtered like any other; good mail can be among what is held back.")),
        new MailForwardingRemediation(new(
            "mdo_blockmailforward", RiskClass.B, "Forbids automatic forwarding out of the organisation.", "Forwarding to addresses outside stops, by inbox rules and by mailbox settings, and senders get a report.")),

        // The policies that decide for somebody.
        .. new ExchangeFix[]
        {
            new("mdo_autoforwardingmode", RiskClass.B, "Forbids automatic forwarding by users, or leaves it to the service.", "Forwarding to addresses outside stops where the service does not allow it.")
            {
                Parameter = new("Mode", ParameterKind.Text, "Off forbids forwarding; Automatic leaves it to the service, which forbids it in most tenants and allows it in some older ones. Off unless you say otherwise."),
            },
            Limit("mdo_recipientexternallimitperhour", "Limits how many external recipients a user can send to in an hour."),
            Limit("mdo_recipientinternallimitperhour", "Limits how many internal recipients a user can send to in an hour."),
            Limit("mdo_recipientlimitperday", "Limits how many recipients a user can send to in a day."),
            new("mdo_thresholdreachedaction", RiskClass.A, "Blocks whoever reaches a sending limit.", "Whoever reaches a sending limit sends nothing more until an administrator looks."),
            new("mdo_spam_notifications_only_for_admins", RiskClass.A, "Tells administrators of users who send spam.", Nothing)
            {
                Parameter = new("Recipient", ParameterKind.Texts, "The mail addresses of the administrators who are told, and get a copy of suspicious messages."),
            },
            new("mdo_spamaction", RiskClass.B, "Moves spam to Junk Email, or to quarantine.", "Spam is found in Junk Email, or in quarantine.") { Parameter = Action },
            new("mdo_highconfidencespamaction", RiskClass.B, "Moves what is certainly spam to quarantine.", Quarantined),
            new("mdo_phisspamacation", RiskClass.B, "Moves phishing to quarantine.", Quarantined),
            new("mdo_highconfidencephishaction", RiskClass.B, "Moves what is certainly phishing to quarantine.",
                "Such mail no longer reaches their mailboxes: it waits in quarantine, where only an administrator can look for what was taken wrongly, unless the policy says otherwise."),
            new("mdo_bulkspamaction", RiskClass.B, "Moves bulk mail to Junk Email, or to quarantine.", "Newsletters and other bulk mail are found in Junk Email, or in quarantine.") { Parameter = Action },
            new("mdo_bulkthreshold", RiskClass.B, "Takes more for bulk mail.", "More newsletters and other bulk mail count as spam.")
            {
                Parameter = new("Threshold", ParameterKind.Number, "From which bulk complaint level on mail is bulk mail, 6 or lower."),
            },
            new("mdo_allowedsenderscombined", RiskClass.B, "Empties the lists of senders and domains whose mail skips the spam filter.", "Mail from these senders is filtered; good mail can be among what is held back."),
            new("mdo_quarantineretentionperiod", RiskClass.A, "Keeps what is in quarantine for 30 days.", "They can look for a message in quarantine for longer."),
            new("mdo_zapspam", RiskClass.A, "Moves spam out of mailboxes that is recognised after it was delivered.", "Unread spam moves out of the inbox later."),
            new("mdo_zapphish", RiskClass.A, "Moves phishing out of mailboxes that is recognised after it was delivered.", "Phishing moves out of the inbox later, read or not."),
            new("mdo_zapmalware", RiskClass.A, "Moves malware out of mailboxes that is recognised after it was delivered.", "Messages with malware move to quarantine later, read or not."),
            new("mdo_commonattachmentsfilter", RiskClass.A, "Stops attachments of kinds that carry malware.", "Messages with attachments such as programs and scripts do not arrive."),
            new("mdo_antiphishingpolicies", RiskClass.B, "Makes the anti-phishing policies recognise phishing, impersonation and spoofing.", Impersonated),
            new("mdo_phishthresholdlevel", RiskClass.B, "Recognises phishing more readily.", "More mail counts as phishing; good mail can be among it.")
            {
                Parameter = new("Threshold", ParameterKind.Number, "How readily: 2, 3 or 4. With 4 more good mail is taken for phishing."),
            },
            new("mdo_enablemailboxintelligence", RiskClass.B, "Learns whom users write with, to recognise impersonation.", Nothing),
            new("mdo_mailboxintelligenceprotection", RiskClass.B, "Acts on impersonation that mailbox intelligence detects.", Impersonated),
            new("mdo_mailboxintelligenceprotectionaction", RiskClass.B, "Moves impersonation that mailbox intelligence detects to Junk Email, or to quarantine.", Impersonated) { Parameter = Action },
            new("mdo_enabledomainstoprotect", RiskClass.B, "Protects your own domains, and those that a policy lists, from being imitated.", Impersonated),
            new("mdo_targeteddomainprotectionaction", RiskClass.B, "Moves mail from domains that imitate a protected one to quarantine.", Quarantined),
            new("mdo_targeteduserprotectionaction", RiskClass.B, "Moves mail from senders who imitate a protected user to quarantine.", Quarantined),
            new("mdo_similaruserssafetytips", RiskClass.A, "Shows a safety tip for senders who resemble a protected user.", TipNotice),
            new("mdo_similardomainssafetytips", RiskClass.A, "Shows a safety tip for domains that resemble a protected one.", TipNotice),
            new("mdo_unusualcharacterssafetytips", RiskClass.A, "Shows a safety tip for unusual characters in a protected name or domain.", TipNotice),
        }.Select(fix => new MailPolicyRemediation(fix)),

        new UserImpersonationRemediation(new("mdo_targetedusersprotection", RiskClass.B, "Protects chosen users from being imitated.", Impersonated)
        {
            Parameter = new("User", ParameterKind.Users, "Whom others would imitate: people who decide on money or have much access. 350 at most; somebody outside as 'name;address'."),
        }),

        .. new ExchangeFix[]
        {
            new("mdo_safelinksforemail", RiskClass.B, "Checks links in mail when they are clicked.", "Links in mail are rewritten and checked at the click; a dangerous page is not opened."),
            new("mdo_safelinksforOfficeApps", RiskClass.B, "Checks links in Office documents when they are clicked.", "Links in Office documents are checked at the click; a dangerous page is not opened."),
        }.Select(fix => new CoveringPolicyRemediation(fix, CoveringPolicy.SafeLinks)),
        .. new ExchangeFix[]
        {
            new("mdo_safeattachmentpolicy", RiskClass.B, "Has attachments opened and watched before they are delivered.", "Messages with attachments arrive some minutes later."),
            new("mdo_safeattachments", RiskClass.B, "Blocks messages with dangerous attachments.", "Messages with attachments arrive some minutes later; those with dangerous ones are in quarantine."),
        }.Select(fix => new CoveringPolicyRemediation(fix, CoveringPolicy.SafeAttachments)),
    ];

    private static RemediationParameter Action => new("Action", ParameterKind.Text, "Where such mail goes: Junk Email unless you say otherwise.");

    private static ExchangeFix Limit(string controlId, string summary) => new(controlId, RiskClass.A, summary, "Whoever sends to more people than that is held back until the time is over.")
    {
        Parameter = new("Limit", ParameterKind.Number, "The limit, where it is to be lower than the highest that complies."),
    };
}

using System.Collections.Frozen;
using SecureScore.Engine.Controls.Exchange;
using SecureScore.Engine.Controls.Identity;
using SecureScore.Engine.Controls.Mail;
using SecureScore.Engine.Controls.Teams;

namespace SecureScore.Engine.Controls;

/// <summary>Every rule, by the id of its control.</summary>
public static class ControlEvaluators
{
    private static readonly FrozenDictionary<string, ControlEvaluator> s_byControl = new ControlEvaluator[]
    {
        new AdminConsentWorkflow(),
        new AdminMfa(),
        new AdminSessions(),
        new AllowedSenders(),
        new AnonymousMeetingJoin(),
        new AnonymousMeetingStart(),
        new AntiPhishingPolicies(),
        new AppRegistration(),
        new AutoAdmittedUsers(),
        new AutomaticForwarding(),
        new AzureManagement(),
        new BulkAction(),
        new BulkThreshold(),
        new CommonAttachmentsFilter(),
        new CustomBannedPasswords(),
        new CustomerLockbox(),
        new DailyRecipientLimit(),
        new DesignatedPresenters(),
        new DialInLobbyBypass(),
        new DomainImpersonation(),
        new DomainImpersonationAction(),
        new ExternalRecipientLimit(),
        new ExternalRequestControl(),
        new GlobalAdministrators(),
        new HighConfidencePhishingAction(),
        new HighConfidenceSpamAction(),
        new InternalRecipientLimit(),
        new LegacyAuthentication(),
        new LimitedAdministrators(),
        new MailForwarding(),
        new MailboxIntelligence(),
        new MailboxIntelligenceAction(),
        new MailboxIntelligenceProtection(),
        new MalwareZeroHourPurge(),
        new MfaRegistration(),
        new OnPremisesPasswordProtection(),
        new OutboundSpamNotifications(),
        new PasswordExpiration(),
        new PasswordHashSync(),
        new PhishingAction(),
        new PhishingResistantMfa(),
        new PhishingThreshold(),
        new PhishingZeroHourPurge(),
        new PublicGroups(),
        new QuarantineRetention(),
        new RecipientLimitAction(),
        new SafeAttachmentPolicies(),
        new SafeAttachments(),
        new SafeLinksForEmail(),
        new SafeLinksForOffice(),
        new SelfServicePasswordReset(),
        new SeparateAdminAccounts(),
        new SignInRiskPolicy(),
        new SimilarDomainsTip(),
        new SimilarUsersTip(),
        new SpamAction(),
        new SpamZeroHourPurge(),
        new UnusualCharactersTip(),
        new UserConsent(),
        new UserImpersonation(),
        new UserImpersonationAction(),
        new UserRiskPolicy(),
    }.ToFrozenDictionary(evaluator => evaluator.ControlId, StringComparer.OrdinalIgnoreCase);

    /// <summary>All rules, ordered by control.</summary>
    public static IReadOnlyList<ControlEvaluator> All { get; } =
        [.. s_byControl.Values.OrderBy(evaluator => evaluator.ControlId, StringComparer.Ordinal)];

    /// <summary>The rule of a control; null when no public evidence decides it.</summary>
    public static ControlEvaluator? Find(string controlId) => s_byControl.GetValueOrDefault(controlId);
}

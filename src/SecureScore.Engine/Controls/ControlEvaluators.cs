using System.Collections.Frozen;
using SecureScore.Engine.Controls.AdminCenter;
using SecureScore.Engine.Controls.Dns;
using SecureScore.Engine.Controls.Exchange;
using SecureScore.Engine.Controls.Identity;
using SecureScore.Engine.Controls.Purview;
using SecureScore.Engine.Controls.SharePoint;
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
        new AnonymousMeetingJoin(),
        new AnonymousMeetingStart(),
        new AppRegistration(),
        new AuditLog(),
        new AutoAdmittedUsers(),
        new AutoLabelling(),
        new AzureManagement(),
        new CalendarSharing(),
        new ConnectionFilter(),
        new CustomBannedPasswords(),
        new CustomerLockbox(),
        new DataLossPrevention(),
        new DataMapLabels(),
        new DesignatedPresenters(),
        new DialInLobbyBypass(),
        new ExternalRequestControl(),
        new ExternalSharingDomains(),
        new FormsPhishingProtection(),
        new GlobalAdministrators(),
        new GuestResharing(),
        new IdleSessionTimeout(),
        new LegacyAuthentication(),
        new LimitedAdministrators(),
        new MailTips(),
        new MailboxAudit(),
        new MfaRegistration(),
        new ModernAuthentication(),
        new OnPremisesPasswordProtection(),
        new OutlookAddIns(),
        new PasswordExpiration(),
        new PasswordHashSync(),
        new PhishingResistantMfa(),
        new PublicGroups(),
        new PublishedLabels(),
        new SafeAttachmentsForFiles(),
        new SafeDocuments(),
        new SelfServicePasswordReset(),
        new SeparateAdminAccounts(),
        new SharePointModernAuthentication(),
        new SignInRiskPolicy(),
        new SpamFilterBypassRules(),
        new SpfRecords(),
        new StorageProviders(),
        new TeamsDataLossPrevention(),
        new UnmanagedDeviceSync(),
        new UserConsent(),
        new UserOwnedApps(),
        new UserRiskPolicy(),
    }.ToFrozenDictionary(evaluator => evaluator.ControlId, StringComparer.OrdinalIgnoreCase);

    /// <summary>All rules, ordered by control.</summary>
    public static IReadOnlyList<ControlEvaluator> All { get; } =
        [.. s_byControl.Values.OrderBy(evaluator => evaluator.ControlId, StringComparer.Ordinal)];

    /// <summary>The rule of a control; null when no public evidence decides it.</summary>
    public static ControlEvaluator? Find(string controlId) => s_byControl.GetValueOrDefault(controlId);
}

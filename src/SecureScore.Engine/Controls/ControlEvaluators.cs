using System.Collections.Frozen;
using SecureScore.Engine.Controls.AdminCenter;
using SecureScore.Engine.Controls.Dns;
using SecureScore.Engine.Controls.Exchange;
using SecureScore.Engine.Controls.Identity;
using SecureScore.Engine.Controls.Purview;
using SecureScore.Engine.Controls.Reviews;
using SecureScore.Engine.Controls.SharePoint;
using SecureScore.Engine.Controls.Teams;

namespace SecureScore.Engine.Controls;

/// <summary>Every rule, by the id of its control.</summary>
public static class ControlEvaluators
{
    private static readonly FrozenDictionary<string, ControlEvaluator> s_byControl = new ControlEvaluator[]
    {
        new AccountChanges(),
        new AdminConsentWorkflow(),
        new AdminMfa(),
        new AdminSessions(),
        new AnomalousSignIns(),
        new AnonymousMeetingJoin(),
        new AnonymousMeetingStart(),
        new AppRegistration(),
        new AuditEnabled(),
        new AuditLog(),
        new AutoAdmittedUsers(),
        new AutoLabelling(),
        new AzureManagement(),
        new BreakGlassExclusion(),
        new CalendarSharing(),
        new ConnectionFilter(),
        new CustomBannedPasswords(),
        new CustomerLockbox(),
        new DataLossPrevention(),
        new DataMapLabels(),
        new DelegatedAdmins(),
        new DeletedReferences(),
        new DesignatedPresenters(),
        new DeviceCodeFlow(),
        new DeviceSignIns(),
        new DialInLobbyBypass(),
        new DirectSend(),
        new DkimSigning(),
        new DmarcRecords(),
        new ExternalRequestControl(),
        new ExternalSharingDomains(),
        new FailedSignIns(),
        new FormsPhishingProtection(),
        new GeoSignIns(),
        new GlobalAdministrators(),
        new GuestInvitations(),
        new GuestResharing(),
        new GuestRole(),
        new IdleSessionTimeout(),
        new InfectedDeviceSignIns(),
        new IrregularSignIns(),
        new LeakedCredentials(),
        new LegacyAuthentication(),
        new LimitedAdministrators(),
        new MailTips(),
        new MailboxAudit(),
        new MfaRegistration(),
        new ModernAuthentication(),
        new NewProvisionedAccounts(),
        new OnPremisesPasswordProtection(),
        new OutlookAddIns(),
        new PasswordExpiration(),
        new PasswordHashSync(),
        new PasswordResets(),
        new PermanentGlobalAdministrators(),
        new PhishingResistantMfa(),
        new ProvisionedAccounts(),
        new PublicGroups(),
        new PublishedLabels(),
        new RoleChanges(),
        new SafeAttachmentsForFiles(),
        new SafeDocuments(),
        new SelfServicePasswordReset(),
        new SeparateAdminAccounts(),
        new SharePointModernAuthentication(),
        new SignInRiskPolicy(),
        new SignIns(),
        new SmtpAuthentication(),
        new SpamFilterBypassRules(),
        new SpfRecords(),
        new StorageProviders(),
        new SuspiciousAddressSignIns(),
        new TeamsDataLossPrevention(),
        new TenantCreation(),
        new UnknownSignIns(),
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

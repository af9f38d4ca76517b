using System.Collections.Frozen;
using SecureScore.Engine.Controls.Exchange;
using SecureScore.Engine.Controls.Identity;
using SecureScore.Engine.Controls.Reviews;
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
        new AzureManagement(),
        new BreakGlassExclusion(),
        new CustomBannedPasswords(),
        new CustomerLockbox(),
        new DelegatedAdmins(),
        new DeletedReferences(),
        new DesignatedPresenters(),
        new DeviceCodeFlow(),
        new DeviceSignIns(),
        new DialInLobbyBypass(),
        new ExternalRequestControl(),
        new FailedSignIns(),
        new GeoSignIns(),
        new GlobalAdministrators(),
        new GuestInvitations(),
        new GuestRole(),
        new InfectedDeviceSignIns(),
        new IrregularSignIns(),
        new LeakedCredentials(),
        new LegacyAuthentication(),
        new LimitedAdministrators(),
        new MfaRegistration(),
        new NewProvisionedAccounts(),
        new OnPremisesPasswordProtection(),
        new PasswordExpiration(),
        new PasswordHashSync(),
        new PasswordResets(),
        new PermanentGlobalAdministrators(),
        new PhishingResistantMfa(),
        new ProvisionedAccounts(),
        new PublicGroups(),
        new RoleChanges(),
        new SelfServicePasswordReset(),
        new SeparateAdminAccounts(),
        new SignInRiskPolicy(),
        new SignIns(),
        new SuspiciousAddressSignIns(),
        new TenantCreation(),
        new UnknownSignIns(),
        new UserConsent(),
        new UserRiskPolicy(),
    }.ToFrozenDictionary(evaluator => evaluator.ControlId, StringComparer.OrdinalIgnoreCase);

    /// <summary>All rules, ordered by control.</summary>
    public static IReadOnlyList<ControlEvaluator> All { get; } =
        [.. s_byControl.Values.OrderBy(evaluator => evaluator.ControlId, StringComparer.Ordinal)];

    /// <summary>The rule of a control; null when no public evidence decides it.</summary>
    public static ControlEvaluator? Find(string controlId) => s_byControl.GetValueOrDefault(controlId);
}

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>The names of the remediations by Conditional Access policies and security defaults, for those who choose one by name.</summary>
public static class PolicyRemediationIds
{
    /// <summary>MFA for administrators.</summary>
    public const string AdministratorMfa = "AdministratorMfaPolicy";

    /// <summary>MFA for all users. No control asks for it alone.</summary>
    public const string AllUsersMfa = "AllUsersMfaPolicy";

    /// <summary>No legacy authentication.</summary>
    public const string LegacyAuthentication = "LegacyAuthenticationPolicy";

    /// <summary>MFA at risky sign-ins.</summary>
    public const string SignInRisk = "SignInRiskPolicy";

    /// <summary>A new password for users at risk.</summary>
    public const string UserRisk = "UserRiskPolicy";

    /// <summary>MFA that resists phishing for administrators.</summary>
    public const string PhishingResistantMfa = "PhishingResistantMfaPolicy";

    /// <summary>Short sessions for administrators.</summary>
    public const string AdministratorSessions = "AdministratorSessionPolicy";

    /// <summary>Azure management for administrators only.</summary>
    public const string AzureManagement = "AzureManagementPolicy";

    /// <summary>No sign-in by device code.</summary>
    public const string DeviceCode = "DeviceCodePolicy";

    /// <summary>Security defaults on.</summary>
    public const string EnableSecurityDefaults = "EnableSecurityDefaults";

    /// <summary>Security defaults off, with policies in their place.</summary>
    public const string DisableSecurityDefaults = "DisableSecurityDefaults";
}

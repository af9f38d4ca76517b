namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>What users must have registered to pass a policy.</summary>
public enum RequiredMethod
{
    /// <summary>Any method of MFA.</summary>
    Mfa,

    /// <summary>A passkey, Windows Hello for Business or a certificate.</summary>
    PhishingResistant,
}

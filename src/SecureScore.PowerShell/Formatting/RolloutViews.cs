using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Remediation.ConditionalAccess;

namespace SecureScore.PowerShell.Formatting;

#pragma warning disable CS1591

/// <summary>What views show of a <see cref="RolloutReadiness"/>.</summary>
public static class RolloutReadinessView
{
    public static string UserPrincipalName(PSObject instance) => DisplayText.Clean(Of(instance).Name);

    public static string DisplayName(PSObject instance) => DisplayText.Clean(Of(instance).DisplayName);

    public static string Registered(PSObject instance) => Of(instance).IsRegistered ? "Yes" : "No";

    public static string Required(PSObject instance) => Of(instance).Required == RequiredMethod.PhishingResistant ? "Phishing-resistant MFA" : "MFA";

    public static string Methods(PSObject instance) => DisplayText.Clean(string.Join(", ", Of(instance).Methods));

    private static RolloutReadiness Of(PSObject instance) => (RolloutReadiness)instance.BaseObject;
}

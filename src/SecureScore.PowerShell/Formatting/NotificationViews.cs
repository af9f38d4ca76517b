using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation.Notifications;

namespace SecureScore.PowerShell.Formatting;

#pragma warning disable CS1591

/// <summary>What views show of a <see cref="ControlNotification"/>.</summary>
public static class ControlNotificationView
{
    public static string ControlId(PSObject instance) => DisplayText.Clean(Of(instance).ControlId);

    public static string DisplayName(PSObject instance) => DisplayText.Clean(Of(instance).DisplayName);

    public static string UserPrincipalName(PSObject instance) => DisplayText.Clean(Of(instance).UserPrincipalName);

    /// <summary>The address; the sign-in name of who has none.</summary>
    public static string Recipient(PSObject instance) => DisplayText.Clean(Of(instance).Recipient ?? Of(instance).UserPrincipalName);

    public static string Subject(PSObject instance) => DisplayText.Clean(Of(instance).Subject);

    public static string Outcome(PSObject instance) => Of(instance).Outcome switch
    {
        NotificationOutcome.AlreadyTold => "Told already",
        NotificationOutcome.NoMailbox => "No mailbox",
        var outcome => outcome.ToString(),
    };

    public static string SentAt(PSObject instance) => Of(instance).SentAt is { } date ? ScoreText.Date(date) : "";

    public static string Error(PSObject instance) => DisplayText.Clean(Of(instance).Error);

    private static ControlNotification Of(PSObject instance) => (ControlNotification)instance.BaseObject;
}

/// <summary>What views show of a <see cref="SentNotification"/>.</summary>
public static class SentNotificationView
{
    public static string ControlId(PSObject instance) => DisplayText.Clean(Of(instance).ControlId);

    public static string Recipient(PSObject instance) => DisplayText.Clean(Of(instance).Recipient);

    public static string Subject(PSObject instance) => DisplayText.Clean(Of(instance).Subject);

    public static string SentAt(PSObject instance) => ScoreText.Date(Of(instance).SentAt);

    /// <summary>The date above the time.</summary>
    public static string When(PSObject instance) => ScoreText.When(Of(instance).SentAt);

    public static string SentBy(PSObject instance) => DisplayText.Clean(Of(instance).SentBy);

    private static SentNotification Of(PSObject instance) => (SentNotification)instance.BaseObject;
}

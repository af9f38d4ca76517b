using System.Globalization;
using System.Management.Automation;
using System.Resources;
using System.Runtime.CompilerServices;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;

namespace SecureScore.PowerShell;

/// <summary>Every error of the cmdlets. The name of the method is the error's id and the name of its text in Errors.resx.</summary>
/// <remarks>An error of the engine brings its own id and text; here it gets its category.</remarks>
internal static class Errors
{
    private static readonly ResourceManager s_texts = new("SecureScore.PowerShell.Errors", typeof(Errors).Assembly);

    /// <param name="obstacle">Why nobody can be asked.</param>
    public static ErrorRecord InteractionRequired(string obstacle) => Create(ErrorCategory.InvalidOperation, null, [obstacle]);

    public static ErrorRecord NotConnected() => Create(ErrorCategory.ConnectionError, null);

    public static ErrorRecord NotSignedIn() => Create(ErrorCategory.InvalidOperation, null);

    public static ErrorRecord ParametersConflict(string one, string other) => Create(ErrorCategory.InvalidArgument, other, [one, other]);

    public static ErrorRecord PathNotFileSystem(string path, string provider) =>
        Create(ErrorCategory.InvalidArgument, path, [path, provider]);

    public static ErrorRecord PathAmbiguous(string path, IReadOnlyCollection<string> found) =>
        Create(ErrorCategory.InvalidArgument, path, [path, found.Count]);

    public static ErrorRecord SnapshotExists(string path) => Create(ErrorCategory.ResourceExists, path, [path]);

    /// <summary>The record of an error that the engine tells.</summary>
    public static ErrorRecord From(SecureScoreException exception) =>
        Record(exception, exception.ErrorId, CategoryOf(exception), exception.Target);

    internal static string Text(string id) =>
        s_texts.GetString(id, CultureInfo.InvariantCulture) ?? throw new InvalidOperationException($"Errors.resx has no text '{id}'.");

    private static ErrorRecord Create(ErrorCategory category, string? target, object[]? details = null, [CallerMemberName] string id = "")
    {
        string text = string.Format(CultureInfo.InvariantCulture, Text(id), details ?? []);
        return Record(new SecureScoreException(id, text) { Target = target }, id, category, target);
    }

    // The exception keeps its text as it is; what a screen shows is cleaned.
    private static ErrorRecord Record(SecureScoreException exception, string id, ErrorCategory category, string? target)
    {
        var record = new ErrorRecord(exception, id, category, target) { ErrorDetails = new ErrorDetails(DisplayText.Clean(exception.Message)) };
        record.CategoryInfo.TargetName = DisplayText.Clean(target);
        return record;
    }

    private static ErrorCategory CategoryOf(SecureScoreException exception) => exception switch
    {
        EvidenceUnavailableException { State.Status: ResourceStatus.Denied } => ErrorCategory.PermissionDenied,
        EvidenceUnavailableException { State.Status: ResourceStatus.NotConnected } => ErrorCategory.ConnectionError,
        EvidenceUnavailableException { State.Status: ResourceStatus.Failed } => ErrorCategory.InvalidData,
        EvidenceUnavailableException => ErrorCategory.ResourceUnavailable,
        _ => CategoryOf(exception.ErrorId),
    };

    private static ErrorCategory CategoryOf(string errorId) => errorId switch
    {
        ErrorIds.AccessTokenExpired or ErrorIds.AccessTokenInvalid or ErrorIds.AccessTokenWrongService or ErrorIds.AccountRefused
            or ErrorIds.ApplicationDisabled or ErrorIds.ApplicationMisconfigured or ErrorIds.ApplicationSecretExpired or ErrorIds.ApplicationSecretWrong
            or ErrorIds.AzureCliNotSignedIn or ErrorIds.AzurePowerShellNotSignedIn or ErrorIds.CertificateNotRegistered or ErrorIds.CertificateNotValid
            or ErrorIds.CertificatePasswordWrong or ErrorIds.ClockWrong or ErrorIds.ProxyRefused or ErrorIds.SignInFailed
            or ErrorIds.WorkloadIdentityUnusable => ErrorCategory.AuthenticationError,
        ErrorIds.Disconnected or ErrorIds.NetworkUnavailable or ErrorIds.SignInUnavailable => ErrorCategory.ConnectionError,
        ErrorIds.AccessTokenNotRecognised or ErrorIds.CertificateUnusable or ErrorIds.SignInIncomplete or ErrorIds.StatusNotAllowed or ErrorIds.ExpiryInPast
            or ErrorIds.DecisionTextInvalid or ErrorIds.TagInvalid or ErrorIds.ZoneInvalid or ErrorIds.StoreLocationInvalid
            or ErrorIds.NotificationSenderMissing or ErrorIds.NotificationTemplateInvalid or ErrorIds.NotificationTemplateMissing
            or ErrorIds.RemediationValueInvalid or ErrorIds.RemediationValueMissing => ErrorCategory.InvalidArgument,
        ErrorIds.ConfirmationNeeded or ErrorIds.ConfirmationRequired or ErrorIds.InteractionRequired or ErrorIds.PublishRefused or ErrorIds.RemediationConflict
            or ErrorIds.RemediationNotPossible or ErrorIds.RemediationRefused or ErrorIds.UndoConflict or ErrorIds.UndoNotPossible or ErrorIds.UndoOtherTenant => ErrorCategory.InvalidOperation,
        ErrorIds.NotificationLimitExceeded or ErrorIds.SnapshotTooLarge or ErrorIds.StoreFull => ErrorCategory.LimitsExceeded,
        ErrorIds.TenantNotRecorded or ErrorIds.RemediationObjectMissing => ErrorCategory.ObjectNotFound,
        ErrorIds.SignInCancelled => ErrorCategory.OperationStopped,
        ErrorIds.DeviceCodeExpired or ErrorIds.SignInTimedOut => ErrorCategory.OperationTimeout,
        ErrorIds.ConditionalAccessBlocked or ErrorIds.ConsentMissing or ErrorIds.PublishDenied or ErrorIds.RemediationDenied => ErrorCategory.PermissionDenied,
        ErrorIds.SnapshotUnreadable => ErrorCategory.ReadError,
        ErrorIds.SnapshotInUse or ErrorIds.StoreLocked or ErrorIds.RemediationBusy => ErrorCategory.ResourceBusy,
        ErrorIds.SnapshotNotReplaced => ErrorCategory.ResourceExists,
        ErrorIds.ServiceNotInTenant or ErrorIds.StoreUnreachable or ErrorIds.RemediationEvidenceMissing => ErrorCategory.ResourceUnavailable,
        ErrorIds.JournalBroken or ErrorIds.LockoutRisk or ErrorIds.SnapshotUnsafe => ErrorCategory.SecurityError,
        ErrorIds.PublishFailed or ErrorIds.RemediationFailed or ErrorIds.RemediationUncertain or ErrorIds.SnapshotNotWritten or ErrorIds.StoreReadOnly => ErrorCategory.WriteError,
        _ when errorId.EndsWith("NotFound", StringComparison.Ordinal) => ErrorCategory.ObjectNotFound,
        _ => ErrorCategory.InvalidData,
    };
}

namespace SecureScore.Engine;

/// <summary>The stable ids of all errors. Each is explained in docs/errors.md; none is ever renamed.</summary>
public static class ErrorIds
{
    /// <summary>An access token that was handed over has ended, or the service asks for a new one.</summary>
    public const string AccessTokenExpired = nameof(AccessTokenExpired);

    /// <summary>What was handed over is no access token of the tenant.</summary>
    public const string AccessTokenInvalid = nameof(AccessTokenInvalid);

    /// <summary>An access token does not tell which service it is for, or is none.</summary>
    public const string AccessTokenNotRecognised = nameof(AccessTokenNotRecognised);

    /// <summary>An access token that was handed over is for another service.</summary>
    public const string AccessTokenWrongService = nameof(AccessTokenWrongService);

    /// <summary>The person's account cannot sign in to the tenant.</summary>
    public const string AccountRefused = nameof(AccountRefused);

    /// <summary>The application is disabled in the tenant.</summary>
    public const string ApplicationDisabled = nameof(ApplicationDisabled);

    /// <summary>The application's registration does not allow this kind of sign-in.</summary>
    public const string ApplicationMisconfigured = nameof(ApplicationMisconfigured);

    /// <summary>The tenant does not know the application.</summary>
    public const string ApplicationNotFound = nameof(ApplicationNotFound);

    /// <summary>The application's secret has expired.</summary>
    public const string ApplicationSecretExpired = nameof(ApplicationSecretExpired);

    /// <summary>The application has no such secret.</summary>
    public const string ApplicationSecretWrong = nameof(ApplicationSecretWrong);

    /// <summary>The Azure CLI is missing, or nobody is signed in to it.</summary>
    public const string AzureCliNotSignedIn = nameof(AzureCliNotSignedIn);

    /// <summary>Azure PowerShell is missing, or nobody is signed in to it.</summary>
    public const string AzurePowerShellNotSignedIn = nameof(AzurePowerShellNotSignedIn);

    /// <summary>No control has the category.</summary>
    public const string CategoryNotFound = nameof(CategoryNotFound);

    /// <summary>The certificate is neither in the file nor in the stores that were named.</summary>
    public const string CertificateNotFound = nameof(CertificateNotFound);

    /// <summary>The application does not know the certificate.</summary>
    public const string CertificateNotRegistered = nameof(CertificateNotRegistered);

    /// <summary>The certificate has expired, or is not valid yet.</summary>
    public const string CertificateNotValid = nameof(CertificateNotValid);

    /// <summary>The password does not open the certificate file, or none was given.</summary>
    public const string CertificatePasswordWrong = nameof(CertificatePasswordWrong);

    /// <summary>The certificate cannot sign: it has no private key, no RSA key, or the file is no certificate.</summary>
    public const string CertificateUnusable = nameof(CertificateUnusable);

    /// <summary>This machine's clock is off, so that what it signs is not accepted.</summary>
    public const string ClockWrong = nameof(ClockWrong);

    /// <summary>A Conditional Access policy of the tenant blocks the sign-in.</summary>
    public const string ConditionalAccessBlocked = nameof(ConditionalAccessBlocked);

    /// <summary>Much would be changed by word alone, and nobody confirmed it.</summary>
    public const string ConfirmationNeeded = nameof(ConfirmationNeeded);

    /// <summary>A remediation that users notice wants to be confirmed, and nobody can be asked.</summary>
    public const string ConfirmationRequired = nameof(ConfirmationRequired);

    /// <summary>The application has no consent to the permissions of a service.</summary>
    public const string ConsentMissing = nameof(ConsentMissing);

    /// <summary>The edition has no control of that id.</summary>
    public const string ControlNotFound = nameof(ControlNotFound);

    /// <summary>A row for Set-ControlStatus or Set-ControlTag lacks a column, or a value in it cannot be read.</summary>
    public const string DecisionRowInvalid = nameof(DecisionRowInvalid);

    /// <summary>A note or an owner is too long or holds control characters.</summary>
    public const string DecisionTextInvalid = nameof(DecisionTextInvalid);

    /// <summary>The code was not entered in time.</summary>
    public const string DeviceCodeExpired = nameof(DeviceCodeExpired);

    /// <summary>A connection is used that was ended before.</summary>
    public const string Disconnected = nameof(Disconnected);

    /// <summary>The catalogue has no edition of that name.</summary>
    public const string EditionNotFound = nameof(EditionNotFound);

    /// <summary>A resource was not collected, or what was collected cannot be read.</summary>
    public const string EvidenceUnavailable = nameof(EvidenceUnavailable);

    /// <summary>A decision would end before it begins.</summary>
    public const string ExpiryInPast = nameof(ExpiryInPast);

    /// <summary>The command line could not read or write something, such as its output.</summary>
    public const string InputOutput = nameof(InputOutput);

    /// <summary>The sign-in needs a person to answer, and there is none.</summary>
    public const string InteractionRequired = nameof(InteractionRequired);

    /// <summary>The command line does not know a command, option or value.</summary>
    public const string InvalidUsage = nameof(InvalidUsage);

    /// <summary>The journal of changes is not as it was written.</summary>
    public const string JournalBroken = nameof(JournalBroken);

    /// <summary>The journal has no such entry.</summary>
    public const string JournalEntryNotFound = nameof(JournalEntryNotFound);

    /// <summary>The snapshot does not say which tenant it is of or when it was collected, so that it has no place in a history.</summary>
    public const string JudgementNotRecordable = nameof(JudgementNotRecordable);

    /// <summary>A change could lock the last administrators out.</summary>
    public const string LockoutRisk = nameof(LockoutRisk);

    /// <summary>There is no such managed identity where the program runs.</summary>
    public const string ManagedIdentityNotFound = nameof(ManagedIdentityNotFound);

    /// <summary>The module cannot load its own files.</summary>
    public const string ModuleDamaged = nameof(ModuleDamaged);

    /// <summary>A host of the service cannot be reached.</summary>
    public const string NetworkUnavailable = nameof(NetworkUnavailable);

    /// <summary>A cmdlet needs a tenant, and the session has none.</summary>
    public const string NotConnected = nameof(NotConnected);

    /// <summary>A cmdlet needs a tenant's services, and the evidence is a snapshot.</summary>
    public const string NotSignedIn = nameof(NotSignedIn);

    /// <summary>More people are concerned by a control than may be told at once.</summary>
    public const string NotificationLimitExceeded = nameof(NotificationLimitExceeded);

    /// <summary>Nothing tells which mailbox mails come from.</summary>
    public const string NotificationSenderMissing = nameof(NotificationSenderMissing);

    /// <summary>The text of a mail cannot be used.</summary>
    public const string NotificationTemplateInvalid = nameof(NotificationTemplateInvalid);

    /// <summary>There is no text for the people whom a control concerns.</summary>
    public const string NotificationTemplateMissing = nameof(NotificationTemplateMissing);

    /// <summary>Parameters were given that exclude each other.</summary>
    public const string ParametersConflict = nameof(ParametersConflict);

    /// <summary>A path with wildcards matches several items.</summary>
    public const string PathAmbiguous = nameof(PathAmbiguous);

    /// <summary>A path belongs to another provider than the file system.</summary>
    public const string PathNotFileSystem = nameof(PathNotFileSystem);

    /// <summary>No control belongs to the product.</summary>
    public const string ProductNotFound = nameof(ProductNotFound);

    /// <summary>The proxy asks for a sign-in of its own (407).</summary>
    public const string ProxyRefused = nameof(ProxyRefused);

    /// <summary>Microsoft does not let who signed in change the state of a control.</summary>
    public const string PublishDenied = nameof(PublishDenied);

    /// <summary>Microsoft did not take a decision, or it is not certain that it did.</summary>
    public const string PublishFailed = nameof(PublishFailed);

    /// <summary>Microsoft has no state for a control, so that a decision about it cannot be published.</summary>
    public const string PublishRefused = nameof(PublishRefused);

    /// <summary>Another run is changing the same settings.</summary>
    public const string RemediationBusy = nameof(RemediationBusy);

    /// <summary>Somebody changed the settings since they were read.</summary>
    public const string RemediationConflict = nameof(RemediationConflict);

    /// <summary>The service refuses the change for want of a permission or a role.</summary>
    public const string RemediationDenied = nameof(RemediationDenied);

    /// <summary>What is there now cannot be read, so nothing is changed.</summary>
    public const string RemediationEvidenceMissing = nameof(RemediationEvidenceMissing);

    /// <summary>The service did not carry out the change.</summary>
    public const string RemediationFailed = nameof(RemediationFailed);

    /// <summary>The control cannot be put in place as the tenant is.</summary>
    public const string RemediationNotPossible = nameof(RemediationNotPossible);

    /// <summary>An object that a change names is not there.</summary>
    public const string RemediationObjectMissing = nameof(RemediationObjectMissing);

    /// <summary>A rule of the service forbids the change.</summary>
    public const string RemediationRefused = nameof(RemediationRefused);

    /// <summary>The service may have carried out the change.</summary>
    public const string RemediationUncertain = nameof(RemediationUncertain);

    /// <summary>A value for a remediation is wrong.</summary>
    public const string RemediationValueInvalid = nameof(RemediationValueInvalid);

    /// <summary>A remediation needs a value that only you know.</summary>
    public const string RemediationValueMissing = nameof(RemediationValueMissing);

    /// <summary>No resource of a snapshot has the name.</summary>
    public const string ResourceNotFound = nameof(ResourceNotFound);

    /// <summary>The tenant does not have the service.</summary>
    public const string ServiceNotInTenant = nameof(ServiceNotInTenant);

    /// <summary>The person cancelled the sign-in.</summary>
    public const string SignInCancelled = nameof(SignInCancelled);

    /// <summary>Microsoft Entra refused the sign-in for a reason that has no page of its own here.</summary>
    public const string SignInFailed = nameof(SignInFailed);

    /// <summary>Something that the sign-in needs was not given.</summary>
    public const string SignInIncomplete = nameof(SignInIncomplete);

    /// <summary>The sign-in did not end in time.</summary>
    public const string SignInTimedOut = nameof(SignInTimedOut);

    /// <summary>Microsoft Entra is busy or out of order.</summary>
    public const string SignInUnavailable = nameof(SignInUnavailable);

    /// <summary>Two files of a snapshot say the same thing, such as users.json beside users.jsonl.</summary>
    public const string SnapshotAmbiguous = nameof(SnapshotAmbiguous);

    /// <summary>The folder or zip file holds neither a manifest nor a resource.</summary>
    public const string SnapshotEmpty = nameof(SnapshotEmpty);

    /// <summary>There is something at the path of an export already.</summary>
    public const string SnapshotExists = nameof(SnapshotExists);

    /// <summary>Another process writes a snapshot to the same path.</summary>
    public const string SnapshotInUse = nameof(SnapshotInUse);

    /// <summary>manifest.json cannot be read; the message names the line.</summary>
    public const string SnapshotInvalid = nameof(SnapshotInvalid);

    /// <summary>There is nothing at the path.</summary>
    public const string SnapshotNotFound = nameof(SnapshotNotFound);

    /// <summary>What is at the path is neither a folder nor a zip file.</summary>
    public const string SnapshotNotRecognised = nameof(SnapshotNotRecognised);

    /// <summary>A snapshot is not written over something that is no snapshot.</summary>
    public const string SnapshotNotReplaced = nameof(SnapshotNotReplaced);

    /// <summary>Writing a snapshot failed. What was there before is unchanged.</summary>
    public const string SnapshotNotWritten = nameof(SnapshotNotWritten);

    /// <summary>What an interrupted export left is of another tenant.</summary>
    public const string SnapshotOtherTenant = nameof(SnapshotOtherTenant);

    /// <summary>The snapshot unpacks to more than any snapshot needs.</summary>
    public const string SnapshotTooLarge = nameof(SnapshotTooLarge);

    /// <summary>A newer version of SecureScore wrote the snapshot.</summary>
    public const string SnapshotTooNew = nameof(SnapshotTooNew);

    /// <summary>The operating system refuses to read the snapshot.</summary>
    public const string SnapshotUnreadable = nameof(SnapshotUnreadable);

    /// <summary>The snapshot holds links, devices or names that lead out of it.</summary>
    public const string SnapshotUnsafe = nameof(SnapshotUnsafe);

    /// <summary>A control cannot have the status.</summary>
    public const string StatusNotAllowed = nameof(StatusNotAllowed);

    /// <summary>The store is damaged, or is no store.</summary>
    public const string StoreDamaged = nameof(StoreDamaged);

    /// <summary>There is no space left for the store.</summary>
    public const string StoreFull = nameof(StoreFull);

    /// <summary>The location of the store can be neither a path nor a connection string.</summary>
    public const string StoreLocationInvalid = nameof(StoreLocationInvalid);

    /// <summary>Somebody else keeps the store locked.</summary>
    public const string StoreLocked = nameof(StoreLocked);

    /// <summary>There is no store at the path.</summary>
    public const string StoreNotFound = nameof(StoreNotFound);

    /// <summary>The store cannot be written.</summary>
    public const string StoreReadOnly = nameof(StoreReadOnly);

    /// <summary>A newer version of SecureScore made the store.</summary>
    public const string StoreTooNew = nameof(StoreTooNew);

    /// <summary>The store cannot be reached: the server does not answer or refuses, or the file cannot be opened.</summary>
    public const string StoreUnreachable = nameof(StoreUnreachable);

    /// <summary>A tag is empty, too long or holds control characters, or a control would have too many.</summary>
    public const string TagInvalid = nameof(TagInvalid);

    /// <summary>No control has the tag.</summary>
    public const string TagNotFound = nameof(TagNotFound);

    /// <summary>There is no such tenant in the cloud.</summary>
    public const string TenantNotFound = nameof(TenantNotFound);

    /// <summary>The store does not know the tenant, or it knows several and none was named.</summary>
    public const string TenantNotRecorded = nameof(TenantNotRecorded);

    /// <summary>There is no threat of that name.</summary>
    public const string ThreatNotFound = nameof(ThreatNotFound);

    /// <summary>Somebody changed since what is to be taken back.</summary>
    public const string UndoConflict = nameof(UndoConflict);

    /// <summary>The journal entry cannot be taken back.</summary>
    public const string UndoNotPossible = nameof(UndoNotPossible);

    /// <summary>The journal entry belongs to another tenant.</summary>
    public const string UndoOtherTenant = nameof(UndoOtherTenant);

    /// <summary>Workload identity federation gives no token.</summary>
    public const string WorkloadIdentityUnusable = nameof(WorkloadIdentityUnusable);

    /// <summary>The bands of the score or a comparison are not percentages in rising order.</summary>
    public const string ZoneInvalid = nameof(ZoneInvalid);
}

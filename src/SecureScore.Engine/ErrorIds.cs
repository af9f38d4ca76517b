namespace SecureScore.Engine;

/// <summary>The stable ids of all errors. Each is explained in docs/errors.md; none is ever renamed.</summary>
public static class ErrorIds
{
    /// <summary>An access token does not tell which service it is for, or is none.</summary>
    public const string AccessTokenNotRecognised = nameof(AccessTokenNotRecognised);

    /// <summary>No control has the category.</summary>
    public const string CategoryNotFound = nameof(CategoryNotFound);

    /// <summary>Much would be changed by word alone, and nobody confirmed it.</summary>
    public const string ConfirmationNeeded = nameof(ConfirmationNeeded);

    /// <summary>The edition has no control of that id.</summary>
    public const string ControlNotFound = nameof(ControlNotFound);

    /// <summary>A row for Set-ControlStatus or Set-ControlTag lacks a column, or a value in it cannot be read.</summary>
    public const string DecisionRowInvalid = nameof(DecisionRowInvalid);

    /// <summary>A note or an owner is too long or holds control characters.</summary>
    public const string DecisionTextInvalid = nameof(DecisionTextInvalid);

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

    /// <summary>A person must sign in, and nobody is there.</summary>
    public const string InteractionRequired = nameof(InteractionRequired);

    /// <summary>The command line does not know a command, option or value.</summary>
    public const string InvalidUsage = nameof(InvalidUsage);

    /// <summary>The snapshot does not say which tenant it is of or when it was collected, so that it has no place in a history.</summary>
    public const string JudgementNotRecordable = nameof(JudgementNotRecordable);

    /// <summary>The module cannot load its own files.</summary>
    public const string ModuleDamaged = nameof(ModuleDamaged);

    /// <summary>A cmdlet needs a tenant, and the session has none.</summary>
    public const string NotConnected = nameof(NotConnected);

    /// <summary>A cmdlet needs a tenant's services, and the evidence is a snapshot.</summary>
    public const string NotSignedIn = nameof(NotSignedIn);

    /// <summary>Parameters were given that exclude each other.</summary>
    public const string ParametersConflict = nameof(ParametersConflict);

    /// <summary>A path with wildcards matches several items.</summary>
    public const string PathAmbiguous = nameof(PathAmbiguous);

    /// <summary>A path belongs to another provider than the file system.</summary>
    public const string PathNotFileSystem = nameof(PathNotFileSystem);

    /// <summary>No control belongs to the product.</summary>
    public const string ProductNotFound = nameof(ProductNotFound);

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

    /// <summary>The store does not know the tenant, or it knows several and none was named.</summary>
    public const string TenantNotRecorded = nameof(TenantNotRecorded);

    /// <summary>There is no threat of that name.</summary>
    public const string ThreatNotFound = nameof(ThreatNotFound);

    /// <summary>The bands of the score or a comparison are not percentages in rising order.</summary>
    public const string ZoneInvalid = nameof(ZoneInvalid);
}

namespace SecureScore.Engine.Evidence;

/// <summary>A snapshot as a whole cannot be opened or written.</summary>
/// <remarks>A single resource that cannot be read is an <see cref="EvidenceUnavailableException"/> instead.</remarks>
public sealed class SnapshotException : SecureScoreException
{
    internal SnapshotException(string errorId, string path, string message, Exception? innerException = null)
        : base(errorId, message, innerException)
    {
        Target = path;
    }

    internal static SnapshotException NotFound(string path, Exception? cause = null) =>
        new(ErrorIds.SnapshotNotFound, path, $"There is no snapshot at '{path}'. Give the path of a snapshot folder or of a .snapshot.zip file.", cause);

    internal static SnapshotException NotRecognised(string path, string reason, Exception? cause = null) =>
        new(ErrorIds.SnapshotNotRecognised, path, $"'{path}' is no snapshot: {reason}. Give a snapshot folder or a .snapshot.zip file.", cause);

    internal static SnapshotException Empty(string path) =>
        new(ErrorIds.SnapshotEmpty, path, $"'{path}' holds neither a manifest.json nor a resource. Give the folder that holds manifest.json, or that folder as a zip file.");

    internal static SnapshotException Unreadable(string path, Exception cause) =>
        new(ErrorIds.SnapshotUnreadable, path, $"'{path}' cannot be read: {cause.Message.TrimEnd('.')}. Check the permissions of the file and try again.", cause);

    internal static SnapshotException Unsafe(string path, string reason) =>
        new(ErrorIds.SnapshotUnsafe, path, $"'{path}' is not opened: {reason}. Do not use this file; collect the snapshot anew.");

    internal static SnapshotException TooManyFiles(string path) =>
        TooLarge(path, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"it holds more than {SnapshotStorage.MaximumFiles} files"));

    internal static SnapshotException TooLarge(string path, string reason) =>
        new(ErrorIds.SnapshotTooLarge, path, $"'{path}' is not opened: {reason}, which no snapshot needs. Do not use this file; collect the snapshot anew.");

    internal static SnapshotException Invalid(string path, string reason, Exception? cause = null) =>
        new(ErrorIds.SnapshotInvalid, path, $"The snapshot '{path}' is damaged: {reason.TrimEnd('.')}. Correct manifest.json, or collect the snapshot anew.", cause);

    internal static SnapshotException TooNew(string path, long schema) =>
        new(ErrorIds.SnapshotTooNew, path, string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"The snapshot '{path}' has format {schema}; this version reads format {SnapshotManifest.CurrentSchema}. Update SecureScore."));

    internal static SnapshotException Ambiguous(string path, string reason) =>
        new(ErrorIds.SnapshotAmbiguous, path, $"The snapshot '{path}' can be read in two ways: {reason}. Remove what does not belong to it.");

    internal static SnapshotException NotReplaced(string path, string reason) =>
        new(ErrorIds.SnapshotNotReplaced, path, $"'{path}' is not overwritten: {reason}. Choose another path, or remove it first.");

    internal static SnapshotException InUse(string path) =>
        new(ErrorIds.SnapshotInUse, path, $"'{path}' is in use: another export writes there. Wait until it has ended, or choose another path.");

    internal static SnapshotException OtherTenant(string path, string former, string? tenant) =>
        new(ErrorIds.SnapshotOtherTenant, path, $"'{path}' was begun for the tenant {former}, and this is the tenant {tenant ?? "without an id"}. Export anew, without -Resume, or choose another path.");

    internal static SnapshotException NotWritten(string path, Exception cause) =>
        new(ErrorIds.SnapshotNotWritten, path, $"The snapshot '{path}' cannot be written: {cause.Message.TrimEnd('.')}. Check the space and the permissions there.", cause);
}

using SecureScore.Engine;

namespace SecureScore.Storage;

/// <summary>The failures of a store, each with its id. No message holds more of a connection string than host and database.</summary>
internal static class StoreException
{
    public static SecureScoreException Damaged(string store, string reason, Exception? cause = null) => Create(
        ErrorIds.StoreDamaged, store, $"The store '{store}' cannot be used: {reason}. Put it back from a backup, move it away, or name another with -Store.", cause);

    public static SecureScoreException Full(string store, Exception cause) => Create(
        ErrorIds.StoreFull, store, $"There is no space left for the store '{store}'. Free some and try again; what was recorded before is there.", cause);

    public static SecureScoreException LocationInvalid(string reason) =>
        new(ErrorIds.StoreLocationInvalid, $"The connection string of the store is not understood: {reason}. Give for example "
            + "Host=db.example;Database=securescore;Username=me, or the path of a file.");

    public static SecureScoreException Locked(string store, Exception cause) => Create(
        ErrorIds.StoreLocked, store, $"Somebody else keeps the store '{store}' locked. Try again in a moment.", cause);

    public static SecureScoreException ReadOnly(string store, Exception cause) => Create(
        ErrorIds.StoreReadOnly, store, $"The store '{store}' cannot be written. Check its permissions, or name another with -Store.", cause);

    public static SecureScoreException TooNew(string store, long version) => Create(ErrorIds.StoreTooNew, store, string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"The store '{store}' has version {version}; this version of SecureScore knows version {Migrations.Current}. Update SecureScore."));

    public static SecureScoreException Unreachable(string store, string reason, Exception cause) => Create(
        ErrorIds.StoreUnreachable, store, $"The store '{store}' cannot be reached: {reason}.", cause);

    private static SecureScoreException Create(string id, string store, string message, Exception? cause = null) =>
        new(id, message, Plain(cause)) { Target = store };

    // An exception of a database holds its command and its connection. Neither is anybody's to see, and nothing can write them as JSON.
    private static Exception? Plain(Exception? cause) =>
        cause is null ? null : new InvalidOperationException($"{cause.GetType().Name}: {cause.Message}", Plain(cause.InnerException));
}

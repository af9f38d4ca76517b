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
}

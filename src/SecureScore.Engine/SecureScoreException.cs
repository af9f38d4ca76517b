namespace SecureScore.Engine;

/// <summary>A failure that a user can act on: it has a stable id, and its message says what to do next.</summary>
/// <remarks>The ids are listed in docs/errors.md. PowerShell shows the id as the error id, the command line in brackets.</remarks>
public class SecureScoreException : Exception
{
    /// <summary>Creates a failure.</summary>
    /// <param name="errorId">The stable id, for example <c>SnapshotNotFound</c>.</param>
    /// <param name="message">What happened and what to do next. May hold text from a tenant; clean it where it meets a screen.</param>
    /// <param name="innerException">The cause, if another exception tells it.</param>
    public SecureScoreException(string errorId, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
    }

    /// <summary>The stable id.</summary>
    public string ErrorId { get; }

    /// <summary>What the failure is about (a path, an id, an edition); null when the message says it all.</summary>
    public string? Target { get; init; }
}

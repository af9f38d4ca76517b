namespace SecureScore.Emulator;

/// <summary>A mail that was sent from a mailbox of the tenant. It goes nowhere.</summary>
/// <param name="Sender">The user principal name of the mailbox.</param>
/// <param name="Recipients">The addresses that it goes to, those of copies among them.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Body">The content.</param>
public sealed record SentMail(string Sender, IReadOnlyList<string> Recipients, string Subject, string Body)
{
    /// <summary>Whether the content is HTML.</summary>
    public bool IsHtml { get; init; }

    /// <summary>Whether the mailbox keeps it among the sent ones.</summary>
    public bool IsKept { get; init; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset SentAt { get; init; }
}

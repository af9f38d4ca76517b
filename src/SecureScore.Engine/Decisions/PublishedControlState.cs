using System.Globalization;
using System.Text;

namespace SecureScore.Engine.Decisions;

/// <summary>What Microsoft's control profile says was decided about a control: one entry of its history, which only grows.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/securescorecontrolstateupdate. Texts are the tenant's, as they came.</remarks>
/// <param name="State">The state in Microsoft's words, in whatever case it came.</param>
public sealed record PublishedControlState(string State)
{
    /// <summary>The most characters of a comment that are sent. Microsoft documents no limit; what was written in the portal is shorter.</summary>
    public const int MostCommentCharacters = 2_000;

    /// <summary>Why; null when nothing was said.</summary>
    public string? Comment { get; init; }

    /// <summary>Who is to see to it; null when nobody was named.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>Who decided; null when the service does not tell.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>When it was decided; null when the service does not tell.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The status that the state stands for; null when the state is not known.</summary>
    public ControlStatus? Status => MicrosoftState.StatusOf(State);

    /// <summary>Where nothing was ever decided.</summary>
    public static PublishedControlState Undecided { get; } = new("Default");

    /// <summary>The state that stands for a decision; null where Microsoft has none.</summary>
    /// <param name="status">The decision.</param>
    /// <param name="note">Why. What is longer than <see cref="MostCommentCharacters"/> is cut.</param>
    /// <param name="owner">Who answers for it.</param>
    public static PublishedControlState? Of(ControlStatus status, string? note, string? owner) => MicrosoftState.Of(status) is { } state
        ? new PublishedControlState(state) { Comment = Shorten(note), AssignedTo = string.IsNullOrEmpty(owner) ? null : owner }
        : null;

    /// <summary>The entry of a history that counts: the latest by its date, of several the last; entries without a date come before all others.</summary>
    /// <param name="updates">The history, in the order in which it came.</param>
    public static PublishedControlState CurrentOf(IEnumerable<PublishedControlState> updates)
    {
        ArgumentNullException.ThrowIfNull(updates);
        return updates.OrderBy(update => update.UpdatedAt ?? DateTimeOffset.MinValue).LastOrDefault() ?? Undecided;
    }

    /// <summary>Whether it decides the same, with the same words. Who said it and when does not matter, nor the case of the state.</summary>
    public bool SaysSameAs(PublishedControlState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return HasSameStateAs(other) && AreSame(Comment, other.Comment) && AreSame(AssignedTo, other.AssignedTo);
    }

    /// <summary>Whether it is the same state, whatever was said about it.</summary>
    public bool HasSameStateAs(PublishedControlState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Status is { } status ? status == other.Status : State.Equals(other.State, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The entry on one line, for example <c>Ignored by ann@contoso.com on 2026-09-01: note</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(State);
        if (!string.IsNullOrEmpty(UpdatedBy))
            text.Append(" by ").Append(UpdatedBy);
        if (UpdatedAt is { } date)
            text.Append(CultureInfo.InvariantCulture, $" on {date.UtcDateTime:yyyy-MM-dd}");
        if (!string.IsNullOrEmpty(AssignedTo))
            text.Append(", assigned to ").Append(AssignedTo);
        if (!string.IsNullOrEmpty(Comment))
            text.Append(": ").Append(Comment);
        return text.ToString();
    }

    private static string? Shorten(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;

        if (text.Length <= MostCommentCharacters)
            return text;

        int length = MostCommentCharacters - 1;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + '…';
    }

    // Line ends do not always come back as they were sent.
    private static bool AreSame(string? one, string? other) =>
        string.Equals((one ?? "").ReplaceLineEndings("\n").Trim(), (other ?? "").ReplaceLineEndings("\n").Trim(), StringComparison.Ordinal);
}

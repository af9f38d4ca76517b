namespace SecureScore.Engine.Decisions;

/// <summary>A free label of a control. Labels that differ in case only are one.</summary>
/// <param name="ControlId">The control.</param>
/// <param name="Tag">The label, as it was first written.</param>
public sealed record ControlTag(string ControlId, string Tag)
{
    /// <summary>The most tags that a control can have.</summary>
    public const int MostTags = 50;

    /// <summary>The most characters of a tag.</summary>
    public const int MostCharacters = 100;

    /// <summary>The tags that a control has after a change, in the order in which they came.</summary>
    /// <param name="controlId">The control.</param>
    /// <param name="present">The tags that it has.</param>
    /// <param name="add">The tags to add.</param>
    /// <param name="remove">The tags to remove; one that it does not have is no error.</param>
    /// <exception cref="SecureScoreException">A tag is empty, too long or holds control characters, or there would be too many.</exception>
    public static IReadOnlyList<string> Change(
        string controlId, IEnumerable<string> present, IEnumerable<string> add, IEnumerable<string> remove)
    {
        ArgumentNullException.ThrowIfNull(present);
        ArgumentNullException.ThrowIfNull(add);
        ArgumentNullException.ThrowIfNull(remove);
        var removed = remove.Select(tag => tag.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        string[] tags =
        [
            .. present.Where(tag => !removed.Contains(tag)).Concat(add.Select(tag => Checked(controlId, tag))).Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        return tags.Length <= MostTags
            ? tags
            : throw Invalid(controlId, $"'{controlId}' would have {Quantity.Of(tags.Length, "tag")}; a control can have {MostTags}. Remove some first.");
    }

    private static string Checked(string controlId, string tag)
    {
        string trimmed = tag?.Trim() ?? "";
        return trimmed.Length == 0 ? throw Invalid(controlId, "A tag is empty. Give it at least one character.")
            : trimmed.Length > MostCharacters ? throw Invalid(
                controlId, $"A tag has {Quantity.Of(trimmed.Length, "character")}; it can have {MostCharacters}. Shorten it, or write a note.")
            : DecisionText.FirstRefused(trimmed, allowLines: false) is { } refused ? throw Invalid(
                controlId, $"A tag holds the control character {refused}. Remove it.")
            : trimmed;
    }

    private static SecureScoreException Invalid(string controlId, string message) =>
        new(ErrorIds.TagInvalid, message) { Target = controlId };
}

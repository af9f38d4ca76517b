using SecureScore.Engine;

namespace SecureScore.PowerShell.Formatting;

/// <summary>Several texts in a view, each on a line of its own that no text can break.</summary>
internal static class ViewLines
{
    public static string Of(IEnumerable<string> texts) => string.Join('\n', texts.Select(DisplayText.Clean));

    public static string Numbered(IEnumerable<string> texts) => Of(texts.Select((text, index) => FormattableString.Invariant($"{index + 1}. {text}")));
}

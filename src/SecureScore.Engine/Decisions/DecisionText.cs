using System.Globalization;

namespace SecureScore.Engine.Decisions;

/// <summary>What people may write into a decision: text that every store keeps and every screen can show.</summary>
internal static class DecisionText
{
    /// <summary>The first character that is refused, as <c>U+0007</c>; null when there is none. Half a surrogate pair is no character of any encoding.</summary>
    public static string? FirstRefused(string text, bool allowLines)
    {
        for (int index = 0; index < text.Length; index++)
        {
            char character = text[index];
            bool isPair = char.IsHighSurrogate(character) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]);
            if (isPair)
                index++;
            else if (char.IsSurrogate(character) || (char.IsControl(character) && !(allowLines && character is '\n' or '\r' or '\t')))
                return string.Create(CultureInfo.InvariantCulture, $"U+{(int)character:X4}");
        }

        return null;
    }
}

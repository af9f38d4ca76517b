using System.Text;

namespace SecureScore.Engine;

/// <summary>Makes text that came from a tenant safe to show on a screen.</summary>
public static class DisplayText
{
    /// <summary>Returns the text without control characters (C0, C1), which could drive a terminal, and without bidirectional marks,
    /// which could make a name read as another. Line breaks and tabs become a space. Everything else stays.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";

        int first = FirstUnsafe(text);
        if (first < 0)
            return text;

        var clean = new StringBuilder(text.Length);
        clean.Append(text, 0, first);
        for (int index = first; index < text.Length; index++)
        {
            char character = text[index];
            if (!IsUnsafe(character))
                clean.Append(character);
            else if (character is '\t' or '\n' or '\r')
                clean.Append(' ');
        }

        return clean.ToString();
    }

    private static int FirstUnsafe(string text)
    {
        for (int index = 0; index < text.Length; index++)
        {
            if (IsUnsafe(text[index]))
                return index;
        }

        return -1;
    }

    // U+2028 and U+2029 break lines; the rest are the bidirectional controls of Unicode UAX 9.
    private static bool IsUnsafe(char character) => char.IsControl(character)
        || character is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}

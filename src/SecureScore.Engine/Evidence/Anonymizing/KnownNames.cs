using System.Text;
using System.Text.RegularExpressions;

namespace SecureScore.Engine.Evidence.Anonymizing;

/// <summary>Names of a tenant, to be found again where somebody wrote them into a sentence.</summary>
internal sealed partial class KnownNames
{
    private const int Most = 200_000;
    private const int MostWords = 8;
    private const int FewestLetters = 4;

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether there were too many names to keep them: then no sentence can be trusted.</summary>
    public bool IsFull => _names.Count >= Most;

    public void Add(string name)
    {
        string normalized = string.Join(' ', Word().Matches(name).Select(match => match.Value));
        if (normalized.Length >= FewestLetters && !HarmlessValues.Is(name.Trim()) && !IsFull)
            _names.Add(normalized);
    }

    /// <summary>Replaces the names in a text; the longest first.</summary>
    public string Replace(string text, Func<string, string> replacement)
    {
        if (IsFull)
            return "";

        var words = Word().Matches(text);
        var result = new StringBuilder(text.Length);
        int written = 0;
        for (int first = 0; first < words.Count; first++)
        {
            for (int last = Math.Min(first + MostWords, words.Count) - 1; last >= first; last--)
            {
                string candidate = string.Join(' ', words.Skip(first).Take(last - first + 1).Select(match => match.Value));
                if (!_names.Contains(candidate))
                    continue;

                result.Append(text, written, words[first].Index - written).Append(replacement(candidate));
                written = words[last].Index + words[last].Length;
                first = last;
                break;
            }
        }

        return result.Append(text, written, text.Length - written).ToString();
    }

    [GeneratedRegex(@"[\p{L}\p{N}\p{M}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}

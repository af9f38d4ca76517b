using System.Globalization;
using System.Text;

namespace SecureScore.Engine.Evidence;

/// <summary>The DNS answers of a snapshot, by owner name and type. Names are compared as DNS does: without case, without the last dot, and
/// Unicode domains in the form that DNS knows.</summary>
internal sealed class DnsRecords
{
    private readonly Dictionary<(string Name, string Type), List<string>> _answers = [];

    public DnsRecords(IEnumerable<EvidenceObject> rows)
    {
        foreach (var row in rows)
        {
            var key = Key(row.RequiredText("name"), row.RequiredText("type"));
            if (!row.Has("values"))
                continue;

            if (!_answers.TryGetValue(key, out var values))
                _answers.Add(key, values = []);

            // A name has a record once, however often it was asked for.
            values.AddRange(row.Texts("values").Except(values, StringComparer.Ordinal));
        }
    }

    /// <summary>The values of a name; empty when it has none, null when the look-up failed or was not made.</summary>
    public IReadOnlyList<string>? Find(string name, string type) => _answers.GetValueOrDefault(Key(name, type));

    /// <summary>The texts of a name as <see cref="Find"/> tells them, each joined of the strings that it was split into.</summary>
    public IReadOnlyList<string>? FindTexts(string name) =>
        Find(name, "TXT") is { } values ? [.. values.Select(Join).Distinct(StringComparer.Ordinal)] : null;

    private static (string Name, string Type) Key(string name, string type) => (MailName.DomainKey(name), type.Trim().ToUpperInvariant());

    /// <summary>Joins the pieces of a text that stands as in a zone file: <c>"v=spf1 " "-all"</c>. Nothing comes between them.</summary>
    private static string Join(string value)
    {
        if (!value.StartsWith('"'))
            return value;

        var text = new StringBuilder(value.Length);
        bool isInside = false;
        for (int index = 0; index < value.Length; index++)
        {
            char character = value[index];
            if (character == '"')
            {
                isInside = !isInside;
            }
            else if (character == '\\' && isInside && index + 1 < value.Length)
            {
                // Either the code of a character in three digits, or the character itself.
                bool isCode = index + 3 < value.Length
                    && byte.TryParse(value.AsSpan(index + 1, 3), NumberStyles.None, CultureInfo.InvariantCulture, out byte _);
                text.Append(isCode ? (char)byte.Parse(value.AsSpan(index + 1, 3), NumberStyles.None, CultureInfo.InvariantCulture) : value[index + 1]);
                index += isCode ? 3 : 1;
            }
            else if (isInside)
            {
                text.Append(character);
            }
        }

        return text.ToString();
    }
}

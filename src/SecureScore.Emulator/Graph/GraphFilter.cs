using System.Globalization;
using System.Text.Json;

namespace SecureScore.Emulator.Graph;

/// <summary>A <c>$filter</c>: comparisons, <c>startsWith</c>, <c>in</c> and <c>any</c>, joined by <c>and</c>, <c>or</c>, <c>not</c> and brackets.</summary>
internal sealed class GraphFilter
{
    private static readonly string[] s_comparisons = ["eq", "ne", "ge", "gt", "le", "lt"];

    private readonly List<string> _words;
    private int _at;
    private string? _variable;

    private GraphFilter(List<string> words) => _words = words;

    /// <summary>Whether it needs the advanced queries of the directory.</summary>
    public bool IsAdvanced { get; private set; }

    private string? Current => _at < _words.Count ? _words[_at] : null;

    /// <summary>Reads a filter.</summary>
    /// <exception cref="FormatException">The filter is none, or one that the tenant does not understand.</exception>
    public static (Func<JsonElement, bool> Matches, bool IsAdvanced) Parse(string text)
    {
        var filter = new GraphFilter(Split(text));
        var matches = filter.ReadOr();
        return filter.Current is null ? (matches, filter.IsAdvanced) : throw filter.Unexpected();
    }

    private static List<string> Split(string text)
    {
        var words = new List<string>();
        for (int at = 0; at < text.Length;)
        {
            int start = at;
            char first = text[at++];
            if (first == ' ')
                continue;

            if (first == '\'')
            {
                while (at < text.Length && (text[at] != '\'' || (at + 1 < text.Length && text[at + 1] == '\'')))
                    at += text[at] == '\'' ? 2 : 1;
                if (at++ >= text.Length)
                    throw new FormatException("There is an unterminated string literal.");
            }
            else if ("(),".IndexOf(first, StringComparison.Ordinal) < 0)
            {
                while (at < text.Length && " (),'".IndexOf(text[at], StringComparison.Ordinal) < 0)
                    at++;
            }

            words.Add(text[start..at]);
        }

        return words;
    }

    private Func<JsonElement, bool> ReadOr()
    {
        var left = ReadAnd();
        while (Current == "or")
        {
            _at++;
            var (first, second) = (left, ReadAnd());
            left = row => first(row) || second(row);
        }

        return left;
    }

    private Func<JsonElement, bool> ReadAnd()
    {
        var left = ReadOne();
        while (Current == "and")
        {
            _at++;
            var (first, second) = (left, ReadOne());
            left = row => first(row) && second(row);
        }

        return left;
    }

    private Func<JsonElement, bool> ReadOne()
    {
        string word = Next();
        if (word == "not")
        {
            IsAdvanced = true;
            var inner = ReadOne();
            return row => !inner(row);
        }

        if (word == "(")
        {
            var inner = ReadOr();
            Expect(")");
            return inner;
        }

        if (Current == "(")
            return ReadCall(word);

        string path = Inside(word);
        return ReadComparison(row => Find(row, path));
    }

    private Func<JsonElement, bool> ReadCall(string name)
    {
        Expect("(");
        if (name.EndsWith("/any", StringComparison.OrdinalIgnoreCase))
            return ReadAny(Inside(name[..^"/any".Length]));

        string property = Inside(Next());
        Expect(",");
        string text = Literal(Next()) ?? "";
        Expect(")");
        switch (name.ToLowerInvariant())
        {
            case "startswith":
                return row => TextOf(Find(row, property))?.StartsWith(text, StringComparison.OrdinalIgnoreCase) == true;
            case "endswith":
                IsAdvanced = true;
                return row => TextOf(Find(row, property))?.EndsWith(text, StringComparison.OrdinalIgnoreCase) == true;
            default:
                throw new FormatException($"An unknown function with name '{name}' was found.");
        }
    }

    // c:c eq 'Unified', or a:a/x eq 'y' and a/z eq 'w'.
    private Func<JsonElement, bool> ReadAny(string list)
    {
        string[] variable = Next().Split(':');
        if (variable.Length != 2)
            throw Unexpected();

        // The text behind the colon is the first word of a filter for the items.
        if (variable[1].Length > 0)
            _words[--_at] = variable[1];
        string? outer = _variable;
        _variable = variable[0];
        var matches = ReadOr();
        _variable = outer;
        Expect(")");
        return row => Find(row, list) is { ValueKind: JsonValueKind.Array } items && items.EnumerateArray().Any(matches);
    }

    private string Inside(string path)
    {
        if (_variable is null || !path.StartsWith(_variable, StringComparison.Ordinal))
            return path;

        return path.Length == _variable.Length ? "" : path[_variable.Length] == '/' ? path[(_variable.Length + 1)..] : path;
    }

    private Func<JsonElement, bool> ReadComparison(Func<JsonElement, JsonElement?> read)
    {
        string comparison = Next();
        if (comparison == "in")
        {
            Expect("(");
            var values = new List<string?> { Literal(Next()) };
            while (Current == ",")
            {
                _at++;
                values.Add(Literal(Next()));
            }

            Expect(")");
            return row => values.Exists(value => Compare(read(row), value) == 0);
        }

        if (!s_comparisons.Contains(comparison, StringComparer.Ordinal))
            throw new FormatException($"Syntax error: '{comparison}' is no operator.");

        IsAdvanced |= comparison == "ne";
        string? expected = Literal(Next());
        return row =>
        {
            int? order = Compare(read(row), expected);
            return comparison switch
            {
                "eq" => order == 0,
                "ne" => order != 0,
                "ge" => order >= 0,
                "gt" => order > 0,
                "le" => order <= 0,
                _ => order < 0,
            };
        };
    }

    private static JsonElement? Find(JsonElement row, string path)
    {
        var current = row;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (current.ValueKind != JsonValueKind.Object)
                return null;

            var found = current.EnumerateObject().FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (found.Value.ValueKind == JsonValueKind.Undefined)
                return null;

            current = found.Value;
        }

        return current;
    }

    private static int? Compare(JsonElement? value, string? expected)
    {
        string? text = TextOf(value);
        if (text is null || expected is null)
            return text is null && expected is null ? 0 : null;

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && DateTimeOffset.TryParse(expected, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expectedTime))
            return time.CompareTo(expectedTime);

        if (value!.Value.ValueKind == JsonValueKind.Number
            && decimal.TryParse(text, CultureInfo.InvariantCulture, out decimal number)
            && decimal.TryParse(expected, CultureInfo.InvariantCulture, out decimal expectedNumber))
            return number.CompareTo(expectedNumber);

        return string.Compare(text, expected, StringComparison.OrdinalIgnoreCase);
    }

    private static string? TextOf(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => other.GetRawText(),
    };

    private static string? Literal(string word)
    {
        if (word == "null")
            return null;

        return word.StartsWith('\'') ? word[1..^1].Replace("''", "'", StringComparison.Ordinal) : word;
    }

    private string Next() => Current is null ? throw Unexpected() : _words[_at++];

    private void Expect(string word)
    {
        if (Next() != word)
            throw new FormatException($"Syntax error: '{word}' expected.");
    }

    private FormatException Unexpected() => new("Syntax error: " + (Current is null ? "the filter ends too early." : $"'{Current}' is not expected."));
}

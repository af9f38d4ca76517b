using System.Collections;
using System.Globalization;
using System.Management.Automation;
using SecureScore.Engine;

namespace SecureScore.PowerShell;

/// <summary>What a script says to remediations: a hashtable of texts, numbers and yes-or-no values, or lists of them.</summary>
internal static class ValueTable
{
    /// <summary>The values of a hashtable.</summary>
    /// <exception cref="SecureScoreException"><c>RemediationValueInvalid</c>: a value is of no kind that a remediation takes.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read(IDictionary? table)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in table ?? new Hashtable())
        {
            string name = entry.Key.ToString() ?? "";
            object? value = Unwrap(entry.Value);
            values[name] = value is IEnumerable list and not (string or IDictionary) ? [.. list.Cast<object?>().Select(item => Text(name, item))] : [Text(name, value)];
        }

        return values;
    }

    private static string Text(string name, object? value) => Unwrap(value) switch
    {
        string text => text,
        bool flag => flag.ToString(),
        SwitchParameter flag => flag.IsPresent.ToString(),
        Guid id => id.ToString(),
        Enum constant => constant.ToString(),
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal => Convert.ToString(Unwrap(value), CultureInfo.InvariantCulture)!,
        var other => throw new SecureScoreException(
            ErrorIds.RemediationValueInvalid,
            $"The value '{name}' is {(other is null ? "empty" : "of the type " + other.GetType().Name)}. Give a text, a number, $true or $false, or a list of them.") { Target = name },
    };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}

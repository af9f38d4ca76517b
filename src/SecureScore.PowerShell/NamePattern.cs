using System.Management.Automation;

namespace SecureScore.PowerShell;

/// <summary>Names as PowerShell's users give them: with its wildcards, or the name itself.</summary>
internal static class NamePattern
{
    // Culture-invariant: under tr-TR an ordinary comparison tells "I" from "i".
    private const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;

    public static Predicate<string> Create(string name)
    {
        var pattern = WildcardPattern.Get(name, Options);
        try
        {
            // A pattern is only read when it is first asked for a match.
            pattern.IsMatch("");
            return pattern.IsMatch;
        }
        catch (WildcardPatternException)
        {
            return text => text.Equals(name, StringComparison.OrdinalIgnoreCase);
        }
    }
}

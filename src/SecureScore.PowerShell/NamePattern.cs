using System.Management.Automation;

namespace SecureScore.PowerShell;

/// <summary>Names as PowerShell's users give them: with its wildcards, or the name itself.</summary>
internal static class NamePattern
{
    // Culture-invariant: under tr-TR an ordinary comparison tells "I" from "i".
    private const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;

    public static Predicate<string> Create(string name) => WildcardPattern.Get(name, Options).IsMatch;
}

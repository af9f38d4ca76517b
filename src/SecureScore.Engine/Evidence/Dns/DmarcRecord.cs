using System.Globalization;

namespace SecureScore.Engine.Evidence;

/// <summary>A DMARC record: what receivers shall do with mail that only claims to come from a domain.</summary>
/// <remarks>Source: RFC 7489.</remarks>
internal sealed class DmarcRecord
{
    private readonly Dictionary<string, string> _tags = new(StringComparer.OrdinalIgnoreCase);

    private DmarcRecord(IEnumerable<string[]> tags)
    {
        foreach (string[] tag in tags.Where(tag => tag.Length == 2))
            _tags.TryAdd(tag[0], tag[1]);
    }

    /// <summary>What happens to such mail of the domain: nothing, when the record says of sub-domains what no receiver understands.</summary>
    public string? Policy => SubdomainPolicy is null || IsNone(SubdomainPolicy) || IsEnforced(SubdomainPolicy) ? _tags.GetValueOrDefault("p") : "none";

    /// <summary>What happens to such mail of sub-domains, when that differs.</summary>
    public string? SubdomainPolicy => _tags.GetValueOrDefault("sp");

    /// <summary>To how much of the mail the policy applies, in percent.</summary>
    public int Percentage =>
        int.TryParse(_tags.GetValueOrDefault("pct"), NumberStyles.None, CultureInfo.InvariantCulture, out int percentage) ? percentage : 100;

    public bool HasReports => _tags.GetValueOrDefault("rua") is { Length: > 0 };

    /// <summary>Whether a policy does nothing about such mail.</summary>
    public static bool IsNone(string? policy) => "none".Equals(policy, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a policy keeps such mail from the inbox.</summary>
    public static bool IsEnforced(string? policy) =>
        "quarantine".Equals(policy, StringComparison.OrdinalIgnoreCase) || "reject".Equals(policy, StringComparison.OrdinalIgnoreCase);

    /// <summary>The record; null when the text is none: the version must come first, and its case matters.</summary>
    public static DmarcRecord? Parse(string text)
    {
        string[][] tags = [.. text.Split(';').Select(tag => tag.Split('=', 2, StringSplitOptions.TrimEntries))];
        return tags[0] is [var name, "DMARC1"] && name.Equals("v", StringComparison.OrdinalIgnoreCase) ? new DmarcRecord(tags) : null;
    }
}

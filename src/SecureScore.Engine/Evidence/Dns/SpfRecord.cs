namespace SecureScore.Engine.Evidence;

/// <summary>An SPF record: which servers may send for a domain, and what becomes of mail from others.</summary>
/// <remarks>Source: RFC 7208.</remarks>
internal sealed class SpfRecord
{
    /// <summary>The look-ups after which a receiver gives up.</summary>
    public const int MostLookups = 10;

    private const string Version = "v=spf1";
    private const string RedirectTag = "redirect=";

    private readonly string[] _mechanisms;
    private readonly string? _redirect;

    private SpfRecord(string text)
    {
        string[] terms = text[Version.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);

        // A mechanism after "all" is never reached, and "all" overrules a redirection; modifiers may stand anywhere.
        int all = Array.FindIndex(terms, term => Is(Bare(term), "all"));
        _mechanisms = all < 0 ? terms : terms[..all];
        _redirect = all < 0
            ? terms.FirstOrDefault(term => term.StartsWith(RedirectTag, StringComparison.OrdinalIgnoreCase))?[RedirectTag.Length..]
            : null;
        Ending = all >= 0 ? terms[all] : _redirect is null ? null : RedirectTag + _redirect;
    }

    /// <summary>The term that decides about servers which no other one names: all with its qualifier, or a redirection; null when there is
    /// none.</summary>
    public string? Ending { get; }

    /// <summary>Whether mail from servers that are not named fails.</summary>
    public bool IsStrict => Is(Ending, "-all");

    public static bool IsSpf(string text) =>
        text.StartsWith(Version, StringComparison.OrdinalIgnoreCase) && (text.Length == Version.Length || text[Version.Length] == ' ');

    public static SpfRecord Parse(string text) => new(text);

    /// <summary>Counts the look-ups that a receiver makes, through the included records that the snapshot holds; of others nothing is guessed.
    /// Ends at the first one that is too many.</summary>
    /// <param name="domain">The domain that has the record.</param>
    /// <param name="records">The DNS answers.</param>
    /// <param name="isCircular">Whether a record includes itself, which is an error to a receiver.</param>
    public int CountLookups(string domain, DnsRecords records, out bool isCircular)
    {
        isCircular = false;
        return Count([MailName.DomainKey(domain)], records, 0, ref isCircular);
    }

    private int Count(HashSet<string> path, DnsRecords records, int count, ref bool isCircular)
    {
        foreach (string mechanism in _mechanisms)
        {
            string bare = Bare(mechanism);
            int end = bare.AsSpan().IndexOfAny(':', '/');
            string name = end < 0 ? bare : bare[..end];
            if (!Is(name, "include") && !Is(name, "a") && !Is(name, "mx") && !Is(name, "ptr") && !Is(name, "exists"))
                continue;

            if (++count > MostLookups)
                return count;

            if (Is(name, "include") && end >= 0)
                count = CountIn(bare[(end + 1)..], path, records, count, ref isCircular);
        }

        return _redirect is null || count > MostLookups ? count : CountIn(_redirect, path, records, count + 1, ref isCircular);
    }

    private static int CountIn(string domain, HashSet<string> path, DnsRecords records, int count, ref bool isCircular)
    {
        string key = MailName.DomainKey(domain);
        if (count > MostLookups || records.FindTexts(domain)?.Where(IsSpf).ToArray() is not [var text])
            return count;

        if (!path.Add(key))
        {
            isCircular = true;
            return count;
        }

        count = Parse(text).Count(path, records, count, ref isCircular);
        path.Remove(key);
        return count;
    }

    private static string Bare(string mechanism) => mechanism.TrimStart('+', '-', '~', '?');

    private static bool Is(string? text, string expected) => expected.Equals(text, StringComparison.OrdinalIgnoreCase);
}

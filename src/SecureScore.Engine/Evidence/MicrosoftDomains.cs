namespace SecureScore.Engine.Evidence;

/// <summary>The domains that Microsoft gives to tenants, such as <c>contoso.onmicrosoft.com</c>. It keeps their DNS records itself.</summary>
public static class MicrosoftDomains
{
    // The worldwide cloud, the American ones, the former German one and the Chinese one.
    private static readonly string[] s_suffixes = [".onmicrosoft.com", ".onmicrosoft.us", ".onmicrosoft.de", ".onmschina.cn"];

    /// <summary>Whether a domain is one of them.</summary>
    public static bool Contains(string domain)
    {
        string key = MailName.DomainKey(domain);
        return Array.Exists(s_suffixes, suffix => key.EndsWith(suffix, StringComparison.Ordinal));
    }
}

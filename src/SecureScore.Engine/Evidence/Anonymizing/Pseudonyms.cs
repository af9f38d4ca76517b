using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SecureScore.Engine.Evidence.Anonymizing;

/// <summary>Replaces names, addresses and ids: the same by the same, under a key that is gone with this object.</summary>
internal sealed partial class Pseudonyms
{
    private const int KeyBytes = 32;
    private const string ExternalMark = "#EXT#";
    private const string SynchronizationStart = "Sync_";

    // What stands before these is Microsoft's own.
    private static readonly string[] s_serviceDomains =
    [
        "microsoft.com", "microsoft.us", "microsoftonline.com", "microsoftonline.us", "office.com", "office365.com", "office365.us", "azure.com", "windows.net",
        "outlook.com", "live.com", "cloudapp.net", "windowsazure.com", "aka.ms", "w3.org",
    ];

    // What stands before these names the tenant.
    private static readonly string[] s_tenantDomains =
    [
        "mail.protection.outlook.com", "mail.onmicrosoft.com", "onmicrosoft.com", "onmicrosoft.us", "onmicrosoft.de", "onmschina.cn", "dkim.mail.microsoft",
        "sharepoint.com", "sharepoint.us", "sharepoint.cn",
    ];

    private static readonly FrozenSet<string> s_labels = new[] { "selector1", "selector2", "com", "org", "net", "edu", "gov", "co", "ac" }.ToFrozenSet(StringComparer.Ordinal);

    // The other endings of domains have two letters or may be a name.
    private static readonly FrozenSet<string> s_endings = new[]
    {
        "com", "net", "org", "edu", "gov", "mil", "int", "info", "biz", "example", "test", "invalid", "local", "internal", "microsoft",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(KeyBytes);

    // What was replaced already is not replaced again.
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    /// <summary>Ids of roles that the tenant made itself.</summary>
    public HashSet<Guid> CustomRoles { get; } = [];

    /// <summary>Ids that stand under a property of their own and are Microsoft's: of built-in roles and authentication strengths.</summary>
    public HashSet<Guid> BuiltIn { get; } = [];

    /// <summary>A value of a property that may hold anything.</summary>
    public string Replace(string value)
    {
        string trimmed = value.Trim();
        if (trimmed.Length == 0 || HarmlessValues.Is(trimmed))
            return value;
        if (Guid.TryParse(trimmed, out var id))
            return Id(id, keep: false);
        if (trimmed.IndexOfAny(['\t', ';']) is >= 0 and var separator)
            return string.Join(trimmed[separator], trimmed.Split(trimmed[separator]).Select(Replace));
        if (AddressPrefix().Match(trimmed) is { Success: true } prefix)
            return prefix.Value + Replace(trimmed[prefix.Length..]);
        if (Email().Match(trimmed) is { Success: true } email && email.Length == trimmed.Length)
            return Address(email);
        if (Network(trimmed) is { } network)
            return network;
        if (DomainName().Match(trimmed) is { Success: true } domain && domain.Length == trimmed.Length)
            return Domain(trimmed);

        return Name(trimmed);
    }

    /// <summary>A text of Microsoft's or of a known form, in which names, addresses and ids may stand.</summary>
    /// <param name="text">The text.</param>
    /// <param name="domains">Whether what looks like a domain is one.</param>
    public string Scrub(string text, bool domains)
    {
        string scrubbed = Email().Replace(text, Address);
        scrubbed = GuidText().Replace(scrubbed, match => Id(Guid.Parse(match.Value), keep: false));
        scrubbed = NetworkText().Replace(scrubbed, match => Network(match.Value) ?? match.Value);
        scrubbed = Phone().Replace(scrubbed, match => "+" + (Number("phone", match.Value) % 10_000_000_000).ToString(CultureInfo.InvariantCulture));
        return domains ? DomainName().Replace(scrubbed, match => _made.Contains(match.Value) ? match.Value : Domain(match.Value)) : scrubbed;
    }

    /// <summary>An id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="keep">Whether it stands where ids are Microsoft's.</param>
    public string Id(Guid id, bool keep) => (keep && !CustomRoles.Contains(id)) || BuiltIn.Contains(id) || id == Guid.Empty
        ? id.ToString()
        : new Guid(Hash("id", id.ToString()).AsSpan(0, 16)).ToString();

    /// <summary>The name of a person, a group, a policy or anything else.</summary>
    public string Name(string name) =>
        (EmergencyName.Is(Encoding.UTF8.GetBytes(name)) ? "Emergency access name " : "Name ") + Text("name", name.ToLowerInvariant());

    /// <summary>A domain. What is below another stays below it.</summary>
    public string Domain(string domain)
    {
        string key = MailName.DomainKey(domain);
        if (Array.Exists(s_serviceDomains, service => IsBelow(key, service)) && !Array.Exists(s_tenantDomains, tenant => IsBelow(key, tenant)))
            return key;

        string suffix = Array.Find(s_tenantDomains, tenant => IsBelow(key, tenant)) ?? Ending(key);
        if (suffix.Length == 0)
            return string.Join('.', key.Split('.').Select(Label));

        string front = key.Length > suffix.Length ? key[..(key.Length - suffix.Length - 1)] : "";
        return front.Length == 0 ? key : string.Join('.', front.Split('.').Select(Label)) + "." + suffix;
    }

    private string Address(Match email)
    {
        string local = email.Groups["local"].Value;
        int mark = local.IndexOf(ExternalMark, StringComparison.OrdinalIgnoreCase);
        string end = mark < 0 ? "" : local[mark..];
        string start = local.StartsWith(SynchronizationStart, StringComparison.OrdinalIgnoreCase) ? SynchronizationStart
            : EmergencyName.Is(Encoding.UTF8.GetBytes(local)) ? "breakglass-"
            : "user-";
        string domain = Domain(email.Groups["domain"].Value);
        _made.Add(domain);
        return $"{start}{Text("local", local.ToLowerInvariant())}{end}@{domain}";
    }

    private static string Ending(string domain)
    {
        string last = domain[(domain.LastIndexOf('.') + 1)..];
        return last.Length < domain.Length && (last.Length == 2 || s_endings.Contains(last)) ? last : "";
    }

    private string Label(string label)
    {
        if (label.StartsWith('_') || s_labels.Contains(label))
            return label;
        return label.StartsWith("xn--", StringComparison.Ordinal) ? "d" + Text("label", label)
            : string.Join('-', label.Split('-').Select(piece => piece.Length == 0 || s_labels.Contains(piece) ? piece : "d" + Text("label", piece)));
    }

    private string? Network(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string address = slash < 0 ? text : text[..slash];
        if (address.IndexOfAny(['.', ':']) < 0 || !IPAddress.TryParse(address, out var parsed))
            return null;

        string mask = slash < 0 ? "" : text[slash..];
        byte[] hash = Hash("network", parsed.ToString());
        return parsed.AddressFamily switch
        {
            // Ranges that no network uses: RFC 2544 and RFC 3849.
            AddressFamily.InterNetwork when address.Count(character => character == '.') == 3 => new IPAddress((byte[])[198, (byte)(18 + (hash[0] & 1)), hash[1], hash[2]]) + mask,
            AddressFamily.InterNetworkV6 => new IPAddress((byte[])[0x20, 0x01, 0x0d, 0xb8, .. hash[..12]]) + mask,
            _ => null,
        };
    }

    private string Text(string kind, string value) => Convert.ToHexString(Hash(kind, value), 0, 5).ToLowerInvariant();

    private ulong Number(string kind, string value) => BitConverter.ToUInt64(Hash(kind, value));

    private byte[] Hash(string kind, string value) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{kind}:{value}"));

    private static bool IsBelow(string domain, string other) =>
        domain.Equals(other, StringComparison.Ordinal) || domain.EndsWith("." + other, StringComparison.Ordinal);

    [GeneratedRegex(@"(?<local>[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]+)@(?<domain>[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Email();

    [GeneratedRegex(@"(?<![\w.-])([\p{L}\p{N}_-]+\.)+(\p{L}{2,24}|xn--[a-z0-9-]+)(?![\w-])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex DomainName();

    [GeneratedRegex(@"(?<![0-9a-f])[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex GuidText();

    [GeneratedRegex(@"(?<![\w.])(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7})(/\d{1,3})?(?![\w.:])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex NetworkText();

    [GeneratedRegex(@"(?<!\w)(\+|00)\d[\d ()/.-]{6,}\d", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Phone();

    [GeneratedRegex(@"\A(smtp|sip|tag|x500|eum|spo):", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex AddressPrefix();
}

using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace SecureScore.Engine.Evidence;

/// <summary>The people and the groups that rules of mail protection and policies of Purview name, so that one pass over each file finds them all.</summary>
internal sealed record MailNames(NameTable People, NameTable Groups)
{
    /// <summary>Collects the names from the rules of all features. It only prepares: no verdict rests on the rules of another feature, so those
    /// that cannot be read are passed over, and none of them counts as asked for.</summary>
    public static MailNames Collect(TenantEvidence evidence)
    {
        var names = new MailNames(new NameTable(), new NameTable());
        foreach (var feature in MailFeature.All)
        {
            foreach (string resource in new[] { feature.Rules, feature.Presets, feature.BuiltIn }.OfType<string>())
                Collect(evidence, resource, row => names.Add(MailRule.Parse(row, feature, hasConditions: resource != feature.BuiltIn)));
        }

        // Policies of Purview name users and groups in one list.
        foreach (string resource in PurviewAudience.Sources)
            Collect(evidence, resource, names.Add);

        return names;
    }

    private void Add(MailRule rule)
    {
        foreach (string person in rule.Included.People.Concat(rule.Excepted.People))
            People.Add(person);
        foreach (string group in rule.Included.Groups.Concat(rule.Excepted.Groups))
            Groups.Add(group);
    }

    private void Add(EvidenceObject policy)
    {
        foreach (string name in PurviewAudience.NamesIn(policy))
        {
            People.Add(name);
            Groups.Add(name);
        }
    }

    private static void Collect(TenantEvidence evidence, string resource, Action<EvidenceObject> add)
    {
        if (evidence.Snapshot.StateOf(resource).Status != ResourceStatus.Collected)
            return;

        try
        {
            foreach (var row in evidence.Peek(resource))
                add(row);
        }
        catch (EvidenceUnavailableException)
        {
            // Whoever asks for these rules is told.
        }
    }
}

/// <summary>Names to look for: mail addresses, and other names that people and groups go by. Case does not matter, nor how a domain that is
/// not in ASCII is written.</summary>
internal sealed class NameTable
{
    private const int LongestFolded = 512;
    private const ulong LowerCase = 0x2020_2020_2020_2020;
    private const ulong NotAscii = 0x8080_8080_8080_8080;

    private readonly InternedBytes _keys = new();

    // Every user of a directory is asked by several names, and hardly one is looked for: one bit for each hash that any name has.
    private readonly ulong[] _hashes = new ulong[1024];

    /// <summary>Whether one of the names is a mail address.</summary>
    public bool HasAddresses { get; private set; }

    /// <summary>Whether one of the names is none.</summary>
    public bool HasOtherNames { get; private set; }

    public bool IsEmpty => _keys.Count == 0;

    public void Add(string name)
    {
        byte[] key = Encoding.UTF8.GetBytes(MailName.Key(name));
        _keys.Add(key);
        if (TryHash(key, out int hash))
            _hashes[hash >> 6] |= 1UL << (hash & 63);
        if (MailName.IsAddress(name))
            HasAddresses = true;
        else
            HasOtherNames = true;
    }

    /// <summary>The number of a name, -1 when nobody looks for it.</summary>
    public int Find(string name) => _keys.Find(Encoding.UTF8.GetBytes(MailName.Key(name)));

    /// <summary>The number of a name, -1 when nobody looks for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(ReadOnlySpan<byte> utf8)
    {
        if (TryHash(utf8, out int hash) && (_hashes[hash >> 6] & (1UL << (hash & 63))) == 0)
            return -1;

        Span<byte> folded = stackalloc byte[LongestFolded];
        return utf8.Length <= LongestFolded && Ascii.ToLower(utf8, folded, out int length) == OperationStatus.Done
            ? _keys.Find(folded[..length])
            : Find(Encoding.UTF8.GetString(utf8));
    }

    /// <summary>A hash that is the same in upper and lower case; false for a name that is not in ASCII, which has more than one spelling.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryHash(ReadOnlySpan<byte> name, out int hash)
    {
        ulong sum = (ulong)name.Length;
        ulong seen = 0;
        for (; name.Length >= sizeof(ulong); name = name[sizeof(ulong)..])
            Take(BinaryPrimitives.ReadUInt64LittleEndian(name), ref sum, ref seen);
        foreach (byte letter in name)
            Take(letter, ref sum, ref seen);

        hash = (int)(sum >> 48);
        return (seen & NotAscii) == 0;

        static void Take(ulong letters, ref ulong sum, ref ulong seen)
        {
            seen |= letters;
            sum = (sum ^ (letters | LowerCase)) * 0x9E37_79B9_7F4A_7C15;
            sum ^= sum >> 29;
        }
    }
}

/// <summary>Makes names comparable.</summary>
internal static class MailName
{
    private static readonly IdnMapping s_idn = new();

    public static bool IsAddress(string name) => name.Contains('@', StringComparison.Ordinal);

    /// <summary>The name in lower case, and the domain of a mail address in the form that DNS knows.</summary>
    public static string Key(string name)
    {
        name = name.Trim();
        int at = name.LastIndexOf('@');
        return at < 0 ? name.ToLowerInvariant() : string.Concat(name[..at].ToLowerInvariant(), "@", DomainKey(name[(at + 1)..]));
    }

    /// <summary>The domain in lower case and in the form that DNS knows: bücher.example and xn--bcher-kva.example are the same.</summary>
    public static string DomainKey(string domain)
    {
        string folded = domain.Trim().Trim('.').TrimStart('@').ToLowerInvariant();
        if (Ascii.IsValid(folded))
            return folded;

        try
        {
            return s_idn.GetAscii(folded).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // No domain that DNS can know; it stays comparable with itself.
            return folded;
        }
    }
}

namespace SecureScore.Microsoft365.Dns;

/// <summary>Looks names up in DNS.</summary>
internal interface IDnsResolver
{
    /// <summary>The values of a name, written as a snapshot has them; empty when the name has none, null when the look-up failed.</summary>
    /// <param name="name">The full name, for example <c>_dmarc.contoso.com</c>.</param>
    /// <param name="type">The type of record.</param>
    /// <param name="cancellation">Ends the look-up early.</param>
    Task<IReadOnlyList<string>?> ResolveAsync(string name, DnsRecordType type, CancellationToken cancellation);
}

/// <summary>The types of DNS records that evidence is made of. The numbers are those of RFC 1035.</summary>
internal enum DnsRecordType
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Another name that stands for this one.</summary>
    Cname = 5,

    /// <summary>A server that takes mail, after its preference.</summary>
    Mx = 15,

    /// <summary>A text.</summary>
    Txt = 16,
}

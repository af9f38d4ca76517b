namespace SecureScore.Microsoft365.Clouds;

/// <summary>Requests that a service counts together.</summary>
internal enum QuotaClass
{
    /// <summary>Graph, as far as no other class names it. Counted in resource units.</summary>
    Directory,

    /// <summary>Sign-ins, directory audits and the registration report.</summary>
    IdentityReports,

    /// <summary>Conditional Access and identity protection: the only ones whose 429 does not say when to come back.</summary>
    ConditionalAccess,

    /// <summary>The published score and its control profiles.</summary>
    SecureScore,

    /// <summary>Exchange Online.</summary>
    Exchange,

    /// <summary>Microsoft Purview.</summary>
    Purview,

    /// <summary>Microsoft Teams.</summary>
    Teams,
}

/// <summary>How much a service takes at a time.</summary>
/// <param name="Units">The units that may be spent in any <paramref name="Window"/>; a request costs one or more.</param>
/// <param name="Window">The time that the units are counted in.</param>
/// <param name="Concurrency">How many requests may be under way at once.</param>
internal sealed record Quota(int Units, TimeSpan Window, int Concurrency);

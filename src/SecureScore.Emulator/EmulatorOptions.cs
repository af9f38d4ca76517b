namespace SecureScore.Emulator;

/// <summary>How an emulated tenant behaves where real tenants differ, or where a test needs something rare.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The clock of the services.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long each answer takes at least, as a network does.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>How long those who read still see what was there before a change, by <see cref="Clock"/>. The rules of the services know it at once.</summary>
    public TimeSpan ShowsAfter { get; init; }

    /// <summary>How long those who read still see the former flag of the audit log after it was set; null for as long as <see cref="ShowsAfter"/>.</summary>
    public TimeSpan? AuditShowsAfter { get; init; }

    /// <summary>Whether Exchange is not customised yet, so that some cmdlets are refused until it is; null for what the snapshot says.</summary>
    public bool? IsDehydrated { get; init; }

    /// <summary>How long it takes until Exchange is customised.</summary>
    public TimeSpan CustomizationTakes { get; init; }

    /// <summary>Whether Conditional Access does not know a named location yet when a policy names it for the first time after it was created.</summary>
    public bool NewLocationsFailOnce { get; init; }

    /// <summary>Whether the documented quotas hold, and what is over them gets 429.</summary>
    public bool Quotas { get; init; }

    /// <summary>The most rows of a page, whatever is asked for; null gives the pages that the services give.</summary>
    public int? PageSize { get; init; }

    /// <summary>How long a token lasts.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Whether Graph answers the first request, and each later one with a token from before it, with a claims challenge.</summary>
    public bool ClaimsChallenge { get; init; }

    /// <summary>Whether the published score writes its counts as text, and leaves them out on days without a synchronisation.</summary>
    public bool OddSecureScores { get; init; }

    /// <summary>The first label of the regional host to which Exchange redirects every request; null when the front door answers.</summary>
    public string? ExchangeRegion { get; init; }

    /// <summary>The first label of the regional host to which the compliance service redirects every request; null when the front door answers.</summary>
    public string? PurviewRegion { get; init; } = "eur01b";

    /// <summary>Whether Exchange and the compliance service write the type of each property beside it.</summary>
    public bool TypeAnnotations { get; init; }

    /// <summary>How often a device code is answered with "pending" before the person has entered it.</summary>
    public int DeviceCodePolls { get; init; } = 1;

    /// <summary>What faults with a probability are drawn from.</summary>
    public int Seed { get; init; } = 1;
}

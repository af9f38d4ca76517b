using SecureScore.Engine.Tenants;

namespace SecureScore.Microsoft365.Clouds;

/// <summary>Where a service of a cloud is, and what a token for it looks like.</summary>
/// <param name="Service">The service.</param>
/// <param name="Address">Its front door, over https.</param>
/// <param name="Audience">The resource that a token for it is asked for.</param>
internal sealed record ServiceProfile(TenantService Service, Uri Address, string Audience)
{
    /// <summary>The scope that asks for every permission that was consented to.</summary>
    public string DefaultScope => Audience + "/.default";

    /// <summary>The ids of the application behind the service, one of which a token's audience may be instead of <see cref="Audience"/>.</summary>
    public IReadOnlyList<string> ApplicationIds { get; init; } = [];

    /// <summary>The domain that its regional hosts are in; null when it has its front door only.</summary>
    public string? RegionalDomain { get; init; }

    /// <summary>The domain of the hosts that its redirects name; null when it does not redirect. Only their first label is taken over.</summary>
    public string? RedirectDomain { get; init; }

    /// <summary>The most requests that one batch takes; 1 when the service takes none.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Whether a token is for the service, by its audience.</summary>
    public bool Accepts(string audience) =>
        string.Equals(audience.TrimEnd('/'), Audience, StringComparison.OrdinalIgnoreCase)
        || ApplicationIds.Contains(audience, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the token of the service may go to an address.</summary>
    public bool Serves(Uri address) =>
        address.IsAbsoluteUri
        && string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal)
        && address.Port == Address.Port
        && address.UserInfo.Length == 0
        && (string.Equals(address.IdnHost, Address.IdnHost, StringComparison.OrdinalIgnoreCase)
            || (RegionalDomain is not null && address.IdnHost.EndsWith("." + RegionalDomain, StringComparison.OrdinalIgnoreCase)));
}

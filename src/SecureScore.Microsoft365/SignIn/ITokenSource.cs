using SecureScore.Engine.Tenants;

namespace SecureScore.Microsoft365.SignIn;

/// <summary>Gives access tokens, one for each service, and renews them.</summary>
internal interface ITokenSource
{
    /// <summary>The token for a service; null when nobody is signed in to it, or no new one can be had.</summary>
    /// <param name="service">The service that the token is for. It goes to no other.</param>
    /// <param name="claims">What the service asks of a new token beyond the former one, as JSON; null when it asks for nothing.</param>
    /// <param name="forceRefresh">Whether the service refused the token that it was given, so that a kept one is of no use.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<ServiceToken?> GetAsync(TenantService service, string? claims, bool forceRefresh, CancellationToken cancellation);
}

/// <summary>An access token.</summary>
/// <param name="Value">The token itself, which is never shown, logged or stored.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record ServiceToken(string Value, DateTimeOffset ExpiresAt)
{
    /// <summary>When it ends, without the token.</summary>
    public override string ToString() => $"token until {ExpiresAt:u}";
}

using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;

namespace SecureScore.Microsoft365.SignIn;

/// <summary>Access tokens that somebody else got. They are checked when they come in, and end when they end.</summary>
internal sealed class HandedTokens : ITokenIssuer
{
    private readonly AccessTokenSignIn _method;
    private readonly CloudProfile _cloud;
    private readonly TimeProvider _clock;

    public HandedTokens(AccessTokenSignIn method, CloudProfile cloud, TimeProvider clock)
    {
        _method = method;
        _cloud = cloud;
        _clock = clock;
    }

    public Task<ServiceToken> IssueAsync(TenantService service, string? claims, bool isRenewal, bool mayPrompt, CancellationToken cancellation)
    {
        string token = _method.Tokens[service].Unprotect().Trim();
        var read = AccessTokenClaims.Read(token) ?? throw SignInException.AccessTokenInvalid(service);
        var profile = _cloud[service];
        if (!profile.Accepts(read.Audience))
            throw SignInException.AccessTokenWrongService(service, read.Audience, profile.Audience);

        // What the service asks for beyond it, only who got it can get.
        if (read.ExpiresAt <= _clock.GetUtcNow() || claims is not null || isRenewal)
            throw SignInException.AccessTokenExpired(service, read.ExpiresAt);

        return Task.FromResult(new ServiceToken(token, read.ExpiresAt));
    }

    public void Dispose()
    {
        // The tokens are the caller's.
    }
}

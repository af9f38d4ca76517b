using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.Microsoft365.SignIn;

/// <summary>Where new tokens come from.</summary>
internal interface ITokenIssuer : IDisposable
{
    /// <summary>Asks for a new token.</summary>
    /// <param name="service">The service that the token is for.</param>
    /// <param name="claims">What the service asks of it beyond the former one, as JSON; null when it asks for nothing.</param>
    /// <param name="isRenewal">Whether there was one before, so that one that was kept is of no use.</param>
    /// <param name="mayPrompt">Whether a person may be asked.</param>
    /// <param name="cancellation">Ends the request early.</param>
    /// <exception cref="SignInException">There is none; the message says why.</exception>
    Task<ServiceToken> IssueAsync(TenantService service, string? claims, bool isRenewal, bool mayPrompt, CancellationToken cancellation);

    /// <summary>Asks for a token with permissions to write, which all later ones then have too; null where there is nothing to ask for, since every
    /// token has what was ever granted.</summary>
    /// <param name="service">The service that the token is for.</param>
    /// <param name="permissions">What the write takes.</param>
    /// <param name="held">The permissions of the present token.</param>
    /// <param name="mayPrompt">Whether a person may be asked.</param>
    /// <param name="show">Shows a person where to enter which code.</param>
    /// <param name="cancellation">Ends the request early.</param>
    /// <exception cref="SignInException">There is none; the message says why. Tokens for reading can be had as before.</exception>
    Task<ServiceToken?> IssueToWriteAsync(
        TenantService service,
        IReadOnlyCollection<PermissionDefinition> permissions,
        IReadOnlyCollection<string> held,
        bool mayPrompt,
        Action<string> show,
        CancellationToken cancellation) =>
        Task.FromResult<ServiceToken?>(null);
}

using Azure.Core;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;

namespace SecureScore.Microsoft365.SignIn;

/// <summary>Tokens by the credentials of Azure.Identity, which keep what they renew by in memory.</summary>
internal sealed class CredentialIssuer : ITokenIssuer
{
    /// <summary>Names what the credentials say of themselves anyway; a request with claims is not answered from what they keep.</summary>
    private const string RenewalClaims = """{"access_token":{"xms_cc":{"values":["cp1"]}}}""";

    /// <summary>How long a token may take to come when no person is waited for.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    private readonly SignInRequest _request;
    private readonly CloudProfile _cloud;
    private readonly SignInTransport _transport;
    private readonly TimeProvider _clock;
    private readonly SignInCredential _credential;
    private volatile Action<string> _show;
    private volatile string[] _toWrite = [];

    /// <summary>Creates the issuer for a sign-in.</summary>
    /// <exception cref="SignInException">What the sign-in needs is missing or unusable.</exception>
    public CredentialIssuer(SignInRequest request, CloudProfile cloud, SignInTransport transport, Action<string> show, TimeProvider clock)
    {
        _request = request;
        _cloud = cloud;
        _transport = transport;
        _clock = clock;
        _show = show;
        _credential = SignInCredential.Create(request, cloud, transport, message => _show(message), clock);
    }

    public Task<ServiceToken> IssueAsync(TenantService service, string? claims, bool isRenewal, bool mayPrompt, CancellationToken cancellation) =>
        IssueAsync(service, Scopes(service, _toWrite), ClaimsFor(claims, isRenewal), mayPrompt, mayConsent: false, cancellation);

    public async Task<ServiceToken?> IssueToWriteAsync(
        TenantService service,
        IReadOnlyCollection<PermissionDefinition> permissions,
        IReadOnlyCollection<string> held,
        bool mayPrompt,
        Action<string> show,
        CancellationToken cancellation)
    {
        // Only a person can consent on the way; the other services have one permission for reading and writing.
        if (service != TenantService.Graph || !_request.AsksPerson())
            return null;

        string[] asked =
        [
            .. permissions.Where(permission => permission.Service == service && !IsAskedFor(permission, held)).Select(permission => permission.Delegated)
                .Except(_toWrite, StringComparer.Ordinal),
        ];
        if (asked.Length == 0)
            return null;

        // Who showed the first code may be gone by now.
        _show = show;
        string[] toWrite = [.. _toWrite, .. asked];
        var token = await IssueAsync(service, Scopes(service, toWrite), claims: null, mayPrompt, mayConsent: true, cancellation).ConfigureAwait(false);
        _toWrite = toWrite;
        return token;
    }

    public void Dispose() => _credential.Dispose();

    private async Task<ServiceToken> IssueAsync(
        TenantService service, string[] scopes, string? claims, bool mayPrompt, bool mayConsent, CancellationToken cancellation)
    {
        var context = new TokenRequestContext(scopes, claims: claims, isCaeEnabled: true);
        try
        {
            return await SilentAsync(context, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            var explained = Explain(service, failure);
            bool isAnswered = explained.IsAnsweredByPerson || (mayConsent && explained.ErrorId == ErrorIds.ConsentMissing);
            if (!mayPrompt || !isAnswered || _credential.Ask is null)
                throw explained;
        }

        try
        {
            await _credential.Ask(context, cancellation).ConfigureAwait(false);
            return await SilentAsync(context, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            throw Explain(service, failure);
        }
    }

    private async Task<ServiceToken> SilentAsync(TokenRequestContext context, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(s_limit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var token = await _credential.Token.GetTokenAsync(context, either.Token).ConfigureAwait(false);
        return new ServiceToken(token.Token, token.ExpiresOn);
    }

    private string? ClaimsFor(string? claims, bool isRenewal) => _request.Method switch
    {
        // These start a program, which renews by itself and takes no claims.
        AzureCliSignIn or AzurePowerShellSignIn => null,

        // What was kept of a managed identity outlives the credential: it would hide roles that were granted since.
        ManagedIdentitySignIn => claims ?? RenewalClaims,
        _ => claims ?? (isRenewal ? RenewalClaims : null),
    };

    // The tokens of one's own application have all that was granted to it, for writing too.
    private bool IsAskedFor(PermissionDefinition permission, IReadOnlyCollection<string> held) => _request.UsesFirstPartyApplication()
        ? FirstPartyApplication.Permissions.Contains(permission.Delegated, StringComparer.Ordinal)
        : permission.IsGrantedBy(held);

    // The default scope is all that was granted to the application. It cannot be asked for together with others; whatever is asked for by name, the
    // token has the rest of what was granted as well.
    private string[] Scopes(TenantService service, string[] toWrite)
    {
        var profile = _cloud[service];
        var permissions = service != TenantService.Graph ? [] : _request.UsesFirstPartyApplication() ? [.. FirstPartyApplication.Permissions, .. toWrite] : toWrite;
        return permissions.Length == 0 ? [profile.DefaultScope] : [.. permissions.Select(permission => $"{profile.Audience}/{permission}")];
    }

    private SignInException Explain(TenantService service, Exception failure) =>
        failure as SignInException ?? new SignInFailure(_request, service, _cloud.Login, _transport.ClockDifference).Explain(failure);
}

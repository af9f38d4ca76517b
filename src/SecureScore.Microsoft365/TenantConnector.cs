using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Http;
using SecureScore.Microsoft365.SignIn;

namespace SecureScore.Microsoft365;

/// <summary>Signs in to tenants of Microsoft 365, and to what answers like one.</summary>
public sealed class TenantConnector
{
    private static readonly Dictionary<QuotaClass, Quota> s_noQuotas = [];

    private readonly Func<HttpMessageHandler> _transport;
    private readonly TimeProvider _clock;
    private readonly bool _isPatient;

    /// <summary>Creates the connector.</summary>
    /// <param name="transport">Makes what sends the requests of one connection, to the authority as to the services; null takes the network.</param>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="isPatient">Whether the quotas that Microsoft documents are kept to and what fails is tried again. What only answers like a
    /// tenant has no quotas, and answers the same a second time.</param>
    public TenantConnector(Func<HttpMessageHandler>? transport = null, TimeProvider? clock = null, bool isPatient = true)
    {
        _transport = transport ?? ServiceHandler.Create;
        _clock = clock ?? TimeProvider.System;
        _isPatient = isPatient;
    }

    /// <summary>Signs in, as <see cref="ITenantConnector.ConnectAsync"/> has it.</summary>
    /// <param name="request">Who signs in, and where.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="cancellation">Ends the sign-in early.</param>
    /// <exception cref="SignInException">Nobody could be signed in.</exception>
    public async Task<ITenantConnection> ConnectAsync(SignInRequest request, ITenantObserver observer, CancellationToken cancellation)
    {
        if (request.AsksPerson() && !request.CanPrompt)
            throw SignInException.NobodyToAsk(request.Method is BrowserSignIn ? "browser" : "device code");

        var cloud = CloudProfile.Of(request.Cloud);
        var services = ServiceChoice.Of(request);
        var wanted = services.Where(choice => choice.LeftOut is null && choice.Service != TenantService.Dns).Select(choice => choice.Service).ToArray();
        if (wanted.Length == 0)
            throw SignInException.Incomplete(services.FirstOrDefault(choice => choice.IsAsked && choice.LeftOut is not null)?.LeftOut ?? "None of the services that were asked for needs a sign-in.");

        var handler = _transport();
        SignInTransport? transport = null;
        TokenKeeper? tokens = null;
        try
        {
            transport = new SignInTransport(handler, observer, _clock);
            ITokenIssuer issuer = request.Method is AccessTokenSignIn handed
                ? new HandedTokens(handed, cloud, _clock)
                : new CredentialIssuer(request, cloud, transport, observer.ShowSignInMessage, _clock);
            tokens = new TokenKeeper(issuer, wanted, _clock);
            await SignInAsync(request, tokens, wanted, cancellation).ConfigureAwait(false);
            if (transport.ClockDifference is { } difference)
                observer.Warn($"The clock of this machine is {SignInException.Words(difference)}. Set it: dates of evidence and the ends of tokens depend on it.");

            var session = SessionOf(request, tokens, wanted);
            var pipeline = _isPatient
                ? new ServicePipeline(handler, cloud, tokens, _clock)
                : new ServicePipeline(handler, cloud with { Quotas = s_noQuotas }, tokens, _clock, new PipelineLimits { Tries = 1 });
            var connection = new TenantConnection(session, request, handler, transport, tokens, pipeline, _clock);
            await connection.NameTenantAsync(observer, cancellation).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            tokens?.Dispose();
            transport?.Dispose();
            handler.Dispose();
            throw;
        }
    }

    private static async Task SignInAsync(SignInRequest request, TokenKeeper tokens, TenantService[] wanted, CancellationToken cancellation)
    {
        SignInException?[] failures;
        if (request.AsksPerson())
        {
            // One after the other, so that a person is asked one thing at a time; mostly the first answer serves for all.
            failures = new SignInException?[wanted.Length];
            for (int i = 0; i < wanted.Length; i++)
            {
                failures[i] = await tokens.ConnectAsync(wanted[i], mayPrompt: true, cancellation).ConfigureAwait(false);
                if (i == 0 && failures[0] is { IsOfOneService: false } refused)
                    throw refused;
            }
        }
        else
        {
            failures = await Task.WhenAll(wanted.Select(service => tokens.ConnectAsync(service, mayPrompt: false, cancellation))).ConfigureAwait(false);
        }

        // A token that was given and is none is a mistake to tell, not a service to leave out.
        if (request.Method is AccessTokenSignIn && Array.Find(failures, failure => failure is not null) is { } mistake)
            throw mistake;

        if (Array.TrueForAll(failures, failure => failure is not null))
            throw Array.Find(failures, failure => !failure!.IsOfOneService) ?? failures[0]!;
    }

    private static TenantSession SessionOf(SignInRequest request, TokenKeeper tokens, TenantService[] wanted)
    {
        var claims = wanted.Select(tokens.Current).OfType<ServiceToken>().Select(token => AccessTokenClaims.Read(token.Value)).OfType<AccessTokenClaims>().ToArray();
        string[] tenants = [.. claims.Select(claim => claim.TenantId).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
        if (tenants.Length > 1)
            throw SignInException.AccessTokensOfSeveralTenants(tenants[0], tenants[1]);

        bool isTenantKnown = Guid.TryParse(request.TenantId, out var asked);
        string? tenant = tenants.Length > 0 ? tenants[0] : isTenantKnown ? asked.ToString() : null;
        if (tenant is null)
            throw SignInException.Incomplete("The tokens do not tell which tenant they are for: give the tenant id.");

        if (isTenantKnown && Guid.TryParse(tenant, out var signedIn) && signedIn != asked)
            throw SignInException.AccessTokenOfOtherTenant(asked.ToString(), tenant);

        return new TenantSession
        {
            TenantId = tenant,
            Cloud = request.Cloud,
            Account = claims.Select(claim => claim.Account).FirstOrDefault(account => account is not null),
            ClientId = claims.Select(claim => claim.ClientId).FirstOrDefault(client => client is not null) ?? request.ClientId,
            SignIn = request.Method.Name(),
        };
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Emulator.Clouds;
using SecureScore.Emulator.Dns;
using SecureScore.Emulator.Exchange;
using SecureScore.Emulator.Faults;
using SecureScore.Emulator.Graph;
using SecureScore.Emulator.Graph.Writing;
using SecureScore.Emulator.Http;
using SecureScore.Emulator.SignIn;
using SecureScore.Emulator.State;
using SecureScore.Emulator.Teams;

namespace SecureScore.Emulator;

/// <summary>A Microsoft 365 tenant over a snapshot: it signs people and applications in and answers what the services of its cloud answer.</summary>
/// <remarks>What the snapshot has is answered; what it notes as denied, unlicensed or failed is refused with the status and the text of the
/// note; what it skipped is not found; a service without connection gets no token. Nothing is read before it is asked for, and rows are
/// streamed. Safe for use by several threads.</remarks>
public sealed class EmulatedTenant : IDisposable
{
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly ConcurrentDictionary<string, EmulatedApplication> _applications = new(StringComparer.OrdinalIgnoreCase);
    private readonly SignInService _signIn;
    private readonly ManagedIdentityService _managedIdentity;
    private readonly GraphService _graph;
    private readonly ExchangeService _exchange;
    private readonly ExchangeService _purview;
    private readonly TeamsService _teams;
    private readonly DnsOverHttpsService _dns;

    /// <summary>Opens a tenant over a snapshot.</summary>
    /// <param name="snapshot">What the tenant holds.</param>
    /// <param name="options">How it behaves; null for as usual.</param>
    public EmulatedTenant(TenantSnapshot snapshot, EmulatorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Options = options ?? new EmulatorOptions();
        Facts = new TenantFacts(snapshot);
        State = new TenantState(snapshot, Options);
        Tokens = new TokenIssuer(Facts, Options);
        Faults = new FaultList(Options.Seed);
        Shapes = new RowShapes(Options.OddSecureScores);
        _signIn = new SignInService(this);
        _managedIdentity = new ManagedIdentityService(this);
        _graph = new GraphService(this);
        _exchange = new ExchangeService(this, TenantService.Exchange);
        _purview = new ExchangeService(this, TenantService.Purview);
        _teams = new TeamsService(this);
        _dns = new DnsOverHttpsService(this);
        Application = new EmulatedApplication("5ec5c04e-0000-4000-8000-000000000001")
        {
            DisplayName = "SecureScore",
            Secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(20)),
            Permissions = PermissionsIn(snapshot),
            DirectoryRoles = [DirectoryRoleIds.GlobalReader],
        };
        Register(Application);
        Register(new EmulatedApplication("14d82eec-204b-4c2f-b7e8-296a70dab67e")
        {
            DisplayName = "Microsoft Graph Command Line Tools",
            Permissions = new Dictionary<TenantService, IReadOnlyCollection<string>> { [TenantService.Graph] = ReadPermissions[TenantService.Graph] },
        });
        Person = new EmulatedPerson("reader@" + (snapshot.Manifest.InitialDomain ?? "tenant.onmicrosoft.com"))
        {
            DisplayName = "Reader",
            DirectoryRoles = [DirectoryRoleIds.GlobalReader],
        };
    }

    /// <summary>The permissions that reading everything takes, by service.</summary>
    public static IReadOnlyDictionary<TenantService, IReadOnlyCollection<string>> ReadPermissions { get; } =
        new Dictionary<TenantService, IReadOnlyCollection<string>>
        {
            [TenantService.Graph] = [.. GraphResources.All.Append(GraphResources.Members)
                .Select(resource => resource.Permissions[0]).Distinct(StringComparer.Ordinal)],
            [TenantService.Exchange] = ["Exchange.ManageAsApp", "Exchange.Manage"],
            [TenantService.Purview] = ["Exchange.ManageAsApp", "Exchange.Manage"],
            [TenantService.Teams] = ["application_access", "user_impersonation"],
        };

    /// <summary>The permissions that changing everything takes, by service, besides those that reading takes.</summary>
    public static IReadOnlyDictionary<TenantService, IReadOnlyCollection<string>> WritePermissions { get; } =
        new Dictionary<TenantService, IReadOnlyCollection<string>>
        {
            [TenantService.Graph] = [.. WriteRules.All.SelectMany(rule => rule.Permissions.Select(names => names[0]))
                .Append("SecurityEvents.ReadWrite.All").Append("Mail.Send").Distinct(StringComparer.Ordinal)],
            [TenantService.Exchange] = ReadPermissions[TenantService.Exchange],
            [TenantService.Purview] = ReadPermissions[TenantService.Purview],
            [TenantService.Teams] = ReadPermissions[TenantService.Teams],
        };

    /// <summary>An application with a secret that may read everything, but for what the snapshot was denied for want of a permission.</summary>
    public EmulatedApplication Application { get; }

    /// <summary>Who enters the device codes.</summary>
    public EmulatedPerson Person { get; set; }

    /// <summary>The directory id.</summary>
    public string TenantId => Facts.Id;

    /// <summary>What the token endpoint of App Service wants as <c>X-IDENTITY-HEADER</c>; its path is <c>/msi/token</c> on a loopback host.</summary>
    public string IdentityHeader { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    /// <summary>What goes wrong.</summary>
    public FaultList Faults { get; }

    /// <summary>What the tenant was asked, in the order of the answers.</summary>
    public IReadOnlyCollection<RecordedRequest> Requests => [.. _requests];

    /// <summary>The mails that were sent from the tenant's mailboxes, in their order.</summary>
    public IReadOnlyCollection<SentMail> SentMail => _graph.SentMail;

    /// <summary>How many requests would have changed something.</summary>
    public int Writes => _requests.Count(request => request.IsWrite);

    internal EmulatorOptions Options { get; }

    internal TenantFacts Facts { get; }

    internal TenantState State { get; }

    internal TokenIssuer Tokens { get; }

    internal RowShapes Shapes { get; }

    /// <summary>Makes an application known, or changes one.</summary>
    public void Register(EmulatedApplication application)
    {
        ArgumentNullException.ThrowIfNull(application);
        _applications[application.ClientId] = application;
    }

    /// <summary>Lets an application change what it may read: with the permissions and the directory roles for it.</summary>
    /// <param name="application">The application; it becomes known with them.</param>
    /// <returns>The application as it is known then.</returns>
    public EmulatedApplication AllowWriting(EmulatedApplication application)
    {
        ArgumentNullException.ThrowIfNull(application);
        var missing = ReadPermissions[TenantService.Graph].Except(application.Permissions.GetValueOrDefault(TenantService.Graph) ?? [], StringComparer.OrdinalIgnoreCase).ToList();
        var writing = application with
        {
            Permissions = WritePermissions.ToDictionary(service => service.Key, service => (IReadOnlyCollection<string>)
            [
                .. (application.Permissions.GetValueOrDefault(service.Key) ?? []).Union(
                    service.Value.Where(permission => !missing.Contains(permission.Replace(".ReadWrite.", ".Read.", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase)),
                    StringComparer.OrdinalIgnoreCase),
            ]),
            DirectoryRoles =
            [
                .. application.DirectoryRoles.Union(
                    [
                        DirectoryRoleIds.GlobalAdministrator, DirectoryRoleIds.ExchangeAdministrator, DirectoryRoleIds.ComplianceAdministrator,
                        DirectoryRoleIds.TeamsAdministrator,
                    ],
                    StringComparer.OrdinalIgnoreCase),
            ],
        };
        Register(writing);
        return writing;
    }

    /// <summary>A handler that carries requests to this tenant without a network. A host that the tenant's cloud lacks has no address.</summary>
    public HttpMessageHandler CreateHandler() => new EmulatorHandler(this);

    /// <summary>A token for a service, as the sign-in service would give it.</summary>
    /// <param name="service">The service.</param>
    /// <param name="application">The application that asks; null for <see cref="Application"/>.</param>
    /// <param name="person">Who signed in; null when the application did.</param>
    /// <param name="lifetime">How long it lasts; null for as long as usual, and less than zero for one that has ended.</param>
    /// <param name="claims">The claims that it is asked for with, as a challenge names them; null for none.</param>
    public string IssueToken(
        TenantService service,
        EmulatedApplication? application = null,
        EmulatedPerson? person = null,
        TimeSpan? lifetime = null,
        string? claims = null) =>
        Tokens.Issue(service, application ?? Application, person, claims, lifetime);

    /// <summary>Whether the tenant's cloud has a host.</summary>
    public bool Serves(string host) => Facts.Cloud.ServiceOn(host) is not null;

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request, whichever way it came.</param>
    /// <param name="cancellation">Ends the wait for an answer that comes late.</param>
    public async Task<EmulatedResponse> AnswerAsync(EmulatedRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var answer = Answer(request, out var delay);
        if (delay + Options.Latency is var wait && wait > TimeSpan.Zero)
            await Task.Delay(wait, Options.Clock, cancellation).ConfigureAwait(false);

        return answer;
    }

    /// <inheritdoc/>
    public void Dispose() => State.Dispose();

    /// <summary>Answers one request of a batch. Nothing of a connection can break there, so the service fails instead.</summary>
    internal EmulatedResponse AnswerPart(EmulatedRequest request)
    {
        var answer = Answer(request, out _);
        return answer.Ending == ResponseEnding.Complete
            ? answer
            : ErrorOf(Facts.Cloud.ServiceOn(request.Host)!.Value, request, 503, code: null, message: null);
    }

    internal EmulatedApplication? FindApplication(string clientId) =>
        _applications.TryGetValue(clientId, out var application) ? application : null;

    internal EmulatedApplication? FindManagedIdentity(string? clientId) =>
        string.IsNullOrEmpty(clientId)
            ? _applications.Values.FirstOrDefault(known => known.ManagedIdentity == ManagedIdentityKind.System)
            : FindApplication(clientId) is { ManagedIdentity: not null } named ? named : null;

    private static Dictionary<TenantService, IReadOnlyCollection<string>> PermissionsIn(TenantSnapshot snapshot)
    {
        var missing = snapshot.Resources.Where(state => state.Status == ResourceStatus.Denied).Select(state => state.Permission).ToList();
        return ReadPermissions.ToDictionary(
            service => service.Key, service => (IReadOnlyCollection<string>)[.. service.Value.Where(permission => !missing.Contains(permission, StringComparer.OrdinalIgnoreCase))]);
    }

    private EmulatedResponse Answer(EmulatedRequest request, out TimeSpan delay)
    {
        if (Facts.Cloud.ServiceOn(request.Host) is not { } service)
        {
            delay = TimeSpan.Zero;
            return EmulatedResponse.Text(421, "No such host.");
        }

        string? cmdlet = service is EmulatedService.Exchange or EmulatedService.Purview ? ExchangeService.CmdletOf(request) : null;
        string target = cmdlet is null ? request.Path : $"{request.Path}/{cmdlet}";
        var fault = Faults.Take(service, target + Uri.UnescapeDataString(request.Address.Query));
        delay = fault?.Kind == FaultKind.Delay ? fault.Delay : TimeSpan.Zero;
        if (fault?.Kind == FaultKind.ExpireTokens)
            Tokens.RevokeAll();

        var token = ReadToken(request);
        var response = Broken(service, request, fault) ?? Spoil(Route(service, request, token, fault?.Kind), fault?.Kind);
        response.Headers["Date"] = Options.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        Record(service, request, cmdlet, token, response);
        return response;
    }

    private EmulatedResponse Route(EmulatedService service, EmulatedRequest request, EmulatedToken? token, FaultKind? fault)
    {
        try
        {
            return service switch
            {
                EmulatedService.SignIn => _signIn.Answer(request),
                EmulatedService.ManagedIdentity => _managedIdentity.Answer(request),
                EmulatedService.Graph => _graph.Answer(request, token, fault),
                EmulatedService.Exchange => _exchange.Answer(request, token, fault),
                EmulatedService.Purview => _purview.Answer(request, token, fault),
                EmulatedService.Teams => _teams.Answer(request, token),
                _ => _dns.Answer(request),
            };
        }
        catch (Exception exception) when (exception is EvidenceUnavailableException or JsonException)
        {
            // A snapshot that cannot be read on is a service that fails on its own data.
            return ErrorOf(service, request, 500, code: null, exception.Message);
        }
    }

    /// <summary>What comes instead of an answer; null when the service answers.</summary>
    private EmulatedResponse? Broken(EmulatedService service, EmulatedRequest request, EmulatedFault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Throttle:
                var throttled = ErrorOf(service, request, 429, fault.Code, fault.Message);
                if (fault.RetryAfter is { } wait)
                {
                    throttled.Headers["Retry-After"] = fault.RetryAfterAsDate
                        ? (Options.Clock.GetUtcNow() + wait).ToString("R", CultureInfo.InvariantCulture)
                        : ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                }

                return throttled;
            case FaultKind.Status:
                var failed = ErrorOf(service, request, fault.Status, fault.Code, fault.Message);
                if (fault.RetryAfter is { } pause)
                    failed.Headers["Retry-After"] = ((int)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return failed;
            case FaultKind.Html:
                return EmulatedResponse.Text(200, "<!DOCTYPE html><html><body>Sign in to the network</body></html>", "text/html; charset=utf-8");
            case FaultKind.Reset:
                return new EmulatedResponse(0) { Ending = ResponseEnding.Reset };
            case FaultKind.Hang:
                return new EmulatedResponse(0) { Ending = ResponseEnding.Silent };
            default:
                return null;
        }
    }

    private static EmulatedResponse Spoil(EmulatedResponse response, FaultKind? fault) => fault switch
    {
        FaultKind.Truncate => response.With(ending: ResponseEnding.Truncated),
        FaultKind.WrongJson => response.With(body: response.Body[..(response.Body.Length / 2)]),
        _ => response,
    };

    private EmulatedResponse ErrorOf(EmulatedService service, EmulatedRequest request, int status, string? code, string? message) => service switch
    {
        EmulatedService.Graph => _graph.Error(request, status, code, message),
        EmulatedService.Exchange or EmulatedService.Purview => ExchangeService.Error(status, code, message),
        EmulatedService.Teams => TeamsService.Error(status, code, message),
        _ => EmulatedResponse.Text(status, message ?? ""),
    };

    private EmulatedToken? ReadToken(EmulatedRequest request)
    {
        const string Scheme = "Bearer ";
        return request.Header("Authorization") is { } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? Tokens.Read(header[Scheme.Length..].Trim())
            : null;
    }

    private void Record(EmulatedService service, EmulatedRequest request, string? cmdlet, EmulatedToken? token, EmulatedResponse response) =>
        _requests.Enqueue(new RecordedRequest(
            service, request.Method, request.Host, request.Path, request.Address.Query, response.Status == 0 ? null : response.Status)
        {
            HasToken = request.Header("Authorization") is not null,
            TokenAudience = token?.Audience,
            IsInBatch = request.IsInBatch,
            IsWrite = IsWrite(service, request, cmdlet),
            Cmdlet = cmdlet,
            Form = service == EmulatedService.SignIn && request.Method == "POST" ? WithoutProofs(request.ReadForm()) : new(StringComparer.Ordinal),
            Headers = request.Headers.Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                .ToDictionary(StringComparer.OrdinalIgnoreCase),
        });

    private static bool IsWrite(EmulatedService service, EmulatedRequest request, string? cmdlet)
    {
        if (request.Method is "GET" or "HEAD" || service is EmulatedService.SignIn or EmulatedService.ManagedIdentity
            || request.Path.EndsWith("/$batch", StringComparison.OrdinalIgnoreCase))
            return false;

        return cmdlet?.StartsWith("Get-", StringComparison.OrdinalIgnoreCase) != true;
    }

    private static Dictionary<string, string> WithoutProofs(Dictionary<string, string> form)
    {
        foreach (string proof in new[] { "client_secret", "client_assertion", "refresh_token", "device_code", "code", "assertion", "password" })
        {
            if (form.ContainsKey(proof))
                form[proof] = "***";
        }

        return form;
    }
}

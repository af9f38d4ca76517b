using System.Collections.Concurrent;
using System.Text.Json;
using SecureScore.Engine.Tenants;
using SecureScore.Emulator.Http;
using SecureScore.Emulator.State;

namespace SecureScore.Emulator.SignIn;

/// <summary>The sign-in service: discovery, tokens and device codes, as the identity libraries ask for them.</summary>
internal sealed class SignInService
{
    private static readonly string[] s_manyTenants = ["common", "organizations"];

    private readonly EmulatedTenant _tenant;
    private readonly TenantFacts _facts;
    private readonly ConcurrentDictionary<string, DeviceCode> _deviceCodes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (EmulatedApplication Application, EmulatedPerson Person)> _refreshTokens = new(StringComparer.Ordinal);

    public SignInService(EmulatedTenant tenant)
    {
        _tenant = tenant;
        _facts = tenant.Facts;
    }

    private string Login => "https://" + _facts.Cloud.Login;

    public EmulatedResponse Answer(EmulatedRequest request)
    {
        string[] path = request.Path.Trim('/').Split('/');
        if (request.Path.EndsWith("/discovery/instance", StringComparison.OrdinalIgnoreCase))
            return Discovery();

        string tenant = path[0];
        string rest = string.Join('/', path[1..]).ToLowerInvariant();
        if (!_facts.IsTenant(tenant) && !s_manyTenants.Contains(tenant, StringComparer.OrdinalIgnoreCase))
            return Refuse(request, SignInError.UnknownTenant(tenant));

        return (request.Method, rest) switch
        {
            ("GET", "v2.0/.well-known/openid-configuration" or ".well-known/openid-configuration") => Configuration(tenant),
            ("POST", "oauth2/v2.0/token") => Token(request, tenant),
            ("POST", "oauth2/v2.0/devicecode") => BeginDeviceCode(request),
            _ => new EmulatedResponse(404),
        };
    }

    private EmulatedResponse Discovery() => EmulatedResponse.Json(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("tenant_discovery_endpoint", $"{Login}/{_facts.Id}/v2.0/.well-known/openid-configuration");
        json.WriteString("api-version", "1.1");
        json.WriteStartArray("metadata");
        json.WriteStartObject();
        json.WriteString("preferred_network", _facts.Cloud.Login);
        json.WriteString("preferred_cache", _facts.Cloud.Login);
        json.WriteStartArray("aliases");
        json.WriteStringValue(_facts.Cloud.Login);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private EmulatedResponse Configuration(string tenant)
    {
        string id = s_manyTenants.Contains(tenant, StringComparer.OrdinalIgnoreCase) ? "{tenantid}" : _facts.Id;
        return EmulatedResponse.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("token_endpoint", $"{Login}/{tenant}/oauth2/v2.0/token");
            json.WriteString("authorization_endpoint", $"{Login}/{tenant}/oauth2/v2.0/authorize");
            json.WriteString("device_authorization_endpoint", $"{Login}/{tenant}/oauth2/v2.0/devicecode");
            json.WriteString("issuer", $"{Login}/{id}/v2.0");
            json.WriteString("jwks_uri", $"{Login}/{tenant}/discovery/v2.0/keys");
            json.WriteString("tenant_region_scope", _facts.Cloud.Cloud switch
            {
                TenantCloud.GccHigh or TenantCloud.DoD => "USGov",
                TenantCloud.China => "AS",
                _ => "EU",
            });
            if (_facts.Cloud.Cloud is TenantCloud.GccHigh or TenantCloud.DoD)
                json.WriteString("tenant_region_sub_scope", _facts.Cloud.Cloud == TenantCloud.DoD ? "DOD" : "DODCON");
            else
                json.WriteNull("tenant_region_sub_scope");
            json.WriteString("cloud_instance_name", _facts.Cloud.Login["login.".Length..]);
            json.WriteString("cloud_graph_host_name", "graph.windows.net");
            json.WriteString("msgraph_host", _facts.Cloud.Graph);
            json.WriteEndObject();
        });
    }

    private EmulatedResponse Token(EmulatedRequest request, string tenant)
    {
        var form = request.ReadForm();
        string clientId = form.GetValueOrDefault("client_id") ?? "";
        if (_tenant.FindApplication(clientId) is not { } application)
            return Refuse(request, SignInError.UnknownApplication(clientId, _facts.Name));

        if (application.SignInError is { } refusal)
            return Refuse(request, SignInError.Refusal(refusal));

        return form.GetValueOrDefault("grant_type") switch
        {
            "client_credentials" => ForApplication(request, form, application, tenant),
            "device_code" or "urn:ietf:params:oauth:grant-type:device_code" => ForDeviceCode(request, form, application),
            "refresh_token" => ForRefreshToken(request, form, application),
            var other => Refuse(request, SignInError.UnsupportedGrant(other ?? "")),
        };
    }

    private EmulatedResponse ForApplication(EmulatedRequest request, Dictionary<string, string> form, EmulatedApplication application, string tenant)
    {
        if (CheckCredential(form, application, tenant) is { } refused)
            return Refuse(request, refused);

        return ServiceOf(form, out var service) is { } unknown
            ? Refuse(request, unknown)
            : Grant(form, service, application, person: null);
    }

    private SignInError? CheckCredential(Dictionary<string, string> form, EmulatedApplication application, string tenant)
    {
        var now = _tenant.Options.Clock.GetUtcNow();
        if (form.TryGetValue("client_assertion", out string? assertion))
        {
            string[] audiences =
            [
                .. new[] { tenant, _facts.Id }.SelectMany(name => new[] { $"{Login}/{name}/oauth2/v2.0/token", $"{Login}/{name}/v2.0", $"{Login}/{name}/" }),
            ];
            return ClientAssertion.Check(assertion, application, audiences, now);
        }

        if (!form.TryGetValue("client_secret", out string? secret))
            return SignInError.NoCredential();

        if (application.Secret is null || !application.Secret.Equals(secret, StringComparison.Ordinal))
            return SignInError.WrongSecret(application.ClientId);

        return application.SecretExpires <= now ? SignInError.ExpiredSecret(application.ClientId) : null;
    }

    private EmulatedResponse BeginDeviceCode(EmulatedRequest request)
    {
        var form = request.ReadForm();
        string clientId = form.GetValueOrDefault("client_id") ?? "";
        if (_tenant.FindApplication(clientId) is not { } application)
            return Refuse(request, SignInError.UnknownApplication(clientId, _facts.Name));

        string code = Guid.NewGuid().ToString("N");
        _deviceCodes[code] = new DeviceCode(application, _tenant.Options.DeviceCodePolls);
        return EmulatedResponse.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("user_code", "EMUL8TED1");
            json.WriteString("device_code", code);
            json.WriteString("verification_uri", "https://microsoft.com/devicelogin");
            json.WriteNumber("expires_in", 900);
            json.WriteNumber("interval", 1);
            json.WriteString("message", "To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code EMUL8TED1 to authenticate.");
            json.WriteEndObject();
        });
    }

    private EmulatedResponse ForDeviceCode(EmulatedRequest request, Dictionary<string, string> form, EmulatedApplication application)
    {
        string code = form.GetValueOrDefault("device_code") ?? form.GetValueOrDefault("code") ?? "";
        if (!_deviceCodes.TryGetValue(code, out var pending) || pending.Application.ClientId != application.ClientId)
            return Refuse(request, SignInError.UnknownDeviceCode());

        if (pending.Poll())
            return Refuse(request, SignInError.AuthorizationPending());

        _deviceCodes.TryRemove(code, out _);
        return ForPerson(request, form, application, _tenant.Person);
    }

    private EmulatedResponse ForRefreshToken(EmulatedRequest request, Dictionary<string, string> form, EmulatedApplication application) =>
        _refreshTokens.TryGetValue(form.GetValueOrDefault("refresh_token") ?? "", out var signedIn)
            ? ForPerson(request, form, application, signedIn.Person)
            : Refuse(request, SignInError.UnknownRefreshToken());

    private EmulatedResponse ForPerson(
        EmulatedRequest request, Dictionary<string, string> form, EmulatedApplication application, EmulatedPerson person)
    {
        if (person.SignInError is { } refusal)
            return Refuse(request, SignInError.Refusal(refusal));

        if (ServiceOf(form, out var service) is { } unknown)
            return Refuse(request, unknown);

        return application.Permissions.GetValueOrDefault(service) is { Count: > 0 }
            ? Grant(form, service, application, person)
            : Refuse(request, SignInError.ConsentMissing(application));
    }

    /// <summary>Which service a token is asked for.</summary>
    private SignInError? ServiceOf(Dictionary<string, string> form, out TenantService service)
    {
        service = TenantService.Graph;
        string? scopes = form.GetValueOrDefault("scope");
        if (string.IsNullOrWhiteSpace(scopes))
            return SignInError.MissingScope();

        string? named = Array.Find(scopes.Split(' '), scope => scope.Contains('/', StringComparison.Ordinal));
        if (named is null)
            return null;

        string resource = named[..named.LastIndexOf('/')];
        if (_facts.Cloud.ServiceOf(resource) is not { } known || !_tenant.State.HasService(known))
            return SignInError.UnknownResource(resource, _facts.Name);

        service = known;
        return null;
    }

    private EmulatedResponse Grant(Dictionary<string, string> form, TenantService service, EmulatedApplication application, EmulatedPerson? person)
    {
        string token = _tenant.Tokens.Issue(service, application, person, form.GetValueOrDefault("claims"));
        int seconds = (int)_tenant.Options.TokenLifetime.TotalSeconds;
        return EmulatedResponse.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("token_type", "Bearer");
            json.WriteNumber("expires_in", seconds);
            json.WriteNumber("ext_expires_in", seconds);
            json.WriteString("access_token", token);
            if (person is not null)
            {
                string refresh = Guid.NewGuid().ToString("N");
                _refreshTokens[refresh] = (application, person);
                json.WriteString("scope", form["scope"]);
                json.WriteString("refresh_token", refresh);
                json.WriteString("id_token", _tenant.Tokens.IssueIdToken(application, person, form.GetValueOrDefault("nonce")));
                json.WriteString("client_info", Base64UrlText.Encode(JsonSerializer.SerializeToUtf8Bytes(
                    new Dictionary<string, string>(StringComparer.Ordinal) { ["uid"] = person.ObjectId, ["utid"] = _facts.Id })));
            }

            json.WriteEndObject();
        });
    }

    private EmulatedResponse Refuse(EmulatedRequest request, SignInError error) =>
        error.ToResponse(_tenant.Options.Clock.GetUtcNow(), request.Header("client-request-id"));

    private sealed class DeviceCode
    {
        private int _polls;

        public DeviceCode(EmulatedApplication application, int polls)
        {
            Application = application;
            _polls = polls;
        }

        public EmulatedApplication Application { get; }

        /// <summary>Whether the person is still to enter the code.</summary>
        public bool Poll() => Interlocked.Decrement(ref _polls) >= 0;
    }
}

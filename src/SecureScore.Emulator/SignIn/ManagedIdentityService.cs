using System.Globalization;
using SecureScore.Engine.Tenants;
using SecureScore.Emulator.Http;

namespace SecureScore.Emulator.SignIn;

/// <summary>The token endpoint of an Azure resource: that of virtual machines, and that of App Service, Functions and Automation.</summary>
internal sealed class ManagedIdentityService
{
    private readonly EmulatedTenant _tenant;

    public ManagedIdentityService(EmulatedTenant tenant) => _tenant = tenant;

    public EmulatedResponse Answer(EmulatedRequest request) => request.Path.ToLowerInvariant() switch
    {
        "/metadata/identity/oauth2/token" when !"true".Equals(request.Header("Metadata"), StringComparison.OrdinalIgnoreCase) =>
            Refuse("bad_request_102", "Required metadata header not specified"),
        "/metadata/identity/oauth2/token" => Token(request, isAppService: false),
        "/msi/token" when request.Header("X-IDENTITY-HEADER") != _tenant.IdentityHeader =>
            Refuse("Unauthorized", "The X-IDENTITY-HEADER is missing or wrong.", 401),
        "/msi/token" => Token(request, isAppService: true),
        _ => new EmulatedResponse(404),
    };

    private static EmulatedResponse Refuse(string error, string description, int status = 400) => EmulatedResponse.Json(status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", error);
        json.WriteString("error_description", description);
        json.WriteEndObject();
    });

    private EmulatedResponse Token(EmulatedRequest request, bool isAppService)
    {
        var query = request.Query;
        string? clientId = query.GetValueOrDefault("client_id");
        if (_tenant.FindManagedIdentity(clientId) is not { } identity)
            return Refuse("invalid_request", "Identity not found");

        string resource = query.GetValueOrDefault("resource") ?? "";
        if (_tenant.Facts.Cloud.ServiceOf(resource) is not { } service || !_tenant.State.HasService(service))
        {
            var unknown = SignInError.UnknownResource(resource, _tenant.Facts.Name);
            return Refuse(unknown.Kind, string.Create(CultureInfo.InvariantCulture, $"AADSTS{unknown.Code}: {unknown.Message}"));
        }

        return Grant(identity, service, resource, isAppService);
    }

    private EmulatedResponse Grant(EmulatedApplication identity, TenantService service, string resource, bool isAppService)
    {
        string token = _tenant.Tokens.Issue(service, identity, person: null);
        var now = _tenant.Options.Clock.GetUtcNow();
        var lifetime = _tenant.Options.TokenLifetime;
        return EmulatedResponse.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("access_token", token);
            json.WriteString("client_id", identity.ClientId);
            json.WriteString("expires_on", (now + lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            if (!isAppService)
            {
                string seconds = ((long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                json.WriteString("expires_in", seconds);
                json.WriteString("ext_expires_in", seconds);
                json.WriteString("not_before", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            }

            json.WriteString("resource", resource);
            json.WriteString("token_type", "Bearer");
            json.WriteEndObject();
        });
    }
}

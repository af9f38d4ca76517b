using System.Globalization;
using SecureScore.Emulator.Http;

namespace SecureScore.Emulator.Graph;

/// <summary>Writes errors as Graph does.</summary>
internal sealed class GraphErrors
{
    private readonly TimeProvider _clock;

    public GraphErrors(TimeProvider clock) => _clock = clock;

    public EmulatedResponse Create(EmulatedRequest request, int status, string code, string message)
    {
        string id = Guid.NewGuid().ToString();
        string clientId = request.Header("client-request-id") ?? id;
        var response = EmulatedResponse.Json(status, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("code", code);
            json.WriteString("message", message);
            json.WriteStartObject("innerError");
            json.WriteString("date", _clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
            json.WriteString("request-id", id);
            json.WriteString("client-request-id", clientId);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }, "application/json");
        response.Headers["request-id"] = id;
        response.Headers["client-request-id"] = clientId;
        return response;
    }

    public EmulatedResponse NotFound(EmulatedRequest request, string what) =>
        Create(request, 404, "Request_ResourceNotFound", $"Resource '{what}' does not exist or one of its queried reference-property objects are not present.");

    public EmulatedResponse BadRequest(EmulatedRequest request, string message, string code = "BadRequest") => Create(request, 400, code, message);

    public EmulatedResponse Unauthorized(EmulatedRequest request, string message)
    {
        var response = Create(request, 401, "InvalidAuthenticationToken", message);
        response.Headers["WWW-Authenticate"] = "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", "
            + "client_id=\"00000003-0000-0000-c000-000000000000\"";
        return response;
    }

    public EmulatedResponse Challenge(EmulatedRequest request, string claims)
    {
        var response = Create(request, 401, "InvalidAuthenticationToken",
            "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp");
        response.Headers["WWW-Authenticate"] = "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", "
            + $"client_id=\"00000003-0000-0000-c000-000000000000\", error=\"insufficient_claims\", claims=\"{claims}\"";
        return response;
    }

    public EmulatedResponse Denied(EmulatedRequest request, GraphResource resource)
    {
        string needed = string.Join(", ", resource.Permissions);
        var (code, message) = resource.DeniedAs switch
        {
            DeniedStyle.ConditionalAccess => ("AccessDenied", "You cannot perform the requested operation, required scopes are missing in the token."),
            DeniedStyle.Reports => ("Authentication_MSGraphPermissionMissing",
                $"The principal does not have required Microsoft Graph permission(s): {resource.Permissions[0]} to call this API. "
                + "For more information about Microsoft Graph permissions, please visit https://learn.microsoft.com/graph/permissions-overview."),
            DeniedStyle.Roles => ("PermissionScopeNotGranted", $"Authorization failed due to missing permission scope {needed}."),
            DeniedStyle.Security => ("Forbidden",
                "Auth token does not contain valid permissions or user does not have valid roles. "
                + "Please see https://learn.microsoft.com/graph/security-authorization for more information."),
            DeniedStyle.SharePoint => ("accessDenied", "Caller does not have required permissions for this API"),
            _ => ("Authorization_RequestDenied", "Insufficient privileges to complete the operation."),
        };
        return Create(request, 403, code, message);
    }

    /// <summary>The application has the permission, but the person has no directory role that goes with it.</summary>
    public EmulatedResponse RoleMissing(EmulatedRequest request, GraphResource resource) => resource.DeniedAs == DeniedStyle.Reports
        ? Create(request, 403, "Authentication_RequestFromUnsupportedUserRole", "User is not in the allowed roles")
        : Denied(request, resource);
}

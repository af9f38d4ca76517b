using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Emulator.Http;
using SecureScore.Emulator.SignIn;
using SecureScore.Emulator.State;

namespace SecureScore.Emulator.Teams;

/// <summary>The configuration interface of Teams.</summary>
internal sealed class TeamsService
{
    private static readonly string[] s_readers =
        [DirectoryRoleIds.GlobalAdministrator, DirectoryRoleIds.GlobalReader, DirectoryRoleIds.TeamsAdministrator];

    private static readonly string[] s_writers = [DirectoryRoleIds.GlobalAdministrator, DirectoryRoleIds.TeamsAdministrator];

    private readonly EmulatedTenant _tenant;

    public TeamsService(EmulatedTenant tenant) => _tenant = tenant;

    public EmulatedResponse Answer(EmulatedRequest request, EmulatedToken? token)
    {
        if (CheckToken(token) is { } refused)
            return refused;

        string[] path = request.Path.Trim('/').Split('/');
        if (path is not ["Skype.Policy", "configurations", var type, ..] || path.Length is not (3 or 5) || (path.Length == 5 && path[3] != "configuration"))
            return Error(404, null, "The requested resource does not exist.");

        bool isWrite = request.Method == "PUT" && path.Length == 5;
        if (request.Method != "GET" && !isWrite)
            return Error(405, null, "The requested resource does not support this method.");

        if (isWrite && !token!.DirectoryRoles.Intersect(s_writers, StringComparer.OrdinalIgnoreCase).Any())
            return Error(403, null, "Access Denied.");

        string resource = "teams/" + type;
        var state = _tenant.State.StateOf(resource);
        if (state.Status == ResourceStatus.Collected)
            return isWrite ? new TeamsUpdate(_tenant.State).Answer(request, resource, path[4]) : path.Length == 3 ? List(resource) : One(resource, path[4]);

        var error = SnapshotError.Of(state);
        return Error(error.Status, null, error.Message ?? $"The configuration type '{type}' does not exist.");
    }

    /// <summary>An error as Teams writes it.</summary>
    public static EmulatedResponse Error(int status, string? code, string? message) => EmulatedResponse.Json(status, json =>
    {
        json.WriteStartObject();
        json.WriteString("code", code ?? status switch
        {
            400 => "BadRequest",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "NotFound",
            429 => "TooManyRequests",
            _ => "InternalServerError",
        });
        json.WriteString("message", message ?? "The request failed.");
        json.WriteEndObject();
    });

    private EmulatedResponse? CheckToken(EmulatedToken? token)
    {
        if (token is null || token.Expires <= _tenant.Options.Clock.GetUtcNow()
            || !_tenant.Facts.Cloud.AudiencesOf(TenantService.Teams).Contains(token.Audience, StringComparer.Ordinal))
        {
            var response = Error(401, null, "Authentication failed.");
            response.Headers["WWW-Authenticate"] = "Bearer error=\"invalid_token\"";
            return response;
        }

        string needed = token.IsApplication ? "application_access" : "user_impersonation";
        bool mayRead = token.Permissions.Contains(needed, StringComparer.OrdinalIgnoreCase)
            && token.DirectoryRoles.Intersect(s_readers, StringComparer.OrdinalIgnoreCase).Any();
        return mayRead ? null : Error(403, null, "Access Denied.");
    }

    private EmulatedResponse List(string resource) => EmulatedResponse.Json(200, json =>
    {
        json.WriteStartArray();
        foreach (var row in _tenant.State.Rows(resource))
            RowText.Write(json, row, wanted: null);
        json.WriteEndArray();
    });

    private EmulatedResponse One(string resource, string identity)
    {
        foreach (var row in _tenant.State.Rows(resource))
        {
            if (TeamsUpdate.IsNamed(row, identity))
                return EmulatedResponse.Json(200, json => RowText.Write(json, row, wanted: null));
        }

        return Error(404, null, $"Cannot find policy {identity}.");
    }
}

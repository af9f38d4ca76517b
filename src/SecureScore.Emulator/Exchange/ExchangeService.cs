using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Emulator.Faults;
using SecureScore.Emulator.Http;
using SecureScore.Emulator.SignIn;
using SecureScore.Emulator.State;

namespace SecureScore.Emulator.Exchange;

/// <summary>The administration interface of Exchange Online, or of the compliance service: cmdlets over HTTP.</summary>
internal sealed class ExchangeService
{
    private const int DefaultPage = 1000;
    private const int MaximumBatch = 10;
    private const string Reading = "Get-";

    private static readonly string[] s_versions = ["beta", "v1.0"];
    private static readonly string[] s_readers =
    [
        DirectoryRoleIds.GlobalAdministrator, DirectoryRoleIds.GlobalReader, DirectoryRoleIds.SecurityReader, DirectoryRoleIds.SecurityAdministrator,
        DirectoryRoleIds.ComplianceAdministrator,
    ];

    private readonly EmulatedTenant _tenant;
    private readonly TenantService _service;
    private readonly string _prefix;
    private readonly Customization _customization;
    private readonly RoleAssignments _roles;
    private readonly CmdletWrites _writes;

    public ExchangeService(EmulatedTenant tenant, TenantService service)
    {
        _customization = new Customization(tenant);
        _roles = new RoleAssignments(tenant.State);
        _writes = new CmdletWrites(tenant, service, _customization, _roles);
        _tenant = tenant;
        _service = service;
        _prefix = service == TenantService.Exchange ? "exchange/" : "compliance/";
    }

    private string FrontDoor => _service == TenantService.Exchange ? _tenant.Facts.Cloud.Exchange : _tenant.Facts.Cloud.Purview;

    public EmulatedResponse Answer(EmulatedRequest request, EmulatedToken? token, FaultKind? pageFault)
    {
        string[] path = request.Path.Trim('/').Split('/');
        if (path is not [var api, var version, var tenant, var call]
            || !api.Equals("adminapi", StringComparison.OrdinalIgnoreCase) || !s_versions.Contains(version, StringComparer.OrdinalIgnoreCase))
            return Error(404, "NotFound", "No HTTP resource was found that matches the request.");

        if (Redirect(request) is { } elsewhere)
            return elsewhere;

        if (CheckToken(token) is { } refused)
            return refused;

        if (!_tenant.Facts.IsTenant(tenant))
            return Error(404, "NotFound", $"The tenant '{tenant}' is not known here.");

        string name = call.Split('(')[0];
        return (request.Method, name.ToLowerInvariant()) switch
        {
            ("POST", "invokecommand") => Invoke(request, token!, pageFault),
            ("POST", "$batch") => Batch(request),
            ("GET", "exomodulefile") => ModuleFile(token!),
            ("GET", "exobanner") => EmulatedResponse.Json(200, json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("value");
                json.WriteEndArray();
                json.WriteEndObject();
            }),
            (not "GET" and not "POST", _) => Error(405, "MethodNotAllowed", "The requested resource does not support this method."),
            _ => Error(404, "NotFound", "No HTTP resource was found that matches the request."),
        };
    }

    /// <summary>An error as Exchange writes it.</summary>
    public static EmulatedResponse Error(int status, string? code, string? message)
    {
        string text = message ?? $"The server answered with status {status.ToString(CultureInfo.InvariantCulture)}.";
        return EmulatedResponse.Json(status, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("code", code ?? (status >= 500 ? "InternalServerError" : status == 403 ? "Forbidden" : "BadRequest"));
            json.WriteString("message", "Error executing request.");
            json.WriteStartArray("details");
            json.WriteStartObject();
            json.WriteString("code", "Context");
            json.WriteString("target", "");
            json.WriteString("message", text);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartObject("innererror");
            json.WriteString("message", "Error executing cmdlet");
            json.WriteString("type", "Microsoft.Exchange.Admin.OData.Core.ODataServiceException");
            json.WriteStartObject("internalexception");
            json.WriteString("message", text);
            json.WriteString("type", "System.Exception");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    /// <summary>The cmdlet that a request runs; null when it runs none.</summary>
    public static string? CmdletOf(EmulatedRequest request) =>
        request.Path.EndsWith("/InvokeCommand", StringComparison.OrdinalIgnoreCase)
            && request.ReadJson() is { ValueKind: JsonValueKind.Object } content
            && content.TryGetProperty("CmdletInput", out var input) && input.ValueKind == JsonValueKind.Object
            && input.TryGetProperty("CmdletName", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()
            : null;

    private EmulatedResponse? Redirect(EmulatedRequest request)
    {
        string? region = _service == TenantService.Exchange ? _tenant.Options.ExchangeRegion : _tenant.Options.PurviewRegion;
        if (region is null || !request.Host.Equals(FrontDoor, StringComparison.OrdinalIgnoreCase))
            return null;

        // The compliance service names a host of its own, of which only the first label counts.
        string host = _service == TenantService.Exchange ? $"{region}.{FrontDoor}" : $"{region}.{_tenant.Facts.Cloud.PurviewRedirect}:446";
        return EmulatedResponse.Redirect($"https://{host}{request.Address.PathAndQuery}");
    }

    private EmulatedResponse? CheckToken(EmulatedToken? token)
    {
        if (token is null || token.Expires <= _tenant.Options.Clock.GetUtcNow()
            || !_tenant.Facts.Cloud.AudiencesOf(_service).Contains(token.Audience, StringComparer.Ordinal))
            return Unauthorized("invalid_token");

        string needed = token.IsApplication ? "Exchange.ManageAsApp" : "Exchange.Manage";
        if (!token.Permissions.Contains(needed, StringComparer.OrdinalIgnoreCase))
            return Unauthorized("insufficient_scope");

        bool mayRead = token.DirectoryRoles.Intersect(s_readers, StringComparer.OrdinalIgnoreCase).Any()
            || (_service == TenantService.Exchange && token.DirectoryRoles.Contains(DirectoryRoleIds.ExchangeAdministrator, StringComparer.OrdinalIgnoreCase));
        return mayRead ? null : NoRole();
    }

    private static EmulatedResponse NoRole() => Error(403, "Forbidden", "The role assigned to the application or user isn't supported in this scenario. "
            + "Please check online documentation for assigning correct Directory Roles to Azure AD Application for EXO App-Only Authentication.");

    private static EmulatedResponse Unauthorized(string error)
    {
        var response = new EmulatedResponse(401);
        response.Headers["WWW-Authenticate"] =
            $"Bearer client_id=\"{Clouds.EmulatedCloud.ExchangeApplication}\", trusted_issuers=\"00000001-0000-0000-c000-000000000000@*\", "
            + $"token_types=\"app_asserted_user_v1 service_asserted_app_v1\", authorization_uri=\"https://login.windows.net/common/oauth2/authorize\", error=\"{error}\"";
        return response;
    }

    private EmulatedResponse ModuleFile(EmulatedToken token)
    {
        var cmdlets = _tenant.State.ResourcesUnder(_prefix)
            .Where(IsOffered).Select(state => state.Name[_prefix.Length..])
            .Concat(_service == TenantService.Exchange && IsOffered(_tenant.State.StateOf(RoleAssignments.Resource)) ? ["Get-" + RoleAssignments.Noun] : [])
            .Concat(_writes.For(token).Where(noun => IsOffered(_tenant.State.StateOf(noun.Resource))).SelectMany(noun => noun.Cmdlets))
            .ToList();
        return EmulatedResponse.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("value");
            json.WriteStartObject();
            json.WriteString("exportedCmdlets", string.Join(',', cmdlets));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static bool IsOffered(ResourceState state) => state.Status is not (ResourceStatus.Denied or ResourceStatus.NotLicensed);

    private EmulatedResponse Batch(EmulatedRequest request)
    {
        if (BatchItem.ReadAll(request) is not { Count: > 0 } items)
            return Error(400, "BadRequest", "The batch is no list of requests.");

        if (items.Count > MaximumBatch)
            return Error(400, "BadRequest", $"The batch has more than {MaximumBatch.ToString(CultureInfo.InvariantCulture)} requests.");

        if (items.Find(item => !IsHere(item.Url)) is { } foreign)
            return Error(400, "BadRequest", $"The request '{foreign.Id}' is for another host.");

        var answers = items.ConvertAll(item => (item.Id, _tenant.AnswerPart(item.ToRequest(request, new Uri(request.Address, item.Url)))));
        return EmulatedResponse.Json(200, json => BatchItem.WriteAll(json, answers));

        bool IsHere(string url) => Uri.TryCreate(request.Address, url, out var address) && address.Authority == request.Address.Authority;
    }

    private EmulatedResponse Invoke(EmulatedRequest request, EmulatedToken token, FaultKind? pageFault)
    {
        if (CmdletOf(request) is not { } cmdlet)
            return Error(400, "BadRequest", "The request has no CmdletInput.");

        var parameters = request.ReadJson()!.Value.GetProperty("CmdletInput") is var input
            && input.TryGetProperty("Parameters", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        try
        {
            return cmdlet.StartsWith(Reading, StringComparison.OrdinalIgnoreCase)
                ? Show(request, cmdlet, parameters, pageFault)
                : Run(request, token, cmdlet, parameters);
        }
        catch (CmdletException exception)
        {
            return Error(exception.Status, exception.Code, exception.Message);
        }
    }

    private EmulatedResponse Run(EmulatedRequest request, EmulatedToken token, string cmdlet, JsonElement parameters)
    {
        if (!_writes.MayWrite(token))
            return NoRole();

        // Who may change something finds no cmdlet that changes anything else.
        if (_writes.Find(cmdlet) is not { } noun || !CmdletWrites.MayWrite(token, noun))
            return Missing(cmdlet, new ResourceState(_prefix + cmdlet, ResourceStatus.Skipped));

        var state = _tenant.State.StateOf(noun.Resource);
        return state.Status == ResourceStatus.Collected
            ? Rows(request, _writes.Run(noun, cmdlet, parameters))
            : Missing(cmdlet, state);
    }

    private static EmulatedResponse Rows(EmulatedRequest request, IEnumerable<JsonObject> rows) => EmulatedResponse.Json(
        200, json => Write(json, request, [.. rows.Select(row => (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(row))], wanted: null, next: null));

    private EmulatedResponse Show(EmulatedRequest request, string cmdlet, JsonElement parameters, FaultKind? pageFault)
    {
        bool isOfRoles = _service == TenantService.Exchange && cmdlet.Equals(Reading + RoleAssignments.Noun, StringComparison.OrdinalIgnoreCase);
        var state = isOfRoles ? _tenant.State.StateOf(RoleAssignments.Resource) : StateOf(cmdlet);
        if (state.Status != ResourceStatus.Collected)
            return Missing(cmdlet, state);

        if (isOfRoles)
            return Rows(request, _roles.Find(parameters));

        if (PageLinks.Position(request) is not { } start)
            return Error(400, "BadRequest", "The skip token is not valid.");

        string? identity = IdentityOf(parameters);
        var wanted = Wanted(request);
        var rows = new List<ReadOnlyMemory<byte>>();
        int size = PageSize(request);
        var cursor = _tenant.State.Seek(state.Name, start);
        while (pageFault != FaultKind.EmptyPage && rows.Count < size && cursor.Read(out var row))
        {
            if (identity is null || IsNamed(row, identity))
                rows.Add(Shape(cmdlet, row));
        }

        if (identity is not null && rows.Count == 0 && start == 0 && !cursor.HasNext && pageFault is null)
            throw CmdletException.NotFound(identity);

        string? next = PageLinks.Next(request, start, cursor.HasNext ? cursor.Position : null, pageFault);
        _tenant.State.Keep(cursor);
        return EmulatedResponse.Json(200, json => Write(json, request, rows, wanted, next));
    }

    private static void Write(Utf8JsonWriter json, EmulatedRequest request, List<ReadOnlyMemory<byte>> rows, Func<string, bool>? wanted, string? next)
    {
        json.WriteStartObject();
        json.WriteString("@odata.context", request.Address.GetLeftPart(UriPartial.Authority) + "/adminapi/beta/$metadata#Collection(Exchange.GenericHashTable)");
        json.WriteStartArray("@adminapi.warnings");
        json.WriteEndArray();
        if (next is not null)
            json.WriteString("@odata.nextLink", next);
        json.WriteStartArray("value");
        foreach (var row in rows)
            RowText.Write(json, row, wanted);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The compliance service has the cmdlet of the audit log too, and always answers that it does not record.
    private ResourceState StateOf(string cmdlet) =>
        _tenant.State.StateOf((IsAuditConfiguration(cmdlet) ? "exchange/" : _prefix) + cmdlet);

    private static bool IsAuditConfiguration(string cmdlet) => cmdlet.Equals("Get-AdminAuditLogConfig", StringComparison.OrdinalIgnoreCase);

    private static EmulatedResponse Missing(string cmdlet, ResourceState state)
    {
        if (state.Status is ResourceStatus.Denied or ResourceStatus.Failed)
        {
            var error = SnapshotError.Of(state);
            return Error(error.Status, null, error.Message);
        }

        return Error(400, "CommandNotFound", $"The term '{cmdlet}' is not recognized as the name of a cmdlet, function, script file, or operable program.");
    }

    private ReadOnlyMemory<byte> Shape(string cmdlet, ReadOnlyMemory<byte> row)
    {
        bool isCompliance = _service == TenantService.Purview && IsAuditConfiguration(cmdlet);
        bool isOrganization = cmdlet.Equals("Get-OrganizationConfig", StringComparison.OrdinalIgnoreCase);
        if (!isCompliance && !isOrganization && !_tenant.Options.TypeAnnotations)
            return row;

        var shaped = JsonNode.Parse(row.Span)!.AsObject();
        if (isCompliance)
            shaped["UnifiedAuditLogIngestionEnabled"] = false;

        if (isOrganization)
        {
            bool isDehydrated = _customization.IsDehydrated;
            bool isSo = shaped["IsDehydrated"] is JsonValue flag && flag.TryGetValue(out bool said) && said;
            if (isSo == isDehydrated && !_tenant.Options.TypeAnnotations)
                return row;

            shaped["IsDehydrated"] = isDehydrated;
        }

        if (_tenant.Options.TypeAnnotations)
        {
            foreach (var (name, value) in shaped.ToList())
            {
                string? type = value?.GetValueKind() switch
                {
                    JsonValueKind.True or JsonValueKind.False => "System.Boolean",
                    JsonValueKind.Number => "System.Int32",
                    _ => null,
                };
                if (type is not null)
                    shaped[name + "@data.type"] = type;
                else if (value is JsonArray)
                    shaped[name + "@odata.type"] = "#Collection(String)";
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(shaped);
    }

    private static string? IdentityOf(JsonElement parameters) =>
        CmdletWrites.Given(parameters).TryGetValue("Identity", out var identity) && identity.ValueKind == JsonValueKind.String ? identity.GetString() : null;

    private static bool IsNamed(ReadOnlyMemory<byte> row, string identity) => CmdletWrites.IsNamed(JsonNode.Parse(row.Span)!.AsObject(), identity);

    private static Func<string, bool>? Wanted(EmulatedRequest request)
    {
        if (!request.Query.TryGetValue("$select", out string? names))
            return null;

        var wanted = new HashSet<string>(names.Split(',', StringSplitOptions.TrimEntries), StringComparer.OrdinalIgnoreCase);
        return name => wanted.Contains(name.Split('@')[0]);
    }

    private int PageSize(EmulatedRequest request)
    {
        const string Option = "odata.maxpagesize=";
        int size = DefaultPage;
        string? preference = request.Header("Prefer")?.Split([',', ';'], StringSplitOptions.TrimEntries)
            .FirstOrDefault(part => part.StartsWith(Option, StringComparison.OrdinalIgnoreCase));
        if (preference is not null && int.TryParse(preference[Option.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int asked) && asked > 0)
            size = Math.Min(asked, DefaultPage);

        return Math.Min(size, _tenant.Options.PageSize ?? DefaultPage);
    }
}

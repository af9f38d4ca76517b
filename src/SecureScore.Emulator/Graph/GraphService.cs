using System.Globalization;
using System.Text.Json;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Emulator.Faults;
using SecureScore.Emulator.Graph.Writing;
using SecureScore.Emulator.Http;
using SecureScore.Emulator.SignIn;
using SecureScore.Emulator.State;

namespace SecureScore.Emulator.Graph;

/// <summary>Microsoft Graph over the rows of the snapshot.</summary>
internal sealed class GraphService
{
    private static readonly string[] s_versions = ["v1.0", "beta"];
    private static readonly string[] s_readers = [DirectoryRoleIds.GlobalAdministrator, DirectoryRoleIds.GlobalReader];
    private static readonly string[] s_securityReaders = [DirectoryRoleIds.SecurityReader, DirectoryRoleIds.SecurityAdministrator];

    private readonly EmulatedTenant _tenant;
    private readonly GraphErrors _errors;
    private readonly GraphBatch _batch;
    private readonly GraphQuotas _quotas;
    private readonly ControlProfileUpdate _controlProfiles;
    private readonly GraphWriting _writing;
    private readonly MailSubmission _mail;
    private long _challenged;

    public GraphService(EmulatedTenant tenant)
    {
        _tenant = tenant;
        _errors = new GraphErrors(tenant.Options.Clock);
        _batch = new GraphBatch(tenant, _errors);
        _quotas = new GraphQuotas(tenant);
        _controlProfiles = new ControlProfileUpdate(tenant, _errors);
        _writing = new GraphWriting(tenant, _errors);
        _mail = new MailSubmission(tenant, _errors);
    }

    /// <summary>The mails that were sent.</summary>
    public IReadOnlyCollection<SentMail> SentMail => _mail.Sent;

    private TenantState State => _tenant.State;

    public EmulatedResponse Answer(EmulatedRequest request, EmulatedToken? token, FaultKind? pageFault)
    {
        var response = Route(request, token, pageFault);
        string id = response.Headers.TryGetValue("request-id", out string? given) ? given : Guid.NewGuid().ToString();
        response.Headers["request-id"] = id;
        response.Headers["client-request-id"] = request.Header("client-request-id") ?? id;
        return response;
    }

    /// <summary>An error as Graph writes it.</summary>
    public EmulatedResponse Error(EmulatedRequest request, int status, string? code, string? message) => _errors.Create(
        request, status, code ?? DefaultCode(status), message ?? DefaultMessage(status));

    private static string DefaultCode(int status) => status switch
    {
        401 => "InvalidAuthenticationToken",
        403 => "Authorization_RequestDenied",
        404 => "Request_ResourceNotFound",
        429 => "TooManyRequests",
        500 => "InternalServerError",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        _ => "UnknownError",
    };

    private static string DefaultMessage(int status) => status switch
    {
        403 => "Insufficient privileges to complete the operation.",
        429 => "Too many requests. Please try again later.",
        500 => "The server encountered an internal error.",
        503 => "The service is temporarily unavailable. Please try again later.",
        _ => "",
    };

    private EmulatedResponse Route(EmulatedRequest request, EmulatedToken? token, FaultKind? pageFault)
    {
        if (CheckToken(request, token) is { } refused)
            return refused;

        string[] path = request.Path.Trim('/').Split('/');
        if (!s_versions.Contains(path[0], StringComparer.OrdinalIgnoreCase))
            return _errors.BadRequest(request, "Invalid version: " + path[0], "BadRequest");

        string rest = string.Join('/', path[1..]);
        bool isBeta = path[0].Equals("beta", StringComparison.OrdinalIgnoreCase);
        if (rest.Equals("$batch", StringComparison.OrdinalIgnoreCase))
            return _batch.Answer(request, path[0]);

        if (_mail.Answer(request, token!, rest) is { } mailed)
            return mailed;

        var call = Find(rest);
        if (call is null || (call.Resource.IsBeta && !isBeta))
            return _errors.BadRequest(request, $"Resource not found for the segment '{path[^1]}'.");

        if (request.Method == "PATCH" && call is { Kind: CallKind.Item, Resource: var changed } && changed == GraphResources.ControlProfiles)
            return _controlProfiles.Answer(request, token!, call.Id!);

        if (request.Method != "GET")
            return Write(request, token!, call);

        if (!token!.Permissions.Intersect(call.Resource.Permissions, StringComparer.OrdinalIgnoreCase).Any())
            return _errors.Denied(request, call.Resource);

        if (!token.IsApplication && !MayRead(token, call.Resource))
            return _errors.RoleMissing(request, call.Resource);

        var query = GraphQuery.Read(request, call.Resource, _tenant.Options.PageSize);
        if (_quotas.Refuse(call.Resource.Quota, query.Cost) is { } wait)
            return Throttled(request, wait);

        if (query.Error is not null)
            return _errors.BadRequest(request, query.Error, query.ErrorCode);

        if (query.WantsActivity && !token.Permissions.Contains("AuditLog.Read.All", StringComparer.OrdinalIgnoreCase))
            return _errors.Denied(request, GraphResources.All.First(resource => resource.DeniedAs == DeniedStyle.Reports));

        var response = Missing(request, call.Resource) ?? call.Kind switch
        {
            CallKind.Count => Count(request, call, query),
            CallKind.Item => Item(request, call, query),
            CallKind.Members => Members(request, call.Id!, query, pageFault),
            CallKind.MemberCount => MemberCount(request, call.Id!),
            _ when call.Resource.IsSingle => Single(request, call, query),
            _ => List(request, call, query, pageFault),
        };
        response.Headers["x-ms-resource-unit"] = query.Cost.ToString(CultureInfo.InvariantCulture);
        return response;
    }

    private EmulatedResponse Write(EmulatedRequest request, EmulatedToken token, Call call)
    {
        if (call.Kind is not (CallKind.Whole or CallKind.Item) || GraphWriting.Find(request.Method, call.Resource, call.Id) is not { } rule)
            return Error(request, 405, "Request_BadRequest", $"Specified HTTP method '{request.Method}' is not allowed for the request target.");

        if (_quotas.Refuse(call.Resource.Quota, 1) is { } wait)
            return Throttled(request, wait);

        return Missing(request, call.Resource) ?? _writing.Answer(request, token, rule, call.Resource, call.Id);
    }

    private static Call? Find(string path)
    {
        if (GraphResources.All.FirstOrDefault(known => known.Path.Equals(path, StringComparison.OrdinalIgnoreCase)) is { } whole)
            return new Call(whole, CallKind.Whole, null);

        int slash = path.LastIndexOf('/');
        string[] parts = path.Split('/');
        if (parts is [var groups, var id, var members, ..] && groups.Equals("groups", StringComparison.OrdinalIgnoreCase)
            && members.Equals("transitiveMembers", StringComparison.OrdinalIgnoreCase))
        {
            bool counts = parts[^1] == "$count";
            string[] cast = parts[3..(counts ? ^1 : ^0)];
            return cast is [] or ["microsoft.graph.user"]
                ? new Call(GraphResources.Members, counts ? CallKind.MemberCount : CallKind.Members, id)
                : null;
        }

        string deleted = GraphResources.DeletedPolicies.Path + "/";
        if (path.StartsWith(deleted, StringComparison.OrdinalIgnoreCase) && path.EndsWith("/restore", StringComparison.OrdinalIgnoreCase))
            return new Call(GraphResources.DeletedPolicies, CallKind.Item, path[deleted.Length..]);

        if (slash < 0 || GraphResources.All.FirstOrDefault(known => known.Path.Equals(path[..slash], StringComparison.OrdinalIgnoreCase)) is not { IsSingle: false } list)
            return null;

        string last = path[(slash + 1)..];
        return last == "$count" ? new Call(list, CallKind.Count, null) : new Call(list, CallKind.Item, last);
    }

    private EmulatedResponse? CheckToken(EmulatedRequest request, EmulatedToken? token)
    {
        if (request.Header("Authorization") is not { Length: > 0 })
            return _errors.Unauthorized(request, "Access token is empty.");

        if (token is null)
            return _errors.Unauthorized(request, "IDX14100: JWT is not well formed, there are no dots (.), or its signature is invalid.");

        if (!_tenant.Facts.Cloud.AudiencesOf(TenantService.Graph).Contains(token.Audience, StringComparer.Ordinal))
            return _errors.Unauthorized(request, "Access token validation failure. Invalid audience.");

        var now = _tenant.Options.Clock.GetUtcNow();
        if (token.Expires <= now)
            return _errors.Unauthorized(request, "Lifetime validation failed, the token is expired.");

        if (!_tenant.Options.ClaimsChallenge)
            return null;

        // The first request begins the challenge: what was issued before it is good no more.
        Interlocked.CompareExchange(ref _challenged, _tenant.Tokens.Last, 0);
        if (token.AnswersChallenge && token.Number > Interlocked.Read(ref _challenged))
            return null;

        string since = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string claims = """{"access_token":{"nbf":{"essential":true,"value":"SINCE"}}}""".Replace("SINCE", since, StringComparison.Ordinal);
        return _errors.Challenge(request, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(claims)));
    }

    // What a person may read is what both the application and the person may.
    private static bool MayRead(EmulatedToken token, GraphResource resource) =>
        resource.DeniedAs is DeniedStyle.Directory or DeniedStyle.Roles
        || token.DirectoryRoles.Intersect(s_readers, StringComparer.OrdinalIgnoreCase).Any()
        || (resource.DeniedAs != DeniedStyle.SharePoint
            && token.DirectoryRoles.Intersect(s_securityReaders, StringComparer.OrdinalIgnoreCase).Any());

    private EmulatedResponse Throttled(EmulatedRequest request, QuotaRefusal refusal)
    {
        var response = Error(request, 429, null, null);
        if (refusal.RetryAfter is { } seconds)
            response.Headers["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture);
        return response;
    }

    private EmulatedResponse? Missing(EmulatedRequest request, GraphResource resource)
    {
        var state = State.StateOf(resource.Resource);
        if (state.Status == ResourceStatus.Collected)
            return null;

        var error = SnapshotError.Of(state);
        return state.Status switch
        {
            ResourceStatus.NotLicensed => _errors.Create(request, resource.UnlicensedStatus, resource.UnlicensedCode, error.Message
                ?? (resource.UnlicensedStatus == 400
                    ? "The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license."
                    : "Tenant is not a B2C tenant and doesn't have premium licenses")),
            ResourceStatus.Denied or ResourceStatus.Failed => Error(request, error.Status, null, error.Message),
            _ => _errors.NotFound(request, resource.Path),
        };
    }

    private EmulatedResponse Single(EmulatedRequest request, Call call, GraphQuery query)
    {
        using var cursor = State.Seek(call.Resource.Resource, 0);
        if (!cursor.Read(out var row))
            return _errors.NotFound(request, call.Resource.Path);

        return EmulatedResponse.Json(200, json => WriteObject(json, request, call.Resource.Path + "/$entity", row, query.Wanted));
    }

    private EmulatedResponse Item(EmulatedRequest request, Call call, GraphQuery query)
    {
        foreach (var row in State.Rows(call.Resource.Resource))
        {
            if (!IsNamed(row, call.Id!))
                continue;

            var shaped = _tenant.Shapes.Apply(request, call.Resource.Resource, row);
            return EmulatedResponse.Json(200, json => WriteObject(json, request, call.Resource.Path + "/$entity", shaped, query.Wanted));
        }

        return _errors.NotFound(request, call.Id!);
    }

    private static bool IsNamed(ReadOnlyMemory<byte> row, string id)
    {
        using var document = JsonDocument.Parse(row);
        return TenantDirectory.IsNamed(document.RootElement, id);
    }

    private EmulatedResponse Count(EmulatedRequest request, Call call, GraphQuery query)
    {
        if (!"eventual".Equals(request.Header("ConsistencyLevel"), StringComparison.OrdinalIgnoreCase) || !call.Resource.IsDirectoryObject)
            return _errors.BadRequest(request, "$count is not currently supported.", "Request_BadRequest");

        return EmulatedResponse.Text(200, CountRows(call.Resource.Resource, query).ToString(CultureInfo.InvariantCulture));
    }

    private long CountRows(string resource, GraphQuery query) =>
        query.Filter is null ? State.Count(resource) : State.Rows(resource).LongCount(row => Matches(row, query));

    private static bool Matches(ReadOnlyMemory<byte> row, GraphQuery query)
    {
        if (query.Filter is null)
            return true;

        using var document = JsonDocument.Parse(row);
        return query.Filter(document.RootElement);
    }

    private EmulatedResponse List(EmulatedRequest request, Call call, GraphQuery query, FaultKind? fault)
    {
        if (PageLinks.Position(request) is not { } start)
            return _errors.BadRequest(request, "Skip token is not valid.", "Directory_ExpiredPageToken");

        string resource = call.Resource.Resource;
        var cursor = State.Seek(resource, start);
        var rows = new List<ReadOnlyMemory<byte>>();
        while (fault != FaultKind.EmptyPage && rows.Count < query.PageSize && cursor.Read(out var row))
        {
            if (Matches(row, query))
                rows.Add(_tenant.Shapes.Apply(request, resource, row));
        }

        string? next = PageLinks.Next(request, start, cursor.HasNext ? cursor.Position : null, fault);
        State.Keep(cursor);
        long? count = query.Counts && start == 0 ? CountRows(resource, query) : null;
        return EmulatedResponse.Json(200, json => WriteList(json, request, call.Resource.Path, rows, query.Wanted, count, next));
    }

    private EmulatedResponse Members(EmulatedRequest request, string group, GraphQuery query, FaultKind? fault)
    {
        if (PageLinks.Position(request) is not { } start)
            return _errors.BadRequest(request, "Skip token is not valid.", "Directory_ExpiredPageToken");

        if (State.Members.Of(group) is not { } members)
            return _errors.NotFound(request, group);

        var rows = fault == FaultKind.EmptyPage
            ? []
            : members.Skip((int)start).Take(query.PageSize).Select(id => JsonSerializer.SerializeToUtf8Bytes(new Member(id))).ToList();
        long end = start + rows.Count;
        string? next = PageLinks.Next(request, start, end < members.Count ? end : null, fault);
        long? count = query.Counts && start == 0 ? members.Count : null;
        return EmulatedResponse.Json(200, json => WriteList(json, request, "directoryObjects", rows.ConvertAll(row => (ReadOnlyMemory<byte>)row), query.Wanted, count, next));
    }

    private EmulatedResponse MemberCount(EmulatedRequest request, string group)
    {
        if (!"eventual".Equals(request.Header("ConsistencyLevel"), StringComparison.OrdinalIgnoreCase))
            return _errors.BadRequest(request, "$count is not currently supported.", "Request_BadRequest");

        return State.Members.Of(group) is { } members
            ? EmulatedResponse.Text(200, members.Count.ToString(CultureInfo.InvariantCulture))
            : _errors.NotFound(request, group);
    }

    private static void WriteList(
        Utf8JsonWriter json,
        EmulatedRequest request,
        string entity,
        List<ReadOnlyMemory<byte>> rows,
        Func<string, bool>? wanted,
        long? count,
        string? next)
    {
        json.WriteStartObject();
        json.WriteString("@odata.context", Context(request, entity));
        if (count is { } number)
            json.WriteNumber("@odata.count", number);
        if (next is not null)
            json.WriteString("@odata.nextLink", next);
        json.WriteStartArray("value");
        foreach (var row in rows)
            RowText.Write(json, row, wanted);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes one object as an answer.</summary>
    public static void WriteObject(Utf8JsonWriter json, EmulatedRequest request, string entity, ReadOnlyMemory<byte> row, Func<string, bool>? wanted)
    {
        json.WriteStartObject();
        json.WriteString("@odata.context", Context(request, entity));
        using var document = JsonDocument.Parse(row);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (wanted is null || wanted(property.Name))
                property.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static string Context(EmulatedRequest request, string entity) =>
        $"https://{request.Host}/{request.Path.Trim('/').Split('/')[0]}/$metadata#{entity}";

    private enum CallKind
    {
        Whole,
        Item,
        Count,
        Members,
        MemberCount,
    }

    private sealed record Call(GraphResource Resource, CallKind Kind, string? Id);

    private sealed record Member(
        [property: System.Text.Json.Serialization.JsonPropertyName("id")] Guid Id,
        [property: System.Text.Json.Serialization.JsonPropertyName("@odata.type")] string Type = "#microsoft.graph.user");
}

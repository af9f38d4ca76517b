using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureScore.Emulator.Http;
using SecureScore.Emulator.SignIn;
using SecureScore.Emulator.State;

namespace SecureScore.Emulator.Graph.Writing;

/// <summary>Changes, creates and deletes objects as Graph does: objects inside an object are merged, lists are replaced whole.</summary>
/// <remarks>The service sets ids and times by its clock. A policy or location that was changed and changed back differs from before in
/// <c>modifiedDateTime</c>, the consent policy in <c>version</c>; everything else is what it was, byte for byte.</remarks>
internal sealed class GraphWriting
{
    // Text stays as it came.
    private static readonly JsonSerializerOptions s_asItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly EmulatedTenant _tenant;
    private readonly GraphErrors _errors;
    private readonly TenantDirectory _directory;

    public GraphWriting(EmulatedTenant tenant, GraphErrors errors)
    {
        _tenant = tenant;
        _errors = errors;
        _directory = new TenantDirectory(tenant.State, tenant.Options);
        if (_directory.IsKnown(ConditionalAccess.Target.Resource))
            State.Replace(GraphResources.DeletedPolicies.Resource, [], TimeSpan.Zero);
    }

    private static WriteRule ConditionalAccess => WriteRules.All[0];

    private TenantState State => _tenant.State;

    /// <summary>How a request may write; null when nothing at this place can be written this way.</summary>
    public static WriteRule? Find(string method, GraphResource resource, string? id)
    {
        if (resource == GraphResources.DeletedPolicies)
            return method == (id?.EndsWith("/restore", StringComparison.OrdinalIgnoreCase) == true ? "POST" : "DELETE") ? ConditionalAccess : null;

        bool isObject = id is not null || resource.IsSingle;
        return WriteRules.All.FirstOrDefault(rule => rule.Target == resource && rule.Methods.Contains(method, StringComparer.Ordinal) && isObject == (method != "POST"));
    }

    /// <summary>Writes.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="token">Who asks.</param>
    /// <param name="rule">What holds for it.</param>
    /// <param name="resource">What is written.</param>
    /// <param name="id">Which object; null for a new one, and for one that is there once.</param>
    public EmulatedResponse Answer(EmulatedRequest request, EmulatedToken token, WriteRule rule, GraphResource resource, string? id)
    {
        if (!rule.Permissions.All(names => token.Permissions.Intersect(names, StringComparer.OrdinalIgnoreCase).Any()))
            return _errors.Denied(request, resource);

        if (!token.IsApplication && !token.DirectoryRoles.Intersect(rule.Roles, StringComparer.OrdinalIgnoreCase).Any())
            return _errors.RoleMissing(request, resource);

        lock (State.Writing)
        {
            if (resource == GraphResources.DeletedPolicies)
                return AnswerDeleted(request, rule, id!);

            if (request.Method == "DELETE")
                return Delete(request, rule, id!);

            if (request.ReadJson() is not { ValueKind: JsonValueKind.Object } content || HasDuplicates(content))
                return _errors.BadRequest(request, "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.", rule.ErrorCode);

            var sent = JsonObject.Create(content)!;
            return request.Method == "POST" ? Create(request, rule, sent) : Change(request, rule, id, sent);
        }
    }

    private EmulatedResponse Create(EmulatedRequest request, WriteRule rule, JsonObject sent)
    {
        if (rule.Type.FaultOf(sent, target: null) is { } fault)
            return _errors.BadRequest(request, fault, rule.ErrorCode);

        var created = rule.Type.Complete(sent)!.AsObject();
        string id = Guid.NewGuid().ToString();
        created["id"] = id;
        Stamp(created, "createdDateTime");
        if (Refuse(request, rule, new WrittenObject(_directory, Before: null, created, sent)) is { } refused)
            return refused;

        State.Replace(rule.Target.Resource, [.. State.Current(rule.Target.Resource), Bytes(created)]);
        if (rule.Target.Resource == Engine.Evidence.Resources.NamedLocations)
            _directory.AddLocation(id);
        return Whole(request, rule, 201, created);
    }

    private EmulatedResponse Change(EmulatedRequest request, WriteRule rule, string? id, JsonObject sent)
    {
        var rows = State.Current(rule.Target.Resource).ToList();
        int index = IndexOf(rows, id);
        if (index < 0)
            return _errors.NotFound(request, id ?? rule.Target.Path);

        var before = JsonNode.Parse(rows[index].Span)!.AsObject();
        if (rule.Type.FaultOf(sent, before) is { } fault)
            return _errors.BadRequest(request, fault, rule.ErrorCode);

        var after = before.DeepClone().AsObject();
        if (request.Method == "PUT")
            after = rule.Type.Complete(sent)!.AsObject();
        else
            rule.Type.Merge(after, sent);
        Stamp(after, "modifiedDateTime");
        if (Refuse(request, rule, new WrittenObject(_directory, before, after, sent)) is { } refused)
            return refused;

        rows[index] = Bytes(after);
        State.Replace(rule.Target.Resource, rows);
        return rule.AnswersChange ? Whole(request, rule, 200, after) : new EmulatedResponse(204);
    }

    private EmulatedResponse Delete(EmulatedRequest request, WriteRule rule, string id)
    {
        if (Take(rule.Target, id, out var rest) is not { } deleted)
            return _errors.NotFound(request, id);

        if (Refuse(request, rule, new WrittenObject(_directory, deleted, After: null, [])) is { } refused)
            return refused;

        State.Replace(rule.Target.Resource, rest);
        if (rule.DeletedTo is { } bin)
        {
            deleted["deletedDateTime"] = GraphTime.Text(_tenant.Options.Clock.GetUtcNow());
            State.Replace(bin.Resource, [.. State.Current(bin.Resource), Bytes(deleted)]);
        }

        return new EmulatedResponse(204);
    }

    private EmulatedResponse AnswerDeleted(EmulatedRequest request, WriteRule rule, string path)
    {
        string id = path.Split('/')[0];
        if (Take(GraphResources.DeletedPolicies, id, out var rest) is not { } policy)
            return _errors.NotFound(request, id);

        if (request.Method == "POST")
        {
            policy.Remove("deletedDateTime");
            if (Refuse(request, rule, new WrittenObject(_directory, policy, policy, [])) is { } refused)
                return refused;

            State.Replace(rule.Target.Resource, [.. State.Current(rule.Target.Resource), Bytes(policy)]);
        }

        State.Replace(GraphResources.DeletedPolicies.Resource, rest);
        return request.Method == "POST" ? Whole(request, rule, 200, policy) : new EmulatedResponse(204);
    }

    private JsonObject? Take(GraphResource resource, string id, out List<ReadOnlyMemory<byte>> rest)
    {
        rest = State.Current(resource.Resource).ToList();
        int index = IndexOf(rest, id);
        if (index < 0)
            return null;

        var taken = JsonNode.Parse(rest[index].Span)!.AsObject();
        rest.RemoveAt(index);
        return taken;
    }

    private EmulatedResponse? Refuse(EmulatedRequest request, WriteRule rule, WrittenObject written) => rule.Check(written) is { } refusal
        ? _errors.Create(request, refusal.Status, refusal.Code ?? rule.ErrorCode, refusal.Message)
        : null;

    private void Stamp(JsonObject row, string property)
    {
        if (row.ContainsKey(property))
            row[property] = GraphTime.Text(_tenant.Options.Clock.GetUtcNow());
    }

    private static int IndexOf(List<ReadOnlyMemory<byte>> rows, string? id)
    {
        if (id is null)
            return rows.Count > 0 ? 0 : -1;

        return rows.FindIndex(row =>
        {
            using var document = JsonDocument.Parse(row);
            return TenantDirectory.IsNamed(document.RootElement, id);
        });
    }

    private static byte[] Bytes(JsonObject row) => JsonSerializer.SerializeToUtf8Bytes(row, s_asItIs);

    private static EmulatedResponse Whole(EmulatedRequest request, WriteRule rule, int status, JsonObject row) =>
        EmulatedResponse.Json(status, json => GraphService.WriteObject(json, request, rule.Target.Path + "/$entity", Bytes(row), wanted: null));

    private static bool HasDuplicates(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().DistinctBy(property => property.Name, StringComparer.Ordinal).Count() < value.EnumerateObject().Count()
            || value.EnumerateObject().Any(property => HasDuplicates(property.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(HasDuplicates),
        _ => false,
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;
using SecureScore.Emulator.Http;
using SecureScore.Emulator.SignIn;

namespace SecureScore.Emulator.Graph;

/// <summary>Sets the state of a control profile. The history of its states only grows.</summary>
internal sealed class ControlProfileUpdate
{
    private const string Permission = "SecurityEvents.ReadWrite.All";

    private static readonly string[] s_states = ["Default", "Ignored", "ThirdParty", "Reviewed"];

    private readonly EmulatedTenant _tenant;
    private readonly GraphErrors _errors;

    public ControlProfileUpdate(EmulatedTenant tenant, GraphErrors errors)
    {
        _tenant = tenant;
        _errors = errors;
    }

    public EmulatedResponse Answer(EmulatedRequest request, EmulatedToken token, string id)
    {
        if (!token.Permissions.Contains(Permission, StringComparer.OrdinalIgnoreCase))
            return _errors.Denied(request, GraphResources.ControlProfiles);

        if (request.ReadJson() is not { ValueKind: JsonValueKind.Object } change)
            return _errors.BadRequest(request, "Unable to read JSON request payload.");

        if (Text(change, "vendorInformation", "provider") != "SecureScore" || Text(change, "vendorInformation", "vendor") != "Microsoft")
            return _errors.BadRequest(request, "The property vendorInformation is required, with provider and vendor.");

        string? state = Array.Find(s_states, known => known.Equals(Text(change, "state"), StringComparison.OrdinalIgnoreCase));
        return state is null
            ? _errors.BadRequest(request, "The property state is none of Default, Ignored, ThirdParty and Reviewed.")
            : Change(request, id, state, change);
    }

    private static string? Text(JsonElement row, params string[] path)
    {
        foreach (string name in path)
        {
            if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(name, out row))
                return null;
        }

        return row.ValueKind == JsonValueKind.String ? row.GetString() : null;
    }

    private EmulatedResponse Change(EmulatedRequest request, string id, string state, JsonElement change)
    {
        lock (_tenant.State.Writing)
        {
            string resource = GraphResources.ControlProfiles.Resource;
            var rows = _tenant.State.Current(resource).ToList();
            int index = rows.FindIndex(row => Text(JsonDocument.Parse(row).RootElement, "id") == id);
            if (index < 0)
                return _errors.NotFound(request, id);

            var profile = JsonNode.Parse(rows[index].Span)!.AsObject();
            if (profile["controlStateUpdates"] is not JsonArray updates)
                profile["controlStateUpdates"] = updates = [];
            updates.Add(new JsonObject
            {
                ["assignedTo"] = Text(change, "assignedTo") ?? "",
                ["comment"] = Text(change, "comment") ?? "",
                ["state"] = state,
                ["updatedBy"] = "",
                ["updatedDateTime"] = GraphTime.Text(_tenant.Options.Clock.GetUtcNow()),
            });
            rows[index] = JsonSerializer.SerializeToUtf8Bytes(profile);
            _tenant.State.Replace(resource, rows);
            return request.Header("Prefer")?.Contains("return=representation", StringComparison.OrdinalIgnoreCase) == true
                ? EmulatedResponse.Json(200, json => RowText.Write(json, rows[index], wanted: null))
                : new EmulatedResponse(204);
        }
    }
}

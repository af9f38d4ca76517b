using System.Text.Json;
using System.Text.Json.Nodes;
using SecureScore.Engine.Evidence;
using SecureScore.Emulator.State;

namespace SecureScore.Emulator.Graph.Writing;

/// <summary>What of the tenant the rules for writing ask about, as it was written last.</summary>
internal sealed class TenantDirectory
{
    private const string P1 = "41781fb2-bc02-4b7c-bd55-b576c07bb09d";
    private const string P2 = "eec0eb4f-6444-4f95-aba0-50c24d67f998";

    private static readonly string[] s_inForce = ["Enabled", "Warning"];

    private readonly TenantState _state;
    private readonly HashSet<string> _newLocations = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _forgetsNewLocations;

    public TenantDirectory(TenantState state, EmulatorOptions options)
    {
        _state = state;
        _forgetsNewLocations = options.NewLocationsFailOnce;
    }

    public IEnumerable<JsonObject> Objects(string resource) => _state.Current(resource).Select(row => JsonNode.Parse(row.Span)!.AsObject());

    /// <summary>Whether a resource was collected, so that what it lacks is not there.</summary>
    public bool IsKnown(string resource) => _state.StateOf(resource).Status == ResourceStatus.Collected;

    /// <summary>The object of an id, or of a user principal name; null when there is none.</summary>
    public JsonObject? Find(string resource, string id)
    {
        // Most rows are passed by: none of them becomes a tree.
        foreach (var row in _state.Current(resource))
        {
            using var document = JsonDocument.Parse(row);
            if (IsNamed(document.RootElement, id))
                return JsonNode.Parse(row.Span)!.AsObject();
        }

        return null;
    }

    /// <summary>Whether an object is there. What cannot be known counts as there.</summary>
    public bool Has(string resource, string id) => !IsKnown(resource) || Find(resource, id) is not null;

    public static bool IsNamed(JsonElement row, string id) => Array.Exists(["id", "userPrincipalName"], name =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && id.Equals(value.GetString(), StringComparison.OrdinalIgnoreCase));

    public bool HasPremium(bool isSecond)
    {
        if (!IsKnown(Resources.SubscribedSkus))
            return true;

        string[] wanted = isSecond ? [P2] : [P1, P2];
        return Objects(Resources.SubscribedSkus)
            .Where(sku => s_inForce.Contains(sku.Text("capabilityStatus"), StringComparer.OrdinalIgnoreCase))
            .SelectMany(sku => sku["servicePlans"] as JsonArray ?? [])
            .Any(plan => wanted.Contains(plan!.AsObject().Text("servicePlanId"), StringComparer.OrdinalIgnoreCase));
    }

    public void AddLocation(string id)
    {
        if (_forgetsNewLocations)
            _newLocations.Add(id);
    }

    /// <summary>Whether another part of the service has heard of a location. The first question about a new one can come too early.</summary>
    public bool HasLocation(string id) => !_newLocations.Remove(id) && Has(Resources.NamedLocations, id);
}

/// <summary>Reads objects by the names of their properties.</summary>
internal static class JsonObjectReading
{
    public static string? Text(this JsonObject row, string name) => row[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static bool IsTrue(this JsonObject row, string name) => row[name] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    public static IReadOnlyList<string> Texts(this JsonObject? row, string name) =>
        row?[name] is JsonArray items ? [.. items.Select(item => item!.GetValue<string>())] : [];
}

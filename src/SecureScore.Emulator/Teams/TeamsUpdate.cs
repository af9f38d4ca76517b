using System.Text.Json;
using System.Text.Json.Nodes;
using SecureScore.Emulator.Http;
using SecureScore.Emulator.State;

namespace SecureScore.Emulator.Teams;

/// <summary>Merges properties into a policy or a setting of Teams.</summary>
internal sealed class TeamsUpdate
{
    private const string Identity = "Identity";
    private const string Tag = "Tag:";

    private static readonly string[] s_envelope = [Identity, "Key"];
    private static readonly string[] s_builtIn = ["Tag:AllOn", "Tag:AllOff", "Tag:Default", "Tag:Kiosk", "Tag:RestrictedAnonymousAccess", "Tag:RestrictedAnonymousNoRecording"];

    private static readonly Dictionary<string, string[]> s_choices = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AutoAdmittedUsers"] =
            ["EveryoneInCompany", "Everyone", "EveryoneInSameAndFederatedCompany", "OrganizerOnly", "InvitedUsers", "EveryoneInCompanyExcludingGuests"],
        ["DesignatedPresenterRoleMode"] = ["OrganizerOnlyUserOverride", "EveryoneInCompanyUserOverride", "EveryoneUserOverride"],
    };

    private readonly TenantState _state;

    public TeamsUpdate(TenantState state) => _state = state;

    public EmulatedResponse Answer(EmulatedRequest request, string resource, string identity)
    {
        if (request.ReadJson() is not { ValueKind: JsonValueKind.Object } change)
            return TeamsService.Error(400, null, "The content is no JSON object.");

        lock (_state.Writing)
        {
            var rows = _state.Current(resource).ToList();
            int index = rows.FindIndex(row => IsNamed(row, identity));
            if (index < 0)
                return TeamsService.Error(404, null, $"Cannot find policy {identity}.");

            var row = JsonNode.Parse(rows[index].Span)!.AsObject();
            if (s_builtIn.Contains((string?)row[Identity], StringComparer.OrdinalIgnoreCase))
                return TeamsService.Error(400, null, $"The policy {identity} comes with the service and cannot be changed.");

            if (change.TryGetProperty(Identity, out var named) && !IsNamed(rows[index], named.ToString()))
                return TeamsService.Error(400, null, "The identity in the content is another than the one in the address.");

            foreach (var property in change.EnumerateObject().Where(property => !s_envelope.Contains(property.Name)))
            {
                if (Why(row, property) is { } why)
                    return TeamsService.Error(400, null, why);

                row[property.Name] = JsonNode.Parse(property.Value.GetRawText());
            }

            rows[index] = JsonSerializer.SerializeToUtf8Bytes(row);
            _state.Replace(resource, rows);
            return EmulatedResponse.Json(200, json => RowText.Write(json, rows[index], wanted: null));
        }
    }

    /// <summary>Whether a row is called so; what administrators made needs no tag before its name.</summary>
    public static bool IsNamed(ReadOnlyMemory<byte> row, string identity)
    {
        using var document = JsonDocument.Parse(row);
        string? name = document.RootElement.TryGetProperty(Identity, out var value) ? value.GetString() : null;
        return identity.Equals(name, StringComparison.OrdinalIgnoreCase) || (Tag + identity).Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Why a property cannot be set; null when it can.</summary>
    private static string? Why(JsonObject row, JsonProperty property)
    {
        if (!row.TryGetPropertyValue(property.Name, out var present))
            return $"There is no property {property.Name}.";

        var given = property.Value.ValueKind;
        bool isFlag = present?.GetValueKind() is JsonValueKind.True or JsonValueKind.False;
        if (isFlag && given is not (JsonValueKind.True or JsonValueKind.False))
            return $"The property {property.Name} takes true or false.";

        if (present is not null && !isFlag && given != present.GetValueKind() && given != JsonValueKind.Null)
            return $"The property {property.Name} has another type.";

        return s_choices.TryGetValue(property.Name, out var choices) && !choices.Contains(property.Value.ToString(), StringComparer.Ordinal)
            ? $"The property {property.Name} takes one of {string.Join(", ", choices)}."
            : null;
    }
}

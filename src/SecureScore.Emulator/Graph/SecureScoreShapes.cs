using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecureScore.Emulator.Graph;

/// <summary>Writes the published score as the service does on odd days: counts as text, and on a day without synchronisation none at all.</summary>
internal sealed class SecureScoreShapes
{
    private static readonly string[] s_counts = ["count", "total", "on"];

    private readonly bool _isOdd;

    public SecureScoreShapes(bool isOdd) => _isOdd = isOdd;

    public ReadOnlyMemory<byte> Apply(string resource, ReadOnlyMemory<byte> row)
    {
        if (!_isOdd || !resource.Equals("graph/secureScores", StringComparison.OrdinalIgnoreCase))
            return row;

        var score = JsonNode.Parse(row.Span)!.AsObject();
        if (score["controlScores"] is JsonArray controls)
        {
            for (int index = 0; index < controls.Count; index++)
                MakeOdd(controls[index]!.AsObject(), isGap: index % 7 == 6);
        }

        return JsonSerializer.SerializeToUtf8Bytes(score);
    }

    private static void MakeOdd(JsonObject control, bool isGap)
    {
        foreach (string name in s_counts)
        {
            if (isGap)
                control.Remove(name);
            else if (control[name] is JsonValue value && value.GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                control[name] = value.GetValueKind() == JsonValueKind.Number
                    ? value.GetValue<decimal>().ToString(CultureInfo.InvariantCulture)
                    : value.GetValue<bool>().ToString(CultureInfo.InvariantCulture);
        }

        if (isGap)
        {
            control["description"] = null;
            control["implementationStatus"] = "You currently have  users.";
        }
    }
}

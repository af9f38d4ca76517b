using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureScore.Emulator.Http;

namespace SecureScore.Emulator.Graph;

/// <summary>Writes rows as the service does where it writes them in more than one way.</summary>
internal sealed class RowShapes
{
    private static readonly string[] s_counts = ["count", "total", "on"];

    // Added to the enumerations after clients had been built on them.
    private static readonly string[] s_laterControls = ["riskRemediation"];

    private readonly bool _isOdd;

    public RowShapes(bool isOdd) => _isOdd = isOdd;

    public ReadOnlyMemory<byte> Apply(EmulatedRequest request, string resource, ReadOnlyMemory<byte> row) => resource switch
    {
        "graph/secureScores" when _isOdd => MakeOdd(row),
        "graph/conditionalAccessPolicies" when !KnowsLaterMembers(request) => HideLaterMembers(row),
        _ => row,
    };

    private static bool KnowsLaterMembers(EmulatedRequest request) =>
        request.Header("Prefer")?.Contains("include-unknown-enum-members", StringComparison.OrdinalIgnoreCase) == true;

    // A client that does not say that it knows more gets a member that stands for all that came later.
    private static ReadOnlyMemory<byte> HideLaterMembers(ReadOnlyMemory<byte> row)
    {
        var policy = JsonNode.Parse(row.Span)!.AsObject();
        if (policy["grantControls"]?["builtInControls"] is not JsonArray controls)
            return row;

        for (int index = 0; index < controls.Count; index++)
        {
            if (s_laterControls.Contains(controls[index]?.GetValue<string>(), StringComparer.Ordinal))
                controls[index] = "unknownFutureValue";
        }

        return JsonSerializer.SerializeToUtf8Bytes(policy);
    }

    // On odd days counts are text, and on a day without synchronisation there are none at all.
    private static ReadOnlyMemory<byte> MakeOdd(ReadOnlyMemory<byte> row)
    {
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

using SecureScore.Engine.Evidence;
using SecureScore.Emulator.Http;

namespace SecureScore.Emulator.Dns;

/// <summary>A public resolver that answers in JSON from the records of the snapshot.</summary>
internal sealed class DnsOverHttpsService
{
    private const int NoError = 0;
    private const int ServerFailure = 2;

    private static readonly Dictionary<string, int> s_types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["A"] = 1, ["NS"] = 2, ["CNAME"] = 5, ["MX"] = 15, ["TXT"] = 16, ["AAAA"] = 28,
    };

    private readonly EmulatedTenant _tenant;

    public DnsOverHttpsService(EmulatedTenant tenant) => _tenant = tenant;

    public EmulatedResponse Answer(EmulatedRequest request)
    {
        var query = request.Query;
        if (request.Method != "GET" || request.Path is not ("/dns-query" or "/resolve") || !query.TryGetValue("name", out string? name))
            return EmulatedResponse.Text(400, "Invalid query");

        string asked = query.GetValueOrDefault("type") ?? "A";
        string? type = s_types.ContainsKey(asked) ? asked.ToUpperInvariant() : s_types.FirstOrDefault(known => known.Value.ToString(
            System.Globalization.CultureInfo.InvariantCulture) == asked).Key;
        if (type is null)
            return EmulatedResponse.Text(400, "Invalid query type");

        // A look-up that failed when the snapshot was taken is absent from it, and fails again.
        var values = Find(name.TrimEnd('.'), type);
        return EmulatedResponse.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("Status", values is null ? ServerFailure : NoError);
            json.WriteBoolean("TC", false);
            json.WriteBoolean("RD", true);
            json.WriteBoolean("RA", true);
            json.WriteBoolean("AD", false);
            json.WriteBoolean("CD", false);
            json.WriteStartArray("Question");
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteNumber("type", s_types[type]);
            json.WriteEndObject();
            json.WriteEndArray();
            if (values is { Count: > 0 })
            {
                json.WriteStartArray("Answer");
                foreach (string value in values)
                {
                    json.WriteStartObject();
                    json.WriteString("name", name);
                    json.WriteNumber("type", s_types[type]);
                    json.WriteNumber("TTL", 300);
                    json.WriteString("data", type == "TXT" ? "\"" + value.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"" : value);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }, "application/dns-json");
    }

    private List<string>? Find(string name, string type)
    {
        if (_tenant.State.StateOf(Resources.DnsRecords).Status != ResourceStatus.Collected)
            return null;

        foreach (var row in _tenant.State.Rows(Resources.DnsRecords))
        {
            using var document = System.Text.Json.JsonDocument.Parse(row);
            var record = document.RootElement;
            if (name.Equals(record.GetProperty("name").GetString(), StringComparison.OrdinalIgnoreCase)
                && type.Equals(record.GetProperty("type").GetString(), StringComparison.OrdinalIgnoreCase))
                return [.. record.GetProperty("values").EnumerateArray().Select(value => value.GetString()!)];
        }

        return null;
    }
}

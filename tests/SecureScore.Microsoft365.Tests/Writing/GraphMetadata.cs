using System.Text.Json;

namespace SecureScore.Microsoft365.Tests.Writing;

/// <summary>Holds what is written to Graph against what Microsoft's metadata says that it takes: method, path, names, types and choices. Where that is
/// from, GraphMetadata.csv tells.</summary>
public static class GraphMetadata
{
    private static readonly string[][] s_rows =
    [
        .. File.ReadLines(Path.Join(AppContext.BaseDirectory, "Writing", "GraphMetadata.csv")).Where(line => !line.StartsWith('#')).Select(line => line.Split(',')),
    ];

    private static readonly ILookup<string, (string Method, string[] Segments, string Type)> s_requests = s_rows.Where(row => row[0] == "request")
        .ToLookup(row => row[1], row => (row[1], row[2].Split('/'), row[3]), StringComparer.Ordinal);

    private static readonly Dictionary<(string Type, string Name), string> s_properties = s_rows.Where(row => row[0] == "property").ToDictionary(row => (row[1], row[2]), row => row[3]);

    private static readonly ILookup<string, string> s_choices = s_rows.Where(row => row[0] == "value").ToLookup(row => row[1], row => row[2], StringComparer.Ordinal);

    private static readonly HashSet<(string Type, string Base)> s_bases = [.. s_rows.Where(row => row[0] == "type").Select(row => (row[1], row[2]))];

    // Choices of which several can be made in one text.
    private static readonly string[] s_flags = ["conditionalAccessGuestOrExternalUserTypes", "conditionalAccessInsiderRiskLevels", "conditionalAccessTransferMethods"];

    // The metadata of the beta version is not public in the same place. These are what the reference of adminAppsAndServices and adminForms tells.
    private static readonly Dictionary<string, string[]> s_beta = new(StringComparer.Ordinal)
    {
        ["/beta/admin/appsAndServices"] = ["isOfficeStoreEnabled", "isAppAndServicesTrialEnabled"],
        ["/beta/admin/forms"] =
        [
            "isInOrgFormsPhishingScanEnabled", "isExternalSendFormEnabled", "isExternalShareCollaborationEnabled", "isExternalShareResultEnabled",
            "isExternalShareTemplateEnabled", "isRecordIdentityByDefaultEnabled", "isBingImageSearchEnabled",
        ],
    };

    /// <summary>What is wrong with a request; empty when nothing is.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path with the version, for example <c>/v1.0/domains/contoso.com</c>.</param>
    /// <param name="body">The body; null for none.</param>
    public static IReadOnlyList<string> Check(string method, string path, string? body)
    {
        var errors = new List<string>();
        using var document = body is null ? null : JsonDocument.Parse(body);
        if (s_beta.TryGetValue(path, out var settings))
        {
            CheckBeta(method, document?.RootElement, settings, errors);
            return errors;
        }

        string[] segments = path.StartsWith("/v1.0/", StringComparison.Ordinal) ? path["/v1.0".Length..].Split('/') : [];
        var types = s_requests[method].Where(request => IsAt(request.Segments, segments)).Select(request => request.Type).ToArray();
        if (types.Length != 1)
            errors.Add($"{method} {path} is no request that is known");
        else if (types[0].Length == 0 != (document is null))
            errors.Add($"{method} {path} has {(document is null ? "no body" : "a body")}");
        else if (document is not null)
            Check(types[0], document.RootElement, "", errors);
        return errors;
    }

    private static bool IsAt(string[] template, string[] segments) =>
        template.Length == segments.Length && template.Zip(segments).All(pair => pair.First == "{id}" ? pair.Second.Length > 0 : pair.First == pair.Second);

    private static void CheckBeta(string method, JsonElement? body, string[] settings, List<string> errors)
    {
        if (method != "PATCH" || body is not { ValueKind: JsonValueKind.Object } sent || sent.EnumerateObject().Select(member => member.Name).SingleOrDefault() != "settings")
            errors.Add("it does not change settings and nothing else");
        else
            errors.AddRange(sent.GetProperty("settings").EnumerateObject()
                .Where(member => !settings.Contains(member.Name, StringComparer.Ordinal) || member.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                .Select(member => $"{member.Name} is no setting"));
    }

    private static void Check(string type, JsonElement value, string path, List<string> errors)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return;

        const string List = "Collection(";
        if (type.StartsWith(List, StringComparison.Ordinal))
        {
            if (value.ValueKind != JsonValueKind.Array)
                errors.Add($"{path} is no list");
            else
                foreach (var item in value.EnumerateArray())
                    Check(type[List.Length..^1], item, path, errors);
        }
        else if (type.StartsWith("Edm.", StringComparison.Ordinal))
        {
            if (!IsPlain(type, value))
                errors.Add($"{path} is no {type}: {value.GetRawText()}");
        }
        else if (s_choices.Contains(type))
        {
            string[] chosen = value.ValueKind != JsonValueKind.String ? [""] : s_flags.Contains(type, StringComparer.Ordinal) ? value.GetString()!.Split(',') : [value.GetString()!];
            errors.AddRange(chosen.Where(choice => !s_choices[type].Contains(choice, StringComparer.Ordinal)).Select(choice => $"{path} has no value '{choice}'"));
        }
        else
        {
            CheckObject(type, value, path, errors);
        }
    }

    private static void CheckObject(string type, JsonElement value, string path, List<string> errors)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"{path} is no {type}");
            return;
        }

        if (value.TryGetProperty("@odata.type", out var told))
        {
            string name = told.GetString()!.Replace("#microsoft.graph.", "", StringComparison.Ordinal);
            if (name != type && !s_bases.Contains((name, type)))
                errors.Add($"{path} is a {name}, and no {type}");
            type = name;
        }

        foreach (var member in value.EnumerateObject().Where(member => member.Name != "@odata.type"))
        {
            if (s_properties.TryGetValue((type, member.Name), out string? wanted))
                Check(wanted, member.Value, $"{path}/{member.Name}", errors);
            else
                errors.Add($"{path} has no {member.Name}");
        }
    }

    private static bool IsPlain(string type, JsonElement value) => type switch
    {
        "Edm.Boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "Edm.Int32" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        "Edm.Int64" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "Edm.Guid" => value.ValueKind == JsonValueKind.String && value.TryGetGuid(out _),
        "Edm.String" => value.ValueKind == JsonValueKind.String,
        _ => false,
    };
}

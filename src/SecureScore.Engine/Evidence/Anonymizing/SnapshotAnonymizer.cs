using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SecureScore.Engine.Evidence.Anonymizing;

/// <summary>Writes a copy of a snapshot that tells nothing of whose it is, and is judged the same.</summary>
/// <remarks>People, tenant, domains, groups, policies, descriptions, notes, mail and IP addresses, phone numbers and ids are replaced, the same by
/// the same, under a random key that is not kept. Template, role, application and plan ids, built-in identities and service domains stay. A value
/// stays only where it is known to be harmless. Rows keep their order, resources their format; a file is read twice, never held.</remarks>
public static class SnapshotAnonymizer
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] s_nameProperties = ["displayName", "userDisplayName", "Name", "Identity", "userPrincipalName", "mailNickname", "LabelDisplayName"];

    /// <summary>Writes the copy.</summary>
    /// <param name="snapshot">The snapshot to copy.</param>
    /// <param name="path">The folder or zip file to write; a snapshot that is there is replaced when the copy is whole.</param>
    /// <param name="resources">Names of the resources to copy; null means all.</param>
    /// <param name="cancellation">Ends the copy early; then nothing was written.</param>
    /// <exception cref="SnapshotException">The copy cannot be written.</exception>
    public static void Write(
        TenantSnapshot snapshot, string path, IReadOnlyCollection<string>? resources = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var pseudonyms = new Pseudonyms();
        var names = new KnownNames();
        Learn(snapshot, pseudonyms, names, cancellation);

        using var writer = SnapshotWriter.Create(path);
        foreach (var state in snapshot.Resources.Where(state => resources is null || resources.Contains(state.Name, StringComparer.OrdinalIgnoreCase)))
        {
            string? error = state.Error is null ? null : Sentence(state.Error, pseudonyms, names);
            if (state.Status != ResourceStatus.Collected)
            {
                writer.AddMissing(state with { Error = error });
                continue;
            }

            try
            {
                Copy(snapshot, state, writer, pseudonyms, names, cancellation);
            }
            catch (EvidenceUnavailableException exception)
            {
                // Where it breaks off depends on what is in it, so the reason is told in other words.
                writer.AddMissing(new ResourceState(state.Name, exception.State.Status) { Error = "it could not be read when the snapshot was anonymized" });
            }
        }

        var manifest = snapshot.Manifest;
        writer.Complete(manifest with
        {
            TenantId = manifest.TenantId is null ? null : pseudonyms.Replace(manifest.TenantId),
            DisplayName = manifest.DisplayName is null ? null : pseudonyms.Replace(manifest.DisplayName),
            InitialDomain = manifest.InitialDomain is null ? null : pseudonyms.Domain(manifest.InitialDomain),
        });
    }

    private static void Copy(
        TenantSnapshot snapshot, ResourceState state, SnapshotWriter writer, Pseudonyms pseudonyms, KnownNames names, CancellationToken cancellation)
    {
        using var rows = snapshot.OpenRows(state.Name, cancellation);
        bool any = rows.Read();
        using var target = writer.AddResource(state.Name, snapshot.FormatOf(state.Name, isOneObject: rows.IsOneObject), state.CollectedAt);
        var buffer = new ArrayBufferWriter<byte>();
        for (; any; any = rows.Read())
        {
            buffer.Clear();
            try
            {
                using var json = new Utf8JsonWriter(buffer, s_options);
                Copy(state.Name, rows.Current, json, pseudonyms, names);
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                throw EvidenceUnavailableException.Unusable(state.Name, "a row is not valid JSON");
            }

            target.WriteRow(buffer.WrittenMemory);
        }

        target.Complete();
    }

    private static void Copy(string resource, ReadOnlySpan<byte> row, Utf8JsonWriter json, Pseudonyms pseudonyms, KnownNames names)
    {
        var reader = new Utf8JsonReader(row);
        var properties = new Stack<string>();
        string property = "";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    property = reader.GetString()!;
                    json.WritePropertyName(property);
                    break;

                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    properties.Push(property);
                    if (reader.TokenType == JsonTokenType.StartObject)
                        json.WriteStartObject();
                    else
                        json.WriteStartArray();
                    break;

                case JsonTokenType.EndObject:
                    json.WriteEndObject();
                    property = properties.Pop();
                    break;

                case JsonTokenType.EndArray:
                    json.WriteEndArray();
                    property = properties.Pop();
                    break;

                case JsonTokenType.String:
                    json.WriteStringValue(Value(resource, property, reader.GetString()!, pseudonyms, names));
                    break;

                case JsonTokenType.Number when HarmlessValues.IsPosition(property):
                    json.WriteNumberValue(0);
                    break;

                default:
                    json.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                    break;
            }
        }
    }

    private static string Value(string resource, string property, string value, Pseudonyms pseudonyms, KnownNames names)
    {
        if (Is(resource, Resources.SecureScores) || Is(resource, Resources.SecureScoreControlProfiles))
            return Published(resource, property, value, pseudonyms, names);
        if (HarmlessValues.IsPersonal(resource, property))
            return value.Length == 0 ? value : pseudonyms.Name(value);
        if (HarmlessValues.IsIdProperty(property))
            return Guid.TryParse(value, out var id) ? pseudonyms.Id(id, keep: true) : pseudonyms.Replace(value);
        if (HarmlessValues.IsProperty(resource, property))
            return pseudonyms.Scrub(value, domains: false);
        if (Is(resource, Resources.DnsRecords) && Is(property, "values"))
            return Record(value, pseudonyms);
        if (Is(property, "Domains") && value.LastIndexOf(':') is > 0 and var colon)
            return pseudonyms.Replace(value[..colon]) + value[colon..];
        if (Is(property, "permissionGrantPoliciesAssigned") && value.IndexOf('.', StringComparison.Ordinal) is > 0 and var point)
            return value[..(point + 1)] + pseudonyms.Replace(value[(point + 1)..]);
        if (Is(property, "definition"))
            return pseudonyms.Scrub(value, domains: true);

        return pseudonyms.Replace(value);
    }

    // Microsoft wrote these texts, and put in what it found; what administrators wrote stands under properties of their own.
    private static string Published(string resource, string property, string value, Pseudonyms pseudonyms, KnownNames names) => property switch
    {
        "assignedTo" or "comment" or "updatedBy" => pseudonyms.Replace(value),
        "controlName" => value,
        "implementationStatus" or "description" when Is(resource, Resources.SecureScores) => Sentence(value, pseudonyms, names),
        _ => pseudonyms.Scrub(value, domains: !HarmlessValues.IsProperty(resource, property) && !Is(property, "id")),
    };

    private static string Sentence(string text, Pseudonyms pseudonyms, KnownNames names) =>
        names.Replace(pseudonyms.Scrub(text, domains: true), pseudonyms.Name);

    // Of texts only those whose form is known tell nothing but domains and addresses.
    private static string Record(string value, Pseudonyms pseudonyms)
    {
        string text = value.TrimStart('"');
        bool isKnown = text.StartsWith("v=spf1", StringComparison.OrdinalIgnoreCase) || text.StartsWith("v=DMARC1", StringComparison.OrdinalIgnoreCase);
        bool isTarget = !value.Contains('=', StringComparison.Ordinal) && value.Contains('.', StringComparison.Ordinal) && value.Count(char.IsWhiteSpace) <= 1;
        return isKnown || isTarget ? pseudonyms.Scrub(value, domains: true) : pseudonyms.Replace(value);
    }

    private static void Learn(TenantSnapshot snapshot, Pseudonyms pseudonyms, KnownNames names, CancellationToken cancellation)
    {
        if (snapshot.Manifest.DisplayName is { } tenant)
            names.Add(tenant);

        foreach (var state in snapshot.Resources.Where(state => state.Status == ResourceStatus.Collected))
        {
            if (Is(state.Name, Resources.SecureScores) || Is(state.Name, Resources.SecureScoreControlProfiles))
                continue;

            try
            {
                foreach (var row in snapshot.ReadObjects(state.Name, cancellation))
                    Learn(state.Name, row, pseudonyms, names);
            }
            catch (EvidenceUnavailableException)
            {
                // What cannot be read is not copied either.
            }
        }
    }

    private static void Learn(string resource, EvidenceObject row, Pseudonyms pseudonyms, KnownNames names)
    {
        bool isRole = Is(resource, Resources.RoleDefinitions);
        bool isBuiltIn = isRole ? row.Boolean("isBuiltIn") == true
            : Is(resource, Resources.AuthenticationStrengthPolicies) && Is(row.Text("policyType") ?? "", "builtIn");
        foreach (string property in (string[])["id", "templateId"])
        {
            if ((isRole || isBuiltIn) && Guid.TryParse(row.Text(property), out var id))
                (isBuiltIn ? pseudonyms.BuiltIn : pseudonyms.CustomRoles).Add(id);
        }

        if (isBuiltIn)
            return;

        foreach (string property in s_nameProperties)
        {
            if (!HarmlessValues.IsProperty(resource, property) && row.Text(property) is { } name)
                names.Add(name);
        }
    }

    private static bool Is(string text, string expected) => text.Equals(expected, StringComparison.OrdinalIgnoreCase);
}

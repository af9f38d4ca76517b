using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureScore.Engine.Evidence;

/// <summary>Reads and writes manifest.json.</summary>
internal static class ManifestJson
{
    /// <summary>Reads a manifest.</summary>
    /// <exception cref="SnapshotException">It is damaged, or of a newer format.</exception>
    public static SnapshotManifest Parse(ReadOnlySpan<byte> utf8, string location)
    {
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];

        try
        {
            // First of all the format: what else a newer one holds is not ours to judge.
            long schema = JsonSerializer.Deserialize(utf8, ManifestContext.Default.ManifestFormat)?.Schema
                ?? throw Invalid(location, 0, "'schema' is missing");
            if (schema > SnapshotManifest.CurrentSchema)
                throw SnapshotException.TooNew(location, schema);
            if (schema < 1)
                throw Invalid(location, 0, "'schema' is less than 1");

            if (new JsonDuplicates().Find(utf8) is { } duplicate)
                throw Invalid(location, duplicate.Line, duplicate.Describe());

            return Manifest(JsonSerializer.Deserialize(utf8, ManifestContext.Default.ManifestFile)!, location);
        }
        catch (JsonException exception)
        {
            string where = exception.Path is null or "$" ? "" : $" ({exception.Path})";
            throw Invalid(location, exception.LineNumber ?? 0, JsonText.Reason(exception).TrimEnd('.') + where, exception);
        }
    }

    /// <summary>Writes a manifest.</summary>
    public static void Write(Stream stream, SnapshotManifest manifest) =>
        JsonSerializer.Serialize(stream, new ManifestFile
        {
            Schema = manifest.Schema,
            TenantId = manifest.TenantId,
            DisplayName = manifest.DisplayName,
            InitialDomain = manifest.InitialDomain,
            Cloud = manifest.Cloud,
            CollectedAt = manifest.CollectedAt,
            Resources = manifest.Resources.Values.OrderBy(state => state.Name, StringComparer.Ordinal).ToDictionary(
                state => state.Name,
                state => (ManifestResource?)new ManifestResource
                {
                    Status = state.Status.ToString(),
                    Count = state.Count,
                    CollectedAt = state.CollectedAt,
                    Error = state.Error,
                    Permission = state.Permission,
                },
                StringComparer.Ordinal),
        }, ManifestContext.Default.ManifestFile);

    private static SnapshotManifest Manifest(ManifestFile file, string location)
    {
        var resources = new Dictionary<string, ResourceState>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, resource) in file.Resources ?? throw Invalid(location, reason: "'resources' is null, and should be an object"))
        {
            if (resource is null)
                throw Invalid(location, reason: $"'{name}' is null, and should be an object");
            if (resource.Count < 0)
                throw Invalid(location, reason: $"the count of '{name}' is negative");
            if (SnapshotStorage.IsResourceName(name))
                resources.Add(name, State(name, resource));
        }

        return new SnapshotManifest
        {
            TenantId = file.TenantId,
            DisplayName = file.DisplayName,
            InitialDomain = file.InitialDomain,
            Cloud = file.Cloud,
            CollectedAt = file.CollectedAt,
            Resources = resources,
        };
    }

    private static ResourceState State(string name, ManifestResource resource)
    {
        bool known = Enum.TryParse(resource.Status, ignoreCase: true, out ResourceStatus status)
            && Enum.GetName(status) is { } text && text.Equals(resource.Status, StringComparison.OrdinalIgnoreCase);
        return new ResourceState(name, known ? status : ResourceStatus.Failed)
        {
            Count = resource.Count,
            CollectedAt = resource.CollectedAt,
            Error = known ? resource.Error
                : resource.Status is null ? "the manifest gives it no status"
                : $"the manifest gives it the status '{resource.Status}', which this version does not know",
            Permission = resource.Permission,
        };
    }

    private static SnapshotException Invalid(string location, long linesBefore, string reason, Exception? cause = null) =>
        SnapshotException.Invalid(
            location, string.Create(CultureInfo.InvariantCulture, $"{SnapshotStorage.ManifestFile}, line {linesBefore + 1}: {reason}"), cause);

    private static SnapshotException Invalid(string location, string reason) =>
        SnapshotException.Invalid(location, $"{SnapshotStorage.ManifestFile}: {reason}");
}

internal sealed record ManifestFormat
{
    public long? Schema { get; set; }
}

// Set, not init: the generated reader gives init properties that the file lacks null, not their default.
internal sealed record ManifestFile
{
    public int Schema { get; set; } = SnapshotManifest.CurrentSchema;

    public string? TenantId { get; set; }

    public string? DisplayName { get; set; }

    public string? InitialDomain { get; set; }

    public string? Cloud { get; set; }

    public DateTimeOffset? CollectedAt { get; set; }

    public Dictionary<string, ManifestResource?>? Resources { get; set; } = [];
}

internal sealed record ManifestResource
{
    public string? Status { get; set; }

    public long? Count { get; set; }

    public DateTimeOffset? CollectedAt { get; set; }

    public string? Error { get; set; }

    public string? Permission { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(ManifestFormat))]
[JsonSerializable(typeof(ManifestFile))]
internal sealed partial class ManifestContext : JsonSerializerContext;

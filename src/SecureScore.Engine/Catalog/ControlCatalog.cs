using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureScore.Engine.Catalog;

/// <summary>One edition of the control catalogue, together with what all editions share: licences, products, threats and guidance.</summary>
/// <remarks>Editions are embedded JSON files; a file in <c>Catalog/Data/editions</c> is an edition, no code names it.</remarks>
public sealed class ControlCatalog
{
    private const string EditionFolder = "Catalog/editions/";

    private static readonly Assembly s_assembly = typeof(ControlCatalog).Assembly;
    private static readonly Lazy<SharedData> s_shared = new(SharedData.Load);
    private static readonly Lazy<FrozenDictionary<string, Lazy<ControlCatalog>>> s_editions = new(() =>
        s_assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(EditionFolder, StringComparison.Ordinal))
            .ToFrozenDictionary(
                name => Path.GetFileNameWithoutExtension(name),
                name => new Lazy<ControlCatalog>(() => Parse(Read(name, CatalogJson.Default.EditionFile))),
                StringComparer.OrdinalIgnoreCase));

    private readonly FrozenDictionary<string, ControlDefinition> _byId;

    private ControlCatalog(EditionFile file)
    {
        Edition = file.Edition;
        Title = file.Title;
        IsDefault = file.Default;
        TenantProfilesApply = file.TenantProfilesApply;
        Controls = file.Controls;
        _byId = file.Controls.ToFrozenDictionary(control => control.Id, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Names of all editions, newest first.</summary>
    public static IReadOnlyList<string> EditionNames { get; } =
        [.. s_editions.Value.Keys.OrderByDescending(name => name, StringComparer.Ordinal)];

    /// <summary>The edition that is used when none is named.</summary>
    public static ControlCatalog Default => EditionNames.Select(Get).First(catalog => catalog.IsDefault);

    /// <summary>The threats that controls refer to.</summary>
    public static IReadOnlyList<ThreatDefinition> Threats => s_shared.Value.Threats;

    /// <summary>The licence gates that controls refer to, by name.</summary>
    public static IReadOnlyDictionary<string, LicenceGate> LicenceGates => s_shared.Value.Gates;

    /// <summary>The products that controls refer to, by name.</summary>
    public static IReadOnlyDictionary<string, ProductDefinition> Products => s_shared.Value.Products;

    /// <summary>What controls require besides a licence, by name.</summary>
    public static IReadOnlyDictionary<string, RequirementDefinition> Requirements => s_shared.Value.Requirements;

    /// <summary>The name of the edition: the year, and the month where it is known, for example <c>2026-09</c>.</summary>
    public string Edition { get; }

    /// <summary>What the edition is, in words.</summary>
    public string Title { get; }

    /// <summary>Whether this edition is used when none is named.</summary>
    public bool IsDefault { get; }

    /// <summary>Whether a tenant's own published control profiles fill and override the points of this edition.</summary>
    /// <remarks>False for a historical edition: its weights are those of its time.</remarks>
    public bool TenantProfilesApply { get; }

    /// <summary>The controls of the edition.</summary>
    public IReadOnlyList<ControlDefinition> Controls { get; }

    /// <summary>Begins to read the default edition and what all editions share, for who will need them in a moment. What is wrong with them shows
    /// where they are used.</summary>
    public static void Preload() => _ = Task.Run(() => Default.Controls.Count + Products.Count);

    /// <summary>Returns the edition of that name.</summary>
    /// <exception cref="EditionNotFoundException">No edition has that name.</exception>
    public static ControlCatalog Get(string edition)
    {
        ArgumentNullException.ThrowIfNull(edition);
        return s_editions.Value.TryGetValue(edition, out var catalog)
            ? catalog.Value
            : throw new EditionNotFoundException(edition, EditionNames);
    }

    /// <summary>The newest edition that has a control; null when none has it.</summary>
    public static ControlCatalog? FindEdition(string controlId) =>
        EditionNames.Select(Get).FirstOrDefault(catalog => catalog.Find(controlId) is not null);

    /// <summary>Our guidance for a control; null when the catalogue has none.</summary>
    public static ControlGuidance? FindGuidance(string controlId) =>
        s_shared.Value.Guidance.GetValueOrDefault(controlId);

    /// <summary>The definition of that id; null when the edition has none.</summary>
    public ControlDefinition? Find(string controlId) => _byId.GetValueOrDefault(controlId);

    /// <summary>The definition of that id.</summary>
    /// <exception cref="ControlNotFoundException">The edition has no such control.</exception>
    public ControlDefinition GetControl(string controlId)
    {
        ArgumentNullException.ThrowIfNull(controlId);
        return Find(controlId) ?? throw new ControlNotFoundException(controlId, Edition, Controls.Select(control => control.Id));
    }

    /// <summary>A digest of an edition's data: it differs when a control, its points or its shape does.</summary>
    internal static byte[] Digest(string edition)
    {
        using var stream = s_assembly.GetManifestResourceStream($"{EditionFolder}{Get(edition).Edition}.json")!;
        return SHA256.HashData(stream);
    }

    internal static ControlCatalog Parse(EditionFile file) => new(file);

    private static T Read<T>(string resource, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        using var stream = s_assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The catalogue resource '{resource}' is missing from the assembly.");
        return JsonSerializer.Deserialize(stream, type)
            ?? throw new InvalidOperationException($"The catalogue resource '{resource}' is empty.");
    }

    private sealed record SharedData(
        IReadOnlyList<ThreatDefinition> Threats,
        FrozenDictionary<string, LicenceGate> Gates,
        FrozenDictionary<string, ProductDefinition> Products,
        FrozenDictionary<string, RequirementDefinition> Requirements,
        FrozenDictionary<string, ControlGuidance> Guidance)
    {
        public static SharedData Load()
        {
            var licences = Read("Catalog/licences.json", CatalogJson.Default.LicenceFile);
            return new SharedData(
                Read("Catalog/threats.json", CatalogJson.Default.ThreatDefinitionArray),
                licences.Gates.ToFrozenDictionary(gate => gate.Name, StringComparer.Ordinal),
                licences.Products.ToFrozenDictionary(product => product.Name, StringComparer.Ordinal),
                licences.Requirements.ToFrozenDictionary(requirement => requirement.Name, StringComparer.Ordinal),
                Read("Catalog/guidance.json", CatalogJson.Default.DictionaryStringControlGuidance)
                    .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
        }
    }
}

internal sealed record EditionFile(string Edition, string Title, IReadOnlyList<ControlDefinition> Controls)
{
    public bool Default { get; init; }

    public bool TenantProfilesApply { get; init; }
}

internal sealed record LicenceFile(
    IReadOnlyList<LicenceGate> Gates,
    IReadOnlyList<ProductDefinition> Products,
    IReadOnlyList<RequirementDefinition> Requirements);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EditionFile))]
[JsonSerializable(typeof(LicenceFile))]
[JsonSerializable(typeof(ThreatDefinition[]))]
[JsonSerializable(typeof(Dictionary<string, ControlGuidance>))]
internal sealed partial class CatalogJson : JsonSerializerContext;

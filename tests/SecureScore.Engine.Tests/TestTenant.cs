using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;
using SecureScore.Engine.Tests.Evidence;

namespace SecureScore.Engine.Tests;

/// <summary>A small snapshot in a folder of its own, made of what a test says and nothing else. The folder goes when the test ends.</summary>
internal sealed partial class TestTenant : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("securescore-tenant-").FullName;
    private readonly Dictionary<string, List<JsonNode?>> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonNode> _objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _states = new(StringComparer.Ordinal);

    /// <summary>The same id for the same name, in the form of a directory object id.</summary>
    public static string Id(string name) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString();

    /// <summary>Adds rows to a resource that is a list; none leaves it empty but collected.</summary>
    public TestTenant With(string resource, params object?[] rows)
    {
        if (!_rows.TryGetValue(resource, out var list))
            _rows.Add(resource, list = []);
        list.AddRange(rows.Select(ToNode));
        return this;
    }

    /// <summary>Sets a resource that is one object.</summary>
    public TestTenant WithObject(string resource, object value)
    {
        _objects[resource] = ToNode(value)!;
        return this;
    }

    /// <summary>Sets the exact content of a resource's file, which may be damaged.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="text">The content.</param>
    /// <param name="extension"><c>.json</c> or <c>.jsonl</c>.</param>
    public TestTenant WithText(string resource, string text, string extension = ".json")
    {
        _texts[resource + extension] = text;
        return this;
    }

    /// <summary>Lets the manifest say how the collection of a resource ended, and takes its content away unless it was collected.</summary>
    public TestTenant WithState(string resource, ResourceStatus status, string? error = null, string? permission = null)
    {
        _states[resource] = new JsonObject { ["status"] = status.ToString(), ["error"] = error, ["permission"] = permission };
        if (status != ResourceStatus.Collected)
        {
            _rows.Remove(resource);
            _objects.Remove(resource);
        }

        return this;
    }

    /// <summary>Takes a resource away, as if nobody had asked for it.</summary>
    public TestTenant Without(string resource)
    {
        _rows.Remove(resource);
        _objects.Remove(resource);
        _states.Remove(resource);
        return this;
    }

    /// <summary>Writes the snapshot and opens it.</summary>
    public TenantSnapshot Open()
    {
        foreach (var (file, text) in Files())
            Write(file, text);
        return TenantSnapshot.Open(_folder);
    }

    /// <summary>Opens the snapshot without writing it: for a test of many snapshots.</summary>
    public TenantSnapshot OpenInMemory()
    {
        var storage = new MemoryStorage();
        foreach (var (file, text) in Files())
            storage.With(file, text);
        return TenantSnapshot.Open(storage);
    }

    /// <summary>The views over the snapshot.</summary>
    public TenantEvidence Evidence() => new(Open());

    /// <summary>Judges one control by its rule alone: no licence gate, no published points.</summary>
    public Verdict Evaluate(string controlId, ControlDefinition? definition = null) => Evaluate(
        ControlEvaluators.Find(controlId) ?? throw new ArgumentException($"No rule judges {controlId}.", nameof(controlId)), definition);

    /// <summary>Judges by a rule, whether or not the registry knows it.</summary>
    public Verdict Evaluate(ControlEvaluator rule, ControlDefinition? definition = null)
    {
        var evidence = Evidence();
        try
        {
            return rule.Evaluate(evidence, definition ?? Definition(rule.ControlId));
        }
        finally
        {
            evidence.Used.Except(rule.Evidence, StringComparer.Ordinal).ShouldBeEmpty($"{rule.ControlId} reads what it does not declare");
        }
    }

    /// <summary>Judges one control as a whole judgement does.</summary>
    public ControlResult Judge(string controlId, ControlDefinition? definition = null, JudgeOptions? options = null) =>
        SecureScoreEvaluator.Judge(
            Open(), ControlCatalog.Parse(new EditionFile("test", "Test", [definition ?? Definition(controlId)])), options)
            .Controls.Single();

    /// <summary>A definition that gives ten points in proportion.</summary>
    public static ControlDefinition Definition(string controlId, PointsShape shape = PointsShape.Share, int? atLeast = null, string? licence = null) => new()
    {
        Id = controlId,
        Title = controlId,
        Category = "Identity",
        Product = "Microsoft Entra ID",
        MaxPoints = 10,
        Shape = shape,
        AtLeast = atLeast,
        Licence = licence,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        string json => JsonNode.Parse(json),
        _ => JsonSerializer.SerializeToNode(value),
    };

    private IEnumerable<(string File, string Text)> Files()
    {
        var resources = new JsonObject();
        foreach (var (name, state) in _states)
            resources[name] = state.DeepClone();

        foreach (var (name, rows) in _rows)
            yield return (name + ".jsonl", string.Concat(rows.Select(row => (row?.ToJsonString() ?? "null") + "\n")));
        foreach (var (name, value) in _objects)
            yield return (name + ".json", value.ToJsonString());
        foreach (var (file, text) in _texts)
            yield return (file, text);

        yield return ("manifest.json", new JsonObject
        {
            ["schema"] = 1,
            ["tenantId"] = Id("tenant"),
            ["displayName"] = "Contoso",
            ["initialDomain"] = "contoso.onmicrosoft.com",
            ["cloud"] = "Global",
            ["collectedAt"] = "2026-09-01T08:00:00Z",
            ["resources"] = resources,
        }.ToJsonString());
    }

    private void Write(string file, string text)
    {
        string path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}

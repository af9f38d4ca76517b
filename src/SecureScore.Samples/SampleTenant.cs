using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Samples;

/// <summary>A tenant that never was, with the evidence that the services would have returned.</summary>
internal sealed class SampleTenant
{
    private static readonly JsonSerializerOptions s_indented = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    private static readonly JsonSerializerOptions s_line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, (SnapshotFormat Format, IReadOnlyList<JsonObject> Rows)> _resources = new(StringComparer.Ordinal);
    private readonly List<ResourceState> _missing = [];
    private readonly SnapshotManifest _manifest;

    private SampleTenant(DescriptionMap description)
    {
        var defaults = Defaults.Read();
        var tenant = description.Map("tenant");
        var now = Timestamp.Parse(tenant.Required("collectedAt"));
        string initialDomain = tenant.Text("initialDomain");
        string name = tenant.Text("name");
        _manifest = new SnapshotManifest
        {
            TenantId = Stable.Id("tenant", initialDomain),
            DisplayName = name,
            InitialDomain = initialDomain,
            Cloud = "Global",
            CollectedAt = now,
        };
        var licences = new LicenceList(description.Maps("licences"), defaults, _manifest.TenantId);
        var directory = new TenantDirectory(description, licences.Ids, initialDomain, tenant.Text("mailDomain"), now);
        tenant.End();

        var administrators = new AdministratorList(description.Maps("administrators"), directory, defaults, now);
        Add(Resources.SubscribedSkus, SnapshotFormat.Array, licences.ToRows(directory.People));
        Add(Resources.Users, SnapshotFormat.Lines, directory.People.Select(person => person.ToUser()));
        Add(Resources.UserRegistrationDetails, SnapshotFormat.Lines, directory.People
            .Select(person => person.ToRegistration(administrators.Contains(person), now.AddHours(-4))));
        Add(Resources.Groups, SnapshotFormat.Lines, directory.Groups.Select(group => group.ToRow()));
        foreach (var (resource, rows) in administrators.ToResources())
            Add(resource, SnapshotFormat.Array, rows);
        AddDescribed(description.Map("resources"), directory, defaults);
        AddMissing(description.Map("missing"));
        Require(defaults.Resources.Keys, description);

        // Last of all: who is asked for is known only now.
        Add(Resources.GroupMembers, SnapshotFormat.Lines, directory.Groups.Where(directory.NamedGroups.Contains).SelectMany(group => group.Everyone()
            .Select(person => new JsonObject { ["groupId"] = group.Id, ["memberId"] = person.Id })));

        var published = new PublishedScore(description.Map("published"), _manifest.TenantId, now);
        description.End();
        Add(Resources.SecureScoreControlProfiles, SnapshotFormat.Array, published.ToProfiles());
        Add(Resources.SecureScores, SnapshotFormat.Array, [published.ToScore(Judge(), directory.People.Count(person => person.IsEnabled))]);
        Warnings = published.Warnings;
    }

    /// <summary>What the description says in vain.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Reads a description.</summary>
    /// <exception cref="DescriptionException">It says something that cannot be.</exception>
    public static SampleTenant Read(TextReader description) => new(DescriptionMap.Parse(description));

    /// <summary>Writes the snapshot.</summary>
    public void Write(string folder)
    {
        using var writer = SnapshotWriter.Create(folder);
        foreach (var (resource, (format, rows)) in _resources)
        {
            using var file = writer.AddResource(resource, format);
            foreach (var row in rows)
                file.WriteRow(JsonSerializer.SerializeToUtf8Bytes(row, format == SnapshotFormat.Lines ? s_line : s_indented));
            file.Complete();
        }

        foreach (var state in _missing)
            writer.AddMissing(state);
        writer.Complete(_manifest);
    }

    // Microsoft judges the tenant by what is in it, so its score follows from the rest.
    private IReadOnlyList<ControlResult> Judge()
    {
        string folder = Directory.CreateTempSubdirectory("securescore-sample-").FullName;
        try
        {
            Write(folder);
            return SecureScoreEvaluator.Judge(TenantSnapshot.Open(folder), ControlCatalog.Default, new JudgeOptions { EvidenceOnly = true }).Controls;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Add(string resource, SnapshotFormat format, IEnumerable<JsonObject> rows) => _resources.Add(resource, (format, [.. rows]));

    private void AddDescribed(DescriptionMap resources, TenantDirectory directory, Defaults defaults)
    {
        foreach (string resource in resources.Keys)
        {
            var node = resources.Required(resource);
            if (!defaults.Resources.TryGetValue(resource, out var template))
                throw new DescriptionException(node, $"no resource is called '{resource}', or other parts of the description make it");

            var rows = template.Format == SnapshotFormat.Object ? [node] : DescriptionMap.ListOf(node);
            Add(resource, template.Format, rows.Select(row => new EvidenceRow(resource, template, directory, defaults, _manifest).Create(row)));
        }
    }

    private void AddMissing(DescriptionMap missing)
    {
        foreach (string resource in missing.Keys)
        {
            var map = missing.Map(resource);
            string status = map.Text("status");
            if (_resources.ContainsKey(resource))
                throw new DescriptionException(map.Node, $"'{resource}' is both described and missing");
            _missing.Add(new ResourceState(resource, Enum.TryParse(status, out ResourceStatus parsed) && parsed != ResourceStatus.Collected
                ? parsed
                : throw new DescriptionException(map.Node, $"'{status}' is no status of a resource that is missing"))
            {
                Error = map.OptionalText("error"),
                Permission = map.OptionalText("permission"),
            });
            map.End();
        }
    }

    // A resource that nobody thought of would be judged as not collected, and look like a decision.
    private void Require(IEnumerable<string> resources, DescriptionMap description)
    {
        if (resources.FirstOrDefault(resource => !_resources.ContainsKey(resource) && _missing.All(state => state.Name != resource)) is { } forgotten)
            throw new DescriptionException(description.Node, $"'{forgotten}' is neither under 'resources' nor under 'missing'");
    }
}

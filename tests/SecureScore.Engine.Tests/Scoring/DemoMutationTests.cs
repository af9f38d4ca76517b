using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Evidence.Anonymizing;
using SecureScore.Engine.Scoring;
using SecureScore.Engine.Tests.Evidence;

namespace SecureScore.Engine.Tests.Scoring;

/// <summary>Changes the demo tenant one setting at a time and holds what moves to a table: a setting moves the controls that read it, and no other.</summary>
public class DemoMutationTests
{
    private const string Update = "SECURESCORE_UPDATE_MUTATIONS";

    private static readonly string s_path =
        Path.Combine(Repository.Root, "tests", "SecureScore.Engine.Tests", "Scoring", "DemoMutations.md");

    private static readonly Lazy<Judged> s_judged = new(Judged.Create);

    [Fact]
    public void The_table_tells_which_setting_moves_which_controls()
    {
        string[] moved = [.. s_judged.Value.Moves.Select(move => move.Row)];
        string[] lines = File.ReadAllLines(s_path);
        int first = Array.FindIndex(lines, line => line.StartsWith("| ---", StringComparison.Ordinal)) + 1;
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllText(s_path, string.Join('\n', [.. lines[..first], .. moved]) + "\n");

        string[] table = File.ReadAllLines(s_path)[first..];
        string[] changes =
        [
            .. table.Except(moved, StringComparer.Ordinal).Select(row => "- " + row),
            .. moved.Except(table, StringComparer.Ordinal).Select(row => "+ " + row),
        ];

        changes.ShouldBeEmpty(
            $"Other controls move than the table says (- table, + now):\n{string.Join('\n', changes.Take(100))}\n"
            + $"If they should, run this test once with {Update}=1, read the difference, and commit DemoMutations.md with the change.");
        table.Length.ShouldBe(moved.Length, "The table holds a row twice.");
    }

    [Fact]
    public void A_change_moves_no_control_that_does_not_read_the_resource()
    {
        var judged = s_judged.Value;

        judged.Strangers.ShouldBeEmpty();
        judged.ResourceCount.ShouldBeGreaterThan(15);
    }

    [Fact]
    public void Every_rule_is_moved_by_some_setting() =>
        ControlEvaluators.All.Select(rule => rule.ControlId)
            .Except(s_judged.Value.Moves.SelectMany(move => move.Controls), StringComparer.Ordinal)
            .Except(NotCollected(), StringComparer.Ordinal)
            .ShouldBeEmpty();

    [Fact]
    public void An_anonymized_copy_keeps_every_word_that_moves_a_control()
    {
        var words = s_judged.Value.Moves.Where(move => move.Mutation.IsWord)
            .Select(move => (move.Resource, Property: move.Mutation.Setting[(move.Mutation.Setting.LastIndexOf('.') + 1)..], Value: move.Mutation.Change))
            .Distinct().ToArray();
        using var folder = new SampleFolder();
        foreach (var resource in words.GroupBy(word => word.Resource, StringComparer.Ordinal))
            folder.With(resource.Key + ".json", new JsonArray([.. resource.Select(word => new JsonObject { [word.Property] = word.Value })]).ToJsonString());
        string copy = Path.Combine(folder.Path, "copy");

        SnapshotAnonymizer.Write(folder.Open(), copy);

        words.Length.ShouldBeGreaterThan(50);
        foreach (string resource in words.Select(word => word.Resource).Distinct(StringComparer.Ordinal))
            File.ReadAllText(Path.Combine(copy, resource + ".json")).Replace("\n", "", StringComparison.Ordinal).ShouldBe(File.ReadAllText(Path.Combine(folder.Snapshot, resource + ".json")), resource);
    }

    // What the demo tenant has no evidence for, most of it on purpose: the first resource of the rule is missing.
    private static IEnumerable<string> NotCollected()
    {
        var snapshot = TenantSnapshot.Open(DemoTenantFile.Folder);
        return ControlEvaluators.All.Where(rule => snapshot.StateOf(rule.Evidence[0]).Status != ResourceStatus.Collected)
            .Select(rule => rule.ControlId);
    }

    /// <summary>One change, and the controls that moved.</summary>
    private sealed record Move(string Resource, Mutation Mutation, IReadOnlyList<string> Controls)
    {
        public string Row => $"| {Resource} | {Cell(Mutation.Setting)} | {Cell(Mutation.Change)} | {string.Join(", ", Controls)} |";

        private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ").Replace('\t', ' ');
    }

    /// <summary>The judgement of every changed tenant, made once for all tests.</summary>
    private sealed record Judged(IReadOnlyList<Move> Moves, IReadOnlyList<string> Strangers, int ResourceCount)
    {
        // Where no public source tells a maximum any will do: it makes the points visible.
        private static readonly ControlDefinition[] s_controls =
        [
            .. ControlEvaluators.All.Select(rule => Editions().Select(edition => edition.Find(rule.ControlId)).OfType<ControlDefinition>().First())
                .Select(control => control with { MaxPoints = control.MaxPoints ?? 1 }),
        ];

        public static Judged Create()
        {
            var tenant = DemoTenantFile.ReadAll();
            var names = Names(tenant);
            var before = Judge(tenant, null, CatalogOf(s_controls));
            var moves = new List<Move>();
            var strangers = new List<string>();
            var resources = tenant.Where(file => Readers(file.Resource).Length > 0).ToArray();
            foreach (var file in resources)
            {
                var readers = Readers(file.Resource);
                var catalog = CatalogOf(readers);
                var mutations = Mutation.Of(file, names).ToArray();
                var moved = new string[mutations.Length][];
                Parallel.For(0, mutations.Length, index => moved[index] = Differences(before, Judge(tenant, file.With(mutations[index].Apply), catalog)));
                for (int index = 0; index < mutations.Length; index++)
                {
                    if (moved[index].Length > 0)
                        moves.Add(new Move(file.Resource, mutations[index], moved[index]));
                }

                // Nobody else may move: neither when every setting is another, nor when the resource cannot be read.
                foreach (var changed in new[] { file.With(root => ApplyAll(mutations, root)), file.Damaged() })
                {
                    strangers.AddRange(Differences(before, Judge(tenant, changed, CatalogOf(s_controls)))
                        .Except(readers.Select(reader => reader.Id), StringComparer.Ordinal)
                        .Select(control => $"{file.Resource} moves {control}"));
                }
            }

            return new Judged(moves, strangers, resources.Length);
        }

        private static void ApplyAll(IEnumerable<Mutation> mutations, JsonNode root)
        {
            foreach (var mutation in mutations.Where(mutation => mutation.KeepsShape))
                mutation.Apply(root);
        }

        // Every control behind a licence reads the licences, whether its rule does or not.
        private static ControlDefinition[] Readers(string resource) => [.. s_controls.Where(control =>
            ControlEvaluators.Find(control.Id)!.Evidence.Contains(resource, StringComparer.OrdinalIgnoreCase)
            || (resource == Resources.SubscribedSkus && control.Licence is not null))];

        private static IEnumerable<ControlCatalog> Editions() => ControlCatalog.EditionNames.Select(ControlCatalog.Get).OrderByDescending(edition => edition.IsDefault);

        // Policies name users, groups and roles by id; a reviewer reads names.
        private static Dictionary<string, string> Names(IReadOnlyList<DemoTenantFile> tenant) => tenant
            .Where(file => file.Resource is Resources.Users or Resources.Groups or Resources.RoleDefinitions)
            .SelectMany(file => file.Root.AsArray())
            .ToDictionary(row => row!["id"]!.ToString(), row => (row!["userPrincipalName"] ?? row["displayName"])!.ToString(), StringComparer.Ordinal);

        private static ControlCatalog CatalogOf(ControlDefinition[] controls) => ControlCatalog.Parse(new EditionFile("test", "Test", controls));

        private static Dictionary<string, string> Judge(IReadOnlyList<DemoTenantFile> tenant, DemoTenantFile? changed, ControlCatalog catalog)
        {
            var storage = new MemoryStorage();
            foreach (var file in tenant)
                storage.With(file.Name, file.Resource == changed?.Resource ? changed.Content : file.Content);

            return SecureScoreEvaluator.Judge(TenantSnapshot.Open(storage), catalog, new JudgeOptions { EvidenceOnly = true })
                .Controls.ToDictionary(control => control.Id, Signature, StringComparer.Ordinal);
        }

        private static string Signature(ControlResult control) => string.Create(
            CultureInfo.InvariantCulture,
            $"{control.Points} {control.CompliantCount}/{control.TotalCount} {control.Outcome} {control.Reason} {string.Join("; ", control.Findings.Select(finding => finding.Message))}");

        private static string[] Differences(Dictionary<string, string> before, Dictionary<string, string> after) =>
            [.. after.Where(control => before[control.Key] != control.Value).Select(control => control.Key).Order(StringComparer.Ordinal)];
    }

    /// <summary>One change of one setting.</summary>
    /// <param name="Setting">Which setting, with the names of the rows on the way to it.</param>
    /// <param name="Change">What it becomes.</param>
    /// <param name="Apply">Changes it in a copy of the resource.</param>
    private sealed record Mutation(string Setting, string Change, Action<JsonNode> Apply)
    {
        public const string Nonsense = "nonsense";

        // The values that a setting knows, by its name. A value of another setting of the same name is nonsense to it, which is a change as well.
        private static readonly Dictionary<string, string[]> s_known = new(StringComparer.Ordinal)
        {
            ["state"] = ["enabled", "disabled", "enabledForReportingButNotEnforced"],
            ["State"] = ["Enabled", "Disabled"],
            ["operator"] = ["OR", "AND"],
            ["mode"] = ["never", "always"],
            ["type"] = ["hours", "days"],
            ["frequencyInterval"] = ["timeBased", "everyTime"],
            ["capabilityStatus"] = ["Enabled", "Warning", "Suspended"],
            ["provisioningStatus"] = ["Success", "Disabled"],
            ["authenticationType"] = ["Managed", "Federated"],
            ["userType"] = ["Member", "Guest"],
            ["perUserMfaState"] = ["disabled", "enforced"],
            ["visibility"] = ["Private", "Public", "HiddenMembership"],
            ["sharingCapability"] = ["disabled", "externalUserSharingOnly", "externalUserAndGuestSharing", "existingExternalUserSharingOnly"],
            ["sharingDomainRestrictionMode"] = ["none", "allowList", "blockList"],
            ["SpamAction"] = ["MoveToJmf", "AddXHeader", "Quarantine"],
            ["HighConfidenceSpamAction"] = ["MoveToJmf", "AddXHeader", "Quarantine"],
            ["PhishSpamAction"] = ["MoveToJmf", "AddXHeader", "Quarantine"],
            ["HighConfidencePhishAction"] = ["MoveToJmf", "Redirect", "Quarantine"],
            ["BulkSpamAction"] = ["MoveToJmf", "NoAction", "Quarantine"],
            ["MailboxIntelligenceProtectionAction"] = ["NoAction", "MoveToJmf", "Quarantine"],
            ["TargetedUserProtectionAction"] = ["NoAction", "MoveToJmf", "Quarantine"],
            ["TargetedDomainProtectionAction"] = ["NoAction", "MoveToJmf", "Quarantine"],
            ["AutoForwardingMode"] = ["Automatic", "On", "Off"],
            ["ActionWhenThresholdReached"] = ["Alert", "BlockUser", "BlockUserForToday"],
            ["Action"] = ["Allow", "Block", "DynamicDelivery"],
            ["Mode"] = ["Enable", "TestWithNotifications", "TestWithoutNotifications", "Disable", "Enforce", "Audit"],
            ["DomainType"] = ["Authoritative", "InternalRelay"],
            ["RecommendedPolicyType"] = ["Custom", "Standard", "Strict"],
            ["MarkAsSpamBulkMail"] = ["On", "Off"],
            ["AutoAdmittedUsers"] = ["Everyone", "EveryoneInCompany", "EveryoneInCompanyExcludingGuests", "InvitedUsers", "OrganizerOnly"],
            ["DesignatedPresenterRoleMode"] = ["EveryoneUserOverride", "EveryoneInCompanyUserOverride", "OrganizerOnlyUserOverride"],
            ["value"] = ["True", "False", "Audit", "Enforce"],
        };

        /// <summary>Whether the setting is still where it was, so that other changes of the same resource can follow.</summary>
        public bool KeepsShape { get; init; }

        /// <summary>Whether the setting becomes one of the words that it knows.</summary>
        public bool IsWord { get; init; }

        public static IEnumerable<Mutation> Of(DemoTenantFile file, IReadOnlyDictionary<string, string> names) => new Walker(names).Walk(file);

        public static IEnumerable<JsonNode> Values(JsonValue value, string setting)
        {
            if (value.TryGetValue(out bool flag))
                return [!flag];

            if (value.TryGetValue(out decimal number))
                return new decimal[] { 0, int.MaxValue }.Where(other => other != number).Select(other => (JsonNode)other);

            string text = value.GetValue<string>();
            return s_known.TryGetValue(setting, out var known) && known.Contains(text, StringComparer.Ordinal)
                ? known.Where(other => other != text).Select(other => (JsonNode)other)
                : [Nonsense];
        }
    }

    /// <summary>Walks a resource and finds every change of one setting of it.</summary>
    /// <param name="names">The names of users, groups and roles by id.</param>
    private sealed class Walker(IReadOnlyDictionary<string, string> names)
    {
        // The first of these tells one row from another.
        private static readonly string[] s_names = ["Name", "userPrincipalName", "displayName", "skuPartNumber", "servicePlanName", "Identity", "name", "Domain", "DomainName", "id"];

        public IEnumerable<Mutation> Walk(DemoTenantFile file)
        {
            if (file.Root is not JsonArray rows)
                return Walk(file.Root, [], "");

            var sample = file.SampledRows.ToArray();
            return Removals([], "", rows, sample).Concat(sample.SelectMany(row => Walk(rows[row]!, [row], Label(rows, row))));
        }

        private IEnumerable<Mutation> Walk(JsonNode node, object[] path, string label) => node switch
        {
            JsonObject map => map.SelectMany(pair =>
            {
                object[] inside = [.. path, pair.Key];
                string name = label.Length == 0 ? pair.Key : $"{label}.{pair.Key}";
                return pair.Value is null ? Fill(inside, name) : Walk(pair.Value, inside, name);
            }),
            JsonArray { Count: 0 } => Fill(path, label),
            JsonArray list => Removals(path, label, list, [.. Enumerable.Range(0, IsLongList(list) ? 1 : list.Count)])
                .Concat(Enumerable.Range(0, list.Count).Where(index => list[index] is JsonObject)
                    .SelectMany(index => Walk(list[index]!, [.. path, index], label + Label(list, index)))),
            _ => Mutation.Values(node.AsValue(), (string)path[^1])
                .Select(value => new Mutation(label, value.ToString(), root => Set(root, path, value))
                {
                    KeepsShape = true,
                    IsWord = value.GetValueKind() == JsonValueKind.String && value.ToString() != Mutation.Nonsense,
                }),
        };

        // A setting that is not set, or a list that is empty. Together they would leave nothing readable, so each is changed alone.
        private static Mutation[] Fill(object[] path, string label) =>
            [new Mutation(label, "[nonsense]", root => Set(root, path, new JsonArray("nonsense")))];

        // Of a list of words one stands for all: the extensions of dangerous attachments, say.
        private static bool IsLongList(JsonArray list) => list.Count > 24 && list[0] is JsonValue;

        private IEnumerable<Mutation> Removals(object[] path, string label, JsonArray list, int[] elements)
        {
            if (list.Count > 0)
                yield return new Mutation(label, "emptied", root => ((JsonArray)At(root, path)).Clear());
            foreach (int index in list.Count > 1 ? elements : [])
                yield return new Mutation(label + Label(list, index), "removed", root => ((JsonArray)At(root, path)).RemoveAt(index));
        }

        private string Label(JsonArray list, int index)
        {
            string name = NameOf(list[index]);
            int before = Enumerable.Range(0, index).Count(other => NameOf(list[other]) == name);
            return before == 0 ? $"[{name}]" : string.Create(CultureInfo.InvariantCulture, $"[{name} #{before + 1}]");
        }

        private string NameOf(JsonNode? element) => element switch
        {
            JsonObject map when map["principal"] is JsonObject principal => NameOf(principal),
            JsonObject map when map["groupId"] is { } group && map["memberId"] is { } member => $"{NameOf(group)}/{NameOf(member)}",
            JsonObject map => s_names.Select(name => map[name]?.ToString()).FirstOrDefault(name => name is not null) ?? "row",
            { } value => names.GetValueOrDefault(value.ToString(), value.ToString()),
            null => "null",
        };

        private static JsonNode At(JsonNode root, IEnumerable<object> path) =>
            path.Aggregate(root, (node, step) => step is int index ? node[index]! : node[(string)step]!);

        private static void Set(JsonNode root, object[] path, JsonNode value) =>
            At(root, path[..^1])[(string)path[^1]] = value.DeepClone();
    }

    /// <summary>One file of the demo tenant.</summary>
    private sealed class DemoTenantFile
    {
        // A property with more values than this tells who somebody is, not what kind of account it is.
        private const int MostKinds = 24;

        private readonly bool _isLines;

        private DemoTenantFile(string name, bool isLines, JsonNode root, byte[] content)
        {
            Name = name;
            Resource = Path.ChangeExtension(name, null);
            Root = root;
            Content = content;
            _isLines = isLines;
        }

        public static string Folder { get; } = Path.Combine(Repository.Root, "samples", "contoso");

        public string Name { get; }

        public string Resource { get; }

        public JsonNode Root { get; }

        public byte[] Content { get; }

        /// <summary>The rows to change: all of them, or of a resource that grows with the tenant the first of each kind.</summary>
        public IEnumerable<int> SampledRows
        {
            get
            {
                var rows = (JsonArray)Root;
                if (!_isLines)
                    return Enumerable.Range(0, rows.Count);

                string[] kinds = [.. rows[0]!.AsObject().Select(property => property.Key)
                    .Where(property => rows.Select(row => row![property]?.ToJsonString()).Distinct(StringComparer.Ordinal).Count() <= MostKinds)];
                return Enumerable.Range(0, rows.Count)
                    .DistinctBy(row => string.Join(' ', kinds.Select(property => rows[row]![property]?.ToJsonString())), StringComparer.Ordinal);
            }
        }

        /// <summary>Reads the tenant without what Microsoft published of it, which no rule reads.</summary>
        public static IReadOnlyList<DemoTenantFile> ReadAll() =>
        [
            .. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
                .Select(path => Read(Path.GetRelativePath(Folder, path).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllText(path)))
                .Where(file => file.Resource is not (Resources.SecureScores or Resources.SecureScoreControlProfiles))
                .OrderBy(file => file.Resource, StringComparer.Ordinal),
        ];

        /// <summary>The file with a change.</summary>
        public DemoTenantFile With(Action<JsonNode> change)
        {
            var root = Root.DeepClone();
            change(root);
            return new DemoTenantFile(Name, _isLines, root, Write(root, _isLines));
        }

        /// <summary>The file as it looks after its disk failed.</summary>
        public DemoTenantFile Damaged() => new(Name, _isLines, Root, "{"u8.ToArray());

        private static DemoTenantFile Read(string name, string text)
        {
            bool isLines = name.EndsWith(".jsonl", StringComparison.Ordinal);
            var root = isLines
                ? new JsonArray([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line))])
                : JsonNode.Parse(text)!;

            // A changed file may have fewer rows than were counted.
            if (name == "manifest.json")
            {
                foreach (var (_, resource) in root["resources"]!.AsObject())
                    resource!.AsObject().Remove("count");
                root["resources"]!.AsObject().Remove(Resources.SecureScores);
                root["resources"]!.AsObject().Remove(Resources.SecureScoreControlProfiles);
            }

            return new DemoTenantFile(name, isLines, root, Write(root, isLines));
        }

        private static byte[] Write(JsonNode root, bool isLines) =>
            Encoding.UTF8.GetBytes(isLines ? string.Concat(root.AsArray().Select(row => row!.ToJsonString() + "\n")) : root.ToJsonString());
    }
}

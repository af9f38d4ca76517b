using System.Text.Json.Nodes;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;
using SecureScore.Microsoft365.Dns;

namespace SecureScore.Microsoft365.Tests.Collecting;

public class DemoTenantTests
{
    [Fact]
    public async Task What_was_collected_is_judged_as_the_snapshot_control_by_control()
    {
        using var collection = new Collection();

        await collection.CollectAsync(CollectionPlan.Everything(), new SnapshotDns(collection.Source));

        var expected = Judge(collection.Source);
        var actual = Judge(collection.Target.Open());
        actual.Controls.Count.ShouldBe(expected.Controls.Count);
        for (int index = 0; index < expected.Controls.Count; index++)
            Describe(actual.Controls[index]).ShouldBe(Describe(expected.Controls[index]));
        actual.Score.ShouldBe(expected.Score);
        actual.MaxScore.ShouldBe(expected.MaxScore);
    }

    [Fact]
    public async Task Each_resource_ends_as_the_snapshot_has_it()
    {
        using var collection = new Collection();

        await collection.CollectAsync();

        foreach (string resource in Collection.WithoutDns.Where(resource => resource != Resources.GroupMembers))
        {
            var expected = collection.Source.StateOf(resource);
            collection.StatusOf(resource).ShouldBe(expected.Status, resource);
            if (expected.Status == ResourceStatus.Collected)
                collection.RowsOf(resource).Select(Normal).ShouldBe(Collection.RowsOf(collection.Source, resource).Select(Normal), resource);
        }
    }

    [Fact]
    public async Task A_denied_resource_names_the_permission_that_reads_it()
    {
        using var collection = new Collection();

        await collection.CollectAsync([Resources.AdminForms]);

        var state = collection.Target.StateOf(Resources.AdminForms);
        state.Status.ShouldBe(ResourceStatus.Denied);
        state.Permission.ShouldBe("OrgSettings-Forms.Read.All");
        state.Error!.ShouldStartWith("403 Forbidden");
    }

    private static SecureScoreResult Judge(TenantSnapshot snapshot) => SecureScoreEvaluator.Judge(snapshot, ControlCatalog.Default);

    private static string Describe(ControlResult control) => string.Join(
        '|', control.Id, control.Outcome, control.Reason, control.Points, control.CompliantCount, control.TotalCount, control.Source,
        string.Join(';', control.Findings.Select(finding => finding.Message)), WithoutCause(control.Explanation));

    // Why a resource is missing is told with the code of the service, not in its words.
    private static string? WithoutCause(string? explanation) => explanation is null ? null :
        explanation.Contains("could not be read", StringComparison.Ordinal) || explanation.Contains("cannot be used", StringComparison.Ordinal) ? "" : explanation;

    // The service says in which context an answer stands, and sends properties in an order of its own.
    private static string Normal(string row)
    {
        var json = JsonNode.Parse(row)!.AsObject();
        return new JsonObject(json.Where(property => !property.Key.StartsWith("@odata.context", StringComparison.Ordinal))
            .OrderBy(property => property.Key, StringComparer.Ordinal)
            .Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone()))).ToJsonString();
    }

    /// <summary>Answers what the snapshot holds.</summary>
    private sealed class SnapshotDns(TenantSnapshot source) : IDnsResolver
    {
        private readonly List<EvidenceObject> _rows = [.. source.ReadObjects(Resources.DnsRecords)];

        public Task<IReadOnlyList<string>?> ResolveAsync(string name, DnsRecordType type, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<string>?>(_rows
                .Where(row => row.RequiredText("name").Equals(name, StringComparison.OrdinalIgnoreCase)
                    && row.RequiredText("type").Equals(type.ToString(), StringComparison.OrdinalIgnoreCase))
                .Select(row => row.Texts("values"))
                .FirstOrDefault());
    }
}

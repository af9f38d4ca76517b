using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Remediation;

/// <summary>Plans over snapshots in memory, judged by today's edition.</summary>
internal static class Planning
{
    /// <summary>The demo tenant.</summary>
    public static TenantSnapshot Contoso() => TenantSnapshot.Open(Path.Combine(Repository.Root, "samples", "contoso"));

    /// <summary>The values of a remediation.</summary>
    public static RemediationValues Values(params (string Name, string[] Texts)[] values) =>
        new(values.Select(value => KeyValuePair.Create(value.Name, (IReadOnlyList<string>)value.Texts)));

    /// <summary>The draft of a control, without points.</summary>
    public static RemediationDraft Draft(this TenantSnapshot snapshot, string controlId, params (string Name, string[] Texts)[] values) =>
        RemediationCatalog.Find(controlId)!.Plan(new RemediationRequest(new TenantEvidence(snapshot)) { ControlId = controlId, Values = Values(values) });

    /// <summary>The plan of a control.</summary>
    public static RemediationPlan Plan(this TenantSnapshot snapshot, string controlId, RemediationValues values)
    {
        return RemediationPlanner.Plan(
            RemediationCatalog.Find(controlId)!, new RemediationRequest(new TenantEvidence(snapshot)) { ControlId = controlId, Values = values }, Judged(snapshot), Judged);

        SecureScoreResult Judged(TenantSnapshot other) => Judge(other, controlId);
    }

    /// <summary>A control as it is judged.</summary>
    public static ControlResult Control(this TenantSnapshot snapshot, string controlId) => Judge(snapshot, controlId).GetControl(controlId);

    /// <summary>The same evidence with a row of a resource changed; the first where no identity is given.</summary>
    public static TenantSnapshot With(this TenantSnapshot snapshot, string resource, Func<SettingGroup, SettingGroup> change, string? identity = null)
    {
        var rows = snapshot.Rows(resource).ToList();
        int index = identity is null ? 0 : rows.FindIndex(row => ChangeProjection.IsNamed(row, identity));
        rows[index] = change(rows[index]);
        return snapshot.With(resource, rows);
    }

    /// <summary>The same evidence with other rows of a resource.</summary>
    public static TenantSnapshot With(this TenantSnapshot snapshot, string resource, IEnumerable<SettingGroup> rows) => snapshot.With(
        new Dictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>(StringComparer.Ordinal) { [resource] = [.. rows.Select(row => (ReadOnlyMemory<byte>)row.ToJson())] });

    /// <summary>The rows of a resource.</summary>
    public static IReadOnlyList<SettingGroup> Rows(this TenantSnapshot snapshot, string resource) =>
        [.. snapshot.ReadRows(resource).Select(row => (SettingGroup)SettingValue.Parse(row.Span))];

    /// <summary>A value of a row.</summary>
    public static SettingGroup Row(string json) => (SettingGroup)SettingValue.Parse(System.Text.Encoding.UTF8.GetBytes(json));

    private static SecureScoreResult Judge(TenantSnapshot snapshot, string controlId) => SecureScoreEvaluator.Judge(
        snapshot, ControlCatalog.Parse(new EditionFile("test", "Test", [ControlCatalog.Default.GetControl(controlId)])), new JudgeOptions { EvidenceOnly = true });
}

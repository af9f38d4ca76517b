using System.Text;
using System.Text.Json.Nodes;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Controls.Mail;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Remediation.Exchange;

/// <summary>The demo tenant, changed as a test says, planned and judged.</summary>
internal static class ExchangeTenant
{
    public static TenantSnapshot Contoso { get; } = TenantSnapshot.Open(Path.Combine(Repository.Root, "samples", "contoso"));

    /// <summary>The values that only a person knows, where a control takes some.</summary>
    public static RemediationValues Given(string controlId) => controlId switch
    {
        "mdo_spam_notifications_only_for_admins" => Values("Recipient", "soc@contoso.com"),
        "mdo_targetedusersprotection" => Values("User", "ingrid.solberg@contoso.com", "Chair;chair@adatum.com"),
        _ => RemediationValues.None,
    };

    public static RemediationValues Values(string name, params string[] values) => new([KeyValuePair.Create(name, (IReadOnlyList<string>)values)]);

    /// <summary>The snapshot with other rows for a resource.</summary>
    public static TenantSnapshot With(this TenantSnapshot snapshot, string resource, params JsonNode[] rows) => snapshot.With(
        new Dictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>(StringComparer.Ordinal)
        {
            [resource] = [.. rows.Select(row => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(row.ToJsonString()))],
        });

    /// <summary>The snapshot with each row of a resource changed.</summary>
    public static TenantSnapshot Change(this TenantSnapshot snapshot, string resource, Action<JsonObject> change)
    {
        var rows = Rows(snapshot, resource);
        foreach (var row in rows)
            change(row);
        return snapshot.With(resource, rows);
    }

    /// <summary>The snapshot with a property set on each policy of a resource that is not Microsoft's own.</summary>
    public static TenantSnapshot Set(this TenantSnapshot snapshot, string resource, string property, string json) => snapshot.Change(resource, row =>
    {
        if (!IsMicrosofts(row))
            row[property] = JsonNode.Parse(json);
    });

    /// <summary>Whether a policy is one of a preset or the built-in protection.</summary>
    public static bool IsMicrosofts(JsonObject row) => row["RecommendedPolicyType"]?.GetValue<string>() is "Standard" or "Strict" || row["IsBuiltInProtection"]?.GetValue<bool>() == true;

    public static JsonObject[] Rows(TenantSnapshot snapshot, string resource) => [.. snapshot.ReadRows(resource).Select(row => JsonNode.Parse(row.Span)!.AsObject())];

    public static ControlRemediation Find(string controlId) => RemediationCatalog.Find(controlId) ?? throw new ArgumentException($"Nothing remedies {controlId}.", nameof(controlId));

    public static ControlResult Judge(this TenantSnapshot snapshot, string controlId) => JudgeAll(snapshot, controlId).GetControl(controlId);

    public static RemediationPlan Plan(this TenantSnapshot snapshot, string controlId, RemediationValues? values = null) => RemediationPlanner.Plan(
        Find(controlId),
        new RemediationRequest(new TenantEvidence(snapshot)) { ControlId = controlId, Values = values ?? Given(controlId) },
        JudgeAll(snapshot, controlId),
        other => JudgeAll(other, controlId));

    /// <summary>The changes with the identities that a service would give to what is new.</summary>
    public static TenantChange[] Made(this RemediationPlan plan) =>
        [.. plan.Draft.Changes.Select(change => change is ObjectCreation creation ? creation with { Identity = creation.Label } : change)];

    public static MailFeature? FeatureOf(string controlId) => (ControlEvaluators.Find(controlId) as MailControl)?.Feature;

    private static SecureScoreResult JudgeAll(TenantSnapshot snapshot, string controlId)
    {
        var control = ControlCatalog.Default.GetControl(controlId);
        return SecureScoreEvaluator.Judge(
            snapshot, ControlCatalog.Parse(new EditionFile("test", "Test", [control with { MaxPoints = Math.Max(control.MaxPoints ?? 0, 1) }])), new JudgeOptions());
    }
}

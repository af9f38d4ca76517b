using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Remediation.ConditionalAccess;

/// <summary>Plans remediations by policies against evidence in memory, as the module does against a tenant.</summary>
internal static class PolicyPlans
{
    public const string Emergency = "emergency1@contoso.onmicrosoft.com";

    /// <summary>A Global Administrator of the demo tenant who has registered a passkey.</summary>
    public const string Karin = "adm.karin.lindqvist@contoso.onmicrosoft.com";

    private static readonly Lazy<TenantSnapshot> s_contoso = new(Planning.Contoso);

    /// <summary>The demo tenant.</summary>
    public static TenantSnapshot Contoso => s_contoso.Value;

    public static ControlRemediation Find(string id) => RemediationCatalog.FindById(id) ?? throw new ArgumentException($"There is no remediation {id}.", nameof(id));

    public static RemediationRequest Request(this TenantSnapshot snapshot, string controlId, string? account, params (string Name, string[] Texts)[] values) =>
        new(new TenantEvidence(snapshot)) { ControlId = controlId, Account = account, Values = Planning.Values(values) };

    public static RemediationDraft Draft(this TenantSnapshot snapshot, string id, string? account, params (string Name, string[] Texts)[] values)
    {
        var remediation = Find(id);
        var request = snapshot.Request(ControlOf(remediation), account, values);
        request.Values.Check(remediation, request.ControlId);
        var draft = remediation.Plan(request);
        foreach (var change in draft.Changes)
            remediation.Owns(change).ShouldBeTrue($"{id} makes {TenantChangeText.Write([change])} and does not own it");
        return draft;
    }

    public static RemediationPlan Plan(this TenantSnapshot snapshot, string id, string? account, params (string Name, string[] Texts)[] values)
    {
        var remediation = Find(id);
        var request = snapshot.Request(ControlOf(remediation), account, values);
        return RemediationPlanner.Plan(remediation, request, Judge(snapshot), Judge);
    }

    /// <summary>The control that a remediation is planned for; some serve none of their own.</summary>
    public static string ControlOf(ControlRemediation remediation) => remediation.ControlIds is [var control, ..] ? control : "MFARegistrationV2";

    public static SecureScoreResult Judge(this TenantSnapshot snapshot) => SecureScoreEvaluator.Judge(snapshot, ControlCatalog.Default);

    public static TenantSnapshot After(this TenantSnapshot snapshot, RemediationDraft draft) => ChangeProjection.Apply(snapshot, draft.Changes);

    /// <summary>The rows of a resource, as text.</summary>
    public static string[] Rows(this TenantSnapshot snapshot, string resource) =>
        [.. snapshot.ReadRows(resource).Select(row => System.Text.Encoding.UTF8.GetString(SettingValue.Parse(row.Span).ToJson()))];

    public static void ShouldWarn(this RemediationDraft draft, string text) => string.Join('\n', draft.Warnings).ShouldContain(text);

    public static (string, string[]) Exclude(params string[] users) => ("ExcludeUser", users);

    public static (string, string[]) Enforce { get; } = ("Enforce", ["true"]);
}

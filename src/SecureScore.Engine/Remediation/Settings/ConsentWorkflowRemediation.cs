using System.Globalization;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>aad_admin_consent_workflow: users ask an administrator for consent to an app, and somebody reviews it.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/adminconsentrequestpolicy-update. Reviewers are queries, of the form that the portal writes.</remarks>
internal sealed class ConsentWorkflowRemediation : SettingRemediation
{
    private const string Enabled = "isEnabled";
    private const string Notify = "notifyReviewers";
    private const string Remind = "remindersEnabled";
    private const string Duration = "requestDurationInDays";
    private const string Reviewers = "reviewers";
    private const string Reviewer = "Reviewer";
    private const int Days = 30;

    private static readonly string[] s_switches = [Enabled, Notify, Remind];

    public ConsentWorkflowRemediation()
        : base("aad_admin_consent_workflow", RiskClass.A, Resources.AdminConsentRequestPolicy, Enabled, Notify, Remind, Duration, Reviewers)
    {
    }

    public override string Summary => "Switches the admin consent workflow on, with somebody who reviews what users ask for.";

    public override string UserNotice => "Users who may not consent to an app can ask for it; reviewers get mail about each request.";

    protected override IReadOnlyList<string> ReadsBesides { get; } = [Resources.Users, Resources.Groups, Resources.RoleDefinitions];

    public override IReadOnlyList<RemediationParameter> Parameters { get; } =
    [
        new(Reviewer, ParameterKind.Texts, "Who reviews requests besides those who do already: users by user principal name, groups by display name, roles by name, each also by id. "
            + "The Global Administrators where nobody reviews yet and nothing is said."),
    ];

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var present = request.Evidence.SingleSettings(Resources.AdminConsentRequestPolicy);
        bool wasOn = present[Enabled].AsFlag() ?? throw EvidenceUnavailableException.Unusable(Resources.AdminConsentRequestPolicy, "it does not tell whether the workflow is on");

        var reviewers = present[Reviewers].AsList().ToList();
        IEnumerable<SettingValue> asked = request.Values.Texts(Reviewer).Select(name => Resolve(request.Evidence, name));
        if (reviewers.Count == 0 && !request.Values.Has(Reviewer))
            asked = [RoleMembers(DirectoryRole.ToWriteDirectory[^1].TemplateId)];
        foreach (var reviewer in asked)
        {
            if (!reviewers.Exists(known => IsSame(known, reviewer)))
                reviewers.Add(reviewer);
        }

        // How reviewers are told is theirs to choose once the workflow is on.
        var wanted = new List<(string, SettingValue)> { (Enabled, SettingValue.Of(true)), (Reviewers, SettingValue.ListOf(reviewers)) };
        if (!wasOn)
            wanted.AddRange([(Notify, SettingValue.Of(true)), (Remind, SettingValue.Of(true))]);
        if (present[Duration].AsNumber() is not > 0)
            wanted.Add((Duration, SettingValue.Of(Days)));
        return DraftOf(Missing(present, null, null, wanted));
    }

    protected override bool Accepts(string setting, SettingValue value) => setting switch
    {
        Duration => value.IsEmpty || value.AsNumber() is not null,
        Reviewers => value.IsEmpty || value.AsList() is { Count: > 0 } items && items.All(item => item is SettingGroup group && group["query"].AsText() is not null),
        _ => s_switches.Contains(setting, StringComparer.Ordinal) && (value.IsEmpty || value.AsFlag() is not null),
    };

    private SettingGroup Resolve(TenantEvidence evidence, string name)
    {
        // Only what can have such a name is looked through: reading one of them takes no permission for the others.
        bool isAddress = name.Contains('@', StringComparison.Ordinal);
        if (!isAddress && FindRole(evidence, name) is { } role)
            return RoleMembers(role);
        if ((isAddress || Guid.TryParse(name, out _)) && DirectoryNames.FindUser(evidence, name) is { } user)
            return Query($"/v1.0/users/{user.Id}");

        return DirectoryNames.FindGroup(evidence, name, ControlId) is { } group
            ? Query($"/v1.0/groups/{group.Id}/transitiveMembers/microsoft.graph.user")
            : throw Invalid($"'{name}' is neither a user, a group nor a role of the tenant. Give '{ControlId}' a user principal name, the display name of a group, or the name of a role.");
    }

    private static string? FindRole(TenantEvidence evidence, string name) => evidence.List(Resources.RoleDefinitions)
        .Where(role => name.Equals(role.RequiredText("id"), StringComparison.OrdinalIgnoreCase) || name.Equals(role.Text("displayName"), StringComparison.OrdinalIgnoreCase))
        .Select(role => role.RequiredText("id")).FirstOrDefault();

    private static SettingGroup RoleMembers(string id) =>
        Query($"/beta/roleManagement/directory/roleAssignments?$filter=roleDefinitionId eq '{id.ToLower(CultureInfo.InvariantCulture)}'").With("queryRoot", SettingValue.Of("null"));

    private static SettingGroup Query(string query) => SettingValue.Group(("query", SettingValue.Of(query)), ("queryType", SettingValue.Of("MicrosoftGraph")));

    // The service keeps queries with and without the version before them.
    private static bool IsSame(SettingValue known, SettingValue reviewer) =>
        known is SettingGroup group && group["query"].AsText() is { } text && Bare(text).Equals(Bare(((SettingGroup)reviewer)["query"].AsText()!), StringComparison.OrdinalIgnoreCase);

    private static string Bare(string query) => query switch
    {
        _ when query.StartsWith("/v1.0/", StringComparison.OrdinalIgnoreCase) => query[5..],
        _ when query.StartsWith("/beta/", StringComparison.OrdinalIgnoreCase) => query[5..],
        _ => query,
    };
}

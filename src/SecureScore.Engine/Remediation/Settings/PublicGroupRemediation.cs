using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>aad_managed_approved_public_groups_only: public Microsoft 365 groups become private, but for those that the organisation approved.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/group-update, visibility.</remarks>
internal sealed class PublicGroupRemediation : SettingRemediation
{
    private const string Setting = "visibility";
    private const string ExceptGroup = "ExceptGroup";
    private const string Public = "Public";
    private const string Private = "Private";

    public PublicGroupRemediation()
        : base("aad_managed_approved_public_groups_only", RiskClass.B, Resources.Groups, Setting)
    {
    }

    public override string Summary => "Makes public Microsoft 365 groups private, one after the other.";

    public override string UserNotice => "People who are no members lose the mail, files and team of the group, and owners get the requests of those who want to join.";

    public override IReadOnlyList<RemediationParameter> Parameters { get; } =
    [
        new(ExceptGroup, ParameterKind.Groups, "Groups that are approved and stay public, by display name or id."),
    ];

    public override IReadOnlyList<string> UndoWarnings { get; } = 
    [
        "Everyone in the organisation can join the groups and read their content again.",
        "A group that had no visibility of its own stays private.",
    ];

    protected override bool HasIdentities => true;

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var approved = DirectoryNames.FindGroups(request.Evidence, request.Values.Texts(ExceptGroup), ControlId).Select(group => group.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var changes = new List<TenantChange>();
        var warnings = new List<string>();
        foreach (var group in request.Evidence.Stream(Resources.Groups).Where(group => group.RequiredTexts("groupTypes").Contains("Unified", StringComparer.OrdinalIgnoreCase)))
        {
            string id = group.RequiredText("id");
            string name = group.Text("displayName") ?? id;
            string? visibility = group.Text(Setting);
            if (visibility is not null && !visibility.Equals(Public, StringComparison.OrdinalIgnoreCase))
            {
                if (!IsClosed(visibility))
                    warnings.Add($"{name} has the visibility '{visibility}', which is unknown here, and is left as it is.");
                continue;
            }

            if (approved.Contains(id))
                continue;

            changes.Add(new SettingsChange(Resources.Groups, id, [new SettingChange(Setting, SettingValue.Of(visibility), SettingValue.Of(Private))])
            {
                Label = name,
                Permanent = visibility is null ? $"{name} had no visibility of its own; make it public in the admin centre to go back." : null,
            });
        }

        if (approved.Count > 0)
            warnings.Add($"{Quantity.Of(approved.Count, "group")} may stay public, and each public group costs the points. When all that are left are approved, give the control the status AlternateMitigation.");
        if (changes.Count > 0)
            warnings.Insert(0, "Tell the owners of these groups before: they are asked from then on to let people in.");
        return new RemediationDraft
        {
            Changes = changes,
            Warnings = warnings,
            MustExist = [.. approved.Select(id => (Resources.Groups, id))],
            ForWhom = changes.Count == 0 ? null : $"everyone who is no member of {Quantity.Of(changes.Count, "group")}",
        };
    }

    protected override bool Accepts(string setting, SettingValue value) =>
        value.IsEmpty || (value.AsText() is { } visibility && (visibility.Equals(Public, StringComparison.OrdinalIgnoreCase) || IsClosed(visibility)));

    private static bool IsClosed(string visibility) =>
        visibility.Equals(Private, StringComparison.OrdinalIgnoreCase) || visibility.Equals("HiddenMembership", StringComparison.OrdinalIgnoreCase);
}

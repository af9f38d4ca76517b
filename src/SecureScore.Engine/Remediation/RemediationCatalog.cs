using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation.ConditionalAccess;
using SecureScore.Engine.Remediation.Exchange;
using SecureScore.Engine.Remediation.Settings;
using SecureScore.Engine.Scoring;
using SecureScore.Engine.Tenants;

namespace SecureScore.Engine.Remediation;

/// <summary>All remediations.</summary>
public static class RemediationCatalog
{
    /// <summary>All remediations that change something, by their names.</summary>
    public static IReadOnlyList<ControlRemediation> All { get; } =
        [.. ConditionalAccessRemediations.All, .. SettingRemediations.All, .. ExchangeRemediations.All];

    private static readonly Dictionary<string, ControlRemediation> s_byId = All.ToDictionary(remediation => remediation.Id, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, ControlRemediation> s_byControl = All
        .SelectMany(remediation => remediation.ControlIds.Select(id => (id, remediation)))
        .ToDictionary(pair => pair.id, pair => pair.remediation, StringComparer.OrdinalIgnoreCase);

    /// <summary>What puts a control in place; null when a person has to.</summary>
    public static ControlRemediation? Find(string controlId) => s_byControl.GetValueOrDefault(controlId);

    /// <summary>The remediation of a name; null when there is none.</summary>
    public static ControlRemediation? FindById(string id) => s_byId.GetValueOrDefault(id);

    /// <summary>What can be done about a control of the newest edition that has it.</summary>
    /// <exception cref="ControlNotFoundException">No edition has it.</exception>
    public static RemediationInfo Describe(string controlId) => Describe((ControlCatalog.FindEdition(controlId) ?? ControlCatalog.Default).GetControl(controlId));

    /// <summary>What can be done about a control.</summary>
    public static RemediationInfo Describe(ControlDefinition control)
    {
        ArgumentNullException.ThrowIfNull(control);
        return Describe(control.Id, control.Title, control.Product, control.ActionType, control.ActionUrl);
    }

    /// <summary>What can be done about a control that was judged, be it one that only Microsoft's published score holds.</summary>
    public static RemediationInfo Describe(ControlResult control)
    {
        ArgumentNullException.ThrowIfNull(control);
        return Describe(control.Id, control.Title, control.Product, control.ActionType, control.ActionUrl);
    }

    private static RemediationInfo Describe(string id, string title, string product, ActionType action, string? actionUrl)
    {
        var info = new RemediationInfo
        {
            ControlId = id,
            Title = title,
            Risk = RiskClass.Manual,
            Summary = "",
            Steps = new DisplayList<string>(ManualWork.Steps(id, title, product)),
            ActionUrl = actionUrl,
        };
        return Find(id) is not { } remediation ? info with { Summary = ManualWork.Reason(id, product, action) } : info with
        {
            RemediationId = remediation.Id,
            Risk = remediation.Risk,
            Summary = remediation.Summary,
            UserNotice = remediation.UserNotice,
            Parameters = new DisplayList<RemediationParameter>(remediation.Parameters),
            Permissions = new DisplayList<PermissionDefinition>(remediation.Permissions),
            Roles = new DisplayList<DirectoryRole>(remediation.Roles),
            UndoWarnings = new DisplayList<string>(remediation.UndoWarnings),
        };
    }
}

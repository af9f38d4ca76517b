using SecureScore.Engine.Remediation.ConditionalAccess;
using SecureScore.Engine.Remediation.Exchange;
using SecureScore.Engine.Remediation.Settings;

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
}

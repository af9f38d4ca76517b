namespace SecureScore.Engine.Remediation.Settings;

/// <summary>Remediations of directory settings, the admin centre, SharePoint, Teams and Purview.</summary>
internal static class SettingRemediations
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ControlRemediation> All { get; } =
    [
    ];
}
